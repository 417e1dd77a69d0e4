import { Ledger } from '../ledger.ts';
import { Inspections } from './inspection.ts';
import type { Interface } from './interfaces.ts';
import { interfaceCommand, InterfaceList } from './interfaces.ts';
import { AccessList, kindOf } from './lists.ts';
import { Groups } from './objects.ts';
import { IosSettings } from './settings.ts';

/** Commands that have nothing to do with what passes between the two sides. */
const ELSEWHERE =
  /^(aaa|alias|archive|arp|banner|boot|bridge|buffers|call-home|card|cdp|clock|control-plane|controller|crypto|default|dial-peer|diagnostic|enable|ephone|errdisable|event|exception|file|flow|hostname|ip|ipv6|key|license|line|lldp|logging|login|mac|memory|mgcp|mmi|monitor|mpls|multilink|no|ntp|parameter-map|platform|privilege|process|redundancy|rmon|route-map|route-tag|router|scheduler|security|service|sip-ua|snmp-server|spanning-tree|subscriber|system|tacacs|tacacs-server|radius|radius-server|telephony-service|track|username|vlan|voice|voice-card|voice-port|vtp|webvpn|xsd)\b/;

/** Lines of a banner. */
const LONGEST_BANNER = 100;

/** Commands of the block above that may stand without an indent. */
const OF_LISTS = /^(\d{1,10}\s+)?(permit|deny|remark|evaluate|dynamic)\b/;
const OF_INTERFACES =
  /^(description|shutdown|zone-member|ip (access-group|address|verify|unreachables|policy)|no ip unreachables|ip nat (inside|outside)$|ip inspect \S+ (in|out)$)/;

/** What a block is about, and what becomes of the lines in it. */
type Block =
  | { readonly kind: 'list'; readonly list: AccessList }
  | { readonly kind: 'interface'; readonly one: Interface }
  | { readonly kind: 'group' | 'time'; readonly name: string; readonly lines: string[][] }
  | { readonly kind: 'policy'; readonly name: string }
  | { readonly kind: 'other'; readonly name: string };

/** What a file defines, by name: nothing of it is applied yet. */
export class Configuration {
  readonly lines: readonly string[];
  readonly ledger: Ledger;
  readonly settings = new IosSettings();
  readonly groups = new Groups();
  readonly lists = new Map<string, AccessList>();
  readonly interfaces = new InterfaceList();
  readonly inspections = new Inspections();
  readonly pools = new Map<string, readonly [string, string]>();
  /** "ip nat ... source ...", with the words behind "ip nat". */
  readonly translations: { readonly line: number; readonly words: readonly string[] }[] = [];
  /** Policy maps that drop what they name. */
  readonly dropping = new Set<string>();
  readonly #times = new Map<string, string[][]>();
  #block: Block | null = null;

  constructor(lines: readonly string[]) {
    this.lines = lines;
    this.ledger = new Ledger(lines);
    for (let at = 0; at < lines.length; at++) {
      const end = this.#banner(at);
      if (end === at) this.#line(at + 1, lines[at]!);
      else
        for (; ; at++) {
          this.ledger.mark(at + 1, 'understood', 'a banner');
          if (at === end) break;
        }
    }
  }

  /** Time ranges by name, with whether they can hold at any time at all. */
  times(): Map<string, boolean> {
    return new Map([...this.#times].map(([name, lines]) => [name, !lines.some(hasEnded)]));
  }

  /** The last line of a banner that begins here, as an index; or this line when there is none of several lines. */
  #banner(at: number): number {
    const match = /^banner \S+ (\^C|.)(.*)$/.exec(this.lines[at]!);
    if (!match || match[2]!.includes(match[1]!)) return at;
    const end = this.lines.slice(at + 1, at + LONGEST_BANNER).findIndex((text) => text.includes(match[1]!));
    return end < 0 ? at : at + 1 + end;
  }

  #line(line: number, text: string): void {
    const { ledger } = this;
    const trimmed = text.trim();
    if (trimmed === '') return;
    if (trimmed.startsWith('!')) {
      ledger.mark(line, 'understood', this.settings.comment(text) ? 'a setting' : 'a comment');
      return;
    }
    if (trimmed === 'exit') {
      this.#block = null;
      ledger.mark(line, 'understood', 'about the file');
      return;
    }
    const block = this.#block;
    const inner =
      /^\s/.test(text) ||
      (block?.kind === 'list' && OF_LISTS.test(trimmed)) ||
      (block?.kind === 'interface' && OF_INTERFACES.test(trimmed));
    if (block && inner) this.#inner(line, trimmed, block);
    else if (!inner) this.#head(line, trimmed);
  }

