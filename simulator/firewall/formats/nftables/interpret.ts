import type { Policy, RejectWith } from '../../../model/policy.ts';
import type { Interfaces, Reading, Refusal } from '../format.ts';
import { strayInterfaces } from '../interfaces.ts';
import type { Ledger } from '../ledger.ts';
import { Steps } from '../limits.ts';
import type { Effect, Statement } from '../netfilter/chains.ts';
import { Chains } from '../netfilter/chains.ts';
import type { Match } from '../netfilter/match.ts';
import { both, EVERY_PACKET } from '../netfilter/match.ts';
import type { NatLine } from '../netfilter/nat.ts';
import { Nat } from '../netfilter/nat.ts';
import { portOf } from '../netfilter/words.ts';
import type { Surroundings } from './expressions.ts';
import { addressOf, comparison, valuesOf } from './expressions.ts';
import type { Chain, Json, NftRule, Ruleset } from './ruleset.ts';
import { keyOf, member, textOf } from './ruleset.ts';

const REJECT: Readonly<Record<string, RejectWith>> = {
  'port-unreachable': 'port-unreachable',
  'host-unreachable': 'host-unreachable',
  'net-unreachable': 'net-unreachable',
  'no-route': 'net-unreachable',
  'admin-prohibited': 'admin-prohibited',
};

/** Statements that change no verdict. */
const PASSING = new Set([
  'counter',
  'continue',
  'mangle',
  'last',
  'ct helper',
  'ct timeout',
  'flow',
  'comment',
  'set',
  'map',
  'secmark',
  'dup',
]);

/** What a rule comes to: packets, one alternative each, and what becomes of them. */
interface Understood {
  matches: readonly Match[];
  unclear: string | null;
  /** What packets with some value besides get; after everything else. */
  effects: { readonly match: Match; readonly effect: Effect }[];
  log: boolean;
  nat: NatLine['effect'] | null;
}

/**
 * What a ruleset says about packets between the two interfaces.
 * @param ledger of the file, in which the lines that are no rules are marked already
 */
export function interpret(
  ruleset: Ruleset,
  interfaces: Interfaces,
  ledger: Ledger,
  settings: Partial<Policy>,
): Reading | Refusal {
  return new Interpreter(ruleset, interfaces, ledger).read(settings);
}

class Interpreter {
  readonly #ruleset: Ruleset;
  readonly #interfaces: Interfaces;
  readonly #ledger: Ledger;
  readonly #seen = new Set<string>();
  readonly #chains = new Map<string, Chain>();
  readonly #statements = new Map<string, Statement[]>();
  readonly #nat: Nat;
  readonly #steps = new Steps('its sets and maps');
  /** Lines of tables that see packets before IP does. */
  readonly #early: number[] = [];

  constructor(ruleset: Ruleset, interfaces: Interfaces, ledger: Ledger) {
    this.#ruleset = ruleset;
    this.#interfaces = interfaces;
    this.#ledger = ledger;
    this.#nat = new Nat(ledger);
  }

