import type { Design } from '../../simulator/model/design.ts';
import type { FiveTuple, Message } from '../../simulator/model/packet.ts';
import { Protocol } from '../../simulator/model/packet.ts';
import type { StunMessage } from '../../simulator/protocols/stun/message.ts';
import { formatAddress } from '../../simulator/model/address.ts';
import { EventKind } from '../../simulator/model/trace.ts';
import type { TraceReader } from '../../simulator/model/trace-reader.ts';
import { KNOBS } from '../../simulator/model/knobs.ts';

/*
 * NATs and relays, looked at from outside: what they let in stands on something that they remember, and they remember it no
 * longer than its time-out says.
 */

/**
 * Packets that a NAT let in though nothing had gone out there in time.
 * @returns what is broken
 */
export function brokenBindings(reader: TraceReader, design: Design): string[] {
  const { events, nodes } = reader.trace;
  const nats = new Map(design.nats.map((nat) => [nat.id, { nat, last: new Map<string, number>() }]));
  const broken: string[] = [];
  for (let event = 0; event < reader.length; event++) {
    const known = nats.get(nodes[events.node[event]!]!.id);
    if (!known || events.kind[event] !== EventKind.translate) continue;
    const now = events.time[event]!;
    const out = events.c[event] === 0;
    const { protocol, ...after } = reader.tupleAt(event);
    const before = out ? insideOf(reader, event) : { address: after.dst, port: after.dport };
    const key = `${protocol} ${before.address}:${before.port}`;
    const life_s = protocol === Protocol.tcp ? known.nat.tcpTimeout_s : known.nat.udpTimeout_s;
    const last = known.last.get(key);
    if (!out && last === undefined)
      broken.push(`event ${event}: ${known.nat.id} let in what it did not know`);
    if (!out && last !== undefined && now >= last + life_s * 1e6)
      broken.push(`event ${event}: ${known.nat.id} remembers ${key} since ${last} us`);
    known.last.set(key, now);
  }
  return broken;
}

/** The source of a packet before a NAT translated it: as it was sent, in all designs that have a NAT at homes alone. */
function insideOf(reader: TraceReader, event: number): { address: number; port: number } {
  const { src, sport } = reader.tuple(reader.trace.events.packet[event]!);
  return { address: src, port: sport };
}

interface Allocation {
  /** When it was last said anything of: at least then it was prolonged. */
  said: number;
  readonly client: string;
  /** The peer that gets what comes from the client without wrapping; empty for none. */
  readonly active: string;
  /** By peers' addresses, when they were last permitted, microseconds. */
  readonly peers: Map<string, number>;
  /** Peers that stand in the table of permissions. */
  readonly rows: Set<string>;
}

/** Rows of what one Edge relays, by "UDP 131.107.155.30:50012". */
type Relay = Map<string, Allocation>;

/**
 * Allocations that lived on without being prolonged, and what was passed on from peers that were not permitted any more.
 * @returns what is broken
 */
export function brokenRelays(reader: TraceReader, design: Design): string[] {
  const life = knobOf(design, 'turn.lifetime_s') * 1e6;
  const permission = knobOf(design, 'turn.permission_s') * 1e6;
  const relays = new Map<number, Relay>();
  const broken: string[] = [];
  const { events } = reader.trace;
  for (let event = 0; event < reader.length; event++) {
    const node = events.node[event]!;
    const now = events.time[event]!;
    const relay = relays.get(node) ?? new Map<string, Allocation>();
    relays.set(node, relay);
    if (events.kind[event] === EventKind.row) takeRow(reader, event, relay);
    else if (events.kind[event] === EventKind.deliver) takeDelivered(reader, event, relay);
    else if (events.kind[event] === EventKind.send) {
      takeSent(reader, event, relay);
      const why = passedOn(reader, event, relay, permission);
      if (why !== null) broken.push(`event ${event}: ${why}`);
    }
    broken.push(...outlived(relay, now, { life, permission }).map((why) => `event ${event}: ${why}`));
  }
  return broken;
}

/** Rows that stand in the tables though their time is over; each is told once. */
function outlived(relay: Relay, now: number, times: { life: number; permission: number }): string[] {
  const found: string[] = [];
  for (const [own, { said, peers, rows }] of relay) {
    if (now > said + times.life) {
      found.push(`${own} lives on since ${said} us`);
      relay.delete(own);
    }
    for (const peer of rows)
      if (now > peers.get(peer)! + times.permission) {
        found.push(`${own} permits ${peer} since ${peers.get(peer)} us`);
        rows.delete(peer);
      }
  }
  return found;
}

