import fc from 'fast-check';
import { Engine, resets } from '../../../../simulator/firewall/engine/engine.ts';
import { ANY_ADDRESS } from '../../../../simulator/model/address.ts';
import type { Packet } from '../../../../simulator/model/packet.ts';
import type { Policy, Rule, Transport } from '../../../../simulator/model/policy.ts';
import { ANY_STATE } from '../../../../simulator/model/policy.ts';
import { ANY_PORT } from '../../../../simulator/model/ports.ts';
import { packetOf } from '../packets.ts';
import { at, policy, rule } from '../policies.ts';

/** What of random policies a form can say. */
export interface Sayable {
  readonly transports?: readonly Transport[];
  readonly directions?: readonly Rule['direction'][];
  readonly actions?: readonly Rule['action'][];
  readonly rejectWith?: readonly Rule['rejectWith'][];
  readonly states?: boolean;
  readonly flags?: boolean;
  readonly logs?: boolean;
  readonly sourcePorts?: boolean;
  /** Several ranges of ports or addresses in a rule. */
  readonly lists?: boolean;
  /** Addresses that are no prefixes. */
  readonly ranges?: boolean;
  readonly icmp?: boolean;
  readonly stateful?: readonly boolean[];
  readonly defaults?: readonly Policy['default'][];
  readonly nat?: boolean;
  /** Ports that are passed on, where there is NAT. */
  readonly forwards?: boolean;
  /** A bound for connections. */
  readonly bounded?: boolean;
  /** SIP that is looked into. */
  readonly sip?: boolean;
  readonly disabled?: boolean;
  /** Only rules that drop before those that permit: forms without an order read them so. */
  readonly dropsFirst?: boolean;
}

const INSIDE = ['10.45.16.10', '10.45.16.20', '10.45.16.30'].map(at);
const OUTSIDE = ['203.0.113.9', '203.0.113.10', '198.51.100.1'].map(at);
const PUBLIC = ['131.107.155.10', '131.107.155.20', '131.107.155.30'].map(at);
const FORWARDS: Policy['forwards'] = [
  { transport: 'tcp', outside: PUBLIC[2]!, outsidePort: 443, inside: INSIDE[2]!, insidePort: 444 },
  { transport: 'udp', outside: PUBLIC[2]!, outsidePort: 53, inside: INSIDE[2]!, insidePort: 53 },
];
const PORTS = [53, 80, 443, 444, 5061, 50000, 50001];

const host = (addresses: readonly number[]) =>
  fc.constantFrom(...addresses).map((address) => ({ first: address, last: address }));
const addresses = (ranges: boolean) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(ANY_ADDRESS) },
    { weight: 3, arbitrary: host([...INSIDE, ...OUTSIDE]) },
    fc.constant({ first: at('10.45.16.0'), last: at('10.45.16.255') }),
    fc.constant({ first: at('203.0.113.8'), last: at('203.0.113.11') }),
    ...(ranges ? [fc.constant({ first: at('10.45.16.10'), last: at('10.45.16.21') })] : []),
  );
const portRange = fc.oneof(
  { weight: 2, arbitrary: fc.constant(ANY_PORT) },
  { weight: 3, arbitrary: fc.constantFrom(...PORTS).map((port) => ({ first: port, last: port })) },
  fc.constantFrom({ first: 443, last: 444 }, { first: 1024, last: 65535 }, { first: 50000, last: 59999 }),
);
const several = <T>(one: fc.Arbitrary<T>, lists: boolean) =>
  fc.array(one, { minLength: 1, maxLength: lists ? 3 : 1 });
const flagTests = fc.array(
  fc.constantFrom(
    { set: 2, mask: 0b10111 },
    { set: 16, mask: 16 },
    { set: 4, mask: 4 },
    { set: 0, mask: 2 },
    { set: 1, mask: 1 },
  ),
  { maxLength: 2 },
);

/** A random rule. */
function rules(can: Sayable): fc.Arbitrary<Rule> {
  const { lists = true, ranges = true } = can;
  return fc
    .record({
      purpose: fc.constantFrom('', 'web and "mail"', 'A/V, STUN: relays', 'für Müller: ☎ 📞'),
      enabled: can.disabled === false ? fc.constant(true) : fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
      direction: fc.constantFrom(...(can.directions ?? (['in', 'out', 'both'] as const))),
      sources: several(addresses(ranges), lists),
      destinations: several(addresses(ranges), lists),
      transport: fc.constantFrom<Transport>(
        ...(can.transports ?? (['tcp', 'udp', 'tcp-udp', 'icmp', 'any', '50'] as const)),
      ),
      sourcePorts: can.sourcePorts === false ? fc.constant([ANY_PORT]) : several(portRange, lists),
      destinationPorts: several(portRange, lists),
      icmp:
        can.icmp === false
          ? fc.constant([ANY_PORT])
          : fc.constantFrom([ANY_PORT], [{ first: 2048, last: 2303 }], [{ first: 771, last: 771 }]),
      states: can.states ? fc.constantFrom(ANY_STATE, 1, 2, 6, 3, 8) : fc.constant(ANY_STATE),
      flags: can.flags ? flagTests : fc.constant([]),
      action: fc.constantFrom(...(can.actions ?? (['permit', 'drop', 'reject'] as const))),
      rejectWith: fc.constantFrom(
        ...(can.rejectWith ?? ([null, 'port-unreachable', 'host-unreachable', 'admin-prohibited'] as const)),
      ),
      log: can.logs === false ? fc.constant(false) : fc.boolean(),
    })
    .map((parts) => {
      const ported = ['tcp', 'udp', 'tcp-udp'].includes(parts.transport);
      return rule({
        ...parts,
        sourcePorts: ported ? parts.sourcePorts : [ANY_PORT],
        destinationPorts: ported ? parts.destinationPorts : [ANY_PORT],
        icmp: parts.transport === 'icmp' ? parts.icmp : [ANY_PORT],
        flags: parts.transport === 'tcp' ? parts.flags : [],
        rejectWith: parts.action === 'reject' ? parts.rejectWith : null,
      });
    });
}

