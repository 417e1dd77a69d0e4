import type { NeededBy } from '../../../simulator/analysis/needs.ts';
import type { Design, DesignFirewall, DesignRule } from '../../../simulator/model/design.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { EventKind } from '../../../simulator/model/trace.ts';

/** Rules of a firewall whose gates are drawn all; of more, only those that something has to do with. */
const MOST_GATES = 32;

/** For firewalls with many rules: the places of those whose gates are drawn. */
export type ChosenGates = ReadonlyMap<string, ReadonlySet<number>>;

/** What is drawn of a firewall's rules, each with its place. */
export function gatedRules(
  wall: DesignFirewall,
  chosen: ChosenGates,
): readonly { readonly rule: DesignRule; readonly index: number }[] {
  const only = chosen.get(wall.id);
  const all = wall.rules.map((rule, index) => ({ rule, index }));
  return only ? all.filter(({ index }) => only.has(index)) : all;
}

/**
 * Of firewalls with many rules, those that let a packet of this run pass, stopped one, or would have let it pass, and
 * those that any feature needs.
 */
export function chooseGates(design: Design, reader: TraceReader, needed: NeededBy): ChosenGates {
  const chosen = new Map<string, Set<number>>();
  const { events, nodes } = reader.trace;
  for (const wall of design.firewalls) {
    if (wall.rules.length <= MOST_GATES) continue;
    const places = new Set(
      wall.rules.flatMap(({ id }, index) => (needed[wall.id]?.[id] === undefined ? [] : [index])),
    );
    const node = nodes.findIndex(({ kind, id }) => kind === 'firewall' && id === wall.id);
    for (const event of node < 0 ? [] : reader.eventsOfNode(node)) {
      if (events.kind[event] !== EventKind.verdict) continue;
      places.add(events.a[event]!);
      // Of a packet that was stopped, the third column is the closed rule; of one that passed, its connection.
      if (reader.lostAt(event)) places.add(events.c[event]!);
    }
    chosen.set(wall.id, places);
  }
  return chosen;
}
