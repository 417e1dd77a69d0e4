import type { IcmpError } from '../../../simulator/model/icmp.ts';
import type { FiveTuple, Message } from '../../../simulator/model/packet.ts';
import { Flag, Protocol } from '../../../simulator/model/packet.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import { decodeBody } from '../../../simulator/protocols/codec/body.ts';
import { innermost, write } from '../../../simulator/protocols/registry.ts';
import { wireOf } from '../../../simulator/protocols/wire.ts';
import { seconds3 } from '../../stores/format.ts';
import { packetLabel } from '../../stores/packets.ts';
import { dumpText } from './dump.ts';

/** One message of a conversation, or a packet of it that was lost or opens or ends it. */
export interface StreamEntry {
  /** The packet that carries it, or its first part. */
  readonly packet: number;
  readonly time: number;
  /** Title of the sender. */
  readonly from: string;
  /** Is it from the end that began? */
  readonly there: boolean;
  readonly label: string;
  readonly lost: boolean;
  /** The packet says again what another said. */
  readonly again: boolean;
}

/** A conversation: what its two ends said to each other, in order. */
export interface Stream {
  readonly ends: readonly [string, string];
  readonly entries: readonly StreamEntry[];
}

/**
 * The conversation that a packet belongs to. Behind a NAT it has other addresses and is still the same: what the trace
 * has under either is joined. A TCP connection ends where another begins between the same ports.
 */
export function streamOf(reader: TraceReader, packet: number): Stream {
  const flows = flowsOf(reader);
  const flow = flows.find(flows.ofPacket[packet]!);
  const all: number[] = [];
  flows.ofPacket.forEach((one, at) => {
    if (flows.find(one) === flow) all.push(at);
  });
  const packets = oneConnection(reader, all, packet);
  const first = packets[0]!;
  const { events, packets: columns } = reader.trace;
  const nodeOf = (one: number) => events.node[columns.sent[one]!]!;
  const titleOf = (one: number) => reader.node(nodeOf(one)).title;
  const other = packets.find((one) => nodeOf(one) !== nodeOf(first));
  return {
    ends: [titleOf(first), other === undefined ? farEnd(reader, first) : titleOf(other)],
    entries: packets
      .filter((one) => isTold(reader, one))
      .map((one) => {
        const sent = columns.sent[one]!;
        return {
          packet: one,
          time: events.time[sent]!,
          from: titleOf(one),
          there: nodeOf(one) === nodeOf(first),
          label: packetLabel(reader, one),
          lost: reader.disposition(one).lost,
          again: events.a[sent]! >= 0,
        };
      }),
  };
}

/** What is told of a conversation: messages, each once; what opens, ends or breaks it off; all that was lost. */
function isTold(reader: TraceReader, packet: number): boolean {
  const { message, offset, flags, protocol } = reader.trace.packets;
  if (reader.disposition(packet).lost) return true;
  if (message[packet]! >= 0) return offset[packet] === 0;
  return protocol[packet] !== Protocol.tcp || (flags[packet]! & (Flag.syn | Flag.fin | Flag.rst)) !== 0;
}

/** Where a packet to which nobody answered ended, or was to end. */
function farEnd(reader: TraceReader, packet: number): string {
  const last = reader.eventsOfPacket(packet).at(-1);
  return last === undefined ? '' : reader.node(reader.trace.events.node[last]!).title;
}

/** Of packets between the same ports, those of the connection that one of them belongs to. */
function oneConnection(reader: TraceReader, packets: readonly number[], packet: number): readonly number[] {
  const { flags, protocol, sent } = reader.trace.packets;
  let from = 0;
  let to = packets.length;
  packets.forEach((one, at) => {
    const opens =
      protocol[one] === Protocol.tcp && flags[one] === Flag.syn && reader.trace.events.a[sent[one]!]! < 0;
    if (!opens) return;
    if (one <= packet) from = at;
    else to = Math.min(to, at);
  });
  return packets.slice(from, to);
}

