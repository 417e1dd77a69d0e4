import type { AddressRange } from '../../../model/address.ts';
import { ANY_ADDRESS } from '../../../model/address.ts';
import type { Rule } from '../../../model/policy.ts';
import type { Interfaces } from '../format.ts';
import type { Ledger } from '../ledger.ts';
import { complement, union } from '../ranges.ts';
import { readRemark } from '../rule-list.ts';
import type { AddressBooks } from './address-books.ts';
import type { Applications } from './applications.ts';
import type { Statement } from './configuration.ts';
import { UNKNOWN } from './configuration.ts';
import { mark } from './marks.ts';
import { policyName } from './names.ts';
import type { Service } from './service.ts';
import { service } from './service.ts';
import { quoted, Unclear } from './words.ts';

/*
 * Security policies (Junos CLI reference, [edit security policies]): what one of them says, as rules.
 */

/** Where a policy stands: between two zones, or among the global ones. */
export interface Place {
  /** Null in a global policy, which may name zones itself. */
  readonly zones: { readonly from: string; readonly to: string } | null;
  /** Is it switched off together with what it stands in? */
  readonly off: boolean;
}

/** A policy as rules, one for each kind of service. */
export interface Entry {
  readonly line: number;
  /** From which the list of rules takes id and purpose. */
  readonly remark: string;
  /** By which its counterpart for the other direction is found. */
  readonly id: string;
  readonly rules: readonly Partial<Rule>[];
}

export interface Context {
  readonly interfaces: Interfaces;
  readonly books: AddressBooks;
  readonly applications: Applications;
  readonly ledger: Ledger;
  /** Is the helper for SIP known to be on or off? Left out: the file does not say. */
  readonly sip: boolean | undefined;
}

/** Conditions that hold for every packet. */
const HARMLESS = new Set([
  'dynamic-application none',
  'dynamic-application any',
  'url-category none',
  'source-identity any',
]);

/**
 * Which way the packets go that zones stand for.
 * @returns null when they do not go between the two sides
 */
export function directionOf(
  from: readonly string[],
  to: readonly string[],
  { outside, inside }: Interfaces,
): Rule['direction'] | null {
  const names = (list: readonly string[], zone: string) => list.includes('any') || list.includes(zone);
  const inward = names(from, outside) && names(to, inside);
  const outward = names(from, inside) && names(to, outside);
  return inward && outward ? 'both' : inward ? 'in' : outward ? 'out' : null;
}

/** Reads one policy, and says in the ledger what became of its lines. */
export function entryOf(policy: Statement, place: Place, context: Context): Entry | null {
  return new PolicyReader(policy, place, context).read();
}

class PolicyReader {
  readonly #policy: Statement;
  readonly #place: Place;
  readonly #context: Context;
  readonly #match: readonly Statement[];
  #unclear = false;

  constructor(policy: Statement, place: Place, context: Context) {
    this.#policy = policy;
    this.#place = place;
    this.#context = context;
    this.#match = policy.live('match').flatMap((one) => one.live());
  }

  read(): Entry | null {
    const policy = this.#policy;
    const { ledger } = this.#context;
    const enabled = policy.active && !this.#place.off;
    mark(ledger, policy, 'understood', enabled ? '' : 'of a policy that is switched off');
    const direction = this.#direction();
    if (direction === null) return null;
    const sources = this.#addresses('source');
    const destinations = this.#addresses('destination');
    const services = this.#services();
    this.#conditions();
    const action = this.#action();
    if ([sources, destinations, services].some((one) => one?.length === 0)) {
      mark(ledger, policy, 'ignored', 'it names nothing of IPv4, which alone is modelled');
      return null;
    }
    const log = policy.live('then').some((then) => then.live('log').some((one) => one.live().length > 0));
    const rule = {
      direction,
      sources: sources ?? [ANY_ADDRESS],
      destinations: destinations ?? [ANY_ADDRESS],
      enabled,
      log,
    };
    const asked = services ?? [service('any')];
    const parts =
      this.#unclear || action === null
        ? asked.map((one) => ({ ...one, action: 'undetermined' as const }))
        : byAction(action, asked);
    const rules = parts.map((part) => ({ ...rule, ...part }));
    return { line: policy.line, ...this.#named(), rules };
  }

  /** Id and purpose: of ours, the description has both; else the policy's name is the id. */
  #named(): Pick<Entry, 'remark' | 'id'> {
    const name = this.#policy.value;
    const description = this.#policy.one('description')?.value ?? '';
    const { id } = readRemark(description);
    if (id !== null && isNameOf(name, id)) return { remark: description, id };
    const remark = `${name}: ${description}`;
    // A name that cannot be an id is none; nor is a word of the description.
    return { remark: readRemark(remark).id === null ? ` ${quoted(name)} ${description}` : remark, id: name };
  }

