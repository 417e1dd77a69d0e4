import { host, type ChosenFile } from '../../host/host.ts';
import type { Grade, LessonInfo } from '../../worker/lesson-desk.ts';
import type { ViewId } from '../../views/registry.ts';
import type { Standing } from '../document.svelte.ts';
import type { Lab } from '../lab.svelte.ts';
import type { Recovering } from '../recovering.svelte.ts';
import { forgetDurably, recallDurably, rememberDurably } from '../durable.ts';
import { readAttempt, writeAttempt, type Attempt } from './attempt.ts';
import { ClassBook } from './class-book.svelte.ts';
import { Making } from './making.svelte.ts';
import { hidesView, viewInPlaceOf } from './offered.ts';
import { Playing, type Opened } from './playing.svelte.ts';
import {
  readProgress,
  withLeft,
  withoutLeft,
  withReached,
  writeProgress,
  type Progress,
} from './progress.ts';
import type { Now } from './watch.svelte.ts';
import { LessonWatch } from './lesson-file.ts';
import { fileWord, problemOf } from './words.ts';
import { Writing } from './writing.svelte.ts';

const PROGRESS = 'edge-lab.progress';
const ATTEMPT = 'edge-lab.lesson.';

/** What the lessons are told of the window around them. */
export interface Around {
  readonly lab: Lab;
  readonly recovering: Recovering;
  readonly now: Now;
  readonly say: (text: string) => void;
  readonly show: (view: ViewId) => void;
}

/** What is shown of the lessons: the map of the course, or what instructors do. */
export type LessonsPage = 'course' | 'make' | 'class' | 'write';

/** Something that leaves the lesson, which somebody has to want. */
export interface Asked {
  readonly text: string;
  readonly title: string;
  readonly go: () => Promise<void>;
}

/** Lessons in the window: the course, the one that is played, and what instructors make. */
export class Lessons {
  course = $state.raw<readonly LessonInfo[]>([]);
  progress = $state.raw<Progress>(readProgress(null));
  playing = $state.raw<Playing | null>(null);
  /** What is wanted of it; while a lesson is played there is only the course. */
  wantedPage = $state<LessonsPage>('course');
  /** What is wrong with a file that somebody opened, in one sentence. */
  problem = $state('');
  asked = $state.raw<Asked | null>(null);
  /** What the lesson that was handed in is worth. */
  grade = $state.raw<Grade | null>(null);
  /** What is wrong, in sentences, while an instructor looks at it. */
  wrong = $state.raw<readonly string[] | null>(null);
  /** The sheet in which one hands in is open. */
  handingIn = $state(false);
  readonly page: LessonsPage = $derived(this.playing ? 'course' : this.wantedPage);
  readonly making: Making;
  readonly book: ClassBook;
  readonly writing: Writing;
  readonly #around: Around;
  /** What one was at before the lesson began. */
  #before: Standing | null = null;
  /** Settles when no lesson is being begun. */
  #beginning: Promise<void> = Promise.resolve();
  readonly #file: LessonWatch;

  constructor(around: Around) {
    this.#around = around;
    this.making = new Making(around.lab);
    this.book = new ClassBook(around.lab);
    this.writing = new Writing(around.lab);
    this.#file = new LessonWatch((file) => void this.reread(file));
    around.lab.document.mayOpen = (open) => this.#mayOpen(open);
  }

  /** Is a view not there now? Only what the lesson offers is, and while something is to be foretold, none that tells it. */
  hides(view: ViewId): boolean {
    const { playing } = this;
    if (!playing) return view === 'lesson';
    return hidesView(playing.lesson.tools, playing.predicting, view);
  }

  /** Reads the course. */
  async start(): Promise<void> {
    if (this.course.length === 0) this.course = await this.#simulator.course();
  }

  /**
   * Reads what was reached.
   * @param goOn whether to go on with the lesson at which a window was that ended, or was loaded anew
   */
  async resume(goOn: boolean): Promise<void> {
    this.progress = readProgress(await recallDurably(PROGRESS));
    const [last] = this.progress.left;
    const attempt = goOn && last !== undefined ? await this.#attempt(last) : null;
    if (attempt?.open) await this.#goOnWith(attempt);
  }

