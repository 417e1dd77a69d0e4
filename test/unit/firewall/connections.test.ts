import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Connections, invert } from '../../../simulator/firewall/engine/connections.ts';
import type { FiveTuple } from '../../../simulator/model/packet.ts';

/** What is its own answer, from a place to itself, is left out. */
const tuple = fc
  .record({
    src: fc.constantFrom(1, 2, 0xffffffff),
    dst: fc.constantFrom(1, 2, 3),
    sport: fc.constantFrom(1, 2, 65_535),
    dport: fc.constantFrom(1, 2, 65_535),
    protocol: fc.constantFrom(6, 17),
  })
  .filter(({ src, dst, sport, dport }) => src !== dst || sport !== dport);
const answerOf = (one: FiveTuple) => {
  const answer = { src: 0, dst: 0, sport: 0, dport: 0, protocol: 0 };
  invert(one, answer);
  return answer;
};
const keyOf = ({ src, dst, sport, dport, protocol }: FiveTuple) => [src, dst, sport, dport, protocol].join();
const find = (table: Connections, { src, dst, sport, dport, protocol }: FiveTuple, now: number) =>
  table.find(src, dst, sport, dport, protocol, now);

test('what is open is found by both of its tuples, with all that is known of it, however often the table grows', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(tuple, fc.integer({ min: 1, max: 40 })), { maxLength: 200 }), (steps) => {
      const table = new Connections();
      /** Serial number, rule and end of each that was opened, by both of its tuples. */
      const known = new Map<string, { serial: number; rule: number; ends: number; way: number }>();
      let serial = 0;
      steps.forEach(([one, life], now) => {
        const answer = answerOf(one);
        const alive = [one, answer].some((each) => (known.get(keyOf(each))?.ends ?? -1) > now);
        if (!alive) {
          const rule = 7 * serial;
          const entry = table.open(one, answer, rule, now + life, now);
          table.state[entry] = serial % 10;
          table.marks[entry] = 256 + (serial % 256);
          table.last[entry] = serial % 6;
          table.lastEnd[entry] = 0xffffff00 + (serial % 256);
          table.highest[entry * 2] = 0xfffffff0 - serial;
          table.highest[entry * 2 + 1] = serial;
          for (const [way, each] of [one, answer].entries())
            known.set(keyOf(each), { serial, rule, ends: now + life, way });
          serial++;
        }
        for (const each of [one, answer]) {
          const slot = find(table, each, now);
          const { serial: number, rule, ends, way } = known.get(keyOf(each))!;
          const entry = slot >> 1;
          expect(slot & 1).toBe(way);
          expect([table.serial[entry], table.rule[entry], table.expires[entry]]).toEqual([
            number,
            rule,
            ends,
          ]);
          expect([table.state[entry], table.marks[entry], table.last[entry]]).toEqual([
            number % 10,
            256 + (number % 256),
            number % 6,
          ]);
          expect(table.lastEnd[entry]).toBe(0xffffff00 + (number % 256));
          expect([...table.highest.subarray(entry * 2, entry * 2 + 2)]).toEqual([
            0xfffffff0 - number,
            number,
          ]);
          const back = { src: 0, dst: 0, sport: 0, dport: 0, protocol: 0 };
          table.read(slot, back);
          expect(back).toEqual(each);
        }
      });
      // At each moment those are found that are alive, and no others.
      for (const [key, { ends }] of known) {
        const [src, dst, sport, dport, protocol] = key.split(',').map(Number) as [
          number,
          number,
          number,
          number,
          number,
        ];
        const there = find(table, { src, dst, sport, dport, protocol }, steps.length) >= 0;
        expect(there, key).toBe(ends > steps.length);
      }
    }),
    { numRuns: 100 },
  );
});

test('one that begins knows nothing of the one that had its place', () => {
  const table = new Connections();
  const one = { src: 1, dst: 2, sport: 3, dport: 4, protocol: 6 };
  // The place is used again when the table is full of what has expired.
  for (let at = 0; at < 100; at++) {
    const entry = table.open({ ...one, sport: at }, answerOf({ ...one, sport: at }), 0, at + 1, at);
    expect([table.state[entry], table.marks[entry], table.last[entry], table.lastEnd[entry]]).toEqual([
      0, 0, 0, 0,
    ]);
    expect([...table.highest.subarray(entry * 2, entry * 2 + 2)]).toEqual([0, 0]);
    expect(table.began[entry]).toBe(at);
    table.state[entry] = table.marks[entry] = table.last[entry] = table.lastEnd[entry] = 9;
    table.highest.fill(9, entry * 2, entry * 2 + 2);
  }
  // What has expired takes no room.
  expect(table.rule.length).toBe(32);
});

function three() {
  const table = new Connections();
  const all = [1, 2, 3].map((sport) => ({ src: 1, dst: 2, sport, dport: 4, protocol: 17 }));
  for (const [index, one] of all.entries()) table.open(one, answerOf(one), 0, 10 * (index + 1), 0);
  return { table, all, alive: (now: number) => all.map((one) => find(table, one, now) >= 0) };
}

test('one is forgotten by its number, or all that are alive', () => {
  const { table, alive } = three();
  expect(table.forgetSerial(1, 5)).toEqual([1]);
  expect(alive(5)).toEqual([true, false, true]);
  expect(table.forgetSerial(1, 5)).toEqual([]);
  expect(table.forgetSerial(7, 5)).toEqual([]);
  expect(table.forgetSerial(0, 10)).toEqual([]);
  expect(table.forgetSerial(null, 10)).toEqual([2]);
  expect(alive(10)).toEqual([false, false, false]);
});

test('a table is full when as many are alive as may be', () => {
  const { table } = three();
  expect([table.full(4, 0), table.full(3, 0), table.full(2, 0)]).toEqual([false, true, true]);
  expect([table.full(3, 10), table.full(2, 10), table.full(2, 20)]).toEqual([false, true, false]);
  table.forget(2);
  expect(table.full(2, 10)).toBe(false);
});
