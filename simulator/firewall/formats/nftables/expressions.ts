import { parseAddress } from '../../../model/address.ts';
import { Protocol } from '../../../model/packet.ts';
import type { Interfaces } from '../format.ts';
import type { Match } from '../netfilter/match.ts';
import { both, EVERY_PACKET, flagsOf, INWARD, OUTWARD, without } from '../netfilter/match.ts';
import {
  addressesOf,
  flagOf,
  icmpCodeOf,
  icmpOf,
  MODELLED_FLAGS,
  portOf,
  protocolOf,
  stateOf,
} from '../netfilter/words.ts';
import type { Steps } from '../limits.ts';
import { union } from '../ranges.ts';
import type { Elements, Json } from './ruleset.ts';
import { member, textOf } from './ruleset.ts';

type Ranges = readonly { readonly first: number; readonly last: number }[];

/** What a comparison says: packets in one of these, or why not all of it could be understood. */
export type Meaning = readonly Match[] | { readonly unclear: string };

/** What a comparison needs to know besides itself. */
export interface Surroundings {
  readonly interfaces: Interfaces;
  /** A named set of the rule's table. */
  readonly set: (name: string) => Elements | undefined;
  /** Told each interface that a rule names. */
  readonly saw: (name: string) => void;
  /** Told how many values are looked at. */
  readonly steps: Steps;
}

/** A field of a packet and how its values are read. */
interface Field {
  /** What packets must be to have it. */
  readonly of: Partial<Match>;
  /** Packets with this value, or null when it is none; an empty list: no such packet here. */
  value(value: Json, surroundings: Surroundings): Partial<Match>[] | null;
}

type RangeKey = 'protocols' | 'sources' | 'destinations' | 'sourcePorts' | 'destinationPorts' | 'icmp';

const ONLY = (...protocols: number[]): Partial<Match> => ({
  protocols: union(protocols.map((number) => ({ first: number, last: number }))),
});

/** A field whose values are numbers. */
function ranged(
  key: RangeKey,
  of: Partial<Match>,
  parse: (text: string) => Ranges | null,
  highest: number,
): Field {
  return {
    of,
    value(value) {
      const range = member(value, 'range');
      if (Array.isArray(range) && range.length === 2) {
        const [from, to] = [parse(scalar(range[0])), parse(scalar(range[1]))];
        if (!from || !to) return null;
        const [first, last] = [from[0]!.first, to[0]!.last];
        return first <= last && last <= highest ? [{ [key]: [{ first, last }] }] : null;
      }
      const prefix = member(value, 'prefix');
      const found = parse(
        prefix === undefined ? scalar(value) : `${textOf(prefix, 'addr')}/${textOf(prefix, 'len')}`,
      );
      return found && [{ [key]: found }];
    },
  };
}

const one = (parse: (text: string) => number | null) => (text: string) => {
  const number = parse(text);
  return number === null ? null : [{ first: number, last: number }];
};
const port = (side: 'sourcePorts' | 'destinationPorts', ...protocols: number[]) =>
  ranged(side, ONLY(...protocols), one(portOf), 65535);
const { tcp, udp, icmp } = Protocol;
const protocol = ranged('protocols', {}, one(protocolOf), 255);
const NEVER: Field = { of: { sides: 0 }, value: () => [{}] };

const FIELDS: Readonly<Record<string, Field>> = {
  'ip saddr': ranged('sources', {}, addressesOf, 0xffffffff),
  'ip daddr': ranged('destinations', {}, addressesOf, 0xffffffff),
  'ip protocol': protocol,
  'meta l4proto': protocol,
  'tcp sport': port('sourcePorts', tcp),
  'tcp dport': port('destinationPorts', tcp),
  'udp sport': port('sourcePorts', udp),
  'udp dport': port('destinationPorts', udp),
  'th sport': port('sourcePorts', tcp, udp),
  'th dport': port('destinationPorts', tcp, udp),
  'icmp type': ranged(
    'icmp',
    ONLY(icmp),
    (text) => {
      const found = text.includes('/') ? null : icmpOf(text);
      return found && [found];
    },
    65535,
  ),
  'icmp code': {
    of: ONLY(icmp),
    value(value) {
      const code = icmpCodeOf(scalar(value));
      if (code === null) return null;
      return [
        {
          icmp: Array.from({ length: 256 }, (_, type) => ({
            first: type * 256 + code,
            last: type * 256 + code,
          })),
        },
      ];
    },
  },
  'ct state': {
    of: {},
    value(value) {
      const states = namesOf(value).map(stateOf);
      if (states.length === 0 || states.includes(null)) return null;
      return [{ states: states.reduce<number>((bits, state) => bits | state!, 0) }];
    },
  },
  'meta iifname': side(true),
  'meta oifname': side(false),
  'meta iif': side(true),
  'meta oif': side(false),
  'meta nfproto': family('ipv4', 'ipv6'),
  'meta protocol': family('ip', 'ip6'),
};

