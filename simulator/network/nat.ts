import type { Random } from '../kernel/random.ts';
import type { Address } from '../model/address.ts';
import type { FiveTuple } from '../model/packet.ts';
import { Protocol } from '../model/packet.ts';
import type { Duration, Instant } from '../model/time.ts';

/** RFC 4787 4.1 and 5: what a mapping, or the filter in front of it, depends on. */
export type NatBehaviour = 'endpoint-independent' | 'address-dependent' | 'address-and-port-dependent';

export interface NatOptions {
  readonly mapping: NatBehaviour;
  readonly filtering: NatBehaviour;
  readonly udpTimeout: Duration;
  readonly tcpTimeout: Duration;
}

interface Mapping {
  readonly address: Address;
  readonly port: number;
  readonly outsidePort: number;
  /** Remote ends that were written to, as the filter tells them apart, and until when they may answer. */
  readonly peers: Map<string, Instant>;
  expires: Instant;
}

/** What a NAT remembers. Its behaviours are those of RFC 4787, not those of a brand; ports are kept where free. */
export class NatTable {
  readonly #options: NatOptions;
  readonly #random: Random;
  readonly #byInside = new Map<string, Mapping>();
  readonly #byOutside = new Map<number, Mapping>();

  constructor(options: NatOptions, random: Random) {
    this.#options = options;
    this.#random = random;
  }

  /** The outside port of a packet that goes out; makes or refreshes its mapping. */
  outbound(packet: FiveTuple, now: Instant): number {
    const { protocol, src, sport, dst, dport } = packet;
    const key = `${protocol}/${src}:${sport}/${part(this.#options.mapping, dst, dport)}`;
    let mapping = this.#byInside.get(key);
    if (!mapping || mapping.expires <= now) {
      const outsidePort = this.#freePort(protocol, sport, now);
      mapping = { address: src, port: sport, outsidePort, peers: new Map(), expires: 0 };
      this.#byInside.set(key, mapping);
      this.#byOutside.set(protocol * 65536 + outsidePort, mapping);
    }
    mapping.expires = now + this.#life(protocol);
    mapping.peers.set(part(this.#options.filtering, dst, dport), mapping.expires);
    return mapping.outsidePort;
  }

  /** Where a packet that comes in goes to, or null when it is not let in. */
  inbound(packet: FiveTuple, now: Instant): { address: Address; port: number } | null {
    const mapping = this.#byOutside.get(packet.protocol * 65536 + packet.dport);
    // A mapping lives as long as one of the peers that it lets in.
    const peer = part(this.#options.filtering, packet.src, packet.sport);
    if (!mapping || (mapping.peers.get(peer) ?? -1) <= now) return null;
    mapping.expires = now + this.#life(packet.protocol);
    mapping.peers.set(peer, mapping.expires);
    return mapping;
  }

  #life(protocol: number): Duration {
    return protocol === Protocol.tcp ? this.#options.tcpTimeout : this.#options.udpTimeout;
  }

  #freePort(protocol: number, wanted: number, now: Instant): number {
    let port = wanted;
    while ((this.#byOutside.get(protocol * 65536 + port)?.expires ?? 0) > now)
      port = this.#random.between(1024, 65535);
    return port;
  }
}

function part(behaviour: NatBehaviour, address: Address, port: number): string {
  return behaviour === 'endpoint-independent'
    ? ''
    : behaviour === 'address-dependent'
      ? `${address}`
      : `${address}:${port}`;
}
