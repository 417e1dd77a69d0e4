import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { OpenedLesson } from '../../simulator/lessons/handout.ts';
import { openLesson } from '../../simulator/lessons/handout.ts';
import type { XapiStatement } from '../../simulator/lessons/results.ts';
import type { Design, DesignRule } from '../../simulator/model/design.ts';
import { workFile } from './work-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'edge-lab-lessons-'));
const start = resolve(import.meta.dirname, '../../electron/cli/start.mjs');
const lab = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [start, 'lesson', ...args], { cwd: folder });
  return { status, text: stdout.toString(), error: stderr.toString() };
};
const inFolder = (name: string) => join(folder, name);
const make = ['make', '--faults', '2', '--difficulty', 'medium', '--seed', '4711'];

type Opened = Extract<OpenedLesson, { ok: true }>;
let opened: Opened;

/** A work file of a learner who leaves the network like this. */
function handIn(name: string, design: Design): string {
  writeFileSync(inFolder(`${name}.edgework`), workFile(opened.lesson, name, design));
  return `${name}.edgework`;
}

beforeAll(() => {
  expect(lab(...make, '--out', 'lab.yaml')).toEqual({ status: 0, text: '', error: '' });
  const read = openLesson(readFileSync(inFolder('lab.yaml'), 'utf8'), 'lab.yaml');
  if (!read.ok) throw new Error(read.problems[0]?.message);
  opened = read;
});

test('the same seed is the same lab, but for its key; its answer holds', () => {
  const keyless = (text: string) => text.replace(/^key: .*$/m, '');
  const again = lab(...make).text;
  expect(keyless(again)).toBe(keyless(opened.text));
  expect(again).not.toBe(opened.text);
  expect(lab('check', 'lab.yaml')).toEqual({ status: 0, text: 'lab.yaml: can be done\n', error: '' });
});

test('a lesson of which a step can never hold is found, with its line', () => {
  const steps =
    'steps:\n  - id: one\n    title: One\n    must: [{ feature: remote-sign-in, must: not-work }]\n';
  writeFileSync(inFolder('never.yaml'), `format: edge-lab-lesson\nversion: 1\nid: n\ntitle: N\n${steps}`);
  const { status, text } = lab('check', 'never.yaml', 'lab.yaml');
  expect(status).toBe(1);
  expect(text).toMatch(/^never\.yaml:8:11: this can never hold: .*remote-sign-in must not work/);
  expect(text).toContain('lab.yaml: can be done');
});

test('one sealed file goes out; a class comes back as CSV and xAPI', () => {
  expect(lab('handout', 'lab.yaml', '--out', 'lab.edgelesson').status).toBe(0);
  const sealed = readFileSync(inFolder('lab.edgelesson'), 'utf8');
  for (const { id } of opened.lesson.wrong) expect(sealed).not.toContain(id);
  expect(sealed).not.toContain(opened.lesson.key);

  const { healthy, start: faulty } = opened.lesson;
  const anything: Omit<DesignRule, 'id'> = {
    src: 'any',
    sport: 'any',
    dst: 'any',
    dport: 'any',
    transport: 'any',
    direction: 'both',
    action: 'permit',
    enabled: true,
  } as Omit<DesignRule, 'id'>;
  const wide = faulty.design.firewalls.map((wall) => ({
    ...wall,
    rules: [{ id: `${wall.id}-any`, ...anything }, ...wall.rules],
  }));
  const files = [
    handIn('anna', healthy.design),
    handIn('otto', { ...faulty.design, firewalls: wide }),
    handIn('=cmd', faulty.design),
  ];
  const cheat = readFileSync(inFolder('otto.edgework'), 'utf8').replace('"seconds": 600', '"seconds": 60');
  writeFileSync(inFolder('cheat.edgework'), cheat);

  const { status, text } = lab('grade', 'lab.edgelesson', ...files, 'cheat.edgework', '--xapi', 'x.json');
  // One file could not be graded.
  expect(status).toBe(1);
  const rows = text.trim().split('\r\n').slice(1);
  expect(rows).toHaveLength(4);
  expect(rows[0]).toMatch(/^anna,90,100,yes,10\.0,0,0,/);
  expect(rows[1]).toMatch(/^otto,\d,100,no,/);
  expect(rows[1]).toMatch(/[\d,]+ ports are open that nothing needs/);
  expect(rows[2]).toMatch(/^'=cmd,0,100,no,/);
  expect(rows[3]).toContain('was changed after the lesson wrote it');

  const statements = JSON.parse(readFileSync(inFolder('x.json'), 'utf8')) as XapiStatement[];
  expect(statements).toHaveLength(3);
  expect(statements[0]).toMatchObject({
    actor: { account: { name: 'anna' } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/passed' },
    result: { score: { scaled: 0.9, raw: 90, min: 0, max: 100 }, duration: 'PT600S', success: true },
  });
  expect(new Set(statements.map(({ id }) => id)).size).toBe(3);
});

test('the answer key says what is wrong, the sheet does not', () => {
  const key = lab('key', 'lab.yaml', '--as', 'markdown').text;
  const sheet = lab('sheet', 'lab.edgelesson', '--as', 'markdown').text;
  for (const { id } of opened.lesson.wrong) {
    expect(key).toContain(id);
    expect(sheet).not.toContain(id);
  }
  expect(sheet).toContain('What people say');
});

test.each([
  [['make', '--faults', '9'], /--faults/],
  [['make', '--difficulty', 'cruel'], /easy, medium, hard/],
  [['make', '--kinds', 'gremlins'], /There is no kind of faults "gremlins"/],
  [['check', 'none.yaml'], /^lab: none\.yaml: cannot be read: there is no such file/],
  [['grade', 'none', 'x'], /one of the course: /],
])('%j is refused in one line', (args, line) => {
  const { status, text, error } = lab(...args);
  expect([status, text]).toEqual([2, '']);
  expect(error).toMatch(line);
  expect(error.trim().split('\n')).toHaveLength(1);
});
