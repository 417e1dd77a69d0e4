import fc from 'fast-check';
import { isIcmpQuestion } from '../../../simulator/model/icmp.ts';
import type { Policy, Rule, Transport } from '../../../simulator/model/policy.ts';
import { ANY_STATE, ConnectionStates, hasPorts, protocolNumbers } from '../../../simulator/model/policy.ts';
import { ANY_ADDRESS, inRange } from '../../../simulator/model/address.ts';
import { ANY_PORT } from '../../../simulator/model/ports.ts';
import { at, one, policy, ports, rule } from './policies.ts';

/*
 * Rules read one by one, and packets tried one by one: what the firewall's quick ways are held against. The space is
 * small, but has a packet for every way in which the small rules can tell packets apart.
 */

export interface Tried {
  readonly src: number;
  readonly dst: number;
  readonly sport: number;
  readonly dport: number;
  readonly protocol: number;
  readonly flags: number;
  readonly outside: boolean;
  /** One of `ConnectionStates`. */
  readonly state: number;
}

/** Does a rule name a packet? By what `model/policy.ts` says of each field. */
export function names(rule: Rule, packet: Tried): boolean {
  const numbers = protocolNumbers(rule.transport);
  const icmp = numbers !== null && packet.protocol === 1;
  const within = (ranges: readonly { first: number; last: number }[], value: number) =>
    ranges.some((range) => inRange(range, value));
  return (
    rule.enabled &&
    (numbers === null || numbers.includes(packet.protocol)) &&
    (rule.direction === 'both' || (rule.direction === 'in') === packet.outside) &&
    within(rule.sources, packet.src) &&
    within(rule.destinations, packet.dst) &&
    (icmp || within(rule.sourcePorts, packet.sport)) &&
    within(icmp ? rule.icmp : rule.destinationPorts, packet.dport) &&
    (rule.states & packet.state) !== 0 &&
    (rule.flags.length === 0 ||
      (packet.protocol === 6 && rule.flags.some(({ set, mask }) => (packet.flags & mask) === set)))
  );
}

/** The first rule that names a packet, or undefined: the default decides. */
export function decider(rules: readonly Rule[], packet: Tried): Rule | undefined {
  return rules.find((rule) => names(rule, packet));
}

export const [A, B, ELSEWHERE] = ['10.0.0.1', '10.0.0.2', '10.0.0.7'].map(at) as [number, number, number];
const SYN = 2;
const { new: NEW, established: ESTABLISHED, related: RELATED, invalid: INVALID } = ConnectionStates;

/** Flags and states of TCP: S, SA, R, RA, A may belong somewhere; anything may be invalid. */
const TCP = [
  ...[2, 18, 4, 20, 16].flatMap((flags) => [
    [flags, NEW],
    [flags, ESTABLISHED],
  ]),
  ...[0, 2, 4, 6, 16, 18, 20, 22].map((flags) => [flags, INVALID]),
] as [number, number][];
/** Types and states of ICMP: questions, answers, errors, of each one that rules name and one that they do not. */
const ICMP = [
  ...[2048, 3328].flatMap((type) => [
    [type, NEW],
    [type, ESTABLISHED],
  ]),
  ...[0, 3584].flatMap((type) => [
    [type, ESTABLISHED],
    [type, INVALID],
  ]),
  ...[771, 769].flatMap((type) => [
    [type, RELATED],
    [type, INVALID],
  ]),
] as [number, number][];

/** One packet of each sort that small rules can tell apart. */
export const EVERY: readonly Tried[] = [true, false].flatMap((outside) =>
  [A, ELSEWHERE].flatMap((src) =>
    [A, B, ELSEWHERE].flatMap((dst) => {
      const common = { outside, src, dst };
      const ported = [1, 9].flatMap((sport) => [1, 2, 3, 9].map((dport) => ({ ...common, sport, dport })));
      return [
        ...ported.flatMap((each) => TCP.map(([flags, state]) => ({ ...each, protocol: 6, flags, state }))),
        ...ported.flatMap((each) =>
          [NEW, ESTABLISHED].map((state) => ({ ...each, protocol: 17, flags: 0, state })),
        ),
        ...ICMP.map(([dport, state]) => ({ ...common, sport: 7, dport, protocol: 1, flags: 0, state })),
        ...[47, 50].flatMap((protocol) =>
          [NEW, ESTABLISHED].map((state) => ({ ...common, sport: 0, dport: 0, protocol, flags: 0, state })),
        ),
      ];
    }),
  ),
);

