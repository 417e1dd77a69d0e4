import type { AddressRange } from '../../../model/address.ts';
import { ANY_ADDRESS } from '../../../model/address.ts';
import { Protocol } from '../../../model/packet.ts';
import type { FlagTest, Rule, Transport } from '../../../model/policy.ts';
import { ANY_STATE } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import { ANY_PORT } from '../../../model/ports.ts';
import { complement, intersection } from '../ranges.ts';

/*
 * What a rule of netfilter asks of a packet, as a product of sets: so that rules of a chain can be narrowed to what the
 * jump into it let through, and to what came past a "return".
 */

/** In at the outer interface, in at the inner one. */
export const INWARD = 1;
export const OUTWARD = 2;

/** Every combination of the five flags, one bit each. */
const ALL_FLAGS = 0xffffffff;
const ANY_PROTOCOL: PortRange = { first: 0, last: 255 };

export interface Match {
  /** Sum of INWARD and OUTWARD. */
  readonly sides: number;
  /** Protocol numbers of IP. Ports are asked of TCP and UDP only, `icmp` of ICMP, flags of TCP. */
  readonly protocols: readonly PortRange[];
  readonly sources: readonly AddressRange[];
  readonly destinations: readonly AddressRange[];
  readonly sourcePorts: readonly PortRange[];
  readonly destinationPorts: readonly PortRange[];
  readonly icmp: readonly PortRange[];
  /** Sum of `ConnectionStates`. */
  readonly states: number;
  /** Bit n: packets whose five lowest TCP flags are n. */
  readonly flags: number;
}

/** Every packet. */
export const EVERY_PACKET: Match = {
  sides: INWARD | OUTWARD,
  protocols: [ANY_PROTOCOL],
  sources: [ANY_ADDRESS],
  destinations: [ANY_ADDRESS],
  sourcePorts: [ANY_PORT],
  destinationPorts: [ANY_PORT],
  icmp: [ANY_PORT],
  states: ANY_STATE,
  flags: ALL_FLAGS,
};

/** Runs of numbers with the highest number that there is; the protocol comes first, as the others depend on it. */
const RANGES = {
  protocols: 255,
  sources: ANY_ADDRESS.last,
  destinations: ANY_ADDRESS.last,
  sourcePorts: 65535,
  destinationPorts: 65535,
  icmp: 65535,
} as const;
const FIELDS = Object.keys(RANGES) as (keyof typeof RANGES)[];
const BITS = ['sides', 'states', 'flags'] as const;

/** How long it takes to narrow a match down, in steps: lists of thousands of ranges take longer. */
export function stepsOf(matches: readonly Match[]): number {
  return matches.reduce(
    (sum, match) => FIELDS.reduce((ranges, field) => ranges + match[field].length / 10, sum + 1),
    0,
  );
}

/** What both name, or null when that is nothing. */
export function both(a: Match, b: Match): Match | null {
  const result: { -readonly [K in keyof Match]: Match[K] } = { ...a };
  for (const bits of BITS) {
    result[bits] = (a[bits] & b[bits]) >>> 0;
    if (result[bits] === 0) return null;
  }
  for (const field of FIELDS) {
    if (b[field] === EVERY_PACKET[field]) continue;
    result[field] =
      a[field] === EVERY_PACKET[field] || a[field] === b[field] ? b[field] : intersection(a[field], b[field]);
    if (result[field].length === 0) return null;
  }
  return result;
}

/** What the first names and the second does not, in pieces that do not overlap. */
export function without(a: Match, b: Match): Match[] {
  const pieces: Match[] = [];
  let rest = a;
  for (const field of FIELDS) {
    if (b[field] === EVERY_PACKET[field]) continue;
    const left = intersection(rest[field], complement(b[field], RANGES[field]));
    if (left.length > 0) pieces.push({ ...rest, [field]: left });
    const shared = intersection(rest[field], b[field]);
    if (shared.length === 0) return [a];
    rest = { ...rest, [field]: shared };
  }
  for (const bits of BITS) {
    const left = (rest[bits] & ~b[bits]) >>> 0;
    if (left !== 0) pieces.push({ ...rest, [bits]: left });
    const shared = (rest[bits] & b[bits]) >>> 0;
    if (shared === 0) return [a];
    rest = { ...rest, [bits]: shared };
  }
  return pieces;
}

/** Protocols that are named one by one in rules before "all but" becomes too long a list. */
const MOST_PROTOCOLS = 8;

/** Rules that together name just these packets, or null when that takes too many protocols. */
export function rulesOf(match: Match): Partial<Rule>[] | null {
  const common = {
    direction: match.sides === INWARD ? 'in' : match.sides === OUTWARD ? 'out' : 'both',
    sources: match.sources,
    destinations: match.destinations,
    states: match.states,
  } as const;
  if (match.protocols.some(({ first, last }) => first === 0 && last === 255))
    return [{ ...common, transport: 'any' }];
  const numbers: number[] = [];
  for (const { first, last } of match.protocols)
    for (let number = first; number <= last; number++) {
      if (numbers.length === MOST_PROTOCOLS) return null;
      numbers.push(number);
    }
  const ports = { sourcePorts: match.sourcePorts, destinationPorts: match.destinationPorts };
  const flags = testsOf(match.flags);
  const joined =
    flags.length === 0 && numbers.includes(Protocol.tcp) && numbers.includes(Protocol.udp)
      ? numbers.filter((number) => number !== Protocol.udp)
      : numbers;
  return joined.map((number) => {
    if (number === Protocol.icmp) return { ...common, transport: 'icmp', icmp: match.icmp };
    if (number === Protocol.udp) return { ...common, transport: 'udp', ...ports };
    if (number !== Protocol.tcp) return { ...common, transport: `${number}` as Transport };
    return { ...common, transport: joined === numbers ? 'tcp' : 'tcp-udp', ...ports, flags };
  });
}

/** The combinations of flags, bit n for combination n, that pass a test. */
export function flagsOf({ set, mask }: FlagTest): number {
  let flags = 0;
  for (let combination = 0; combination < 32; combination++)
    if ((combination & mask) === set) flags |= 1 << combination;
  return flags >>> 0;
}

/** Every test of flags, those that say least first. */
const TESTS: readonly { readonly test: FlagTest; readonly flags: number }[] = Array.from(
  { length: 32 },
  (_, mask) => mask,
)
  .sort((a, b) => count(a) - count(b))
  .flatMap((mask) => {
    const tests = [];
    for (let set = 0; set < 32; set++)
      if ((set & ~mask) === 0) tests.push({ test: { set, mask }, flags: flagsOf({ set, mask }) });
    return tests;
  });

/** Few tests of which one holds for just these combinations; none for all of them. */
function testsOf(flags: number): FlagTest[] {
  if (flags === ALL_FLAGS) return [];
  const tests: FlagTest[] = [];
  let left = flags;
  for (const one of TESTS) {
    if ((one.flags & ~flags) !== 0 || (one.flags & left) === 0) continue;
    tests.push(one.test);
    left &= ~one.flags;
  }
  return tests;
}

function count(bits: number): number {
  let ones = 0;
  for (let left = bits; left > 0; left &= left - 1) ones++;
  return ones;
}
