import { describe, expect, test } from 'vitest';
import { neededBy } from '../../simulator/analysis/needs.ts';
import { importRules } from '../../simulator/designs/import-rules.ts';
import { builtinDesign } from '../../simulator/designs/registry.ts';
import { DEFAULT_INTERFACES } from '../../simulator/firewall/formats/format.ts';
import type { Design } from '../../simulator/model/design.ts';
import { compare } from '../../simulator/review/compare.ts';
import { lintDesign } from '../../simulator/review/lint-design.ts';
import type { PacketQuestion } from '../../simulator/review/question.ts';
import { testPacket } from '../../simulator/review/tester.ts';
import { run } from '../../simulator/run.ts';
import { closed, plain } from './designs.ts';

const design = builtinDesign();

describe('compare', () => {
  test('a closed rule is one kind of packets, newly blocked, with the features that began by it', () => {
    const { features, newlyBlocked, newlyAllowed } = compare(plain(design), plain(closed(design, 'E12')));
    expect(newlyAllowed).toEqual([]);
    expect(newlyBlocked).toHaveLength(1);
    const [flow] = newlyBlocked;
    expect(flow).toMatchObject({ firewall: 'external', before: 'E12', after: 'default', ports: 1 });
    // Whoever fares worse did use it; not all who used it fare worse.
    const users = flow!.features.map(({ feature }) => feature);
    expect(features.length).toBeGreaterThan(0);
    for (const { id } of features) expect(users).toContain(id);
    expect(users.length).toBeGreaterThan(features.length);
  });

  test('what happens while it runs counts: the same design fares otherwise when a rule closes in the middle', () => {
    const change = { kind: 'rule', rule: 'E3', enabled: false } as const;
    const { features, newlyBlocked } = compare(plain(design), {
      design,
      interventions: [{ at: 0, change, feature: 'remote-sign-in' }],
    });
    expect(features).toEqual([{ id: 'remote-sign-in', before: 'works', after: 'broken' }]);
    expect(newlyBlocked).toEqual([]);
  });

  test('what it points at is a packet of the run that lets it pass', () => {
    const { newlyBlocked } = compare(plain(design), plain(closed(design, 'E3')));
    const whole = run(design);
    for (const { feature, packet, event, time } of newlyBlocked[0]!.features) {
      const { trace } = whole.features.find((one) => one.feature.id === feature)!;
      expect(trace.events.packet[event]).toBe(packet);
      expect(trace.events.time[event]).toBe(time);
      expect(trace.packets.dport[packet]).toBe(443);
    }
  });
});

describe('packets that somebody asks about', () => {
  const question: PacketQuestion = {
    firewall: 'external',
    side: 'outside',
    transport: 'udp',
    src: '203.0.113.9',
    sport: 50000,
    dst: '10.45.16.30',
    dport: 3478,
    flags: '',
    type: 8,
    code: 0,
    ident: 1,
  };
  const ask = (of: Design, over: Partial<PacketQuestion> = {}, time = 0) =>
    testPacket(of, { feature: 'av-remote-internal', time, interventions: [] }, { ...question, ...over });

  test('the rule that lets it pass is named; or the one that would, if it were open', () => {
    expect(ask(design)).toMatchObject({ action: 'accept', rule: 'E12', connection: null });
    const shut = ask(closed(design, 'E12'));
    expect(shut).toMatchObject({ action: 'drop', rule: 'default', reason: 'no-rule' });
    expect(shut.text).toContain('E12 would let it in, and is closed');
    expect(ask(design, { side: 'inside' })).toMatchObject({ action: 'drop' });
    expect(ask(design, { transport: 'icmp' })).toMatchObject({ action: 'drop', rule: 'default' });
  });

  test('in the middle of a run, an answer passes by its connection; before and long after it does not', () => {
    const { trace } = run(design, { only: ['av-remote-internal'] }).features[0]!;
    const first = trace.packets.dport.findIndex(
      (port, at) => port === 3478 && trace.packets.protocol[at] === 17,
    );
    const reply = {
      src: '10.45.16.30',
      sport: 3478,
      dst: '198.51.100.7',
      dport: trace.packets.sport[first]!,
    };
    expect(ask(design, { ...reply, side: 'inside' }, 3_000_000)).toMatchObject({
      action: 'accept',
      reason: 'state',
      rule: 'E12',
    });
    expect(ask(design, { ...reply, side: 'inside', dport: 1 }, 3_000_000).reason).not.toBe('state');
    expect(ask(design, { ...reply, side: 'inside' }, 0).reason).not.toBe('state');
  });

  test('a rule that stands for a line that was not understood makes it undetermined', () => {
    const unclear: Design = {
      ...design,
      firewalls: design.firewalls.map((wall) => ({
        ...wall,
        rules: wall.rules.map((rule) =>
          rule.id === 'E12' ? { ...rule, action: 'undetermined' as const, line: 12 } : rule,
        ),
      })),
    };
    const answer = ask(unclear);
    expect(answer).toMatchObject({ action: 'drop', rule: 'E12', undetermined: true });
    expect(answer.text).toContain('line 12');
    // What rests on it is never green.
    const statuses = new Map(run(unclear).features.map(({ feature, finding }) => [feature.id, finding]));
    expect(statuses.get('av-remote-internal')!.status).not.toBe('works');
    expect(statuses.get('av-remote-internal')!.because[0]!.text).toContain('undetermined');
  });
});

test('rules that no feature needs are told, once a run says which are needed', () => {
  const { design: imported } = importRules(
    design,
    design.firewalls[0]!,
    'id,direction,action,source,destination,destination port,protocol\nE3,in,permit,any,10.45.16.10,443,tcp\nRDP,in,permit,any,10.45.16.10,3389,tcp\n',
    null,
    DEFAULT_INTERFACES,
  ) as { design: Design };
  const found = lintDesign(imported, neededBy(run(imported), imported));
  expect(found.filter(({ kind }) => kind === 'unused').map(({ rule }) => rule)).toContain('RDP');
  expect(found.filter(({ kind }) => kind === 'unused').map(({ rule }) => rule)).not.toContain('E3');
  expect(lintDesign(imported, null).some(({ kind }) => kind === 'unused')).toBe(false);
  // What a file has no place for stays with the rules of the same name.
  expect(imported.firewalls[0]!.rules[0]).toMatchObject({ id: 'E3', role: 'Access' });
});
