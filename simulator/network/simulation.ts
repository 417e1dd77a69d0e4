import type { AnyStateMachine, EventFromLogic, InputFrom } from 'xstate';
import { Random } from '../kernel/random.ts';
import type { Due, Handle } from '../kernel/scheduler.ts';
import { Scheduler } from '../kernel/scheduler.ts';
import type { Design } from '../model/design.ts';
import type { FaultReason } from '../model/disposition.ts';
import type { ChoiceKnob, NumberKnob } from '../model/knobs.ts';
import { choice, knob } from '../model/knobs.ts';
import type { Duration, Instant } from '../model/time.ts';
import { EventKind, NO_PACKET, TraceWriter } from '../model/trace.ts';
import { Bulk } from './bulk.ts';
import { chartOf } from './charts.ts';
import { tableOf } from './machines.ts';
import { LiveMachine, TabledMachine } from './spawned.ts';

/** A live machine of the run. */
export interface Machine<M extends AnyStateMachine> {
  send(event: EventFromLogic<M>): void;
  /** Name of the present state. */
  readonly state: string;
  /** Its number in the trace. */
  readonly index: number;
  stop(): void;
}

export interface SpawnOptions<M extends AnyStateMachine> {
  /** Unique in the run: "alice-pc/registration". */
  readonly id: string;
  /** What people call it: "Alice's registration". */
  readonly title: string;
  /** The node it lives on. */
  readonly node: number;
  readonly input?: InputFrom<M>;
  /** True when its timers alone should not keep a scene going. */
  readonly background?: boolean;
  /** What it is about, by name, where views need more than the title. */
  readonly about?: Readonly<Record<string, string>>;
}

/** What all parts of one run share: time, randomness, the trace, the design's values. */
export class Simulation {
  readonly scheduler = new Scheduler();
  readonly trace = new TraceWriter();
  readonly design: Design;
  /** How far streams may be advanced at once. */
  readonly bulk: Bulk;
  /** Milliseconds since 1970 at the start of the run, as the design's date has it. */
  readonly date: number;
  /** Things to do once the machine that is changing its state has done so. */
  readonly #deferred: (() => void)[] = [];
  #changing = 0;
  readonly #seed: number;
  readonly #stream: string;
  #ids = 0;

  /** @param stream name that sets this run's random numbers apart from those of other runs with the same seed */
  constructor(design: Design, seed: number, stream: string) {
    this.design = design;
    this.bulk = new Bulk(design);
    this.#seed = seed;
    this.#stream = stream;
    this.date = Date.parse(design.date);
  }

  get now(): Instant {
    return this.scheduler.now;
  }

  /** A random stream with a name of its own. */
  random(name: string): Random {
    return new Random(this.#seed, `${this.#stream}/${name}`);
  }

  knob(id: NumberKnob): number {
    return knob(this.design, id);
  }

  choice<K extends ChoiceKnob>(id: K): ReturnType<typeof choice<K>> {
    return choice(this.design, id);
  }

  /** A number not used before in this run. */
  nextId(): number {
    return ++this.#ids;
  }

  /** Takes an event down, caused by what is being handled. Returns its number. */
  record(kind: number, node: number, packet = NO_PACKET, a = 0, b = 0, c = 0): number {
    const { scheduler } = this;
    return this.trace.event(scheduler.now, kind, node, packet, scheduler.cause, a, b, c);
  }

  /** Takes an event down and makes it the cause of what follows in this handling. */
  enter(kind: number, node: number, packet = NO_PACKET, a = 0, b = 0, c = 0): number {
    const index = this.record(kind, node, packet, a, b, c);
    this.scheduler.cause = index;
    return index;
  }

  /** A line that a program would write to its log. */
  log(node: number, text: string): number {
    return this.record(EventKind.log, node, NO_PACKET, this.trace.string(text));
  }

  /**
   * Something that is refused although its packet arrived; becomes the cause of what follows.
   * @param packet the packet that was refused, if what is being handled is not its arrival
   */
  fault(node: number, reason: FaultReason, text: string, packet = this.handledPacket()): number {
    return this.enter(EventKind.fault, node, packet, this.trace.string(text), this.trace.string(reason));
  }

  /** The packet whose arrival is being handled, or NO_PACKET. */
  handledPacket(): number {
    return this.scheduler.cause < 0 ? NO_PACKET : this.trace.packetOf(this.scheduler.cause);
  }

  /** Runs `action` after a while, taken down as a timer of that name. */
  timer(node: number, name: string, delay: Duration, action: () => void, background = false): Handle {
    return this.scheduler.after(delay, this.#timers, { node, name, action }, background);
  }

  cancel(handle: Handle): void {
    this.scheduler.cancel(handle);
  }

  /**
   * A row of a table that a program keeps: sessions, allocations, permissions.
   * @param columns its values; null when the row is gone
   */
  row(node: number, table: string, key: string, columns: readonly string[] | null): void {
    const { trace } = this;
    const value = columns === null ? -1 : trace.string(columns.join('\t'));
    this.record(EventKind.row, node, NO_PACKET, trace.string(table), trace.string(key), value);
  }

  /**
   * Does something once no machine is in the middle of a change: what a machine sets going must not start or move
   * other machines before its own change is complete.
   */
  defer(action: () => void): void {
    if (this.#changing === 0) action();
    else this.#deferred.push(action);
  }

  /** Lets a machine change, and then does what that set going. */
  change(step: () => void): void {
    this.#changing++;
    step();
    this.#changing--;
    this.settle();
  }

  /** Does what waited for a machine to have changed, unless another one is in the middle of that. */
  settle(): void {
    while (this.#changing === 0 && this.#deferred.length > 0) this.#deferred.shift()!();
  }

  /** Starts a machine whose delays are simulated time and whose changes of state are taken down. */
  spawn<M extends AnyStateMachine>(machine: M, options: SpawnOptions<M>): Machine<M> {
    const { id, title, node, about } = options;
    const actor = { id, machine: machine.id, node, title };
    const index = this.trace.addActor(about ? { ...actor, about } : actor, chartOf(machine));
    const table = tableOf(machine, options.input);
    return table
      ? new TabledMachine<M>(this, table, index, node)
      : new LiveMachine(this, machine, options, index);
  }

  /** Takes down that a machine has another state. */
  moved(node: number, actor: number, state: string, event: string): void {
    const { trace } = this;
    this.record(EventKind.state, node, NO_PACKET, actor, trace.string(state), trace.string(event));
  }

  readonly #timers: Due<{ node: number; name: string; action: () => void }> = {
    due: ({ node, name, action }) => {
      this.enter(EventKind.timer, node, NO_PACKET, this.trace.string(name));
      action();
    },
  };
}
