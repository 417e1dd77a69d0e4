import { describe, expect, test } from 'vitest';
import { logAt, rowsAt, sessionsOf } from '../../../renderer/views/sessions/sessions.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import type { Design } from '../../../simulator/model/design.ts';
import type { Intervention } from '../../../simulator/model/run.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { worldAt } from '../../../simulator/run.ts';
import { run } from '../../../simulator/run.ts';

const design = builtinDesign();
const FEATURE = 'av-remote-internal';

function readerOf(of: Design, interventions: readonly Intervention[] = []): TraceReader {
  return new TraceReader(run(of, { only: [FEATURE], interventions }).features[0]!.trace);
}

/** Numbers of the connections that the engine itself knows. */
function known(of: Design, firewall: string, time: number, interventions: readonly Intervention[]): number[] {
  return worldAt(of, FEATURE, time, { interventions })
    .engine(firewall)!
    .tracker.connections.forgetSerial(null, time)
    .sort((a, b) => a - b);
}

const forget: Intervention = {
  at: 2_000_000,
  change: { kind: 'expire', firewall: 'external', connection: 0 },
};

describe.each([
  ['as designed', design, []],
  ['with a connection forgotten', design, [forget]],
  [
    'with short time-outs',
    {
      ...design,
      firewalls: design.firewalls.map((wall) => ({ ...wall, udpTimeout_s: 2, tcpTimeout_s: 4 })),
    },
    [],
  ],
] as const)('%s', (_, of, interventions) => {
  test('what is read from the trace is what the firewall knows, at any time', () => {
    const reader = readerOf(of, interventions);
    const walls = sessionsOf(reader, of);
    let seen = 0;
    for (let time = 100_000; time < 20_000_000; time += 1_337_000)
      for (const { firewall, sessions } of walls) {
        const rows = rowsAt(reader, sessions, time).map(({ session }) => session.connection);
        expect([firewall, time, rows]).toEqual([firewall, time, known(of, firewall, time, interventions)]);
        seen += rows.length;
      }
    expect(seen).toBeGreaterThan(20);
  });
});

test('a row says who began, by which rule, how far it is and how long it lives on', () => {
  const reader = readerOf(design);
  const [external] = sessionsOf(reader, design);
  const rows = rowsAt(reader, external!.sessions, 3_000_000);
  const signIn = rows.find(({ to }) => to === '10.45.16.10:443')!;
  expect(signIn).toMatchObject({ protocol: 'TCP', state: 'established', session: { rule: 'E3' } });
  expect(signIn.left + signIn.idle).toBeCloseTo(3600, 0);
  const { sport } = signIn.session.tuple;
  // Each of its packets until then, by which end it came from.
  const passed = signIn.session.events.filter((event) => reader.event(event).time <= 3_000_000);
  const fromAlice = passed.filter((event) => reader.tupleAt(event).sport === sport).length;
  expect(fromAlice).toBeGreaterThan(0);
  expect([signIn.sent, signIn.answered]).toEqual([fromAlice, passed.length - fromAlice]);
  const relay = rows.find(({ to }) => to === '10.45.16.30:3478')!;
  expect(relay).toMatchObject({ protocol: 'UDP', state: 'both ways', session: { rule: 'E12' } });
  expect(rowsAt(reader, external!.sessions, 0)).toEqual([]);
});

test('a connection forgotten in the middle is gone from then on, and its packets fit none', () => {
  const reader = readerOf(design, [forget]);
  const session = sessionsOf(reader, design)[0]!.sessions[0]!;
  expect(session.forgotten).toBe(2_000_000);
  expect(rowsAt(reader, [session], 1_999_999)).toHaveLength(1);
  expect(rowsAt(reader, [session], 2_000_000)).toEqual([]);
});

test('rules that log write down what they let pass and what they stop', () => {
  const logging: Design = {
    ...design,
    firewalls: design.firewalls.map((wall) => ({
      ...wall,
      rules: wall.rules.map((rule) =>
        rule.id === 'E12'
          ? { ...rule, log: true, action: 'drop' as const }
          : { ...rule, log: rule.id === 'E13' },
      ),
    })),
  };
  const [external] = sessionsOf(readerOf(logging), logging);
  const lines = logAt(external!, Infinity).map(({ text }) => text.replace(/:\d+ ->/, ' ->'));
  expect(lines).toContain('dropped udp 198.51.100.7 -> 10.45.16.30:3478');
  expect(lines).toContain('passed tcp 198.51.100.7 -> 10.45.16.30:443');
  expect(logAt(external!, 0)).toEqual([]);
});
