import { untrack } from 'svelte';
import type { FeatureRun, Setup } from '../../simulator/model/run.ts';
import { NO_PACKET } from '../../simulator/model/trace.ts';
import type { Bookmark } from '../stores/bookmark.ts';
import { FieldChoice } from '../stores/field-choice.svelte.ts';
import { FilterText } from '../stores/filter-text.svelte.ts';
import type { Lab } from '../stores/lab.svelte.ts';
import type { Drop } from '../stores/moments.ts';
import { Playback } from '../stores/playback.svelte.ts';
import type { Player } from '../stores/player.ts';
import { sameSetup, variantOf } from '../stores/variants.ts';
import { castOf } from '../views/map/cast.ts';
import type { Selection } from '../views/view.ts';
import { fade } from './fade.ts';
import { NotesWindow } from './notes-window.svelte.ts';
import { stopOf, wantedFor, type Stop } from './stop.ts';

/** Moments of one run that are no further apart are played from one to the next, microseconds. */
const NEAR_US = 2_000_000;
/** How long that takes: `--t-stage`. */
const MOVE_MS = 600;
const TICK_MS = 250;

/** What was run for a show. */
interface Ran {
  readonly setup: Setup;
  readonly run: FeatureRun;
}

/** Where its stops come from, and the lab around them. */
type Presented = Pick<
  Lab,
  'simulator' | 'variants' | 'run' | 'playback' | 'selection' | 'select' | 'seek'
> & { readonly bookmarks: Pick<Lab['bookmarks'], 'all' | 'go'> };

/** Bookmarks as a talk: one stop after the other, each with its own run, beside the lab, which stays as it is. */
export class Presenting implements Player {
  readonly #lab: Presented;
  readonly playback = new Playback();
  readonly fields = new FieldChoice();
  readonly ladderFilter = new FilterText('stage-ladder');
  readonly timelineFilter = new FilterText('stage-timeline');
  readonly needed = {};
  readonly notes = new NotesWindow((key) => this.press(key));
  /** Empty while nobody presents. */
  stops = $state.raw<readonly Stop[]>([]);
  at = $state(0);
  /** Runs of setups that the lab does not know. */
  #ran = $state.raw<readonly Ran[]>([]);
  #learning: Promise<boolean> | null = null;
  /** How much has been run before it can begin; null while that is not needed. */
  preparing = $state.raw<{ readonly done: number; readonly of: number } | null>(null);
  /** The screen is black, so that people look at the presenter. */
  dark = $state(false);
  /** A spot follows the mouse. */
  pointing = $state(false);
  /** One stop follows the other by itself. */
  auto = $state(false);
  selection = $state.raw<Selection>(null);
  /** When the talk began, when this stop came, and what time it is: milliseconds. */
  began = $state(0);
  came = $state(0);
  now = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Where it is going, as long as it is not there. */
  #to = 0;

  readonly stop: Stop | null = $derived(this.stops[this.at] ?? null);
  readonly running = $derived(this.stops.length > 0);
  /** All that the map shows at any stop: it stays where it is from one to the next. */
  readonly cast = $derived(castOf(this.stops.filter(({ bookmark }) => bookmark.view === 'map')));
  /** How much of this stop's time is over, from 0 to 1. */
  readonly share = $derived(
    this.stop ? Math.min(1, (this.now - this.came) / 1000 / this.stop.bookmark.seconds) : 0,
  );

