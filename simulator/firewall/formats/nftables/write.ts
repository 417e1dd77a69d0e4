import type { AddressRange } from '../../../model/address.ts';
import { formatAddress, prefixLength } from '../../../model/address.ts';
import type { FlagTest, Policy, Rule } from '../../../model/policy.ts';
import { ANY_STATE, ConnectionStates, hasPorts } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import { formatIcmp } from '../../../model/ports.ts';
import type { Inexpressible, Interfaces } from '../format.ts';
import { inexpressible } from '../inexpressible.ts';
import { flagNames } from '../netfilter/words.ts';
import { writeSysctl } from '../netfilter/sysctl.ts';
import { isAny, union } from '../ranges.ts';
import { DEFAULT_REMARK, remarkOf } from '../rule-list.ts';
import type { Json } from './ruleset.ts';
import { parseText } from './text.ts';

/** Bytes of a rule's comment (NFTNL_UDATA_COMMENT_MAXLEN, with the zero at its end). */
const LONGEST_COMMENT = 127;

/** The text form. */
export function writeText(policy: Policy, interfaces: Interfaces, title: string): string | Inexpressible {
  const problems = inexpressible(policy, { hairpin: false, inspections: false });
  if (problems.length > 0) return { problems };
  const state = policy.stateful ? ['ct state established,related accept', 'ct state invalid drop'] : [];
  const fallback = policy.default === 'permit' ? 'accept' : 'drop';
  const rest =
    policy.default === 'reject'
      ? verdicts({ action: 'reject', rejectWith: null }, 'any').map(
          ({ more, verdict }) => `${more}${verdict} ${comment(DEFAULT_REMARK)}`,
        )
      : [];
  return `${[
    `# ${title}`,
    ...writeSysctl(policy),
    'table ip edge_lab {',
    '\tchain forward {',
    `\t\ttype filter hook forward priority filter; policy ${fallback};`,
    ...[...state, ...policy.rules.flatMap((rule) => ruleLines(rule, interfaces)), ...rest].map(
      (line) => `\t\t${line}`,
    ),
    '\t}',
    ...natChains(policy, interfaces),
    '}',
  ].join('\n')}\n`;
}

/** The JSON form: the text form's statements as libnftables-json(5) has them. */
export function writeJson(policy: Policy, interfaces: Interfaces, title: string): string | Inexpressible {
  const off = policy.rules.filter(({ enabled }) => !enabled);
  if (off.length > 0)
    return {
      problems: off.map(({ id }) => `rule ${id} is switched off: JSON has no comments to keep it in`),
    };
  const text = writeText(policy, interfaces, title);
  if (typeof text !== 'string') return text;
  const parsed = parseText(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  const { chains, rules } = parsed.ruleset;
  const objects: Json[] = [
    {
      metainfo: {
        json_schema_version: 1,
        sysctl: writeSysctl(policy).map((line) => line.replace('# sysctl ', '')),
      },
    },
    { table: { family: 'ip', name: 'edge_lab' } },
    ...chains.map(({ family, table, name, base }) => ({
      chain: {
        family,
        table,
        name,
        ...(base && {
          type: base.type,
          hook: base.hook,
          prio: base.priority,
          policy: base.policy === 'drop' ? 'drop' : 'accept',
        }),
      },
    })),
    ...rules.map(({ family, table, chain, comment: remark, statements }) => ({
      rule: { family, table, chain, ...(remark !== '' && { comment: remark }), expr: statements },
    })),
  ];
  return `{"nftables": [\n${objects.map((object) => JSON.stringify(object)).join(',\n')}\n]}\n`;
}

function natChains({ nat, forwards, masquerades }: Policy, { outside: side }: Interfaces): string[] {
  if (nat.length + forwards.length + masquerades.length === 0) return [];
  const from = `\t\tiifname "${side}" ip daddr`;
  const to = `\t\toifname "${side}" ip saddr`;
  return [
    '\tchain prerouting {',
    '\t\ttype nat hook prerouting priority dstnat; policy accept;',
    ...forwards.map(
      ({ transport, outside, outsidePort, inside, insidePort }) =>
        `${from} ${formatAddress(outside)} ${transport} dport ${outsidePort} dnat to ${formatAddress(inside)}:${insidePort}`,
    ),
    ...nat.map(({ outside, inside }) => `${from} ${formatAddress(outside)} dnat to ${formatAddress(inside)}`),
    '\t}',
    '\tchain postrouting {',
    '\t\ttype nat hook postrouting priority srcnat; policy accept;',
    ...nat.map(({ outside, inside }) => `${to} ${formatAddress(inside)} snat to ${formatAddress(outside)}`),
    ...masquerades.map(
      ({ inside, outside }) => `${to} ${addresses(inside)} snat to ${formatAddress(outside)}`,
    ),
    '\t}',
  ];
}

/** A rule as lines: one, unless it asks what one cannot. */
function ruleLines(rule: Rule, { outside, inside }: Interfaces): string[] {
  const way = {
    in: `iifname "${outside}" oifname "${inside}" `,
    out: `iifname "${inside}" oifname "${outside}" `,
    both: '',
  }[rule.direction];
  const source = isAny(rule.sources) ? '' : `ip saddr ${addresses(rule.sources)} `;
  const destination = isAny(rule.destinations) ? '' : `ip daddr ${addresses(rule.destinations)} `;
  const off = rule.enabled ? '' : '# off: ';
  const told = rule.action === 'reject' && (rule.rejectWith === null || rule.rejectWith === 'reset');
  const transports = rule.transport === 'tcp-udp' && told ? (['tcp', 'udp'] as const) : [rule.transport];
  return transports.flatMap((transport) =>
    details(rule, transport).flatMap((detail) =>
      verdicts(rule, transport).map(
        ({ more, verdict }) =>
          `${off}${way}${source}${destination}${detail}${states(rule.states)}${more}` +
          `${rule.log ? 'log ' : ''}${verdict} ${comment(remarkOf(rule))}`,
      ),
    ),
  );
}

/** What becomes of the packets, with what it asks of them besides. */
function verdicts(
  { action, rejectWith }: Pick<Rule, 'action' | 'rejectWith'>,
  transport: Rule['transport'],
): { readonly more: string; readonly verdict: string }[] {
  if (action !== 'reject') return [{ more: '', verdict: action === 'permit' ? 'accept' : 'drop' }];
  if (rejectWith !== null && rejectWith !== 'reset')
    return [{ more: '', verdict: `reject with icmp ${rejectWith}` }];
  const reset = 'reject with tcp reset';
  if (transport === 'tcp') return [{ more: '', verdict: reset }];
  // A RST can be sent to TCP only.
  const rest = { more: '', verdict: 'reject with icmp port-unreachable' };
  return transport === 'any' ? [{ more: 'meta l4proto tcp ', verdict: reset }, rest] : [rest];
}

/** Protocol, ports, types and flags. */
function details(rule: Rule, transport: Rule['transport']): string[] {
  if (transport === 'any') return [''];
  if (transport === 'icmp') return icmp(rule);
  if (!hasPorts(transport)) return [`ip protocol ${transport} `];
  const name = transport === 'tcp-udp' ? 'th' : transport;
  const source = portSet(rule.sourcePorts);
  const destination = portSet(rule.destinationPorts);
  const ports = `${source && `${name} sport ${source} `}${destination && `${name} dport ${destination} `}`;
  const asked =
    transport === 'tcp-udp'
      ? `meta l4proto { tcp, udp } ${ports}`
      : ports === ''
        ? `ip protocol ${transport} `
        : ports;
  if (transport !== 'tcp' || rule.flags.length === 0) return [asked];
  return rule.flags.map((test) => `${asked}${flagTest(test)}`);
}

function icmp(rule: Rule): string[] {
  const types = formatIcmp(rule.icmp).split(', ');
  if (types.includes('any')) return ['ip protocol icmp '];
  const whole = types.filter((type) => !type.includes('/'));
  const coded = types.filter((type) => type.includes('/')).map((type) => type.split('/'));
  return [
    ...(whole.length > 0 ? [`icmp type ${set(whole)} `] : []),
    ...coded.map(([type, code]) => `icmp type ${type!} icmp code ${code!} `),
  ];
}

function flagTest({ set: wanted, mask }: FlagTest): string {
  return `tcp flags & (${flagNames(mask).join(' | ')}) == ${flagNames(wanted).join(' | ') || '0x0'} `;
}

function portSet(ranges: readonly PortRange[]): string {
  const merged = union(ranges);
  if (merged.some(({ first, last }) => first === 0 && last === 65535)) return '';
  return set(merged.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)));
}

function addresses(ranges: readonly AddressRange[]): string {
  return set(
    union(ranges).map(({ first, last }) => {
      if (first === last) return formatAddress(first);
      const length = prefixLength({ first, last });
      return length === null
        ? `${formatAddress(first)}-${formatAddress(last)}`
        : `${formatAddress(first)}/${length}`;
    }),
  );
}

function set(values: readonly string[]): string {
  return values.length === 1 ? values[0]! : `{ ${values.join(', ')} }`;
}

function states(bits: number): string {
  if (bits === ANY_STATE) return '';
  const names = Object.entries(ConnectionStates).filter(([, bit]) => bits & bit);
  return `ct state ${names.map(([name]) => name).join(',')} `;
}

function comment(text: string): string {
  let cut = text.replaceAll('"', "'");
  while (bytes(cut) > LONGEST_COMMENT) cut = cut.slice(0, -1);
  return `comment "${cut}"`;
}

/** Length in UTF-8. */
function bytes(text: string): number {
  let sum = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    sum += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return sum;
}
