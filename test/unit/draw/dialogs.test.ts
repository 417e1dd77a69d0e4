import { describe, expect, test } from 'vitest';
import { passagesOf } from '../../../renderer/views/dialogs/passages.ts';
import { chosenRows, partyName, rowsAt, type Choice } from '../../../renderer/views/dialogs/rows.ts';
import { talksOf } from '../../../renderer/views/dialogs/talks.ts';
import { lastedWords, stateMark } from '../../../renderer/views/dialogs/words.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';
import { closing } from './designs.ts';

const design = builtinDesign();
const names = new Map(design.people.map(({ uri, name }) => [uri ?? '', name]));
const readerOf = (feature: string, of: Design = design) =>
  new TraceReader(run(of, { only: [feature] }).features[0]!.trace);
const end = (reader: TraceReader) => reader.trace.events.time.at(-1)!;

const im = readerOf('remote-im');
const talks = talksOf(im);
const ALL: Choice = { sort: 'began', descending: false, kind: 'all', text: '' };

test('every SIP message of a run is in one talk, on each of its hops', () => {
  const passages = talks.flatMap((talk) => talk.passages);
  expect(passages).toHaveLength(passagesOf(im).length);
  expect(new Set(passages.map(({ packet }) => packet)).size).toBe(passages.length);
  for (const { passages: own, turns } of talks)
    expect(turns.flatMap((turn) => turn.passages)).toHaveLength(own.length);
});

describe('a message in several packets', () => {
  const { packets, events } = im.trace;
  const { packet } = passagesOf(im).find((one) => packets.size[one.packet]! > im.carried(one.packet))!;
  const own = [...packets.message.keys()].filter((one) => packets.message[one] === packets.message[packet]);
  const arrivals = own.map((one) => im.eventsOfPacket(one).at(-1)!);
  const arrivedWith = (column: 'time' | 'kind', event: number, value: number) => {
    const changed = events[column].slice();
    changed[event] = value;
    const reader = new TraceReader({ ...im.trace, events: { ...events, [column]: changed } });
    return passagesOf(reader).find((one) => one.packet === packet)!.arrived;
  };

  test('is there when its last bytes are', () => {
    const late = events.time[arrivals.at(-1)!]! + 500;
    expect(arrivedWith('time', arrivals.at(-1)!, late)).toBe(late);
  });

  test('never is when some of them are lost', () => {
    for (const event of arrivals) expect(arrivedWith('kind', event, EventKind.lose)).toBe(Infinity);
  });
});

describe('a conversation across the Edge', () => {
  const talk = talks.find(({ method, from }) => method === 'INVITE' && from.includes('alice'))!;

  test('knows its way, its routes and its turns', () => {
    expect(talk.kind).toBe('dialog');
    expect(talk.nodes.map((node) => im.node(node).title)).toEqual(['Alice', 'Edge', 'Front end 2', 'Bob']);
    expect(talk.routes.map((uri) => /^sip:([^:;]+)/.exec(uri)![1])).toEqual([
      'pool.contoso.net',
      'edge.contoso.net',
      'sip.contoso.com',
    ]);
    // Each end counts for itself: the second MESSAGE is Bob's first.
    expect(talk.turns.map(({ number, method }) => `${number} ${method}`)).toEqual([
      '1 INVITE',
      '2 MESSAGE',
      '1 MESSAGE',
    ]);
    expect(talk.remoteTags).toHaveLength(1);
  });

  test("has the states of the caller's own machine, at its times", () => {
    const actor = im.trace.actors.findIndex(({ title }) => title === 'Alice: conversation with Bob');
    const at = new Map(
      [...im.eventsOfActor(actor)].map((event) => [
        im.string(im.trace.events.b[event]!),
        im.trace.events.time[event]!,
      ]),
    );
    const first = (state: string) =>
      talk.states.times[talk.states.values.findIndex((one) => one.state === state)];
    expect(first('calling')).toBe(at.get('early'));
    expect(first('confirmed')).toBe(at.get('confirmed'));
  });
});

