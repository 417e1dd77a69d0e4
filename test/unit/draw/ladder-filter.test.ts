import fc from 'fast-check';
import { expect, test } from 'vitest';
import { onlyPackets } from '../../../renderer/views/ladder/filtered.ts';
import type { Item } from '../../../renderer/views/ladder/groups.ts';
import { groupsOf } from '../../../renderer/views/ladder/groups.ts';
import { packetsIn } from '../../../renderer/views/ladder/lifelines.ts';
import { orderOf, presentRow } from '../../../renderer/views/ladder/row-words.ts';
import { rowsOf } from '../../../renderer/views/ladder/tree.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { closed, designWith, runOne } from '../../story/designs.ts';

const design = closed(designWith(), 'E12');
const reader = new TraceReader(runOne(design, 'av-remote-internal').trace);
const whole = groupsOf(reader, design);
const everything = { level: 'packets', all: true, byHand: new Map<string, boolean>() } as const;
const some = fc.subarray([...Array(reader.packetCount).keys()]).map((packets) => new Set(packets));

const numbers = (items: readonly Item[]) =>
  packetsIn(items)
    .map(({ packet }) => packet)
    .sort((a, b) => a - b);

/** What each heading says must be so of what it holds. */
function holds(item: Item): void {
  if (item.kind === 'packet')
    for (const repeat of item.repeats) expect(repeat.order).toBeGreaterThan(item.order);
  if (item.kind !== 'group') return;
  const packets = packetsIn(item.children);
  expect([...item.packets].sort((a, b) => a - b)).toEqual(numbers(item.children));
  expect(item.time).toBe(Math.min(...packets.map(({ time }) => time)));
  expect(item.until).toBe(Math.max(...packets.map(({ time }) => time)));
  expect(item.losses.reduce((sum, { count }) => sum + count, 0)).toBe(
    packets.filter(({ lost }) => lost !== null).length,
  );
  item.children.forEach(holds);
}

test('what is kept is all there, nothing else is, and headings tell of what is kept', () => {
  fc.assert(
    fc.property(some, (keep) => {
      const items = onlyPackets(whole, keep);
      expect(numbers(items)).toEqual([...keep].sort((a, b) => a - b));
      items.forEach(holds);
      const rows = rowsOf(items, everything, 'a packet that matches');
      expect(rows.some(({ kind }) => kind === 'word')).toBe(false);
      for (const row of rows)
        if (row.kind === 'gap') expect(row.text).toMatch(/ s without a packet that matches$/);
    }),
    { numRuns: 40 },
  );
});

test('at the level of packets all that is kept is in sight, but for what repeats', () => {
  const level = { level: 'packets', all: false, byHand: new Map<string, boolean>() } as const;
  fc.assert(
    fc.property(some, (keep) => {
      const rows = rowsOf(onlyPackets(whole, keep), level);
      const shown = rows.flatMap((row) => (row.kind === 'packet' ? [row.item, ...row.item.repeats] : []));
      expect(shown.map(({ packet }) => packet).sort((a, b) => a - b)).toEqual(
        [...keep].sort((a, b) => a - b),
      );
    }),
    { numRuns: 30 },
  );
});

test('a repeated send stands for itself where the first is not kept', () => {
  const head = packetsIn(whole).find(({ repeats }) => repeats.length > 1)!;
  const [first, ...rest] = head.repeats;
  const kept = packetsIn(onlyPackets(whole, new Set(head.repeats.map(({ packet }) => packet))));
  expect(kept[0]).toMatchObject({ packet: first!.packet });
  expect(kept[0]!.repeats.map(({ packet }) => packet)).toEqual(rest.map(({ packet }) => packet));
});

test('the present row is the last that has come, at any time', () => {
  const rows = rowsOf(whole, everything);
  const order = orderOf(rows);
  const { time } = reader.trace.events;
  fc.assert(
    fc.property(fc.oneof(fc.integer({ min: -1, max: time.at(-1)! }), fc.constantFrom(...time)), (at) => {
      let last = -1;
      rows.forEach((row, index) => {
        if (row.kind !== 'gap' && row.time <= at && (last < 0 || row.time >= rows[last]!.time)) last = index;
      });
      expect(presentRow(order, at)).toBe(last);
    }),
  );
});