/** Flows that are one conversation: each packet's, and how they are joined. */
class Flows {
  readonly ofPacket: Int32Array;
  readonly #joined: number[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(packets: number) {
    this.ofPacket = new Int32Array(packets).fill(-1);
  }

  /** Takes down that a packet was seen in a flow. */
  take(packet: number, tuple: FiveTuple): void {
    const flow = this.#number(keyOf(tuple));
    const before = this.ofPacket[packet]!;
    if (before < 0) this.ofPacket[packet] = flow;
    else this.#joined[this.find(flow)] = this.find(before);
  }

  /** The flow that stands for all that are joined with one. */
  find(flow: number): number {
    let root = flow;
    while (this.#joined[root] !== root) root = this.#joined[root]!;
    this.#joined[flow] = root;
    return root;
  }

  #number(key: string): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#joined.length;
      this.#joined.push(number);
      this.#numbers.set(key, number);
    }
    return number;
  }
}

function keyOf({ src, dst, protocol, sport, dport }: FiveTuple): string {
  if (protocol === Protocol.icmp) return `1 ${Math.min(src, dst)} ${Math.max(src, dst)} ${sport}`;
  const ends = [`${src}:${sport}`, `${dst}:${dport}`];
  return `${protocol} ${ends.sort().join(' ')}`;
}

const known = new WeakMap<TraceReader, Flows>();

function flowsOf(reader: TraceReader): Flows {
  let flows = known.get(reader);
  if (!flows) {
    flows = new Flows(reader.packetCount);
    const { kind, packet } = reader.trace.events;
    for (let one = 0; one < reader.packetCount; one++) {
      // What tells of a lost packet belongs to its conversation.
      const message = reader.message(one);
      if (message?.protocol === 'icmp') flows.take(one, (message as IcmpError).quoted);
      else flows.take(one, reader.tuple(one));
    }
    for (let event = 0; event < reader.length; event++)
      if (kind[event] === EventKind.translate && reader.message(packet[event]!)?.protocol !== 'icmp')
        flows.take(packet[event]!, reader.tupleAt(event));
    known.set(reader, flows);
  }
  return flows;
}

/** Protocols whose messages are text. */
const TEXT: readonly string[] = ['sip', 'http'];

/** What a message says: its text, or its bytes where it is none; what was inside TLS as it was before. */
export type Content =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** The message that a packet carries, or the first part of; null when it carries none. */
export function contentOf(reader: TraceReader, packet: number): Content | null {
  const message = reader.message(packet);
  if (!message) return null;
  const inside = innermost(message);
  const bytes = bytesOf(reader, packet, message, inside);
  return TEXT.includes(inside.protocol)
    ? { kind: 'text', text: decodeBody(bytes) }
    : { kind: 'bytes', bytes };
}

function bytesOf(reader: TraceReader, packet: number, message: Message, inside: Message): Uint8Array {
  const index = reader.trace.packets.message[packet]!;
  return write(inside === message ? wireOf(reader.trace).message(index) : inside).result();
}

/** A conversation as text, to be taken elsewhere. */
export function streamText(reader: TraceReader, { ends, entries }: Stream): string {
  const parts = entries.map((entry) => {
    const { packet, time, from, there, label, lost, again } = entry;
    const content = contentOf(reader, packet);
    const marks = [again ? 'sent again' : '', lost ? 'lost' : ''].filter(Boolean).map((mark) => ` (${mark})`);
    const head = `${there ? '>>>' : '<<<'} ${seconds3(time)} s  ${from}: ${label}${marks.join('')}`;
    if (!content) return head;
    return `${head}\n${content.kind === 'text' ? content.text : dumpText(content.bytes)}`;
  });
  return `${ends[0]} and ${ends[1]}\n\n${parts.join('\n\n')}\n`;
}
