import { expect, test } from 'vitest';
import type { FeatureRun, Intervention } from '../../simulator/model/run.ts';
import { Disposition } from '../../simulator/model/disposition.ts';
import { EventKind } from '../../simulator/model/trace.ts';
import { designWith, runOne } from './designs.ts';

const reference = designWith({ 'knobs.call.talk_s': 20 });

function seen({ trace }: FeatureRun): string[] {
  return [...trace.events.kind.entries()]
    .filter(([, kind]) => kind === EventKind.see)
    .map(([event]) => trace.strings[trace.events.a[event]!]!);
}

const during = (...interventions: Intervention[]) =>
  runOne(reference, 'av-remote-internal', { interventions });
const at = (seconds: number, change: Intervention['change']): Intervention => ({ at: seconds * 1e6, change });

test('the Edge dies in the middle of a call: silence is noticed, then the call is given up', () => {
  const call = during(at(8, { kind: 'host', host: 'edge', power: 'off' }));
  expect(call.finding.status).toBe('broken');
  expect(seen(call).join('\n')).toContain('hears nothing of');
  expect(seen(call)).toContain('The call was disconnected: nothing was heard any more.');
  expect(call.finding.because.map((one) => one.text).join(' ')).toContain('Edge is down');
});

test('a rule closed in the middle changes nothing for who talks already', () => {
  const call = during(at(8, { kind: 'rule', rule: 'E12', enabled: false }));
  const talk = seen(call).indexOf('Alice is in the call with Bob.');
  expect(talk).toBeGreaterThan(0);
  expect(seen(call).join('\n')).not.toContain('hears nothing of');
  expect(call.finding).toMatchObject({ path: 'udp-relay' });
  // The next call meets the closed rule: it was open one way only.
  expect(call.finding.status).toBe('degraded');
});

test('a home cut off for ten seconds is heard again, and the call goes on', () => {
  const call = during(
    at(8, { kind: 'zone', zone: 'alice-home', connected: false }),
    at(18, { kind: 'zone', zone: 'alice-home', connected: true }),
  );
  expect(seen(call).join('\n')).toMatch(/Bob hears nothing of Alice\.[\s\S]*Bob hears Alice again\./);
  expect(seen(call)).not.toContain('The call was disconnected: nothing was heard any more.');
});

test('a cable that is out for ten seconds: what is lost is lost there, and the call goes on', () => {
  const call = during(
    at(8, { kind: 'link', host: 'edge', interface: 'av', connected: false }),
    at(18, { kind: 'link', host: 'edge', interface: 'av', connected: true }),
  );
  expect(seen(call).join('\n')).toMatch(/Bob hears nothing of Alice\.[\s\S]*Bob hears Alice again\./);
  const lost = new Set([...call.trace.packets.disposition]);
  expect(lost).toContain(Disposition['link-cut']);
  expect(lost).not.toContain(Disposition['zone-cut']);
});

test('the other end goes silent: one hears it, and hangs up after half a minute', () => {
  const call = during(at(8, { kind: 'host', host: 'bob-pc', power: 'off' }));
  expect(seen(call)).toContain('Alice hears nothing of Bob.');
  expect(call.finding.status).toBe('broken');
});
