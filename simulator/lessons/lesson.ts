import * as v from 'valibot';
import type { Fault } from '../faults/fault.ts';
import { field } from '../model/design.ts';
import type { Setup } from '../model/run.ts';
import { MustForm } from '../policies/policy.ts';
import { DIFFICULTIES } from './drawing/judge.ts';
import { HINT_LEVELS } from './entry.ts';

/*
 * A lesson as its author writes it down: YAML (or JSON), one file. It says what people are to do and to find out; what is right is
 * never written here: it is what the network does, and is found by running it.
 */

const list = <T extends v.GenericSchema>(of: T, what: string, most: number) =>
  v.pipe(v.array(of, `must be a list of ${what}`), v.maxLength(most, `must have at most ${most} ${what}`));

/** Several lines for people. */
const prose = v.pipe(
  v.string('must be a text'),
  v.maxLength(8000, 'must be a text of at most 8000 characters'),
  v.trim(),
);

/** "open E12", "close E12", or "PATH=VALUE" as with --set. */
const changeLine = v.pipe(
  v.string('must be a change: "open RULE", "close RULE" or "PATH=VALUE"'),
  v.maxLength(1000, 'must be a change of at most 1000 characters'),
);
const changes = list(changeLine, 'changes', 50);

const faultIds = list(v.pipe(v.string('must be the id of a fault'), v.maxLength(200)), 'ids of faults', 10);

/** "start", "end", "2.5 s", or what happens then: "first drop at the external firewall", a display filter. */
const moment = v.pipe(v.string('must be a moment'), v.maxLength(500), v.trim(), v.minLength(1));

/** On which network something is looked at: the one with the lesson's faults, or the one without, with changes. */
const GROUNDS = ['faulty', 'healthy'] as const;
const ground = {
  on: v.optional(v.picklist(GROUNDS, 'must be "faulty" or "healthy"'), 'faulty'),
  after: v.optional(changes, []),
};
/** Which network of a lesson is meant. */
export interface Ground {
  readonly on: (typeof GROUNDS)[number];
  /** Changes of it. */
  readonly after: readonly string[];
}

/** One picture of a lesson's film. */
const Shot = v.strictObject({
  title: field.text,
  says: v.optional(prose, ''),
  feature: field.id,
  at: moment,
  view: v.optional(field.id, 'map'),
  /** Seconds for which it stands when the film plays by itself. */
  seconds: v.optional(field.whole('a number of seconds', 1, 120), 8),
  ...ground,
});
export type Shot = v.InferOutput<typeof Shot>;

/** Where the window goes when a step begins. */
const Show = v.strictObject({
  feature: field.id,
  at: v.optional(moment, 'start'),
  view: v.optional(field.id),
});

const Choice = v.strictObject({
  text: field.text,
  right: v.optional(v.boolean('must be true or false'), false),
  /** What is said once it was chosen. */
  because: v.optional(prose, ''),
});

/** A question that is asked before something decisive happens. What is right is found by running it, unless there are choices. */
const Ask = v.strictObject({
  question: v.optional(field.text),
  feature: v.optional(field.id),
  /** The first packet that this display filter names: will it pass, or where is it dropped, and why? */
  packet: v.optional(field.text),
  /** What becomes of the feature for its people? */
  outcome: v.optional(v.literal(true, 'must be true, or not be there')),
  choices: v.optional(list(Choice, 'choices', 8)),
  ...ground,
});
export type Ask = v.InferOutput<typeof Ask>;

/** A packet that the learner is to find and choose. */
const Find = v.strictObject({ feature: field.id, packet: field.text, ...ground });

const Hint = v.strictObject({
  text: prose,
  cost: v.optional(field.whole('a number of points', 0, 100), 0),
});