/** Does it begin a connection? What firewalls that know connections ask their rules about. */
export function begins({ protocol, flags, dport, state }: Tried): boolean {
  return (
    state === NEW && (protocol !== 6 || (flags & ~8) === SYN) && (protocol !== 1 || isIcmpQuestion(dport))
  );
}

/**
 * Are a policy's rules asked about a packet? Where the firewall knows connections, about what begins one, and, by rules
 * that look at flags, about a RST before somebody answers.
 */
export function asked({ stateful, rules }: Policy, packet: Tried): boolean {
  if (!stateful || begins(packet)) return true;
  const { protocol, flags, state } = packet;
  return state === NEW && protocol === 6 && (flags & 4) !== 0 && rules.some((rule) => rule.flags.length > 0);
}

const several = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 2 });
const addresses = (most: readonly { first: number; last: number }[]) =>
  several(fc.constantFrom(ANY_ADDRESS, ANY_ADDRESS, ...most));
/** Rules that tell apart what `EVERY` has. */
export const smallRule: fc.Arbitrary<Rule> = fc
  .record({
    enabled: fc.integer({ min: 0, max: 7 }).map((n) => n > 0),
    direction: fc.constantFrom('in' as const, 'out' as const, 'both' as const),
    sources: addresses([one('10.0.0.1')]),
    destinations: addresses([one('10.0.0.1'), one('10.0.0.2'), { first: A, last: B }]),
    transport: fc.constantFrom<Transport>('tcp', 'tcp', 'udp', 'tcp-udp', 'icmp', 'any', '50'),
    sourcePorts: fc.constantFrom([ANY_PORT], [ANY_PORT], [ports(0, 8)], [ports(9, 65535)]),
    destinationPorts: several(fc.constantFrom(ANY_PORT, ports(1), ports(2), ports(1, 2), ports(2, 3))),
    icmp: fc.constantFrom([ANY_PORT], [ports(2048, 2303)], [ports(771)], [ports(0, 767)]),
    states: fc.constantFrom(
      ANY_STATE,
      ANY_STATE,
      ANY_STATE,
      NEW,
      NEW | ESTABLISHED,
      ESTABLISHED | RELATED,
      INVALID,
    ),
    flags: fc.constantFrom(
      [],
      [],
      [],
      [{ set: 2, mask: 18 }],
      [
        { set: 16, mask: 16 },
        { set: 4, mask: 4 },
      ],
    ),
    action: fc.constantFrom('permit', 'permit', 'permit', 'drop', 'drop', 'reject', 'undetermined'),
    rejectWith: fc.constantFrom(null, 'reset' as const, 'host-unreachable' as const),
    log: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  })
  .map((parts) =>
    rule({
      ...parts,
      sourcePorts: hasPorts(parts.transport) ? parts.sourcePorts : [ANY_PORT],
      destinationPorts: hasPorts(parts.transport) ? parts.destinationPorts : [ANY_PORT],
      rejectWith: parts.action === 'reject' ? parts.rejectWith : null,
    }),
  );

/** Policies of small rules R0, R1, ... with a name in front. */
export function smallPolicies(name = 'R', most = 7): fc.Arbitrary<Policy> {
  return fc
    .record({
      rules: fc.array(smallRule, { maxLength: most }),
      default: fc.constantFrom('drop' as const, 'permit' as const, 'reject' as const),
      stateful: fc.boolean(),
      nat: fc.constantFrom([], [], [{ outside: B, inside: A }], [{ outside: B, inside: ELSEWHERE }]),
    })
    .map(({ rules, ...rest }) =>
      policy(
        rules.map((each, index) => ({ ...each, id: `${name}${index}`, line: index + 1 })),
        rest,
      ),
    );
}

/** Is a packet one that this policy's rules see? What comes for an outside address of the NAT they do not. */
export function seen({ nat }: Policy, { outside, dst }: Tried): boolean {
  return !outside || !nat.some((one) => one.outside === dst) || nat.some(({ inside }) => inside === dst);
}