  /** Opens a lesson: the one that is given, or one that the person chooses. */
  async open(given?: ChosenFile): Promise<void> {
    this.problem = '';
    let file = given ?? null;
    let watched: FileSystemFileHandle | null = null;
    try {
      if (!file) ({ file, handle: watched } = await this.#file.choose());
    } catch (error) {
      this.#refuse(error instanceof Error ? error.message : String(error));
      return;
    }
    if (!file) return;
    const read = await this.#simulator.readLesson(file.text, file.name);
    if (!read.ok) this.#refuse(problemOf(read, file.name));
    else await this.begin({ ...read, file: file.name }, watched);
  }

  /**
   * Begins a lesson, or goes on where it was left. One after the other: the second of two that come at once has to ask
   * whether it may take the place of the first.
   */
  begin(opened: Opened, handle: FileSystemFileHandle | null = null): Promise<void> {
    const begun = this.#beginning.then(() => this.#begin(opened, handle));
    this.#beginning = begun.catch(() => undefined);
    return begun;
  }

  async #begin(opened: Opened, handle: FileSystemFileHandle | null): Promise<void> {
    const { playing } = this;
    if (playing && playing.opened.text !== opened.text) {
      this.#ask(`"${opened.lesson.title}" leaves this lesson`, 'Leave and begin it', () =>
        this.begin(opened, handle),
      );
      return;
    }
    if (playing) {
      this.#around.show('map');
      return;
    }
    const attempt = await this.#attempt(opened.lesson.id);
    await this.#play(opened, attempt?.lesson === opened.text ? attempt : null);
    if (handle) this.#file.follow(handle);
  }

  /** Begins a lesson of the course by its id. */
  async beginCourse(id: string): Promise<void> {
    await this.start();
    const info = this.course.find((one) => one.id === id);
    if (!info) {
      this.#refuse(`There is no lesson "${id}" in the course`);
      return;
    }
    const read = await this.#simulator.readLesson(info.text, `${id}.yaml`);
    if (read.ok) await this.begin({ ...read, file: '' });
    else this.#refuse(problemOf(read, info.title));
  }

  /** Lets the person choose the lesson's file once more, where it cannot be followed. */
  async readAgain(): Promise<void> {
    try {
      const file = await host.openFile('lesson');
      if (file) await this.reread(file);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  /** What is wrong with the network, for an instructor: only in a lesson that was opened with its key. */
  async reveal(): Promise<void> {
    const { playing } = this;
    if (playing) this.wrong = await this.#simulator.wrongWith(playing.opened.text);
  }

  /** Is the one at the lesson its instructor? Whoever has the open file with its key. */
  readonly instructs = $derived(
    this.playing !== null && !this.playing.opened.handedOut && this.playing.lesson.key !== undefined,
  );

  /** The lesson's file was written anew. */
  async reread(file: ChosenFile): Promise<void> {
    const { playing } = this;
    if (!playing || file.text === playing.opened.text) return;
    const read = await this.#simulator.readLesson(file.text, file.name);
    if (!read.ok) {
      this.problem = problemOf(read, file.name);
      return;
    }
    this.problem = '';
    const { lab } = this.#around;
    if (JSON.stringify(read.lesson.start) !== JSON.stringify(playing.lesson.start))
      await lab.document.take(read.lesson.start, read.lesson.title);
    await playing.reload({ ...read, file: file.name });
    this.#lock(playing);
    this.#around.say(`${read.lesson.title} was read again`);
  }

  /** Writes down what was done: an effect that runs whenever it changes. */
  keep(open = true): void {
    const { playing } = this;
    const { setup, original } = this.#around.lab;
    if (!playing || !setup || !original || original.id !== playing.lesson.start.design.id) return;
    void rememberDurably(ATTEMPT + playing.lesson.id, writeAttempt(playing.attempt(setup, open)));
  }

  /** Back to what one was at before. What was done stays written down. */
  async leave(): Promise<void> {
    const { playing } = this;
    if (!playing) return;
    playing.end();
    if (playing.handedIn) this.#forget(playing.lesson.id);
    else this.keep(false);
    this.#file.unfollow();
    this.playing = null;
    this.asked = null;
    this.grade = null;
    this.handingIn = false;
    this.wrong = null;
    const { lab, recovering, show } = this.#around;
    lab.locked = '';
    lab.explains = true;
    lab.leaveExhibit();
    const before = this.#before;
    this.#before = null;
    show('lessons');
    this.wantedPage = 'course';
    if (before) await lab.document.resume(before);
    recovering.paused = false;
  }

  /** Begins the lesson anew: nothing was done, and no time has passed. */
  async restart(): Promise<void> {
    const { playing } = this;
    if (!playing) return;
    this.#forget(playing.lesson.id);
    this.playing = null;
    this.grade = null;
    await this.#play(playing.opened, null);
  }

  /** Hands the work in: writes the signed file, and says what it is worth. */
  async handIn(learner: string): Promise<void> {
    const { playing } = this;
    if (!playing || learner.trim() === '') return;
    this.#set({ ...this.progress, learner: learner.trim() });
    const work = playing.work(learner.trim());
    const { text, lesson } = playing.opened;
    try {
      this.grade = await this.#simulator.gradeLesson(text, work);
      playing.handedIn = true;
      playing.watch.stop();
      const { score, of, passed } = this.grade;
      this.#set(withReached(this.progress, lesson.id, { score, of, passed }));
      await host.saveText(
        `${lesson.id}-${fileWord(learner)}.edgework`,
        await this.#simulator.writeWork(text, work),
      );
    } catch (error) {
      this.problem = `The work file could not be saved: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  /** The lesson of the course behind this one; null when there is none. */
  get following(): LessonInfo | null {
    const at = this.course.findIndex(({ id }) => id === this.playing?.lesson.id);
    return at < 0 ? null : (this.course[at + 1] ?? null);
  }

  /** The first lesson of the course that was not passed. */
  readonly nextOne: LessonInfo | null = $derived(
    this.course.find(({ id }) => !this.progress.reached[id]?.passed) ?? null,
  );

  /** Does as was asked, or stays. */
  async answer(yes: boolean): Promise<void> {
    const { asked } = this;
    this.asked = null;
    if (!yes || !asked) return;
    await this.leave();
    await asked.go();
  }

  async #attempt(lesson: string): Promise<Attempt | null> {
    return readAttempt(await recallDurably(ATTEMPT + lesson));
  }

  async #goOnWith(attempt: Attempt): Promise<void> {
    const read = await this.#simulator.readLesson(attempt.lesson, attempt.file);
    if (read.ok) await this.#play({ ...read, file: attempt.file }, attempt);
  }

  async #play(opened: Opened, attempt: Attempt | null): Promise<void> {
    const { lab, recovering, say, show, now } = this.#around;
    const { lesson } = opened;
    this.problem = '';
    this.#before ??= lab.document.standing;
    recovering.paused = true;
    lab.locked = '';
    await lab.document.take(lesson.start, lesson.title);
    if (attempt) {
      const loaded = await this.#simulator.open(attempt.design, '');
      const { interventions } = attempt;
      if (loaded.ok) await lab.goTo({ design: loaded.design, interventions });
    }
    const playing = new Playing(opened, { lab, now, say, show: (view) => this.#show(view) }, attempt);
    this.playing = playing;
    this.#set(withLeft(this.progress, lesson.id));
    this.#lock(playing);
    show('map');
    this.#show(lab.view);
    await playing.begin();
  }

  #lock(playing: Playing): void {
    const { lab, say } = this.#around;
    const { lock, explain } = playing.lesson.tools;
    lab.locked = lock ? 'In this lesson rules and devices stay as they are: look, and answer' : '';
    lab.onLocked = (why) => {
      playing.problem = why;
      say(why);
    };
    lab.explains = explain;
  }

  /** Puts a view on the stage, or the first that the lesson has. */
  #show(view: string): void {
    const shown = viewInPlaceOf(view, (id) => this.hides(id));
    if (shown) this.#around.show(shown);
  }

  #mayOpen(open: () => Promise<void>): boolean {
    if (!this.playing) return true;
    this.#ask('Another design leaves this lesson', 'Leave and open it', open);
    return false;
  }

  #ask(what: string, title: string, go: () => Promise<void>): void {
    this.asked = { text: `${what}. What you did is kept.`, title, go };
    this.#around.say(this.asked.text);
  }

  #refuse(problem: string): void {
    this.problem = problem;
    this.#around.say(problem);
    if (!this.playing) this.#around.show('lessons');
  }

  #forget(lesson: string): void {
    void forgetDurably(ATTEMPT + lesson);
    this.#set(withoutLeft(this.progress, lesson));
  }

  #set(progress: Progress): void {
    for (const gone of this.progress.left.filter((id) => !progress.left.includes(id)))
      void forgetDurably(ATTEMPT + gone);
    this.progress = progress;
    void rememberDurably(PROGRESS, writeProgress(progress));
  }

  get #simulator() {
    return this.#around.lab.simulator;
  }
}
