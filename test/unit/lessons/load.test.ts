import { describe, expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { COURSE } from '../../../simulator/lessons/course/registry.ts';
import { loadLesson } from '../../../simulator/lessons/load.ts';
import { lessonOf, lessonText, READ, REPAIR } from './lesson-text.ts';

const problemsOf = (text: string) => {
  const loaded = loadLesson(text, 'a.yaml');
  return loaded.ok ? [] : loaded.problems;
};

const step = (...lines: readonly string[]) =>
  `  - id: one\n    title: One\n${lines.map((line) => `    ${line}\n`).join('')}`;

/** What is wrong, on which line and column it is said, and words of what is said. */
const WRONG: readonly (readonly [string, string, readonly [number, number], RegExp])[] = [
  ['a step without an id', lessonText('  - title: One\n'), [8, 5], /"id" is missing|id/],
  ['a step that has no such field', lessonText(step('reapir: true')), [10, 5], /reapir.*repair/],
  [
    'a feature that is none',
    lessonText(step('ask: { feature: remote-singin, outcome: true }')),
    [10, 21],
    /remote-singin.*remote-sign-in/,
  ],
  [
    'a filter that is none',
    lessonText(step('find: { feature: remote-im, packet: tcp.prot == 1 }')),
    [10, 41],
    /in the filter/,
  ],
  ['nothing but a comment', '# a lesson, some day\n', [1, 1], /^the file is empty: it must hold a lesson/],
  [
    'more levels than the parser has stack',
    `a:\n${'- '.repeat(8000)}x\n  b: c\n`,
    [1, 1],
    /^nested too deep/,
  ],
  [
    'a fault that nobody knows',
    lessonText(READ, "faults: ['of nothing']"),
    [6, 10],
    /must be the id of a fault, such as /,
  ],
  ['a fault that is none', lessonText(READ, "faults: ['port:E99']"), [6, 10], /"port:E99"/],
  [
    'a rule that is none',
    lessonText(step('must: [{ feature: remote-im, must: work }]', 'answer: [open E99]')),
    [11, 13],
    /"E99"/,
  ],
  [
    'a change that is none',
    lessonText(step('find: { feature: remote-im, packet: tcp, after: [opne E12] }')),
    [10, 53],
    /no change/,
  ],
  [
    'two kinds in one step',
    lessonText(step('repair: true', 'find: { feature: remote-im, packet: tcp }')),
    [8, 5],
    /several things/,
  ],
  [
    'a question about nothing',
    lessonText(step('ask: { feature: remote-im }')),
    [10, 10],
    /one of "packet", "outcome" and "choices"/,
  ],
  [
    'choices without a right one',
    lessonText(step('ask: { question: Why, choices: [{ text: A }, { text: B }] }')),
    [10, 36],
    /right/,
  ],
  ['points for reading', lessonText(step('points: 100')), [10, 13], /gives no points/],
  [
    'points that do not add up',
    lessonText(REPAIR.replace('points: 100', 'points: 90')),
    [8, 3],
    /90 points.*100/,
  ],
  ['the same id twice', lessonText(READ + READ), [10, 9], /taken already/],
  ['a repair of nothing', lessonText(REPAIR, 'faults: []'), [10, 13], /nothing to repair/],
  [
    'a film of a feature that is none',
    lessonText(READ, 'film: [{ title: A, feature: nope, at: start }]'),
    [6, 29],
    /"nope"/,
  ],
  ['a built-in design that is none', lessonText(READ, 'design: reference-11'), [6, 9], /reference-1/],
  ['no YAML', lessonText('  - id: [\n'), [9, 1], /YAML/],
  ['more text than a lesson has', `# ${'x'.repeat(1024 * 1024)}\n`, [1, 1], /^the file is too large/],
  [
    'a number that is none',
    lessonText(READ).replace('minutes: 10', 'minutes: .inf'),
    [5, 10],
    /no text, number/,
  ],
  ['a name that is a list', lessonText(READ, '? [a, b]\n: c'), [6, 3], /a name must be a text/],
  [
    'levels too deep',
    lessonText(READ, `learn: ${'['.repeat(70)}${']'.repeat(70)}`),
    [6, 72],
    /at most 64 levels/,
  ],
  ['a name without a value', lessonText(READ, 'learn:'), [6, 7], /null is wrong for "learn"/],
  ['a very long word', lessonText(`  ${'x'.repeat(300)}: [\n`), [9, 1], /^this is no YAML/],
  [
    'a design of its own that is none',
    lessonText(READ, 'design: { format: edge-lab-design }'),
    [6, 9],
    /^the design is none: /,
  ],
  [
    "another program's file",
    lessonText(READ).replace('version: 1', 'version: one'),
    [2, 10],
    /"one" is wrong for "version"/,
  ],
  ['a lesson that is no object', '- 1\n', [1, 1], /must be an object/],
  ['a change of the network that is none', lessonText(READ, 'with: [open E99]'), [6, 7], /"E99"/],
  ['a value that cannot be set', lessonText(READ, 'with: [zones.internet.loss=much]'), [6, 7], /loss/],
  [
    'choices without a question',
    lessonText(step('ask: { choices: [{ text: A, right: true }, { text: B }] }')),
    [10, 10],
    /"question" is missing/,
  ],
  [
    'one choice',
    lessonText(step('ask: { question: Why, choices: [{ text: A, right: true }] }')),
    [10, 36],
    /at least two choices/,
  ],
  [
    'an outcome of nothing',
    lessonText(step('ask: { outcome: true }')),
    [10, 10],
    /"feature" is missing: it must be what is run/,
  ],
  [
    'a built-in design like no other',
    lessonText(READ, 'design: zzzzzzzz'),
    [6, 9],
    /must be one of reference-1, /,
  ],
  [
    'a feature like no other',
    lessonText(step('ask: { feature: zzzzzzzz, outcome: true }')),
    [10, 21],
    /must be one of remote-sign-in, /,
  ],
  ['an alias', lessonText(READ, 'about: &a A\nlearn: [*a]'), [6, 11], /anchors and aliases/],
];

describe('a lesson that is wrong says where, and what', () => {
  test.each(WRONG)('%s', (_name, text, [line, column], words) => {
    const problems = problemsOf(text);
    expect(problems).not.toEqual([]);
    expect(problems[0]).toMatchObject({ file: 'a.yaml', line, column });
    expect(problems[0]!.message).toMatch(words);
    for (const { message } of problems) expect(message).not.toMatch(/\n/);
  });
});

test('a lesson of a newer version is not taken for a wrong one', () => {
  const newer = lessonText(READ).replace('version: 1', 'version: 2').replace('minutes', 'stars: 5\nminutes');
  const problems = problemsOf(newer);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ line: 2, column: 10 });
  expect(problems[0]!.message).toMatch(/newer version of Edge Lab/);
});

