import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { BUILTIN_DESIGNS } from '../../simulator/designs/registry.ts';
import { formatProblem } from '../../simulator/designs/source.ts';
import { checkLesson } from '../../simulator/lessons/check.ts';
import { COURSE } from '../../simulator/lessons/course/registry.ts';
import type { DrawOptions } from '../../simulator/lessons/drawing/draw.ts';
import { drawLab, MOST_FAULTS } from '../../simulator/lessons/drawing/draw.ts';
import { DIFFICULTIES } from '../../simulator/lessons/drawing/judge.ts';
import type { OpenedLesson } from '../../simulator/lessons/handout.ts';
import { openLesson, sealLesson, withKey } from '../../simulator/lessons/handout.ts';
import { makeLesson } from '../../simulator/lessons/make.ts';
import { gradeFile, NO_HOME, resultsReport, xapiStatements } from '../../simulator/lessons/results.ts';
import { handoutReport, keyReport } from '../../simulator/lessons/sheets.ts';
import { chooseDesign } from './choose-design.ts';
import { CliError, print, table } from './output.ts';
import { readFile } from './read-file.ts';
import type { Output } from './reports/output.ts';
import { reportWriter, withOutput } from './reports/output.ts';
import { DESIGN_ARGUMENT, list } from './run-options.ts';
import { writeWhole } from './write-file.ts';

const LESSON_ARGUMENT = ['<lesson>', 'a file of a lesson, or the id of one of the course'] as const;

/** `lab lesson ...` */
export function lessonCommand(program: Command): void {
  const group = program.command('lesson').description('makes, checks, hands out and grades lessons');
  group
    .command('course')
    .description('lists the lessons of the course')
    .action(() => {
      const lessons = COURSE.map(({ id }) => lessonIn(id)).map(({ lesson }) => lesson);
      print(
        table([
          ['id', 'minutes', 'title'],
          ...lessons.map(({ id, minutes, title }) => [id, String(minutes), title]),
        ]),
      );
    });
  group
    .command('show')
    .description("writes out a lesson's text; of the course's, to begin one's own with")
    .argument(...LESSON_ARGUMENT)
    .action((name: string) => print(lessonIn(name).text));
  group
    .command('check')
    .description('whether lessons can be done: their form, and that their answers hold')
    .argument('<files...>', 'files of lessons')
    .action(check);
  makeCommand(group);
  group
    .command('handout')
    .description('seals a lesson for learners: one file for every machine, with a key if it has none')
    .argument('<lesson>', 'a file of a lesson')
    .requiredOption('--out <file>', 'the file for learners')
    .option('--keep <file>', 'the lesson with its key, for grading; needed when it has none yet')
    .action(handOut);
  sheetCommand(group, 'key', 'writes the answer key of a lesson', keyReport);
  sheetCommand(group, 'sheet', 'writes the sheet for learners', handoutReport);
  gradeCommand(group);
}

interface MakeOptions {
  readonly faults: number;
  readonly difficulty: DrawOptions['difficulty'];
  readonly seed: number;
  readonly kinds?: string[];
  readonly minutes: number;
  readonly pass: number;
  readonly hide: string[];
  readonly explain: boolean;
  readonly lock?: boolean;
  readonly title?: string;
  readonly out?: string;
}

