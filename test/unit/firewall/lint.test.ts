import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding } from '../../../simulator/firewall/judgement/lint.ts';
import { lint } from '../../../simulator/firewall/judgement/lint.ts';
import type { Policy, Rule } from '../../../simulator/model/policy.ts';
import { siteRules, tangledRules } from '../../bench/rule-sets.ts';
import type { Tried } from './naive.ts';
import { asked, EVERY, names, seen, smallPolicies } from './naive.ts';
import { one, policy, ports, rule } from './policies.ts';

/** Packets that a policy's rules are asked about, each with the rules that name it, in order. */
function questions(tested: Policy): { packet: Tried; by: Rule[] }[] {
  return EVERY.filter((packet) => asked(tested, packet) && seen(tested, packet)).map((packet) => ({
    packet,
    by: tested.rules.filter((each) => names(each, packet)),
  }));
}

/** All that is done to a packet. */
const effect = (rule: Rule | undefined, tested: Policy) =>
  rule ? [rule.action, rule.rejectWith ?? 'reset', rule.log].join() : [tested.default, 'reset', false].join();
const passes = ({ action }: Rule) => action === 'permit';
const of = (findings: readonly Finding[], kind: Finding['kind']) =>
  findings.filter((each) => each.kind === kind);

const RUNS = { numRuns: Number(process.env['RUNS'] ?? 300) };

test('shadowed: exactly the rules that decide about no packet, with those that do in their place', () => {
  fc.assert(
    fc.property(smallPolicies(), (tested) => {
      const all = questions(tested);
      const never = tested.rules.filter((each) => each.enabled && !all.some(({ by }) => by[0] === each));
      const found = of(lint(tested, null), 'shadowed');
      expect(found.map((each) => each.rule)).toEqual(never.map(({ id }) => id));
      for (const { rule: id, others, severity } of found) {
        const shadowed = tested.rules.find((each) => each.id === id)!;
        const deciders = tested.rules.filter((each) =>
          all.some(({ by }) => by.includes(shadowed) && by[0] === each),
        );
        const opposite = deciders.filter((each) => passes(each) !== passes(shadowed));
        expect(others).toEqual((opposite.length > 0 ? opposite : deciders).map((each) => each.id));
        expect(severity).toBe(opposite.length > 0 ? 'error' : 'warning');
      }
    }),
    RUNS,
  );
});

test('redundant: exactly the rules, besides shadowed ones, without which every packet fares the same', () => {
  fc.assert(
    fc.property(smallPolicies(), (tested) => {
      const all = questions(tested);
      const idle = tested.rules.filter((each) => {
        const decided = all.filter(({ by }) => by[0] === each);
        return (
          decided.length > 0 && decided.every(({ by }) => effect(by[1], tested) === effect(each, tested))
        );
      });
      const found = of(lint(tested, null), 'redundant');
      expect(found.map((each) => each.rule)).toEqual(idle.map(({ id }) => id));
      for (const { rule: id, others } of found) {
        const next = all.filter(({ by }) => by[0]?.id === id).map(({ by }) => by[1]);
        expect(others).toEqual(tested.rules.filter((each) => next.includes(each)).map((each) => each.id));
      }
    }),
    RUNS,
  );
});

test('conflicting: exactly where an earlier rule, that is no mere exception, takes packets that fare otherwise by this one', () => {
  fc.assert(
    fc.property(smallPolicies(), (tested) => {
      const all = questions(tested);
      const clashes = tested.rules.flatMap((each) => {
        if (!all.some(({ by }) => by[0] === each)) return [];
        const other = tested.rules.find(
          (first) =>
            first.action !== 'undetermined' &&
            passes(first) !== passes(each) &&
            // Of what the NAT keeps from them the rules speak all the same.
            !EVERY.filter((packet) => asked(tested, packet) && names(first, packet)).every((packet) =>
              names(each, packet),
            ) &&
            all.some(({ by }) => by[0] === first && by[1] === each),
        );
        return other ? [[each.id, other.id]] : [];
      });
      const found = of(lint(tested, null), 'conflicting');
      expect(found.map((each) => [each.rule, ...each.others])).toEqual(clashes);
    }),
    RUNS,
  );
});

test('undetermined and unused: exactly those that decide something, or let something pass that nobody needs', () => {
  fc.assert(
    fc.property(smallPolicies(), fc.array(fc.constantFrom<string>('R0', 'R1', 'R2')), (tested, used) => {
      const all = questions(tested);
      const deciding = tested.rules.filter((each) => all.some(({ by }) => by[0] === each));
      const findings = lint(tested, new Set(used));
      expect(of(findings, 'undetermined').map((each) => each.rule)).toEqual(
        deciding.filter(({ action }) => action === 'undetermined').map(({ id }) => id),
      );
      expect(of(findings, 'unused').map((each) => each.rule)).toEqual(
        deciding.filter((each) => passes(each) && !used.includes(each.id)).map(({ id }) => id),
      );
    }),
    RUNS,
  );
});

