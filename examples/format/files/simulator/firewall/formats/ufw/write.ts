import { formatAddress } from '../../../model/address.ts';
import type { Policy, Rule } from '../../../model/policy.ts';
import { hasPorts } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import type { Inexpressible, Interfaces } from '../format.ts';
import { inexpressible } from '../inexpressible.ts';
import { isAny, prefixesOf, union } from '../ranges.ts';
import { remarkOf } from '../rule-list.ts';

const ACTIONS = { permit: 'allow', drop: 'deny', reject: 'reject' } as const;

/** Writes rules as commands of ufw, or says what they cannot say. */
export function write(policy: Policy, sides: Interfaces, title: string): string | Inexpressible {
  const problems = [
    ...inexpressible(policy, {
      stateful: true,
      hairpin: false,
      inspections: false,
      nat: false,
      forwards: false,
      masquerades: false,
      maxConnections: false,
      states: false,
      flags: false,
    }),
    ...policy.rules.flatMap(problemsOf),
  ];
  if (problems.length > 0) return { problems };
  return `${[
    `# ${title}`,
    `ufw default ${ACTIONS[policy.default]} routed`,
    ...policy.rules.flatMap((rule) => linesOf(rule, sides)),
  ].join('\n')}\n`;
}

function problemsOf({ id, transport, rejectWith, purpose }: Rule): string[] {
  return [
    ...(transport === 'any' || hasPorts(transport)
      ? []
      : [`rule ${id} names ${transport}: ufw knows TCP and UDP only`]),
    ...(rejectWith === null ? [] : [`rule ${id} says how to reject: ufw always rejects in its own way`]),
    ...(purpose.includes("'")
      ? [`rule ${id} has an apostrophe in its purpose: a comment of ufw cannot`]
      : []),
  ];
}

/** A line for each pair of prefixes; they are one rule again when they are read. */
function linesOf(rule: Rule, { outside, inside }: Interfaces): string[] {
  const { direction, transport, log, enabled } = rule;
  const way = {
    in: ` in on ${outside} out on ${inside}`,
    out: ` in on ${inside} out on ${outside}`,
    both: '',
  }[direction];
  const action = rule.action === 'undetermined' ? 'deny' : ACTIONS[rule.action];
  // Without "proto" a line with ports is for both; one without ports is for every protocol.
  const both = transport === 'tcp-udp' && isEveryPort(rule.sourcePorts) && isEveryPort(rule.destinationPorts);
  const protocols = both ? ['tcp', 'udp'] : [transport];
  const lines = protocols.flatMap((protocol) =>
    placesOf(rule.sources).flatMap((from) =>
      placesOf(rule.destinations).map(
        (to) =>
          `ufw route ${action}${log ? ' log' : ''}${way}${protocol === 'tcp' || protocol === 'udp' ? ` proto ${protocol}` : ''}` +
          ` from ${from}${ports(rule.sourcePorts)} to ${to}${ports(rule.destinationPorts)} comment '${remarkOf(rule)}'`,
      ),
    ),
  );
  return lines.map((line) => (enabled ? line : `# off: ${line}`));
}

function placesOf(ranges: Rule['sources']): string[] {
  if (isAny(ranges)) return ['any'];
  return union(ranges)
    .flatMap(prefixesOf)
    .map(({ address, length }) => `${formatAddress(address)}/${length}`);
}

function isEveryPort(ranges: readonly PortRange[]): boolean {
  return ranges.some(({ first, last }) => first === 0 && last === 65535);
}

function ports(ranges: readonly PortRange[]): string {
  if (isEveryPort(ranges)) return '';
  return ` port ${union(ranges)
    .map(({ first, last }) => (first === last ? `${first}` : `${first}:${last}`))
    .join(',')}`;
}
