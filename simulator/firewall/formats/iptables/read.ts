import { parseAddress } from '../../../model/address.ts';
import type { Forward, Masquerade, RejectWith, StaticMapping } from '../../../model/policy.ts';
import type { Interfaces, Reading, Refusal } from '../format.ts';
import { strayInterfaces } from '../interfaces.ts';
import { Ledger, linesOf } from '../ledger.ts';
import type { Effect, Statement } from '../netfilter/chains.ts';
import { Chains } from '../netfilter/chains.ts';
import { EVERY_PACKET, INWARD } from '../netfilter/match.ts';
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
  readonly #nat = new Nat();
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
        ...(this.#hasNat && { ...this.#nat.policy(this.#ledger), hairpin: false }),
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
    if (this.#table === 'nat') return this.#nat.rule(line, chain, asked, this.#interfaces, ledger);
    if (this.#table !== 'filter') return this.#other(line, chain, asked);
    if (chain === 'INPUT' || chain === 'OUTPUT')
      return ledger.mark(
        line,
        'ignored',
        'for packets to or from the firewall itself, of which there are none',
      );
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

  /** A rule of the tables raw, mangle and security, which come before the filter. */
  #other(line: number, chain: string, asked: Asked): void {
    const { target } = asked;
    const harmless =
      ['', 'ACCEPT', 'RETURN'].includes(target) ||
      LOGGING.has(target) ||
      (PASSING.has(target) && !asked.options.includes('--notrack'));
    if (harmless || chain === 'INPUT' || chain === 'OUTPUT' || asked.match === null)
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

/** Most ports that one line may forward. */
const MOST_FORWARDS = 1024;

/** The table nat. */
class Nat {
  readonly #statics: { line: number; outside: number; inside: number }[] = [];
  readonly #sources: { line: number; masquerade: Masquerade; whole: boolean }[] = [];
  readonly #forwards: Forward[] = [];
  /** Packets whose destination may be another than they say. */
  readonly unclear: Statement[] = [];

  rule(line: number, chain: string, asked: Asked, interfaces: Interfaces, ledger: Ledger): void {
    const { target, match } = asked;
    if (chain === 'OUTPUT' || chain === 'INPUT')
      return ledger.mark(
        line,
        'ignored',
        'for packets to or from the firewall itself, of which there are none',
      );
    if (match === null) return ledger.mark(line, 'ignored', asked.never);
    if (['ACCEPT', 'RETURN'].includes(target) || LOGGING.has(target) || target === '') {
      const harmless = target === '' || LOGGING.has(target);
      if (!harmless) this.unclear.push({ ...BARE, line, match });
      return ledger.mark(
        line,
        'ignored',
        harmless
          ? 'changes no verdict'
          : 'exceptions from NAT are not modelled: what it names is undetermined',
      );
    }
    const problem =
      chain === 'PREROUTING' && target === 'DNAT'
        ? this.#destination(line, asked, ledger)
        : chain === 'POSTROUTING' && target === 'SNAT'
          ? this.#source(line, asked, interfaces)
          : target === 'MASQUERADE'
            ? "the firewall's own address is not in the file: write SNAT --to-source in its place"
            : `${target} in ${chain} is not known`;
    if (problem === null) return ledger.mark(line, 'understood', 'NAT');
    ledger.mark(line, 'ignored', `${problem}: what it names is undetermined`);
    this.unclear.push({ ...BARE, line, match });
  }

  #destination(line: number, { match, unclear, options }: Asked, ledger: Ledger): string | null {
    if (unclear !== null) return unclear;
    const { destinations, sources, protocols, sourcePorts, destinationPorts, sides, states } = match!;
    const outside = single(destinations);
    const [, to = '', port] = /^([\d.]+)(?::(\d+))?$/.exec(value(options, '--to-destination')) ?? [];
    const inside = parseAddress(to);
    if (outside === null || inside === null) return 'NAT of one address to one other only is modelled';
    if (
      sources !== EVERY_PACKET.sources ||
      sourcePorts !== EVERY_PACKET.sourcePorts ||
      states !== EVERY_PACKET.states
    )
      return 'NAT that depends on the source is not modelled';
    if (!(sides & INWARD)) return 'NAT of what inside sends is not modelled';
    if (sides !== INWARD) ledger.mark(line, 'approximated', 'only what comes from outside is translated');
    if (destinationPorts === EVERY_PACKET.destinationPorts && protocols === EVERY_PACKET.protocols) {
      if (port !== undefined) return 'a port without -p is not known';
      this.#statics.push({ line, outside, inside });
      return null;
    }
    const transport = single(protocols) === 6 ? 'tcp' : single(protocols) === 17 ? 'udp' : null;
    if (transport === null) return 'only TCP and UDP can be forwarded';
    const range = destinationPorts[0]!;
    if (destinationPorts.length > 1 || range.last - range.first >= MOST_FORWARDS)
      return `at most ${MOST_FORWARDS} ports in a row can be forwarded`;
    const first = port === undefined ? null : numberOf(port, 65535);
    if (port !== undefined && (first === null || range.first !== range.last)) return 'the port is not known';
    for (let outsidePort = range.first; outsidePort <= range.last; outsidePort++)
      this.#forwards.push({ transport, outside, outsidePort, inside, insidePort: first ?? outsidePort });
    return null;
  }

  #source(line: number, { match, unclear, options, output }: Asked, interfaces: Interfaces): string | null {
    if (unclear !== null) return unclear;
    const { sources, destinations, protocols, states } = match!;
    const outside = parseAddress(value(options, '--to-source'));
    if (outside === null) return 'source NAT to one address only is modelled';
    if (output !== interfaces.outside && output !== null) return 'source NAT towards inside is not modelled';
    if (
      destinations !== EVERY_PACKET.destinations ||
      protocols !== EVERY_PACKET.protocols ||
      states !== EVERY_PACKET.states
    )
      return 'source NAT for some packets only is not modelled';
    this.#sources.push({ line, masquerade: { inside: sources, outside }, whole: single(sources) !== null });
    return null;
  }

  policy(ledger: Ledger): {
    nat: StaticMapping[];
    forwards: Forward[];
    masquerades: Masquerade[];
  } {
    const twin = (mapping: { outside: number; inside: number }) =>
      this.#sources.find(
        ({ masquerade, whole }) =>
          whole && masquerade.outside === mapping.outside && masquerade.inside[0]!.first === mapping.inside,
      );
    const twins = new Set(this.#statics.map(twin));
    for (const mapping of this.#statics)
      if (!twin(mapping))
        ledger.mark(
          mapping.line,
          'approximated',
          'one-to-one: what the inner address begins is translated too',
        );
    return {
      nat: this.#statics.map(({ outside, inside }) => ({ outside, inside })),
      forwards: this.#forwards,
      masquerades: this.#sources.filter((one) => !twins.has(one)).map(({ masquerade }) => masquerade),
    };
  }
}

function single(ranges: readonly { readonly first: number; readonly last: number }[]): number | null {
  const [one] = ranges;
  return ranges.length === 1 && one!.first === one!.last ? one!.first : null;
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
