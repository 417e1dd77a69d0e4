import { designText } from '../../simulator/designs/text.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { Setup } from '../../simulator/model/run.ts';
import { host, type ChosenFile } from '../host/host.ts';
import { DESIGN_EXTENSION } from './document.svelte.ts';
import { SECONDS_DEFAULT, stagedView, timeOf, type Bookmark } from './bookmark.ts';
import { seconds3 } from './format.ts';
import { begin, change, redo, undo, type History } from './history.ts';
import type { Lab } from './lab.svelte.ts';
import { readShow, SHOW_EXTENSION, writeShow, type WrittenShow } from './show-file.ts';
import { sameSetup } from './variants.ts';

/** Each bookmark holds a whole design, and those that were thrown away are kept for undo alone. */
const MOST_UNDONE = 30;
const NONE: History<readonly Bookmark[]> = begin([]);

/**
 * Bookmarks, kept for each design while the window is open, in the order in which they are shown to others. They are no
 * part of the design: its undo leaves them alone, and they have one of their own.
 */
export class Bookmarks {
  readonly #lab: Lab;
  #byDesign = $state.raw<Readonly<Record<string, History<readonly Bookmark[]>>>>({});
  #made = 0;
  /** The one that is looked at where they are edited. */
  chosen = $state<number | null>(null);

  /** Those of the file that was saved or opened last. */
  #saved = $state.raw<readonly Bookmark[]>([]);