  read(settings: Partial<Policy>): Reading | Refusal {
    for (const chain of this.#ruleset.chains) {
      const key = keyOf(chain.family, chain.table, chain.name);
      const before = this.#chains.get(key);
      if (!before || chain.base) this.#chains.set(key, chain);
      // What is asked elsewhere is none of the filter's chains.
      if (!aside(chain)) this.#statements.set(key, this.#statements.get(key) ?? []);
    }
    for (const rule of this.#ruleset.rules) this.#rule(rule);
    const stray = strayInterfaces(this.#seen, this.#interfaces);
    if (stray) return stray;
    const bases = [...this.#chains.values()]
      .filter((chain) => filters(chain))
      .sort((a, b) => order(a) - order(b));
    const last = bases.findLastIndex(({ base }) => base!.hook === 'forward');
    if (last < 0)
      return { problem: 'it has no chain with "hook forward": nothing in it decides what passes', line: 1 };
    const chains = new Chains(this.#statements, this.#ledger);
    for (const line of this.#early) chains.addUnclear(line, EVERY_PACKET);
    for (const { line, match, remark } of this.#nat.unclear) chains.addUnclear(line, match, remark);
    const translates = [...this.#chains.values()].some(({ base }) => base?.type === 'nat');
    for (const chain of bases) {
      const { hook, policy } = chain.base!;
      if (chain === bases.at(-1)) break;
      const doubt =
        translates && hook !== 'forward'
          ? 'what packets are called there depends on NAT, which is not modelled'
          : null;
      chains.addBefore(keyOf(chain.family, chain.table, chain.name), policy, chain.line, doubt);
    }
    const end = bases.at(-1)!;
    chains.add(keyOf(end.family, end.table, end.name));
    return {
      policy: {
        ...chains.policy(end.base!.policy),
        ...settings,
        ...(translates && this.#nat.policy()),
      },
      ledger: this.#ledger.all(),
    };
  }

  #rule(rule: NftRule): void {
    const { family, table, line, enabled } = rule;
    const key = keyOf(family, table, rule.chain);
    const chain = this.#chains.get(key);
    if (!chain) return this.#ledger.mark(line, 'ignored', `the chain ${rule.chain} is not in the file`);
    const away = aside(chain);
    if (family === 'netdev') {
      this.#early.push(line);
      return this.#ledger.mark(
        line,
        'ignored',
        'what comes before IP is not modelled: every verdict is undetermined',
      );
    }
    if (away !== null && chain.base?.type !== 'nat') return this.#ledger.mark(line, 'ignored', away);
    const understood = this.#understand(rule);
    if (chain.base?.type === 'nat') return this.#translation(rule, chain, understood);
    const { matches, unclear, effects, log } = understood;
    const put = (match: Match | null, effect: Effect) =>
      this.#statements.get(key)!.push({ line, match, unclear, effect, remark: rule.comment, enabled });
    this.#product(matches, effects);
    for (const match of matches) {
      if (log) put(match, { kind: 'log' });
      for (const { match: besides, effect } of effects) {
        const named = besides === EVERY_PACKET ? match : both(match, besides);
        if (named) put(named, effect);
      }
    }
    if (matches.length === 0)
      this.#ledger.mark(line, 'ignored', 'names no packet that there is here (IPv6, or another interface)');
    else if (unclear !== null)
      this.#ledger.mark(line, 'ignored', `${unclear}: what it names is undetermined`);
    else this.#ledger.mark(line, 'understood', enabled ? '' : 'a rule that is switched off');
  }

  /** Of each of these with each of those, something is kept. */
  #product(some: readonly unknown[], others: readonly unknown[]): void {
    const count = some.length * others.length;
    if (count > 1) this.#steps.take(10 * count);
  }

  #translation(rule: NftRule, { base }: Chain, { matches, unclear, effects, nat }: Understood): void {
    const { line, comment: remark } = rule;
    if (base!.hook !== 'prerouting' && base!.hook !== 'postrouting')
      return this.#ledger.mark(
        line,
        'ignored',
        'for packets to or from the firewall itself, of which there are none',
      );
    if (matches.length === 0)
      return this.#ledger.mark(
        line,
        'ignored',
        'names no packet that there is here (IPv6, or another interface)',
      );
    const kinds = effects.map(({ effect }) => effect.kind);
    const effect: NatLine['effect'] =
      nat ??
      (kinds.every((kind) => kind === 'nothing' || kind === 'log')
        ? { kind: 'nothing' }
        : kinds.every((kind) => kind === 'permit' || kind === 'return')
          ? { kind: 'except' }
          : { kind: 'unclear', why: 'chains of NAT are not modelled' });
    const late = base!.hook === 'postrouting';
    for (const match of matches) this.#nat.add({ line, match, unclear, remark, late, effect });
  }

  #understand({ family, table, statements }: NftRule): Understood {
    const surroundings: Surroundings = {
      interfaces: this.#interfaces,
      set: (name) => this.#ruleset.sets.get(keyOf(family, table, name)),
      saw: (name) => this.#seen.add(name),
      steps: this.#steps,
    };
    const result: Understood = {
      matches: [EVERY_PACKET],
      unclear: null,
      effects: [],
      log: false,
      nat: null,
    };
    const doubt = (why: string) => {
      result.unclear ??= why;
    };
    const jump = (name: string) => keyOf(family, table, name);
    for (const statement of statements) {
      if (typeof statement !== 'object' || statement === null) {
        doubt('a statement of it is not known');
        continue;
      }
      const [kind = ''] = Object.keys(statement);
      const value = member(statement, kind);
      if (kind === 'match') {
        const meaning = comparison(
          textOf(value, 'op') || '==',
          member(value, 'left'),
          member(value, 'right'),
          surroundings,
        );
        if ('unclear' in meaning) doubt(meaning.unclear);
        else {
          this.#product(result.matches, meaning);
          result.matches = result.matches.flatMap((match) =>
            meaning.flatMap((one) => both(match, one) ?? []),
          );
        }
      } else if (kind === 'vmap') this.#map(value, result, surroundings, jump, doubt);
      else if (kind === 'log') result.log = true;
      else if (kind === 'dnat' || kind === 'snat') result.nat = natOf(kind, value);
      else if (kind === 'masquerade' || kind === 'redirect')
        result.nat = {
          kind: 'unclear',
          why: "the firewall's own address is not in the file (write snat to, or dnat to)",
        };
      else if (!PASSING.has(kind)) {
        const effect = effectOf(kind, value, jump);
        if (effect) result.effects.push({ match: EVERY_PACKET, effect });
        else doubt(`"${kind.slice(0, 40)}" is not modelled`);
      }
    }
    if (result.effects.length === 0)
      result.effects.push({
        match: EVERY_PACKET,
        // What could not be understood might have been the verdict.
        effect: { kind: result.unclear !== null ? 'unclear' : 'nothing' },
      });
    return result;
  }

  /** A verdict map: each value has a verdict of its own. */
  #map(
    value: Json,
    result: Understood,
    surroundings: Surroundings,
    jump: (name: string) => string,
    doubt: (why: string) => void,
  ): void {
    const unknown = (why: string) => {
      doubt(why);
      result.effects.push({ match: EVERY_PACKET, effect: { kind: 'unclear' } });
    };
    const data = member(value, 'data');
    const elements = typeof data === 'string' ? valuesOf(data, surroundings) : (member(data, 'set') ?? null);
    if (!Array.isArray(elements)) {
      unknown(
        elements && typeof elements === 'object' && 'unclear' in elements
          ? String(elements.unclear)
          : 'the map is not known',
      );
      return;
    }
    for (const element of elements as Json[]) {
      const [key, verdict] = Array.isArray(element) ? (element as Json[]) : [];
      const [kind = ''] = typeof verdict === 'object' && verdict !== null ? Object.keys(verdict) : [];
      const effect = effectOf(kind, member(verdict, kind), jump);
      const meaning = comparison(
        '==',
        member(value, 'key'),
        member(member(key, 'elem'), 'val') ?? key,
        surroundings,
      );
      if ('unclear' in meaning || !effect) {
        unknown('unclear' in meaning ? meaning.unclear : 'a verdict of the map is not known');
        continue;
      }
      for (const match of meaning) result.effects.push({ match, effect });
    }
  }
}

