import { ANY_ADDRESS } from '../../../model/address.ts';
import type { Inspection, LedgerLine, Policy, Rule, Transport } from '../../../model/policy.ts';
import { ANY_STATE, ConnectionStates } from '../../../model/policy.ts';
import type { Ledger } from '../ledger.ts';
import { isAny } from '../ranges.ts';

/*
 * Inspection, "CBAC" (Cisco IOS Security configuration guide, "Configuring Context-Based Access Control"): sessions
 * that begin where it is applied are remembered, and their packets pass the lists from then on, both ways.
 */

/** Which way the packets go that begin a session. */
export type Way = 'in' | 'out';

/** What inspection remembers by itself, whatever the port. */
const WHOLE = ['tcp', 'udp', 'icmp'] as const;
type Whole = (typeof WHOLE)[number];

const isWhole = (protocol: string): protocol is Whole => WHOLE.some((one) => one === protocol);

/** Ports of applications, where a rule set says only these and none of the above. */
const APPLICATIONS: Readonly<Record<string, { readonly port: number; readonly transport: Transport }>> = {
  sip: { port: 5060, transport: 'tcp-udp' },
  dns: { port: 53, transport: 'tcp-udp' },
  http: { port: 80, transport: 'tcp' },
  https: { port: 443, transport: 'tcp' },
  smtp: { port: 25, transport: 'tcp' },
  esmtp: { port: 25, transport: 'tcp' },
  ftp: { port: 21, transport: 'tcp' },
  telnet: { port: 23, transport: 'tcp' },
  ssh: { port: 22, transport: 'tcp' },
  pop3: { port: 110, transport: 'tcp' },
  imap: { port: 143, transport: 'tcp' },
  ldap: { port: 389, transport: 'tcp' },
};

type AnswerRule = Partial<Rule> & { readonly line: number };

/** The rule sets of a file, and where they are applied. */
export class Inspections {
  /** Protocols of each rule set, with their lines. */
  readonly #sets = new Map<string, Map<string, number[]>>();
  readonly #applied: { readonly line: number; readonly name: string; readonly way: Way }[] = [];
  /** The line that stops packets of TCP that are of no session. */
  strict: number | null = null;

  /** "ip inspect name SET PROTOCOL" */
  define(line: number, set: string, protocol: string): void {
    const protocols = this.#sets.get(set) ?? new Map<string, number[]>();
    const name = protocol.toLowerCase();
    protocols.set(name, [...(protocols.get(name) ?? []), line]);
    this.#sets.set(set, protocols);
  }

  apply(line: number, name: string, way: Way): void {
    this.#applied.push({ line, name, way });
  }

