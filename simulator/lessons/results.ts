import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { encodeUtf8 } from '../protocols/codec/utf8.ts';
import type { Report } from '../reports/report.ts';
import { counted, paragraph } from '../reports/report.ts';
import type { Grade } from './grade.ts';
import { gradeWork } from './grade.ts';
import type { Lesson } from './lesson.ts';
import type { Work } from './work.ts';
import { readWork } from './work.ts';

/** A work file and what it is worth, or why it is worth nothing. */
export type Graded =
  | { readonly ok: true; readonly file: string; readonly work: Work; readonly grade: Grade }
  | { readonly ok: false; readonly file: string; readonly problem: string };

/** Grades a file that somebody handed in. */
export function gradeFile(lesson: Lesson, text: string, file: string): Graded {
  const read = readWork(lesson, text, file);
  if (!read.ok) return { ok: false, file, problem: read.problem };
  return { ok: true, file, work: read.work, grade: gradeWork(lesson, read.work, read.designs) };
}

/** A class's results: a row for each file. */
export function resultsReport(lesson: Lesson, graded: readonly Graded[]): Report {
  const steps = lesson.steps.filter(({ points }) => points > 0);
  const rows = graded.map((one) => {
    if (!one.ok) return ['', '', '', 'no', '', '', '', ...steps.map(() => ''), one.file, one.problem];
    const { work, grade } = one;
    const pointsOf = (id: string) =>
      grade.lines.filter(({ step }) => step === id).reduce((sum, { points }) => sum + points, 0);
    return [
      work.learner,
      String(grade.score),
      String(grade.of),
      grade.passed ? 'yes' : 'no',
      (grade.seconds / 60).toFixed(1),
      String(grade.hints),
      String(grade.needless),
      ...steps.map(({ id }) => String(pointsOf(id))),
      one.file,
      grade.lines
        .filter(({ points, of }) => points < of || points < 0)
        .map(({ text }) => text)
        .join('; '),
    ];
  });
  const passed = graded.filter((one) => one.ok && one.grade.passed).length;
  const number = (id: string, title: string) => ({ id, title, width: 1, align: 'end' as const });
  return {
    kind: 'results',
    title: `Results: ${lesson.title}`,
    subtitle: `${counted(graded.length, 'work file')}, ${passed} passed`,
    date: lesson.healthy.design.date,
    sections: [{ title: 'How it is graded', blocks: [paragraph(GRADED_BY)] }],
    main: {
      kind: 'table',
      caption: 'What each learner reached',
      columns: [
        { id: 'learner', title: 'Learner', width: 3 },
        number('score', 'Score'),
        number('of', 'Of'),
        { id: 'passed', title: 'Passed', width: 1 },
        number('minutes', 'Minutes'),
        number('hints', 'Hints'),
        number('needless', 'Needless ports'),
        ...steps.map(({ id, title }) => number(id, title)),
        { id: 'file', title: 'File', width: 2 },
        { id: 'remarks', title: 'Remarks', width: 4 },
      ],
      rows,
    },
  };
}

const GRADED_BY =
  'Each network that was handed in was run again. What counts is what people could do in it and which ports it lays open, not how it was mended.';

/** A statement of the Experience API (IEEE 9274.1.1), as learning record stores take them. */
export interface XapiStatement {
  readonly id: string;
  readonly timestamp: string;
  readonly actor: object;
  readonly verb: object;
  readonly object: object;
  readonly result: object;
}

/** Of no system: learners are known by what they called themselves (RFC 6761 6.4). */
export const NO_HOME = 'https://edge-lab.invalid';
const VERBS = 'http://adlnet.gov/expapi/verbs/';
const LESSON_TYPE = 'http://adlnet.gov/expapi/activities/lesson';

/**
 * What learners reached, as statements of the Experience API: one for each work file that could be graded.
 * @param home address of the system that knows the learners by these names; left out: none does
 */
export function xapiStatements(
  lesson: Lesson,
  graded: readonly Graded[],
  home: string = NO_HOME,
): readonly XapiStatement[] {
  return graded.flatMap((one) => {
    if (!one.ok) return [];
    const { work, grade } = one;
    const verb = grade.passed ? 'passed' : 'failed';
    return {
      id: uuidOf(`${lesson.digest} ${work.learner} ${work.began} ${work.ended} ${grade.score}`),
      timestamp: work.ended,
      actor: { objectType: 'Agent', name: work.learner, account: { homePage: home, name: work.learner } },
      verb: { id: `${VERBS}${verb}`, display: { en: verb } },
      object: {
        objectType: 'Activity',
        id: `urn:edge-lab:lesson:${lesson.id}`,
        definition: { type: LESSON_TYPE, name: { en: lesson.title } },
      },
      result: {
        completion: true,
        success: grade.passed,
        duration: `PT${Math.round(work.seconds)}S`,
        score: {
          scaled: grade.of === 0 ? 0 : Math.round((grade.score / grade.of) * 1e4) / 1e4,
          raw: grade.score,
          min: 0,
          max: grade.of,
        },
      },
    };
  });
}

/** The same statement twice is one: its id is made of what it says (a UUID of version 8, RFC 9562 5.8). */
function uuidOf(text: string): string {
  const hex = bytesToHex(sha256(encodeUtf8(text)));
  const variant = (8 + (parseInt(hex.charAt(16), 16) & 3)).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
