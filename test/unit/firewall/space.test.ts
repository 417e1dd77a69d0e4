import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Engine } from '../../../simulator/firewall/engine/engine.ts';
import { Overlaps } from '../../../simulator/firewall/judgement/overlaps.ts';
import { boxesOf, EVERY_KIND, everyPacket } from '../../../simulator/firewall/judgement/packets.ts';
import { meet } from '../../../simulator/firewall/judgement/runs.ts';
import type { Box } from '../../../simulator/firewall/judgement/space.ts';
import { common, outsideOf, overlap, uncovered } from '../../../simulator/firewall/judgement/space.ts';
import { traffic } from './formats/arbitrary.ts';
import { asked, EVERY, names, smallRule } from './naive.ts';
import { policy, rule } from './policies.ts';
import { within } from './within.ts';

/** Boxes in a space of 3 x 4 x 5 x 4 x 4 packets, small enough to look at each; parts may have holes. */
const runs = (most: number) =>
  fc.integer({ min: 1, max: 2 ** (most + 1) - 1 }).map((bits) => {
    const found: number[] = [];
    for (let value = 0; value <= most; value++) {
      if (((bits >> value) & 1) === 0) continue;
      if (found.at(-1) === value - 1) found[found.length - 1] = value;
      else found.push(value, value);
    }
    return found;
  });
const box: fc.Arbitrary<Box> = fc.record({
  parts: fc.tuple(runs(2), runs(3), runs(4), runs(3), runs(3)),
  sides: fc.integer({ min: 1, max: 3 }),
  states: fc.integer({ min: 1, max: 3 }),
  flags: fc.integer({ min: 1, max: 3 }),
});

/** Points of a space in which everything lies. */
const POINTS = Array.from({ length: 3 * 4 * 5 * 4 * 4 * 8 }, (_, index): readonly number[] => {
  const left = Math.floor(index / 8);
  return [
    left % 3,
    Math.floor(left / 3) % 4,
    Math.floor(left / 12) % 5,
    Math.floor(left / 60) % 4,
    Math.floor(left / 240),
    1 << (index & 1),
    1 << ((index >> 1) & 1),
    1 << ((index >> 2) & 1),
  ];
});
const holds = ({ parts, sides, states, flags }: Box, point: readonly number[]) =>
  parts.every((values, at) => meet(values, [point[at]!, point[at]!])) &&
  (sides & point[5]!) !== 0 &&
  (states & point[6]!) !== 0 &&
  (flags & point[7]!) !== 0;

test('common and outsideOf part a box without rest and without overlap', () => {
  fc.assert(
    fc.property(box, box, (a, b) => {
      const shared = common(a, b);
      const pieces = outsideOf(a, b);
      expect(overlap(a, b)).toBe(shared !== null);
      const wrong = POINTS.filter(
        (point) =>
          (shared !== null && holds(shared, point)) !== (holds(a, point) && holds(b, point)) ||
          pieces.filter((piece) => holds(piece, point)).length !==
            (holds(a, point) && !holds(b, point) ? 1 : 0),
      );
      expect(wrong).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('uncovered finds a part that is outside of all others exactly when there is one', () => {
  fc.assert(
    fc.property(box, fc.array(box, { maxLength: 14 }), (a, others) => {
      const found = uncovered(a, others);
      const free = POINTS.filter((point) => holds(a, point) && !others.some((other) => holds(other, point)));
      expect(found !== null).toBe(free.length > 0);
      if (!found) return;
      const inside = POINTS.filter((point) => holds(found, point));
      expect(inside.length).toBeGreaterThan(0);
      expect(inside.filter((point) => !free.includes(point))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('a box that only many small ones cover together is covered, and with one less it is not', () => {
  const whole: Box = {
    parts: [
      [6, 6],
      [0, 0],
      [0, 16_383],
      [0, 0],
      [0, 3],
    ],
    sides: 1,
    states: 1,
    flags: 1,
  };
  const small = Array.from({ length: 16_384 }, (_, at): Box => {
    const address = (at * 7919) % 16_384;
    return {
      ...whole,
      parts: [
        [6, 6],
        [0, 0],
        [address, address],
        [0, 0],
        [0, 3],
      ],
    };
  });
  expect(uncovered(whole, small)).toBeNull();
  const left = uncovered(whole, small.toSpliced(9000, 1));
  expect(left).toEqual(small[9000]);
  // One that covers nearly all of it covers not all.
  const most: Box = {
    ...whole,
    parts: [
      [6, 6],
      [0, 0],
      [0, 99, 101, 16_383],
      [0, 0],
      [0, 3],
    ],
  };
  expect(uncovered(whole, [most])?.parts[2]).toEqual([100, 100]);
});

test('overlaps finds the boxes that overlap, in order', () => {
  fc.assert(
    fc.property(fc.array(box, { maxLength: 120 }), fc.array(box, { maxLength: 3 }), (boxes, asked) => {
      const overlaps = new Overlaps(boxes);
      const numbers = boxes.flatMap((one, number) =>
        asked.some((other) => overlap(one, other)) ? [number] : [],
      );
      expect(overlaps.any(asked, 0, boxes.length)).toEqual(numbers);
      expect(overlaps.any(asked, 3, 50)).toEqual(numbers.filter((number) => number >= 3 && number < 50));
    }),
    { numRuns: 300 },
  );
});

test('the boxes of a rule hold the packets that it names, and no others', () => {
  fc.assert(
    fc.property(smallRule, (each) => {
      const boxes = boxesOf(each);
      const on = { ...each, enabled: true };
      expect(EVERY.filter((packet) => within(boxes, packet) !== names(on, packet))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('firewalls that know connections ask their rules about what may begin one', () => {
  const flags = [{ set: 16, mask: 16 }];
  for (const tested of [
    policy([]),
    policy([rule({ transport: 'tcp', flags })]),
    policy([], { stateful: false }),
  ]) {
    const boxes = EVERY_KIND.flatMap((kind) => common(kind, everyPacket(tested)) ?? []);
    expect(EVERY.filter((packet) => within(boxes, packet) !== asked(tested, packet))).toEqual([]);
  }
});

test('whatever comes, the table of connections calls it what the space has room for', () => {
  const calls = new Set<number>();
  fc.assert(
    fc.property(traffic(40), (packets) => {
      const engine = new Engine(policy([rule()], { stateful: false }));
      let now = 0;
      for (const { packet, fromOutside, after_s } of packets) {
        now += after_s * 1e6;
        engine.decide(packet, fromOutside, now);
        const { state } = engine.tracker;
        calls.add(state);
        const sort = { ...packet, outside: fromOutside, state };
        expect(within(EVERY_KIND, sort), JSON.stringify(sort)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
  expect([...calls].sort()).toEqual([1, 2, 8]);
});
