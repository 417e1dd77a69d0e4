import { expect, test } from 'vitest';
import type { FeatureRun } from '../../simulator/model/run.ts';
import { EventKind } from '../../simulator/model/trace.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import { labelOf } from '../../simulator/protocols/registry.ts';
import { closed, designWith, runOne } from './designs.ts';

const reference = designWith();

function told({ trace }: FeatureRun, kind: number = EventKind.see): { time: number; text: string }[] {
  return [...trace.events.kind.entries()]
    .filter(([, of]) => of === kind)
    .map(([event]) => ({
      time: trace.events.time[event]! / 1e6,
      text: trace.strings[trace.events.a[event]!]!,
    }));
}

const LIMITED = 'Limited External Calling.';

/** Names that people's computers ask for on their way to the A/V Edge, by computer. */
function namesAsked({ trace }: FeatureRun, host: string): string[] {
  const reader = new TraceReader(trace);
  return [...trace.packets.sent.entries()]
    .filter(([, sent]) => reader.node(trace.events.node[sent]!).id === host)
    .map(([packet]) => reader.message(packet))
    .filter((message) => message?.protocol === 'dns')
    .map((message) => labelOf(message!));
}

test('people outside are given the outer name of the A/V Edge, people inside the inner one', () => {
  const call = runOne(reference, 'av-remote-internal');
  expect(namesAsked(call, 'alice-pc')).toContain('A av.contoso.com?');
  expect(namesAsked(call, 'bob-pc')).toContain('A edge.contoso.net?');
  expect(namesAsked(call, 'bob-pc').join()).not.toContain('av.contoso.com');
});

test('without the A/V authentication service one signs in all the same, and is told what is missing', () => {
  const signIn = runOne(closed(reference, 'I5'), 'remote-sign-in');
  expect(signIn.finding.status).toBe('works');
  expect(told(signIn).map((one) => one.text)).toContain(LIMITED);
  expect(told(runOne(reference, 'remote-sign-in')).map((one) => one.text)).not.toContain(LIMITED);
});

test('the service stopped: refused at once, and named', () => {
  const stopped = {
    at: 0,
    change: { kind: 'service', host: 'edge', role: 'av-authentication', running: false },
  } as const;
  const call = runOne(reference, 'av-remote-internal', { interventions: [stopped] });
  expect(call.finding.status).toBe('broken');
  expect(call.finding.because[0]).toMatchObject({ reason: 'no-listener' });
  expect(call.finding.because[0]!.text).toContain('TCP 5062');
});

test('credentials are renewed before their time is up; without renewal they run out in the middle of the day', () => {
  const short = designWith({ 'knobs.mras.lifetime_min': 1, 'knobs.call.talk_s': 90 });
  const long = runOne(short, 'av-remote-internal');
  expect(long.finding).toMatchObject({ status: 'works', path: 'udp-relay' });
  expect(told(long).map((one) => one.text)).not.toContain(LIMITED);

  const closing = { at: 20_000_000, change: { kind: 'rule', rule: 'I5', enabled: false } } as const;
  const dead = {
    at: 20_000_001,
    change: { kind: 'service', host: 'edge', role: 'av-authentication', running: false },
  } as const;
  const after = runOne(short, 'av-remote-internal', { interventions: [closing, dead] });
  const limited = told(after).filter((one) => one.text === LIMITED);
  expect(limited.length).toBeGreaterThan(0);
  for (const { time } of limited) {
    expect(time).toBeGreaterThan(60);
    expect(time).toBeLessThan(70);
  }
  // The call that goes on is not touched; the next one finds no relay.
  expect(after.finding.path).toBe('udp-relay');
  expect(after.finding.status).not.toBe('works');
});
