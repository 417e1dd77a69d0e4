import type { AddressRange } from '../../../model/address.ts';
import { formatAddress } from '../../../model/address.ts';
import { Flag } from '../../../model/packet.ts';
import type { FlagTest, Rule } from '../../../model/policy.ts';
import { hasPorts } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import { formatIcmp } from '../../../model/ports.ts';
import { isAny, prefixesOf, union } from '../ranges.ts';
import { remarkOf } from '../rule-list.ts';
import { MOST_PORTS } from './objects.ts';

/** Characters of a remark. */
const LONGEST_REMARK = 100;

interface Detail {
  readonly protocol: string;
  readonly sport: string;
  readonly dport: string;
  readonly flags: string;
}

/** Entries of lists, numbered in one count over all lists, so that a reader finds the order of the rules again. */
export class Entries {
  readonly groups: string[] = [];
  readonly #lists = new Map<string, string[]>();
  readonly #off: string;
  #count = 0;

  /** @param off the time range of rules that are switched off */
  constructor(off: string) {
    this.#off = off;
  }

  of(list: string): readonly string[] {
    return this.#lists.get(list) ?? [];
  }

  line(list: string, remark: string, entry: string): void {
    const lines = this.#lists.get(list) ?? [];
    this.#count += 10;
    lines.push(` remark ${remark.slice(0, LONGEST_REMARK)}`, ` ${this.#count} ${entry}`);
    this.#lists.set(list, lines);
  }

  /** A rule; what does not fit into one entry becomes groups with its name, or several entries. */
  add(list: string, rule: Rule): void {
    const source = this.#addresses(rule.sources, `${rule.id}-src`);
    const destination = this.#addresses(rule.destinations, `${rule.id}-dst`);
    const action = rule.action === 'permit' ? 'permit' : 'deny';
    const options = `${rule.enabled ? '' : ` time-range ${this.#off}`}${rule.log ? ' log' : ''}`;
    const entries = this.#details(rule).map(
      ({ protocol, sport, dport, flags }) =>
        `${action} ${protocol} ${source}${sport} ${destination}${dport}${flags}${options}`,
    );
    for (const entry of new Set(entries)) this.line(list, remarkOf(rule), entry);
  }

  #details(rule: Rule): Detail[] {
    const { transport } = rule;
    const plain = { sport: '', dport: '', flags: '' };
    if (transport === 'icmp')
      return formatIcmp(rule.icmp)
        .split(', ')
        .map((type) => ({
          ...plain,
          protocol: 'icmp',
          dport: type === 'any' ? '' : ` ${type.replace('/', ' ')}`,
        }));
    if (!hasPorts(transport)) return [{ ...plain, protocol: transport === 'any' ? 'ip' : transport }];
    const flags = transport === 'tcp' ? flagWords(rule.flags) : [''];
    const [sports, dports] = [portWords(rule.sourcePorts), portWords(rule.destinationPorts)];
    if (transport !== 'tcp-udp' && ((sports.length === 1 && dports.length === 1) || rule.flags.length > 0))
      return flags.flatMap((test) =>
        sports.flatMap((sport) =>
          dports.map((dport) => ({ protocol: transport, sport, dport, flags: test })),
        ),
      );
    const [name, pairs] = [`${rule.id}-svc`, union(rule.sourcePorts)];
    this.#group(
      `object-group service ${name}`,
      pairs.flatMap((from) =>
        union(rule.destinationPorts).map(
          (to) => ` ${transport}${sourceWords(from)}${isAllPorts(to) ? '' : ` ${portText(to)}`}`,
        ),
      ),
    );
    return [{ ...plain, protocol: `object-group ${name}` }];
  }

  #addresses(ranges: readonly AddressRange[], name: string): string {
    if (isAny(ranges)) return 'any';
    const prefixes = union(ranges).flatMap(prefixesOf);
    if (prefixes.length === 1) return wildcard(prefixes[0]!, 'host ');
    this.#group(`object-group network ${name}`, prefixes.map(member));
    return `object-group ${name}`;
  }

  /** A group, once, though the rule may stand in two lists. */
  #group(head: string, members: readonly string[]): void {
    if (!this.groups.includes(head)) this.groups.push(head, ...members);
  }
}

/** "10.45.16.0 0.0.0.255", "host 10.45.16.10". */
export function wildcard(
  { address, length }: { readonly address: number; readonly length: number },
  host: string,
): string {
  if (length === 32) return `${host}${formatAddress(address)}`;
  return `${formatAddress(address)} ${formatAddress(~maskOf(length) >>> 0)}`;
}

/** A line of a group, where masks are no wildcards. */
function member({ address, length }: { readonly address: number; readonly length: number }): string {
  return length === 32
    ? ` host ${formatAddress(address)}`
    : ` ${formatAddress(address)} ${formatAddress(maskOf(length))}`;
}

function maskOf(length: number): number {
  return length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0;
}

const isAllPorts = ({ first, last }: PortRange) => first === 0 && last === 65535;
const portText = ({ first, last }: PortRange) => (first === last ? `eq ${first}` : `range ${first} ${last}`);
const sourceWords = (range: PortRange) => (isAllPorts(range) ? '' : ` source ${portText(range)}`);

/** Ports as entries say them: ranges one by one, single ones together as far as they fit. */
function portWords(ranges: readonly PortRange[]): string[] {
  const merged = union(ranges);
  if (merged.some(isAllPorts)) return [''];
  const singles = merged.filter(({ first, last }) => first === last).map(({ first }) => first);
  const words: string[] = [];
  for (let at = 0; at < singles.length; at += MOST_PORTS)
    words.push(` eq ${singles.slice(at, at + MOST_PORTS).join(' ')}`);
  for (const range of merged) if (range.first < range.last) words.push(` ${portText(range)}`);
  return words;
}

/** One entry for each test; "established" where they are exactly that. */
function flagWords(tests: readonly FlagTest[]): string[] {
  if (tests.length === 0 || tests.some(({ mask }) => mask === 0)) return [''];
  const alone = (bit: number) => tests.some(({ set, mask }) => set === bit && mask === bit);
  if (tests.length === 2 && alone(Flag.ack) && alone(Flag.rst)) return [' established'];
  return tests.map(({ set, mask }) => {
    const words = Object.entries(Flag)
      .filter(([, bit]) => mask & bit)
      .map(([name, bit]) => `${set & bit ? '+' : '-'}${name}`);
    return ` match-all ${words.join(' ')}`;
  });
}
