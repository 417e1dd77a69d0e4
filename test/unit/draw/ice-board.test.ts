import { describe, expect, test } from 'vitest';
import { sessionAt, sessionsOf, type IceEnd } from '../../../renderer/views/ice/agents.ts';
import {
  boardsOf,
  candidateOf,
  cellMove,
  cellState,
  searchEnd,
  tcpIsWorse,
} from '../../../renderer/views/ice/board.ts';
import { Checks } from '../../../renderer/views/ice/checks.ts';
import { maskAt, relaysOf, warningsOf } from '../../../renderer/views/ice/findings.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';
import { closing } from './designs.ts';

const LATE = 1e15;

/** A feature's run with some rules closed. */
function readerOf(feature: string, closed: readonly string[] = []): TraceReader {
  return new TraceReader(run(closing(builtinDesign(), ...closed), { only: [feature] }).features[0]!.trace);
}

const open = readerOf('av-remote-internal');
const [first, second] = sessionsOf(open);

/** The pair of an end whose candidates are of these kinds: "relay UDP", for RTP. */
function pairOf(end: IceEnd, local: string, remote: string) {
  const found = end.pairs.find(
    (one) => one.component === 1 && one.local.startsWith(`${local} `) && one.remote.startsWith(`${remote} `),
  );
  if (!found) throw new Error(`${end.id} has no pair ${local} with ${remote}`);
  return found;
}

function nominated(end: IceEnd) {
  return end.pairs.filter((pair) => cellState(pair, LATE, searchEnd(end)) === 'nominated');
}

describe('sessions', () => {
  test('the two ends of a call stand together, the one that calls first', () => {
    expect(sessionsOf(open).map(({ title, ends }) => [title, ends.length])).toEqual([
      ['Alice and Bob: audio', 2],
      ['Bob and Alice: audio', 2],
    ]);
  });

  test('the session of a time is the last that has begun', () => {
    const sessions = sessionsOf(open);
    expect(sessionAt(sessions, 0)).toBe(sessions[0]);
    expect(sessionAt(sessions, second!.begun - 1)).toBe(sessions[0]);
    expect(sessionAt(sessions, second!.begun)).toBe(sessions[1]);
    expect(sessionAt([], 0)).toBeNull();
  });

  test('ends without pairs still find each other, by who calls whom', () => {
    const { trace } = open;
    const actors = trace.actors.map((one) =>
      one.machine === 'ice-pair' ? { ...one, machine: 'none' } : one,
    );
    const without = sessionsOf(new TraceReader({ ...trace, actors }));
    expect(without.map(({ title, ends }) => [title, ends.flatMap(({ pairs }) => pairs)])).toEqual([
      ['Alice and Bob: audio', []],
      ['Bob and Alice: audio', []],
    ]);
  });

  test.each(['alice', 'bob'])('two ends find each other when only %s has reached out', (who) => {
    const { trace } = open;
    const actors = trace.actors.map((one) =>
      one.machine === 'ice-pair' && !one.id.startsWith(who)
        ? { ...one, about: { ...one.about, remote: 'host UDP 192.0.2.1:9' } }
        : // Its name must not help.
          { ...one, title: one.title.replace(/ with \w+/, ' with somebody') },
    );
    expect(sessionsOf(new TraceReader({ ...trace, actors })).map(({ ends }) => ends.length)).toEqual([2, 2]);
  });

  test('a feature without media has none', () => {
    expect(sessionsOf(readerOf('remote-sign-in'))).toEqual([]);
  });
});