const Step = v.strictObject({
  id: field.id,
  title: field.text,
  /** What to do, or to read. */
  do: v.optional(prose, ''),
  show: v.optional(Show),
  find: v.optional(Find),
  ask: v.optional(Ask),
  /** What must hold of the learner's network, in the words of a policy. */
  must: v.optional(list(MustForm, 'rules', 20)),
  /** All that the faults broke must work again, nothing else may fare worse, and nothing be open that was not before. */
  repair: v.optional(v.literal(true, 'must be true, or not be there')),
  /** What makes `must` hold, if it is not that the faults are taken back. The checker does it. */
  answer: v.optional(changes),
  hints: v.optional(list(Hint, 'hints', HINT_LEVELS), []),
  points: v.optional(field.whole('a number of points', 0, 100), 0),
});
export type Step = v.InferOutput<typeof Step>;

/** How the faults were drawn; for people, who may want to draw others. */
const DrawnForm = v.strictObject({
  faults: field.whole('a number of faults', 1, 5),
  difficulty: v.picklist(DIFFICULTIES, 'must be "easy", "medium" or "hard"'),
  seed: field.whole('a seed', 0, 2 ** 31 - 1),
});

/** What a learner's window has not. */
const Tools = v.strictObject({
  /** Views that are not offered. */
  hide: v.optional(list(field.id, 'views', 30), []),
  /** Are rules and devices locked, so that the learner only looks? */
  lock: v.optional(v.boolean('must be true or false'), false),
  /** Does the window say why something failed? */
  explain: v.optional(v.boolean('must be true or false'), true),
});

const Grading = v.strictObject({
  /** Points of a hundred with which one passes. */
  pass: v.optional(field.whole('a number of points', 0, 100), 60),
  /** Points that each minute beyond the lesson's minutes costs. */
  overtime: v.optional(field.whole('a number of points', 0, 100), 1),
  /** Ports that may be open and need not be. */
  spare: v.optional(field.whole('a number of ports', 0, 65_536), 4),
});

export const LESSON_FORMAT = 'edge-lab-lesson';
export const LESSON_VERSION = 1;

export const LessonForm = v.strictObject({
  format: v.literal(LESSON_FORMAT, `must be "${LESSON_FORMAT}"`),
  version: v.literal(LESSON_VERSION, `must be ${LESSON_VERSION}, the version of this form`),
  id: field.id,
  title: field.text,
  about: v.optional(prose, ''),
  /** What one can do afterwards. */
  learn: v.optional(list(field.text, 'sentences', 10), []),
  minutes: v.optional(field.whole('a number of minutes', 1, 600), 15),
  /** A built-in design, or a whole one. */
  design: v.optional(
    v.union([field.id, v.looseObject({})], 'must be the id of a built-in design, or a design'),
  ),
  /** Changes of that design that are no faults. */
  with: v.optional(changes, []),
  /** Ids of faults of the catalogue that the network has when the lesson begins. */
  faults: v.optional(faultIds, []),
  drawn: v.optional(DrawnForm),
  tools: v.optional(Tools, { hide: [], lock: false, explain: true }),
  film: v.optional(list(Shot, 'pictures', 40), []),
  steps: v.pipe(list(Step, 'steps', 50), v.minLength(1, 'must have at least one step')),
  grade: v.optional(Grading, { pass: 60, overtime: 1, spare: 4 }),
  /** With which work files are signed: 64 hexadecimal digits. */
  key: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'))),
});
export type LessonForm = v.InferOutput<typeof LessonForm>;

/** A lesson that was read, with the networks that it is about. */
export interface Lesson extends LessonForm {
  /** Of the text that it was read from, 64 hexadecimal digits (SHA-256). */
  readonly digest: string;
  /** Without its faults. */
  readonly healthy: Setup;
  /** As the learner finds it. */
  readonly start: Setup;
  /** What is wrong with it. */
  readonly wrong: readonly Pick<Fault, 'id' | 'title' | 'sentence'>[];
}

/** All points that a lesson gives. */
export const FULL_SCORE = 100;
