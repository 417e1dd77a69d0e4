import { hasPorts } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import { Steps } from '../limits.ts';
import type { Statement } from './configuration.ts';
import { UNKNOWN } from './configuration.ts';
import { predefined } from './predefined.ts';
import type { Service } from './service.ts';
import { compact, service } from './service.ts';
import { icmpTypeOf, portOf, quoted, transportOf, Unclear } from './words.ts';

/*
 * Applications and sets of them (Junos CLI reference, [edit applications]).
 */

/** How deep sets may lie in each other. */
const DEEPEST = 32;
const SAYS_NOTHING = new Set(['description', 'inactivity-timeout', 'term']);

export class Applications {
  readonly #applications = new Map<string, Statement>();
  readonly #sets = new Map<string, Statement>();
  readonly #known = new Map<string, readonly Service[] | Unclear>();

  readonly #together = new Map<string, readonly Service[]>();
  readonly #sip = new Map<string, boolean>();
  readonly #steps = new Steps('its application sets');

  /** @param all statements below [edit applications] */
  constructor(all: readonly Statement[]) {
    for (const one of all) {
      if (one.name === 'application') this.#applications.set(one.value, one);
      if (one.name === 'application-set') this.#sets.set(one.value, one);
    }
  }

  /** What a name stands for; nothing when that is for IPv6 only. */
  services(name: string, depth = 0): readonly Service[] | Unclear {
    const known = this.#known.get(name);
    if (known) return known;
    // Whoever comes here again meanwhile has gone in a circle.
    this.#known.set(name, new Unclear(`the set ${name} holds itself`));
    const found =
      depth > DEEPEST ? new Unclear(`the set ${name} lies too deep in others`) : this.#resolve(name, depth);
    this.#known.set(name, found instanceof Unclear ? found : compact(found));
    return this.#known.get(name)!;
  }

  /** What several names stand for together, of those that are clear. */
  together(names: readonly string[]): readonly Service[] {
    const key = names.join('\u0000');
    const known = this.#together.get(key);
    if (known) return known;
    const all = names.flatMap((name) => {
      const found = this.services(name);
      if (found instanceof Unclear) return [];
      this.#steps.take(20 * found.length);
      return found;
    });
    const found = all.some(({ transport }) => transport === 'any') ? [service('any')] : compact(all);
    this.#together.set(key, found);
    return found;
  }

  /** Is there an application in it for which SRX has a helper for SIP? */
  speaksSip(name: string, depth = 0): boolean {
    const known = this.#sip.get(name);
    if (known !== undefined) return known;
    this.#sip.set(name, false);
    const set = this.#sets.get(name);
    const own = this.#applications.get(name);
    const found = set
      ? depth < DEEPEST && set.live().some((one) => this.speaksSip(one.value, depth + 1))
      : own
        ? [own, ...own.live('term')].some((term) =>
            term.live().some((one) => /^(alg|application-protocol)$/.test(one.name) && one.value === 'sip'),
          )
        : name === 'junos-sip';
    this.#sip.set(name, found);
    return found;
  }

  #resolve(name: string, depth: number): readonly Service[] | Unclear {
    const set = this.#sets.get(name);
    if (set) return this.#members(set, depth);
    const own = this.#applications.get(name);
    const given = predefined(name);
    if (!own) return given ?? new Unclear(`${name} is not defined`);
    // Of a predefined one, a file may change the time-out only.
    if (given && own.live().every((one) => one.name === 'inactivity-timeout')) return given;
    const all: Service[] = [];
    const terms = [own, ...own.live('term')].filter(
      (one) => one !== own || own.live().some((inner) => !SAYS_NOTHING.has(inner.name)),
    );
    for (const term of terms) {
      const found = serviceOf(term, name);
      if (found instanceof Unclear) return found;
      if (found) all.push(found);
    }
    return terms.length === 0 ? new Unclear(`${name} says nothing`) : all;
  }

  #members(set: Statement, depth: number): readonly Service[] | Unclear {
    const all: Service[] = [];
    let members = 0;
    for (const one of set.live()) {
      if (one.name === 'description') continue;
      if (one.name === UNKNOWN) return new Unclear(`${quoted(one.value)} in ${set.value} is not known`);
      const found = this.services(one.value, depth + 1);
      if (found instanceof Unclear) return found;
      members++;
      this.#steps.take(20 * found.length);
      for (const each of found) all.push(each);
    }
    return members === 0 ? new Unclear(`the set ${set.value} is empty`) : all;
  }
}

/** What one term says, or null when it is for IPv6. */
function serviceOf(term: Statement, name: string): Service | Unclear | null {
  const strange = term.one(UNKNOWN);
  if (strange) return new Unclear(`${quoted(strange.value)} in ${name} is not modelled`);
  const value = (key: string) => term.one(key)?.value;
  const protocol = value('protocol');
  if (protocol === undefined) return new Unclear(`${name} names no protocol`);
  if (protocol === 'icmp6' || protocol === '58') return null;
  const transport = transportOf(protocol);
  if (transport === null) return new Unclear(`${quoted(protocol)} in ${name} is no protocol`);
  const sourcePorts = portsOf(value('source-port'), name);
  const destinationPorts = portsOf(value('destination-port'), name);
  if (sourcePorts instanceof Unclear) return sourcePorts;
  if (destinationPorts instanceof Unclear) return destinationPorts;
  if ((sourcePorts ?? destinationPorts) && !hasPorts(transport))
    return new Unclear(`ports in ${name} need TCP or UDP`);
  const icmp = icmpOf(value('icmp-type'), value('icmp-code'), name);
  if (icmp instanceof Unclear) return icmp;
  if (icmp && transport !== 'icmp') return new Unclear(`types in ${name} need ICMP`);
  return service(transport, {
    ...(sourcePorts && { sourcePorts }),
    ...(destinationPorts && { destinationPorts }),
    ...(icmp && { icmp }),
  });
}

/** "443", "https", "50000-59999" */
export function portsOf(text: string | undefined, name: string): readonly PortRange[] | Unclear | null {
  if (text === undefined) return null;
  const whole = portOf(text);
  if (whole !== null) return [{ first: whole, last: whole }];
  const [from = '', to = '', ...rest] = text.split('-');
  const [first, last] = [portOf(from), portOf(to)];
  return rest.length > 0 || first === null || last === null || first > last
    ? new Unclear(`${quoted(text)} in ${name} is no range of ports`)
    : [{ first, last }];
}

function icmpOf(
  type: string | undefined,
  code: string | undefined,
  name: string,
): readonly PortRange[] | Unclear | null {
  if (type === undefined) return code === undefined ? null : new Unclear(`the code in ${name} needs a type`);
  const number = icmpTypeOf(type);
  if (number === null) return new Unclear(`${quoted(type)} in ${name} is no type of ICMP`);
  if (code === undefined) return [{ first: number * 256, last: number * 256 + 255 }];
  if (!/^\d{1,3}$/.test(code) || Number(code) > 255)
    return new Unclear(`${quoted(code)} in ${name} is no code of ICMP that is modelled`);
  const exact = number * 256 + Number(code);
  return [{ first: exact, last: exact }];
}
