import { Hash } from '../kernel/hash.ts';
import { Columns } from './columns.ts';
import { Disposition } from './disposition.ts';
import type { VerdictReason } from './disposition.ts';
import type { Counted, Draft, Message, Payload } from './packet.ts';
import { packetLength } from './packet.ts';

/**
 * What can happen in a run. Each event has a time, a node, a cause (the event that brought it about) and up to
 * three numbers `a`, `b`, `c`, whose meaning depends on the kind.
 */
export const EventKind = {
  /** A host sent a packet. a: packet that it repeats, or -1. */
  send: 0,
  /** A gateway passed the packet on. a, b: source address and port from here on; c: 1 when the destination was rewritten instead. */
  translate: 1,
  /**
   * A firewall decided. a: rule index (-1 default, -2 none), for an answer the rule that let the conversation begin;
   * b: reason, side, the connection's phase and how long it lives on (`packVerdict`); c: for a packet let through its
   * connection number or -1, for one that was not the first switched-off rule that would have let it through, or -1.
   */
  verdict: 2,
  /** The packet reached its host. */
  deliver: 3,
  /** The packet's way ended before. a: disposition; b: at a firewall, 1 when it came in at the outside. */
  lose: 4,
  /** A timer ran out. a: its name (string). */
  timer: 5,
  /** A machine changed its state. a: actor; b: new state (string); c: the event that moved it (string). */
  state: 6,
  /** What a person does. a: text (string); b: person (string). */
  act: 7,
  /** What a person sees or hears. a: text (string); b: person (string). */
  see: 8,
  /** What a program would write to its log. a: text (string). */
  log: 9,
  /** Something was refused though the packet arrived. a: text (string); b: reason (string). Its packet is the one refused. */
  fault: 10,
  /** The design was changed while it ran. a: text (string). */
  intervention: 11,
  /**
   * A program goes on without something that it could not get: what was lost in trying counts no more.
   * a: the event with which the try began.
   */
  waive: 12,
  /**
   * A row of a table that a program keeps came, changed or went. a: table (string); b: key (string); c: its columns,
   * parted by tabs (string), or -1 when it is gone.
   */
  row: 13,
  /**
   * A medium's end takes down that something of its connectivity failed. a: the packet that shows it, or -1; b: the bit
   * of ICEWarn; c: the actor whose session it is.
   */
  warn: 14,
  /** A firewall forgot a connection before its time. a: its number. */
  forget: 15,
} as const;

export const EVENT_KINDS = Object.keys(EventKind) as (keyof typeof EventKind)[];

/** Reasons as numbers, in column b of verdicts. */
export const VERDICT_REASONS: readonly VerdictReason[] = [
  'rule',
  'state',
  'no-rule',
  'no-state',
  'nat',
  'inspection',
  'open',
  'table-full',
];

/** No packet, no event. */
export const NO_PACKET = 0xffffffff;
export const NO_EVENT = -1;

/** Something with a place on the map through which packets pass, or that holds hosts. */
export interface TraceNode {
  readonly id: string;
  readonly kind: 'host' | 'firewall' | 'nat' | 'zone';
  readonly title: string;
}

/** A running machine: which one, whose, and what people call it. */
export interface TraceActor {
  readonly id: string;
  readonly machine: string;
  readonly node: number;
  readonly title: string;
  /** What it is about, by name, where views need more than the title. */
  readonly about?: Readonly<Record<string, string>>;
}

/** A machine's drawing: states and the ways between them, as its definition has them. */
export interface MachineChart {
  readonly id: string;
  readonly initial: string;
  readonly states: readonly { readonly id: string; readonly final: boolean; readonly text: string }[];
  readonly transitions: readonly { readonly from: string; readonly to: string; readonly event: string }[];
}

interface EventColumns extends Record<
  string,
  Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array
> {
  time: Float64Array;
  kind: Uint8Array;
  node: Uint16Array;
  packet: Uint32Array;
  cause: Int32Array;
  a: Int32Array;
  b: Int32Array;
  c: Int32Array;
}

