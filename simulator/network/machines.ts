import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';
import { initialTransition, transition } from 'xstate';
import { stateName } from './charts.ts';

/**
 * What a machine without actions and delays does depends on nothing but its input, its state and the event: xstate is
 * asked once for each, and the answer is remembered for all machines of the kind. (A live actor for each of the
 * thousands of connections of a run cost most of its time.)
 */
export class Table {
  readonly initial: string;
  readonly #machine: AnyStateMachine;
  readonly #snapshots = new Map<string, AnyMachineSnapshot>();
  /** By state, then by event. */
  readonly #next = new Map<string, Map<string, string>>();

  constructor(machine: AnyStateMachine, input: unknown) {
    this.#machine = machine;
    const [first] = initialTransition(machine, input) as [AnyMachineSnapshot, unknown];
    this.initial = stateName(first);
    this.#snapshots.set(this.initial, first);
  }

  /** The state after an event; the same one when the event means nothing there. */
  next(state: string, event: { readonly type: string }): string {
    const known = this.#next.get(state)?.get(event.type);
    if (known !== undefined) return known;
    const before = this.#snapshots.get(state)!;
    const [after] = transition(this.#machine, before, event) as [AnyMachineSnapshot, unknown];
    const name = stateName(after);
    if (!this.#snapshots.has(name)) this.#snapshots.set(name, after);
    const from = this.#next.get(state) ?? new Map<string, string>();
    this.#next.set(state, from.set(event.type, name));
    return name;
  }
}

const tables = new WeakMap<AnyStateMachine, Map<string, Table> | null>();

/** The table of a machine for an input; null when the machine does more than change its state. */
export function tableOf(machine: AnyStateMachine, input: unknown): Table | null {
  let own = tables.get(machine);
  if (own === undefined) {
    own = onlyChangesState(machine.root as AnyStateNode) ? new Map<string, Table>() : null;
    tables.set(machine, own);
  }
  if (own === null) return null;
  const key = input === undefined ? '' : JSON.stringify(input);
  let table = own.get(key);
  if (!table) {
    table = new Table(machine, input);
    own.set(key, table);
  }
  return table;
}

function onlyChangesState(node: AnyStateNode): boolean {
  const transitions = [...node.transitions.values()].flat();
  return (
    node.entry.length === 0 &&
    node.exit.length === 0 &&
    node.after.length === 0 &&
    node.invoke.length === 0 &&
    transitions.every((one) => one.actions.length === 0) &&
    (node.always ?? []).every((one) => one.actions.length === 0) &&
    Object.values(node.states).every((child) => onlyChangesState(child as AnyStateNode))
  );
}

const resting = new WeakMap<AnyStateMachine, string | null>();

/** The state in which a machine waits for its first event without having done anything; null when it does something. */
export function restingState(machine: AnyStateMachine): string | null {
  let state = resting.get(machine);
  if (state === undefined) {
    state = findResting(machine);
    resting.set(machine, state);
  }
  return state;
}

function findResting(machine: AnyStateMachine): string | null {
  const first = machine.root.initial.target[0] as AnyStateNode | undefined;
  if (!first || first.type === 'compound' || first.entry.length > 0) return null;
  return first.after.length === 0 &&
    !first.always?.length &&
    first.invoke.length === 0 &&
    machine.root.entry.length === 0
    ? first.path.join('.')
    : null;
}
