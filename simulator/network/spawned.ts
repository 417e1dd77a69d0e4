import type {
  Actor,
  AnyActor,
  AnyMachineSnapshot,
  AnyStateMachine,
  EventFromLogic,
  InspectionEvent,
} from 'xstate';
import { createActor } from 'xstate';
import { actorClock } from '../kernel/clock.ts';
import { EventKind, NO_PACKET } from '../model/trace.ts';
import { eventName, stateName } from './charts.ts';
import type { Table } from './machines.ts';
import { restingState } from './machines.ts';
import type { Machine, Simulation, SpawnOptions } from './simulation.ts';

/*
 * What `Simulation.spawn` gives back. Classes, not objects with a getter of their own: the engine would make a hidden
 * class for each, which outlives small garbage collections and the whole world with it.
 */

/** A machine that only changes its state. */
export class TabledMachine<M extends AnyStateMachine> implements Machine<M> {
  readonly index: number;
  state: string;
  readonly #simulation: Simulation;
  readonly #table: Table;
  readonly #node: number;

  constructor(simulation: Simulation, table: Table, index: number, node: number) {
    this.#simulation = simulation;
    this.#table = table;
    this.index = index;
    this.#node = node;
    this.state = table.initial;
    simulation.moved(node, index, this.state, 'start');
  }

  send(event: EventFromLogic<M>): void {
    const next = this.#table.next(this.state, event);
    if (next !== this.state) {
      this.state = next;
      this.#simulation.moved(this.#node, this.index, next, (event as { type: string }).type);
    }
    this.#simulation.settle();
  }

  stop(): void {
    // It does nothing by itself that would have to be stopped.
  }
}

/** A machine with actions or delays: an actor on simulated time, begun when there is something for it to do. */
export class LiveMachine<M extends AnyStateMachine> implements Machine<M> {
  readonly index: number;
  state: string;
  readonly #simulation: Simulation;
  readonly #machine: M;
  readonly #options: SpawnOptions<M>;
  #actor: Actor<M> | null = null;

  constructor(simulation: Simulation, machine: M, options: SpawnOptions<M>, index: number) {
    this.#simulation = simulation;
    this.#machine = machine;
    this.#options = options;
    this.index = index;
    const resting = restingState(machine);
    this.state = resting ?? '';
    if (resting === null) this.#begin();
    else simulation.moved(options.node, index, resting, 'start');
  }

  send(event: EventFromLogic<M>): void {
    const actor = this.#actor ?? this.#begin();
    this.#change(() => actor.send(event));
  }

  stop(): void {
    this.#actor?.stop();
  }

  #begin(): Actor<M> {
    const simulation = this.#simulation;
    const { title, node, input, background = false } = this.#options;
    const timerName = simulation.trace.string(title);
    const clock = actorClock(simulation.scheduler, background, (callback) => {
      simulation.enter(EventKind.timer, node, NO_PACKET, timerName);
      this.#change(callback);
    });
    const actor: Actor<M> = createActor(this.#machine, {
      clock,
      ...(input === undefined ? {} : { input }),
      inspect: (seen: InspectionEvent) => {
        if (seen.type === '@xstate.snapshot' && seen.actorRef === actor) this.#seen(seen);
      },
    });
    this.#actor = actor;
    this.#change(() => actor.start());
    return actor;
  }

  /** What the actor has become. */
  #seen({ snapshot, event }: InspectionEvent & { type: '@xstate.snapshot' }): void {
    const next = stateName(snapshot);
    if (next === this.state) return;
    this.state = next;
    this.#simulation.moved(this.#options.node, this.index, next, eventName(event.type));
  }

  #change(step: () => void): void {
    this.#simulation.change(() => {
      step();
      // A throwing action lets xstate go on as if nothing had happened; the actor's status tells.
      const actor: AnyActor | null = this.#actor;
      const after = actor?.getSnapshot() as AnyMachineSnapshot | undefined;
      if (after?.status === 'error') throw after.error;
    });
  }
}
