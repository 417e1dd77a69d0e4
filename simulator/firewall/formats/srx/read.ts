import { ANY_ADDRESS } from '../../../model/address.ts';
import type { Policy, Rule } from '../../../model/policy.ts';
import type { Interfaces, Reading, Refusal } from '../format.ts';
import { strayInterfaces } from '../interfaces.ts';
import { Ledger, linesOf } from '../ledger.ts';
import { RuleList } from '../rule-list.ts';
import { AddressBooks } from './address-books.ts';
import { Applications } from './applications.ts';
import { Configuration, Statement, UNKNOWN, wordsOf } from './configuration.ts';
import { mark } from './marks.ts';
import { Nat } from './nat.ts';
import { merged } from './order.ts';
import type { Context, Entry, Place } from './policies.ts';
import { directionOf, entryOf } from './policies.ts';
import { Settings } from './settings.ts';
import type { Stop } from './surroundings.ts';
import { Surroundings } from './surroundings.ts';
import { quoted } from './words.ts';

/*
 * What "show configuration | display set" of an SRX prints, and the commands of scripts of that form.
 */

export function read(text: string, interfaces: Interfaces): Reading | Refusal {
  return new Reader(linesOf(text), interfaces).read();
}

/** "user@host# ", "{primary:node0}[edit]": what a terminal puts around commands. */
const PROMPT = /^\s*[\w.-]{1,64}@[^\s#>%]{1,64}[#>%]\s?/;
const SCREEN =
  /^\s*(\{(primary|secondary)[\w:-]{0,20}\}.{0,80}|\[edit[^\]]{0,200}\]|-+\(more[^)]{0,20}\)-+.{0,80}|#.*|\/\*.*|)$/;
const OTHER_COMMANDS =
  /^(annotate|protect|unprotect|commit|configure|quit|exit|run|show|load|save|rollback|status|wildcard)$/;
const LOST = /^(edit|up|top|rename|copy|replace)$/;

class Reader {
  readonly #lines: readonly string[];
  readonly #interfaces: Interfaces;
  readonly #ledger: Ledger;
  readonly #settings: Settings;
  readonly #list = new RuleList();

  constructor(lines: readonly string[], interfaces: Interfaces) {
    this.#lines = lines;
    this.#interfaces = interfaces;
    this.#ledger = new Ledger(lines);
    this.#settings = new Settings(this.#ledger);
  }

