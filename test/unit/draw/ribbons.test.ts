import { expect, test } from 'vitest';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { run } from '../../../simulator/run.ts';
import { planFlights } from '../../../renderer/views/map/flights.ts';
import { layoutMap } from '../../../renderer/views/map/layout.ts';
import { ribbonsOf } from '../../../renderer/views/map/ribbons.ts';
import { sceneOf } from '../../../renderer/views/map/scene.ts';
import { closed } from '../../story/designs.ts';

const reference = builtinDesign();

function ribbons(feature: string, ...off: string[]) {
  const design = closed(reference, ...off);
  const { trace } = run(design, { only: [feature] }).features[0]!;
  const reader = new TraceReader(trace);
  const scene = sceneOf(design, reader, false);
  const layout = layoutMap(scene.design, 1200, 800, scene.sites);
  return { found: ribbonsOf(reader, design, planFlights(reader, layout).legs), trace };
}

test.each([
  ['av-remote-internal', [], 'udp-relay'],
  ['av-remote-internal', ['E12'], 'tcp-relay'],
  ['av-remote-remote', [], 'direct'],
  ['sharing-remote-internal', [], 'tcp-relay'],
  ['federation-av-lync2010', [], 'udp-relay'],
] as const)('%s without %j: ribbons of kind %s', (feature, off, kind) => {
  const { found } = ribbons(feature, ...off);
  expect(new Set(found.map((one) => one.kind))).toEqual(new Set([kind]));
});

test('a ribbon lasts from the first packet of media to the last, however many go as one', () => {
  const { found, trace } = ribbons('av-remote-internal');
  const talk = Math.max(...found.map(({ from, to }) => to - from));
  expect(talk).toBeGreaterThan(7_500_000);
  expect(talk).toBeLessThan(9_000_000);
  const end = trace.events.time.at(-1)!;
  for (const { from, to } of found) {
    expect(to).toBeGreaterThan(from);
    expect(to).toBeLessThanOrEqual(end + 100_000);
  }
});

test('each stream is named once', () => {
  const { found } = ribbons('av-remote-internal');
  const streams = new Set(found.map(({ key }) => key.split('/')[0]));
  expect(found.filter(({ label }) => label !== null)).toHaveLength(streams.size);
  expect(streams.size).toBe(4);
});

test('no media, no ribbon', () => {
  expect(ribbons('remote-sign-in').found).toEqual([]);
  expect(ribbons('av-remote-internal', 'E12', 'E13').found).toEqual([]);
});
