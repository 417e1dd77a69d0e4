import { describe, expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { Protocol } from '../../../simulator/model/packet.ts';
import type { Run } from '../../../simulator/model/run.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { RuleResult } from '../../../simulator/policies/check.ts';
import { checkPolicy } from '../../../simulator/policies/check.ts';
import { loadPolicy } from '../../../simulator/policies/load.ts';
import { run } from '../../../simulator/run.ts';
import { closed, designWith } from '../../story/designs.ts';

const design = builtinDesign();
const whole = run(design);

/** What becomes of one rule. */
function check(rule: Readonly<Record<string, unknown>>, of: Design = design, ran: Run = whole): RuleResult {
  const text = JSON.stringify({ format: 'edge-lab-policy', version: 1, rules: [{ id: 'r', ...rule }] });
  const loaded = loadPolicy(text, 'policy', of);
  if (!loaded.ok) throw new Error(loaded.problems[0]!.message);
  return checkPolicy(loaded.rules, ran, of)[0]!;
}

/** A design with one more rule, asked first. */
function withRule(firewall: string, rule: Partial<Design['firewalls'][number]['rules'][number]>): Design {
  const pattern = design.firewalls[0]!.rules[0]!;
  return {
    ...design,
    firewalls: design.firewalls.map((wall) =>
      wall.id === firewall
        ? { ...wall, rules: [{ ...pattern, id: 'NEW', src: 'any', sport: 'any', ...rule }, ...wall.rules] }
        : wall,
    ),
  };
}

describe('what must become of a feature', () => {
  const shut = closed(design, 'E12');
  const shutRun = run(shut);
  test.each([
    ['remote-im', 'work', true],
    ['remote-im', 'work-or-limp', true],
    ['remote-im', 'not-work', false],
    ['av-remote-internal', 'work', false],
    ['av-remote-internal', 'work-or-limp', true],
    ['av-remote-internal', 'not-work', false],
  ])('E12 closed: %s must %s: %s', (feature, must, ok) => {
    const result = check({ feature, must }, shut, shutRun);
    expect(result.ok).toBe(ok);
    expect(result.evidence.length > 0).toBe(!ok);
  });

  test('why it does not is told as the run tells it', () => {
    const { evidence } = check({ feature: 'av-remote-internal', must: 'work' }, shut, shutRun);
    const { because } = shutRun.features.find(({ feature }) => feature.id === 'av-remote-internal')!.finding;
    expect(evidence.map(({ text, packet }) => ({ text, packet }))).toEqual(
      because.map(({ text, packet }) => ({ text, packet })),
    );
  });
});

describe('flows that must never be, by the rules as a whole', () => {
  test('anonymous people do not reach the pool straight, but a rule for the proxy lets that in', () => {
    const never = { to: 'pool-web', transport: 'tcp', ports: '4443' };
    expect(check({ never: { ...never, from: 'internet' } }).ok).toBe(true);
    const proxy = check({ never: { ...never, from: 'reverse-proxy.inside' } });
    expect(proxy.evidence[0]).toMatchObject({
      feature: null,
      text: 'tcp 172.25.33.40:50000 -> 192.168.10.190:4443 gets there: through internal (I9).',
    });
  });

  test('a wide rule at one wall is not enough, at both it is: through whatever stands between', () => {
    const never = { from: 'internet', to: 'corporate', transport: 'tcp', ports: '4443' };
    const wide = { dst: 'any', dport: '4000-5000', transport: 'tcp', direction: 'in' } as const;
    const outer = withRule('external', wide);
    const both = {
      ...outer,
      firewalls: outer.firewalls.map((wall) =>
        wall.id === 'internal'
          ? withRule('internal', { ...wide, id: 'NEW2' }).firewalls.find(({ id }) => id === 'internal')!
          : wall,
      ),
    };
    expect(check({ never }, outer).ok).toBe(true);
    expect(check({ never }, withRule('internal', wide)).ok).toBe(true);
    const { ok, evidence } = check({ never }, both);
    expect(ok).toBe(false);
    expect(evidence[0]!.text).toMatch(
      /^tcp 203\.0\.113\.9:50000 -> 192\.168\.10\.\d+:4443 gets there: through external \(NEW\), then host edge, if it sends it on, then internal \(NEW2\)\.$/,
    );
  });

  test('a rule that was switched off lets nothing pass; one whose meaning is not known may', () => {
    const never = { from: 'internet', to: 'edge.access', transport: 'tcp', ports: '3389' };
    const rdp = { dst: 'edge.access', dport: '3389', transport: 'tcp', direction: 'in' } as const;
    expect(check({ never }, withRule('external', rdp)).ok).toBe(false);
    expect(check({ never }, withRule('external', { ...rdp, enabled: false })).ok).toBe(true);
    expect(
      check({ never }, withRule('external', { ...rdp, action: 'undetermined' })).evidence[0]!.text,
    ).toContain('NEW, whose meaning is not known');
  });

  test('within a zone nothing stands between', () => {
    const { evidence } = check({ never: { from: 'bob-pc', to: 'ben-pc' } });
    expect(evidence[0]!.text).toContain('nothing stands between');
  });
});

describe('flows that must never be, in the run', () => {
  test('what anonymous people cause reaches the pool through the proxy, each time by what they did', () => {
    const never = { whose: 'anonymous', to: 'pool-web', transport: 'tcp', ports: '4443' };
    const { ok, evidence } = check({ never });
    expect(ok).toBe(false);
    expect(evidence.map(({ feature }) => feature)).toContain('meeting-join-page');
    for (const { feature, packet, event, text } of evidence) {
      const { trace } = whole.features.find((one) => one.feature.id === feature)!;
      expect(trace.events.packet[event!]).toBe(packet);
      expect(trace.events.kind[event!]).toBe(EventKind.deliver);
      expect(new TraceReader(trace).tupleAt(event!).dport).toBe(4443);
      expect(text).toMatch(/It began when Gina opens the (meeting link|link of the invitation)/);
    }
    // With the door shut they only knock at the outer side of the proxy.
    const shut = closed(design, 'I9');
    expect(check({ never }, shut, run(shut)).ok).toBe(true);
  });

  test('it is their doing, not that of others in the same feature', () => {
    const join = run(design, { only: ['conference-join-anonymous'] });
    const never = { to: 'front-end-1, front-end-2', transport: 'tcp', ports: '5061' };
    expect(check({ never: { ...never, whose: 'internal' } }, design, join).ok).toBe(false);
    expect(check({ never: { ...never, whose: 'federated' } }, design, join).ok).toBe(true);
  });

  test('with places and people, both must hold', () => {
    const page = run(design, { only: ['meeting-join-page'] });
    const never = { to: 'pool-web', transport: 'tcp', ports: '4443' };
    const how = (more: object) =>
      check({ never: { ...never, ...more } }, design, page).evidence.map(({ feature }) => feature);
    expect(how({ from: 'internet' })).toEqual([]);
    expect(how({ from: 'internet', whose: 'anonymous' })).toEqual(['meeting-join-page']);
    expect(how({ from: 'reverse-proxy', whose: 'federated' })).toEqual([null, 'meeting-join-page']);
  });

  test('what they do is not the doing of those whom they saw before', () => {
    // Gina follows the link that Bob sent her.
    const page = run(design, { only: ['meeting-join-page'] });
    const never = { to: 'reverse-proxy', transport: 'tcp', ports: '443' };
    expect(check({ never: { ...never, whose: 'anonymous' } }, design, page).ok).toBe(false);
    expect(check({ never: { ...never, whose: 'internal' } }, design, page).ok).toBe(true);
  });

  test('what their computers answer by themselves is theirs, too', () => {
    const call = run(design, { only: ['av-remote-internal'] });
    const never = { whose: 'remote', to: 'edge.internal', transport: 'tcp', ports: '5061' };
    expect(check({ never }, design, call).evidence[0]!.text).toMatch(/It began when Alice sent tcp /);
  });

  test('that a firewall says no reaches nobody', () => {
    const told = designWith({ 'firewalls.internal.default': 'reject' });
    const shut = closed(told, 'I6');
    const refused = run(shut, { only: ['av-remote-internal'] });
    const { trace } = refused.features[0]!;
    const reader = new TraceReader(trace);
    const arrived = Array.from({ length: reader.length }, (_, event) => event).filter(
      (event) =>
        trace.events.kind[event] === EventKind.deliver && reader.tupleAt(event).protocol === Protocol.icmp,
    );
    expect(arrived.map((event) => reader.node(trace.events.node[event]!).id)).toContain('bob-pc');
    expect(check({ never: { whose: 'internal', to: 'bob-pc', transport: 'icmp' } }, shut, refused).ok).toBe(
      true,
    );
  });

  test('people behind a home router are seen as from the Internet, and as from their home', () => {
    const signIn = run(closed(design), { only: ['remote-sign-in'] });
    const to = { to: 'edge.access', transport: 'tcp', ports: '443' };
    for (const from of ['internet', 'alice-home', 'remote', 'alice-router']) {
      const seen = check({ never: { from, ...to } }, design, signIn).evidence;
      expect(seen.map(({ feature }) => feature)).toEqual([null, 'remote-sign-in']);
    }
    expect(
      check({ never: { from: 'carol-pc', ...to } }, design, signIn).evidence.map(({ feature }) => feature),
    ).toEqual([null]);
  });

  test('answers reach nobody: who is asked does not get to who asks', () => {
    const im = run(design, { only: ['remote-im'] });
    expect(check({ never: { from: 'edge', to: 'alice-pc', transport: 'tcp' } }, design, im).ok).toBe(true);
    expect(check({ never: { from: 'alice-pc', to: 'edge', transport: 'tcp' } }, design, im).ok).toBe(false);
  });

  test('a firewall that opens in the middle of the run is seen there, though its rules stand as before', () => {
    const at = {
      interventions: [{ at: 0, change: { kind: 'firewall', firewall: 'external', mode: 'open' } as const }],
    };
    const shut = closed(design, 'E3');
    const never = { from: 'internet', to: 'edge.access', transport: 'tcp', ports: '443' };
    const only = ['remote-sign-in'];
    expect(check({ never }, shut, run(shut, { only })).ok).toBe(true);
    const { evidence } = check({ never }, shut, run(shut, { only, ...at }));
    expect(evidence.map(({ feature }) => feature)).toEqual(['remote-sign-in']);
  });
});

test('what may lie open at most: all rules of the outermost walls together, the widest named first', () => {
  const most = (ports: number, transport?: string) =>
    check({ exposesAtMost: { ports, ...(transport && { transport }) } });
  expect(most(10_006, 'tcp').ok).toBe(true);
  const { ok, evidence, text } = most(10_000, 'udp');
  expect({ ok, text }).toEqual({
    ok: false,
    text: 'The outermost firewalls may lay open at most 10000 ports (udp): 10001 are open.',
  });
  expect(evidence[0]!.text).toMatch(/^external lays open 10001; .*: E9 10000, E10 10000, E3 1/);
  expect(most(20_006).ok).toBe(false);
  expect(most(20_007).ok).toBe(true);
});
