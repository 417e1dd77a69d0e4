import { parseAddress } from '../../../model/address.ts';
import type { RejectWith } from '../../../model/policy.ts';
import type { Interfaces, Reading, Refusal } from '../format.ts';
import { strayInterfaces } from '../interfaces.ts';
import { Ledger, linesOf } from '../ledger.ts';
import type { Effect, Statement } from '../netfilter/chains.ts';
import { Chains } from '../netfilter/chains.ts';
import { EVERY_PACKET } from '../netfilter/match.ts';
import type { NatLine } from '../netfilter/nat.ts';
import { Nat } from '../netfilter/nat.ts';
import { Sysctl } from '../netfilter/sysctl.ts';
import { numberOf } from '../netfilter/words.ts';
import type { Asked } from './matches.ts';
import { readWords } from './matches.ts';

/*
 * What iptables-save writes (iptables-save(8), iptables(8), iptables-extensions(8)).
 */

const REJECT: Readonly<Record<string, RejectWith>> = {
  'tcp-reset': 'reset',
  'icmp-port-unreachable': 'port-unreachable',
  'port-unreach': 'port-unreachable',
  'icmp-host-unreachable': 'host-unreachable',
  'host-unreach': 'host-unreachable',
  'icmp-net-unreachable': 'net-unreachable',
  'net-unreach': 'net-unreachable',
  'icmp-admin-prohibited': 'admin-prohibited',
  'admin-prohib': 'admin-prohibited',
};

/** Targets that change no verdict. */
const PASSING = new Set([
  'MARK',
  'CONNMARK',
  'TCPMSS',
  'TOS',
  'DSCP',
  'TTL',
  'CLASSIFY',
  'CT',
  'SET',
  'AUDIT',
]);
const LOGGING = new Set(['LOG', 'NFLOG', 'ULOG']);

export function read(text: string, interfaces: Interfaces): Reading | Refusal {
  return new Reader(linesOf(text), interfaces).read();
}

class Reader {
  readonly #lines: readonly string[];
  readonly #interfaces: Interfaces;
  readonly #ledger: Ledger;
  readonly #sysctl = new Sysctl();
  readonly #chains = new Map<string, Statement[]>();
  /** What tables in front of the filter might stop. */
  readonly #early: Statement[] = [];
  readonly #nat: Nat;
  #table = '';
  #hasFilter = false;
  #hasNat = false;
  #fallback: 'permit' | 'drop' = 'permit';
  /** Interfaces that rules name. */
  readonly #seen = new Set<string>();

  constructor(lines: readonly string[], interfaces: Interfaces) {
    this.#lines = lines;
    this.#interfaces = interfaces;
    this.#ledger = new Ledger(lines);
    this.#nat = new Nat(this.#ledger);
    this.#chains.set('FORWARD', []);
  }

