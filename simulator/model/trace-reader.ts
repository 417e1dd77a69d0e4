import { reasonOf } from './connection.ts';
import { DISPOSITIONS } from './disposition.ts';
import type { FiveTuple, Message } from './packet.ts';
import { headerLength } from './packet.ts';
import type { Trace, TraceNode } from './trace.ts';
import { EVENT_KINDS, EventKind, NO_PACKET, VERDICT_REASONS } from './trace.ts';

/** One event in words. */
export interface TraceEvent {
  readonly index: number;
  readonly time: number;
  readonly kind: keyof typeof EventKind;
  readonly node: number;
  readonly packet: number | null;
  readonly cause: number | null;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** Reads a trace: events and packets as objects, and the indexes by packet, node and actor, made once when first asked for. */
export class TraceReader {
  readonly trace: Trace;
  readonly length: number;
  readonly packetCount: number;
  #byPacket: Index | undefined;
  #byNode: Index | undefined;
  #byActor: Index | undefined;

  constructor(trace: Trace) {
    this.trace = trace;
    this.length = trace.events.time.length;
    this.packetCount = trace.packets.src.length;
  }

  event(index: number): TraceEvent {
    const { events } = this.trace;
    const packet = events.packet[index]!;
    const cause = events.cause[index]!;
    return {
      index,
      time: events.time[index]!,
      kind: EVENT_KINDS[events.kind[index]!]!,
      node: events.node[index]!,
      packet: packet === NO_PACKET ? null : packet,
      cause: cause < 0 ? null : cause,
      a: events.a[index]!,
      b: events.b[index]!,
      c: events.c[index]!,
    };
  }

  /** A text by its number, as columns a, b and c hold it. */
  string(index: number): string {
    return this.trace.strings[index] ?? '';
  }

  node(index: number): TraceNode {
    return this.trace.nodes[index]!;
  }

  /** Number of the first event at or after a time; `length` when there is none. */
  firstAt(time: number): number {
    const { time: times } = this.trace.events;
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle]! < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The packet's source, destination and ports as its sender wrote them. */
  tuple(packet: number): FiveTuple {
    const { packets } = this.trace;
    return {
      src: packets.src[packet]!,
      dst: packets.dst[packet]!,
      protocol: packets.protocol[packet]!,
      sport: packets.sport[packet]!,
      dport: packets.dport[packet]!,
    };
  }

  /** The same as it stood when an event happened: behind a NAT, with the translated address. */
  tupleAt(event: number): FiveTuple {
    const packet = this.trace.events.packet[event]!;
    let tuple = this.tuple(packet);
    for (const step of this.eventsOfPacket(packet)) {
      if (step > event) break;
      if (this.trace.events.kind[step] !== EventKind.translate) continue;
      const address = this.trace.events.a[step]! >>> 0;
      const port = this.trace.events.b[step]!;
      tuple =
        this.trace.events.c[step] === 1
          ? { ...tuple, dst: address, dport: port }
          : { ...tuple, src: address, sport: port };
    }
    return tuple;
  }

  message(packet: number): Message | null {
    const index = this.trace.packets.message[packet]!;
    return index < 0 ? null : this.trace.messages[index]!;
  }

  /** Bytes of its message that a packet carries. */
  carried(packet: number): number {
    const { length, protocol, flags } = this.trace.packets;
    return length[packet]! - headerLength(protocol[packet]!, flags[packet]!);
  }

  /** Did the way of the event's packet end with it, and not at its host? */
  lostAt(event: number): boolean {
    const packet = this.trace.events.packet[event]!;
    return this.disposition(packet).lost && this.eventsOfPacket(packet).at(-1) === event;
  }

  disposition(packet: number): (typeof DISPOSITIONS)[number] {
    return DISPOSITIONS[this.trace.packets.disposition[packet]!]!;
  }

  /** Reason of a verdict event. */
  reason(event: number): (typeof VERDICT_REASONS)[number] {
    return VERDICT_REASONS[reasonOf(this.trace.events.b[event]!)]!;
  }

  /** Events of a packet, of a node, of an actor's state changes, in order. */
  eventsOfPacket(packet: number): Int32Array {
    const { packet: column } = this.trace.events;
    this.#byPacket ??= new Index(this.length, this.packetCount, (i) => column[i]!);
    return this.#byPacket.of(packet);
  }

  eventsOfNode(node: number): Int32Array {
    const { node: column } = this.trace.events;
    this.#byNode ??= new Index(this.length, this.trace.nodes.length, (i) => column[i]!);
    return this.#byNode.of(node);
  }

  eventsOfActor(actor: number): Int32Array {
    const { kind, a } = this.trace.events;
    this.#byActor ??= new Index(this.length, this.trace.actors.length, (i) =>
      kind[i] === EventKind.state ? a[i]! : -1,
    );
    return this.#byActor.of(actor);
  }
}

/** Events grouped by a key: offsets and one array (counting sort), so that a group is a slice. */
class Index {
  readonly #offsets: Int32Array;
  readonly #events: Int32Array;

  constructor(events: number, keys: number, key: (event: number) => number) {
    const offsets = new Int32Array(keys + 1);
    for (let i = 0; i < events; i++) {
      const k = key(i);
      if (k >= 0 && k < keys) offsets[k + 1]!++;
    }
    for (let k = 0; k < keys; k++) offsets[k + 1]! += offsets[k]!;
    this.#offsets = offsets;
    this.#events = new Int32Array(offsets[keys]!);
    const next = offsets.slice();
    for (let i = 0; i < events; i++) {
      const k = key(i);
      if (k >= 0 && k < keys) this.#events[next[k]!++] = i;
    }
  }

  of(key: number): Int32Array {
    return this.#events.subarray(this.#offsets[key], this.#offsets[key + 1]);
  }
}
