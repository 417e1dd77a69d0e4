import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Engine } from '../../../simulator/firewall/engine/engine.ts';
import { differences } from '../../../simulator/firewall/judgement/diff.ts';
import type { Box } from '../../../simulator/firewall/judgement/space.ts';
import type { Policy } from '../../../simulator/model/policy.ts';
import { ConnectionStates } from '../../../simulator/model/policy.ts';
import { revised, siteRules } from '../../bench/rule-sets.ts';
import type { Tried } from './naive.ts';
import { A, begins, decider, EVERY, seen, smallPolicies } from './naive.ts';
import { packetOf } from './packets.ts';
import { one, policy, ports, rule } from './policies.ts';
import { within } from './within.ts';

const { new: NEW, invalid: INVALID } = ConnectionStates;

/** What decides about a packet, and whether it passes. */
function decides(tested: Policy, packet: Tried): [string, boolean] {
  if (tested.stateful && packet.state === INVALID) return ['state', false];
  if (tested.stateful && packet.state !== NEW) return ['state', true];
  const first = decider(tested.rules, packet);
  return first ? [first.id, first.action === 'permit'] : ['default', tested.default === 'permit'];
}

/** The lowest and the highest packet of a box, among others. */
function corners({ parts, sides, states, flags }: Box): Tried[] {
  const pick = (values: readonly number[]) => [values[0]!, values.at(-1)!];
  const bits = (set: number) =>
    Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => (set >>> bit) & 1);
  const [protocols, sources, destinations, sports, dports] = parts.map(pick) as [
    number[],
    number[],
    number[],
    number[],
    number[],
  ];
  return protocols.flatMap((protocol, end) =>
    bits(states).flatMap((state) =>
      bits(sides).flatMap((side) =>
        [bits(flags)[0]!, bits(flags).at(-1)!].map((combination) => ({
          protocol,
          src: sources[end]!,
          dst: destinations[1 - end]!,
          sport: sports[end]!,
          dport: dports[1 - end]!,
          flags: protocol === 6 ? combination : 0,
          state: 1 << state,
          outside: side === 0,
        })),
      ),
    ),
  );
}

const RUNS = { numRuns: Number(process.env['RUNS'] ?? 300) };

test('a pair of what decides is told exactly where it decides otherwise about some packet; all packets told of do differ', () => {
  fc.assert(
    fc.property(smallPolicies('A'), smallPolicies('B'), (before, after) => {
      /** Destination ports of TCP and UDP, by what decides before and after. */
      const pairs = new Map<string, Set<string>>();
      for (const packet of EVERY) {
        if (before.stateful && after.stateful && !begins(packet)) continue;
        if (!seen(before, packet) || !seen(after, packet)) continue;
        const [[was, passed], [is, passes]] = [decides(before, packet), decides(after, packet)];
        if (passed === passes) continue;
        const key = `${was} ${is} ${passed}`;
        const ports = pairs.get(key) ?? new Set();
        if (packet.protocol === 6 || packet.protocol === 17) ports.add(`${packet.protocol}/${packet.dport}`);
        pairs.set(key, ports);
      }
      // Port 9 stands for all that no small rule names: 0, and from 4 on.
      const count = (ports: ReadonlySet<string>) =>
        [...ports].reduce((sum, port) => sum + (port.endsWith('/9') ? 65_533 : 1), 0);
      const said = differences(before, after);
      expect(
        said.map((each) => `${each.before} ${each.after} ${each.passed}: ${each.ports} ports`).sort(),
      ).toEqual([...pairs].map(([key, ports]) => `${key}: ${count(ports)} ports`).sort());
      for (const each of said) {
        const packets = [...corners(each.box), ...EVERY.filter((packet) => within([each.box], packet))];
        for (const packet of packets) {
          expect(decides(before, packet)).toEqual([each.before, each.passed]);
          expect(decides(after, packet)).toEqual([each.after, each.passes]);
        }
        expect(each.passes).toBe(!each.passed);
      }
    }),
    RUNS,
  );
});

test('what is told of fares otherwise in the engines', () => {
  let tried = 0;
  fc.assert(
    fc.property(smallPolicies('A'), smallPolicies('B'), (before, after) => {
      for (const each of differences({ ...before, nat: [] }, { ...after, nat: [] }))
        for (const packet of corners(each.box)) {
          // Of what belongs to a connection an engine has to be told the connection first.
          if ((packet.state & (NEW | INVALID)) === 0 || (packet.state === NEW && !begins(packet))) continue;
          // Without one, nothing that looks as if it began one is invalid.
          if (packet.state === INVALID && begins({ ...packet, state: NEW })) continue;
          tried++;
          const [was, is] = [before, after].map(
            (tested) => new Engine({ ...tested, nat: [] }).decide(packetOf(packet), packet.outside, 0).action,
          );
          expect([was === 'accept', is === 'accept'], JSON.stringify(packet)).toEqual([
            each.passed,
            each.passes,
          ]);
        }
    }),
    RUNS,
  );
  expect(tried).toBeGreaterThan(500);
});

test('a firewall that stops knowing connections no longer lets answers pass', () => {
  const web = rule({
    id: 'web',
    direction: 'in',
    transport: 'tcp',
    destinations: [one('10.45.16.10')],
    destinationPorts: [ports(443)],
  });
  const said = differences(policy([web]), policy([web], { stateful: false }));
  expect(said.map(({ before, after, passed }) => [before, after, passed])).toEqual([
    ['state', 'default', true],
    ['state', 'web', false],
  ]);
  expect(said[0]!.example).toMatch(/, of a known connection$/);
  // What fits no connection was dropped, and passes now where the rule names it.
  expect(said[1]!.example).toMatch(/-> 10\.45\.16\.10:443, from outside, of no connection/);
});

test('two firewalls that know connections differ in what may begin only, flags and all', () => {
  const acknowledged = { set: 16, mask: 16 };
  const pure = rule({ id: 'ack', transport: 'tcp', flags: [acknowledged] });
  expect(differences(policy([pure]), policy([]))).toEqual([]);
  expect(differences(policy([pure], { stateful: false }), policy([], { stateful: false }))).toHaveLength(1);
});

test('addresses of the NAT are compared by what stands behind them', () => {
  const translated = { nat: [{ outside: one('131.107.155.10').first, inside: A }] };
  const outside = rule({ id: 'out', direction: 'in', destinations: [one('131.107.155.10')] });
  expect(differences(policy([outside], translated), policy([], translated))).toEqual([]);
  expect(differences(policy([outside]), policy([]))).toHaveLength(1);
});

test('a year of changes to a thousand rules: each is found, with the rules that decide', () => {
  const rules = siteRules(1000);
  const changed = revised(rules, 40);
  const said = differences(policy(rules), policy(changed));
  expect(said.length).toBeGreaterThan(10);
  for (const { box, before, after, passed, passes } of said)
    for (const packet of corners(box)) {
      expect(decides(policy(rules), packet)).toEqual([before, passed]);
      expect(decides(policy(changed), packet)).toEqual([after, passes]);
    }
  expect(differences(policy(rules), policy([...rules]))).toEqual([]);
});
