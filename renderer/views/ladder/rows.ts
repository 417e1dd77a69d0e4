import { DISPOSITIONS } from '../../../simulator/model/disposition.ts';
import { Flag, formatFlags, Protocol } from '../../../simulator/model/packet.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import { familyOf, labelOf } from '../../../simulator/protocols/registry.ts';
import { foldRows } from './folds.ts';

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
      /** How it stands for several, and whether these are shown too; null when it stands for itself. */
      readonly fold: 'again' | 'several' | null;
      readonly open: boolean;
      /** One of those that an open fold shows. */
      readonly inside: boolean;
      /** Address that it was sent to, as it stood in the end: for what never arrived. */
      readonly meant: number;
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

export type PacketRow = Extract<Row, { kind: 'packet' }>;

/** A pause longer than this is drawn as one, microseconds. */
const GAP = 400_000;

/**
 * Everything that a ladder shows, in order: each packet, or folded to what people talk about.
 * @param opened folds whose packets are shown too, by the order of their first
 */
export function rowsOf(
  reader: TraceReader,
  folded: boolean,
  opened: ReadonlySet<number> = new Set(),
): readonly Row[] {
  const packets: PacketRow[] = [];
  for (let packet = 0; packet < reader.packetCount; packet++) packets.push(packetRow(reader, packet));
  const shown = folded ? foldRows(reader, packets, opened) : packets;
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
    fold: null,
    open: false,
    inside: false,
    meant: reader.tupleAt(last).dst,
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

/** Says how long nothing happened; what was only sent again meanwhile does not count as something. */
function withGaps(rows: readonly Row[]): Row[] {
  const out: Row[] = [];
  let quietSince = rows[0]?.time ?? 0;
  let busyUntil = quietSince;
  rows.forEach((row, index) => {
    const again = isAgain(row);
    const before = rows[index - 1];
    const resent = before !== undefined && isAgain(before);
    const gap = row.time - (resent ? quietSince : busyUntil);
    if (before && !again && gap > GAP)
      out.push({
        kind: 'gap',
        time: resent ? before.time : busyUntil,
        order: before.order,
        text: `${(gap / 1_000_000).toFixed(1)} s${resent ? ': only resends' : ' without a packet'}`,
      });
    out.push(row);
    if (!again) quietSince = row.time;
    busyUntil = Math.max(busyUntil, row.kind === 'packet' ? row.until : row.time);
  });
  return out;
}

/** A closed fold of repeated sends, none of which arrived. */
function isAgain(row: Row): boolean {
  return row.kind === 'packet' && row.fold === 'again' && row.lost !== null;
}
