import type { Stretch } from './moments.ts';

/** Factors between simulated and real time that the speed menu offers. */
export const SPEEDS: readonly number[] = [0.1, 0.25, 0.5, 1, 2, 5, 10, 25, 50, 100];
export const SPEED_DEFAULT = 0.1;

/** The longest real time that a wait may take while waits are skipped. */
export const WAIT_REAL_MS = 600;

/** A frame that comes later than this was held up (a hidden window): it counts as this long. */
const FRAME_MS_MAX = 100;

export interface ClockSetting {
  readonly speed: number;
  readonly waits: readonly Stretch[];
  readonly skipWaiting: boolean;
  readonly end: number;
}

/**
 * Where the simulated clock stands after some real time.
 * @param time microseconds
 * @param real_ms since the last frame
 */
export function advance(time: number, real_ms: number, setting: ClockSetting): number {
  let left_ms = Math.min(real_ms, FRAME_MS_MAX);
  let now = time;
  const base = setting.speed * 1000;
  while (left_ms > 0 && now < setting.end) {
    const wait = setting.skipWaiting ? waitAt(setting.waits, now) : null;
    const rate = wait ? Math.max(base, (wait.to - wait.from) / WAIT_REAL_MS) : base;
    const limit = wait ? wait.to : nextWait(setting, now);
    const needed_ms = (limit - now) / rate;
    if (needed_ms > left_ms) return now + left_ms * rate;
    now = limit;
    left_ms -= needed_ms;
  }
  return Math.min(now, setting.end);
}

function waitAt(waits: readonly Stretch[], time: number): Stretch | null {
  return waits.find((wait) => time >= wait.from && time < wait.to) ?? null;
}

/** Where the next wait begins, or the end. */
function nextWait(setting: ClockSetting, time: number): number {
  if (!setting.skipWaiting) return setting.end;
  const wait = setting.waits.find(({ from }) => from > time);
  return wait ? Math.min(wait.from, setting.end) : setting.end;
}