test('wide: permits inwards of every protocol, of every port for everybody, or to every address', () => {
  const wide = (over: Partial<Rule>) => of(lint(policy([rule(over)]), null), 'wide').length === 1;
  const host = [one('10.45.16.10')];
  const web = { transport: 'tcp' as const, destinationPorts: [ports(443)] };
  expect(wide({ destinations: host })).toBe(true);
  expect(wide({ ...web })).toBe(true);
  expect(wide({ transport: 'udp', destinations: host })).toBe(true);
  // In two halves it is no less.
  const halves = [ports(0, 999), ports(1000, 65535)];
  expect(wide({ transport: 'udp', destinations: host, destinationPorts: halves })).toBe(true);
  const world = [
    { first: 0, last: 0x7fffffff },
    { first: 0x80000000, last: 0xffffffff },
  ];
  expect(wide({ ...web, destinations: world })).toBe(true);
  expect(wide({ ...web, destinations: host })).toBe(false);
  expect(wide({ transport: 'udp', destinations: host, sources: host })).toBe(false);
  expect(wide({ transport: 'udp', destinations: host, destinationPorts: [ports(1024, 65535)] })).toBe(false);
  expect(wide({ destinations: host, direction: 'out' })).toBe(false);
  expect(wide({ destinations: host, action: 'drop' })).toBe(false);
  // Answers only, of a firewall that looks at packets one by one.
  const answers = rule({ ...web, destinationPorts: [ports(0, 65535)], flags: [{ set: 16, mask: 16 }] });
  expect(of(lint(policy([answers], { stateful: false }), null), 'wide')).toEqual([]);
});

test('a shadowed permit names the rule above it, its line and that it does the opposite', () => {
  const found = lint(
    policy([
      rule({ id: 'deny', line: 3, transport: 'udp', destinationPorts: [ports(1024, 65535)], action: 'drop' }),
      rule({
        id: 'stun',
        line: 9,
        transport: 'udp',
        destinations: [one('10.45.16.30')],
        destinationPorts: [ports(3478)],
      }),
    ]),
    null,
  );
  // Without "deny" its packets would pass by "stun": it is needed, if not wanted.
  expect(found).toEqual([
    expect.objectContaining({
      kind: 'shadowed',
      severity: 'error',
      rule: 'stun',
      others: ['deny'],
      text: 'stun (line 9) never matches: all that it would permit is decided before by deny (line 3), which does the opposite',
    }),
  ]);
});

test('a rule that names an outside address of the NAT never matches what comes in, and is told why', () => {
  const outside = one('131.107.155.10');
  const tested = policy(
    [
      rule({
        id: 'web',
        direction: 'in',
        transport: 'tcp',
        destinations: [outside],
        destinationPorts: [ports(443)],
      }),
    ],
    { nat: [{ outside: outside.first, inside: one('10.45.16.10').first }] },
  );
  expect(lint(tested, null)).toEqual([
    expect.objectContaining({
      kind: 'shadowed',
      others: [],
      text: 'web never matches: it names outside addresses of the NAT, which is asked before the rules',
    }),
  ]);
});

test('a rule against RSTs of a firewall that knows connections does something, one against acknowledgements alone does not', () => {
  const against = (set: number, mask: number) =>
    lint(
      policy([
        rule({ id: 'no', transport: 'tcp', action: 'drop', flags: [{ set, mask }] }),
        rule({ id: 'all' }),
      ]),
      null,
    );
  expect(of(against(4, 4), 'shadowed')).toEqual([]);
  expect(of(against(16, 20), 'shadowed').map((each) => each.rule)).toEqual(['no']);
});

test('of many that shadow a rule, a sentence names the first few', () => {
  const hosts = Array.from({ length: 9 }, (_, at) =>
    rule({ id: `h${at}`, destinations: [one(`10.0.0.${at}`)] }),
  );
  const last = rule({
    id: 'net',
    destinations: [{ first: one('10.0.0.0').first, last: one('10.0.0.8').first }],
  });
  const found = lint(policy([...hosts, last]), null).find((each) => each.rule === 'net');
  expect(found?.others).toHaveLength(9);
  expect(found?.text).toContain('by h0, h1, h2, h3, h4 and 4 more');
});

test('a thousand rules that are hard to tell apart are looked through', () => {
  const rules = tangledRules(1000);
  const found = lint(policy(rules), null);
  expect(of(found, 'shadowed').length).toBeGreaterThan(500);
  expect(lint(policy(siteRules(2000)), null).length).toBeGreaterThan(20);
});
