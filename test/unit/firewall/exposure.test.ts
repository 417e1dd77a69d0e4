import fc from 'fast-check';
import { expect, test } from 'vitest';
import { policyOf } from '../../../simulator/designs/policies.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { exposedBy } from '../../../simulator/firewall/judgement/exposure.ts';
import { ANY_ADDRESS, inRange } from '../../../simulator/model/address.ts';
import type { Rule } from '../../../simulator/model/policy.ts';
import { siteRules, tangledRules } from '../../bench/rule-sets.ts';
import { A, B, begins, decider, ELSEWHERE, EVERY, seen, smallPolicies } from './naive.ts';
import { at, one, policy, ports, rule } from './policies.ts';

const WEB = { direction: 'in' as const, transport: 'tcp' as const, destinationPorts: [ports(443)] };
const count = (rules: readonly Partial<Rule>[], over = {}) => {
  const { tcp, udp, regions } = exposedBy(
    policy(
      rules.map((each, index) => rule({ id: `R${index}`, ...each })),
      over,
    ),
  );
  return { tcp, udp, rules: regions.map((each) => [each.rule, each.count]) };
};

/** How many addresses and ports a packet of `EVERY` stands for, where three addresses are all there are. */
const PORTS = new Map([
  [1, 1],
  [2, 1],
  [3, 1],
  [9, 65536 - 3],
]);

test('what is open is counted exactly, and each pair is of the first rule that lets somebody reach it', () => {
  fc.assert(
    fc.property(
      smallPolicies(),
      fc.constantFrom([ANY_ADDRESS], [one('10.0.0.1')], [one('10.0.0.7')], []),
      fc.constantFrom([A, B, ELSEWHERE], [B]),
      (tested, sources, addresses) => {
        const open = new Map<string, string>();
        const rank = (id: string) => tested.rules.findIndex((each) => each.id === id) >>> 0;
        for (const packet of EVERY) {
          const { protocol, src, dst, dport, outside } = packet;
          if (![6, 17].includes(protocol) || !outside || !begins(packet) || !seen(tested, packet)) continue;
          if (!addresses.includes(dst) || !sources.some((range) => inRange(range, src))) continue;
          const first = decider(tested.rules, packet);
          if ((first?.action ?? tested.default) !== 'permit') continue;
          const key = `${protocol} ${dst} ${dport}`;
          const [id, known] = [first?.id ?? 'default', open.get(key)];
          if (known === undefined || rank(id) < rank(known)) open.set(key, id);
        }
        const total = (protocol: number) =>
          [...open.keys()].reduce((sum, key) => {
            const [number, , dport] = key.split(' ').map(Number);
            return number === protocol ? sum + PORTS.get(dport!)! : sum;
          }, 0);
        const found = exposedBy(
          tested,
          sources,
          addresses.map((address) => ({ first: address, last: address })),
        );
        expect([found.tcp, found.udp]).toEqual([total(6), total(17)]);
        for (const [key, id] of open) {
          const [number, dst, dport] = key.split(' ').map(Number) as [number, number, number];
          const regions = found.regions.filter(
            (each) =>
              (each.protocol === 'tcp') === (number === 6) &&
              inRange(each.addresses, dst) &&
              inRange(each.ports, dport),
          );
          expect(regions.map((each) => each.rule)).toEqual([id]);
        }
      },
    ),
    { numRuns: Number(process.env['RUNS'] ?? 500) },
  );
});

test('each pair counts once, for the first rule that opens it, less what was dropped before', () => {
  const host = [one('10.45.16.10')];
  const range = { ...WEB, destinationPorts: [ports(440, 449)], destinations: host };
  expect(count([{ ...WEB, destinations: host }, range])).toEqual({
    tcp: 10,
    udp: 0,
    rules: [
      ['R0', 1],
      ['R1', 3],
      ['R1', 6],
    ],
  });
  // One sender of all is dropped: the others can still reach it.
  expect(count([{ ...WEB, sources: [one('203.0.113.9')], action: 'drop' }, range]).tcp).toBe(10);
  expect(count([{ ...WEB, action: 'drop' }, range]).tcp).toBe(9);
  expect(count([{ ...range, direction: 'out' }])).toEqual({ tcp: 0, udp: 0, rules: [] });
  expect(count([{ ...range, enabled: false }]).tcp).toBe(0);
  // What may only go on is not open.
  expect(count([{ ...range, flags: [{ set: 16, mask: 16 }] }], { stateful: false }).tcp).toBe(0);
  expect(count([], { default: 'permit' }).udp).toBe(2 ** 48);
});

test('the NAT counts by what stands behind it, and says by which addresses it is reached', () => {
  const inside = at('10.45.16.10');
  const over = {
    nat: [
      { outside: at('131.107.155.20'), inside },
      { outside: at('131.107.155.10'), inside },
    ],
    forwards: [
      {
        transport: 'tcp' as const,
        outside: at('131.107.155.30'),
        outsidePort: 8443,
        inside: inside + 1,
        insidePort: 443,
      },
      {
        transport: 'udp' as const,
        outside: at('131.107.155.40'),
        outsidePort: 443,
        inside: inside + 1,
        insidePort: 443,
      },
    ],
  };
  const tested = policy(
    [
      rule({ id: 'web', ...WEB, destinations: [{ first: inside, last: inside + 1 }] }),
      // Written as if the rules saw the address outside.
      rule({ id: 'mistaken', ...WEB, destinations: [one('131.107.155.10')] }),
    ],
    over,
  );
  expect(exposedBy(tested)).toEqual({
    tcp: 2,
    udp: 0,
    regions: [
      {
        rule: 'web',
        protocol: 'tcp',
        addresses: { first: inside, last: inside + 1 },
        ports: ports(443),
        count: 2,
        outside: ['131.107.155.10', '131.107.155.20', '131.107.155.30'].map(at),
      },
    ],
  });
});

test('the reference design opens what its Edge is for', () => {
  const design = builtinDesign();
  const external = exposedBy(
    policyOf(
      design,
      design.firewalls.find(({ id }) => id === 'external')!,
    ),
  );
  expect([external.tcp, external.udp]).toEqual([10_006, 10_001]);
});

test('thousands of rules are counted, and regions do not overlap', () => {
  for (const rules of [siteRules(3000), tangledRules(1000)]) {
    const { tcp, udp, regions } = exposedBy(policy(rules));
    expect(regions.reduce((sum, each) => sum + each.count, 0)).toBe(tcp + udp);
    const some = regions.filter((_, index) => index % Math.ceil(regions.length / 300) === 0);
    for (const [index, a] of some.entries())
      for (const b of some.slice(index + 1))
        expect(
          a.protocol === b.protocol &&
            a.addresses.first <= b.addresses.last &&
            b.addresses.first <= a.addresses.last &&
            a.ports.first <= b.ports.last &&
            b.ports.first <= a.ports.last,
        ).toBe(false);
  }
});
