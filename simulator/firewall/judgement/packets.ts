import type { AddressRange } from '../../model/address.ts';
import { formatAddress } from '../../model/address.ts';
import { isIcmpError, isIcmpQuestion } from '../../model/icmp.ts';
import type { FiveTuple } from '../../model/packet.ts';
import { Flag, formatFlags, Protocol, protocolName } from '../../model/packet.ts';
import type { Policy, Rule } from '../../model/policy.ts';
import { ANY_STATE, ConnectionStates, protocolNumbers } from '../../model/policy.ts';
import type { PortRange } from '../../model/ports.ts';
import { formatIcmp } from '../../model/ports.ts';
import { legalFlags, Segment, segmentOf } from '../engine/tcp-track.ts';
import { union } from '../formats/ranges.ts';
import type { Runs } from './runs.ts';
import { meet } from './runs.ts';
import type { Box } from './space.ts';
import { common, DESTINATION, DPORT, PROTOCOL, SOURCE, SPORT } from './space.ts';

/* Which packets there are, which of them a rule names, and how one of them looks. */

const ALL_FLAGS = 0xffffffff;
const ADDRESSES: Runs = [0, 0xffffffff];
const PORTS: Runs = [0, 65535];
const { new: NEW, established: ESTABLISHED, related: RELATED, invalid: INVALID } = ConnectionStates;

/** Combinations of flags, as `Box.flags` has them, of packets for which something holds. */
function flagsThat(holds: (flags: number) => boolean): number {
  let set = 0;
  for (let flags = 0; flags < 32; flags++) if (holds(flags)) set |= 1 << flags;
  return set >>> 0;
}

const LEGAL = flagsThat(legalFlags);
const SYN = flagsThat((flags) => legalFlags(flags) && segmentOf(flags) === Segment.syn);
const RST = flagsThat((flags) => legalFlags(flags) && segmentOf(flags) === Segment.rst);

/** Packets of some protocols, with any addresses. */
function kind(protocols: Runs, sports: Runs, dports: Runs, states: number, flags = ALL_FLAGS): Box {
  return { parts: [protocols, ADDRESSES, ADDRESSES, sports, dports], sides: 3, states, flags };
}

function everything(states: number, flags = ALL_FLAGS): Box {
  return kind([0, 255], PORTS, PORTS, states, flags);
}

/**
 * All packets that there are, by what a firewall's table of connections can call them (`engine/tracker.ts`): of TCP,
 * flags that do not go together are always invalid; of ICMP, questions can begin something, errors are related, answers
 * belong to a question. Protocols without ports have 0 there. Flags of what is not TCP mean nothing.
 */
export const EVERY_KIND: readonly Box[] = [
  kind([6, 6], PORTS, PORTS, NEW | ESTABLISHED, LEGAL),
  kind([6, 6], PORTS, PORTS, INVALID),
  kind([17, 17], PORTS, PORTS, NEW | ESTABLISHED),
  kind([1, 1], PORTS, typesThat(isIcmpQuestion), NEW | ESTABLISHED),
  kind([1, 1], PORTS, typesThat(isIcmpError), RELATED | INVALID),
  kind(
    [1, 1],
    PORTS,
    typesThat((type) => !isIcmpQuestion(type) && !isIcmpError(type)),
    ESTABLISHED | INVALID,
  ),
  kind([0, 0, 2, 5, 7, 16, 18, 255], [0, 0], [0, 0], NEW | ESTABLISHED),
];

/** Types of ICMP, with every code, as destination ports. */
function typesThat(holds: (typeAndCode: number) => boolean): Runs {
  const types: PortRange[] = [];
  for (let first = 0; first < 65536; first += 256) if (holds(first)) types.push({ first, last: first + 255 });
  return runsOf(types);
}

/** Ranges in whatever order, as runs. */
export function runsOf(ranges: readonly AddressRange[] | readonly PortRange[]): Runs {
  return union(ranges).flatMap(({ first, last }) => [first, last]);
}

/** Packets that begin a connection. */
export const BEGINNING: Box = everything(NEW, SYN);

/**
 * Every packet that a policy's rules may be asked about. Where it knows connections, those are packets that begin one;
 * and, as a rule that asks for flags can tell it from them, a RST that takes back one that nobody has answered yet.
 */
export function everyPacket({ stateful, rules }: Pick<Policy, 'stateful' | 'rules'>): Box {
  if (!stateful) return everything(ANY_STATE);
  return rules.some(({ flags }) => flags.length > 0) ? everything(NEW, (SYN | RST) >>> 0) : BEGINNING;
}

