import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { getNodeValue } from 'jsonc-parser';
import { enumeration } from '../analysis/words.ts';
import { quote } from '../designs/quote.ts';
import { BUILTIN_DESIGNS, builtinDesign, openDesign } from '../designs/registry.ts';
import { checkSchema } from '../designs/schema.ts';
import type { Problem } from '../designs/source.ts';
import { Source } from '../designs/source.ts';
import { didYouMean } from '../designs/suggest.ts';
import type { Fault } from '../faults/fault.ts';
import { FAULT_KINDS, faultsOf } from '../faults/registry.ts';
import type { Design } from '../model/design.ts';
import type { Setup } from '../model/run.ts';
import { encodeUtf8 } from '../protocols/codec/utf8.ts';
import { withChanges } from './change-line.ts';
import { wordsIn } from './forms.ts';
import type { Lesson, Step } from './lesson.ts';
import { FULL_SCORE, LESSON_FORMAT, LESSON_VERSION, LessonForm } from './lesson.ts';
import { parseYaml } from './parse-yaml.ts';
import type { Path } from './reading.ts';
import { Reading } from './reading.ts';
import { STEP_KINDS } from './steps/registry.ts';

export type LoadedLesson =
  | { readonly ok: true; readonly lesson: Lesson }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads a lesson: YAML or JSON, its form, then that all it names exists. Whether its steps can be done, `checkLesson` says.
 * @param file what to call it in problems
 */
export function loadLesson(text: string, file: string): LoadedLesson {
  const source = new Source(text, file, {
    holds: `a lesson, which begins with "format: ${LESSON_FORMAT}"`,
    parse: parseYaml,
  });
  const lesson = source.root && !isNewer(source) ? readLesson(source, text) : null;
  return lesson && source.problems.length === 0
    ? { ok: true, lesson }
    : { ok: false, problems: source.problems };
}

/** A later program wrote it: what it may say there is unknown here, so that is all that is said. */
function isNewer(source: Source): boolean {
  const { format, version } = (getNodeValue(source.root!) ?? {}) as Readonly<Record<string, unknown>>;
  if (format !== LESSON_FORMAT || typeof version !== 'number' || version <= LESSON_VERSION) return false;
  source.problem(
    source.at(['version']).offset,
    `this lesson was made by a newer version of Edge Lab (form ${version}; this one reads ${LESSON_VERSION}): update Edge Lab to open it`,
  );
  return true;
}

function readLesson(source: Source, text: string): Lesson | null {
  const form = checkSchema(source, LessonForm, getNodeValue(source.root!), []) as LessonForm | null;
  const healthy = form && healthyOf(source, form);
  if (!healthy) return null;
  const faults = faultsFor(source, form, healthy);
  const reading = new Reading(source, healthy.design);
  checkSteps(reading, form);
  form.film.forEach(({ feature, after }, at) => {
    reading.feature(['film', at, 'feature'], feature);
    reading.changes(['film', at, 'after'], after);
  });
  return {
    ...form,
    digest: bytesToHex(sha256(encodeUtf8(text))),
    healthy,
    start: faults.reduce<Setup>((setup, fault) => fault.apply(setup), healthy),
    wrong: faults.map(({ id, title, sentence }) => ({ id, title, sentence })),
  };
}

function healthyOf(source: Source, form: LessonForm): Setup | null {
  const design = designOf(source, form.design);
  if (!design) return null;
  const changed = withChanges(design, form.with);
  if ('design' in changed) return { design: changed.design, interventions: [] };
  source.problem(source.at(['with']).offset, changed.problem);
  return null;
}

function designOf(source: Source, named: LessonForm['design']): Design | null {
  const at = source.at(['design']).offset;
  const ids = BUILTIN_DESIGNS.map(({ id }) => id);
  if (typeof named === 'object') {
    const loaded = openDesign(JSON.stringify(named), '');
    if (loaded.ok) return loaded.design;
    source.problem(at, `the design is none: ${loaded.problems[0]!.message}`);
    return null;
  }
  const id = named ?? ids[0]!;
  if (ids.includes(id)) return builtin(id);
  const right = didYouMean(id, ids) || `: must be one of ${ids.join(', ')}`;
  source.problem(at, `there is no built-in design ${quote(id)}${right}`);
  return null;
}

/** Built-in designs as they were opened first: lessons of the same design share its run. */
const opened = new Map<string, Design>();

function builtin(id: string): Design {
  const design = opened.get(id) ?? builtinDesign(id);
  opened.set(id, design);
  return design;
}

/** What is wrong with the network when the lesson begins. */
function faultsFor(source: Source, { faults }: LessonForm, healthy: Setup): readonly Fault[] {
  const all = faultsOf(
    healthy.design,
    FAULT_KINDS.map(({ id }) => id),
  );
  return faults.flatMap((id, at) => {
    const fault = all.find((one) => one.id === id);
    if (!fault) {
      const ids = all.map((one) => one.id);
      const right =
        didYouMean(id, ids) || `: must be the id of a fault, such as ${ids.slice(0, 3).join(', ')}`;
      source.problem(
        source.at(['faults', at]).offset,
        `nothing of this design can be wrong by the id ${quote(id)}${right}`,
      );
    }
    return fault ?? [];
  });
}

function checkSteps(reading: Reading, form: LessonForm): void {
  const ids = new Set<string>();
  let points = 0;
  for (const [at, step] of form.steps.entries()) {
    const path = ['steps', at];
    if (ids.has(step.id))
      reading.say([...path, 'id'], `${quote(step.id)} is taken already: each step must have its own id`);
    ids.add(step.id);
    points += step.points;
    checkStep(reading, form, step, path);
  }
  if (points !== 0 && points !== FULL_SCORE)
    reading.say(['steps'], `the steps give ${points} points: together they must give ${FULL_SCORE}, or none`);
}

const WORDS = Object.keys(STEP_KINDS).map(quote);

function checkStep(reading: Reading, form: LessonForm, step: Step, path: Path): void {
  const words = wordsIn(STEP_KINDS, step);
  if (words.length > 1)
    reading.say(
      path,
      `step ${quote(step.id)} asks for several things: must have one of ${enumeration(WORDS)}`,
    );
  if (words.length === 0 && step.points > 0)
    reading.say(
      [...path, 'points'],
      `a step that asks for nothing gives no points: it must have ${enumeration(WORDS, 'or')}`,
    );
  if (step.show) reading.feature([...path, 'show', 'feature'], step.show.feature);
  if (step.answer) reading.changes([...path, 'answer'], step.answer);
  for (const word of words) STEP_KINDS[word].check(step, reading, [...path, word], form);
}