  /** A line below the head of a block. */
  #inner(line: number, text: string, block: Block): void {
    const { ledger } = this;
    const words = text.split(/\s+/);
    switch (block.kind) {
      case 'list':
        if (block.list.add(line, text)) ledger.mark(line, 'understood', 'a remark');
        return;
      case 'interface':
        if (!interfaceCommand(block.one, line, words)) ledger.mark(line, 'understood', 'about the interface');
        return;
      case 'group':
      case 'time':
        block.lines.push(words);
        return ledger.mark(line, 'understood', `part of ${block.name}`);
      case 'policy':
        if (words[0] === 'drop') this.dropping.add(block.name);
        return ledger.mark(line, 'understood', `part of ${block.name}`);
      default:
        ledger.mark(line, 'ignored', `part of "${block.name.slice(0, 60)}", which decides nothing here`);
    }
  }

  /** A line that begins a block or stands alone. */
  #head(line: number, text: string): void {
    const { ledger } = this;
    const words = text.split(/\s+/);
    const [first = '', second = '', third = '', fourth = ''] = words;
    const known = (why: string) => {
      ledger.mark(line, 'understood', why);
    };
    this.#block = { kind: 'other', name: words.slice(0, 2).join(' ') };
    if (first === 'access-list') return this.#numbered(line, second, text);
    if (first === 'ip' && second === 'access-list' && (third === 'standard' || third === 'extended')) {
      const list = this.lists.get(fourth) ?? new AccessList(fourth, third);
      this.lists.set(fourth, list);
      this.#block = { kind: 'list', list };
      return known(`the list ${fourth}`);
    }
    if (first === 'object-group' && (second === 'network' || second === 'service')) {
      this.#block = { kind: 'group', name: third, lines: this.groups.begin(second, third) };
      return known(`the object-group ${third}`);
    }
    if (first === 'time-range') {
      const lines = this.#times.get(second) ?? [];
      this.#times.set(second, lines);
      this.#block = { kind: 'time', name: second, lines };
      return known(`the time range ${second}`);
    }
    if (first === 'interface') {
      this.#block = { kind: 'interface', one: this.interfaces.begin(line, words.slice(1).join('')) };
      return known(`the interface ${second}`);
    }
    if (first === 'policy-map' || first === 'class-map' || first === 'zone-pair' || first === 'zone') {
      this.#block = { kind: 'policy', name: words.at(-1)! };
      return / type inspect |^zone/.test(text)
        ? ledger.mark(line, 'ignored', 'the zone-based firewall is not modelled')
        : known(`the ${first} ${words.at(-1)!}`);
    }
    if (first === 'ip' && second === 'inspect') return this.#inspect(line, words.slice(2));
    if (first === 'ip' && second === 'nat') return this.#nat(line, words.slice(2));
    if (/^(version|end|exit|Building|Current|Using|upgrade)$/.test(first)) return known('about the file');
    if (/^no (ip )?access-list /.test(text)) return this.#removed(line, words);
    if (ELSEWHERE.test(text))
      ledger.mark(
        line,
        'ignored',
        `"${first === 'ip' || first === 'no' ? `${first} ${second}` : first}" decides nothing about packets between the two sides`,
      );
  }

  /** "access-list 101 permit ..." */
  #numbered(line: number, name: string, text: string): void {
    const kind = kindOf(name);
    if (kind === null) return this.ledger.mark(line, 'ignored', `"${name}" is no number of a list for IP`);
    const list = this.lists.get(name) ?? new AccessList(name, kind);
    this.lists.set(name, list);
    if (list.add(line, text.replace(/^access-list\s+\S+\s*/, '')))
      this.ledger.mark(line, 'understood', 'a remark');
  }

  /** "no ip access-list extended X", as scripts begin with that write the list anew. */
  #removed(line: number, words: readonly string[]): void {
    const name = words[1] === 'ip' ? (words[4] ?? '') : (words[2] ?? '');
    for (const { line: at } of this.lists.get(name)?.entries() ?? [])
      this.ledger.mark(at, 'ignored', 'the list is written anew further down');
    this.lists.delete(name);
    this.ledger.mark(line, 'understood', `the list ${name} begins anew`);
  }

  /** What stands behind "ip inspect". */
  #inspect(line: number, words: readonly string[]): void {
    const { ledger, inspections } = this;
    if (words[0] === 'name') {
      inspections.define(line, words[1] ?? '', words[2] ?? '');
      this.settings.ofRule(words[2] ?? '', words.slice(3));
    } else if (words[0] === 'tcp' && words[1] === 'block-non-session') inspections.strict = line;
    else if (this.settings.command(words)) ledger.mark(line, 'understood', 'time-outs');
    else
      ledger.mark(
        line,
        'ignored',
        `"${words.slice(0, 2).join(' ').slice(0, 40)}" of inspection is not modelled: it guards against floods or logs`,
      );
  }

  /** What stands behind "ip nat". */
  #nat(line: number, words: readonly string[]): void {
    const [kind = '', second = '', third = ''] = words;
    if (kind === 'pool') {
      this.pools.set(second, [third, words[3] ?? '']);
      this.ledger.mark(line, 'understood', `the pool ${second}`);
    } else if (kind === 'inside' || kind === 'outside' || kind === 'source')
      this.translations.push({ line, words });
    else this.ledger.mark(line, 'ignored', `"nat ${kind}" decides nothing about what is translated`);
  }
}

/** "absolute end 00:00 01 January 1993": before the clock of a router begins, on 1 March of that year. */
function hasEnded(words: readonly string[]): boolean {
  const at = words[0] === 'absolute' ? words.indexOf('end') : -1;
  return at > 0 && words[at + 4] === '1993' && /^(january|february)$/i.test(words[at + 3] ?? '');
}
