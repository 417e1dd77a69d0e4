import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';
import { FAMILIES, FAMILY_IDS, foremost } from '../../../renderer/draw/families.ts';
import { octagonPath, protocolPath } from '../../../renderer/draw/marks.ts';
import { agentsOf } from '../../../renderer/views/timeline/agents.ts';
import { axisOf } from '../../../renderer/views/timeline/axis.ts';
import { flagsOf } from '../../../renderer/views/timeline/flags.ts';
import { foldingOf } from '../../../renderer/views/timeline/folding.ts';
import { lanesOf } from '../../../renderer/views/timeline/lanes.ts';
import { marksOf, tickBeside, tickNear, tickOf } from '../../../renderer/views/timeline/marks.ts';
import { fitText, paintEach, paintLane } from '../../../renderer/views/timeline/paint.ts';
import { bandsOf } from '../../../renderer/views/timeline/people.ts';
import { placed } from '../../../renderer/views/timeline/placing.ts';
import { pointedIn } from '../../../renderer/views/timeline/pointing.ts';
import { agentRows, flowRows } from '../../../renderer/views/timeline/rows.ts';
import { mostZoom, scaleOf, zoomBy, zoomTo } from '../../../renderer/views/timeline/zooming.ts';
import { scaleLinear, zoomIdentity } from 'd3';

const [feature] = run(builtinDesign(), { only: ['remote-sign-in'] }).features;
const reader = new TraceReader(feature!.trace);
const marks = (times: readonly number[], lost: readonly number[] = []) =>
  marksOf(
    times,
    times.map((_, i) => i),
    times.map((_, i) => i),
    times.map((time) => lost.includes(time)),
  );
const even = scaleLinear([0, 1], [0, 1]);

describe('lanes of flows', () => {
  const lanes = lanesOf(reader);

  test('hold every packet once, in the order of time', () => {
    expect(lanes.flatMap((lane) => [...lane.marks.packets]).sort((a, b) => a - b)).toEqual(
      Array.from({ length: reader.packetCount }, (_, packet) => packet),
    );
    for (const { marks: own } of lanes) expect([...own.times]).toEqual([...own.times].sort((a, b) => a - b));
    expect(lanes.map((lane) => lane.title)).toEqual([
      'Alice, UDP 53',
      'Alice, TCP 443',
      'Edge, TCP 5061',
      'Front end 2, UDP 53',
      'Front end 2, TCP 5062',
    ]);
  });

  test('hold only the packets that are asked for', () => {
    const only = lanesOf(reader, new Set([0, 1, reader.packetCount - 1]));
    expect(only.flatMap(({ packets }) => packets).sort((a, b) => a - b)).toEqual([
      0,
      1,
      reader.packetCount - 1,
    ]);
    const agents = agentsOf(reader, new Set([0]));
    expect(agents.every(({ marks: own }) => own.packets.every((packet) => packet === 0))).toBe(true);
    expect(agents.map(({ title }) => title)).toContain('Alice');
  });

  test('are made of their conversations', () => {
    for (const lane of lanes)
      expect(lane.conversations.flatMap(({ packets }) => packets).sort((a, b) => a - b)).toEqual(
        lane.packets,
      );
    expect(lanes.find(({ title }) => title === 'Alice, TCP 443')!.conversations).toHaveLength(1);
  });

  test('come as somebody wants them, opened where somebody wants it', () => {
    const titles = (
      sort: 'losses' | 'time' | 'name' | 'packets',
      open: string[] = [],
      ahead: string[] = [],
    ) => flowRows(lanes, bandsOf(reader), sort, new Set(open), 1, new Set(ahead)).map(({ title }) => title);
    expect(titles('name')).toEqual(['Alice', ...lanes.map(({ title }) => title).sort()]);
    const last = flowRows(lanes, bandsOf(reader), 'time', new Set(), 0).at(-1);
    expect(last!.title).toBe('Alice');
    expect(titles('packets')[1]).toBe('Edge, TCP 5061');
    expect(titles('time', [], ['Edge, TCP 5061']).slice(0, 2)).toEqual(['Alice', 'Edge, TCP 5061']);
    const dns = lanes.find(({ title }) => title === 'Alice, UDP 53')!;
    expect(titles('time', [dns.title]).filter((title) => title.startsWith('from port'))).toHaveLength(
      dns.conversations.length,
    );
  });
});