function makeCommand(group: Command): void {
  group
    .command('make')
    .description('makes a lab with faults that are drawn; the same seed is the same lab everywhere')
    .argument(...DESIGN_ARGUMENT)
    .option('--faults <n>', `how many, 1 to ${MOST_FAULTS}`, whole(1, MOST_FAULTS), 2)
    .addOption(
      new Option('--difficulty <how>', 'how hard they are to find').choices(DIFFICULTIES).default('medium'),
    )
    .option('--seed <n>', 'seed of the draw', whole(0, 2 ** 31 - 1), 1)
    .option('--kinds <ids>', 'only faults of these kinds, separated by commas', list)
    .option('--minutes <n>', 'how long it may take', whole(1, 600), 20)
    .option('--pass <n>', 'points of a hundred with which one passes', whole(0, 100), 60)
    .option('--hide <views>', 'views that learners have not, separated by commas', list, [])
    .option('--lock', 'learners can change nothing')
    .option('--no-explain', 'the window does not say why something failed')
    .option('--title <text>', 'what it is called')
    .option('--out <file>', 'write it there; to standard output when left out')
    .action((file: string | undefined, options: MakeOptions) => {
      const design = chooseDesign(file, { set: [], firewall: [] });
      const { faults, difficulty, seed, kinds } = options;
      const drawn = drawLab(design, { faults, difficulty, seed, ...(kinds && { kinds }) });
      if (!drawn.ok) throw new CliError(`lesson make: ${drawn.problem}`);
      const builtin = BUILTIN_DESIGNS.find(({ id }) => id === (file ?? BUILTIN_DESIGNS[0]!.id));
      const text = makeLesson(design, builtin?.id ?? null, drawn.lab, {
        ...(options.title !== undefined && { title: options.title }),
        minutes: options.minutes,
        pass: options.pass,
        tools: { hide: options.hide, lock: options.lock ?? false, explain: options.explain },
        costs: [3, 5, 12],
        drawn: { faults, difficulty, seed },
        key: freshKey(),
      });
      if (options.out === undefined) print(text);
      else writeWhole(options.out, (write) => write(text));
    });
}

function check(files: readonly string[]): void {
  let wrong = 0;
  for (const file of files) {
    const problems = checkLesson(readFile(file, 'must be a file of a lesson'), file);
    wrong += problems.length;
    print(problems.length > 0 ? problems.map(formatProblem).join('\n') : `${file}: can be done`);
  }
  if (wrong > 0) process.exitCode = 1;
}

function handOut(file: string, { out, keep }: { readonly out: string; readonly keep?: string }): void {
  const { lesson, text } = lessonIn(file);
  if (lesson.key === undefined && keep === undefined)
    throw new CliError(
      `${file}: has no key yet: --keep FILE must name where to write it with one, for grading`,
    );
  const keyed = lesson.key === undefined ? withKey(text, freshKey()) : text;
  if (keep !== undefined) writeWhole(keep, (write) => write(keyed));
  writeWhole(out, (write) => write(sealLesson(lesson, keyed)));
}

function sheetCommand(group: Command, name: string, description: string, build: typeof keyReport): void {
  const command = group
    .command(name)
    .description(description)
    .argument(...LESSON_ARGUMENT);
  withOutput(command).action((file: string, options: Output) =>
    reportWriter(options)(build(lessonIn(file).lesson)),
  );
}

interface GradeOptions extends Output {
  readonly xapi?: string;
  readonly home: string;
}

function gradeCommand(group: Command): void {
  const command = group
    .command('grade')
    .description("grades work files by what the learners' networks do; a row each")
    .argument(...LESSON_ARGUMENT)
    .argument('<works...>', 'what learners handed in')
    .option('--xapi <file>', 'write statements of the Experience API there, too')
    .option('--home <address>', 'the system that knows the learners, for xAPI', NO_HOME);
  withOutput(command, 'csv').action(async (file: string, works: string[], options: GradeOptions) => {
    const tell = reportWriter(options);
    const { lesson } = lessonIn(file);
    const graded = works.map((work) =>
      gradeFile(lesson, readFile(work, 'must be a work file'), basename(work)),
    );
    await tell(resultsReport(lesson, graded));
    const { xapi, home } = options;
    if (xapi !== undefined) {
      const statements = JSON.stringify(xapiStatements(lesson, graded, home), null, 2);
      writeWhole(xapi, (write) => write(`${statements}\n`));
    }
    if (graded.some(({ ok }) => !ok)) process.exitCode = 1;
  });
}

/** @throws CliError */
function lessonIn(name: string): Extract<OpenedLesson, { ok: true }> {
  const known = COURSE.find(({ id }) => id === name);
  const ids = COURSE.map(({ id }) => id).join(', ');
  const text = known?.text ?? readFile(name, `must be a file of a lesson, or one of the course: ${ids}`);
  const opened = openLesson(text, known ? `${name}.yaml` : name);
  if (!opened.ok) throw new CliError(formatProblem(opened.problems[0]!));
  return opened;
}

function freshKey(): string {
  return randomBytes(32).toString('hex');
}

function whole(first: number, last: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d{1,10}$/.test(value) || number < first || number > last)
      throw new InvalidArgumentError(`It must be a whole number from ${first} to ${last}.`);
    return number;
  };
}
