import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { getNodeValue } from 'jsonc-parser';
import { quote } from '../designs/quote.ts';
import { BUILTIN_DESIGNS, builtinDesign, openDesign } from '../designs/registry.ts';
import { checkSchema } from '../designs/schema.ts';
import type { Problem } from '../designs/source.ts';
import { Source } from '../designs/source.ts';
import { didYouMean } from '../designs/suggest.ts';
import type { Fault } from '../faults/fault.ts';
import { FAULT_KINDS, faultsOf } from '../faults/registry.ts';
import { FEATURES } from '../features/registry.ts';
import { readFilter } from '../filters/parser.ts';
import type { Design } from '../model/design.ts';
import type { Setup } from '../model/run.ts';
import { readRules } from '../policies/load.ts';
import { encodeUtf8 } from '../protocols/codec/utf8.ts';
import { withChanges } from './change-line.ts';
import type { Ask, Lesson, Step } from './lesson.ts';
import { FULL_SCORE, LESSON_FORMAT, LESSON_VERSION, LessonForm } from './lesson.ts';
import { parseYaml } from './parse-yaml.ts';

export type LoadedLesson =
  | { readonly ok: true; readonly lesson: Lesson }
  | { readonly ok: false; readonly problems: readonly Problem[] };

type Path = readonly (string | number)[];

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
  checkSteps(source, form, healthy.design);
  form.film.forEach((shot, at) => {
    checkFeature(source, shot.feature, ['film', at, 'feature']);
    checkChanges(source, shot.after, healthy.design, ['film', at, 'after']);
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

function checkSteps(source: Source, form: LessonForm, design: Design): void {
  const ids = new Set<string>();
  let points = 0;
  for (const [at, step] of form.steps.entries()) {
    const path = ['steps', at];
    if (ids.has(step.id))
      source.problem(
        source.at([...path, 'id']).offset,
        `${quote(step.id)} is taken already: each step must have its own id`,
      );
    ids.add(step.id);
    points += step.points;
    checkStep(source, form, step, path, design);
  }
  if (points !== 0 && points !== FULL_SCORE)
    source.problem(
      source.at(['steps']).offset,
      `the steps give ${points} points: together they must give ${FULL_SCORE}, or none`,
    );
}

function checkStep(source: Source, form: LessonForm, step: Step, path: Path, design: Design): void {
  const kinds = [step.find, step.ask, step.must, step.repair].filter((kind) => kind !== undefined);
  const say = (to: Path, message: string) => source.problem(source.at([...path, ...to]).offset, message);
  if (kinds.length > 1)
    say(
      [],
      `step ${quote(step.id)} asks for several things: must have one of "find", "ask", "must" and "repair"`,
    );
  if (kinds.length === 0 && step.points > 0)
    say(
      ['points'],
      'a step that asks for nothing gives no points: it must have "find", "ask", "must" or "repair"',
    );
  if (step.repair && form.faults.length === 0)
    say(['repair'], 'there is nothing to repair: the lesson must have "faults"');
  if (step.show) checkFeature(source, step.show.feature, [...path, 'show', 'feature']);
  if (step.must)
    readRules(
      source,
      [...path, 'must'],
      step.must.map((rule, number) => ({ ...rule, id: `rule-${number + 1}` })),
      design,
    );
  if (step.answer) checkChanges(source, step.answer, design, [...path, 'answer']);
  if (step.ask) checkAsk(source, step.ask, [...path, 'ask'], design);
  if (step.find) {
    checkFeature(source, step.find.feature, [...path, 'find', 'feature']);
    checkFilter(source, step.find.packet, [...path, 'find', 'packet']);
    checkChanges(source, step.find.after, design, [...path, 'find', 'after']);
  }
}

function checkAsk(source: Source, ask: Ask, path: Path, design: Design): void {
  const say = (to: Path, message: string) => source.problem(source.at([...path, ...to]).offset, message);
  const kinds = [ask.packet, ask.outcome, ask.choices].filter((kind) => kind !== undefined);
  if (kinds.length !== 1)
    say([], 'a question is about one thing: it must have one of "packet", "outcome" and "choices"');
  if (ask.choices) {
    if (ask.question === undefined) say([], '"question" is missing: it must be what is asked');
    if (ask.choices.length < 2) say(['choices'], 'there is nothing to choose: must be at least two choices');
    if (!ask.choices.some(({ right }) => right))
      say(['choices'], 'none of the choices is right: one must have "right: true"');
    return;
  }
  if (ask.feature === undefined) say([], '"feature" is missing: it must be what is run');
  else checkFeature(source, ask.feature, [...path, 'feature']);
  if (ask.packet !== undefined) checkFilter(source, ask.packet, [...path, 'packet']);
  checkChanges(source, ask.after, design, [...path, 'after']);
}

function checkFeature(source: Source, id: string, path: Path): void {
  const ids = FEATURES.map((feature) => feature.id);
  if (ids.includes(id)) return;
  const right = didYouMean(id, ids) || `: must be one of ${ids.join(', ')}`;
  source.problem(source.at(path).offset, `feature ${quote(id)} does not exist${right}`);
}

function checkFilter(source: Source, text: string, path: Path): void {
  const read = readFilter(text);
  if (!read.ok) source.problem(source.at(path).offset, `in the filter, ${read.problem.message}`);
}

function checkChanges(source: Source, lines: readonly string[], design: Design, path: Path): void {
  const changed = withChanges(design, lines);
  if ('problem' in changed) source.problem(source.at(path).offset, changed.problem);
}
