import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';
import { Census } from '../../../renderer/views/map/census.ts';
import { foldCrowds } from '../../../renderer/views/map/crowds.ts';
import { curve } from '../../../renderer/views/map/curves.ts';
import { delayText, linkAt, spread } from '../../../renderer/views/map/delays.ts';
import { findOnMap } from '../../../renderer/views/map/find.ts';
import { planFlights } from '../../../renderer/views/map/flights.ts';
import { flowsOf } from '../../../renderer/views/map/flows.ts';
import { Journeys } from '../../../renderer/views/map/journeys.ts';
import { layoutMap } from '../../../renderer/views/map/layout.ts';
import { People } from '../../../renderer/views/map/people.ts';
import { sceneOf } from '../../../renderer/views/map/scene.ts';
import { crowdDesign } from '../../bench/users.ts';

const USERS = 40;
const design = crowdDesign(USERS, true);
const reader = new TraceReader(run(design, { only: ['busy-hour'] }).features[0]!.trace);
const people = new People(reader);
const journeys = new Journeys(reader, design, people.active);
const end = reader.trace.events.time.at(-1)!;

function map(...alone: string[]) {
  const scene = foldCrowds(sceneOf(design, people.active, false), alone);
  const layout = layoutMap(scene.design, 834, 610, scene.sites, new Map(), scene.crowds);
  return { scene, layout, flights: planFlights(journeys, layout) };
}

test('people of one kind fold into one card; nobody is lost, nobody is drawn twice', () => {
  const { scene, layout } = map();
  const [crowd] = scene.crowds.values();
  const remote = design.people.filter(({ plays }) => plays === 'remote');
  expect(crowd!.title).toBe(`${remote.length} remote users`);
  const drawn = layout.cards.flatMap(({ host, crowd: many }) => many?.members ?? [host]).map(({ id }) => id);
  expect(new Set(drawn).size).toBe(drawn.length);
  expect(new Set(drawn)).toEqual(
    new Set(sceneOf(design, people.active, false).design.hosts.map(({ id }) => id)),
  );
  expect(layout.height).toBe(610);
});

test('whoever is wanted is drawn alone, and the rest stay together', () => {
  const { scene, layout } = map('user-3', 'user-20');
  const alone = layout.cards.filter(({ crowd }) => crowd === null).map(({ host }) => host.id);
  expect(alone).toEqual(expect.arrayContaining(['user-3', 'user-20']));
  expect([...scene.crowds.values()][0]!.title).toBe(`${USERS} remote users`);
});

test('a design of few people has no crowd', () => {
  const small = builtinDesign();
  const all = new Set(small.hosts.map(({ id }) => id));
  expect(foldCrowds(sceneOf(small, all, true), []).crowds.size).toBe(0);
});

test('what a crowd sends lies on one line for each way; what stays inside it is not drawn', () => {
  const { flights } = map();
  const ends = flights.links.map((link) => link.ends).filter((text) => text.startsWith('42 remote users'));
  expect(ends.length).toBeGreaterThan(0);
  expect(ends.length).toBeLessThan(12);
  const inside = journeys.ways.findIndex(
    ({ from, to }) => journeys.spots[from]!.kind === 'nat' && journeys.spots[to]!.kind === 'nat',
  );
  expect(inside).toBeGreaterThanOrEqual(0);
  expect(flights.curves[inside]).toBeNull();
  expect(map('user-0', 'user-1', 'user-2').flights.links.length).toBeGreaterThan(flights.links.length);
});

test('a census counts everybody at each time, as each of them is', () => {
  const hosts = design.people.filter(({ plays }) => plays === 'remote').map(({ host }) => host);
  const census = new Census(people, hosts);
  fc.assert(
    fc.property(fc.integer({ min: -1, max: end + 1 }), (time) => {
      const counted = new Map<string, number>();
      for (const host of hosts) {
        const { text } = people.at(host, time);
        if (text !== '') counted.set(text, (counted.get(text) ?? 0) + 1);
      }
      expect(new Map(census.at(time).map(({ state, count }) => [state, count]))).toEqual(counted);
    }),
  );
  expect(census.at(end)).toEqual([{ state: 'registered', count: hosts.length, good: true, failed: false }]);
});

test('a call tells while it lasts, then the registration again', () => {
  const { times, values: texts } = people.story('user-0');
  const up = texts.indexOf('established');
  expect(up).toBeGreaterThan(0);
  expect(people.at('user-0', times[up]!).good).toBe(true);
  expect(texts.at(-1)).toBe('registered');
});

test('flows: a rate for each line, none over another', () => {
  const { flights } = map();
  const moving = Array.from({ length: journeys.length }, (_, leg) => leg);
  const flows = flowsOf(journeys, flights.curves, moving);
  expect(flows.length).toBeGreaterThan(2);
  expect(flows.every(({ text }) => /^[\d,.]+\/s$/.test(text))).toBe(true);
  for (const [i, a] of flows.entries())
    for (const b of flows.slice(i + 1))
      expect(Math.abs(a.at.y - b.at.y) >= 20 || Math.abs(a.at.x - b.at.x) >= Math.min(a.width, b.width)).toBe(
        true,
      );
  // A hundred packets on a line at once, each of which takes half a second: two hundred a second.
  const line = curve({ x: 0, y: 0 }, { x: 0, y: 0 }, { x: 100, y: 0 });
  const way = new Uint32Array(100);
  const depart = new Float64Array(100);
  const ways = [{ from: 0, to: 1, family: 'sip', lost: false, delay: 0 } as const];
  const [flow] = flowsOf({ way, ways, depart, arrive: depart.map(() => 500_000) }, [line], [...way.keys()]);
  expect(flow!.text).toBe('200/s');
});

test('lines say how long they take where there is room, and one can be pointed at', () => {
  const { flights, layout } = map();
  const labels = spread(flights.links, [...layout.cards, ...layout.walls]);
  expect(labels.length).toBeGreaterThan(0);
  for (const { link, at } of labels) {
    expect(delayText(link)).toMatch(/^\d+( to \d+)? ms$/);
    expect(linkAt([link], at.x, at.y + 2)).toBe(link);
    expect(linkAt([link], at.x + 400, at.y + 300)).toBeNull();
    for (const card of layout.cards)
      expect(
        at.x > card.x && at.x < card.x + card.width && at.y > card.y && at.y < card.y + card.height,
      ).toBe(false);
  }
});

test('a search finds hosts by name, person and address, and rules by name and port', () => {
  const first = (text: string) => findOnMap(design, text)[0]?.selection;
  expect(first('user 7')).toEqual({ kind: 'host', host: 'user-7' });
  expect(first('198.18.0.12')).toEqual({ kind: 'host', host: 'user-12' });
  expect(first('bob')).toEqual({ kind: 'host', host: 'bob-pc' });
  expect(first('E12')).toEqual({ kind: 'rule', firewall: 'external', rule: 'E12' });
  expect(findOnMap(design, 'udp 3478').every(({ selection }) => selection.kind === 'rule')).toBe(true);
  expect(findOnMap(design, 'nobody at all')).toEqual([]);
  expect(findOnMap(design, '  ')).toEqual([]);
});
