import { formatAddress } from '../../model/address.ts';
import { formatIcmp } from '../../model/ports.ts';
import type { FiveTuple } from '../../model/packet.ts';
import { Protocol, protocolName } from '../../model/packet.ts';
import type { Policy, Rule } from '../../model/policy.ts';
import { ANY_STATE, ConnectionStates, protocolNumbers } from '../../model/policy.ts';

/*
 * The space of all packets that a firewall may be asked about, as boxes: products of runs of numbers and of sets of
 * bits. What rules name is a list of boxes, so questions about all packets become questions about few numbers.
 */

/** Runs of numbers, first and last of each, in this order; ICMP has its type * 256 + code as destination port. */
const RUNS = 5;
const [PROTOCOL, SOURCE, DESTINATION, SPORT, DPORT] = [0, 1, 2, 3, 4] as const;

export interface Box {
  /** first, last of: protocol, source, destination, source port, destination port. */
  readonly runs: readonly number[];
  /** Sum of 1 (from outside) and 2 (from inside). */
  readonly sides: number;
  /** Sum of `ConnectionStates`. */
  readonly states: number;
  /** Bit n: packets whose five lowest TCP flags are n. */
  readonly flags: number;
}

const HIGHEST = [255, 0xffffffff, 0xffffffff, 65535, 65535] as const;
const ALL_FLAGS = 0xffffffff;

/** Every packet that a policy's rules may be asked about: where it knows connections, those that begin one. */
export function everyPacket({ stateful }: Pick<Policy, 'stateful'>): Box {
  return {
    runs: HIGHEST.flatMap((last) => [0, last]),
    sides: 3,
    states: stateful ? ConnectionStates.new : ANY_STATE,
    flags: ALL_FLAGS,
  };
}

/** What a rule names. */
export function boxesOf(rule: Rule): Box[] {
  const sides = rule.direction === 'in' ? 1 : rule.direction === 'out' ? 2 : 3;
  const numbers = protocolNumbers(rule.transport);
  const protocols = numbers ? numbers.map((number) => [number, number] as const) : [[0, 255] as const];
  const boxes: Box[] = [];
  for (const [first, last] of protocols) {
    const icmp = numbers !== null && first === Protocol.icmp;
    const flags = numbers !== null && first === Protocol.tcp ? flagSet(rule) : ALL_FLAGS;
    for (const source of rule.sources)
      for (const destination of rule.destinations)
        for (const sport of icmp ? [{ first: 0, last: 65535 }] : rule.sourcePorts)
          for (const dport of icmp ? rule.icmp : rule.destinationPorts)
            boxes.push({
              runs: [
                ...[first, last, source.first, source.last, destination.first, destination.last],
                ...[sport.first, sport.last, dport.first, dport.last],
              ],
              sides,
              states: rule.states,
              flags,
            });
  }
  return boxes;
}

function flagSet({ flags }: Rule): number {
  if (flags.length === 0) return ALL_FLAGS;
  let set = 0;
  for (let combination = 0; combination < 32; combination++)
    if (flags.some((test) => (combination & test.mask) === test.set)) set |= 1 << combination;
  return set >>> 0;
}

/** What two boxes have in common, or null. */
export function common(a: Box, b: Box): Box | null {
  const sides = a.sides & b.sides;
  const states = a.states & b.states;
  const flags = (a.flags & b.flags) >>> 0;
  if (sides === 0 || states === 0 || flags === 0 || !meet(a, b)) return null;
  const runs: number[] = [];
  for (let at = 0; at < RUNS * 2; at += 2)
    runs.push(Math.max(a.runs[at]!, b.runs[at]!), Math.min(a.runs[at + 1]!, b.runs[at + 1]!));
  return { runs, sides, states, flags };
}

/** Have their runs all something in common? */
function meet(a: Box, b: Box): boolean {
  for (let at = 0; at < RUNS * 2; at += 2)
    if (a.runs[at]! > b.runs[at + 1]! || b.runs[at]! > a.runs[at + 1]!) return false;
  return true;
}

/** What of a box lies outside of another, in boxes that do not overlap. */
export function outsideOf(box: Box, other: Box): Box[] {
  const shared = common(box, other);
  if (!shared) return [box];
  const pieces: Box[] = [];
  let rest = box;
  for (const bits of ['sides', 'states', 'flags'] as const) {
    const left = (rest[bits] & ~shared[bits]) >>> 0;
    if (left !== 0) pieces.push({ ...rest, [bits]: left });
    rest = { ...rest, [bits]: shared[bits] };
  }
  for (let at = 0; at < RUNS * 2; at += 2) {
    const [first, last] = [rest.runs[at]!, rest.runs[at + 1]!];
    const [from, to] = [shared.runs[at]!, shared.runs[at + 1]!];
    if (first < from) pieces.push({ ...rest, runs: rest.runs.with(at + 1, from - 1) });
    if (last > to) pieces.push({ ...rest, runs: rest.runs.with(at, to + 1) });
    rest = { ...rest, runs: rest.runs.with(at, from).with(at + 1, to) };
  }
  return pieces;
}

/** Some part of a box that lies outside of all the others, or null when there is none: exact, not by trying packets. */
export function uncovered(box: Box, others: readonly Box[]): Box | null {
  const left = others.filter((other) => common(box, other) !== null);
  // The one that takes the most away first: what covers the whole ends the search at once.
  const [largest] = left.sort((a, b) => weight(b, box) - weight(a, box));
  if (!largest) return box;
  for (const piece of outsideOf(box, largest)) {
    const found = uncovered(piece, left.slice(1));
    if (found) return found;
  }
  return null;
}

/** Is a packet with these five values in it, from whichever side, whatever its state and flags? */
export function holds({ runs }: Box, { protocol, src, dst, sport, dport }: FiveTuple): boolean {
  return [protocol, src, dst, sport, dport].every(
    (value, at) => value >= runs[at * 2]! && value <= runs[at * 2 + 1]!,
  );
}

/** How much of a box another takes, as a share of each run, multiplied. */
function weight(other: Box, box: Box): number {
  let share = 1;
  for (let at = 0; at < RUNS * 2; at += 2) {
    const size = box.runs[at + 1]! - box.runs[at]! + 1;
    const taken =
      Math.min(box.runs[at + 1]!, other.runs[at + 1]!) - Math.max(box.runs[at]!, other.runs[at]!) + 1;
    share *= taken / size;
  }
  return share;
}

/** A packet in a box, for people: usual ports and protocols where the box leaves the choice. */
export function exampleOf(box: Box): string {
  const run = (index: number, ...wanted: number[]) =>
    wanted.find((one) => one >= box.runs[index * 2]! && one <= box.runs[index * 2 + 1]!) ??
    box.runs[index * 2]!;
  const protocol = run(PROTOCOL, Protocol.tcp, Protocol.udp);
  const [source, destination] = [run(SOURCE, 0xcb007109), run(DESTINATION, 0xcb007109)].map(formatAddress);
  const side = box.sides & 1 ? 'from outside' : 'from inside';
  if (protocol === Protocol.icmp) {
    const type = run(DPORT, 2048);
    return `icmp ${formatIcmp([{ first: type, last: type }])} ${source!} -> ${destination!}, ${side}`;
  }
  if (protocol !== Protocol.tcp && protocol !== Protocol.udp)
    return `${protocolName(protocol)} ${source!} -> ${destination!}, ${side}`;
  return `${protocolName(protocol)} ${source!}:${run(SPORT, 50_000)} -> ${destination!}:${run(DPORT, 443, 1)}, ${side}`;
}