describe('board', () => {
  const [alice] = first!.ends;
  const boards = boardsOf(alice!);

  test('one for RTP and one for RTCP, each pair in its cell', () => {
    expect(boards.map(({ component }) => component)).toEqual([1, 2]);
    const cells = boards.flatMap((board) => board.cells.flat()).filter((pair) => pair !== null);
    expect(new Set(cells)).toEqual(new Set(alice!.pairs));
    for (const board of boards)
      board.cells.forEach((row, r) => {
        row.forEach((pair, c) => {
          if (!pair) return;
          expect(pair.local).toBe(board.locals[r]!.name);
          expect(pair.remote).toBe(board.remotes[c]!.name);
        });
      });
  });

  test('own addresses come before relays, UDP before TCP', () => {
    expect(boards[0]!.locals.map(({ type, transport }) => `${type} ${transport}`)).toEqual([
      'host UDP',
      'relay UDP',
      'relay TCP-PASS',
    ]);
  });

  test('a candidate is read in its parts', () => {
    expect(candidateOf('srflx UDP 198.51.100.7:54054')).toEqual({
      name: 'srflx UDP 198.51.100.7:54054',
      type: 'srflx',
      transport: 'UDP',
      address: '198.51.100.7',
      port: '54054',
    });
  });

  test('a pair goes through its states with the time', () => {
    const pair = nominated(alice!)[0]!;
    const ended = searchEnd(alice!);
    const begun = pair.taken[0]!.time;
    expect(cellState(pair, begun - 1, ended)).toBeNull();
    expect(cellState(pair, begun, ended)).toBe('waiting');
    const states = pair.taken.map(({ time }) => cellState(pair, time, Infinity));
    expect(states).toEqual(pair.taken.map(({ state }) => state));
    expect(states.at(-1)).toBe('nominated');
  });

  test('a check that is open when the search ends has had no answer', () => {
    const pair = pairOf(alice!, 'host UDP', 'host UDP');
    const ended = searchEnd(alice!);
    expect(cellState(pair, ended - 1, ended)).toBe('in progress');
    expect(cellState(pair, ended, ended)).toBe('no answer');
    const waits = { ...pair, taken: pair.taken.slice(0, 1) };
    expect(cellState(waits, ended, ended)).toBe('not tried');
  });

  test('arrow keys keep within it', () => {
    const [board] = boards;
    expect(cellMove(board!, 0, 0, 'ArrowUp')).toEqual([0, 0]);
    expect(cellMove(board!, 0, 0, 'ArrowDown')).toEqual([1, 0]);
    expect(cellMove(board!, 1, 0, 'End')).toEqual([1, board!.remotes.length - 1]);
    expect(cellMove(board!, 1, 1, 'Home')).toEqual([1, 0]);
    expect(cellMove(board!, 1, board!.remotes.length - 1, 'ArrowRight')).toEqual([
      1,
      board!.remotes.length - 1,
    ]);
    expect(cellMove(board!, 0, 0, 'x')).toBeNull();
  });
});

test('a path over TCP is second best for sound, not for sharing', () => {
  expect(tcpIsWorse(first!.ends[0]!)).toBe(true);
  expect(tcpIsWorse(sessionsOf(readerOf('sharing-remote-internal'))[0]!.ends[0]!)).toBe(false);
});

