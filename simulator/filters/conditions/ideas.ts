import { EventKind } from '../../model/trace.ts';
import type { FilterSource } from '../source.ts';
import type { Condition } from './condition.ts';
import { printCondition } from './condition.ts';

/** A condition that can be met, in words. */
export interface Idea {
  readonly text: string;
  readonly condition: Condition;
}

/**
 * What one may wait for in a run: made of the names in its design and of what happened in it. What anybody asks for
 * first comes first.
 */
export function ideasFor(source: FilterSource): readonly Idea[] {
  let ideas = known.get(source);
  if (!ideas) {
    ideas = made(source);
    known.set(source, ideas);
  }
  return ideas;
}

const known = new WeakMap<FilterSource, readonly Idea[]>();

/** In the run of a crowd there would be thousands; what is not among the first is read all the same. */
const MOST = 600;

function made(source: FilterSource): readonly Idea[] {
  const { design } = source;
  const conditions: readonly Condition[] = [
    { kind: 'loss' },
    ...walls(source),
    ...states(source),
    ...design.firewalls.flatMap(({ rules }) =>
      rules.map(({ id }): Condition => ({ kind: 'rule', rule: id })),
    ),
    ...told(source),
  ];
  const byText = new Map<string, Condition>();
  for (const condition of conditions) {
    if (byText.size === MOST) break;
    byText.set(printCondition(condition, design), condition);
  }
  return Array.from(byText, ([text, condition]) => ({ text, condition }));
}

/** A drop at each firewall: first at those that packets came to. */
function walls({ design, reader }: FilterSource): readonly Condition[] {
  const busy = (id: string) => {
    const node = reader.trace.nodes.findIndex((one) => one.id === id);
    return (
      node >= 0 &&
      reader.eventsOfNode(node).some((event) => reader.trace.events.kind[event] === EventKind.verdict)
    );
  };
  const ids = design.firewalls.map(({ id }) => id);
  return [...ids.filter(busy), ...ids.filter((id) => !busy(id))].map((firewall) => ({
    kind: 'drop',
    firewall,
  }));
}

/** Every state of the kinds of machines that did something, and those that hosts and single machines came to. */
function states({ reader }: FilterSource): readonly Condition[] {
  const { actors, charts } = reader.trace;
  const kinds = new Set<string>();
  const hosts: Condition[] = [];
  const titles: Condition[] = [];
  actors.forEach(({ machine, node, title }, index) => {
    const { id, title: host } = reader.node(node);
    // "Alice: registration" is told of Alice herself; her connections are not.
    const isOwn = title.startsWith(`${host}: `);
    for (const event of reader.eventsOfActor(index).subarray(1)) {
      const state = reader.string(reader.trace.events.b[event]!);
      kinds.add(machine);
      if (isOwn) hosts.push({ kind: 'state', subject: { kind: 'host', host: id }, state });
      titles.push({ kind: 'state', subject: { kind: 'title', title }, state });
    }
  });
  const ofKinds = charts
    .filter(({ id }) => kinds.has(id))
    .flatMap(({ id: machine, states: list }) =>
      list.map(({ id: state }): Condition => ({
        kind: 'state',
        subject: { kind: 'machine', machine },
        state,
      })),
    );
  const isFailure = (one: Condition) => one.kind === 'state' && one.state === 'failed';
  return [
    ...ofKinds.filter(isFailure),
    ...hosts.slice(0, MOST / 4),
    ...ofKinds,
    ...titles.slice(0, MOST / 4),
  ];
}

/** What people did and saw. */
function told({ reader }: FilterSource): readonly Condition[] {
  const { kind, a, b } = reader.trace.events;
  const found: Condition[] = [];
  for (let event = 0; event < reader.length; event++) {
    const text = () => reader.string(a[event]!);
    if (kind[event] === EventKind.act) found.push({ kind: 'act', text: text() });
    if (kind[event] === EventKind.see)
      found.push({ kind: 'see', person: reader.string(b[event]!), text: text() });
  }
  return found;
}
