import { formatAddress } from '../../../simulator/model/address.ts';
import type { FiveTuple, Message } from '../../../simulator/model/packet.ts';
import { Flag, Protocol } from '../../../simulator/model/packet.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { StunMessage, TransportAddress } from '../../../simulator/protocols/stun/message.ts';
import { isStun } from '../../../simulator/protocols/stun/message.ts';
import type { IcePair } from './agents.ts';
import { candidateOf, type Candidate } from './board.ts';

/** A packet of a check: the question or its answer, as it is or wrapped for a relay. */
export interface CheckPacket {
  readonly packet: number;
  /** The event that sent it. */
  readonly event: number;
  readonly time: number;
  /** Over TCP a connection is opened first; where that fails, no check is ever sent. */
  readonly what: 'connection' | 'check' | 'nomination' | 'answer' | 'refusal';
  /** Whether the check is this end's; its answer then is the other end's. */
  readonly own: boolean;
  readonly wrapped: 'send' | 'data' | null;
  /** Sent before in these words, over this stretch. */
  readonly again: boolean;
}

/** A check with all that travelled for it: its packets keep one transaction, whatever wraps them. */
interface Check {
  readonly packets: Omit<CheckPacket, 'own'>[];
  /** Who asked, and from where to where as the asking end and the asked one see it. */
  readonly node: number;
  readonly asked: Way | null;
  seen: Way | null;
}

/** Two ends by address and port, with the transport. */
interface Way {
  readonly tcp: boolean;
  readonly local: string;
  readonly remote: string;
}

/** A check without what wraps it, and the wrapping. */
interface Unwrapped {
  readonly check: StunMessage;
  readonly outer: StunMessage | null;
}

/**
 * Finds the packets of each pair. A host's own check goes from candidate to candidate; a relay's check travels in a
 * Send request to the A/V Edge and comes to a relay in a Data indication, so the relays are known by who talks to them.
 */
export class Checks {
  readonly #reader: TraceReader;
  readonly #checks = new Map<string, Check>();
  /** Relayed address by "UDP 198.51.100.7:54054", the client as the A/V Edge sees it. */
  readonly #relayOfClient = new Map<string, string>();
  /** The same by the client as it sees itself. */
  readonly #relayOfSender = new Map<string, string>();
  /** Where a relay sends what is not wrapped. */
  readonly #active = new Map<string, string>();
  readonly #servers = new Set<string>();
  /** What was found of pairs that were asked for, by their actors. */
  readonly #pairs = new Map<number, readonly CheckPacket[]>();
  /** Packets that open a TCP connection, by where to. */
  readonly #openings = new Map<string, number[]>();

  constructor(reader: TraceReader) {
    this.#reader = reader;
    for (const { machine, about } of reader.trace.actors)
      if (machine === 'turn-allocation' && about)
        this.#relayOfClient.set(`${about['transport']} ${about['client']}`, about['relayed'] ?? '');
    for (let packet = 0; packet < reader.packetCount; packet++) {
      const message = reader.message(packet);
      if (!message) this.#open(packet);
      else if (reader.trace.packets.offset[packet] === 0) this.#look(packet, message);
    }
  }

  /** The packets of a pair, in order: its own checks and those of the other end, each with its answers. */
  of(pair: IcePair): readonly CheckPacket[] {
    const known = this.#pairs.get(pair.actor);
    if (known) return known;
    const found = this.#find(pair);
    this.#pairs.set(pair.actor, found);
    return found;
  }

  #find(pair: IcePair): readonly CheckPacket[] {
    const [local, remote] = [candidateOf(pair.local), candidateOf(pair.remote)];
    const node = this.#reader.trace.actors[pair.actor]!.node;
    const found: CheckPacket[] = [];
    for (const check of this.#checks.values()) {
      const own = check.node === node && goes(check.asked, local, remote);
      const theirs =
        check.node !== node && (goes(check.asked, remote, local) || goes(check.seen, local, remote));
      if (own || theirs) found.push(...check.packets.map((one) => ({ ...one, own })));
    }
    if (local.transport !== 'UDP' && local.type === 'host')
      found.push(...this.#opened(local, remote, true), ...this.#opened(remote, local, false));
    return found.sort((a, b) => a.event - b.event);
  }

