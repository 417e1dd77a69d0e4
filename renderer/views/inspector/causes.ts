import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { EventKind, NO_PACKET } from '../../../simulator/model/trace.ts';

/** What a packet brought about, in order: packets, and what people saw. */
export interface Consequence {
  readonly kind: 'packet' | 'see' | 'fault';
  readonly event: number;
  readonly time: number;
  readonly packet: number;
  /** What was seen, or what was refused. */
  readonly text: string;
}

/** Follows causes from a packet's events up to the next packets. */
export function consequences(reader: TraceReader, packet: number): readonly Consequence[] {
  const { time, kind, cause, packet: packets, a } = reader.trace.events;
  const own = reader.eventsOfPacket(packet);
  const follows = new Set<number>(own);
  const found: Consequence[] = [];
  for (let event = (own[0] ?? reader.length) + 1; event < reader.length; event++) {
    if (!follows.has(cause[event]!) || follows.has(event)) continue;
    const base = { event, time: time[event]!, packet: packets[event]! };
    if (kind[event] === EventKind.send) found.push({ ...base, kind: 'packet', text: '' });
    else if (packets[event] === packet || packets[event] === NO_PACKET) {
      follows.add(event);
      if (kind[event] === EventKind.see) found.push({ ...base, kind: 'see', text: reader.string(a[event]!) });
      if (kind[event] === EventKind.fault)
        found.push({ ...base, kind: 'fault', text: reader.string(a[event]!) });
    }
  }
  return found;
}

/** What brought a packet about. */
export type Origin =
  | { readonly kind: 'packet'; readonly packet: number; readonly event: number }
  | { readonly kind: 'repeat'; readonly packet: number; readonly text: string }
  | { readonly kind: 'act' | 'timer'; readonly text: string }
  | null;

/** Follows causes back from a packet's sending to a packet, a person or a timer. */
export function originOf(reader: TraceReader, packet: number): Origin {
  const { cause, packet: packets, kind, a } = reader.trace.events;
  const repeated = a[reader.trace.packets.sent[packet]!]!;
  let timer = '';
  for (
    let event = cause[reader.trace.packets.sent[packet]!]!;
    event >= 0 && timer === '';
    event = cause[event]!
  ) {
    const other = packets[event]!;
    if (kind[event] === EventKind.timer) timer = reader.string(a[event]!);
    else if (kind[event] === EventKind.act) return { kind: 'act', text: reader.string(a[event]!) };
    else if (other !== NO_PACKET && other !== packet && repeated < 0)
      return { kind: 'packet', packet: other, event };
  }
  if (repeated >= 0) return { kind: 'repeat', packet: repeated, text: timer };
  return timer ? { kind: 'timer', text: timer } : null;
}
