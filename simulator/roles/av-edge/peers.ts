import type { Handle } from '../../kernel/scheduler.ts';
import { NONE } from '../../kernel/scheduler.ts';
import type { Address } from '../../model/address.ts';
import { formatAddress } from '../../model/address.ts';
import { milliseconds } from '../../model/time.ts';
import type { Host } from '../../network/host.ts';
import type { UdpSocket } from '../../network/udp.ts';
import { stunCodec } from '../../protocols/stun/codec.ts';
import type { StunMessage } from '../../protocols/stun/message.ts';

/** How a peer's address is served: by the ports that Edges since 2007 R2 share, or from relay port to its port. */
export type PeerKind = 'edge' | 'plain';

interface Peer {
  kind: PeerKind | null;
  /** Messages that wait, and the relay port that each is from. */
  waiting: { readonly port: number; readonly then: (kind: PeerKind) => void }[];
  tries: number;
  timer: Handle;
  transaction: string;
  packet: number;
}

/** As many messages wait for an answer about one peer; the rest is lost, as datagrams may be. */
const MOST_WAITING = 8;

/**
 * Learns what stands behind an address: a Binding request from 3478 to 3478. Another Edge of 2007 R2 or later answers
 * with its version, and then media between the two go over 3478 (UDP) and 443 (TCP). OCS 2007 says so too, and whoever
 * is no Edge says nothing: then media go from the relay's port to the peer's. (The article: 3478 tells the version.
 * The packets are an assumption: no document has them.)
 */
export class Peers {
  readonly #host: Host;
  readonly #version: number;
  readonly #socket: () => UdpSocket | null;
  readonly #port: number;
  readonly #peers = new Map<Address, Peer>();
  /** Relay ports and addresses that kept silent: the next relay asks again, since silence may end. */
  readonly #silent = new Set<string>();

  /** @param version own MS-VERSION: 2 since 2007 R2, 1 before */
  constructor(host: Host, version: number, port: number, socket: () => UdpSocket | null) {
    this.#host = host;
    this.#version = version;
    this.#port = port;
    this.#socket = socket;
  }

  /**
   * Calls back at once when it is known what the peer is, else when it has answered or kept silent.
   * @param port the relay's port
   */
  kindOf(port: number, address: Address, then: (kind: PeerKind) => void): void {
    // OCS 2007 knows one way only, and asks nobody.
    if (this.#version < 2 || this.#silent.has(`${port}/${address}`)) {
      then('plain');
      return;
    }
    let peer = this.#peers.get(address);
    if (!peer) {
      peer = {
        kind: null,
        waiting: [],
        tries: 0,
        timer: NONE,
        transaction: this.#host.random.hex(32),
        packet: -1,
      };
      this.#peers.set(address, peer);
      peer.waiting.push({ port, then });
      this.#ask(address, peer);
      return;
    }
    if (peer.kind !== null) then(peer.kind);
    else if (peer.waiting.length < MOST_WAITING) peer.waiting.push({ port, then });
  }

  /** Another Edge asks: the question too says what it is. */
  asked(message: StunMessage, from: { readonly address: Address; readonly port: number }): void {
    const { version } = message.attributes;
    if (version !== undefined && this.#version >= 2) this.#learn(from.address, version);
    this.#send(from, {
      ...message,
      kind: 'response',
      attributes: { version: this.#version, xorMapped: from },
      integrity: null,
    });
  }

  /** An answer to a question of ours; false when it is none. */
  answered(message: StunMessage, from: { readonly address: Address }): boolean {
    const peer = this.#peers.get(from.address);
    if (!peer || peer.transaction !== message.transaction) return false;
    this.#learn(from.address, message.attributes.version ?? 1);
    return true;
  }

  #ask(address: Address, peer: Peer): void {
    const { simulation } = this.#host;
    const request: StunMessage = {
      protocol: 'stun',
      dialect: 'ms-turn',
      method: 'binding',
      kind: 'request',
      transaction: peer.transaction,
      attributes: { version: this.#version },
      integrity: null,
    };
    this.#row(address, 'asked on 3478');
    const sent = this.#send({ address, port: this.#port }, request, peer.packet);
    if (!sent) return;
    peer.packet = sent.packet;
    peer.tries++;
    const before = simulation.scheduler.cause;
    simulation.scheduler.cause = sent.event;
    const wait = milliseconds(simulation.knob('edge.probe_ms')) * 2 ** (peer.tries - 1);
    peer.timer = this.#host.timer('version of the other Edge', wait, () => {
      if (peer.tries < simulation.knob('edge.probes')) this.#ask(address, peer);
      else this.#giveUp(address, peer);
    });
    simulation.scheduler.cause = before;
  }

  #learn(address: Address, version: number): void {
    let peer = this.#peers.get(address);
    if (!peer) {
      peer = { kind: null, waiting: [], tries: 0, timer: NONE, transaction: '', packet: -1 };
      this.#peers.set(address, peer);
    }
    this.#settle(address, peer, version >= 2 ? 'edge' : 'plain');
  }

  #settle(address: Address, peer: Peer, kind: PeerKind): void {
    if (peer.kind === kind) return;
    peer.kind = kind;
    this.#host.cancel(peer.timer);
    this.#row(address, kind === 'edge' ? 'Edge of 2007 R2 or later' : 'Edge of OCS 2007');
    for (const { then } of peer.waiting.splice(0)) then(kind);
  }

  /** Nobody answers there: these relays send to the peer's own port. */
  #giveUp(address: Address, peer: Peer): void {
    this.#peers.delete(address);
    this.#row(address, 'silent: no Edge');
    for (const { port } of peer.waiting) this.#silent.add(`${port}/${address}`);
    for (const { then } of peer.waiting.splice(0)) then('plain');
  }

  /** A relay is no more: what only it wanted to know is asked no longer. */
  forget(port: number): void {
    for (const [address, peer] of this.#peers) {
      if (peer.kind !== null) continue;
      peer.waiting = peer.waiting.filter((one) => one.port !== port);
      if (peer.waiting.length > 0) continue;
      this.#host.cancel(peer.timer);
      this.#peers.delete(address);
      this.#host.simulation.row(this.#host.index, 'Peers', String(address), null);
    }
    for (const key of this.#silent) if (key.startsWith(`${port}/`)) this.#silent.delete(key);
  }

  #row(address: Address, what: string): void {
    this.#host.simulation.row(this.#host.index, 'Peers', String(address), [formatAddress(address), what]);
  }

  #send(
    to: { readonly address: Address; readonly port: number },
    message: StunMessage,
    repeats = -1,
  ): { event: number; packet: number } | undefined {
    return this.#socket()?.send(to, message, stunCodec.size(message), repeats);
  }
}
