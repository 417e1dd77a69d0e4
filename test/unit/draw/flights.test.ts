import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';
import { curve, headingAt, pathOf, pointAt } from '../../../renderer/views/map/curves.ts';
import { flagLines, placeFlag } from '../../../renderer/views/map/flag.ts';
import { countUpTo, gateKey, planFlights, underWay } from '../../../renderer/views/map/flights.ts';
import { layoutMap } from '../../../renderer/views/map/layout.ts';
import { People } from '../../../renderer/views/map/people.ts';

function signIn(closed: readonly string[] = []) {
  const base = builtinDesign();
  const design = {
    ...base,
    firewalls: base.firewalls.map((firewall) => ({
      ...firewall,
      rules: firewall.rules.map((rule) => ({ ...rule, enabled: !closed.includes(rule.id) })),
    })),
  };
  const [feature] = run(design, { only: ['remote-sign-in'] }).features;
  const reader = new TraceReader(feature!.trace);
  const layout = layoutMap(design, 834, 610);
  return { design, reader, layout, flights: planFlights(reader, layout) };
}

test('a packet is never in two places, and goes on where it was', () => {
  const { flights, reader } = signIn();
  for (let packet = 0; packet < reader.packetCount; packet++) {
    const legs = flights.legs.filter((leg) => leg.packet === packet);
    for (let i = 1; i < legs.length; i++) {
      expect(legs[i]!.depart).toBeGreaterThanOrEqual(legs[i - 1]!.arrive);
      const [end, start] = [pointAt(legs[i - 1]!.curve, 1), pointAt(legs[i]!.curve, 0)];
      expect(end.x).toBeCloseTo(start.x, 5);
      expect(end.y).toBeCloseTo(start.y, 5);
    }
  }
});

test('legs are in the order of their departure, none earlier than it happened', () => {
  const { flights, reader } = signIn();
  for (let i = 1; i < flights.legs.length; i++)
    expect(flights.departures[i]!).toBeGreaterThanOrEqual(flights.departures[i - 1]!);
  for (const leg of flights.legs)
    expect(leg.depart).toBeGreaterThanOrEqual(reader.trace.events.time[leg.event]!);
});

test('what is under way is found without looking at the rest', () => {
  const { flights } = signIn();
  for (const time of [0, 5000, 140_000, 287_000, 400_000]) {
    const expected = flights.legs.filter((leg) => leg.depart <= time && time < leg.arrive);
    expect(underWay(flights, time, 0).map(({ leg }) => leg)).toEqual(expected);
  }
});

test('used gates are known with the time of their first use', () => {
  const { flights } = signIn();
  const use = flights.uses.get(gateKey('external', 2))!;
  expect(use.family).toBe('sip');
  expect(use.first).toBeGreaterThan(100_000);
  expect(flights.uses.get(gateKey('external', 12))).toBeUndefined();
});

test('drops at a closed gate fold into one mark that lies before it', () => {
  const { flights, layout } = signIn(['E3']);
  expect(flights.falls).toHaveLength(1);
  const [fall] = flights.falls;
  expect(fall!.times).toHaveLength(3);
  expect(fall!.why).toBe('no rule for TCP 443');
  expect(fall!.gate?.rule.id).toBe('E3');
  expect(fall!.at).toEqual({ x: layout.walls[0]!.x, y: fall!.gate!.y + fall!.gate!.height / 2 });
  expect(fall!.fromRight).toBe(false);
  expect(flights.uses.has(gateKey('external', 2))).toBe(false);
  const link = flights.links.find((one) => one.lost);
  expect(link?.ends).toBe("Alice's router to External firewall");
});

test('a loss is shown at its very time', () => {
  const { flights, reader } = signIn(['I1']);
  const { events } = reader.trace;
  for (const fall of flights.falls)
    fall.events.forEach((event, i) => {
      expect(fall.times[i]).toBe(events.time[event]);
      const leg = flights.legs.filter((one) => one.packet === events.packet[event]).at(-1)!;
      expect(leg.arrive).toBe(events.time[event]);
      expect(events.kind[event]).toBe(EventKind.verdict);
    });
  // What goes to either front end is stopped by the same gate: one mark.
  expect(flights.falls).toHaveLength(1);
  expect(flights.falls[0]!.what).toMatch(/and 1 more$/);
});

test('people: their state, and what they saw, at each time', () => {
  const { reader } = signIn();
  const people = new People(reader);
  expect(people.at('alice-pc', -1).text).toBe('');
  expect(people.at('alice-pc', 0).text).toBe('resolving');
  const end = people.at('alice-pc', 10_000_000);
  expect(end).toMatchObject({ text: 'registered', good: true, failed: false });
  expect(end.seen).not.toBe('');
  expect(people.isActive('bob-pc')).toBe(false);
  expect(people.at('edge', 10_000_000).text).toBe('');
});

test('a curve begins and ends where it should, level', () => {
  const way = curve({ x: 10, y: 20 }, { x: 50, y: 20 }, { x: 150, y: 120 });
  expect(pointAt(way, 0)).toEqual({ x: 10, y: 20 });
  expect(pointAt(way, 1)).toEqual({ x: 150, y: 120 });
  expect(headingAt(way, 0.02)).toBe(0);
  expect(Math.abs(headingAt(way, 1))).toBeLessThan(5);
  expect(pathOf(way)).toBe('M50,20C100,20 100,120 150,120');
});

test('a flag keeps a port with its transport, and covers nothing', () => {
  expect(flagLines('no rule for TCP 443', 64)).toEqual(['Dropped:', 'no rule for', 'TCP\u00a0443']);
  const card = { x: 0, y: 60, width: 140, height: 80 };
  const flag = placeFlag({ x: 200, y: 100 }, false, 'no rule for TCP 443', 60, [card]);
  expect(flag.y + flag.height < card.y || flag.y > card.y + card.height || flag.x > 140).toBe(true);
});

test('counting up to a time', () => {
  const times = [1, 2, 2, 5];
  expect([0, 1, 2, 4, 5, 9].map((time) => countUpTo(times, time))).toEqual([0, 1, 3, 3, 4, 4]);
});