  #open(packet: number): void {
    const { protocol, flags } = this.#reader.trace.packets;
    if (protocol[packet] !== Protocol.tcp || flags[packet] !== Flag.syn) return;
    const { dst, dport } = this.#reader.tuple(packet);
    const known = this.#openings.get(at(dst, dport)) ?? [];
    this.#openings.set(at(dst, dport), known);
    known.push(packet);
  }

  #opened(from: Candidate, to: Candidate, own: boolean): readonly CheckPacket[] {
    const { packets, events } = this.#reader.trace;
    const all = this.#openings.get(`${to.address}:${to.port}`) ?? [];
    return all
      .filter((packet) => formatAddress(packets.src[packet]!) === from.address)
      .map((packet, index) => {
        const event = packets.sent[packet]!;
        const time = events.time[event]!;
        return { packet, event, time, what: 'connection', own, wrapped: null, again: index > 0 };
      });
  }

  #look(packet: number, message: Message): void {
    const { packets, events } = this.#reader.trace;
    const tuple = this.#reader.tuple(packet);
    const stun = controlOf(message);
    if (stun?.dialect === 'ms-turn') this.#learn(packet, tuple, stun);
    const found = unwrap(message);
    if (!found) return;
    const { check, outer } = found;
    const event = packets.sent[packet]!;
    let of = this.#checks.get(check.transaction);
    if (!of) {
      if (check.kind !== 'request') return;
      of = { packets: [], node: events.node[event]!, asked: this.#asked(tuple, outer), seen: null };
      this.#checks.set(check.transaction, of);
    }
    if (check.kind === 'request') of.seen ??= this.#seen(packet, tuple, outer);
    const what =
      check.kind === 'request'
        ? check.attributes.useCandidate
          ? 'nomination'
          : 'check'
        : check.kind === 'response'
          ? 'answer'
          : 'refusal';
    const wrapped = outer?.method === 'send' ? 'send' : outer?.method === 'data' ? 'data' : null;
    const sender = events.node[event]!;
    const again = of.packets.some(
      (one) => one.what === what && one.wrapped === wrapped && events.node[one.event] === sender,
    );
    of.packets.push({ packet, event, time: events.time[event]!, what, wrapped, again });
  }

  /** Whose relay a client's packets are for, and what it sends without a wrapping. */
  #learn(packet: number, tuple: FiveTuple, stun: StunMessage): void {
    if (stun.kind !== 'request') return;
    const from = keyOf(tuple.protocol, tuple.src, tuple.sport);
    if (stun.method === 'allocate') this.#servers.add(at(tuple.dst, tuple.dport));
    const arrived = this.#reader.eventsOfPacket(packet).at(-1)!;
    const { src, sport } = this.#reader.tupleAt(arrived);
    const relay = this.#relayOfClient.get(keyOf(tuple.protocol, src, sport));
    if (relay !== undefined) this.#relayOfSender.set(from, relay);
    const { destination } = stun.attributes;
    const own = this.#relayOfSender.get(from);
    if (stun.method === 'set-active-destination' && destination && own !== undefined)
      this.#active.set(own, placeOf(destination));
  }

  /** The way that a check takes for who asks; null where another Edge sends it on. */
  #asked(tuple: FiveTuple, outer: StunMessage | null): Way | null {
    const tcp = tuple.protocol === Protocol.tcp;
    const relay = this.#relayOfSender.get(keyOf(tuple.protocol, tuple.src, tuple.sport));
    if (outer) {
      const { destination, remote } = outer.attributes;
      if (outer.method !== 'send' || !destination || remote || relay === undefined) return null;
      return { tcp, local: relay, remote: placeOf(destination) };
    }
    const to = at(tuple.dst, tuple.dport);
    if (relay !== undefined && this.#servers.has(to))
      return { tcp, local: relay, remote: this.#active.get(relay) ?? '' };
    return { tcp, local: at(tuple.src, tuple.sport), remote: to };
  }

  /** The way that it took for who is asked; null as long as it has not come there. */
  #seen(packet: number, tuple: FiveTuple, outer: StunMessage | null): Way | null {
    const last = this.#reader.eventsOfPacket(packet).at(-1);
    if (last === undefined || this.#reader.trace.events.kind[last] !== EventKind.deliver) return null;
    const tcp = tuple.protocol === Protocol.tcp;
    const relay = this.#relayOfClient.get(keyOf(tuple.protocol, tuple.dst, tuple.dport));
    if (outer) {
      const { remote } = outer.attributes;
      if (outer.method !== 'data' || !remote || relay === undefined) return null;
      return { tcp, local: relay, remote: placeOf(remote) };
    }
    const { src, sport, dst, dport } = this.#reader.tupleAt(last);
    if (relay !== undefined && this.#servers.has(at(src, sport)))
      return { tcp, local: relay, remote: this.#active.get(relay) ?? '' };
    return { tcp, local: at(dst, dport), remote: at(src, sport) };
  }
}

/** Does a way lead between two candidates? Who opens a TCP connection does so from a port of no candidate. */
function goes(way: Way | null, from: Candidate, to: Candidate): boolean {
  if (!way || way.tcp !== (from.transport !== 'UDP') || way.remote !== `${to.address}:${to.port}`)
    return false;
  if (way.local === `${from.address}:${from.port}`) return true;
  return way.tcp && from.type === 'host' && way.local.startsWith(`${from.address}:`);
}

/** The MS-TURN message that a packet carries, out of its frame. */
function controlOf(message: Message): StunMessage | null {
  const inner = contentOf(message);
  return isStun(inner) ? inner : null;
}

/** A connectivity check, or its answer, out of whatever wraps it. */
function unwrap(message: Message): Unwrapped | null {
  const stun = controlOf(message);
  if (!stun) return null;
  const data = stun.attributes.data;
  const outer = data ? stun : null;
  const check = data ?? stun;
  if (!isStun(check) || check.method !== 'binding' || check.dialect === 'ms-turn') return null;
  return check.kind === 'indication' ? null : { check, outer };
}

function contentOf(message: Message): Message {
  const content = (message as { readonly content?: Message }).content;
  return (message.protocol === 'turn-frame' || message.protocol === 'rfc4571') && content ? content : message;
}

function keyOf(protocol: number, address: number, port: number): string {
  return `${protocol === Protocol.tcp ? 'TCP' : 'UDP'} ${at(address, port)}`;
}

function at(address: number, port: number): string {
  return `${formatAddress(address)}:${port}`;
}

function placeOf({ address, port }: TransportAddress): string {
  return at(address, port);
}
