import type { Address } from '../model/address.ts';
import { formatAddress, inRange, parseAddress, parseRange } from '../model/address.ts';
import { cameFromOutside } from '../model/connection.ts';
import type { Design, DesignRule } from '../model/design.ts';
import { Protocol } from '../model/packet.ts';
import type { FeatureRun } from '../model/run.ts';
import { EventKind } from '../model/trace.ts';
import { TraceReader } from '../model/trace-reader.ts';

/** A rule that no firewall has, and that would let pass what one stopped. */
export interface AddedRule {
  readonly firewall: string;
  readonly rule: DesignRule;
}

/**
 * Rules for what a run's firewalls stopped and what a failure goes back to, as narrow as makes sense; still without
 * ids.
 */
export function rulesFor({ trace, finding }: FeatureRun, design: Design): AddedRule[] {
  const reader = new TraceReader(trace);
  const { kind, node, b, c } = trace.events;
  return finding.because.flatMap(({ event, reason }): AddedRule[] => {
    if (kind[event] !== EventKind.verdict || (reason !== 'no-rule' && reason !== 'rule')) return [];
    // A rule that is there only needs to be switched on.
    if (c[event]! >= 0) return [];
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

/** Do two rules say the same? */
export function sameRule(one: AddedRule, other: AddedRule): boolean {
  return (
    one.firewall === other.firewall &&
    (['src', 'dst', 'dport', 'transport', 'direction'] as const).every(
      (key) => one.rule[key] === other.rule[key],
    )
  );
}

export function distinct(rules: readonly AddedRule[]): AddedRule[] {
  return rules.filter((one, index) => rules.findIndex((other) => sameRule(one, other)) === index);
}

/** The same with ids that the design has not. */
export function named(rules: readonly AddedRule[], design: Design): AddedRule[] {
  const taken = new Set(design.firewalls.flatMap((firewall) => firewall.rules.map(({ id }) => id)));
  const ids = Array.from({ length: rules.length + taken.size }, (_, index) => `new-${index + 1}`).filter(
    (id) => !taken.has(id),
  );
  return rules.map((one, index) => ({ ...one, rule: { ...one.rule, id: ids[index]! } }));
}
