import * as v from 'valibot';
import { ideasFor, type Idea } from '../../simulator/filters/conditions/ideas.ts';
import { sourceOf, type FilterSource } from '../../simulator/filters/source.ts';
import type { Lab } from './lab.svelte.ts';
import { LookUps } from './look-ups.svelte.ts';
import { hitAfter, hitsUntil, whyNever, type Hit, type Meaning } from './meanings.ts';
import { selectionAt } from './steps.ts';
import { recallSession, rememberSession } from './storage.ts';

/** Something at which playing stops, in the words in which it was written. */
export interface Breakpoint {
  readonly id: number;
  readonly text: string;
  readonly on: boolean;
}

type Shown = Pick<Lab, 'reader' | 'shown' | 'playback' | 'select'>;

/** Times in a trace are whole microseconds. */
const LEAST_US = 1;

const KEY = 'edge-lab-breakpoints';
const Kept = v.array(v.strictObject({ text: v.pipe(v.string(), v.maxLength(4000)), on: v.boolean() }));

const NOTHING: Meaning = { ok: false, message: 'No run is there yet' };

/** Moments at which playing stops: written in words, or as display filters, and looked up in each run anew. */
export class Breakpoints {
  readonly #lab: Shown;
  list = $state.raw<readonly Breakpoint[]>(recalled());
  /** Where playing stopped last, until it goes on. */
  stopped = $state.raw<Hit | null>(null);
  /** Are they shown, to be changed? */
  open = $state(false);
  #waiting: Hit | null = null;
  readonly #lookUps = new LookUps();
  #made = this.list.length;

  readonly source: FilterSource | null = $derived.by(() => {
    const { reader, shown } = this.#lab;
    return reader && shown ? sourceOf(reader, shown) : null;
  });
  /** What one could write, in this run. */
  readonly ideas: readonly Idea[] = $derived(this.source ? ideasFor(this.source) : []);
  /** Every moment of this run at which playing stops, in order. */
  readonly hits: readonly Hit[] = $derived(
    this.list
      .flatMap(({ on, text }) => {
        const meaning = this.meaningOf(text);
        return on && meaning.ok ? meaning.hits : [];
      })
      .toSorted((a, b) => a.event - b.event),
  );
  readonly next: Hit | null = $derived.by(() => hitAfter(this.hits, this.#lab.playback.time));
  /** The one before the present moment: not the one at which the clock stands. */
  readonly previous: Hit | null = $derived.by(
    () => this.hits[hitsUntil(this.hits, this.#lab.playback.time - LEAST_US) - 1] ?? null,
  );

  constructor(lab: Shown) {
    this.#lab = lab;
    lab.playback.stopAfter = (time, to) => this.#stopAfter(time, to);
    lab.playback.onStop = (time) => this.#stop(time);
  }

  /** What a text means in the run that is shown. */
  meaningOf(text: string): Meaning {
    return this.source ? this.#lookUps.meaningOf(this.source, text) : NOTHING;
  }

  add(text: string): void {
    const written = text.trim();
    if (written === '' || this.list.some((one) => one.text === written)) return;
    this.#set([...this.list, { id: ++this.#made, text: written, on: true }]);
  }

  remove(id: number): void {
    this.#set(this.list.filter((one) => one.id !== id));
  }

  toggle(id: number): void {
    this.#set(this.list.map((one) => (one.id === id ? { ...one, on: !one.on } : one)));
  }

  /** Puts the clock to a moment, and chooses what it is about. */
  go(hit: Hit): void {
    this.#lab.playback.pause();
    this.#lab.playback.seek(hit.time);
    this.#show(hit);
  }

  /**
   * Plays once to where something is met next.
   * @returns why it cannot: that it means nothing, or is not met any more; empty when it plays
   */
  runUntil(text: string): string {
    const meaning = this.meaningOf(text);
    if (!meaning.ok) return meaning.message;
    const { playback } = this.#lab;
    const hit = hitAfter(meaning.hits, playback.time);
    if (!hit) return whyNever(meaning.hits, playback.time);
    this.#waiting = hit;
    playback.playTo(hit.time);
    return '';
  }

  #stopAfter(time: number, to: number): number | null {
    // Nothing is played past because it is not known yet.
    if (this.source && this.#lookUps.busy(this.source)) this.#lookUps.finish();
    const hit = hitAfter(this.hits, time);
    return hit && hit.time <= to ? hit.time : null;
  }

  #stop(time: number): void {
    const hit = this.#waiting?.time === time ? this.#waiting : hitAfter(this.hits, time - LEAST_US);
    this.#waiting = null;
    if (hit) this.#show(hit);
  }

  #show(hit: Hit): void {
    const { reader, shown } = this.#lab;
    this.stopped = hit;
    if (reader && shown) this.#lab.select(selectionAt(reader, hit.event));
  }

  #set(list: readonly Breakpoint[]): void {
    this.list = list;
    rememberSession(KEY, JSON.stringify(list.map(({ text, on }) => ({ text, on }))));
  }
}

function recalled(): readonly Breakpoint[] {
  try {
    return v.parse(Kept, JSON.parse(recallSession(KEY) ?? '[]')).map((one, at) => ({ ...one, id: at + 1 }));
  } catch {
    return [];
  }
}
