import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';
import { curve, headingAt, pathOf, pointAt } from '../../../renderer/views/map/curves.ts';
import { flagLines, placeFlag } from '../../../renderer/views/map/flag.ts';
import { planFlights, sentOn } from '../../../renderer/views/map/flights.ts';
import { Journeys } from '../../../renderer/views/map/journeys.ts';
import { layoutMap } from '../../../renderer/views/map/layout.ts';
import { People } from '../../../renderer/views/map/people.ts';
import { gateKey } from '../../../renderer/views/map/spots.ts';
import { countUpTo } from '../../../renderer/draw/search.ts';

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
  const journeys = new Journeys(reader, design, new People(reader).active);
  const legs = Array.from({ length: journeys.length }, (_, index) => journeys.leg(index));
  return { design, reader, layout, journeys, legs, flights: planFlights(journeys, layout) };
}

test('a packet is never in two places, and goes on where it was', () => {
  const { flights, journeys, legs: all, reader } = signIn();
  for (let packet = 0; packet < reader.packetCount; packet++) {
    const legs = journeys.legsOf(packet);
    expect(legs).toEqual(all.filter((leg) => leg.packet === packet));
    for (let i = 1; i < legs.length; i++) {
      expect(legs[i]!.depart).toBeGreaterThanOrEqual(legs[i - 1]!.arrive);
      const [before, after] = [flights.curves[legs[i - 1]!.way]!, flights.curves[legs[i]!.way]!];
      const [end, start] = [pointAt(before, 1), pointAt(after, 0)];
      expect(end.x).toBeCloseTo(start.x, 5);
      expect(end.y).toBeCloseTo(start.y, 5);
    }
  }
});

test('legs are in the order of their departure, none earlier than it happened', () => {
  const { legs, reader } = signIn();
  for (let i = 1; i < legs.length; i++) expect(legs[i]!.depart).toBeGreaterThanOrEqual(legs[i - 1]!.depart);
  for (const leg of legs) expect(leg.depart).toBeGreaterThanOrEqual(reader.trace.events.time[leg.event]!);
});

test('what is under way is found without looking at the rest', () => {
  const { journeys, legs } = signIn();
  for (const time of [0, 5000, 140_000, 287_000, 400_000]) {
    const expected = legs.filter((leg) => leg.depart <= time && time < leg.arrive);
    expect(journeys.underWay(time)).toEqual(expected.map(({ index }) => index));
    for (const leg of expected) {
      expect(journeys.shareOf(leg.index, leg.depart)).toBe(0);
      expect(journeys.shareOf(leg.index, leg.arrive)).toBe(1);
    }
  }
});

test('used gates are known with the time of their first use', () => {
  const { journeys } = signIn();
  const use = journeys.uses.get(gateKey('external', 2))!;
  expect(use.family).toBe('sip');
  expect(use.first).toBeGreaterThan(100_000);
  expect(journeys.uses.get(gateKey('external', 12))).toBeUndefined();
});

test('drops at a closed gate fold into one mark that lies before it', () => {
  const { flights, journeys, layout } = signIn(['E3']);
  expect(flights.falls).toHaveLength(1);
  const [fall] = flights.falls;
  expect(fall!.times).toHaveLength(3);
  expect(fall!.why).toBe('no rule for TCP 443');
  expect(fall!.gate?.rule.id).toBe('E3');
  expect(fall!.at).toEqual({ x: layout.walls[0]!.x, y: fall!.gate!.y + fall!.gate!.height / 2 });
  expect(fall!.fromRight).toBe(false);
  expect(journeys.uses.has(gateKey('external', 2))).toBe(false);
  const link = flights.links.find((one) => one.lost);
  expect(link?.ends).toBe("Alice's router to External firewall");
});

test('a loss is shown at its very time', () => {
  const { flights, journeys, reader } = signIn(['I1']);
  const { events } = reader.trace;
  for (const fall of flights.falls)
    fall.events.forEach((event, i) => {
      expect(fall.times[i]).toBe(events.time[event]);
      const leg = journeys.legsOf(events.packet[event]!).at(-1)!;
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
  expect(people.active.has('bob-pc')).toBe(false);
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

test('a flag keeps a port with its transport', () => {
  expect(flagLines('no rule for TCP 443', 64)).toEqual(['Dropped:', 'no rule for', 'TCP\u00a0443']);
});

test('a flag stays in its column and on the sheet, and covers nothing where there is room', () => {
  const area = { x: 0, y: 46, width: 240, height: 430 };
  const card = fc.record({ y: fc.integer({ min: 46, max: 400 }), height: fc.integer({ min: 40, max: 90 }) });
  fc.assert(
    fc.property(fc.integer({ min: 60, max: 470 }), fc.boolean(), card, card, (y, fromRight, ...cards) => {
      const kept = cards.map((one) => ({ ...one, x: 12, width: 128 }));
      const at = { x: fromRight ? 0 : 240, y };
      const flag = placeFlag(at, fromRight, 'no rule for UDP 3478', area, kept);
      expect(flag.x).toBeGreaterThanOrEqual(area.x);
      expect(flag.x + flag.width).toBeLessThanOrEqual(area.x + area.width);
      expect(flag.y).toBeGreaterThanOrEqual(area.y);
      expect(flag.y + flag.height).toBeLessThanOrEqual(area.y + area.height);
      // Beside the cards there is room at every height, for one that is narrow.
      if (!fromRight)
        for (const one of kept)
          expect(
            flag.x >= one.x + one.width || flag.y >= one.y + one.height || flag.y + flag.height <= one.y,
          ).toBe(true);
    }),
  );
});

test('counting up to a time', () => {
  const times = [1, 2, 2, 5];
  expect([0, 1, 2, 4, 5, 9].map((time) => countUpTo(times, time))).toEqual([0, 1, 3, 3, 4, 4]);
});

test('a line tells how many packets have set out on it, and how long they take', () => {
  const { flights, journeys, legs, reader } = signIn();
  const { time } = reader.trace.events;
  const end = time.at(-1)!;
  expect(flights.links.reduce((sum, link) => sum + sentOn(journeys, link, end), 0)).toBe(legs.length);
  for (const link of flights.links) {
    const own = legs.filter(({ way }) => link.ways.includes(way));
    const middle = own[own.length >> 1]!.depart;
    expect(sentOn(journeys, link, middle)).toBe(own.filter(({ depart }) => depart <= middle).length);
    expect(link.first).toBe(own[0]!.depart);
    expect(link.delay[0]).toBeLessThanOrEqual(link.delay[1]);
  }
  // Over the Internet it takes longer than inside.
  const between = (ends: string) => flights.links.find((link) => link.ends === ends)!.delay[0];
  expect(between("Alice's router to External firewall")).toBeGreaterThan(
    between('External firewall to Edge'),
  );
});