interface PacketColumns extends Record<
  string,
  Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array
> {
  src: Uint32Array;
  dst: Uint32Array;
  sport: Uint16Array;
  dport: Uint16Array;
  protocol: Uint8Array;
  flags: Uint8Array;
  seq: Uint32Array;
  ack: Uint32Array;
  length: Uint16Array;
  /** Index in `messages`, or -1; and the bytes of it that this packet carries. */
  message: Int32Array;
  offset: Uint32Array;
  /** Size of the whole message. */
  size: Uint32Array;
  /** Packets that it stands for: more than one where a stream was advanced in bulk. */
  count: Uint16Array;
  disposition: Uint8Array;
  /** The event that sent it. */
  sent: Uint32Array;
}

/** Everything that happened in one run, as plain data: can be sent to another thread without copying its columns. */
export interface Trace {
  readonly events: EventColumns;
  readonly packets: PacketColumns;
  readonly messages: readonly Message[];
  readonly strings: readonly string[];
  readonly nodes: readonly TraceNode[];
  readonly actors: readonly TraceActor[];
  readonly charts: readonly MachineChart[];
}

/** What most runs come to, so that the columns seldom grow. */
const FIRST_EVENTS = 2048;
const FIRST_PACKETS = 1024;

/** Takes down what happens, in the order in which it happens. */
export class TraceWriter {
  readonly #events = new Columns<EventColumns>({
    time: new Float64Array(FIRST_EVENTS),
    kind: new Uint8Array(FIRST_EVENTS),
    node: new Uint16Array(FIRST_EVENTS),
    packet: new Uint32Array(FIRST_EVENTS),
    cause: new Int32Array(FIRST_EVENTS),
    a: new Int32Array(FIRST_EVENTS),
    b: new Int32Array(FIRST_EVENTS),
    c: new Int32Array(FIRST_EVENTS),
  });
  /** Packets that stand for several: how many, is known for good at the end. */
  readonly #steps: { readonly row: number; readonly counted: Counted }[] = [];
  readonly #packets = new Columns<PacketColumns>({
    src: new Uint32Array(FIRST_PACKETS),
    dst: new Uint32Array(FIRST_PACKETS),
    sport: new Uint16Array(FIRST_PACKETS),
    dport: new Uint16Array(FIRST_PACKETS),
    protocol: new Uint8Array(FIRST_PACKETS),
    flags: new Uint8Array(FIRST_PACKETS),
    seq: new Uint32Array(FIRST_PACKETS),
    ack: new Uint32Array(FIRST_PACKETS),
    length: new Uint16Array(FIRST_PACKETS),
    message: new Int32Array(FIRST_PACKETS),
    offset: new Uint32Array(FIRST_PACKETS),
    size: new Uint32Array(FIRST_PACKETS),
    count: new Uint16Array(FIRST_PACKETS),
    disposition: new Uint8Array(FIRST_PACKETS),
    sent: new Uint32Array(FIRST_PACKETS),
  });
  readonly #messages: Message[] = [];
  readonly #messageIndex = new Map<Message, number>();
  readonly #strings: string[] = [];
  readonly #stringIndex = new Map<string, number>();
  readonly #nodes: TraceNode[] = [];
  readonly #actors: TraceActor[] = [];
  readonly #charts = new Map<string, MachineChart>();

  /** Number of events so far; the next event gets this number. */
  get length(): number {
    return this.#events.rows;
  }

  addNode(node: TraceNode): number {
    return this.#nodes.push(node) - 1;
  }

  addActor(actor: TraceActor, chart: MachineChart): number {
    if (!this.#charts.has(chart.id)) this.#charts.set(chart.id, chart);
    return this.#actors.push(actor) - 1;
  }

  /** Number of a text; the same text has the same number. */
  string(text: string): number {
    let index = this.#stringIndex.get(text);
    if (index === undefined) {
      index = this.#strings.push(text) - 1;
      this.#stringIndex.set(text, index);
    }
    return index;
  }

  /** Takes down one event and returns its number. See `EventKind` for a, b and c. */
  event(
    time: number,
    kind: number,
    node: number,
    packet: number,
    cause: number,
    a = 0,
    b = 0,
    c = 0,
  ): number {
    const row = this.#events.add();
    const of = this.#events.of;
    of.time[row] = time;
    of.kind[row] = kind;
    of.node[row] = node;
    of.packet[row] = packet;
    of.cause[row] = cause;
    of.a[row] = a;
    of.b[row] = b;
    of.c[row] = c;
    return row;
  }

  /** Takes down a new packet (its `id` is still open) and returns its number. */
  packet(packet: Draft): number {
    const row = this.#packets.add();
    const of = this.#packets.of;
    of.src[row] = packet.src;
    of.dst[row] = packet.dst;
    of.sport[row] = packet.sport;
    of.dport[row] = packet.dport;
    of.protocol[row] = packet.protocol;
    of.flags[row] = packet.flags;
    of.seq[row] = packet.seq;
    of.ack[row] = packet.ack;
    of.length[row] = packetLength(packet);
    of.sent[row] = this.#events.rows;
    of.disposition[row] = Disposition['in-flight'];
    const payload = packet.payload;
    of.message[row] = payload ? this.#message(payload) : -1;
    of.offset[row] = payload ? payload.offset : 0;
    of.size[row] = payload ? payload.size : 0;
    of.count[row] = payload ? payload.counted.count : 1;
    if (payload && payload.counted.count > 1) this.#steps.push({ row, counted: payload.counted });
    return row;
  }

  /** The packet that an event is about, or NO_PACKET. */
  packetOf(event: number): number {
    return this.#events.of.packet[event]!;
  }

  /** How the packet's way ended. */
  end(packet: number, disposition: number): void {
    this.#packets.of.disposition[packet] = disposition;
  }

  /** The whole as plain data. The writer is not used after that. */
  finish(): Trace {
    for (const { row, counted } of this.#steps) this.#packets.of.count[row] = counted.count;
    return {
      events: this.#events.trimmed(),
      packets: this.#packets.trimmed(),
      messages: this.#messages,
      strings: this.#strings,
      nodes: this.#nodes,
      actors: this.#actors,
      charts: [...this.#charts.values()],
    };
  }

  #message(payload: Payload): number {
    let index = this.#messageIndex.get(payload.message);
    if (index === undefined) {
      index = this.#messages.push(payload.message) - 1;
      this.#messageIndex.set(payload.message, index);
    }
    return index;
  }
}

/**
 * The hash of a trace: every event, every packet and every text of it, in order.
 * @param upTo events to take in; all when left out. The hash of a prefix tells whether two runs agree so far.
 */
export function hashTrace(trace: Trace, upTo = trace.events.time.length): string {
  const hash = new Hash();
  const { events, packets } = trace;
  for (let i = 0; i < upTo; i++) {
    hash.number(events.time[i]!);
    hash.number(events.kind[i]! | (events.node[i]! << 8));
    hash.number(events.packet[i]!);
    hash.number(events.cause[i]!);
    hash.number(events.a[i]!);
    hash.number(events.b[i]!);
    hash.number(events.c[i]!);
    if (events.kind[i] === EventKind.send) {
      const p = events.packet[i]!;
      hash.number(packets.src[p]!);
      hash.number(packets.dst[p]!);
      hash.number(packets.sport[p]! * 65536 + packets.dport[p]!);
      hash.number(packets.protocol[p]! | (packets.flags[p]! << 8) | (packets.length[p]! << 16));
      if (packets.count[p] !== 1) hash.number(packets.count[p]!);
      hash.number(packets.seq[p]!);
      hash.number(packets.ack[p]!);
    }
  }
  if (upTo === events.time.length) for (const text of trace.strings) hash.text(text);
  return hash.hex();
}
