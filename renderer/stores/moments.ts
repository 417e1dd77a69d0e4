import { waivedEvents } from '../../simulator/analysis/causes.ts';
import { DISPOSITIONS } from '../../simulator/model/disposition.ts';
import type { Because } from '../../simulator/model/run.ts';
import type { TraceReader } from '../../simulator/model/trace-reader.ts';
import type { Trace } from '../../simulator/model/trace.ts';
import { EventKind, NO_PACKET } from '../../simulator/model/trace.ts';
import { countFirst, countUpTo } from '../draw/search.ts';

/** A stretch of time, both ends in microseconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Drop {
  readonly time: number;
  readonly event: number;
  readonly packet: number;
}

/** The instants of a run that run control goes by. */
export interface Moments {
  /** When a packet was sent, passed on, judged, delivered or lost: each instant once, in order. */
  readonly instants: Float64Array;
  readonly drops: readonly Drop[];
  /** Longer stretches in which no packet is under way. */
  readonly waits: readonly Stretch[];
  readonly end: number;
}

/** The least stretch without packets that counts as waiting. */
export const WAIT_US = 200_000;

export function momentsOf(trace: Trace): Moments {
  const { time, kind, packet } = trace.events;
  const end = time.length > 0 ? time[time.length - 1]! : 0;
  const instants: number[] = [];
  const lastEvent = new Int32Array(trace.packets.src.length).fill(-1);
  const first = new Float64Array(trace.packets.src.length).fill(-1);
  const last = new Float64Array(trace.packets.src.length);
  for (let i = 0; i < time.length; i++) {
    if (kind[i]! > EventKind.lose || packet[i] === NO_PACKET) continue;
    const at = time[i]!;
    const p = packet[i]!;
    if (instants.at(-1) !== at) instants.push(at);
    if (first[p]! < 0) first[p] = at;
    last[p] = at;
    lastEvent[p] = i;
  }
  const drops: Drop[] = [];
  // What was only tried in hope is missed by nobody.
  const hoped = waivedEvents(trace);
  lastEvent.forEach((event, p) => {
    if (event >= 0 && hoped[event] === 0 && DISPOSITIONS[trace.packets.disposition[p]!]!.lost)
      drops.push({ time: time[event]!, event, packet: p });
  });
  drops.sort((one, other) => one.event - other.event);
  return { instants: Float64Array.from(instants), drops, waits: waitsBetween(first, last, end), end };
}

/** Packets are numbered as they are sent, so `first` is in order already. */
/** The moments of a run of which only the beginning is shown. */
export function momentsUntil({ instants, drops, waits }: Moments, end: number): Moments {
  return {
    instants: instants.filter((time) => time <= end),
    drops: drops.filter(({ time }) => time <= end),
    waits: waits.filter(({ to }) => to <= end),
    end,
  };
}

function waitsBetween(first: Float64Array, last: Float64Array, end: number): Stretch[] {
  const waits: Stretch[] = [];
  let quietSince = 0;
  for (let p = 0; p < first.length; p++) {
    if (first[p]! < 0) continue;
    if (first[p]! - quietSince > WAIT_US) waits.push({ from: quietSince, to: first[p]! });
    quietSince = Math.max(quietSince, last[p]!);
  }
  if (end - quietSince > WAIT_US) waits.push({ from: quietSince, to: end });
  return waits;
}

/** The next instant after a time, or null at the end. */
export function instantAfter(moments: Moments, time: number): number | null {
  const at = countUpTo(moments.instants, time);
  return moments.instants[at] ?? null;
}

/** The instant before a time, or null at the start. */
export function instantBefore(moments: Moments, time: number): number | null {
  const at = countFirst(moments.instants.length, (index) => moments.instants[index]! < time);
  return at > 0 ? moments.instants[at - 1]! : null;
}

/** The instant at a time, or the last one before it; null before the first. */
export function lastInstant(moments: Moments, time: number): number | null {
  const at = countUpTo(moments.instants, time);
  return at > 0 ? moments.instants[at - 1]! : null;
}

export function dropAfter(moments: Moments, time: number): Drop | null {
  return moments.drops[dropsUntil(moments, time)] ?? null;
}

/** The last drop that came before a time; of several at one instant, the first of them. */
export function dropBefore({ drops }: Moments, time: number): Drop | null {
  const at = countFirst(drops.length, (index) => drops[index]!.time < time);
  return drops[at - 1] ?? null;
}

/** A little before a cause's packet met its end, so that one sees it happen. */
export function justBefore({ trace }: TraceReader, cause: Pick<Because, 'packet' | 'event'>): number {
  const LEAD_US = 1_500;
  const { time } = trace.events;
  const sent = trace.packets.sent[cause.packet];
  return Math.max(time[cause.event]! - LEAD_US, sent === undefined ? 0 : time[sent]!);
}

/** Drops that the clock passes when it goes on from one time to another. */
export function dropsPassed(moments: Moments, from: number, to: number): readonly Drop[] {
  return moments.drops.slice(dropsUntil(moments, from), dropsUntil(moments, to));
}

function dropsUntil({ drops }: Moments, time: number): number {
  return countFirst(drops.length, (index) => drops[index]!.time <= time);
}