  /** Which way sessions of a protocol begin that are remembered. */
  #ways(protocol: string): Set<Way> {
    const applied = this.#applied.filter(({ name }) => this.#sets.get(name)?.has(protocol));
    return new Set(applied.map(({ way }) => way));
  }

  /** Are all sessions of TCP, UDP and ICMP remembered, whoever begins them? */
  get full(): boolean {
    return WHOLE.every((protocol) => this.#ways(protocol).size === 2);
  }

  /** What looks into content. */
  inspections(): Inspection[] {
    if (this.#ways('sip').size === 0) return [];
    return [{ kind: 'sip', destinations: [ANY_ADDRESS], ports: [{ first: 5060, last: 5060 }] }];
  }

  /**
   * Rules that let answers back, for a firewall that does not remember everything: packets of connections that are
   * known, in the direction opposite to that in which sessions are inspected. They come before the lists.
   */
  answers(): AnswerRule[] {
    const rules: AnswerRule[] = [];
    // Errors of ICMP about other sessions are for the lists to judge: only answers come back.
    const back = { states: ConnectionStates.established, purpose: 'answers' };
    const done = new Set<string>();
    for (const { line, name: set, way } of this.#applied) {
      if (done.has(`${way} ${set}`)) continue;
      done.add(`${way} ${set}`);
      const direction = way === 'in' ? 'out' : 'in';
      const protocols = this.#sets.get(set) ?? new Map<string, number[]>();
      const [tcp, udp] = [protocols.has('tcp'), protocols.has('udp')];
      for (const transport of tcp && udp ? (['tcp-udp', 'icmp'] as const) : WHOLE)
        if (transport === 'tcp-udp' || protocols.has(transport))
          rules.push({ ...back, line, direction, transport });
      for (const [name, [at]] of protocols) {
        if (isWhole(name) || name === 'fragment') continue;
        const application = Object.hasOwn(APPLICATIONS, name) ? APPLICATIONS[name]! : null;
        if (application === null && !(tcp && udp))
          rules.push({
            states: back.states,
            line: at!,
            direction,
            transport: 'tcp-udp',
            action: 'undetermined',
          });
        else if (application !== null && !(tcp && (udp || application.transport === 'tcp')))
          rules.push({
            ...back,
            line: at!,
            direction,
            transport: application.transport,
            sourcePorts: [{ first: application.port, last: application.port }],
          });
      }
    }
    return [...rules, ...this.#strays()];
  }

  /** Packets of TCP that are of no session. */
  #strays(): AnswerRule[] {
    if (this.strict === null || this.#ways('tcp').size === 0) return [];
    const { invalid, established } = ConnectionStates;
    const both = this.#ways('tcp').size === 2;
    return [
      {
        line: this.strict,
        transport: 'tcp',
        states: both ? invalid : invalid | established,
        action: both ? 'drop' : 'undetermined',
      },
    ];
  }

  /** Says of every line of it what became of it. */
  explain(ledger: Ledger, stateful: boolean): void {
    for (const { line, name, way } of this.#applied)
      if (!this.#sets.has(name)) ledger.mark(line, 'ignored', `the rule set ${name} is not defined`);
      else if (!stateful)
        ledger.mark(
          line,
          'approximated',
          `answers to what begins ${way === 'in' ? 'outside' : 'inside'} pass by rules for known connections`,
        );
      else if (this.strict === null)
        ledger.mark(line, 'approximated', 'what is of no session is dropped here: the router asks its lists');
      else ledger.mark(line, 'understood', 'sessions that begin there are remembered');
    for (const [set, protocols] of this.#sets) this.#explainSet(set, protocols, ledger);
    if (this.strict === null) return;
    const ways = this.#ways('tcp').size;
    if (ways === 2)
      ledger.mark(this.strict, 'understood', 'packets of TCP that are of no session are dropped');
    else if (ways === 0) ledger.mark(this.strict, 'ignored', 'TCP is not inspected');
    else
      ledger.mark(
        this.strict,
        'ignored',
        'TCP is inspected one way only: what is of no session is undetermined',
      );
  }

  #explainSet(set: string, protocols: ReadonlyMap<string, readonly number[]>, ledger: Ledger): void {
    const applied = this.#applied.some(({ name }) => name === set);
    const whole = protocols.has('tcp') && protocols.has('udp');
    for (const [name, lines] of protocols) {
      const [status, why] = applied
        ? this.#meaning(name, whole)
        : (['ignored', `the rule set ${set} is applied to no interface of the two sides`] as const);
      for (const line of lines) ledger.mark(line, status, why);
    }
  }

  /**
   * What a protocol of a rule set that is applied stands for.
   * @param whole does the set remember all of TCP and UDP?
   */
  #meaning(name: string, whole: boolean): readonly [LedgerLine['status'], string] {
    if (isWhole(name)) return ['understood', `sessions of ${name} are remembered`];
    if (name === 'sip')
      return this.#ways(name).size === 2
        ? ['understood', 'SIP on port 5060 is inspected']
        : ['approximated', 'SIP on port 5060 is inspected, whoever begins'];
    if (name === 'fragment') return ['ignored', 'packets come whole here'];
    if (whole) return ['ignored', `the helper for ${name} is not modelled: nothing here speaks it`];
    return Object.hasOwn(APPLICATIONS, name)
      ? ['approximated', `sessions of ${name} are those to port ${APPLICATIONS[name]!.port}`]
      : ['ignored', `sessions of ${name} are not modelled: answers over TCP and UDP are undetermined`];
  }
}

/**
 * Do protocols other than TCP, UDP and ICMP pass both ways or neither, whatever their addresses? Only then it makes no
 * difference that inspection remembers none of them.
 */
export function othersAlike(rules: readonly Partial<Rule>[], last: Policy['default']): boolean {
  const [inward, outward] = (['in', 'out'] as const).map((way) => othersOf(rules, last, way));
  return inward !== null && inward === outward;
}

/** Do they pass (true), do they not (false), or do some of them (null)? */
function othersOf(rules: readonly Partial<Rule>[], last: Policy['default'], way: Way): boolean | null {
  let all: boolean | null = null;
  for (const rule of rules) {
    const { transport = 'any', enabled = true, direction = 'both', action = 'permit' } = rule;
    if (!enabled || (direction !== 'both' && direction !== way)) continue;
    if (isWhole(transport) || transport === 'tcp-udp') continue;
    const passes = action === 'permit';
    if (all !== null && all !== passes) return null;
    all = passes;
    if (namesAll(rule)) return all;
  }
  const passes = last === 'permit';
  return all === null || all === passes ? passes : null;
}

/** Does it name every packet that goes its way? */
export function namesAll({
  transport = 'any',
  sources,
  destinations,
  states = ANY_STATE,
}: Partial<Rule>): boolean {
  return (
    transport === 'any' &&
    states === ANY_STATE &&
    (sources === undefined || isAny(sources)) &&
    (destinations === undefined || isAny(destinations))
  );
}