test('registrations stand as their clients have them, at any time', () => {
  const registrations = talks.filter(({ kind }) => kind === 'registration');
  expect(registrations).toHaveLength(3);
  for (const talk of registrations) {
    const name = partyName(talk.from, names);
    const actor = im.trace.actors.findIndex(({ title }) => title === `${name}: registration`);
    for (const event of im.eventsOfActor(actor)) {
      const time = im.trace.events.time[event]!;
      const registered = im.string(im.trace.events.b[event]!) === 'registered';
      if (im.string(im.trace.events.b[event]!) === 'signed out') continue;
      expect([name, time, talk.states.at(time)?.state === 'registered']).toEqual([name, time, registered]);
    }
  }
});

test('what is lost on the way has reached nobody, and its talk waits', () => {
  const reader = readerOf('remote-sign-in', closing(design, 'I1'));
  const [registration] = talksOf(reader).filter(({ kind }) => kind === 'registration');
  expect(registration!.nodes.map((node) => reader.node(node).title)).toEqual(['Alice', 'Edge']);
  const [row] = rowsAt([registration!], names, end(reader));
  expect(row!.now!.result).toMatch(/^(|5\d\d .*|408 .*)$/);
  expect(row!.now!.state).not.toBe('registered');
});

test("a partner's server that cannot be reached is told once, decoded, with where it is written", () => {
  const reader = readerOf('federation-im-lync2010', closing(design, 'E5'));
  const refused = talksOf(reader).find(({ method, to }) => method === 'INVITE' && to.includes('dave'))!;
  expect(refused.diagnostics).toHaveLength(1);
  const [told] = refused.diagnostics;
  expect(told!.reason).toBe('1046 Failed to connect to a federated peer server');
  expect(Object.fromEntries(told!.details)).toMatchObject({
    source: 'edge.contoso.net',
    fqdn: 'sip.fabrikam.com',
  });
  expect(told!.written).not.toBe('');
  const [before, after] = [told!.time - 1, told!.time].map((time) => rowsAt([refused], names, time)[0]!.told);
  expect([before, after]).toEqual([[], [told!.reason]]);
  expect(stateMark(rowsAt([refused], names, end(reader))[0]!.now)).toBe('bad');
});

test('a call ends when somebody hangs up, and lasted until then', () => {
  const reader = readerOf('av-remote-internal');
  const calls = talksOf(reader).filter(({ kind }) => kind === 'dialog');
  expect(calls).toHaveLength(2);
  for (const row of rowsAt(calls, names, end(reader))) {
    expect(row.now!.state).toBe('terminated');
    const bye = row.talk.passages.find(
      ({ message }) => message.kind === 'request' && message.method === 'BYE',
    )!;
    expect(row.lasted! + row.talk.began).toBeGreaterThanOrEqual(bye.sent);
    const before = rowsAt([row.talk], names, bye.sent - 1)[0]!;
    expect([before.now!.state, before.lasted]).toEqual(['confirmed', bye.sent - 1 - row.talk.began]);
  }
});

test('rows come as somebody wants them', () => {
  const rows = rowsAt(talks, names, end(im));
  expect(chosenRows(rows, { ...ALL, text: 'alice Invite' }).map(({ to }) => to)).toEqual(['Bob']);
  expect(chosenRows(rows, { ...ALL, kind: 'registration' })).toHaveLength(3);
  const hops = chosenRows(rows, { ...ALL, sort: 'hops', descending: true }).map(
    ({ talk }) => talk.nodes.length,
  );
  expect(hops).toEqual([...hops].sort((a, b) => b - a));
  expect(hops[0]).toBe(4);
  expect(chosenRows(rows, { ...ALL, text: 'nobody' })).toEqual([]);
  expect(rowsAt(talks, names, -1).every(({ now, lasted }) => now === null && lasted === null)).toBe(true);
});

test('a meeting is called by who holds it', () => {
  expect(partyName('<sip:bob@contoso.com;gruu;opaque=app:conf:focus:id:9B>', names)).toBe('Bob’s meeting');
  expect(partyName('<sip:bob@contoso.com;gruu;opaque=app:conf:chat:id:9B>', names)).toBe(
    'Bob’s meeting, chat',
  );
  expect(partyName('<sip:x@example.com>;tag=1', names)).toBe('x@example.com');
});

test('how long is said in the unit that fits', () => {
  expect([22_000, 8_400_000, 1_800_000_000].map(lastedWords)).toEqual(['22 ms', '8.4 s', '30 min']);
});