  #direction(): Rule['direction'] | null {
    const { interfaces } = this.#context;
    const { zones } = this.#place;
    const asked = (name: string) => {
      const values = this.#match.filter((one) => one.name === name).map(({ value }) => value);
      return values.length > 0 ? values : ['any'];
    };
    const from = zones ? [zones.from] : asked('from-zone');
    const to = zones ? [zones.to] : asked('to-zone');
    const direction = directionOf(from, to, interfaces);
    if (direction === null)
      mark(
        this.#context.ledger,
        this.#policy,
        'ignored',
        from.join() === to.join() && from.length === 1
          ? `inside the zone ${from[0]!}, not between the two sides`
          : `from ${from.join(', ').slice(0, 60)} to ${to.join(', ').slice(0, 60)}, not between the two sides`,
      );
    return direction;
  }

  /** @returns null when they may be any; none when it is about IPv6 only */
  #addresses(side: 'source' | 'destination'): readonly AddressRange[] | null {
    const { books } = this.#context;
    const { zones } = this.#place;
    const named = this.#match.filter((one) => one.name === `${side}-address`);
    if (named.length === 0) this.#missing(`it names no ${side} address`);
    const all: AddressRange[] = [];
    let clear = named.length > 0;
    for (const one of named) {
      const found = books.addresses(one.value, zones ? (side === 'source' ? zones.from : zones.to) : null);
      if (found instanceof Unclear) {
        this.#doubt(one, found.why);
        clear = false;
      } else for (const each of found) all.push(each);
    }
    const excluded = this.#match.some((one) => one.name === `${side}-address-excluded`);
    if (!clear) return null;
    if (excluded) return complement(all, ANY_ADDRESS.last);
    // What one name stands for is united already.
    return named.length === 1 ? all : union(all);
  }

  #services(): readonly Service[] | null {
    const { applications } = this.#context;
    const named = this.#match.filter((one) => one.name === 'application');
    if (named.length === 0) this.#missing('it names no application');
    let clear = named.length > 0;
    for (const one of named) {
      const found = applications.services(one.value);
      if (found instanceof Unclear) {
        this.#doubt(one, found.why);
        clear = false;
      }
      if (this.#context.sip === undefined && applications.speaksSip(one.value) && this.#permits())
        this.#context.ledger.mark(
          one.lines.at(-1) ?? one.line,
          'approximated',
          'the helper for SIP is modelled only where the file says that it is on',
        );
    }
    return clear ? applications.together(named.map(({ value }) => value)) : null;
  }

  #permits(): boolean {
    return this.#policy.live('then').some((then) => then.live('permit').length > 0);
  }

  /** Whatever else it asks. */
  #conditions(): void {
    for (const one of this.#match) {
      const zone = this.#place.zones !== null && (one.name === 'from-zone' || one.name === 'to-zone');
      if (zone) this.#doubt(one, 'zones are named by global policies only');
      else if (one.name === UNKNOWN && !HARMLESS.has(one.values.join(' ')))
        this.#doubt(one, `${quoted(one.value)} is not modelled`);
    }
    for (const one of this.#policy.live(UNKNOWN))
      this.#doubt(
        one,
        one.value === 'scheduler-name'
          ? 'it holds at some times only'
          : `${quoted(one.value)} is not modelled`,
      );
  }

  #action(): 'permit' | 'drop' | 'reject' | null {
    const then = this.#policy.live('then').flatMap((one) => one.live());
    for (const one of then.filter(({ name }) => name === UNKNOWN))
      this.#doubt(one, `${quoted(one.value)} is not known`);
    const actions = then.filter(({ name }) => ['permit', 'deny', 'reject'].includes(name));
    const [action] = actions;
    if (!action || actions.length > 1) {
      this.#missing(action ? 'it has several actions' : 'it has no action');
      return null;
    }
    for (const more of action.live()) this.#more(more);
    return action.name === 'deny' ? 'drop' : (action.name as 'permit' | 'reject');
  }

  /** What stands behind an action. */
  #more(more: Statement): void {
    if (more.value === 'services-offload') return;
    if (more.value === 'tcp-options')
      return this.#context.ledger.mark(
        more.line,
        'ignored',
        'a connection begins with a SYN here anyway, and sequence numbers are not checked',
      );
    this.#doubt(
      more,
      more.value === 'application-services'
        ? `${quoted(more.values[1] ?? '')} may stop it later`
        : `${quoted(more.value)} is not modelled`,
    );
  }

  #doubt(one: Statement, why: string): void {
    this.#unclear = true;
    mark(this.#context.ledger, one, 'ignored', `${why}: what the policy names is undetermined`);
  }

  #missing(why: string): void {
    this.#unclear = true;
    this.#context.ledger.mark(this.#policy.line, 'ignored', `${why}: what the policy names is undetermined`);
  }
}

/** Is this the name that our writer gives to a policy of this id? */
function isNameOf(name: string, id: string): boolean {
  const own = policyName(id);
  return name === own || (name.startsWith(`${own}-`) && /^\d{1,6}$/.test(name.slice(own.length + 1)));
}

/**
 * What becomes of each service. A rejected packet is answered where it is TCP or UDP; the others are dropped without a
 * word (Junos CLI reference, "reject (Security)").
 */
function byAction(
  action: 'permit' | 'drop' | 'reject',
  services: readonly Service[],
): (Service & Pick<Rule, 'action'>)[] {
  return services.flatMap((one): (Service & Pick<Rule, 'action'>)[] => {
    if (action !== 'reject') return [{ ...one, action }];
    if (one.transport === 'any')
      return [
        { ...one, transport: 'tcp-udp', action },
        { ...one, action: 'drop' },
      ];
    const answered = ['tcp', 'udp', 'tcp-udp', '6', '17'].includes(one.transport);
    return [{ ...one, action: answered ? action : 'drop' }];
  });
}
