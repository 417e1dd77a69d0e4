import { ANY_ADDRESS, parseAddress } from '../../../model/address.ts';
import type { Forward, Masquerade, Policy, Rule, StaticMapping } from '../../../model/policy.ts';
import type { Interfaces, Reading, Refusal } from '../format.ts';
import { portOf } from '../cisco/names.ts';
import { Unclear, Words } from '../cisco/words.ts';
import { strayInterfaces } from '../interfaces.ts';
import { Ledger, linesOf } from '../ledger.ts';
import { RuleList } from '../rule-list.ts';
import { entryOf } from './access-list.ts';
import { Objects } from './objects.ts';
import { AsaSettings } from './settings.ts';

/*
 * What "show running-config" of an ASA prints (Cisco ASA command reference: access-list extended, access-group, object,
 * object-group, nat, timeout).
 */

export function read(text: string, interfaces: Interfaces): Reading | Refusal {
  return new Reader(linesOf(text), interfaces).read();
}

/** Commands that have nothing to do with what passes between the two sides. */
const ELSEWHERE =
  /^(hostname|domain-name|enable|passwd|logging|snmp-server|ntp|route|router|telnet|ssh|http|console|mtu|arp|monitor-interface|failover|icmp|username|aaa|aaa-server|crypto|tunnel-group|group-policy|webvpn|dhcpd|threat-detection|no|ip|clock|dns|ftp|pager|asdm|banner|prompt|call-home|privilege|tls-proxy|license|boot|same-security-traffic|service|ssl|sysopt|user-identity|xlate|flow-export|management|terminal|vpn)\b/;

