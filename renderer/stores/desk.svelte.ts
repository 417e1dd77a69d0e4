import { host, isCapture, type ChosenFile } from '../host/host.ts';
import { exampleStops } from '../presentation/example.ts';
import { Presenting } from '../presentation/presenting.svelte.ts';
import type { ViewEntry, ViewId } from '../views/registry.ts';
import { differenceText } from './differences.ts';
import type { Lab } from './lab.svelte.ts';
import { Layout } from './layout.svelte.ts';
import { filmed, Pictures } from './lessons/film.svelte.ts';
import { isLesson } from './lessons/is-lesson.ts';
import { Lessons } from './lessons/lessons.svelte.ts';
import { Manual } from './manual.svelte.ts';
import { Recovering } from './recovering.svelte.ts';
import { SHOW_EXTENSION } from './show-file.ts';
import { Speaker } from './speaker.svelte.ts';
import { ThemeChoice } from './theme.svelte.ts';

/** What lies over the window. */
export type Sheet = 'palette' | 'keys' | 'model' | 'licences' | 'replay' | 'report' | 'picture';

/** The window around the lab: what commands act on. */
export class Desk extends Speaker {
  readonly lab: Lab;
  readonly theme = new ThemeChoice();
  readonly manual = new Manual();
  readonly recovering: Recovering;
  readonly layout: Layout;
  /** Bookmarks shown to others. */
  readonly presenting: Presenting;
  /** A lesson's film, shown like bookmarks; the lab stays where it is. */
  readonly film: Presenting;
  readonly #pictures = new Pictures();
  readonly lessons: Lessons;
  readonly #stage: readonly ViewEntry[] = [];
  /** What can be on the stage, in the order of the rail. */
  readonly views: readonly ViewEntry[] = $derived.by(() =>
    this.#stage.filter(({ id }) => !this.lessons.hides(id)),
  );
  sheet = $state<Sheet | null>(null);
  /** What the view on the stage stands in, for pictures of it. */
  stage = $state<HTMLElement>();
  touring = $state(false);

  constructor(lab: Lab, views: readonly ViewEntry[]) {
    super();
    this.lab = lab;
    this.recovering = new Recovering(lab);
    this.presenting = new Presenting(lab);
    this.film = new Presenting(filmed(lab, this.#pictures));
    this.lessons = new Lessons({
      lab,
      recovering: this.recovering,
      now: () => Date.now(),
      say: (text) => this.say(text),
      show: this.show,
    });
    this.#stage = views.filter(({ stage }) => stage !== undefined);
    this.layout = new Layout(
      lab,
      this.#stage.map(({ id }) => id),
    );
  }

  readonly show = (view: ViewId): void => {
    if (this.lessons.hides(view)) {
      this.say('This view is not part of the lesson');
      return;
    }
    if (view === 'manual' && this.lab.view !== view) this.manual.from = this.lab.view;
    this.lab.view = view;
    this.lab.fields.page = null;
  };

  /** Opens the manual: at a page, or where it was left. @param path below docs/manual */
  readonly read = (path?: string): void => {
    if (path !== undefined) this.manual.open(path);
    this.show('manual');
  };

  /** Opens a design, the rules of a firewall, a show, or a lesson. */
  async open(choose: () => Promise<ChosenFile | null>): Promise<void> {
    const opened = await this.lab.document.openFile(async () => {
      const file = await choose();
      if (file && isLesson(file)) {
        await this.lessons.open(file);
        return null;
      }
      if (!file?.name.endsWith(`.${SHOW_EXTENSION}`)) return file;
      await this.openShow(file);
      return null;
    });
    if (opened === 'rules') this.show('files');
  }

  /** Grades what learners handed in. */
  async openWork(files: readonly File[]): Promise<void> {
    this.lessons.wantedPage = 'class';
    this.show('lessons');
    await this.lessons.book.add(files);
  }

  /** Opens a show: the one that is given, or one that the person chooses. */
  async openShow(given?: ChosenFile): Promise<void> {
    let file = given ?? null;
    try {
      file ??= await host.openFile('show');
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.lab.trouble = {
        title: 'That file cannot be opened',
        problems: [{ file: '', line: 0, column: 0, message }],
      };
    }
    if (file && (await this.lab.bookmarks.open(file))) this.show('presentation');
  }

  /** Opens the show that comes with the lab, with the first built-in design. */
  async openExample(): Promise<void> {
    const { lab } = this;
    const [first] = lab.builtin;
    if (!first) return;
    if (lab.original?.id !== first.id || lab.document.name !== '') await lab.document.openBuiltin(first);
    if (lab.original) lab.bookmarks.put(exampleStops(lab.original));
    this.show('presentation');
  }

  /** Shows the bookmarks to others. @param from its place among them */
  async present(from = 0): Promise<void> {
    // What is being written in a field is taken when it is left.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const problem = await this.presenting.start(from);
    if (problem !== '') this.say(problem);
  }

  /** Shows the film of a lesson: its pictures one after the other, beside the lab. */
  async watchFilm(lesson: string): Promise<void> {
    this.#pictures.take(await this.lab.simulator.film(lesson));
    const problem = await this.film.start();
    if (problem !== '') this.say(problem);
  }

  openFile(): Promise<void> {
    return this.open(() => host.openFile('design'));
  }

  /** Opens a file that was open before. */
  openRecent(id: string): Promise<void> {
    return this.open(() => host.reopen(id));
  }

  /** Opens what somebody copied, where the browser lets one look. */
  openCopied(): Promise<void> {
    return this.open(async () => {
      const text = await navigator.clipboard.readText().catch(() => {
        throw new Error('the window may not read what was copied: press the keys for pasting instead');
      });
      return { name: 'pasted text', text };
    });
  }

  /** Opens a capture: the one that is given, or one that the person chooses. */
  async openCapture(given?: File): Promise<void> {
    const file = given ?? (await host.chooseCapture());
    if (!file) return;
    this.show('captures');
    const { capture } = this.lab;
    if (await isCapture(file)) await capture.open(file);
    else capture.problem = `${file.name}: no capture; a file of pcap or pcapng would be one`;
  }

  undo(): void {
    this.#travel('Undone', () => this.lab.undo());
  }

  redo(): void {
    this.#travel('Done again', () => this.lab.redo());
  }

  #travel(verb: string, step: () => void): void {
    const texts = () => this.lab.differences.map(differenceText);
    const before = texts();
    step();
    const after = texts();
    const changed = [
      ...before.filter((text) => !after.includes(text)),
      ...after.filter((text) => !before.includes(text)),
    ];
    this.say(`${verb}: ${changed.join(', ') || this.lab.variant}`);
  }
}