  read(): Reading | Refusal {
    for (const [at, line] of this.#lines.entries()) this.#line(at + 1, line.trim());
    if (!this.#hasFilter)
      return {
        problem: 'it has no table "filter": must be what iptables-save writes, with *filter',
        line: 1,
      };
    const stray = strayInterfaces(this.#seen, this.#interfaces);
    if (stray) return stray;
    const chains = new Chains(this.#chains, this.#ledger);
    for (const { line, match, remark } of [...this.#nat.unclear, ...this.#early])
      if (match) chains.addUnclear(line, match, remark);
    if (this.#table !== '') {
      // A file cut off in the middle: nobody knows what would have come.
      this.#ledger.mark(
        this.#lines.length,
        'ignored',
        `the table ${this.#table} has no COMMIT: the file is cut off`,
      );
      this.#chains.get('FORWARD')!.push({ ...BARE, line: this.#lines.length, effect: { kind: 'unclear' } });
    }
    chains.add('FORWARD');
    return {
      policy: {
        ...chains.policy(this.#fallback),
        ...this.#sysctl.settings(),
        ...(this.#hasNat && this.#nat.policy()),
      },
      ledger: this.#ledger.all(),
    };
  }

  #line(line: number, text: string): void {
    const ledger = this.#ledger;
    if (text === '') return;
    const off = /^#\s*off:\s*(-A .*)$/.exec(text);
    if (off && this.#table === 'filter') this.#rule(line, off[1]!, false);
    else if (text.startsWith('#'))
      ledger.mark(line, 'understood', this.#sysctl.read(text) ? 'a setting of the kernel' : 'a comment');
    else if (text.startsWith('*')) {
      this.#table = text.slice(1);
      this.#hasFilter ||= this.#table === 'filter';
      this.#hasNat ||= this.#table === 'nat';
      ledger.mark(line, 'understood', `the table ${this.#table} begins`);
    } else if (text === 'COMMIT') {
      this.#table = '';
      ledger.mark(line, 'understood', 'the table ends');
    } else if (text.startsWith(':')) this.#chain(line, text);
    else this.#rule(line, text, true);
  }

  #chain(line: number, text: string): void {
    const [, name = '', policy = ''] = /^:(\S+)\s+(\S+)/.exec(text) ?? [];
    if (this.#table !== 'filter') {
      if (this.#table !== 'nat' && policy === 'DROP' && !/^(INPUT|OUTPUT)$/.test(name)) {
        this.#early.push({ ...BARE, line });
        this.#ledger.mark(line, 'ignored', `what the table ${this.#table} drops is not modelled`);
      } else this.#ledger.mark(line, 'understood', `the chain ${name} of the table ${this.#table}`);
      return;
    }
    if (!this.#chains.has(name)) this.#chains.set(name, []);
    if (name !== 'FORWARD') this.#ledger.mark(line, 'understood', `the chain ${name}`);
    else if (policy === 'ACCEPT' || policy === 'DROP') {
      this.#fallback = policy === 'DROP' ? 'drop' : 'permit';
      this.#ledger.mark(line, 'understood', 'what becomes of packets that no rule names');
    } else {
      this.#fallback = 'drop';
      this.#ledger.mark(line, 'ignored', `the policy "${policy}" must be ACCEPT or DROP; taken as DROP`);
    }
  }

  #rule(line: number, text: string, enabled: boolean): void {
    const ledger = this.#ledger;
    const words = wordsOf(text.replace(/^\[\d+:\d+\]\s*/, ''));
    const [command = '', chain = ''] = words;
    if (!['-A', '--append'].includes(command) || chain === '') {
      // Another command may change any rule.
      ledger.mark(
        line,
        'ignored',
        `"${command.slice(0, 40)}" is not what iptables-save writes: must be -A CHAIN`,
      );
      if (this.#table === 'filter' || this.#table === '')
        this.#chains.get('FORWARD')!.push({ ...BARE, line, effect: { kind: 'unclear' } });
      return;
    }
    const asked = readWords(words.slice(2), this.#interfaces);
    if (chain === 'INPUT' || chain === 'OUTPUT')
      return ledger.mark(
        line,
        'ignored',
        'for packets to or from the firewall itself, of which there are none',
      );
    if (this.#table === 'nat') return this.#translation(line, chain, asked);
    if (this.#table !== 'filter') return this.#other(line, asked);
    for (const name of [asked.input, asked.output]) if (name !== null) this.#seen.add(name);
    const effect = effectOf(asked);
    const statement = {
      line,
      match: asked.match,
      unclear: asked.unclear,
      effect,
      remark: asked.comment,
      enabled,
    };
    if (!this.#chains.has(chain)) this.#chains.set(chain, []);
    this.#chains.get(chain)!.push(statement);
    if (asked.match === null) ledger.mark(line, 'ignored', asked.never);
    else if (asked.unclear !== null)
      ledger.mark(line, 'ignored', `${asked.unclear}: what it names is undetermined`);
    else if (effect.kind === 'unclear')
      ledger.mark(
        line,
        'ignored',
        `the target "${asked.target}" is not known: what it names is undetermined`,
      );
    else if (effect.kind === 'log') ledger.mark(line, 'understood', 'logs what the next rule names');
    else if (!enabled) ledger.mark(line, 'understood', 'a rule that is switched off');
    else ledger.mark(line, 'understood', effect.kind === 'nothing' ? 'changes no verdict' : '');
  }

  #translation(line: number, chain: string, asked: Asked): void {
    const { match, unclear, comment: remark } = asked;
    if (match === null) return this.#ledger.mark(line, 'ignored', asked.never);
    const late = chain === 'POSTROUTING';
    this.#nat.add({ line, match, unclear, remark, late, effect: natEffect(chain, asked) });
  }

  /** A rule of the tables raw, mangle and security, which come before the filter. */
  #other(line: number, asked: Asked): void {
    const { target } = asked;
    const harmless =
      ['', 'ACCEPT', 'RETURN'].includes(target) ||
      LOGGING.has(target) ||
      (PASSING.has(target) && !asked.options.includes('--notrack'));
    if (harmless || asked.match === null)
      return this.#ledger.mark(line, 'ignored', `the table ${this.#table} changes no verdict here`);
    this.#ledger.mark(
      line,
      'ignored',
      `what the table ${this.#table} does is not modelled: it is undetermined`,
    );
    this.#early.push({ ...BARE, line, match: asked.match, remark: asked.comment });
  }
}

const BARE: Statement = {
  line: 0,
  match: EVERY_PACKET,
  unclear: null,
  effect: { kind: 'unclear' },
  remark: '',
  enabled: true,
};

function effectOf({ target, goto, options }: Asked): Effect {
  if (goto) return { kind: 'goto', chain: target };
  if (target === '' || PASSING.has(target)) return { kind: 'nothing' };
  if (LOGGING.has(target)) return { kind: 'log' };
  switch (target) {
    case 'ACCEPT':
      return { kind: 'permit' };
    case 'DROP':
      return { kind: 'drop' };
    case 'RETURN':
      return { kind: 'return' };
    case 'REJECT': {
      const at = options.indexOf('--reject-with');
      if (at < 0) return { kind: 'reject', rejectWith: 'port-unreachable' };
      const name = options[at + 1] ?? '';
      return Object.hasOwn(REJECT, name)
        ? { kind: 'reject', rejectWith: REJECT[name]! }
        : { kind: 'unclear' };
    }
    default:
      // A chain of one's own; names in capitals that are none are targets of extensions.
      return { kind: 'jump', chain: target };
  }
}

/** What a rule of the table nat does. */
function natEffect(chain: string, { target, options }: Asked): NatLine['effect'] {
  if (target === '' || LOGGING.has(target)) return { kind: 'nothing' };
  if (target === 'ACCEPT' || target === 'RETURN') return { kind: 'except' };
  if (chain === 'PREROUTING' && target === 'DNAT') {
    const [, to = '', port] = /^([\d.]+)(?::(\d+))?$/.exec(value(options, '--to-destination')) ?? [];
    const address = parseAddress(to);
    const number = port === undefined ? null : numberOf(port, 65535);
    if (address !== null && (port === undefined || number !== null))
      return { kind: 'dnat', address, port: number };
  }
  if (chain === 'POSTROUTING' && target === 'SNAT') {
    const address = parseAddress(value(options, '--to-source'));
    if (address !== null) return { kind: 'snat', address };
  }
  return {
    kind: 'unclear',
    why:
      target === 'MASQUERADE'
        ? "the firewall's own address is not in the file (write SNAT --to-source)"
        : `${target} in ${chain} is not known`,
  };
}

function value(options: readonly string[], name: string): string {
  const at = options.indexOf(name);
  return at < 0 ? '' : (options[at + 1] ?? '');
}

/** Words with blanks between them; some in quotation marks, in which a backslash quotes. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [, quoted, plain] of text.matchAll(/"((?:[^"\\]|\\.)*)"?|(\S+)/g))
    words.push(plain ?? quoted!.replace(/\\(.)/g, '$1'));
  return words;
}
