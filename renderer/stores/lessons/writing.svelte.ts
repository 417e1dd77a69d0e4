import { host, type ChosenFile } from '../../host/host.ts';
import type { Lesson } from '../../worker/lesson-desk.ts';
import type { Problem } from '../../worker/laboratory.ts';
import type { Lab } from '../lab.svelte.ts';
import { newKey } from './making.svelte.ts';
import { TEMPLATE } from './template.ts';

/** How long one has not written before the text is read, milliseconds. */
const REST_MS = 400;

/** Somebody writing a lesson: its text is read and tried while they write. */
export class Writing {
  text = $state(TEMPLATE);
  name = $state('my-lesson.yaml');
  /** The lesson as it was when it could be read last. */
  lesson = $state.raw<Lesson | null>(null);
  problems = $state.raw<readonly Problem[]>([]);
  /** It is being tried whether its steps can be done. */
  checking = $state(false);
  /** It was tried, and nothing was wrong. */
  sound = $state(false);
  readonly #lab: Lab;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Takes what was written, and reads it once nothing more is. */
  write(text: string): void {
    this.text = text;
    this.sound = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.check(), REST_MS);
  }

  /** Reads the text, then tries its answer. What comes too late is dropped. */
  async check(): Promise<void> {
    const asked = ++this.#asked;
    const { text, name } = this;
    const { simulator } = this.#lab;
    this.checking = true;
    try {
      const read = await simulator.readLesson(text, name);
      if (asked !== this.#asked) return;
      this.problems = read.ok ? [] : read.problems;
      if (!read.ok) return;
      this.lesson = read.lesson;
      const problems = await simulator.checkLesson(text, name);
      if (asked !== this.#asked) return;
      this.problems = problems;
      this.sound = problems.length === 0;
    } finally {
      if (asked === this.#asked) this.checking = false;
    }
  }

  /** Begins with the template. */
  fresh(): void {
    this.take({ name: 'my-lesson.yaml', text: TEMPLATE });
  }

  take({ name, text }: ChosenFile): void {
    this.name = name;
    this.text = text;
    this.sound = false;
    void this.check();
  }

  async open(): Promise<void> {
    try {
      const file = await host.openFile('lesson');
      if (file) this.take(file);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.problems = [{ file: '', line: 0, column: 0, message }];
    }
  }

  async save(): Promise<void> {
    await host.saveText(this.name, this.text);
  }

  /** One sealed file for all learners. The text gets a key first, if it has none: with it work is graded, so it is to be kept. */
  async handOut(): Promise<void> {
    if (!this.lesson) return;
    const { simulator } = this.#lab;
    if (this.lesson.key === undefined)
      this.take({ name: this.name, text: await simulator.withKey(this.text, newKey()) });
    await host.saveText(`${this.lesson.id}.edgelesson`, await simulator.sealLesson(this.text));
  }
}
