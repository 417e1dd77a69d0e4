import type { DispositionId } from '../../../simulator/model/disposition.ts';
import { DISPOSITIONS } from '../../../simulator/model/disposition.ts';
import { formatFlags } from '../../../simulator/model/packet.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import { familyOf, labelOf } from '../../../simulator/protocols/registry.ts';

/** A firewall on a packet's way: the rule that let it pass or would have, by index; -1 when there is none. */
export interface Crossing {
  readonly node: number;
  readonly rule: number;
}

/** A packet as the ladder draws it: from which line to which, and what became of it. */
export interface PacketItem {
  readonly kind: 'packet';
  readonly time: number;
  /** Its first event: puts rows of one time in order. */
  readonly order: number;
  readonly packet: number;
  /** The event that is chosen with it. */
  readonly event: number;
  readonly label: string;
  readonly family: Family;
  readonly from: number;
  readonly to: number;
  readonly crossings: readonly Crossing[];
  readonly passed: readonly number[];
  /** Why it never arrived, and in one word what befell it; null when it did. */
  readonly lost: string | null;
  readonly fate: 'dropped' | 'refused' | 'lost';
  /** False for all but the last part of a message. */
  readonly whole: boolean;
  /** Address that it was sent to, as it stood in the end: for what never arrived. */
  readonly meant: number;
  /** The same sent again with the same fate, in order. */
  readonly repeats: readonly PacketItem[];
}

/** What a person did or saw, or what was changed. */
export interface WordItem {
  readonly kind: 'word';
  readonly time: number;
  readonly order: number;
  readonly node: number;
  readonly text: string;
  readonly tone: 'act' | 'see' | 'change';
}

export function packetItem(reader: TraceReader, packet: number): PacketItem {
  const { events, packets } = reader.trace;
  const message = reader.message(packet);
  const steps = reader.eventsOfPacket(packet);
  const sent = packets.sent[packet]!;
  const last = steps.findLast((event) => events.kind[event] !== EventKind.fault) ?? sent;
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
  const whole = packets.offset[packet]! + reader.carried(packet) >= packets.size[packet]!;
  return {
    kind: 'packet',
    time: events.time[sent]!,
    order: sent,
    packet,
    event: disposition.lost ? last : sent,
    label: message ? `${labelOf(message)}${whole ? '' : ' (part)'}` : bareLabel(packets.flags[packet]!),
    family: message ? familyOf(message) : 'tls',
    from: events.node[sent]!,
    to: events.node[last]!,
    crossings,
    passed,
    lost: disposition.lost ? lossWords(reader, last, disposition.text) : null,
    fate: FATES.get(disposition.id) ?? 'lost',
    whole,
    meant: disposition.lost ? reader.tupleAt(last).dst : packets.dst[packet]!,
    repeats: [],
  };
}

const bareLabels = new Map<number, string>();

/** A segment without content, by its flags; there are many of few kinds. */
function bareLabel(flags: number): string {
  let label = bareLabels.get(flags);
  if (label === undefined) bareLabels.set(flags, (label = `TCP ${formatFlags(flags)}`));
  return label;
}

const FATES: ReadonlyMap<DispositionId, PacketItem['fate']> = new Map([
  ['dropped', 'dropped'],
  ['rejected', 'refused'],
  ['no-listener', 'refused'],
]);

function lossWords(reader: TraceReader, event: number, text: string): string {
  if (reader.trace.events.kind[event] !== EventKind.verdict) return text;
  const reason = reader.reason(event);
  return reason === 'no-rule' ? 'no rule' : reason === 'no-state' ? 'no session' : `by ${reason}`;
}

const TONES: ReadonlyMap<number, WordItem['tone']> = new Map([
  [EventKind.act, 'act'],
  [EventKind.see, 'see'],
  [EventKind.intervention, 'change'],
]);

export function wordItems(reader: TraceReader): readonly WordItem[] {
  const { events } = reader.trace;
  const out: WordItem[] = [];
  for (let event = 0; event < reader.length; event++) {
    const tone = TONES.get(events.kind[event]!);
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
