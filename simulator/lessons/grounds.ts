import type { Design } from '../model/design.ts';
import type { FeatureRun, Intervention, Run, Setup } from '../model/run.ts';
import { DEFAULT_SEED } from '../model/run.ts';
import { run } from '../run.ts';
import { withChanges } from './change-line.ts';
import type { Ground } from './forms.ts';
import type { Lesson } from './lesson.ts';

/** What was made of something once, by a key, for as long as somebody has that something. */
class Kept<Of extends object, T> {
  readonly #made = new WeakMap<Of, Map<string, T>>();

  get(of: Of, key: string, make: () => T): T {
    const known = this.#made.get(of) ?? new Map<string, T>();
    this.#made.set(of, known);
    if (!known.has(key)) known.set(key, make());
    return known.get(key)!;
  }

  peek(of: Of, key: string): T | undefined {
    return this.#made.get(of)?.get(key);
  }
}

const changed = new Kept<Lesson, Setup>();
/** A lesson's own networks are looked at again and again. */
const runs = new Kept<Design, Run>();
const featureRuns = new Kept<Design, FeatureRun>();

/**
 * One of a lesson's networks.
 * @throws Error when a change is none; `loadLesson` has tried them
 */
export function setupOf(lesson: Lesson, { on, after }: Ground): Setup {
  const setup = on === 'healthy' ? lesson.healthy : lesson.start;
  if (after.length === 0) return setup;
  return changed.get(lesson, JSON.stringify([on, after]), () => {
    const made = withChanges(setup.design, after);
    if ('problem' in made) throw new Error(made.problem);
    return { ...setup, design: made.design };
  });
}

/**
 * A network as somebody left it. One that is the lesson's own again is known to be that one, so that it need not be run once
 * more.
 * @param interventions what happens in it; what the lesson lets happen when left out
 */
export function learnersSetup(
  lesson: Lesson,
  design: Design,
  interventions: readonly Intervention[] = lesson.start.interventions,
): Setup {
  const text = JSON.stringify(design);
  const own = [lesson.healthy, lesson.start].find((one) => JSON.stringify(one.design) === text);
  return { design: own?.design ?? design, interventions };
}

/** The run of all features of a setup of a lesson. */
export function runOf({ design, interventions }: Setup): Run {
  return runs.get(design, JSON.stringify(interventions), () =>
    run(design, { seed: DEFAULT_SEED, interventions }),
  );
}

/** One feature's run on one of a lesson's networks. */
export function featureRunOf(lesson: Lesson, ground: Ground, feature: string): FeatureRun {
  const { design, interventions } = setupOf(lesson, ground);
  const key = JSON.stringify(interventions);
  const known = runs.peek(design, key)?.features.find((one) => one.feature.id === feature);
  const one = () => run(design, { seed: DEFAULT_SEED, interventions, only: [feature] }).features[0]!;
  return known ?? featureRuns.get(design, `${feature} ${key}`, one);
}