describe('packets of a cell', () => {
  test.each([
    'av-remote-internal',
    'av-remote-remote',
    'sharing-remote-internal',
    'sharing-conference-remote',
    'federation-av-lync2010',
    'federation-av-ocs2007',
    'public-av-wlm',
  ])('%s: what was tried has packets, what succeeded a question and an answer', (feature) => {
    const reader = readerOf(feature);
    const checks = new Checks(reader);
    const pairs = sessionsOf(reader).flatMap(({ ends }) =>
      ends.flatMap((end) => end.pairs.map((pair) => ({ end, pair }))),
    );
    expect(pairs.length).toBeGreaterThan(0);
    for (const { end, pair } of pairs) {
      const state = cellState(pair, LATE, searchEnd(end));
      const packets = checks.of(pair);
      const own = packets.filter((one) => one.own).map(({ what }) => what);
      const name = `${end.id}: ${pair.local} with ${pair.remote}, ${state}`;
      if (state !== 'not tried') expect(own.length, name).toBeGreaterThan(0);
      if (state === 'succeeded' || state === 'nominated') {
        expect(own, name).toContain('check');
        expect(own, name).toContain('answer');
      }
    }
  });

  test('a relayed check is the Send request, the Data indication, and both again for the answer', () => {
    const checks = new Checks(open);
    const [alice, bob] = first!.ends;
    const pair = pairOf(alice!, 'relay UDP', 'relay UDP');
    const packets = checks.of(pair);
    for (const what of ['check', 'answer'] as const)
      for (const wrapped of ['send', 'data'] as const)
        expect(packets.some((one) => one.own && one.what === what && one.wrapped === wrapped)).toBe(true);
    // The other end's cell for the same two relays holds the same packets, seen from there.
    const mirrored = checks.of(pairOf(bob!, 'relay UDP', 'relay UDP'));
    expect(mirrored.map(({ packet, own }) => [packet, !own])).toEqual(
      packets.map(({ packet, own }) => [packet, own]),
    );
    expect(packets.some((one) => !one.own)).toBe(true);
  });

  test('what the other end sent is there too, though it never came or a NAT changed where it came from', () => {
    const checks = new Checks(open);
    const [alice, bob] = first!.ends;
    const of = (end: IceEnd, local: string, remote: string, own: boolean) =>
      checks
        .of(pairOf(end, local, remote))
        .filter((one) => one.own === own)
        .map(({ packet }) => packet);
    expect(of(alice!, 'host UDP', 'host UDP', false)).toEqual(of(bob!, 'host UDP', 'host UDP', true));
    expect(of(alice!, 'host UDP', 'host UDP', false).length).toBeGreaterThan(0);
    const toNat = of(bob!, 'host UDP', 'srflx UDP', true);
    expect(toNat.length).toBeGreaterThan(0);
    // Alice's own address has no path to Bob's: the NAT's address is none of hers, so no cell of hers has these.
    for (const pair of alice!.pairs)
      expect(checks.of(pair).filter(({ packet }) => toNat.includes(packet))).toEqual([]);
    const fromRelay = of(bob!, 'relay UDP', 'srflx UDP', true);
    const atHost = of(alice!, 'host UDP', 'relay UDP', false);
    expect(atHost.filter((packet) => fromRelay.includes(packet)).length).toBeGreaterThan(0);
  });

  test('packets are in order, each once', () => {
    const checks = new Checks(open);
    for (const pair of first!.ends[1]!.pairs) {
      const packets = checks.of(pair);
      expect(new Set(packets.map(({ packet }) => packet)).size).toBe(packets.length);
      expect([...packets].sort((a, b) => a.time - b.time)).toEqual(packets);
    }
  });

  test('a direct TCP pair shows the connection that never came about', () => {
    const reader = readerOf('sharing-remote-internal');
    const [alice] = sessionsOf(reader)[0]!.ends;
    const packets = new Checks(reader).of(pairOf(alice!, 'host TCP-PASS', 'host TCP-PASS'));
    expect(new Set(packets.map(({ what }) => what))).toEqual(new Set(['connection']));
    for (const { packet } of packets) expect(reader.disposition(packet).lost).toBe(true);
  });
});

describe('with UDP 3478 inbound closed', () => {
  const reader = readerOf('av-remote-internal', ['E12']);
  const [alice] = sessionsOf(reader)[0]!.ends;
  const warnings = warningsOf(reader, alice!);

  test('the pair of TCP relays is taken', () => {
    expect(
      nominated(alice!).map(({ local, remote }) => [local, remote].map((one) => one.split(' ')[1])),
    ).toEqual([['TCP-PASS', 'TCP-PASS']]);
  });

  test('the relays over UDP failed, with their reason and a packet that was dropped', () => {
    const relays = relaysOf(reader, alice!, warnings);
    expect(relays.map(({ name, taken }) => [name, taken.some(({ state }) => state === 'failed')])).toEqual([
      ['UDP, for RTP', true],
      ['UDP, for RTCP', true],
      ['TCP', false],
    ]);
    expect(relays[0]!.failure).toContain('did not answer');
    expect(reader.disposition(relays[0]!.packet!).id).toBe('dropped');
  });

  test('ICEWarn has its bits with their packets, and none before they were set', () => {
    expect(warnings.map(({ bit }) => bit)).toEqual([...warnings.map(({ bit }) => bit)].sort((a, b) => a - b));
    const all = sessionsOf(reader).flatMap(({ ends }) => ends.flatMap((end) => warningsOf(reader, end)));
    expect(all.length).toBe(reader.trace.events.kind.filter((kind) => kind === EventKind.warn).length);
    expect(maskAt(warnings, 0)).toBe(0);
    expect(maskAt(warnings, LATE) & 0x2).toBe(0x2);
    const shows = warnings.find(({ bit }) => bit === 0x2)?.packet;
    expect(reader.message(shows!)).toMatchObject({ protocol: 'stun', method: 'allocate' });
  });
});