  readonly #history = $derived(this.#byDesign[this.#design] ?? NONE);
  /** All bookmarks of the design. */
  readonly all: readonly Bookmark[] = $derived(this.#history.present);
  /** Are there any that closing the window would lose? */
  readonly unsaved = $derived(this.all.length > 0 && this.all !== this.#saved);
  readonly canUndo = $derived(this.#history.past.length > 0);
  readonly canRedo = $derived(this.#history.future.length > 0);
  /** Those of the run that is shown, in the order of time. */
  readonly shown: readonly Bookmark[] = $derived(
    this.all
      .filter(({ feature, setup }) => feature === this.#feature && this.#isShown(setup))
      .map((one) => ({ ...one, time: this.timeOf(one) }))
      .toSorted((a, b) => a.time - b.time),
  );

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Keeps the present moment, behind the others. */
  add(): void {
    const { playback, selection, view, setup } = this.#lab;
    if (!setup) return;
    const time = Math.round(playback.time);
    this.#set([
      ...this.all,
      {
        id: ++this.#made,
        title: `At ${seconds3(time)} s`,
        headline: '',
        says: '',
        notes: '',
        time,
        when: '',
        feature: this.#feature,
        view: stagedView(view),
        selection,
        near: null,
        seconds: SECONDS_DEFAULT,
        setup,
      },
    ]);
    this.chosen = this.#made;
  }

  /** Changes what a bookmark says, or how it is shown. */
  change(id: number, to: Partial<Omit<Bookmark, 'id'>>): void {
    this.#set(this.all.map((one) => (one.id === id ? { ...one, ...to } : one)));
  }

  /** Takes the present moment in place of its own; its words stay. */
  retake(id: number): void {
    const { playback, selection, setup } = this.#lab;
    const time = Math.round(playback.time);
    if (setup) this.change(id, { time, when: '', feature: this.#feature, selection, setup });
  }

  remove(id: number): void {
    this.#set(this.all.filter((one) => one.id !== id));
  }

  /** @param place the new one, from 0 */
  move(id: number, place: number): void {
    const moved = this.all.find((one) => one.id === id);
    if (moved) this.#set(this.all.filter((one) => one !== moved).toSpliced(place, 0, moved));
  }

  undo(): void {
    this.#keep(undo(this.#history));
  }

  redo(): void {
    this.#keep(redo(this.#history));
  }

  /** Goes to a moment: what was run, its feature, view, time, and what was chosen. Runs what is not known any more. */
  async go(one: Bookmark): Promise<void> {
    const lab = this.#lab;
    if (!this.#isShown(one.setup)) await lab.goTo(one.setup);
    if (one.feature !== this.#feature) lab.look(one.feature);
    lab.view = one.view;
    lab.playback.pause();
    lab.playback.seek(this.timeOf(one));
    lab.selection = one.selection;
  }

  /** When a bookmark of the run that is shown is, microseconds. */
  timeOf({ when, time }: Bookmark): number {
    const { featureRun, breakpoints } = this.#lab;
    if (when === '' || !featureRun || !breakpoints.source) return time;
    return timeOf(when, featureRun, breakpoints.source) ?? time;
  }

  /** The bookmark of the feature after the present moment, or the one before it; null when there is none. */
  beside(step: 1 | -1): Bookmark | null {
    const { time } = this.#lab.playback;
    const found =
      step > 0 ? this.shown.find((one) => one.time > time) : this.shown.findLast((one) => one.time < time);
    return found ?? null;
  }

  /** All of them as the text of a file; empty when there are none. */
  text(): string {
    const { original } = this.#lab;
    return original && this.all.length > 0 ? writeShow(original, this.all) : '';
  }

  /** Keeps them in a file. */
  async save(): Promise<void> {
    const { original } = this.#lab;
    const { all } = this;
    try {
      await host.saveText(`${original?.id ?? 'show'}.${SHOW_EXTENSION}`, this.text());
      this.#saved = all;
    } catch (error) {
      this.#trouble('The show could not be saved', error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * Opens those of a file, with the design that they were made of. What was there is one undo away; where anything is
   * wrong with the file, all stays as it is.
   * @param saved whether the file has them still
   * @returns whether it could be
   */
  async open({ name, text }: ChosenFile, saved = true): Promise<boolean> {
    const title = `${name} cannot be opened`;
    const read = readShow(text, name);
    if (!read.ok) return this.#trouble(title, read.problem);
    const { show } = read;
    // All are asked for at once: what somebody else asks meanwhile comes after them.
    const [setups, loaded] = await Promise.all([
      this.#setupsOf(show, name),
      this.#lab.simulator.open(show.design, name),
    ]);
    if (typeof setups === 'string') return this.#trouble(title, setups);
    if (!loaded.ok) return this.#trouble(title, loaded.problems[0]?.message ?? '');
    await this.#useDesign(loaded.design, show.design);
    this.put(
      show.stops.map((stop) => ({ ...stop, setup: setups[stop.setup]! })),
      saved,
    );
    return true;
  }

  /** Others in place of those that are there; undo leads back. */
  put(stops: readonly Omit<Bookmark, 'id'>[], saved = true): void {
    const all = stops.map((stop) => ({ ...stop, id: ++this.#made }));
    this.#set(all);
    if (saved) this.#saved = all;
    this.chosen = all[0]?.id ?? null;
  }

  /** Its designs, each read once; or what is wrong with one. */
  async #setupsOf({ setups }: WrittenShow, name: string): Promise<readonly Setup[] | string> {
    const read = await Promise.all(setups.map(({ design }) => this.#lab.simulator.open(design, name)));
    const found: Setup[] = [];
    for (const [at, loaded] of read.entries()) {
      if (!loaded.ok) return `${name}: ${loaded.problems[0]?.message ?? 'a design in it is none'}`;
      found.push({ design: loaded.design, interventions: setups[at]!.interventions });
    }
    return found;
  }

  /** Opens a design, unless it is the one that is open. */
  async #useDesign(design: Design, text: string): Promise<void> {
    const { original, document } = this.#lab;
    if (original && designText(design) === designText(original)) return;
    await document.open({ name: `${design.id}.${DESIGN_EXTENSION}`, text });
  }

  #trouble(title: string, message: string): false {
    this.#lab.trouble = { title, problems: [{ file: '', line: 0, column: 0, message }] };
    return false;
  }

  #isShown(setup: Setup): boolean {
    return this.#lab.setup !== null && sameSetup(setup, this.#lab.setup);
  }

  get #design(): string {
    return this.#lab.original?.id ?? '';
  }

  get #feature(): string {
    return this.#lab.featureRun?.feature.id ?? '';
  }

  #set(bookmarks: readonly Bookmark[]): void {
    this.#keep(change(this.#history, bookmarks, MOST_UNDONE));
  }

  #keep(history: History<readonly Bookmark[]>): void {
    this.#byDesign = { ...this.#byDesign, [this.#design]: history };
  }
}
