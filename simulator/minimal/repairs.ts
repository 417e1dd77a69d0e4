import type { Address } from '../model/address.ts';
import { formatAddress, inRange, parseAddress, parseRange } from '../model/address.ts';
import { cameFromOutside } from '../model/connection.ts';
import type { Design, DesignRule } from '../model/design.ts';
import { Protocol } from '../model/packet.ts';
import type { FeatureRun } from '../model/run.ts';
import { EventKind } from '../model/trace.ts';
import { TraceReader } from '../model/trace-reader.ts';
import { run } from '../run.ts';
import type { MinimalAnswer, MinimalQuestion } from './minimal.ts';
import { cheapestSets, rulesOf } from './minimal.ts';

/** A rule that no firewall has, and that would let pass what one stopped. */
export interface AddedRule {
  readonly firewall: string;
  readonly rule: DesignRule;
}

/** The cheapest ways to make features work: closed rules to open, and rules to add in front of all others. */
export interface RepairAnswer extends MinimalAnswer {
  /** Rules that the sets name and the design has not. */
  readonly added: readonly AddedRule[];
}

/** What lies behind one stopped packet is only seen once it passes: so often it is looked again. */
const ROUNDS_MAX = 12;
/** More kinds of stopped packets than these are no repair but another design (assumption). */
const ADDED_MAX = 64;

/**
 * What would make features work, cheapest first, by rules alone. The choices are the rules that are switched off, and,
 * for packets that no rule of the firewall would let pass, rules made of these packets: the features are run, a rule is
 * made for each that is stopped, and they are run again with these.
 */
export function repairs(question: MinimalQuestion): RepairAnswer {
  const { features, seed, interventions } = question;
  let added: readonly AddedRule[] = [];
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const design = withAdded(question.design, added, true);
    const found = run(design, { seed, interventions, only: features }).features.flatMap((one) =>
      wanted(one, design),
    );
    const fresh = found.filter((one) => !added.some((other) => sameRule(one, other)));
    if (fresh.length === 0) break;
    added = named([...added, ...distinct(fresh)].slice(0, ADDED_MAX), question.design);
  }
  const design = withAdded(question.design, added, false);
  const answer = cheapestSets(
    { ...question, design },
    rulesOf(design, ({ enabled, action }) => !enabled && action === 'permit'),
  );
  const used = new Set(answer.sets.flatMap(({ rules }) => rules));
  return { ...answer, added: added.filter(({ rule }) => used.has(rule.id)) };
}

/** Rules for what a run's firewalls stopped; none for what a closed rule would let pass when that is opened. */
function wanted({ trace, finding }: FeatureRun, design: Design): AddedRule[] {
  const reader = new TraceReader(trace);
  const { kind, node, b } = trace.events;
  return finding.because.flatMap(({ event, reason }): AddedRule[] => {
    if (kind[event] !== EventKind.verdict || (reason !== 'no-rule' && reason !== 'rule')) return [];
    const tuple = reader.tupleAt(event);
    const inward = cameFromOutside(b[event]!);
    const { protocol } = tuple;
    if (protocol !== Protocol.tcp && protocol !== Protocol.udp) return [];
    return [
      {
        firewall: trace.nodes[node[event]!]!.id,
        rule: {
          id: '',
          src: endOf(design, tuple.src),
          sport: 'any',
          dst: endOf(design, tuple.dst),
          dport: portsOf(design, tuple.dst, tuple.dport),
          transport: protocol === Protocol.tcp ? 'tcp' : 'udp',
          direction: inward ? 'in' : 'out',
          action: 'permit',
          enabled: true,
          log: false,
          optional: false,
          purpose: 'made of a packet that was stopped',
        },
      },
    ];
  });
}

/** An address as a rule should name it: whoever is out on the Internet may have another one tomorrow. */
function endOf({ zones }: Design, address: Address): string {
  const lives = zones.some(({ prefixes }) =>
    prefixes.some((prefix) => inRange(parseRange(prefix)!, address)),
  );
  return lives ? formatAddress(address) : 'any';
}

/** First port that programs take for themselves (Windows Server 2003 and earlier; RFC 6335 6 begins at 49152). */
const OWN_PORTS = 1024;
/** From here on, no service is known by its port (RFC 6335 6: dynamic ports). */
const DYNAMIC_PORTS = 49152;

/** A port as a rule should name it: relays and clients take any of a range. */
function portsOf({ hosts }: Design, address: Address, port: number): string {
  const owner = hosts.find(({ interfaces }) =>
    interfaces.some((one) => parseAddress(one.address) === address),
  );
  for (const { ports } of (owner?.roles ?? []) as readonly { readonly ports?: unknown }[])
    if (isSpan(ports) && port >= ports.first && port < ports.first + ports.count)
      return `${ports.first}-${ports.first + ports.count - 1}`;
  return port < DYNAMIC_PORTS ? String(port) : `${OWN_PORTS}-65535`;
}

function isSpan(value: unknown): value is { readonly first: number; readonly count: number } {
  return typeof value === 'object' && value !== null && 'first' in value && 'count' in value;
}

/** A design with rules in front of those that it has. */
function withAdded(design: Design, added: readonly AddedRule[], enabled: boolean): Design {
  return {
    ...design,
    firewalls: design.firewalls.map((firewall) => ({
      ...firewall,
      rules: [
        ...added.flatMap((one) => (one.firewall === firewall.id ? [{ ...one.rule, enabled }] : [])),
        // What is closed is a choice of its own: while one looks what else is stopped, it is open.
        ...firewall.rules.map((rule) =>
          enabled && rule.action === 'permit' ? { ...rule, enabled: true } : rule,
        ),
      ],
    })),
  };
}

function sameRule(one: AddedRule, other: AddedRule): boolean {
  return (
    one.firewall === other.firewall &&
    (['src', 'dst', 'dport', 'transport', 'direction'] as const).every(
      (key) => one.rule[key] === other.rule[key],
    )
  );
}

function distinct(rules: readonly AddedRule[]): AddedRule[] {
  return rules.filter((one, index) => rules.findIndex((other) => sameRule(one, other)) === index);
}

/** The same with ids that the design has not. */
function named(rules: readonly AddedRule[], design: Design): AddedRule[] {
  const taken = new Set(design.firewalls.flatMap((firewall) => firewall.rules.map(({ id }) => id)));
  const ids = Array.from({ length: rules.length + taken.size }, (_, index) => `new-${index + 1}`).filter(
    (id) => !taken.has(id),
  );
  return rules.map((one, index) => ({ ...one, rule: { ...one.rule, id: ids[index]! } }));
}
