import { readFileSync } from 'node:fs';
import type { Rectangle } from 'electron';
import * as v from 'valibot';
import { writeWhole } from '../files/whole-file.ts';

const pixels = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** Where a window stood when it was closed. */
const WindowState = v.strictObject({
  version: v.literal(1),
  x: pixels(-100_000, 100_000),
  y: pixels(-100_000, 100_000),
  width: pixels(1, 100_000),
  height: pixels(1, 100_000),
  maximized: v.boolean(),
  fullScreen: v.boolean(),
});
export type WindowState = v.InferOutput<typeof WindowState>;

/** Size of a window that never stood anywhere. */
const FIRST = { width: 1440, height: 900 };
/** How far from the one before another window opens. */
const STEP = 32;
/** So much of a window's upper edge must be on a display for a person to move it, pixels. */
const GRIP = { width: 160, height: 32 };

/** The state in a file; null when there is none, or it is damaged or of another version. */
export function readState(file: string): WindowState | null {
  try {
    const read = v.safeParse(WindowState, JSON.parse(readFileSync(file, 'utf8')));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}

/** Keeps a state in a file. What cannot be written is left: the next window opens where one stood before. */
export function keepState(
  file: string,
  { x, y, width, height }: Rectangle,
  shown: Pick<WindowState, 'maximized' | 'fullScreen'>,
): void {
  const state: WindowState = { version: 1, x, y, width, height, ...shown };
  try {
    writeWhole(file, (write) => write(`${JSON.stringify(state)}\n`));
  } catch {
    // The disk is full, or not ours to write.
  }
}

/**
 * Where a window is to stand: where it stood, if a person can still reach it there; else in the middle.
 * @param areas what the displays have room for, the main one first
 */
export function placed(state: WindowState | null, areas: readonly Rectangle[]): Partial<Rectangle> {
  const within = (area: Rectangle) => ({
    width: Math.min(state?.width ?? FIRST.width, area.width),
    height: Math.min(state?.height ?? FIRST.height, area.height),
  });
  if (state)
    for (const area of areas) {
      const bounds = { x: state.x, y: state.y, ...within(area) };
      if (reachable(bounds, area)) return bounds;
    }
  return areas[0] ? within(areas[0]) : FIRST;
}

/** Beside a window that is there, so that both are seen. */
export function beside({ x, y, width, height }: Rectangle): WindowState {
  return {
    version: 1,
    x: x + STEP,
    y: y + STEP,
    width,
    height,
    maximized: false,
    fullScreen: false,
  };
}

function reachable({ x, y, width }: Rectangle, area: Rectangle): boolean {
  const across = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return across >= GRIP.width && y >= area.y && y + GRIP.height <= area.y + area.height;
}