/** A random policy with rules R1, R2, ... */
export function policies(can: Sayable, most = 12): fc.Arbitrary<Policy> {
  return fc
    .record({
      rules: fc.array(rules(can), { maxLength: most }),
      default: fc.constantFrom(...(can.defaults ?? (['drop', 'permit', 'reject'] as const))),
      stateful: fc.constantFrom(...(can.stateful ?? [true, false])),
      translated: can.nat ? fc.boolean() : fc.constant(false),
      maxConnections: can.bounded ? fc.constantFrom(0, 0, 2) : fc.constant(0),
      sip: can.sip ? fc.boolean() : fc.constant(false),
    })
    .map(({ rules: list, translated, sip, ...rest }) =>
      policy(
        inOrder(list, can).map((one, index) => ({ ...one, id: `R${index + 1}` })),
        {
          ...rest,
          ...(translated && {
            nat: [{ outside: PUBLIC[0]!, inside: INSIDE[0]! }],
            forwards: can.forwards ? FORWARDS : [],
            masquerades: [{ inside: [{ first: INSIDE[1]!, last: INSIDE[1]! }], outside: PUBLIC[1]! }],
          }),
          ...(sip && {
            inspections: [
              { kind: 'sip' as const, destinations: [ANY_ADDRESS], ports: [{ first: 5060, last: 5060 }] },
            ],
          }),
        },
      ),
    );
}

function inOrder(list: readonly Rule[], { dropsFirst = false }: Sayable): readonly Rule[] {
  if (!dropsFirst) return list;
  return [
    ...list.filter(({ action }) => action === 'drop'),
    ...list.filter(({ action }) => action !== 'drop'),
  ];
}

/** A packet and the time since the one before. */
export interface Sent {
  readonly packet: Packet;
  readonly fromOutside: boolean;
  readonly after_s: number;
}

/** Packets of few connections, so that many belong together. */
export function traffic(length = 30): fc.Arbitrary<readonly Sent[]> {
  const sent = fc
    .record({
      inside: fc.constantFrom(...INSIDE, ...PUBLIC),
      outside: fc.constantFrom(...OUTSIDE),
      fromOutside: fc.boolean(),
      protocol: fc.constantFrom(6, 6, 17, 17, 1, 50),
      sport: fc.constantFrom(443, 50000),
      dport: fc.constantFrom(443, 50000, 53),
      type: fc.constantFrom(2048, 0, 771),
      flags: fc.constantFrom(2, 2, 18, 16, 17, 4, 24, 0),
      after_s: fc.constantFrom(0, 0, 0, 1, 20, 200),
    })
    .map(({ inside, outside, fromOutside, protocol, sport, dport, type, flags, after_s }): Sent => ({
      packet: packetOf({
        src: fromOutside ? outside : inside,
        dst: fromOutside ? inside : outside,
        protocol,
        sport: protocol === 1 ? 7 : protocol === 50 ? 0 : sport,
        dport: protocol === 1 ? type : protocol === 50 ? 0 : dport,
        flags: protocol === 6 ? flags : 0,
      }),
      fromOutside,
      after_s,
    }));
  return fc.array(sent, { minLength: 1, maxLength: length });
}

/** What becomes of packets, in the order in which they come: action, where to, how refused, by which rule. */
export function verdicts(tested: Policy, packets: readonly Sent[]): readonly unknown[] {
  const engine = new Engine(tested);
  let now = 0;
  return packets.map(({ packet, fromOutside, after_s }) => {
    now += after_s * 1e6;
    const { action, out, rejectWith, rule: index, log } = engine.decide(packet, fromOutside, now);
    return {
      action,
      ...(action === 'accept' && { to: { ...out } }),
      ...(action === 'reject' && {
        told: resets(packet, rejectWith)
          ? 'RST'
          : rejectWith === 'reset'
            ? 'port-unreachable'
            : (rejectWith ?? 'port-unreachable'),
      }),
      rule: tested.rules[index]?.id ?? null,
      log,
    };
  });
}