/** Protocols whose packets there are none of. */
const ABSENT = new Set(['ip6', 'icmpv6', 'arp', 'vlan', 'frag', 'rt', 'dst', 'mh', 'hbh']);

function side(input: boolean): Field {
  return {
    of: {},
    value(value, { interfaces, saw }) {
      const name = scalar(value);
      if (name === '') return null;
      saw(name);
      const is = (own: string) => (name.endsWith('*') ? own.startsWith(name.slice(0, -1)) : own === name);
      // In at the outer interface is the same as out at the inner one.
      const inward = is(input ? interfaces.outside : interfaces.inside) ? INWARD : 0;
      const outward = is(input ? interfaces.inside : interfaces.outside) ? OUTWARD : 0;
      return [{ sides: inward | outward }];
    },
  };
}

function family(ours: string, other: string): Field {
  return {
    of: {},
    value(value) {
      const name = scalar(value);
      return name === ours ? [{}] : name === other ? [{ sides: 0 }] : null;
    },
  };
}

/** What `left op right` names. */
export function comparison(op: string, left: Json, right: Json, surroundings: Surroundings): Meaning {
  const name = fieldName(left);
  if (name === 'tcp flags') return flags(op, left, right, surroundings);
  const parts = Array.isArray(member(left, 'concat')) ? (member(left, 'concat') as Json[]) : [left];
  const fields: Field[] = [];
  for (const part of parts) {
    const partName = fieldName(part);
    const field = ABSENT.has(partName.split(' ')[0]!)
      ? NEVER
      : Object.hasOwn(FIELDS, partName)
        ? FIELDS[partName]!
        : null;
    if (!field) return { unclear: `${partName === '' ? 'what it compares' : partName} is not modelled` };
    fields.push(field);
  }
  const of = fields.reduce<Match | null>(
    (match, field) => match && both(match, { ...EVERY_PACKET, ...field.of }),
    EVERY_PACKET,
  );
  if (!of) return [];
  const values = valuesOf(right, surroundings);
  if ('unclear' in values) return values;
  const named: Match[] = [];
  for (const value of values) {
    const found = alternatives(fields, boundary(op, value), surroundings);
    if (!found) {
      const told = typeof value === 'string' ? value : JSON.stringify(value ?? null);
      return { unclear: `"${told.slice(0, 60)}" is no value of ${name || 'these fields'}` };
    }
    for (const part of found) {
      surroundings.steps.take(part.icmp?.length ?? 1);
      const match = both(of, { ...EVERY_PACKET, ...part });
      if (match) named.push(match);
    }
  }
  switch (op) {
    case '==':
    case 'in':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return fields.length === 1 ? merged(named) : named;
    case '!=':
    case '!':
      return (fields.length === 1 ? merged(named) : named).reduce<readonly Match[]>(
        (left, match) => {
          surroundings.steps.take(4 * left.length);
          return left.flatMap((piece) => without(piece, match));
        },
        [of],
      );
    default:
      return { unclear: `${op} is not known` };
  }
}

/** One product in place of many that differ in one set of numbers only: long sets are usual. */
function merged(matches: readonly Match[]): readonly Match[] {
  const [first] = matches;
  if (!first || matches.length === 1) return matches;
  for (const key of [
    'protocols',
    'sources',
    'destinations',
    'sourcePorts',
    'destinationPorts',
    'icmp',
  ] as const) {
    const same = matches.every((match) =>
      (Object.keys(first) as (keyof Match)[]).every(
        (other) =>
          other === key ||
          match[other] === first[other] ||
          JSON.stringify(match[other]) === JSON.stringify(first[other]),
      ),
    );
    if (same) return [{ ...first, [key]: union(matches.flatMap((match) => match[key])) }];
  }
  return matches;
}

