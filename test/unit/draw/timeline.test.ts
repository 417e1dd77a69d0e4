import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';
import { octagonPath, protocolPath, FAMILY_TITLES } from '../../../renderer/draw/marks.ts';
import { bandsOf, flagsOf, lanesOf } from '../../../renderer/views/timeline/lanes.ts';
import { fitText, paintLane, tickNear } from '../../../renderer/views/timeline/paint.ts';

const [feature] = run(builtinDesign(), { only: ['remote-sign-in'] }).features;
const reader = new TraceReader(feature!.trace);
const tick = (time: number, lost = false) => ({ time, packet: 0, event: 0, lost });

test('every packet is in one lane', () => {
  const lanes = lanesOf(reader);
  expect(lanes.reduce((sum, lane) => sum + lane.ticks.length, 0)).toBe(reader.packetCount);
  expect(lanes.map((lane) => lane.title)).toEqual([
    'Alice, UDP 53',
    'Alice, TCP 443',
    'Edge, TCP 5061',
    'Front end 2, UDP 53',
    'Front end 2, TCP 5062',
  ]);
});

test("people's sentences follow one another without a hole", () => {
  const [alice] = bandsOf(reader);
  expect(alice!.person).toBe('Alice');
  expect(alice!.sentences[0]).toMatchObject({ text: 'Alice signs in', kind: 'act', from: 0 });
  alice!.sentences.forEach((one, i) => {
    if (i > 0) expect(one.from).toBe(alice!.sentences[i - 1]!.to);
  });
});

test('flags stand where a registration came to rest', () => {
  expect(flagsOf(reader).map((flag) => flag.text)).toEqual(['Alice registered']);
});

test('ticks on one pixel are drawn once; losses are crosses', () => {
  const scale = (time: number) => time;
  const stripe = paintLane([tick(10), tick(10.1), tick(20), tick(30, true)], scale, 5, 0, 100);
  expect(stripe.ticks.match(/M/g)).toHaveLength(2);
  expect(stripe.crosses.match(/M/g)).toHaveLength(1);
  expect(stripe.span).toEqual([10, 30]);
});

test('a wait after a loss is dotted, with its length where there is room', () => {
  const scale = (time: number) => time / 20_000;
  const stripe = paintLane([tick(0, true), tick(3_000_000, true), tick(9_000_000, true)], scale, 5, 0, 500);
  expect(stripe.waits.map((wait) => wait.text)).toEqual(['3.0 s, no answer', '6.0 s, no answer']);
  expect(paintLane([tick(0, true), tick(100_000)], scale, 5, 0, 500).waits).toEqual([]);
});

test('the nearest tick is meant, or none', () => {
  const ticks = [tick(10), tick(20)];
  expect(tickNear(ticks, (time) => time, 18)).toBe(ticks[1]);
  expect(tickNear(ticks, (time) => time, 40)).toBeNull();
});

test('a text is cut where it does not fit', () => {
  expect(fitText('Alice', 100)).toBe('Alice');
  expect(fitText('Cannot sign in', 60)).toBe('Cannot si…');
  expect(fitText('Cannot sign in', 10)).toBe('');
});

test('each protocol has a shape of its own, closed, within its radius', () => {
  const families = Object.keys(FAMILY_TITLES) as (keyof typeof FAMILY_TITLES)[];
  const paths = families.map((family) => protocolPath(family, 10));
  expect(new Set(paths).size).toBe(families.length);
  for (const path of [...paths, octagonPath(10)]) {
    expect(path).toMatch(/^M.*Z$/);
    for (const number of path.match(/-?\d+(\.\d+)?/g) ?? [])
      expect(Math.abs(Number(number))).toBeLessThanOrEqual(20);
  }
});