class Reader {
  readonly #lines: readonly string[];
  readonly #interfaces: Interfaces;
  readonly #ledger: Ledger;
  readonly #objects = new Objects();
  readonly #settings = new AsaSettings();
  /** Which way the packets go that a list is asked about. */
  readonly #bound = new Map<string, Rule['direction']>();
  readonly #ways = new Map<Rule['direction'], string>();
  readonly #seen = new Set<string>();
  readonly #levels = new Map<string, number>();
  readonly #list = new RuleList();
  readonly #nat: StaticMapping[] = [];
  readonly #forwards: Forward[] = [];
  readonly #masquerades: Masquerade[] = [];
  readonly #mapped: {
    readonly line: number;
    readonly words: readonly string[];
    readonly object: string | null;
  }[] = [];
  /** Lines whose packets are undetermined, with which way they go. */
  readonly #stops: { readonly line: number; readonly direction: Rule['direction'] }[] = [];
  #sip = false;

  constructor(lines: readonly string[], interfaces: Interfaces) {
    this.#lines = lines;
    this.#interfaces = interfaces;
    this.#ledger = new Ledger(lines);
  }

  read(): Reading | Refusal {
    this.#definitions();
    const stray = strayInterfaces(this.#seen, this.#interfaces);
    if (stray) return stray;
    for (const { line, words, object } of this.#mapped) this.#translation(line, words, object);
    for (const { line, direction } of this.#stops)
      this.#list.add(line, { direction, action: 'undetermined' });
    this.#entries();
    const named = this.#list.takeDefault();
    if (!this.#ways.has('out') && !this.#ways.has('both') && this.#level('inside') > this.#level('outside'))
      this.#list.add(Math.max(1, this.#lines.length), {
        direction: 'out',
        purpose: 'from the higher security level to the lower one',
      });
    const translates = this.#mapped.length > 0;
    return {
      policy: {
        rules: this.#list.all(),
        default: named ?? 'drop',
        stateful: true,
        ...this.#settings.settings(),
        ...(translates && {
          nat: this.#nat,
          forwards: this.#forwards,
          masquerades: this.#masquerades,
          hairpin: false,
        }),
        ...(this.#sip && {
          inspections: [{ kind: 'sip', destinations: [ANY_ADDRESS], ports: [{ first: 5060, last: 5060 }] }],
        }),
      } satisfies Partial<Policy> & Pick<Policy, 'rules'>,
      ledger: this.#ledger.all(),
    };
  }

  #level(side: 'outside' | 'inside'): number {
    return this.#levels.get(this.#interfaces[side]) ?? (side === 'inside' ? 100 : 0);
  }

  /** Everything but the entries of access lists. */
  #definitions(): void {
    let head: readonly string[] = [];
    let block: string | null = null;
    let nameif = '';
    for (const [at, text] of this.#lines.entries()) {
      const line = at + 1;
      const words = text.trim().split(/\s+/);
      const [command = '', second = '', third = ''] = words;
      const inner = /^\s/.test(text);
      const known = (why: string) => {
        this.#ledger.mark(line, 'understood', why);
      };
      if (command === '') continue;
      if (/^[!:]/.test(command)) {
        known(this.#settings.comment(text) ? 'a setting' : 'a comment');
        continue;
      }
      if (inner) {
        this.#inner(line, words, head, block, nameif);
        if (head[0] === 'interface' && command === 'nameif') nameif = second;
        continue;
      }
      head = words;
      block = null;
      nameif = '';
      if (command === 'object' || command === 'object-group') {
        block = third;
        this.#objects.begin(
          second,
          third,
          command === 'object-group' && second === 'service' ? words.slice(3) : [],
        );
        known(`the ${command} ${third}`);
      } else if (command === 'name') {
        const address = parseAddress(second);
        if (address !== null) this.#objects.call(third, address);
        known(`the name ${third}`);
      } else if (command === 'access-group') this.#bind(line, words);
      else if (command === 'nat') {
        this.#mapped.push({ line, words, object: null });
      } else if (command === 'timeout') {
        this.#settings.command(words);
        known('time-outs');
      } else if (command === 'interface' || command === 'policy-map' || command === 'class-map')
        known(`the ${command} ${second}`);
      else if (command === 'service-policy') known('what is inspected, and where');
      else if (command === 'ASA' || command === 'PIX' || command === 'names' || command === 'end')
        known('about the file');
      else if (command !== 'access-list' && ELSEWHERE.test(text))
        this.#ledger.mark(
          line,
          'ignored',
          `"${command}" decides nothing about packets between the two sides`,
        );
    }
  }

  /** A line below the head of a block. */
  #inner(
    line: number,
    words: readonly string[],
    head: readonly string[],
    block: string | null,
    nameif: string,
  ): void {
    const [command = '', second = ''] = words;
    if (block !== null) {
      if (command === 'nat') return void this.#mapped.push({ line, words, object: block });
      this.#objects.add(block, words);
      return this.#ledger.mark(line, 'understood', `part of ${block}`);
    }
    if (head[0] === 'interface') {
      if (command === 'security-level') this.#levels.set(nameif, Number(second) || 0);
      return this.#ledger.mark(line, 'understood', 'about the interface');
    }
    if (command === 'inspect' && head[0] === 'policy-map') {
      this.#sip ||= second === 'sip';
      return second === 'sip'
        ? this.#ledger.mark(line, 'understood', 'SIP on port 5060 is inspected')
        : this.#ledger.mark(
            line,
            'ignored',
            `the helper for ${second} is not modelled: nothing here speaks it`,
          );
    }
    if (head[0] === 'policy-map' || head[0] === 'class-map')
      return this.#ledger.mark(line, 'understood', `part of the ${head[0]}`);
    this.#ledger.mark(
      line,
      'ignored',
      `part of "${head.slice(0, 2).join(' ').slice(0, 60)}", which decides nothing here`,
    );
  }

  #bind(line: number, words: readonly string[]): void {
    const [, name = '', way = '', , side = ''] = words;
    const { outside, inside } = this.#interfaces;
    if (way === 'global') return this.#way(line, name, 'both');
    this.#seen.add(side);
    if (side !== outside && side !== inside)
      return this.#ledger.mark(line, 'ignored', `${side} is neither ${outside} nor ${inside}`);
    // In at one interface is out at the other.
    this.#way(line, name, (side === outside) === (way === 'in') ? 'in' : 'out');
  }

  #way(line: number, name: string, direction: Rule['direction']): void {
    const other =
      this.#ways.get(direction) ?? (this.#ways.size > 0 && direction === 'both' ? 'another list' : undefined);
    if (other !== undefined || this.#ways.has('both') || this.#bound.has(name)) {
      this.#ledger.mark(
        line,
        'ignored',
        'several lists for the same packets are not modelled: they are undetermined',
      );
      this.#stops.push({ line, direction });
      return;
    }
    this.#ways.set(direction, name);
    this.#bound.set(name, direction);
    this.#ledger.mark(line, 'understood', `binds the list ${name}`);
  }

  /** The entries of access lists, in the order of the file. */
  #entries(): void {
    const remarks = new Map<string, string>();
    for (const [at, text] of this.#lines.entries()) {
      const line = at + 1;
      const words = text.trim().split(/\s+/);
      if (words[0] !== 'access-list' || /^\s/.test(text)) continue;
      const name = words[1] ?? '';
      let from = 2;
      if (words[from] === 'line') from += 2;
      const direction = this.#bound.get(name);
      if (words[from] === 'remark') {
        remarks.set(name, text.trim().replace(/^access-list\s+\S+\s+(line\s+\d+\s+)?remark\s*/, ''));
        this.#ledger.mark(line, 'understood', 'a remark');
      } else if (direction === undefined)
        this.#ledger.mark(line, 'ignored', `the list ${name} is bound to no interface`);
      else if (words[from] !== 'extended') {
        this.#ledger.mark(
          line,
          'ignored',
          `"${words[from] ?? ''}" must be extended: what it names is undetermined`,
        );
        this.#list.add(line, { direction, action: 'undetermined' });
      } else {
        const { rules, unclear, never } = entryOf(new Words(words.slice(from + 1)), this.#objects);
        for (const rule of rules) this.#list.add(line, { ...rule, direction }, remarks.get(name) ?? '');
        if (never !== null) this.#ledger.mark(line, 'ignored', never);
        else if (unclear !== null)
          this.#ledger.mark(line, 'ignored', `${unclear}: what it names is undetermined`);
        else
          this.#ledger.mark(
            line,
            'understood',
            words.includes('inactive') ? 'a rule that is switched off' : '',
          );
        remarks.delete(name);
      }
    }
  }

  /** "nat (inside,outside) ...", of an object or with two of them. */
  #translation(line: number, words: readonly string[], object: string | null): void {
    const problem = this.#translate(words, object);
    if (problem === null) return this.#ledger.mark(line, 'understood', 'NAT');
    const late = words.includes('dynamic');
    this.#ledger.mark(
      line,
      'ignored',
      late ? `${problem}: sources stay as they are` : `${problem}: what comes from outside is undetermined`,
    );
    if (!late) this.#stops.push({ line, direction: 'in' });
  }

  /** @returns what is wrong, or null */
  #translate(words: readonly string[], object: string | null): string | null {
    const { outside, inside } = this.#interfaces;
    if (words[1] !== `(${inside},${outside})`) return 'NAT from inside to outside only is modelled';
    let rest = words.slice(2);
    let real = object;
    if (object === null) {
      if (rest[0] === 'after-auto' || rest[0] === 'after-object') rest = rest.slice(1);
      if (rest[0] !== 'source') return 'this kind of NAT is not modelled';
      real = rest[2] ?? '';
      rest = [rest[1] ?? '', ...rest.slice(3)];
    }
    const [kind, to = '', ...more] = rest;
    const from = this.#objects.addresses(new Words(['object', real!]));
    if (from instanceof Unclear) return from.why;
    const mapped = parseAddress(to) ?? this.#single(to);
    if (mapped === null) return 'NAT to one address only is modelled';
    if (kind === 'dynamic') {
      if (more.length > 0) return `"${more[0]!}" is not modelled`;
      this.#masquerades.push({ inside: from, outside: mapped });
      return null;
    }
    const [one] = from;
    if (kind !== 'static' || from.length !== 1 || one!.first !== one!.last)
      return 'static NAT of one address only is modelled';
    if (more.length === 0) {
      this.#nat.push({ outside: mapped, inside: one!.first });
      return null;
    }
    const [word, transport, realPort, mappedPort] = more;
    const [insidePort, outsidePort] = [portOf(realPort ?? ''), portOf(mappedPort ?? '')];
    if (
      word !== 'service' ||
      (transport !== 'tcp' && transport !== 'udp') ||
      insidePort === null ||
      outsidePort === null
    )
      return `"${more.join(' ').slice(0, 60)}" is not modelled`;
    this.#forwards.push({ transport, outside: mapped, outsidePort, inside: one!.first, insidePort });
    return null;
  }

  #single(name: string): number | null {
    const found = this.#objects.addresses(new Words(['object', name]));
    if (found instanceof Unclear || found.length !== 1 || found[0]!.first !== found[0]!.last) return null;
    return found[0]!.first;
  }
}
