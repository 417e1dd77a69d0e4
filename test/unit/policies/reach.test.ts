import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { withPolicy } from '../../../simulator/designs/policies.ts';
import { Engine } from '../../../simulator/firewall/engine/engine.ts';
import type { Runs } from '../../../simulator/firewall/judgement/runs.ts';
import { Design, DESIGN_VERSION } from '../../../simulator/model/design.ts';
import type { FiveTuple } from '../../../simulator/model/packet.ts';
import type { Policy } from '../../../simulator/model/policy.ts';
import { ConnectionStates } from '../../../simulator/model/policy.ts';
import type { Service } from '../../../simulator/policies/reach.ts';
import { passage } from '../../../simulator/policies/reach.ts';
import { A, B, begins, ELSEWHERE, EVERY, smallPolicies } from '../firewall/naive.ts';
import { packetOf } from '../firewall/packets.ts';
import { at, one, policy, ports, rule } from '../firewall/policies.ts';

const zones = ['internet', 'middle', 'inside'];

/** Internet, wall 0, middle, wall 1, inside. */
function chain(...policies: readonly Policy[]): Design {
  const bare = v.parse(Design, {
    format: 'edge-lab-design',
    version: DESIGN_VERSION,
    id: 'chain',
    title: 'Chain',
    zones: zones.map((id, trust) => ({ id, title: id, trust, prefixes: [] })),
    hosts: [],
    firewalls: policies.map((_, at) => ({
      id: `wall-${at}`,
      title: `Wall ${at}`,
      outside: zones[at],
      inside: zones[at + 1],
      rules: [],
    })),
  });
  return v.parse(Design, {
    ...bare,
    firewalls: bare.firewalls.map((wall, index) => withPolicy(bare, wall, policies[index]!)),
  });
}

interface Stop {
  readonly zone: number;
  readonly tuple: FiveTuple & { readonly flags: number };
}

/** Everywhere that a single packet can get to, each firewall asked about it alone. */
function stopsOf(first: Stop, policies: readonly Policy[]): Stop[] {
  const stops = [first];
  const known = new Set<string>();
  for (const { zone, tuple } of stops) {
    for (const [wall, told] of policies.entries())
      for (const fromOutside of [true, false]) {
        if (zone !== (fromOutside ? wall : wall + 1)) continue;
        const { action, back, out } = new Engine(told).decide(packetOf(tuple), fromOutside, 0);
        if (action !== 'accept') continue;
        const next = { zone: fromOutside || back ? wall + 1 : wall, tuple: { ...tuple, ...out } };
        const key = JSON.stringify(next);
        if (!known.has(key)) stops.push(next);
        known.add(key);
      }
  }
  return stops;
}

const inRuns = (runs: Runs, value: number) =>
  runs.some((first, at) => at % 2 === 0 && first <= value && value <= runs[at + 1]!);

const walls = fc
  .tuple(
    smallPolicies('R', 5),
    fc.boolean(),
    fc.constantFrom(
      [],
      [],
      [{ transport: 'tcp', outside: ELSEWHERE, outsidePort: 1, inside: B, insidePort: 2 } as const],
    ),
  )
  .map(([told, hairpin, forwards]): Policy => ({ ...told, hairpin, forwards }));

const services: fc.Arbitrary<Service> = fc.record({
  protocols: fc.constantFrom<Runs>([6, 6], [6, 6, 17, 17], [0, 255], [1, 1]),
  ports: fc.constantFrom<Runs>([1, 1], [2, 3], [0, 65535]),
});

