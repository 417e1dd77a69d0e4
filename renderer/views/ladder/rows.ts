import { DISPOSITIONS } from '../../../simulator/model/disposition.ts';
import { Flag, formatFlags, Protocol } from '../../../simulator/model/packet.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import { conversationOf } from '../../draw/conversation.ts';
import { familyOf, innermost, labelOf } from '../../../simulator/protocols/registry.ts';

/** A firewall on a packet's way: the rule that let it pass or would have, by index; -1 when there is none. */
export interface Crossing {
  readonly node: number;
  readonly rule: number;
}

export type Row =
  | {
      readonly kind: 'packet';
      readonly time: number;
      /** Number of the event that it stands at: the order of rows. */
      readonly order: number;
      readonly packet: number;
      readonly event: number;
      readonly label: string;
      readonly family: Family;
      readonly from: number;
      /** Node where its way ended. */
      readonly to: number;
      readonly crossings: readonly Crossing[];
      readonly passed: readonly number[];
      readonly lost: string | null;
      /** A fold of packets in both directions. */
      readonly bothWays: boolean;
      /** Packets that this row stands for. */
      readonly count: number;
      /** When the last of them was sent. */
      readonly until: number;
    }
  | {
      readonly kind: 'word';
      readonly time: number;
      readonly order: number;
      readonly node: number;
      readonly text: string;
      readonly tone: 'act' | 'see' | 'change';
    }
  | { readonly kind: 'gap'; readonly time: number; readonly order: number; readonly text: string };

type PacketRow = Extract<Row, { kind: 'packet' }>;

/** A pause longer than this is drawn as one, microseconds. */
const GAP = 400_000;

/** Everything that a ladder shows, in order: each packet, or folded to what people talk about. */
export function rowsOf(reader: TraceReader, folded: boolean): readonly Row[] {
  const packets: PacketRow[] = [];
  for (let packet = 0; packet < reader.packetCount; packet++) packets.push(packetRow(reader, packet));
  const shown = folded ? fold(reader, packets) : packets;
  return withGaps([...shown, ...words(reader)].sort((a, b) => a.order - b.order));
}

function packetRow(reader: TraceReader, packet: number): PacketRow {
  const { events, packets } = reader.trace;
  const message = reader.message(packet);
  const steps = reader.eventsOfPacket(packet);
  const sent = packets.sent[packet]!;
  const last = [...steps].reverse().find((event) => events.kind[event] !== EventKind.fault) ?? sent;
  const disposition = DISPOSITIONS[packets.disposition[packet]!]!;
  const crossings: Crossing[] = [];
  const passed: number[] = [];
  for (const event of steps) {
    const node = events.node[event]!;
    if (events.kind[event] === EventKind.verdict) {
      const stopped = event === last && disposition.lost;
      crossings.push({
        node,
        rule: events.a[event]! >= 0 ? events.a[event]! : stopped ? events.c[event]! : -1,
      });
    } else if (events.kind[event] === EventKind.translate) passed.push(node);
  }
  const whole = packets.offset[packet]! + bodyLength(reader, packet) >= packets.size[packet]!;
  return {
    kind: 'packet',
    time: events.time[sent]!,
    order: sent,
    packet,
    event: disposition.lost ? last : sent,
    label: message
      ? `${labelOf(message)}${whole ? '' : ' (part)'}`
      : `TCP ${formatFlags(packets.flags[packet]!)}`,
    family: message ? familyOf(message) : 'tls',
    from: events.node[sent]!,
    to: events.node[last]!,
    crossings,
    passed,
    lost: disposition.lost ? lossWords(reader, last, disposition.text) : null,
    bothWays: false,
    count: 1,
    until: events.time[sent]!,
  };
}

function lossWords(reader: TraceReader, event: number, text: string): string {
  if (reader.trace.events.kind[event] !== EventKind.verdict) return text;
  const reason = reader.reason(event);
  return reason === 'no-rule' ? 'no rule' : reason === 'no-state' ? 'no session' : `by ${reason}`;
}