/** What packets must be to have all the values of a concatenation at once. */
function alternatives(
  fields: readonly Field[],
  value: Json,
  surroundings: Surroundings,
): Partial<Match>[] | null {
  if (fields.length === 1) return fields[0]!.value(value, surroundings);
  const values = member(value, 'concat');
  if (!Array.isArray(values) || values.length !== fields.length) return null;
  let all: Partial<Match> = {};
  for (const [index, field] of fields.entries()) {
    const found = field.value(values[index], surroundings);
    if (!found) return null;
    all = { ...all, ...found[0] };
  }
  return [all];
}

/** "< 100" as a range. */
function boundary(op: string, value: Json): Json {
  const number = portOf(scalar(value));
  if (number === null) return value;
  switch (op) {
    case '<':
      return { range: [0, number - 1] };
    case '<=':
      return { range: [0, number] };
    case '>':
      return { range: [number + 1, 65535] };
    case '>=':
      return { range: [number, 65535] };
    default:
      return value;
  }
}

/** The values of a set, of a named one, or the one that it is. */
export function valuesOf(
  right: Json,
  { set, steps }: Surroundings,
): readonly Json[] | { readonly unclear: string } {
  const values: Json[] = [];
  const open = [right];
  for (let at = 0; at < open.length; at++) {
    const value = open[at];
    const inner = member(value, 'set');
    const element = member(value, 'elem');
    if (Array.isArray(inner)) for (const each of inner as Json[]) open.push(each);
    else if (element !== undefined) open.push(member(element, 'val'));
    else if (typeof value === 'string' && value.startsWith('@')) {
      const named = set(value.slice(1));
      if (named === undefined) return { unclear: `the set ${value} is not in the file` };
      if (named === null) return { unclear: `the set ${value} is filled while the firewall runs` };
      steps.take(named.length);
      for (const each of named) values.push(member(member(each, 'elem'), 'val') ?? each);
    } else values.push(value);
  }
  return values;
}

/** Flags of TCP: "syn" in a mask, exactly these, or none of them. */
function flags(op: string, left: Json, right: Json, surroundings: Surroundings): Meaning {
  const masked = member(left, '&');
  const mask = Array.isArray(masked) ? bitsOf(masked[1]) : MODELLED_FLAGS;
  const values = valuesOf(right, surroundings);
  if ('unclear' in values) return values;
  let named = 0;
  for (const value of values) {
    const bits = bitsOf(value);
    if (mask === null || bits === null) return { unclear: 'the flags are not known' };
    const seen = mask & MODELLED_FLAGS;
    const none = flagsOf({ set: 0, mask: bits & MODELLED_FLAGS });
    if (op === 'in') named |= ~none;
    else if (op === '!') named |= ~none;
    // Flags that nobody sets here: a test that wants one of them holds for no packet.
    else if ((bits & ~seen) === 0) named |= flagsOf({ set: bits, mask: seen });
  }
  const wanted = (op === '!=' || op === '!' ? ~named : named) >>> 0;
  return wanted === 0 ? [] : [{ ...EVERY_PACKET, ...ONLY(tcp), flags: wanted }];
}

function bitsOf(value: Json): number | null {
  if (typeof value === 'number') return value >= 0 && value <= 255 ? value : null;
  return namesOf(value).reduce<number | null>((bits, name) => {
    const bit = /^0x[0-9a-f]{1,2}$/.test(name) ? Number(name) : flagOf(name);
    return bits === null || bit === null ? null : bits | bit;
  }, 0);
}

/** Names that are joined with commas or bars. */
function namesOf(value: Json): string[] {
  const joined = Array.isArray(value) ? value : member(value, '|');
  if (Array.isArray(joined)) return (joined as Json[]).flatMap(namesOf);
  return [scalar(value)];
}

/** "ip saddr" for the expression that stands for it; empty for none that is known. */
function fieldName(left: Json): string {
  const masked = member(left, '&');
  if (Array.isArray(masked)) {
    const inner = fieldName(masked[0]);
    return inner === 'tcp flags' ? inner : `${inner} with a mask`;
  }
  const payload = member(left, 'payload');
  if (payload !== undefined) return `${textOf(payload, 'protocol')} ${textOf(payload, 'field')}`;
  const meta = member(left, 'meta');
  if (meta !== undefined) return `meta ${textOf(meta, 'key')}`;
  const ct = member(left, 'ct');
  return ct === undefined
    ? ''
    : `ct ${textOf(ct, 'key')}${textOf(ct, 'dir') === '' ? '' : ' of one direction'}`;
}

function scalar(value: Json): string {
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
}

/** An address that stands alone, or null. */
export function addressOf(value: Json): number | null {
  return parseAddress(scalar(value));
}
