import type { Knock, Touched } from '../faults/fault.ts';
import { reasonOf } from '../model/connection.ts';
import type { Design } from '../model/design.ts';
import type { FeatureRun } from '../model/run.ts';
import type { Trace } from '../model/trace.ts';
import { EventKind, VERDICT_REASONS } from '../model/trace.ts';
import type { DnsMessage } from '../protocols/dns/message.ts';
import { isDns } from '../protocols/dns/message.ts';

/**
 * What a run had to do with.
 * @param design the one that was run
 */
export function touchedBy({ firewalls }: Design, { trace, asked }: FeatureRun): Touched {
  const { kind, node, cause } = trace.events;
  const marks = new Uint8Array(trace.nodes.length);
  // That a host is there at the beginning, in its first state, is nothing that happened.
  for (let event = 0; event < kind.length; event++)
    if (kind[event] !== EventKind.state || cause[event]! >= 0) marks[node[event]!] = 1;
  const rules = new Map(firewalls.map((one) => [one.id, one.rules]));
  return {
    rules: new Set(asked.map(({ firewall, rule }) => rules.get(firewall)![rule]!.id)),
    nodes: new Set(trace.nodes.filter((_, index) => marks[index] === 1).map(({ id }) => id)),
    names: new Set(trace.messages.flatMap((message) => (isDns(message) ? namesIn(message) : []))),
    fresh: freshOf(trace),
  };
}

function namesIn({ question, answers, authority, additional }: DnsMessage): string[] {
  return [question, ...answers, ...authority, ...additional].map(({ name }) => name.toLowerCase());
}

const KNOWN = VERDICT_REASONS.indexOf('state');

/** Packets that came to firewalls without a connection that these knew, as the rules were asked about them. */
function freshOf({ events, packets, nodes }: Trace): Touched['fresh'] {
  const found = new Map<string, Map<string, Knock>>();
  /** Of packets that were translated on their way. */
  const now = new Map<number, Knock>();
  for (let event = 0; event < events.kind.length; event++) {
    const kind = events.kind[event];
    if (kind !== EventKind.translate && kind !== EventKind.verdict && kind !== EventKind.lose) continue;
    const packet = events.packet[event]!;
    const knock = now.get(packet) ?? {
      protocol: packets.protocol[packet]!,
      sport: packets.sport[packet]!,
      dport: packets.dport[packet]!,
    };
    if (kind === EventKind.translate) {
      const side = events.c[event] === 1 ? 'dport' : 'sport';
      now.set(packet, { ...knock, [side]: events.b[event]! });
      continue;
    }
    const { id, kind: what } = nodes[events.node[event]!]!;
    if (what !== 'firewall') continue;
    if (kind === EventKind.verdict && reasonOf(events.b[event]!) === KNOWN) continue;
    const known = found.get(id) ?? new Map<string, Knock>();
    found.set(id, known);
    known.set(`${knock.protocol} ${knock.sport} ${knock.dport}`, knock);
  }
  return new Map([...found].map(([id, knocks]) => [id, [...knocks.values()]]));
}
