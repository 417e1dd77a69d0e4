import { host, readFile, type ChosenFile } from '../../host/host.ts';
import type { ClassResults, Graded, Lesson } from '../../worker/lesson-desk.ts';
import type { Lab } from '../lab.svelte.ts';

/** How the names of work files end. */
export const WORK_EXTENSION = 'edgework';

/** Columns that the table is sorted by. */
export type ClassColumn = 'learner' | 'score' | 'minutes' | 'hints' | 'needless';

export type GradedWork = Extract<Graded, { readonly ok: true }>;

/** What a class handed in for one lesson, graded with the lesson's file. */
export class ClassBook {
  lesson = $state.raw<Lesson | null>(null);
  results = $state.raw<ClassResults | null>(null);
  /** How many are graded, and of how many; null while none is. */
  progress = $state.raw<{ readonly done: number; readonly of: number } | null>(null);
  problem = $state('');
  sort = $state.raw<{ readonly by: ClassColumn; readonly down: boolean }>({ by: 'score', down: true });
  readonly #lab: Lab;
  #text = '';
  #files: readonly ChosenFile[] = [];

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  readonly rows: readonly GradedWork[] = $derived(
    (this.results?.graded ?? []).filter((one) => one.ok).toSorted(this.#order),
  );
  readonly refused = $derived(
    (this.results?.graded ?? []).flatMap((one) => (one.ok ? [] : [{ file: one.file, problem: one.problem }])),
  );

  get #order(): (a: GradedWork, b: GradedWork) => number {
    const { by, down } = this.sort;
    const sign = down ? -1 : 1;
    return (a, b) =>
      by === 'learner'
        ? sign * a.grade.learner.localeCompare(b.grade.learner)
        : sign * (valueOf(a, by) - valueOf(b, by));
  }

  /** Sorts by a column; the other way round when it is sorted by it already. */
  sortBy(by: ClassColumn): void {
    this.sort = { by, down: this.sort.by === by ? !this.sort.down : by !== 'learner' };
  }

  /** Takes the lesson with which work is graded: the file with its key. */
  async take(text: string, file: string): Promise<void> {
    const read = await this.#lab.simulator.readLesson(text, file);
    if (!read.ok) {
      this.problem = `${file}: ${read.problems[0]?.message ?? 'this is no lesson'}`;
      return;
    }
    this.problem = '';
    this.lesson = read.lesson;
    this.#text = read.text;
    await this.#grade();
  }

  /** Lets the person choose the lesson's file. */
  async chooseLesson(): Promise<void> {
    try {
      const file = await host.openFile('lesson');
      if (file) await this.take(file.text, file.name);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  /** Lets the person choose work files. */
  async chooseWork(): Promise<void> {
    await this.add(await host.chooseWork());
  }

  /** Adds work files to those that are there. */
  async add(files: readonly File[]): Promise<void> {
    const read: ChosenFile[] = [];
    this.problem = '';
    for (const file of files)
      try {
        read.push(await readFile(file));
      } catch (error) {
        this.problem = error instanceof Error ? error.message : String(error);
      }
    const others = this.#files.filter(({ name }) => read.every((one) => one.name !== name));
    this.#files = [...others, ...read];
    await this.#grade();
  }

  get waiting(): number {
    return this.lesson ? 0 : this.#files.length;
  }

  async saveCsv(): Promise<void> {
    const { results, lesson } = this;
    if (!results || !lesson) return;
    const csv = await this.#lab.simulator.writeReport(results.report, 'csv');
    await host.saveText(`${lesson.id}-results.csv`, csv);
  }

  async saveXapi(): Promise<void> {
    if (this.results && this.lesson) await host.saveText(`${this.lesson.id}-xapi.json`, this.results.xapi);
  }

  async #grade(): Promise<void> {
    if (!this.lesson || this.#files.length === 0) return;
    const files = this.#files;
    this.progress = { done: 0, of: files.length };
    try {
      this.results = await this.#lab.simulator.gradeClass(this.#text, [...files], (done) => {
        this.progress = { done, of: files.length };
      });
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      this.progress = null;
    }
    if (files !== this.#files) await this.#grade();
  }
}

function valueOf({ grade }: GradedWork, by: Exclude<ClassColumn, 'learner'>): number {
  return by === 'minutes' ? grade.seconds : grade[by];
}