function knobOf({ knobs }: Design, id: 'turn.lifetime_s' | 'turn.permission_s'): number {
  return Number(knobs[id] ?? KNOBS[id].default);
}

function takeRow(reader: TraceReader, event: number, relay: Relay): void {
  const { a, b, c, time } = reader.trace.events;
  const table = reader.string(a[event]!);
  const key = reader.string(b[event]!);
  const columns = c[event]! < 0 ? null : reader.string(c[event]!).split('\t');
  if (table === 'Allocations') {
    if (!columns) relay.delete(key);
    else {
      const [, , client = '', active = ''] = columns;
      const { peers, rows } = relay.get(key) ?? { peers: new Map<string, number>(), rows: new Set<string>() };
      const [peer = ''] = active.split(':');
      if (peer !== '') peers.set(peer, time[event]!);
      relay.set(key, { said: time[event]!, client, active: peer, peers, rows });
    }
  }
  if (table === 'Permissions') takePermission(relay, key, columns, time[event]!);
}

function takePermission(relay: Relay, key: string, columns: readonly string[] | null, now: number): void {
  if (columns) {
    const [own = '', peer = ''] = columns;
    relay.get(own)?.peers.set(peer, now);
    relay.get(own)?.rows.add(peer);
    return;
  }
  const [transport, own, peer] = key.split(' ');
  relay.get(`${transport} ${own}`)?.rows.delete(formatAddress(Number(peer)));
}

/** What an owner wants to have sent to a peer, which may answer from now on, whether the Edge sends it or not. */
function takeDelivered(reader: TraceReader, event: number, relay: Relay): void {
  const { packet, time } = reader.trace.events;
  const { protocol, src, sport } = reader.tupleAt(event);
  const message = reader.message(packet[event]!);
  if (!message) return;
  const client = `${formatAddress(src)}:${sport}`;
  const until = time[event]! + lasts(reader, packet[event]!);
  const inner = innermost(message) as { readonly attributes?: StunMessage['attributes'] };
  for (const [own, allocation] of relay) {
    if (allocation.client !== client || !own.startsWith(protocol === Protocol.tcp ? 'TCP' : 'UDP')) continue;
    const peer = inner.attributes?.destination;
    allocation.peers.set(peer ? formatAddress(peer.address) : allocation.active, until);
  }
}

function innermost(message: Message): Message {
  return 'content' in message ? innermost(message.content as Message) : message;
}

/** Its owner sends to a peer, which may answer from now on. */
function takeSent(reader: TraceReader, event: number, relay: Relay): void {
  const { packet, time } = reader.trace.events;
  const tuple = reader.tuple(packet[event]!);
  const peers = relay.get(ownOf(tuple.protocol, tuple.src, tuple.sport))?.peers;
  // A packet may stand for several, the last of which counts.
  peers?.set(formatAddress(tuple.dst), time[event]! + lasts(reader, packet[event]!));
}

/** Why something ought not to have been passed on to an allocation's owner; null when all is well. */
function passedOn(reader: TraceReader, event: number, relay: Relay, permission: number): string | null {
  const { cause, packet, time, kind, node } = reader.trace.events;
  const came = cause[event]!;
  if (came < 0 || kind[came] !== EventKind.deliver || node[came] !== node[event]) return null;
  const from: FiveTuple = reader.tupleAt(came);
  const allocation = relay.get(ownOf(from.protocol, from.dst, from.dport));
  const { dst, dport } = reader.tuple(packet[event]!);
  if (!allocation || allocation.client !== `${formatAddress(dst)}:${dport}`) return null;
  const peer = formatAddress(from.src);
  const since = allocation.peers.get(peer);
  if (since !== undefined && time[event]! <= since + permission) return null;
  return `${ownOf(from.protocol, from.dst, from.dport)} passes on what ${peer} sent, permitted at ${since ?? 'no time'} us`;
}

function ownOf(protocol: number, address: number, port: number): string {
  return `${protocol === Protocol.tcp ? 'TCP' : 'UDP'} ${formatAddress(address)}:${port}`;
}

/** Microseconds from the first to the last of the packets that one stands for. */
function lasts(reader: TraceReader, packet: number): number {
  const message = reader.message(packet) as { readonly count?: number; readonly spacing?: number } | null;
  return message?.count !== undefined ? (message.count - 1) * (message.spacing ?? 0) : 0;
}
