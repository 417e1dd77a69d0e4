import { ANY_ADDRESS } from '../../../model/address.ts';
import type { AddressRange } from '../../../model/address.ts';
import type { Rule } from '../../../model/policy.ts';
import { hasPorts } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import { ANY_PORT } from '../../../model/ports.ts';
import type { Block, Doubt } from './block.ts';
import { quoted, wordOf } from './block.ts';
import type { Asked } from './profiles.ts';
import { PROFILES, profilesOf } from './profiles.ts';
import type { Runs } from './values.ts';
import { addressesOf, portsOf, protocolOf, typesOf } from './values.ts';

/** What a listing prints of every rule, by PowerShell's name and as it calls it. */
export interface Listing {
  readonly always: Readonly<Record<string, string>>;
  readonly withPorts: Readonly<Record<string, string>>;
  readonly withTypes: Readonly<Record<string, string>>;
  /** What is taken for "any" when it is left out, which the ledger says. */
  readonly assumed: Readonly<Record<string, string>>;
  /** What it means when all of these are left out. */
  readonly brief: { readonly fields: readonly string[]; readonly why: string } | null;
}

/** A rule of the listing, before it has its place among the others. */
export interface Statement extends Asked {
  readonly line: number;
  readonly rule: Partial<Omit<Rule, 'id' | 'line' | 'action'>>;
  readonly remark: string;
  /** Where it says for which profiles it is. */
  readonly profileLine: number;
  readonly doubts: readonly Doubt[];
  /** Why it names no packet of IPv4, or null. */
  readonly never: Doubt | null;
  /** What was taken for "any", or null. */
  readonly assumed: string | null;
}

/** Properties that narrow a rule down in no way. */
const ASIDE = new Set(
  (
    'name id instanceid displayname elementname caption description displaygroup group rulegroup creationclassname ' +
    'edgetraversalpolicy status statuscode policystoresource policystoresourcetype policystore pscomputername ' +
    'cimclass ciminstanceproperties cimsystemproperties erroraction verbose confirm'
  ).split(' '),
);
/** Properties that become parts of a rule. */
const MODELLED = new Set(
  'enabled direction action profile protocol localport remoteport localaddress remoteaddress icmptype'.split(
    ' ',
  ),
);
/** Values with which any other property narrows nothing down. */
const NOTHING = new Set(
  '|any|all|{}|{any}|false|none|notrequired|notconfigured|ok|notapplicable|enforced|full'.split('|'),
);

/** What a block of the listing says as a rule. */
export function statementOf(block: Block, listing: Listing): Statement {
  const doubts = [...block.doubts];
  const doubt = (name: string, why: string) => {
    doubts.push({ line: block.fields.get(name)?.line ?? block.line, why });
  };
  const missing = missingOf(block, listing);
  if (missing !== null) doubts.push({ line: block.line, why: missing });
  for (const [name, { label, value }] of block.fields)
    if (!ASIDE.has(name) && !MODELLED.has(name) && !NOTHING.has(value.trim().toLowerCase()))
      doubt(name, `${label} ${quoted(value)} is not modelled`);
  const word = <T>(name: string, words: Readonly<Record<string, T>>): T | null => {
    const found = Object.hasOwn(words, wordOf(block, name)) ? words[wordOf(block, name)]! : null;
    if (found === null && block.fields.has(name)) {
      const { label, value } = block.fields.get(name)!;
      doubt(name, `${label} cannot be ${quoted(value)}`);
    }
    return found;
  };
  const kind = word('action', ACTIONS) ?? 'other';
  if (kind === 'bypass') doubt('action', 'who is authenticated is not modelled');
  const overrides = wordOf(block, 'overrideblockrules') === 'true';
  const direction = word('direction', DIRECTIONS) ?? 'both';
  const profile = block.fields.get('profile');
  const profiles = profile ? profilesOf(profile.value) : null;
  if (profile && !profiles) doubt('profile', `${quoted(profile.value)} is no profile`);
  const enabled = word('enabled', YES_NO) ?? true;
  const named = namedOf(block, direction, doubt);
  return {
    line: block.line,
    kind: kind === 'allow' && overrides ? 'bypass' : kind,
    direction,
    profiles: profiles ?? new Set(PROFILES),
    profileLine: profile?.line ?? block.line,
    local: SOURCES.get(wordOf(block, 'policystoresourcetype')) ?? null,
    rule: { enabled, direction, ...named.rule },
    remark: (block.fields.get('displayname') ?? block.fields.get('name'))?.value ?? '',
    doubts,
    never: named.never,
    assumed: assumedOf(block, listing),
  };
}