  read(): Reading | Refusal {
    const root = this.#commands();
    if (!(root instanceof Statement)) return root;
    const surroundings = new Surroundings(root, this.#interfaces, this.#ledger);
    const policies = surroundings.security('policies');
    if (policies.length === 0)
      return {
        problem: 'it has no security policies: must be the whole of "show configuration | display set"',
        line: 1,
      };
    const stray = strayInterfaces(zonesIn(surroundings, policies), this.#interfaces);
    if (stray) return stray;
    const books = this.#books(surroundings);
    const applications = root.live('applications').flatMap((one) => one.live());
    const interfaces = this.#interfaces;
    const nat = new Nat({ interfaces, books, ledger: this.#ledger, ...surroundings.addresses() });
    const translations = surroundings.security('nat');
    for (const one of translations) nat.read(one);
    for (const one of surroundings.security('flow')) this.#settings.flow(one);
    this.#settings.applications(applications);
    surroundings.applications();
    const sip = this.#sip(surroundings);
    const stops: Stop[] = [...surroundings.stops(), ...nat.stops()];
    const entries = this.#entries(policies, stops, {
      interfaces,
      books,
      applications: new Applications(applications),
      ledger: this.#ledger,
      sip,
    });
    for (const { line, direction, destinations } of stops)
      this.#list.add(line, { direction, destinations, action: 'undetermined' });
    for (const { line, remark, rules } of entries)
      for (const rule of rules) this.#list.add(line, rule, remark);
    return {
      policy: {
        default: this.#list.takeDefault() ?? this.#default(policies),
        rules: this.#list.all(),
        stateful: true,
        ...this.#settings.settings(),
        ...(translations.length > 0 && nat.policy()),
        ...(sip !== undefined && {
          inspections: sip
            ? [{ kind: 'sip', destinations: [ANY_ADDRESS], ports: [{ first: 5060, last: 5060 }] }]
            : [],
        }),
      } satisfies Partial<Policy> & Pick<Policy, 'rules'>,
      ledger: this.#ledger.all(),
    };
  }

  /** Carries out every command. */
  #commands(): Statement | Refusal {
    const configuration = new Configuration(this.#ledger);
    let [commands, braces] = [0, 0];
    for (const [at, raw] of this.#lines.entries()) {
      const line = at + 1;
      const text = raw.replace(PROMPT, '');
      if (this.#settings.comment(text)) this.#ledger.mark(line, 'understood', 'a setting');
      else if (SCREEN.test(text)) this.#ledger.mark(line, 'understood', 'about the file');
      else {
        const [verb = '', ...words] = wordsOf(text);
        if (LOST.test(verb) && words.length + (verb === 'up' || verb === 'top' ? 1 : 0) > 0)
          return {
            problem: `"${verb}" is not followed: must be statements from the top, as "show configuration | display set" prints them`,
            line,
          };
        if (this.#command(configuration, verb, words, line)) commands++;
        else if (/[{;]\s*$/.test(text)) braces++;
      }
    }
    return commands === 0
      ? {
          problem:
            braces > 0
              ? 'this is the form with braces: must be that of "show configuration | display set"'
              : 'there is no statement in it: must be that of "show configuration | display set"',
          line: 1,
        }
      : configuration.root;
  }

  /** @returns false when it is no command that changes a configuration */
  #command(configuration: Configuration, verb: string, words: readonly string[], line: number): boolean {
    switch (verb) {
      case 'set':
        configuration.set(words, line);
        return true;
      case 'delete':
        configuration.delete(words, line);
        return true;
      case 'deactivate':
      case 'activate':
        configuration.switch(words, line, verb === 'activate');
        return true;
      case 'insert':
        configuration.insert(words, line);
        return true;
      default:
        this.#ledger.mark(
          line,
          'ignored',
          OTHER_COMMANDS.test(verb)
            ? `"${verb}" changes nothing that decides packets`
            : 'no statement: these begin with set, delete, deactivate, activate or insert',
        );
        return false;
    }
  }

  #books(surroundings: Surroundings): AddressBooks {
    const books = new AddressBooks();
    for (const one of surroundings.security('address-book')) {
      mark(this.#ledger, one, 'understood', `the address book ${one.value}`);
      books.book(one);
    }
    for (const zone of surroundings.zones())
      for (const one of zone.live('address-book')) {
        mark(this.#ledger, one, 'understood', `the address book of ${zone.value}`);
        books.zone(zone.value, one);
      }
    return books;
  }

  /** Is the helper for SIP said to be on (true) or off? */
  #sip(surroundings: Surroundings): boolean | undefined {
    let said: boolean | undefined;
    for (const alg of surroundings.security('alg'))
      for (const one of alg.live()) {
        if (one.name === 'sip') said = !one.one('disable');
        const [status, why] =
          one.name === 'sip'
            ? (['understood', said ? 'SIP on port 5060 is inspected' : 'no helper for SIP'] as const)
            : one.values.at(-1) === 'disable'
              ? (['understood', `no helper for ${one.value}`] as const)
              : (['ignored', `the helper for ${one.value} is not modelled: nothing here speaks it`] as const);
        mark(this.#ledger, one, status, why);
      }
    return said;
  }

  /** The policies in the order in which they are asked: those of the zones, then the global ones. */
  #entries(policies: readonly Statement[], stops: Stop[], context: Context): readonly Entry[] {
    const ways: Record<Rule['direction'], Entry[]> = { in: [], out: [], both: [] };
    for (const top of policies)
      for (const one of top.inner) {
        for (const line of [...top.lines, ...one.lines]) this.#ledger.mark(line, 'understood');
        const off = !top.active || !one.active;
        if (one.name === 'global') this.#each(one, { zones: null, off }, 'both', ways.both, stops, context);
        else if (one.name === 'from-zone') {
          const [from = '', , to = ''] = one.values;
          const strange = from === 'any' || to === 'any' || one.values[1] !== 'to-zone';
          const direction = directionOf([from], [to], this.#interfaces);
          if (!strange)
            this.#each(one, { zones: { from, to }, off }, direction, ways[direction ?? 'in'], stops, context);
          else if (!off) this.#unknownIn(one, 'both', stops);
        } else if (one.name === UNKNOWN && !off) this.#option(one, stops);
      }
    return [...merged(ways.in, ways.out), ...ways.both];
  }

  /** The policies between two zones, or the global ones, into a list. */
  #each(
    all: Statement,
    place: Place,
    direction: Rule['direction'] | null,
    into: Entry[],
    stops: Stop[],
    context: Context,
  ): void {
    for (const one of all.inner) {
      if (one.name === 'policy') {
        const entry = entryOf(one, place, context);
        if (entry) into.push(entry);
      } else if (direction !== null && one.active && !place.off) this.#unknownIn(one, direction, stops);
    }
  }

  /** A statement about all policies. */
  #option(one: Statement, stops: Stop[]): void {
    if (/^(policy-rematch|policy-stats|unified-policy|pre-id-default-policy|traceoptions)$/.test(one.value))
      mark(this.#ledger, one, 'ignored', `${quoted(one.value)} decides no verdict`);
    else this.#unknownIn(one, 'both', stops);
  }

  #unknownIn(one: Statement, direction: Rule['direction'], stops: Stop[]): void {
    mark(
      this.#ledger,
      one,
      'ignored',
      `${quoted(one.values.join(' '))} is not known among policies: what passes is undetermined`,
    );
    stops.push({ line: one.line, direction, destinations: [ANY_ADDRESS] });
  }

  #default(policies: readonly Statement[]): Policy['default'] {
    let found: Policy['default'] = 'drop';
    for (const top of policies)
      for (const one of top.inner.filter(({ name }) => name === 'default-policy')) {
        mark(this.#ledger, one, 'understood', 'what becomes of a packet that no policy names');
        if (top.active && one.active && one.one('permit-all') && !one.one('deny-all')) found = 'permit';
      }
    return found;
  }
}

/** Every zone that the file names. */
function zonesIn(surroundings: Surroundings, policies: readonly Statement[]): Set<string> {
  const seen = new Set(surroundings.zones().map(({ value }) => value));
  for (const one of policies.flatMap((top) => top.inner.filter(({ name }) => name === 'from-zone')))
    for (const zone of [one.values[0], one.values[2]]) if (zone !== undefined) seen.add(zone);
  return seen;
}
