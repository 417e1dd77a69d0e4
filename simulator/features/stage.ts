import type { Random } from '../kernel/random.ts';
import { NONE } from '../kernel/scheduler.ts';
import type { DesignOrganization, DesignPerson } from '../model/design.ts';
import { organizationOf, PRODUCTS } from '../model/design.ts';
import type { FeatureInfo, FeaturePath } from '../model/run.ts';
import type { Outcome } from '../model/task.ts';
import { Task } from '../model/task.ts';
import type { Duration } from '../model/time.ts';
import { SECOND } from '../model/time.ts';
import { LyncClient } from '../roles/client/client.ts';
import type { Service } from '../roles/role.ts';
import { Browser } from '../roles/web-program/web-program.ts';
import type { World } from '../world/world.ts';

/** What a scene comes to: did the person have it, by what steps did it fail, and when was that. */
export interface SceneResult {
  readonly status: 'works' | 'degraded' | 'broken';
  readonly reached: boolean;
  /** Steps that failed; each is explained by the packets between its beginning and its end. */
  readonly failures: readonly Outcome[];
  /** Instant from which the person's waiting counts. */
  readonly from: number;
  /** When the person had it, where the scene goes on after that. */
  readonly had?: number;
  /** Which way the media took, where there were any. */
  readonly path?: FeaturePath | null;
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

/** Raised inside a scene when the design lacks what it needs. */
export class MissingPart extends Error {
  constructor(what: string) {
    super(`This design has no ${what}.`);
    this.name = 'MissingPart';
  }
}

/** How long people look at a light, a window, a list before they say that nothing happens (assumption). */
export const PATIENCE = 40 * SECOND;

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
    const client = people[number] && this.#world.directory.on(people[number].host, LyncClient);
    if (!client) throw new MissingPart(`${number > 0 ? 'second ' : ''}person who plays "${part}"`);
    return client;
  }

  /** The client programs of all who play a part. */
  people(part: DesignPerson['plays']): readonly LyncClient[] {
    return this.#world.simulation.design.people.flatMap(({ plays, host }) => {
      const client = plays === part ? this.#world.directory.on(host, LyncClient) : undefined;
      return client ? [client] : [];
    });
  }

  /** A random stream of the scene's own. */
  random(name: string): Random {
    return this.#world.simulation.random(`scene/${name}`);
  }

  /**
   * The client program of a partner's person, by what the partner runs.
   * @throws MissingPart
   */
  partner(version: DesignOrganization['version']): LyncClient {
    const { design } = this.#world.simulation;
    const person = design.people.find(
      ({ plays, uri }) =>
        plays === 'federated' && organizationOf(design, uri?.split('@')[1] ?? '')?.version === version,
    );
    const client = person && this.#world.directory.on(person.host, LyncClient);
    if (!client) throw new MissingPart(`partner that runs ${PRODUCTS[version]}`);
    return client;
  }

  /**
   * A program or server of one kind, the first in the design.
   * @param name what people call it, should there be none
   * @throws MissingPart
   */
  service<T extends Service>(kind: abstract new (...args: never[]) => T, name: string): T {
    const [first] = this.#world.directory.every(kind);
    if (!first) throw new MissingPart(name);
    return first;
  }

  /** All services of one kind. */
  services<T extends Service>(kind: abstract new (...args: never[]) => T): readonly T[] {
    return this.#world.directory.every(kind);
  }

  /**
   * The browser at a person's computer.
   * @throws MissingPart
   */
  browser(part: DesignPerson['plays']): Browser {
    const { people } = this.#world.simulation.design;
    for (const { plays, host } of people) {
      const found = plays === part && this.#world.directory.on(host, Browser);
      if (found) return found;
    }
    throw new MissingPart(`person with a browser who plays "${part}"`);
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

  /** Settled when some time has passed. */
  after(delay: Duration): Task {
    const { simulation } = this.#world;
    const task = new Task(simulation.scheduler.cause, simulation.now);
    simulation.timer(0, 'after', delay, () => task.succeed(simulation.scheduler.cause, simulation.now));
    return task;
  }

  /** Plays scenes side by side until the last one has ended. */
  *together(scenes: readonly Scene[]): Generator<Task, readonly SceneResult[], Outcome> {
    const { scheduler } = this.#world.simulation;
    const { cause } = scheduler;
    const results = new Map<Scene, SceneResult>();
    const all = new Task(cause, this.now);
    for (const scene of scenes) {
      scheduler.cause = cause;
      play(scene, (result) => {
        results.set(scene, result);
        if (results.size === scenes.length) all.succeed(scheduler.cause, this.now);
      });
    }
    if (scenes.length > 0) yield all;
    return scenes.map((scene) => results.get(scene)!);
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

/** The result of a scene of one step, or of the first of several that failed. */
export function oneStep(outcome: Outcome, from: number): SceneResult {
  const status = outcome.ok ? 'works' : 'broken';
  return { status, reached: true, failures: outcome.ok ? [] : [outcome], from };
}

/** Steps one after the other, until one fails. */
export function* inOrder(
  from: number,
  ...steps: readonly (() => Task)[]
): Generator<Task, SceneResult, Outcome> {
  for (const step of steps) {
    const outcome = yield step();
    if (!outcome.ok) return oneStep(outcome, from);
  }
  return { status: 'works', reached: true, failures: [], from };
}

/** The result of a scene that goes on with less: the last step is missing. */
export function withLess(last: Outcome, from: number): SceneResult {
  const status = last.ok ? 'works' : 'degraded';
  return { status, reached: true, failures: last.ok ? [] : [last], from };
}

/** The result of a scene of several parts: all of them came out well, some, or none. */
export function inParts(outcomes: readonly Outcome[], from: number): SceneResult {
  const failures = outcomes.filter((one) => !one.ok);
  const status = failures.length === 0 ? 'works' : failures.length < outcomes.length ? 'degraded' : 'broken';
  return { status, reached: true, failures, from };
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