  /** To be made where a component begins. */
  constructor(lab: Presented) {
    this.#lab = lab;
    $effect(() => this.#forget(lab.bookmarks.all));
  }

  get shown() {
    return this.stop?.design ?? null;
  }

  get featureRun() {
    return this.stop?.run ?? null;
  }

  get reader() {
    return this.stop?.reader ?? null;
  }

  /**
   * Begins at a bookmark, once all of them are run.
   * @returns what is to be said of bookmarks that cannot be shown; empty when all can
   */
  async start(from = 0): Promise<string> {
    if (this.running) return '';
    const { all } = this.#lab.bookmarks;
    this.#lab.playback.pause();
    // What was begun for a shorter list is not all of it.
    if (!(await this.learn()) || !(await this.learn()))
      return 'The show cannot be shown: the simulation was ended before all of it was run.';
    const stops = all.flatMap((bookmark) => this.stopOf(bookmark) ?? []);
    const left = all.filter((one) => !stops.some(({ bookmark }) => bookmark === one));
    const first = stops.findIndex(({ bookmark }) => bookmark === all[from]);
    if (stops.length > 0) this.#begin(stops, Math.max(0, first));
    return left.length === 0
      ? ''
      : `What they show cannot be run here: ${left.map(({ title }) => title).join(', ')}.`;
  }

  /**
   * Runs what bookmarks show and is not known yet.
   * @returns whether it could be
   */
  learn(): Promise<boolean> {
    return (this.#learning ??= this.#learn().finally(() => (this.#learning = null)));
  }

  async #learn(): Promise<boolean> {
    const { all } = this.#lab.bookmarks;
    const wanted = wantedFor(all.filter(({ setup, feature }) => !this.#runOf(setup, feature)));
    try {
      for (const [done, { setup, features }] of wanted.entries()) {
        this.preparing = { done, of: wanted.length };
        const { design, interventions } = setup;
        const run = await this.#lab.simulator.run(design, { interventions, only: [...features] });
        this.#ran = [...this.#ran, ...run.features.map((one) => ({ setup, run: one }))];
      }
      return true;
    } catch {
      return false;
    } finally {
      this.preparing = null;
    }
  }

  /** A bookmark as it is shown; null where its run is not known. */
  stopOf(bookmark: Bookmark): Stop | null {
    const { setup, feature } = bookmark;
    const run = this.#runOf(setup, feature);
    const original = this.#lab.variants[0]?.setup;
    return run && stopOf(bookmark, run, original ? this.#runOf(original, feature) : null);
  }

  #begin(stops: readonly Stop[], first: number): void {
    // Asked for twice while it was run.
    if (this.running) return;
    this.stops = stops;
    this.playback.speed = this.#lab.playback.speed;
    this.playback.skipWaiting = this.#lab.playback.skipWaiting;
    this.playback.still = this.#lab.playback.still;
    this.dark = false;
    this.pointing = false;
    this.auto = false;
    this.began = Date.now();
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.notes.begin();
    this.#to = first;
    this.#take(first);
  }

  /** Back to the lab, which then stands where the talk did. */
  end(): void {
    const { stop } = this;
    if (!stop) return;
    const { time } = this.playback;
    this.playback.pause();
    clearInterval(this.#timer);
    this.notes.end();
    this.stops = [];
    void this.#lab.bookmarks.go(stop.bookmark).then(() => this.#lab.seek(time));
  }

  /** Lets go of runs that no bookmark shows any more. */
  #forget(all: readonly Bookmark[]): void {
    this.#ran = untrack(() => this.#ran).filter(({ setup }) =>
      all.some((one) => sameSetup(one.setup, setup)),
    );
  }

  /** Goes to a stop; before the first and behind the last there is none. */
  go(to: number): void {
    const [from, next] = [this.stop, this.stops[to]];
    if (!from || !next || to === this.#to) return;
    this.#to = to;
    const ahead = next.time - this.playback.time;
    if (from.run === next.run && ahead > 0 && ahead <= NEAR_US) {
      this.#show(to);
      this.playback.playTo(next.time, MOVE_MS);
    } else {
      // Whoever plays before the next picture stands wants to see that one move.
      this.playback.pause();
      fade(() => {
        if (this.#to === to && this.running) this.#take(to);
      }, this.playback.still);
    }
  }

  next(): void {
    this.go(this.#to + 1);
  }

  back(): void {
    this.go(this.#to - 1);
  }

  readonly select = (): void => undefined;

  readonly seek = (time: number): void => this.playback.seek(time);

  showDrop(drop: Drop): void {
    this.seek(drop.time);
  }

  /**
   * Does what a key stands for.
   * @param key as the browser names it
   * @returns whether it stands for anything
   */
  press(key: string): boolean {
    const does = KEYS[key.length === 1 ? key.toLowerCase() : key];
    if (does) does(this);
    else if (/^\d$/.test(key)) this.go((Number(key) + 9) % 10);
    return does !== undefined || /^\d$/.test(key);
  }

  /** Puts the clock to a stop's time. */
  #take(to: number): void {
    this.#show(to);
    const { moments, time } = this.stops[to]!;
    // A run that is shorter would end what is played.
    this.playback.seek(0);
    this.playback.load(moments);
    this.playback.seek(time);
  }

  #show(to: number): void {
    this.at = to;
    this.selection = chosenAt(this.stops[to]!);
    this.came = this.now = Date.now();
  }

  #tick(): void {
    this.now = Date.now();
    if (!this.auto || this.share < 1 || this.#to !== this.at) return;
    if (this.at < this.stops.length - 1) this.next();
    else this.auto = false;
  }

  #runOf(setup: Setup, feature: string): FeatureRun | null {
    const known = variantOf(this.#lab.variants, setup)?.run.features.find(
      (one) => one.feature.id === feature,
    );
    const ran = this.#ran.find((one) => one.run.feature.id === feature && sameSetup(one.setup, setup));
    return known ?? ran?.run ?? null;
  }
}

/** What is chosen at a stop: a ladder shows its moment by the packet that something happened to last. */
function chosenAt({ bookmark: { selection, view }, reader, time }: Stop): Selection {
  const { packet } = reader.trace.events;
  if (selection?.kind === 'packet' && selection.packet >= reader.packetCount) return null;
  if (selection !== null || view !== 'ladder') return selection;
  let event = reader.firstAt(time + 1) - 1;
  while (event >= 0 && packet[event] === NO_PACKET) event--;
  return event < 0 ? null : { kind: 'packet', packet: packet[event]!, event };
}

/** What keys do; those of a clicker are among them. */
const KEYS: Readonly<Record<string, (show: Presenting) => void>> = {
  ArrowRight: (show) => show.next(),
  ' ': (show) => show.next(),
  PageDown: (show) => show.next(),
  ArrowLeft: (show) => show.back(),
  PageUp: (show) => show.back(),
  Home: (show) => show.go(0),
  End: (show) => show.go(show.stops.length - 1),
  Escape: (show) => show.end(),
  b: (show) => (show.dark = !show.dark),
  '.': (show) => (show.dark = !show.dark),
  p: (show) => show.playback.toggle(),
  l: (show) => (show.pointing = !show.pointing),
  n: (show) => show.notes.toggle(),
  a: (show) => {
    show.auto = !show.auto;
    show.came = show.now = Date.now();
  },
};
