import type { ViewId } from '../views/registry.ts';
import type { Selection } from '../views/view.ts';
import type { Lab } from './lab.svelte.ts';
import { seconds3 } from './format.ts';

/** A moment that somebody wants to come back to, with all that brings back what they saw there. */
export interface Bookmark {
  readonly id: number;
  readonly title: string;
  readonly notes: string;
  /** Microseconds. */
  readonly time: number;
  readonly feature: string;
  readonly view: ViewId;
  readonly selection: Selection;
}

/** Bookmarks, kept for each design while the window is open. They are no part of the design: undo leaves them alone. */
export class Bookmarks {
  readonly #lab: Lab;
  #byDesign = $state.raw<Readonly<Record<string, readonly Bookmark[]>>>({});
  #made = 0;

  /** All bookmarks of the design, in the order in which they were made. */
  readonly all: readonly Bookmark[] = $derived(this.#byDesign[this.#design] ?? []);
  /** Those of the feature that is shown, in the order of time. */
  readonly shown: readonly Bookmark[] = $derived(
    this.all.filter(({ feature }) => feature === this.#feature).toSorted((a, b) => a.time - b.time),
  );

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Keeps the present moment. */
  add(): void {
    const { playback, selection, view } = this.#lab;
    const { time } = playback;
    this.#made++;
    this.#set([
      ...this.all,
      {
        id: this.#made,
        title: `At ${seconds3(time)} s`,
        notes: '',
        time,
        feature: this.#feature,
        view,
        selection,
      },
    ]);
  }

  /** Gives a bookmark another title, or notes. */
  change(id: number, to: Partial<Pick<Bookmark, 'title' | 'notes'>>): void {
    this.#set(this.all.map((one) => (one.id === id ? { ...one, ...to } : one)));
  }

  remove(id: number): void {
    this.#set(this.all.filter((one) => one.id !== id));
  }

  /** Goes to a moment: its feature, view, time, and what was chosen. */
  go({ time, feature, view, selection }: Bookmark): void {
    const lab = this.#lab;
    if (feature !== this.#feature) lab.look(feature);
    lab.view = view;
    lab.playback.pause();
    lab.playback.seek(time);
    lab.selection = selection;
  }

  /** The bookmark of the feature after the present moment, or the one before it; null when there is none. */
  beside(step: 1 | -1): Bookmark | null {
    const { time } = this.#lab.playback;
    const found =
      step > 0 ? this.shown.find((one) => one.time > time) : this.shown.findLast((one) => one.time < time);
    return found ?? null;
  }

  get #design(): string {
    return this.#lab.original?.id ?? '';
  }

  get #feature(): string {
    return this.#lab.featureRun?.feature.id ?? '';
  }

  #set(bookmarks: readonly Bookmark[]): void {
    this.#byDesign = { ...this.#byDesign, [this.#design]: bookmarks };
  }
}