describe('lanes of agents', () => {
  const agents = agentsOf(reader);

  test('show each host and firewall that has to do with a packet', () => {
    expect(agents.map(({ title }) => title)).toContain('External firewall');
    const sent = reader.trace.events.kind.filter((kind) => kind === 0).length;
    const hosts = agents.filter(({ kind }) => kind === 'host').flatMap(({ marks: own }) => [...own.events]);
    expect(hosts.filter((event) => reader.event(event).kind === 'send')).toHaveLength(sent);
  });

  test('open to what their person did and saw, and to their machines', () => {
    const alice = agents.find(({ title }) => title === 'Alice')!;
    const rows = agentRows(agents, bandsOf(reader), 'time', new Set([`agent ${alice.node}`]));
    const inner = rows.filter(({ depth }) => depth === 1);
    expect(inner.map(({ title }) => title)).toEqual(['did and saw', 'registration']);
    expect(inner[1]!.spans.map(({ text }) => text)).toEqual([
      'signed out',
      'resolving',
      'connecting',
      'registering',
      'registered',
    ]);
    inner[1]!.spans.forEach((one, i, all) => expect(one.to).toBe(all[i + 1]?.from ?? one.to));
    const how = [...alice.changes.events].map((event) => reader.string(reader.trace.events.c[event]!));
    expect(how).toContain('SIGN_IN');
    expect(how).not.toContain('start');
  });
});

test("people's sentences follow one another without a hole", () => {
  const [alice] = bandsOf(reader);
  expect(alice!.person).toBe('Alice');
  expect(alice!.sentences[0]).toMatchObject({ text: 'Alice signs in', kind: 'act', from: 0 });
  alice!.sentences.forEach((one, i) => {
    if (i > 0) expect(one.from).toBe(alice!.sentences[i - 1]!.to);
  });
});

test('flags stand where a registration came to rest, and say whose it is', () => {
  const flags = flagsOf(reader);
  expect(flags.map((flag) => flag.text)).toEqual(['Alice registered']);
  expect(reader.trace.actors[flags[0]!.actor!]!.id).toBe('alice/registration');
});

describe('drawing', () => {
  test('ticks on one pixel are drawn once; losses are crosses', () => {
    const stripe = paintLane(marks([10, 10.1, 20, 30], [30]), even, 5, 0, 100);
    expect(stripe.ticks.match(/M/g)).toHaveLength(2);
    expect(stripe.crosses.match(/M/g)).toHaveLength(1);
    expect(stripe.span).toEqual([10, 30]);
  });

  test('takes no more strokes than there are pixels, and leaves nothing out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 250 }), { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 1, max: 9 }),
        (times, every) => {
          const sorted = [...times].sort((a, b) => a - b);
          const lost = sorted.filter((_, i) => i % every === 0);
          const own = marksOf(
            sorted,
            [...sorted.keys()],
            [...sorted.keys()],
            sorted.map((time) => lost.includes(time)),
          );
          const { ticks, crosses } = paintLane(own, even, 0, 0, 100);
          const places = (path: string, arm: number) =>
            [...path.matchAll(/M(-?[\d.]+)/g)].map((match) => Number(match[1]) + arm);
          const drawn = places(ticks, 0);
          const crossed = places(crosses, 3.5);
          expect(drawn.length).toBeLessThanOrEqual(103);
          for (const time of sorted)
            if (time >= 0 && time <= 100)
              expect([...drawn, ...crossed].some((x) => Math.abs(x - time) <= 4)).toBe(true);
          for (const time of lost)
            if (time >= 0 && time <= 100) expect(crossed.some((x) => Math.abs(x - time) <= 4)).toBe(true);
          for (const x of [...drawn, ...crossed]) expect(x >= -1 && x <= 101).toBe(true);
        },
      ),
    );
  });

  test('a wait after a loss is dotted, with its length where there is room', () => {
    const scale = scaleLinear([0, 10_000_000], [0, 500]);
    const stripe = paintLane(marks([0, 3_000_000, 9_000_000], [0, 3_000_000, 9_000_000]), scale, 5, 0, 500);
    expect(stripe.waits.map((wait) => wait.text)).toEqual(['3.0 s, no answer', '6.0 s, no answer']);
    expect(paintLane(marks([0, 100_000], [0]), scale, 5, 0, 500).waits).toEqual([]);
    // The loss itself is out of sight.
    const later = scaleLinear([4_000_000, 10_000_000], [0, 500]);
    expect(paintLane(marks([0, 9_000_000], [0]), later, 5, 0, 500).waits).toHaveLength(1);
  });

  test('small shapes do not cover each other', () => {
    expect(paintEach(marks([10, 11, 40, 200]).times, even, 0, 100, (x) => `M${x}`)).toBe('M10M40');
  });
});

