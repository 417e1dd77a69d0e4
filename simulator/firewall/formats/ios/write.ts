import { formatAddress } from '../../../model/address.ts';
import type { Policy, Rule } from '../../../model/policy.ts';
import type { Inexpressible, Interfaces } from '../format.ts';
import { inexpressible } from '../inexpressible.ts';
import { isAny, prefixesOf, union } from '../ranges.ts';
import { DEFAULT_REMARK } from '../rule-list.ts';
import { namesAll, othersAlike } from './inspection.ts';
import { Entries, wildcard } from './write-entries.ts';
import { writeSettings } from './settings.ts';

const INSPECTION = 'EDGE-LAB';
const OFF = 'SWITCHED-OFF';
const WAYS = ['in', 'out'] as const;
type Way = (typeof WAYS)[number];
const LISTS: Readonly<Record<Way, string>> = { in: 'FROM-OUTSIDE', out: 'FROM-INSIDE' };

export function write(policy: Policy, interfaces: Interfaces, title: string): string | Inexpressible {
  const problems = problemsOf(policy);
  if (problems.length > 0) return { problems };
  const entries = new Entries(OFF);
  for (const rule of policy.rules) for (const way of waysOf(rule)) entries.add(LISTS[way], rule);
  for (const way of WAYS)
    // What rejects everything at its end needs no more.
    if (policy.default === 'permit' || !tells(policy, way))
      entries.line(
        LISTS[way],
        DEFAULT_REMARK,
        `${policy.default === 'permit' ? 'permit' : 'deny'} ip any any`,
      );
  const settings = writeSettings(policy);
  const sip = policy.inspections.length > 0;
  return `${[
    `! ${title}`,
    // Comments come behind the commands that set the same.
    ...settings.commands,
    ...settings.comments,
    ...(policy.stateful
      ? [
          'ip inspect tcp block-non-session',
          `ip inspect name ${INSPECTION} tcp`,
          `ip inspect name ${INSPECTION} udp`,
          `ip inspect name ${INSPECTION} icmp${settings.icmp}`,
          ...(sip ? [`ip inspect name ${INSPECTION} sip`] : []),
        ]
      : []),
    ...entries.groups,
    ...interfaceLines(policy, interfaces),
    ...natLines(policy),
    ...WAYS.flatMap((way) => [`ip access-list extended ${LISTS[way]}`, ...entries.of(LISTS[way])]),
    // The clock of a router begins later: the range never holds.
    ...(policy.rules.every(({ enabled }) => enabled)
      ? []
      : [`time-range ${OFF}`, ' absolute end 00:00 01 January 1993']),
    'end',
  ].join('\n')}\n`;
}

function waysOf({ direction }: Rule): readonly Way[] {
  return direction === 'both' ? WAYS : [direction];
}

/** Are senders told of what is denied in this direction? */
function tells({ rules }: Policy, way: Way): boolean {
  return rules.some((rule) => rule.action === 'reject' && waysOf(rule).includes(way));
}

function problemsOf(policy: Policy): string[] {
  const problems = inexpressible(policy, { states: false, hairpin: false, defaults: ['drop', 'permit'] });
  for (const { id, action, rejectWith, flags } of policy.rules) {
    if (action === 'reject' && rejectWith !== 'admin-prohibited')
      problems.push(`rule ${id} rejects: this form can only say "administratively prohibited"`);
    if (flags.some(({ set, mask }) => mask > 31 || (set & ~mask) !== 0))
      problems.push(`rule ${id} asks for flags of TCP in a way that this form cannot`);
  }
  for (const way of WAYS) if (tells(policy, way)) problems.push(...silent(policy, way));
  if (tells(policy, 'in') !== tells(policy, 'out') && translates(policy))
    problems.push('senders are told one way only: with NAT, both lists are at the inner interface');
  if (policy.stateful && !othersAlike(policy.rules, policy.default))
    problems.push(
      'protocols other than TCP, UDP and ICMP pass one way or in part: this form remembers none of their connections',
    );
  const sip = policy.inspections.every(
    ({ kind, destinations, ports }) =>
      kind === 'sip' && isAny(destinations) && ports.length === 1 && isSip(ports[0]!),
  );
  if (policy.inspections.length > 0 && !(sip && policy.stateful))
    problems.push('content is inspected in a way that this form cannot say');
  return problems;
}

const isSip = ({ first, last }: { first: number; last: number }) => first === 5060 && last === 5060;

/** What is dropped without a word where other rules tell the sender: an interface does one or the other. */
function silent(policy: Policy, way: Way): string[] {
  const rules = policy.rules.filter((rule) => waysOf(rule).includes(way));
  const problems = rules
    .filter(({ action }) => action === 'drop')
    .map(({ id }) => `rule ${id} drops where others reject: an interface does one or the other for all`);
  const ends = rules.some((rule) => rule.enabled && namesAll(rule));
  if (policy.default === 'drop' && !ends)
    problems.push(
      `what no rule names is dropped where others reject (${way}): an interface does one or the other for all`,
    );
  return problems;
}

function translates({ nat, forwards, masquerades }: Policy): boolean {
  return nat.length + forwards.length + masquerades.length > 0;
}

/**
 * The two interfaces. Rules name addresses inside, so with NAT both lists are at the inner one, where packets look as
 * they do inside. A name without a number is none of an interface: it becomes the description of one.
 */
function interfaceLines(policy: Policy, interfaces: Interfaces): string[] {
  const taken = [interfaces.outside, interfaces.inside];
  const lines: string[] = [];
  for (const [side, way] of [
    ['outside', 'in'],
    ['inside', 'out'],
  ] as const) {
    const called = interfaces[side];
    const free = [0, 1, 2, 3].map((port) => `GigabitEthernet0/${port}`).find((one) => !taken.includes(one))!;
    const name = /^[A-Za-z][A-Za-z-]*\d[\d/.:]*$/.test(called) ? called : free;
    taken.push(name);
    const nat = translates(policy);
    const lists: readonly string[] = !nat
      ? [`${LISTS[way]} in`]
      : side === 'outside'
        ? []
        : [`${LISTS.out} in`, `${LISTS.in} out`];
    lines.push(
      `interface ${name}`,
      ...(name === called ? [] : [` description ${called}`]),
      ...lists.map((list) => ` ip access-group ${list}`),
      ...(tells(policy, way) ? [] : [' no ip unreachables']),
      ...(nat ? [` ip nat ${side}`] : []),
      ...(policy.stateful ? [` ip inspect ${INSPECTION} in`] : []),
    );
  }
  return lines;
}

function natLines({ nat, forwards, masquerades }: Policy): string[] {
  const source = 'ip nat inside source';
  return [
    ...forwards.map(
      ({ transport, outside, outsidePort, inside, insidePort }) =>
        `${source} static ${transport} ${formatAddress(inside)} ${insidePort} ${formatAddress(outside)} ${outsidePort} extendable`,
    ),
    ...nat.map(
      ({ outside, inside }) => `${source} static ${formatAddress(inside)} ${formatAddress(outside)}`,
    ),
    ...masquerades.flatMap(({ inside, outside }, at) => {
      const [name, address] = [`NAT-${at + 1}`, formatAddress(outside)];
      return [
        `ip nat pool ${name} ${address} ${address} prefix-length 32`,
        `${source} list ${name} pool ${name} overload`,
        `ip access-list standard ${name}`,
        ...union(inside)
          .flatMap(prefixesOf)
          .map((prefix) => ` permit ${prefix.length === 0 ? 'any' : wildcard(prefix, '')}`),
      ];
    }),
  ];
}