function bodyLength(reader: TraceReader, packet: number): number {
  const { packets } = reader.trace;
  const header =
    packets.protocol[packet] === Protocol.tcp ? (packets.flags[packet]! & Flag.syn ? 44 : 40) : 28;
  return packets.length[packet]! - header;
}

/** Folds handshakes, repeated sends and closings; leaves out bare acknowledgements and all but the last part of a message. */
function fold(reader: TraceReader, rows: readonly PacketRow[]): PacketRow[] {
  const { packets, events } = reader.trace;
  const out: PacketRow[] = [];
  const open = new Map<string, PacketRow>();
  const into = (key: string, row: PacketRow, label: string) => {
    const known = open.get(key);
    if (known)
      replace(out, open, key, known, {
        ...known,
        bothWays: known.bothWays || row.from !== known.from,
        count: known.count + 1,
        until: row.time,
      });
    else add(out, open, key, { ...row, label });
  };
  for (const row of rows) {
    const flow = conversationOf(reader, row.packet);
    const repeats = events.a[packets.sent[row.packet]!]!;
    const message = reader.message(row.packet);
    const flags = packets.flags[row.packet]!;
    if (repeats >= 0) {
      const label = `sent again`;
      into(`again/${flow}/${row.lost ?? ''}/${row.to}`, row, label);
    } else if (message === null) {
      if (flags & Flag.syn) {
        if (row.lost) out.push({ ...row, label: `TCP connect, port ${packets.dport[row.packet]!}` });
        else into(`connect/${flow}`, row, `TCP connect, port ${packets.dport[row.packet]!}`);
      } else if (flags & Flag.rst) out.push({ ...row, label: 'TCP reset' });
      else if (flags & Flag.fin) into(`close/${flow}`, row, 'TCP close');
    } else if (row.label.endsWith('(part)')) continue;
    else if (isHandshake(innermost(message)) && !row.lost) into(`tls/${flow}`, row, 'TLS handshake');
    else out.push(row);
  }
  return out.map((row) =>
    row.label === 'sent again'
      ? { ...row, label: row.count > 1 ? `${row.count} more sends` : 'sent again' }
      : row,
  );
}

function add(out: PacketRow[], open: Map<string, PacketRow>, key: string, row: PacketRow): void {
  out.push(row);
  open.set(key, row);
}

function replace(
  out: PacketRow[],
  open: Map<string, PacketRow>,
  key: string,
  before: PacketRow,
  after: PacketRow,
): void {
  out[out.lastIndexOf(before)] = after;
  open.set(key, after);
}

function isHandshake(message: { protocol: string }): boolean {
  if (message.protocol !== 'tls') return false;
  const { records } = message as unknown as { records: readonly { type: string }[] };
  return records.some((record) => record.type === 'handshake');
}

function words(reader: TraceReader): Row[] {
  const { events } = reader.trace;
  const tones = new Map<number, 'act' | 'see' | 'change'>([
    [EventKind.act, 'act'],
    [EventKind.see, 'see'],
    [EventKind.intervention, 'change'],
  ]);
  const out: Row[] = [];
  for (let event = 0; event < reader.length; event++) {
    const tone = tones.get(events.kind[event]!);
    if (tone)
      out.push({
        kind: 'word',
        time: events.time[event]!,
        order: event,
        node: events.node[event]!,
        text: reader.string(events.a[event]!),
        tone,
      });
  }
  return out;
}

function withGaps(rows: readonly Row[]): Row[] {
  const out: Row[] = [];
  rows.forEach((row, index) => {
    const before = rows[index - 1];
    const gap = before ? row.time - before.time : 0;
    if (gap > GAP)
      out.push({
        kind: 'gap',
        time: before!.time,
        order: before!.order,
        text: `${(gap / 1_000_000).toFixed(1)} s without a packet`,
      });
    out.push(row);
  });
  return out;
}