describe('whether any packet gets from one place to another', () => {
  test('is what single packets show that are sent through the firewalls', () => {
    fc.assert(
      fc.property(
        fc.tuple(walls, walls),
        fc.tuple(fc.nat(2), fc.constantFrom(A, ELSEWHERE)),
        fc.tuple(fc.nat(2), fc.constantFrom(A, B, ELSEWHERE)),
        services,
        (policies, [start, from], [goal, to], service) => {
          // A rule whose meaning is not known is taken the worst way.
          const worst = policies.map((each) => ({
            ...each,
            rules: each.rules.map((one) =>
              one.action === 'undetermined' ? { ...one, action: 'permit' as const } : one,
            ),
          }));
          const gets = EVERY.some(
            ({ state, outside, ...tuple }) =>
              outside &&
              state === ConnectionStates.new &&
              begins({ state, outside, ...tuple }) &&
              tuple.src === from &&
              inRuns(service.protocols, tuple.protocol) &&
              stopsOf({ zone: start, tuple }, worst).some(
                (stop) =>
                  stop.zone === goal && stop.tuple.dst === to && inRuns(service.ports, stop.tuple.dport),
              ),
          );
          const found = passage(
            chain(...policies),
            [{ zone: zones[start]!, addresses: [from, from] }],
            [{ zone: zones[goal]!, addresses: [to, to] }],
            service,
          );
          expect(found !== null).toBe(gets);
        },
      ),
      { numRuns: Number(process.env['RUNS'] ?? 400) },
    );
  });

  const OUT = at('203.0.113.5');
  const open = rule({ transport: 'any' });
  const only = (over: Parameters<typeof rule>[0]) => policy([rule({ transport: 'tcp', ...over })]);
  /** Does TCP to a port get from one zone's address to another's? */
  const gets = (policies: readonly Policy[], from: [string, string], to: [string, string], port: number) =>
    passage(
      chain(...policies),
      [{ zone: from[0], addresses: [at(from[1]), at(from[1])] }],
      [{ zone: to[0], addresses: [at(to[1]), at(to[1])] }],
      { protocols: [6, 6], ports: [port, port] },
    ) !== null;

  test('the address that a NAT gives is what firewalls further out see', () => {
    const outer = (source: string) => only({ sources: [one(source)] });
    const inner = policy([open], { nat: [{ outside: OUT, inside: at('10.0.0.1') }] });
    const way = [['inside', '10.0.0.1'], ['internet', '192.0.2.1'], 443] as const;
    expect(gets([outer('203.0.113.5'), inner], [...way[0]], [...way[1]], way[2])).toBe(true);
    expect(gets([outer('10.0.0.1'), inner], [...way[0]], [...way[1]], way[2])).toBe(false);
  });

  test('behind a masquerade every source port is possible, and nobody outside begins with what it hides', () => {
    const outer = only({ sources: [one('203.0.113.5')], sourcePorts: [ports(7)] });
    const masquerades = [{ inside: [{ first: at('10.0.0.0'), last: at('10.0.0.9') }], outside: OUT }];
    const told = [outer, only({ sourcePorts: [ports(9)] })];
    const hiding = [outer, { ...told[1]!, masquerades }];
    expect(gets(told, ['inside', '10.0.0.1'], ['internet', '192.0.2.1'], 443)).toBe(false);
    expect(gets(hiding, ['inside', '10.0.0.1'], ['internet', '192.0.2.1'], 443)).toBe(true);
    expect(
      gets(
        [policy([open]), { ...policy([open]), masquerades }],
        ['internet', '192.0.2.1'],
        ['inside', '203.0.113.5'],
        443,
      ),
    ).toBe(false);
  });

  test('a forward leads to its port only, and to none where the whole address stands for another', () => {
    const forwards = [
      { transport: 'tcp', outside: OUT, outsidePort: 8443, inside: at('10.0.0.1'), insidePort: 443 } as const,
    ];
    const inner = { ...only({ destinations: [one('10.0.0.1')], destinationPorts: [ports(443)] }), forwards };
    const towards = only({ destinations: [one('203.0.113.5')] });
    const here: [string, string] = ['internet', '192.0.2.1'];
    expect(gets([towards, inner], here, ['inside', '10.0.0.1'], 443)).toBe(true);
    expect(gets([towards, inner], here, ['inside', '10.0.0.1'], 8443)).toBe(false);
    const whole = { ...inner, nat: [{ outside: OUT, inside: at('10.0.0.2') }] };
    expect(gets([towards, whole], here, ['inside', '10.0.0.1'], 443)).toBe(false);
  });

  test('hairpin leads back inside, by the rules both ways', () => {
    const outer = (over: Partial<Policy>, rules = [open]) =>
      policy(rules, { nat: [{ outside: OUT, inside: at('10.0.0.1') }], ...over });
    const inner = only({ destinations: [one('203.0.113.5')] });
    const way = [['inside', '10.1.0.9'], ['middle', '10.0.0.1'], 443] as const;
    const tried = (wall: Policy) => gets([wall, inner], [...way[0]], [...way[1]], way[2]);
    expect(tried(outer({ hairpin: true }))).toBe(true);
    expect(tried(outer({}))).toBe(false);
    for (const direction of ['in', 'out'] as const)
      expect(tried(outer({ hairpin: true }, [{ ...open, direction }]))).toBe(false);
  });

  test('its way names each firewall with the rule that decides, and the packet is as it arrives', () => {
    const inside = at('10.0.0.1');
    const found = passage(
      chain(
        policy([rule({ id: 'N1', direction: 'in', destinations: [one('10.0.0.1')], transport: 'tcp' })], {
          nat: [{ outside: at('203.0.113.5'), inside }],
        }),
        policy([
          rule({ id: 'D1', destinationPorts: [ports(0, 443)], transport: 'tcp', action: 'drop' }),
          rule({ id: 'P1', destinationPorts: [ports(440, 450)], transport: 'tcp', action: 'undetermined' }),
        ]),
      ),
      [{ zone: 'internet', addresses: [at('198.51.100.7'), at('198.51.100.7')] }],
      [{ zone: 'inside', addresses: [inside, inside] }],
      { protocols: [6, 6], ports: [0, 65535] },
    );
    expect(found).toEqual({
      example: 'tcp 198.51.100.7:50000 -> 10.0.0.1:444',
      by: ['wall-0 (N1)', 'wall-1 (P1, whose meaning is not known)'],
    });
  });
});