/** What a firewall that knows connections lets pass, and what it drops, before it asks its rules. */
export const KNOWN = { passes: everything(ESTABLISHED | RELATED), drops: everything(INVALID) } as const;

/**
 * Packets that come from outside for addresses of a policy's NAT. They are translated, or end there, before the rules
 * are asked; those see such a destination only where it is an address inside as well.
 */
export function translated({ nat, forwards, masquerades }: Policy): Box[] {
  const inside = new Set([...nat, ...forwards].map((one) => one.inside));
  const outside = [...nat, ...forwards, ...masquerades].map((one) => one.outside);
  const own = outside.filter((address) => !inside.has(address));
  if (own.length === 0) return [];
  const destinations = runsOf(own.map((address) => ({ first: address, last: address })));
  return [
    {
      parts: [[0, 255], ADDRESSES, destinations, PORTS, PORTS],
      sides: 1,
      states: ANY_STATE,
      flags: ALL_FLAGS,
    },
  ];
}

/** What a rule names, of all packets that there are. */
export function boxesOf(rule: Rule): Box[] {
  const numbers = protocolNumbers(rule.transport);
  const icmp = rule.transport === 'icmp' || rule.transport === '1';
  const asked = rule.flags.length > 0;
  const parts = [
    numbers ? numbers.flatMap((number) => [number, number]) : [0, 255],
    runsOf(rule.sources),
    runsOf(rule.destinations),
    icmp ? PORTS : runsOf(rule.sourcePorts),
    runsOf(icmp ? rule.icmp : rule.destinationPorts),
  ] as const;
  const named: Box = {
    parts,
    sides: rule.direction === 'in' ? 1 : rule.direction === 'out' ? 2 : 3,
    states: rule.states,
    flags: asked ? flagsThat((bits) => rule.flags.some(({ set, mask }) => (bits & mask) === set)) : ALL_FLAGS,
  };
  // Questions about flags are answered by TCP only.
  const kinds = asked
    ? EVERY_KIND.filter(({ parts: [protocols] }) => protocols[0] === Protocol.tcp)
    : EVERY_KIND;
  return kinds.flatMap((each) => common(each, named) ?? []);
}

/** One packet of a box: usual ports and protocols where the box leaves the choice. */
export interface Example extends FiveTuple {
  /** Of TCP; those of the other protocols mean nothing. */
  readonly flags: number;
  readonly fromOutside: boolean;
}

/** A packet in a box. */
export function memberOf({ parts, sides, flags }: Box): Example {
  const run = (part: number, ...wanted: number[]) =>
    wanted.find((value) => meet(parts[part]!, [value, value])) ?? parts[part]![0]!;
  const protocol = run(PROTOCOL, Protocol.tcp, Protocol.udp);
  return {
    protocol,
    src: run(SOURCE, 0xcb007109),
    dst: run(DESTINATION, 0xcb007109),
    sport: run(SPORT, 50_000),
    dport: protocol === Protocol.icmp ? run(DPORT, 2048) : run(DPORT, 443, 1),
    flags: (flags >>> Flag.syn) & 1 ? Flag.syn : 31 - Math.clz32(flags & -flags),
    fromOutside: (sides & 1) !== 0,
  };
}

/**
 * A packet in a box, for people. What it is to the table of connections, and its flags, are told where it is none that
 * begins one.
 */
export function exampleOf(box: Box): string {
  const { protocol, src, dst, sport, dport, flags, fromOutside } = memberOf(box);
  const [source, destination] = [src, dst].map(formatAddress);
  const side = fromOutside ? 'from outside' : 'from inside';
  const state =
    box.states & NEW
      ? ''
      : box.states & (ESTABLISHED | RELATED)
        ? ', of a known connection'
        : ', of no connection';
  const begins = protocol !== Protocol.tcp || (box.flags & SYN) !== 0;
  const where = `${side}${state}${begins ? '' : `, flags ${formatFlags(flags) || 'none'}`}`;
  if (protocol === Protocol.icmp)
    return `icmp ${formatIcmp([{ first: dport, last: dport }])} ${source!} -> ${destination!}, ${where}`;
  if (protocol !== Protocol.tcp && protocol !== Protocol.udp)
    return `${protocolName(protocol)} ${source!} -> ${destination!}, ${where}`;
  return `${protocolName(protocol)} ${source!}:${sport} -> ${destination!}:${dport}, ${where}`;
}
