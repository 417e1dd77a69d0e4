import { describe, expect, test } from 'vitest';
import { exampleStops } from '../../../renderer/presentation/example.ts';
import { clockText, talkIn } from '../../../renderer/presentation/notes.ts';
import { stopOf, wantedFor, type Stop } from '../../../renderer/presentation/stop.ts';
import { outcomeAt, timeOf } from '../../../renderer/stores/bookmark.ts';
import { transformOf, viewOn } from '../../../renderer/views/map/camera.ts';
import { castOf, gatesOf } from '../../../renderer/views/map/cast.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { sourceOf } from '../../../simulator/filters/source.ts';
import type { FeatureRun } from '../../../simulator/model/run.ts';
import { run } from '../../../simulator/run.ts';

const base = builtinDesign();
const bookmarks = exampleStops(base).map((stop, id) => ({ ...stop, id }));

const runs = new Map<string, FeatureRun>();
function runOf({ setup, feature }: (typeof bookmarks)[number]): FeatureRun {
  const key = `${bookmarks.findIndex((one) => one.setup === setup)}/${feature}`;
  const known = runs.get(key) ?? run(setup.design, { only: [feature] }).features[0]!;
  runs.set(key, known);
  return known;
}
const first = (feature: string) => runOf(bookmarks.find((one) => one.feature === feature)!);
const stops: readonly Stop[] = bookmarks.map((one) => stopOf(one, runOf(one), first(one.feature)));

describe('the show that comes with the lab', () => {
  test('each stop is met in its run, and the marks are what the runs came to', () => {
    for (const { bookmark, run: of, reader, design } of stops)
      expect(timeOf(bookmark.when, of, sourceOf(reader, design)), bookmark.title).not.toBeNull();
    expect(stops.map(({ bookmark, said }) => [bookmark.title, said.status])).toEqual([
      ['Sign-in', 'works'],
      ['Call', 'works'],
      ['Close a port', 'broken'],
      ['Fallback', 'degraded'],
      ['Total failure', 'broken'],
      ['Repair', 'works'],
    ]);
  });

  test('sentences say what the run says, against the design as it was opened', () => {
    const [signIn, call, drop, fallback, failure, repair] = stops as unknown as Record<number, Stop> & Stop[];
    const later = (fallback!.run.finding.seconds - call!.run.finding.seconds).toFixed(1);
    expect(signIn!.said.text).toBe(`It works after ${signIn!.run.finding.seconds.toFixed(1)} seconds.`);
    expect(call!.said.text).toMatch(/^Media take the UDP relay after \d+\.\d seconds\.$/);
    expect(drop!.said.text).toBe('Dropped at the external firewall, no rule for UDP 3478.');
    expect(fallback!.said.text).toBe(`Media take the TCP relay, ${later} seconds later than before.`);
    expect(failure!.said.text).toContain(failure!.run.finding.failures[0]!.why);
    expect(repair!.said.text).toBe(call!.said.text);
    // Before anything was lost or came out: what somebody did or saw last.
    const early = stopOf({ ...call!.bookmark, when: '', time: 0 }, call!.run, null);
    expect(early.said).toEqual({ status: null, text: 'Bob signs in.' });
    expect(stopOf({ ...call!.bookmark, says: 'Mine.' }, call!.run, null).said).toEqual({
      status: 'works',
      text: 'Mine.',
    });
  });

  test('three setups are run, with the features that are shown of each', () => {
    expect(wantedFor(bookmarks).map(({ features }) => [...features])).toEqual([
      ['remote-sign-in', 'av-remote-internal'],
      ['av-remote-internal'],
      ['av-remote-internal'],
    ]);
  });

  test('a moment that is not met leaves the time as it was kept, and no time is behind the end', () => {
    const [{ run: of }] = stops as readonly [Stop];
    const kept = { ...bookmarks[0]!, when: 'a packet is lost', time: 200_000 };
    expect(stopOf(kept, of, null).time).toBe(200_000);
    const end = stopOf({ ...kept, when: 'The end' }, of, null).time;
    expect(stopOf({ ...kept, time: 1e12 }, of, null).time).toBe(end);
  });
});

test('the outcome of a feature comes as long after what people did as its finding says', () => {
  for (const { run: of, reader } of stops) {
    const at = outcomeAt(of, reader);
    const acts = [...reader.trace.events.time].map((time) => time + Math.round(of.finding.seconds * 1e6));
    expect(acts).toContain(at);
    expect(reader.trace.events.time).toContain(at);
  }
});

test('the cast are people and those who met a wall, and only the gates that were asked', () => {
  const cast = castOf(stops);
  for (const { host } of base.people.filter(({ name }) => ['Alice', 'Bob'].includes(name)))
    expect(cast.hosts).toContain(host);
  const served = base.hosts.filter(({ id }) => cast.hosts.has(id)).map(({ title }) => title);
  expect(served).not.toContain('Public DNS');
  expect(cast.hosts.size).toBeLessThan(8);
  const asked = new Set(
    stops.flatMap(({ run: of }) =>
      of.asked.map(({ firewall, rule }) => {
        const wall = base.firewalls.find(({ id }) => id === firewall)!;
        return `${firewall}/${wall.rules[rule]!.id}`;
      }),
    ),
  );
  for (const rule of cast.rules) expect(asked).toContain(rule);
  // The closed rules that would have let something pass stand there, too.
  expect([...castOf([stops[4]!]).rules]).toEqual(expect.arrayContaining(['external/E12', 'external/E13']));
  const gates = gatesOf(base, cast);
  const external = base.firewalls.find(({ id }) => id === 'external')!;
  const drawn = [...gates.get('external')!].map((place) => external.rules[place]!.id);
  expect(drawn.length).toBeGreaterThan(2);
  expect(drawn.length).toBeLessThan(external.rules.length);
});

describe('the camera', () => {
  const frame = { width: 1280, height: 468, scale: 1.6 };

  test('shows all of the sheet, or comes near without looking beyond it', () => {
    const all = viewOn(undefined, frame);
    expect(transformOf(all, frame).toString()).toBe('translate(0,0) scale(1.6)');
    for (const box of [
      { x: 0, y: 40, width: 130, height: 60 },
      { x: 700, y: 200, width: 100, height: 90 },
      { x: 300, y: 0, width: 110, height: 292 },
    ]) {
      const view = transformOf(viewOn(box, frame), frame);
      const [left, top] = view.invert([0, 0]);
      const [right, bottom] = view.invert([frame.width, frame.height]);
      expect(left).toBeGreaterThanOrEqual(-0.01);
      expect(top).toBeGreaterThanOrEqual(-0.01);
      expect(right).toBeLessThanOrEqual(frame.width / frame.scale + 0.01);
      expect(bottom).toBeLessThanOrEqual(frame.height / frame.scale + 0.01);
      expect(left).toBeLessThanOrEqual(box.x);
      expect(right).toBeGreaterThanOrEqual(box.x + box.width);
      expect(top).toBeLessThanOrEqual(box.y + 0.01);
      expect(bottom).toBeGreaterThanOrEqual(box.y + box.height - 0.01);
    }
  });
});

test('only an address with the id of a talk is that of notes', () => {
  const id = '01234567-89ab-4def-8123-456789abcdef';
  expect(talkIn(`?notes=${id}`)).toBe(id);
  for (const other of ['', '?notes', '?notes=1', `?notes=${id}&x=1`, `?x=${id}`])
    expect(talkIn(other)).toBeNull();
  expect([clockText(-5), clockText(65_400), clockText(3_600_000)]).toEqual(['0:00', '1:05', '60:00']);
});