const ACTIONS: Readonly<Record<string, Asked['kind']>> = {
  allow: 'allow',
  block: 'block',
  bypass: 'bypass',
  allowbypass: 'bypass',
};
const DIRECTIONS: Readonly<Record<string, 'in' | 'out'>> = {
  in: 'in',
  out: 'out',
  inbound: 'in',
  outbound: 'out',
};
const YES_NO: Readonly<Record<string, boolean>> = { yes: true, no: false, true: true, false: false };
const SOURCES = new Map([
  ['local', true],
  ['local setting', true],
  ['grouppolicy', false],
  ['group policy setting', false],
]);

/** What of a rule the listing leaves out, so that it is not clear what it names; or null. */
function missingOf(block: Block, { always, withPorts, withTypes, brief }: Listing): string | null {
  if (brief?.fields.every((name) => !block.fields.has(name))) return brief.why;
  const transport = protocolOf(wordOf(block, 'protocol'));
  const needed = {
    ...always,
    ...(transport !== null && transport !== 'ipv6' && hasPorts(transport) && withPorts),
    ...(transport === 'icmp' && withTypes),
  };
  const missing = Object.keys(needed).filter((name) => !block.fields.has(name));
  return missing.length === 0
    ? null
    : `the listing leaves out ${missing.map((name) => needed[name]!).join(', ')}`;
}

function assumedOf(block: Block, { assumed }: Listing): string | null {
  const missing = Object.keys(assumed).filter((name) => !block.fields.has(name));
  return missing.length === 0
    ? null
    : `the listing leaves out ${missing.map((name) => assumed[name]!).join(', ')}: taken for any`;
}

/** Which packets it names; what is not clear is every one. */
function namedOf(
  block: Block,
  direction: Rule['direction'],
  doubt: (name: string, why: string) => void,
): Pick<Statement, 'rule' | 'never'> {
  let never: Doubt | null = null;
  const runs = <T>(name: string, parse: (value: string) => Runs<T>, any: T): readonly T[] => {
    const field = block.fields.get(name);
    if (!field) return [any];
    const found = parse(field.value);
    if ('why' in found) {
      doubt(name, found.why);
      return [any];
    }
    if (found.length === 0) never ??= { line: field.line, why: 'IPv6 is not modelled' };
    return found;
  };
  const protocol = block.fields.get('protocol');
  const transport = protocol ? protocolOf(protocol.value) : 'any';
  if (transport === 'ipv6') never = { line: protocol!.line, why: 'IPv6 is not modelled' };
  if (transport === null) doubt('protocol', `${quoted(protocol!.value)} is no protocol`);
  const own = runs<AddressRange>('localaddress', addressesOf, ANY_ADDRESS);
  const other = runs<AddressRange>('remoteaddress', addressesOf, ANY_ADDRESS);
  const rule: Statement['rule'] =
    direction === 'both'
      ? {}
      : { sources: direction === 'in' ? other : own, destinations: direction === 'in' ? own : other };
  if (transport === null || transport === 'ipv6') return { rule, never };
  if (!hasPorts(transport))
    for (const name of ['localport', 'remoteport'])
      if (!NO_PORTS.has(wordOf(block, name))) doubt(name, 'ports need TCP or UDP');
  if (transport === 'icmp')
    return { rule: { ...rule, transport, icmp: runs<PortRange>('icmptype', typesOf, ANY_PORT) }, never };
  if (!hasPorts(transport)) return { rule: { ...rule, transport }, never };
  const here = runs<PortRange>('localport', portsOf, ANY_PORT);
  const there = runs<PortRange>('remoteport', portsOf, ANY_PORT);
  if (direction === 'both') return { rule: { transport }, never };
  return {
    rule: {
      ...rule,
      transport,
      sourcePorts: direction === 'in' ? there : here,
      destinationPorts: direction === 'in' ? here : there,
    },
    never,
  };
}

/** What is printed for the ports of a protocol without any. */
const NO_PORTS = new Set(['', 'any', 'rpc']);