test('a lesson may bring its own design', () => {
  const design = JSON.stringify({ ...builtinDesign(), title: 'Ours' });
  const { healthy, start } = lessonOf(lessonText(REPAIR, `faults: ['port:E12']\ndesign: ${design}`));
  expect(healthy.design.title).toBe('Ours');
  expect(start.design).not.toEqual(healthy.design);
});

/** What a lesson has beyond what its author wrote. */
const MADE = ['digest', 'healthy', 'start', 'wrong'];

test('JSON is read as well, and gives the same lesson', () => {
  const yaml = lessonOf(lessonText(REPAIR));
  const { start, wrong } = yaml;
  const form = Object.fromEntries(Object.entries(yaml).filter(([name]) => !MADE.includes(name)));
  const json = lessonOf(JSON.stringify(form));
  expect(json.start).toEqual(start);
  expect(json.wrong).toEqual(wrong);
  expect(json.steps).toEqual(yaml.steps);
});

test('the faults are in the network that is found, and not in the healthy one', () => {
  const { healthy, start, wrong } = lessonOf(lessonText(REPAIR));
  const port = (design: typeof start.design) =>
    design.firewalls.flatMap(({ rules }) => rules).find(({ id }) => id === 'E12')?.dport;
  expect([port(healthy.design), port(start.design)]).toEqual(['3478', '3487']);
  expect(wrong.map(({ id }) => id)).toEqual(['port:E12']);
});

test('every lesson of the course stands in its own file, by its own id', () => {
  const ids = COURSE.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(COURSE.length).toBeGreaterThanOrEqual(12);
  for (const { id, text } of COURSE) expect(lessonOf(text).id).toBe(id);
});
