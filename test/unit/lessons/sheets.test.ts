import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { FAULT_KINDS, faultsOf } from '../../../simulator/faults/registry.ts';
import { checkLesson } from '../../../simulator/lessons/check.ts';
import type { Lesson } from '../../../simulator/lessons/lesson.ts';
import type { MadeOptions } from '../../../simulator/lessons/make.ts';
import { makeLesson } from '../../../simulator/lessons/make.ts';
import { gradeFile, NO_HOME, resultsReport, xapiStatements } from '../../../simulator/lessons/results.ts';
import { handoutReport, keyReport } from '../../../simulator/lessons/sheets.ts';
import type { Setup } from '../../../simulator/model/run.ts';
import { markdown } from '../../../simulator/reports/formats/markdown.ts';
import { workFile } from '../../story/work-file.ts';
import { lessonOf, lessonText, READ, REPAIR } from './lesson-text.ts';

const STEPS = `  - id: choose
    title: Choose
    ask:
      question: Who hears nobody?
      choices:
        - { text: Somebody at home, right: true, because: Media come by the relay. }
        - { text: Somebody in the office }
    points: 10
  - id: guess
    title: Guess
    ask: { feature: av-remote-internal, packet: udp.dstport == 3478 && ip.dst == 10.45.16.30 }
    points: 10
  - id: find
    title: Find
    find: { feature: av-remote-internal, packet: lab.dropped && udp, on: healthy }
    points: 10
  - id: close
    title: Close
    must: [{ feature: remote-sign-in, must: not-work }]
    answer: [close E3]
    points: 10
  - id: open
    title: Open
    must: [{ feature: av-remote-internal, must: work }]
    points: 1
`;
const lesson = lessonOf(
  lessonText(
    READ + STEPS + REPAIR.replace('points: 100', 'points: 59').replace('cost: 5', 'cost: 0'),
    "faults: ['port:E12']\nlearn: [Read a rule]\nabout: |\n  One.\n\n  Two.",
  ),
);
const bare = lessonOf(lessonText(READ, 'faults: []'));
const key = (of: Lesson) => markdown.write(keyReport(of));
const sheet = (of: Lesson) => markdown.write(handoutReport(of));

test('the key says what is wrong, what is right at each step, and what hints cost', () => {
  const text = key(lesson);
  const said = [
    lesson.wrong[0]!.sentence.slice(0, 20),
    'Right: Somebody at home. Media come by the relay.',
    'Right: It is stopped at the external firewall.',
    'Packets of “av-remote-internal” that match lab.dropped && udp',
    'One way: close E3.',
    'One way: take back what is wrong.',
    'Any change passes with which everything works as before',
    'Hint 1 (free): Look at the external firewall',
    'Hint 2 (−10): Compare the ports',
    '## Open: 1 point\n',
    '## Read this\n',
  ];
  const plain = text.replace(/\\(.)/g, '$1').replaceAll('&#38;', '&');
  for (const one of said) expect(plain).toContain(one);
});

test('the sheet asks, and says nothing of what is wrong or right', () => {
  const plain = sheet(lesson).replace(/\\(.)/g, '$1');
  for (const one of [
    'One.\n\nTwo.',
    'Afterwards you can:\n\n- Read a rule',
    '1. Read this\n',
    '2. Choose (10 points)\n',
    'Who hears nobody?\n\n- Somebody at home\n- Somebody in the office',
    '6. Open (1 point)',
    'What people say',
    '| External firewall | E12 |',
  ])
    expect(plain).toContain(one);
  for (const one of ['port:E12', 'Right:', '3487', 'Hint 1', 'close E3']) expect(plain).not.toContain(one);
});

test('a lesson without faults has nobody who complains, and says so to whoever teaches', () => {
  expect(sheet(bare)).not.toContain('What people say');
  expect(sheet(bare)).not.toContain('Afterwards you can');
  expect(key(bare)).toContain('Nothing: this lesson begins with a network in order.');
});

test('results: a row for each file, a statement for each that could be graded', () => {
  const of = lessonOf(lessonText(REPAIR));
  const graded = [
    gradeFile(of, workFile(of, 'Ada', of.healthy.design), 'ada.edgework'),
    gradeFile(of, workFile(of, 'Bob', of.start.design), 'bob.edgework'),
    gradeFile(of, 'x', 'x.edgework'),
  ];
  const { subtitle, main } = resultsReport(of, graded);
  expect(subtitle).toBe('3 work files, 1 passed');
  const at = (id: string) => main.columns.findIndex((one) => one.id === id);
  expect(main.rows.map((row) => [row[0], row[at('score')], row[at('passed')], row[at('repair')]])).toEqual([
    ['Ada', '100', 'yes', '100'],
    ['Bob', '0', 'no', '0'],
    ['', '', 'no', ''],
  ]);
  expect(main.rows[0]!.at(-1)).toBe('');
  expect(main.rows[1]!.at(-1)).toContain('remote and an internal user');
  expect(main.rows[2]!.slice(-2)).toEqual([
    'x.edgework',
    expect.stringContaining('this is no whole work file'),
  ]);
  const said = xapiStatements(of, graded);
  expect(said.map(({ verb }) => verb)).toMatchObject([
    { display: { en: 'passed' } },
    { display: { en: 'failed' } },
  ]);
  expect(said[0]!.actor).toMatchObject({ account: { homePage: NO_HOME } });
  // Where nothing can be earned, nothing is a share of it.
  const [none] = xapiStatements(bare, [gradeFile(bare, workFile(bare, 'Ada', bare.start.design), 'a')]);
  expect(none!.result).toMatchObject({ score: { scaled: 0, raw: 0, max: 0 } });
});

const OPTIONS: MadeOptions = {
  minutes: 20,
  pass: 70,
  tools: { ...lesson.tools },
  costs: [1, 2, 3],
  drawn: { faults: 1, difficulty: 'easy', seed: 7 },
  key: 'ab'.repeat(32),
};

test.each([
  ['port:E12', 'external firewall', 1],
  ['service:edge/av-edge', 'Edge', 2],
  ['expired:edge-external', null, null],
])('a lab of "%s" can be done; its first hint names the place', (id, place, questions) => {
  const design = builtinDesign();
  const fault = faultsOf(
    design,
    FAULT_KINDS.map((kind) => kind.id),
  ).find((one) => one.id === id)!;
  const setup: Setup = fault.apply({ design, interventions: [] });
  const text = makeLesson(design, null, { faults: [fault], setup }, { ...OPTIONS, title: 'Ours' });
  expect(checkLesson(text, 'made.yaml')).toEqual([]);
  const made = lessonOf(text);
  expect(made.title).toBe('Ours');
  expect(made.healthy.design).toEqual(design);
  const repair = made.steps.at(-1)!;
  expect(repair.hints.map(({ cost }) => cost)).toEqual([1, 2, 3]);
  if (place !== null) expect(repair.hints[0]!.text).toContain(place);
  if (questions !== null) expect(made.steps.filter(({ ask }) => ask)).toHaveLength(questions);
  expect(made.steps.reduce((sum, { points }) => sum + points, 0)).toBe(100);
});
