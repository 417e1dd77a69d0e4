import type { AnyStateMachine, AnyStateNode } from 'xstate';
import type { MachineChart } from '../model/trace.ts';

const charts = new Map<string, MachineChart>();

/** A machine's states and transitions as data for drawing; made once for each machine id. */
export function chartOf(machine: AnyStateMachine): MachineChart {
  const known = charts.get(machine.id);
  if (known) return known;
  const states: { id: string; final: boolean; text: string }[] = [];
  const transitions: { from: string; to: string; event: string }[] = [];
  const name = (node: AnyStateNode) => node.path.join('.');
  const visit = (node: AnyStateNode): void => {
    if (node.path.length > 0)
      states.push({ id: name(node), final: node.type === 'final', text: node.description ?? '' });
    for (const [event, list] of node.transitions)
      for (const transition of list)
        for (const target of transition.target ?? [])
          transitions.push({ from: name(node), to: name(target), event: eventName(event) });
    for (const child of Object.values(node.states)) visit(child as AnyStateNode);
  };
  visit(machine.root as AnyStateNode);
  const initial = machine.root.initial.target[0];
  const chart = {
    id: machine.id,
    initial: initial ? name(initial as AnyStateNode) : '',
    states,
    transitions,
  };
  charts.set(machine.id, chart);
  return chart;
}

/** "connecting", or "running.degraded" for a state within a state. */
export function stateName(snapshot: unknown): string {
  return valueName((snapshot as { value: unknown }).value);
}

function valueName(value: unknown): string {
  if (typeof value === 'string') return value;
  return Object.entries(value as Record<string, unknown>)
    .map(([key, inner]) => (Object.keys(inner as object).length > 0 ? `${key}.${valueName(inner)}` : key))
    .join(' ');
}

/** The event's name for people: xstate's own names for delays and the start are long. */
export function eventName(type: string): string {
  if (type === 'xstate.init') return 'start';
  const delayed = /^xstate\.after\.([^.]+)\./.exec(type);
  return delayed ? `after ${delayed[1]}` : type;
}
