import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beside, keepState, placed, readState } from '../../../electron/main/window-state.ts';

const file = join(mkdtempSync(join(tmpdir(), 'edge-lab-state-')), 'window.json');
const read = (text: string) => {
  writeFileSync(file, text);
  return readState(file);
};
const MAIN = { x: 0, y: 25, width: 1920, height: 1015 };
const LEFT = { x: -1280, y: 0, width: 1280, height: 1024 };
const stood = { version: 1 as const, x: 100, y: 100, width: 1400, height: 900 };
const state = { ...stood, maximized: false, fullScreen: false };

test('what is written is read again', () => {
  keepState(file, stood, { maximized: true, fullScreen: false });
  expect(readState(file)).toEqual({ ...state, maximized: true });
  // A place that cannot be written is no reason to stop anything.
  keepState(join(file, 'no-folder'), stood, { maximized: true, fullScreen: false });
});

test('what is damaged, of another form or not there is none', () => {
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '{"version":1}',
    JSON.stringify({ ...state, version: 2 }),
    JSON.stringify({ ...state, width: 0 }),
    JSON.stringify({ ...state, x: 0.5 }),
    JSON.stringify({ ...state, y: 1e9 }),
    JSON.stringify({ ...state, preload: '/tmp/evil.js' }),
  ])
    expect(read(text), text).toBeNull();
  expect(readState(join(file, 'none'))).toBeNull();
});

test('a window opens where it stood, on whichever display that is', () => {
  expect(placed(state, [MAIN, LEFT])).toEqual({ x: 100, y: 100, width: 1400, height: 900 });
  const left = { ...state, x: -1200, width: 1024 };
  expect(placed(left, [MAIN, LEFT])).toEqual({ x: -1200, y: 100, width: 1024, height: 900 });
});

test('a window whose display is gone opens in the middle, no larger than there is room', () => {
  expect(placed({ ...state, x: -1200, width: 1024 }, [MAIN])).toEqual({ width: 1024, height: 900 });
  expect(placed({ ...state, y: 5000 }, [MAIN])).toEqual({ width: 1400, height: 900 });
  expect(placed({ ...state, x: 9000, width: 5000, height: 5000 }, [MAIN])).toEqual({
    width: 1920,
    height: 1015,
  });
});

test('a first window has the usual size, or what there is', () => {
  expect(placed(null, [MAIN])).toEqual({ width: 1440, height: 900 });
  expect(placed(null, [{ x: 0, y: 0, width: 1280, height: 700 }])).toEqual({ width: 1280, height: 700 });
  expect(placed(null, [])).toEqual({ width: 1440, height: 900 });
});

test('wherever it stood, a person can take hold of it', () => {
  const pixel = fc.integer({ min: -20_000, max: 20_000 });
  const size = fc.integer({ min: 1, max: 20_000 });
  fc.assert(
    fc.property(pixel, pixel, size, size, (x, y, width, height) => {
      const at = placed({ ...state, x, y, width, height }, [MAIN, LEFT]);
      if (at.x === undefined) return;
      const right = at.x + at.width!;
      const grip = [MAIN, LEFT].some(
        (area) =>
          Math.min(right, area.x + area.width) - Math.max(at.x!, area.x) >= 100 &&
          at.y! >= area.y &&
          at.y! < area.y + area.height,
      );
      expect(grip).toBe(true);
    }),
  );
});

test('one more window opens beside the one before', () => {
  expect(beside({ x: 0, y: 25, width: 1200, height: 800 })).toMatchObject({ x: 32, y: 57, maximized: false });
});
