import { NONE } from '../kernel/scheduler.ts';
import type { DesignPerson } from '../model/design.ts';
import type { FeatureInfo } from '../model/run.ts';
import type { Outcome } from '../model/task.ts';
import { Task } from '../model/task.ts';
import type { Duration } from '../model/time.ts';
import type { LyncClient } from '../roles/client/client.ts';
import type { World } from '../world/world.ts';

/** What a scene comes to: did the person have it, by what steps did it fail, and when was that. */
export interface SceneResult {
  readonly status: 'works' | 'degraded' | 'broken';
  readonly reached: boolean;
  /** Steps that failed; each is explained by the packets between its beginning and its end. */
  readonly failures: readonly Outcome[];
  /** Instant from which the person's waiting counts. */
  readonly from: number;
  /** What the design lacks, when the scene could not be played at all. */
  readonly lacks?: string;
}

/** A scene: steps of people, played in simulated time. It waits by yielding tasks. */
export type Scene = Generator<Task, SceneResult, Outcome>;

/**
 * One of the things that people do across the Edge: who takes which steps, and what counts as having it. It knows
 * people and their programs, never rules.
 */
export interface Feature extends FeatureInfo {
  scene(stage: Stage): Scene;
}

/** Raised inside a scene when the design has nobody to play a part. */
export class MissingPart extends Error {
  constructor(part: DesignPerson['plays'], number: number) {
    super(
      `This design has ${number > 0 ? 'not enough people who play' : 'nobody who plays'} the part "${part}".`,
    );
    this.name = 'MissingPart';
  }
}

/** What scenes use: the people, and ways to wait. */
export class Stage {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  get now(): number {
    return this.#world.simulation.now;
  }

  /**
   * The client program of somebody who plays a part.
   * @param number 0 for the first who does, 1 for the second
   * @throws MissingPart
   */
  person(part: DesignPerson['plays'], number = 0): LyncClient {
    const people = this.#world.simulation.design.people.filter((person) => person.plays === part);
    const client = people[number] && this.#world.directory.clients.get(people[number].host);
    if (!client) throw new MissingPart(part, number);
    return client;
  }

  /** The same task, given up after a while; what is waited for began with `since`. */
  within(limit: Duration, task: Task, since?: Outcome): Task {
    const { simulation } = this.#world;
    const bounded = new Task(since?.began ?? simulation.scheduler.cause, simulation.now);
    let timer = NONE;
    task.whenSettled((outcome) => {
      simulation.cancel(timer);
      if (outcome.ok) bounded.succeed(simulation.scheduler.cause, simulation.now);
      else bounded.fail(outcome.why, simulation.scheduler.cause, simulation.now);
    });
    if (!bounded.outcome)
      timer = simulation.timer(0, 'patience', limit, () =>
        bounded.fail('nothing happened', simulation.scheduler.cause, simulation.now),
      );
    return bounded;
  }

  /** Signs people in, all at once. */
  *signIn(...clients: readonly LyncClient[]): Generator<Task, readonly Outcome[], Outcome> {
    const { scheduler } = this.#world.simulation;
    const cause = scheduler.cause;
    const tasks = clients.map((client) => {
      scheduler.cause = cause;
      return client.registration.signIn();
    });
    const outcomes: Outcome[] = [];
    for (const task of tasks) outcomes.push(yield task);
    return outcomes;
  }

  /** The result of a scene whose first step, signing in, already failed for somebody. */
  notReached(outcomes: readonly Outcome[], from: number): SceneResult {
    return { status: 'broken', reached: false, failures: outcomes.filter((one) => !one.ok), from };
  }
}

/**
 * Plays a scene until it ends or waits; goes on when what it waits for is settled.
 * @param done called with its result
 */
export function play(scene: Scene, done: (result: SceneResult) => void): void {
  const advance = (outcome?: Outcome): void => {
    let step: IteratorResult<Task, SceneResult>;
    try {
      // The first call of a generator takes no value.
      step = outcome === undefined ? (scene as Generator<Task, SceneResult>).next() : scene.next(outcome);
    } catch (error) {
      if (!(error instanceof MissingPart)) throw error;
      done({ status: 'broken', reached: false, failures: [], from: 0, lacks: error.message });
      return;
    }
    if (step.done) done(step.value);
    else step.value.whenSettled(advance);
  };
  advance();
}