function effectOf(kind: string, value: Json, jump: (name: string) => string): Effect | null {
  switch (kind) {
    case 'accept':
      return { kind: 'permit' };
    case 'drop':
    case 'return':
      return { kind };
    case 'continue':
      return { kind: 'nothing' };
    case 'jump':
    case 'goto':
      return { kind, chain: jump(textOf(value, 'target')) };
    case 'reject': {
      const type = textOf(value, 'type');
      if (type === 'tcp reset') return { kind: 'reject', rejectWith: 'reset' };
      const how = textOf(value, 'expr');
      if (how === '') return { kind: 'reject', rejectWith: 'port-unreachable' };
      return Object.hasOwn(REJECT, how) ? { kind: 'reject', rejectWith: REJECT[how]! } : { kind: 'unclear' };
    }
    default:
      return null;
  }
}

function natOf(kind: 'dnat' | 'snat', value: Json): NatLine['effect'] {
  const address = addressOf(member(value, 'addr'));
  const port = member(value, 'port');
  const number = port === undefined ? null : portOf(textOf(value, 'port'));
  if (address === null || (port !== undefined && (number === null || kind === 'snat')))
    return { kind: 'unclear', why: 'NAT to one address, and one port, only is modelled' };
  return kind === 'dnat' ? { kind, address, port: number } : { kind, address };
}

/** Is it a chain whose rules decide what passes between the two sides? */
function filters({ family, base }: Chain): boolean {
  return (
    (family === 'ip' || family === 'inet') &&
    base !== null &&
    base.type !== 'nat' &&
    ['prerouting', 'forward', 'postrouting'].includes(base.hook)
  );
}

/** When a chain is asked: by hook, then by priority. */
function order({ base }: Chain): number {
  return ['prerouting', 'forward', 'postrouting'].indexOf(base!.hook) * 1e7 + base!.priority;
}

/** Why the rules of a chain are none of the filter's, or null. */
function aside({ family, base }: Chain): string | null {
  if (family === 'ip6') return 'IPv6 is not modelled';
  if (family !== 'ip' && family !== 'inet') return `tables of the family ${family} are not modelled`;
  if (base === null) return null;
  if (base.type === 'nat') return 'NAT';
  return base.hook === 'input' || base.hook === 'output'
    ? 'for packets to or from the firewall itself, of which there are none'
    : null;
}