describe('pointing', () => {
  const own = marks([10, 20, 20]);

  test('what happened at one instant is in the order of the events', () => {
    const { events, packets, lost } = marksOf([20, 10, 20], [7, 3, 5], [0, 1, 2], [true, false, false]);
    expect([[...events], [...packets], [...lost]]).toEqual([
      [3, 5, 7],
      [1, 2, 0],
      [0, 0, 1],
    ]);
  });

  test('the nearest tick is meant, or none', () => {
    expect(tickNear(own, 18, 5)).toMatchObject({ time: 20, event: 1 });
    expect(tickNear(own, 14, 5)).toMatchObject({ time: 10 });
    expect(tickNear(own, 40, 5)).toBeNull();
    expect(tickNear(marks([]), 1, 5)).toBeNull();
  });

  test('steps go over every tick, also those of one instant', () => {
    const steps = [];
    let from: { time: number; event: number | null } | null = { time: 0, event: null };
    while ((from = tickBeside(own, from, 1))) steps.push(from.event);
    expect(steps).toEqual([0, 1, 2]);
    expect(tickBeside(own, { time: 20, event: 2 }, -1)).toMatchObject({ event: 1 });
    expect(tickBeside(own, { time: 20, event: 1 }, -1)).toMatchObject({ event: 0 });
    expect(tickBeside(own, { time: 10, event: 0 }, -1)).toBeNull();
    expect(tickBeside(own, { time: 15, event: null }, -1)).toMatchObject({ event: 0 });
    expect(tickBeside(own, { time: 10, event: null }, 1)).toMatchObject({ event: 0 });
    expect(tickBeside(own, { time: 20, event: null }, -1)).toMatchObject({ event: 0 });
  });

  test("a packet's tick is found by its times", () => {
    expect(tickOf(own, 2, [10, 20])).toMatchObject({ time: 20, packet: 2 });
    expect(tickOf(own, 2, [10])).toBeNull();
  });

  test('a change of state is meant at the top of its row, its packets below', () => {
    const [row] = agentRows(agentsOf(reader), [], 'time', new Set()).filter(({ title }) => title === 'Alice');
    const scale = scaleLinear([0, reader.trace.events.time.at(-1)!], [0, 1000]);
    const change = row!.changes!.times[1]!;
    expect(pointedIn(row!, scale, scale(change), 2)).toMatchObject({
      kind: 'change',
      tick: { time: change },
    });
    const packet = row!.marks!.times[0]!;
    expect(pointedIn(row!, scale, scale(packet), 12)).toMatchObject({ kind: 'tick', tick: { time: packet } });
  });
});

