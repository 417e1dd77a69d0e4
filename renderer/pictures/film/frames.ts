import { advance, SPEEDS, type ClockSetting } from '../../stores/clock.ts';
import type { Stretch } from '../../stores/moments.ts';

/** Pictures in a second of a film. */
export const RATE = 12;
/** The last picture stays so long, seconds. */
const HOLD = 2;
/** A film is no longer than this, seconds: nobody looks at a longer one, and no mail takes it. */
export const LONGEST = 90;
/** As long a film as a person likes to look at, seconds. */
const SCENE = 20;

/** A picture of a film. */
export interface FilmFrame {
  /** Simulated, microseconds. */
  readonly time: number;
  /** When in the film it comes, and how long it stays, in seconds. */
  readonly at: number;
  readonly stays: number;
}

/** What of a run is filmed, and how fast it goes there. */
export interface FilmSpan extends Pick<ClockSetting, 'speed' | 'skipWaiting'> {
  /** Simulated, microseconds. */
  readonly from: number;
  readonly to: number;
  /** Stretches in which no packet is under way. */
  readonly waits: readonly Stretch[];
}

/** The pictures of a film, as the clock would go while one plays; the first is where it begins, the last where it ends. */
export function framesOf(span: FilmSpan): readonly FilmFrame[] {
  const frames: FilmFrame[] = [];
  let time = span.from;
  while (time < span.to && frames.length < LONGEST * RATE) {
    frames.push({ time, at: frames.length / RATE, stays: 1 / RATE });
    time = advance(time, 1000 / RATE, { ...span, end: span.to });
  }
  return [...frames, { time, at: frames.length / RATE, stays: HOLD }];
}

/** How long a film plays, seconds. */
export function secondsOf(frames: readonly FilmFrame[]): number {
  const last = frames.at(-1);
  return last ? last.at + last.stays : 0;
}

/** The speed to film at: the one that one plays at, or the least at which the film is no longer than one looks at. */
export function speedFor(span: FilmSpan): number {
  const faster = [span.speed, ...SPEEDS.filter((speed) => speed > span.speed)];
  return faster.find((speed) => secondsOf(framesOf({ ...span, speed })) <= SCENE) ?? SPEEDS.at(-1)!;
}
