import type { Design } from '../model/design.ts';
import type { FeatureRun } from '../model/run.ts';
import { EventKind } from '../model/trace.ts';
import type { AddedRule } from './made-rules.ts';
import { distinct, named, rulesFor } from './made-rules.ts';

/** What would let pass what a run's firewalls stopped. */
export interface Openings {
  /** Ids of rules that are switched off. */
  readonly closed: readonly string[];
  /** Rules that no firewall has. */
  readonly added: readonly AddedRule[];
}

/** Openings for everything that a run's failure goes back to. */
export function openingsFor(one: FeatureRun, design: Design): Openings {
  const { kind, node, c } = one.trace.events;
  const closed = new Set<string>();
  for (const { event } of one.finding.because) {
    if (kind[event] !== EventKind.verdict) continue;
    const firewall = design.firewalls.find(({ id }) => id === one.trace.nodes[node[event]!]!.id);
    const rule = firewall?.rules[c[event]!];
    if (rule) closed.add(rule.id);
  }
  return { closed: [...closed], added: named(distinct(rulesFor(one, design)), design) };
}

/** A design with rules in front of those that it has, and some of those that it has switched on. */
export function withOpened(design: Design, { closed, added }: Openings): Design {
  return {
    ...design,
    firewalls: design.firewalls.map((firewall) => ({
      ...firewall,
      rules: [
        ...added.flatMap((one) => (one.firewall === firewall.id ? [one.rule] : [])),
        ...firewall.rules.map((rule) => (closed.includes(rule.id) ? { ...rule, enabled: true } : rule)),
      ],
    })),
  };
}