describe('time along a line', () => {
  test('an axis is in the unit of what is in sight, from microseconds to hours', () => {
    const texts = (from: number, to: number) => {
      const { unit, ticks } = axisOf(from, to, 6);
      return [unit, ...ticks.map(({ text }) => text)];
    };
    expect(texts(0, 500)).toEqual(['µs', '0', '100', '200', '300', '400', '500']);
    expect(texts(8_749_500, 8_750_000)).toEqual(['8.749 s + µs', '500', '600', '700', '800', '900', '1000']);
    expect(texts(0, 600_000)).toEqual(['ms', '0', '100', '200', '300', '400', '500', '600']);
    expect(texts(3_200_000, 3_800_000)[0]).toBe('3 s + ms');
    expect(texts(0, 25_000_000)).toEqual(['s', '0', '5', '10', '15', '20', '25']);
    expect(texts(0, 3_000_000)).toEqual(['s', '0.0', '0.5', '1.0', '1.5', '2.0', '2.5', '3.0']);
    expect(texts(0, 600_000_000)).toEqual(['min:s', '0:00', '2:00', '4:00', '6:00', '8:00', '10:00']);
    expect(texts(0, 36_000_000_000)).toEqual(['h:min', '0:00', '2:00', '4:00', '6:00', '8:00', '10:00']);
  });

  test('an axis has no more lines than there is room for, and one is always there to count from', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e9 }), fc.integer({ min: 20, max: 4e10 }), (from, span) => {
        const { ticks } = axisOf(from, from + span, 8);
        expect(ticks.length).toBeLessThanOrEqual(9);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        for (const { time } of ticks) expect(time >= from && time <= from + span).toBe(true);
      }),
    );
  });

  const waits = fc
    .uniqueArray(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 12 })
    .map((all) => all.sort((a, b) => a - b))
    .map((all) =>
      all.flatMap((from, i) => (i % 2 === 0 && all[i + 1] !== undefined ? [{ from, to: all[i + 1]! }] : [])),
    );

  test('waits made short keep the order of time, and the line stays whole', () => {
    fc.assert(
      fc.property(waits, (all) => {
        const { times, shares, breaks } = foldingOf(1_000_000, all);
        expect([times[0], times.at(-1), shares[0], shares.at(-1)]).toEqual([0, 1_000_000, 0, 1]);
        times.forEach((time, i) => {
          if (i === 0) return;
          expect(time).toBeGreaterThan(times[i - 1]!);
          expect(shares[i]).toBeGreaterThan(shares[i - 1]!);
        });
        const scale = scaleLinear(times, shares);
        for (const { from, to } of breaks)
          expect(scale(to) - scale(from)).toBeLessThan((to - from) / 1_000_000);
      }),
    );
    // What is not waited through keeps its proportions.
    const { times, shares } = foldingOf(100, [{ from: 10, to: 70 }]);
    const line = scaleLinear(times, shares);
    expect(line(80) - line(70)).toBeCloseTo(line(10) - line(0), 9);
    expect(foldingOf(100, [{ from: 10, to: 90 }]).breaks).toHaveLength(1);
    expect(foldingOf(100, [{ from: 10, to: 12 }]).breaks).toEqual([]);
    expect(foldingOf(100, [{ from: 0, to: 100 }]).breaks).toEqual([]);
  });

  test('what is pointed at stays where it is while one zooms, as long as the edges let it', () => {
    const fold = foldingOf(1_000_000, []);
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 500, noNaN: true }),
        fc.integer({ min: 150, max: 950 }),
        (factor, x) => {
          const before = scaleOf(fold, zoomIdentity, 150, 950);
          const zoomed = zoomBy(zoomIdentity, factor, x, 150, 950, mostZoom(1_000_000));
          const after = scaleOf(fold, zoomed, 150, 950);
          expect(after.invert(x)).toBeCloseTo(before.invert(x), 0);
          expect(after.invert(150)).toBeGreaterThanOrEqual(-0.001);
          expect(after.invert(950)).toBeLessThanOrEqual(1_000_000.001);
        },
      ),
    );
  });

  test('a stretch that is chosen fills the room; in no further than to microseconds, out no further than the run', () => {
    const fold = foldingOf(1_000_000, []);
    const before = scaleOf(fold, zoomIdentity, 150, 950);
    const [from, to] = [before.invert(300), before.invert(340)];
    const after = scaleOf(fold, zoomTo(zoomIdentity, 340, 300, 150, 950, mostZoom(1_000_000)), 150, 950);
    expect(after.invert(150)).toBeCloseTo(from, 3);
    expect(after.invert(950)).toBeCloseTo(to, 3);
    const deep = scaleOf(fold, zoomBy(zoomIdentity, 1e9, 500, 150, 950, mostZoom(1_000_000)), 150, 950);
    expect(deep.invert(950) - deep.invert(150)).toBeCloseTo(20, 3);
    expect(zoomBy(zoomIdentity, 0.01, 500, 150, 950, 10).k).toBe(1);
  });

  test('words on the axis do not run into each other; the first that is listed stays', () => {
    const all = [
      { time: 100, text: 'second' },
      { time: 80, text: 'hidden' },
      { time: 190, text: 'turned' },
    ];
    const stood = placed(all, ({ text }) => text, even, 0, 200);
    expect(stood.map(({ short, turned }) => [short, turned])).toEqual([['second', false]]);
    expect(placed([all[2]!], ({ text }) => text, even, 0, 200)[0]!.turned).toBe(true);
  });
});

test('a text is cut where it does not fit', () => {
  expect(fitText('Alice', 100)).toBe('Alice');
  expect(fitText('Cannot sign in', 60)).toBe('Cannot si…');
  expect(fitText('Cannot sign in', 10)).toBe('');
});

test('each protocol has a shape of its own, closed, within its radius', () => {
  const paths = FAMILY_IDS.map((family) => protocolPath(family, 10));
  for (const all of [paths, Object.values(FAMILIES).map(({ icon }) => icon)])
    expect(new Set(all).size).toBe(FAMILY_IDS.length);
  for (const path of [...paths, octagonPath(10)]) {
    expect(path).toMatch(/^M.*Z$/);
    for (const number of path.match(/-?\d+(\.\d+)?/g) ?? [])
      expect(Math.abs(Number(number))).toBeLessThanOrEqual(20);
  }
});

test('what families share takes the colour of one of them, in whichever order they come', () => {
  for (const one of FAMILY_IDS)
    for (const other of FAMILY_IDS) {
      expect([one, other]).toContain(foremost(one, other));
      expect(foremost(other, one)).toBe(foremost(one, other));
    }
  // What people hear is what they look for; what carries all else comes last.
  expect(FAMILY_IDS.reduce(foremost)).toBe('rtp');
  expect(FAMILY_IDS.every((family) => foremost('tls', family) === family)).toBe(true);
});
