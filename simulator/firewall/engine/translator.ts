import type { Address } from '../../model/address.ts';
import { inRange } from '../../model/address.ts';
import type { FiveTuple } from '../../model/packet.ts';
import { Protocol } from '../../model/packet.ts';
import type { Masquerade, Policy } from '../../model/policy.ts';
import type { Connections, Tuple } from './connections.ts';
import { invert } from './connections.ts';

/** Lowest port that source NAT takes when the packet's own is not free. */
const FIRST_PORT = 1024;

/** What a policy's NAT makes of packets that begin a connection (RFC 3022); what follows is translated as they were. */
export class Translator {
  /** Are there any translations at all? */
  readonly active: boolean;
  readonly #inside = new Map<Address, Address>();
  readonly #outside = new Map<Address, Address>();
  readonly #forwards = new Map<string, { readonly address: Address; readonly port: number }>();
  readonly #masquerades: readonly Masquerade[];
  readonly #own = new Set<Address>();
  readonly #answer: Tuple = { src: 0, dst: 0, sport: 0, dport: 0, protocol: 0 };

  constructor({ nat, forwards, masquerades }: Pick<Policy, 'nat' | 'forwards' | 'masquerades'>) {
    for (const { outside, inside } of nat) {
      this.#inside.set(outside, inside);
      this.#outside.set(inside, outside);
    }
    for (const { transport, outside, outsidePort, inside, insidePort } of forwards)
      this.#forwards.set(`${Protocol[transport]}/${outside}:${outsidePort}`, {
        address: inside,
        port: insidePort,
      });
    this.#masquerades = masquerades;
    for (const { outside } of [...nat, ...forwards, ...masquerades]) this.#own.add(outside);
    this.active = this.#own.size > 0;
  }

  /** The addresses outside that lead to this firewall. */
  get addresses(): ReadonlySet<Address> {
    return this.#own;
  }

  /** Does this address stand for something inside? */
  owns(address: Address): boolean {
    return this.#own.has(address);
  }

  /**
   * Where a packet to an outside address that begins a connection goes inside.
   * @returns false when nothing inside stands behind it
   */
  inward(packet: FiveTuple, into: Tuple): boolean {
    const target = this.#inside.get(packet.dst);
    if (target !== undefined) {
      into.dst = target;
      return true;
    }
    const forward = this.#forwards.get(`${packet.protocol}/${packet.dst}:${packet.dport}`);
    if (!forward) return false;
    into.dst = forward.address;
    into.dport = forward.port;
    return true;
  }

  /** With which source a packet from inside that begins a connection leaves: `into` already holds where it goes. */
  outward(packet: FiveTuple, into: Tuple): void {
    const outside = this.#outside.get(packet.src);
    if (outside !== undefined) {
      into.src = outside;
      return;
    }
    const masquerade = this.#masquerades.find((one) =>
      one.inside.some((range) => inRange(range, packet.src)),
    );
    if (masquerade) into.src = masquerade.outside;
  }

  /**
   * Gives a new connection the packet's own port where no other connection would get its answers, else the next one that
   * is free (RFC 4787 4.2; Linux takes a random one).
   * @returns false when its answers could not be told from another connection's
   */
  settle(into: Tuple, connections: Connections, now: number): boolean {
    const wanted = into.sport;
    const { tcp, udp, icmp } = Protocol;
    const bare = into.protocol !== tcp && into.protocol !== udp && into.protocol !== icmp;
    for (let tried = 0; tried < 65_536 - FIRST_PORT; tried++) {
      if (!invert(into, this.#answer)) return true;
      const { src, dst, sport, dport, protocol } = this.#answer;
      if (connections.find(src, dst, sport, dport, protocol, now) < 0) return true;
      if (bare) return false;
      into.sport =
        FIRST_PORT + ((Math.max(wanted, FIRST_PORT) - FIRST_PORT + tried + 1) % (65_536 - FIRST_PORT));
    }
    return false;
  }
}
