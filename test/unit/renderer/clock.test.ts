import { expect, test } from 'vitest';
import { advance, WAIT_REAL_MS, type ClockSetting } from '../../../renderer/stores/clock.ts';

const SECOND = 1_000_000;
const setting = (change: Partial<ClockSetting> = {}): ClockSetting => ({
  speed: 1,
  waits: [],
  skipWaiting: true,
  end: 30 * SECOND,
  ...change,
});

/** Plays frame by frame until the end and returns the real time that it took. */
function realTime(from: number, to: number, of: ClockSetting): number {
  let real_ms = 0;
  for (let time = from; time < to; real_ms++) time = advance(time, 1, of);
  return real_ms;
}

test('at 1x a real millisecond is a simulated one', () => {
  expect(advance(0, 16, setting())).toBe(16_000);
  expect(advance(5_000, 10, setting({ speed: 0.1 }))).toBe(6_000);
  expect(advance(0, 10, setting({ speed: 100 }))).toBe(SECOND);
});

test('it ends at the end', () => {
  expect(advance(29.99 * SECOND, 100, setting({ speed: 100 }))).toBe(30 * SECOND);
  expect(advance(30 * SECOND, 100, setting())).toBe(30 * SECOND);
});

test('a frame that was held up does not make it leap', () => {
  expect(advance(0, 60_000, setting())).toBe(100_000);
});

test('a wait passes in its own time, however long it is', () => {
  for (const to of [3, 9, 21]) {
    const waits = [{ from: 1 * SECOND, to: to * SECOND }];
    expect(realTime(SECOND, to * SECOND, setting({ speed: 0.1, waits }))).toBeCloseTo(WAIT_REAL_MS, -1);
  }
});

test('a wait that is shorter at this speed than that is not drawn out', () => {
  const waits = [{ from: 0, to: 0.3 * SECOND }];
  expect(realTime(0, 0.3 * SECOND, setting({ speed: 1, waits }))).toBe(300);
});

test('what lies before and after a wait goes at the speed chosen', () => {
  const waits = [{ from: 2_000, to: 3 * SECOND }];
  const of = setting({ waits });
  expect(advance(0, 2, of)).toBe(2_000);
  expect(advance(0, 1, of)).toBe(1_000);
  const after = advance(3 * SECOND - 1, 5, of);
  expect(after).toBeGreaterThan(3 * SECOND + 4_900);
  expect(after).toBeLessThan(3 * SECOND + 5_001);
});

test('waits are gone through like the rest when they are not to be skipped', () => {
  const waits = [{ from: 0, to: 20 * SECOND }];
  expect(advance(0, 50, setting({ waits, skipWaiting: false }))).toBe(50_000);
});

test('however the real time is cut into frames, it arrives at the same time', () => {
  const of = setting({
    speed: 0.5,
    waits: [
      { from: 20_000, to: 2 * SECOND },
      { from: 2.2 * SECOND, to: 9 * SECOND },
    ],
  });
  let fine = 0;
  for (let i = 0; i < 900; i++) fine = advance(fine, 1, of);
  let coarse = 0;
  for (let i = 0; i < 9; i++) coarse = advance(coarse, 100, of);
  expect(coarse).toBeCloseTo(fine, 0);
});
