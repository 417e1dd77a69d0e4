import { designText } from '../../simulator/designs/text.ts';
import type { Setup } from '../../simulator/model/run.ts';
import { keepAll, readAll, type Entry, type Store } from '../host/database.ts';
import type { Lab } from './lab.svelte.ts';
import { lostBefore, lostBy, OLD_KEYS, type LabRecord, type Lost } from './recovery.ts';
import { forget, recall } from './storage.ts';
import { aliveWindows, closedWindows, forgetClosed, markClosed, takeName, takeWindow } from './windows.ts';

/** How often the moment is written down, milliseconds: what is lost at most. */
const EVERY_MS = 500;
/** What is written down of each window, by its id. */
const STORES = ['labs', 'moments', 'shows'] as const satisfies readonly Store[];

/**
 * Writes down what this window is at, so that a window that ends without warning opens again where it was. Whether all of
 * it is on the disk stands on <html> as data-kept.
 */
export class Recovering {
  /** This window was opened where another one had ended without warning. */
  recovered = $state(false);
  /** So many more have ended so, and wait for a window. */
  others = $state(0);
  /** Something else is open that is written down by itself: what was open before stays written. */
  paused = $state(false);
  readonly #lab: Lab;
  /** Empty where nothing is written down. */
  #id = $state('');
  #first = false;
  #began = 0;
  #moment = '';
  #waiting: readonly Entry[] = [];
  #writing = false;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Is this the first window of those that are open? */
  get first(): boolean {
    return this.#first;
  }

  /** Opens what a window before has lost, or begins anew. */
  async start(): Promise<void> {
    this.#first = await takeName('edge-lab.window');
    await this.#lab.lookUpBuiltin();
    const lost = await this.#adopt();
    if (lost) this.recovered = await this.#resume(lost);
    if (this.recovered) return;
    // What was lost and cannot be read stays for a program that can.
    if (lost) await this.#takePlace();
    await this.#lab.start();
  }

  /** Writes down what was made of the design: an effect that runs whenever it changes. */
  keep(): void {
    const { opened, setup, document } = this.#lab;
    const { saved, name, at } = document;
    if (this.#id === '' || this.paused || !opened || !setup || !saved) return;
    const texts = { opened: textOf(opened), saved: textOf(saved), now: textOf(setup) };
    this.#keep('labs', { version: 2, began: this.#began, ...texts, name, at } satisfies LabRecord);
    this.#keepMoment();
  }

  /** Writes the bookmarks down: an effect of its own. */
  keepShow(): void {
    const text = this.#lab.bookmarks.text();
    if (this.#id !== '' && this.#lab.opened) this.#keep('shows', text);
  }

  /** Writes the moment down from now on; gives what ends that. */
  watch(): () => void {
    const write = () => this.#keepMoment();
    const leave = () => this.#id !== '' && markClosed(this.#id);
    const timer = setInterval(write, EVERY_MS);
    addEventListener('pagehide', leave);
    return () => {
      clearInterval(timer);
      removeEventListener('pagehide', leave);
    };
  }

  #keepMoment(): void {
    const { chosen: feature, playback } = this.#lab;
    const moment = `${feature} ${playback.time}`;
    if (this.#id === '' || this.paused || moment === this.#moment) return;
    this.#moment = moment;
    this.#keep('moments', { version: 2, feature, time: playback.time });
  }

  #keep(store: Store, value: unknown): void {
    const others = this.#waiting.filter((one) => one.store !== store);
    this.#waiting = [...others, { store, key: this.#id, value }];
    document.documentElement.dataset['kept'] = 'no';
    if (!this.#writing) void this.#write();
  }

  /** All that waits goes into one transaction; what comes meanwhile into the next. */
  async #write(): Promise<void> {
    this.#writing = true;
    let kept = true;
    // What is told in one go is written in one go.
    await Promise.resolve();
    while (kept && this.#waiting.length > 0) {
      const entries = this.#waiting;
      this.#waiting = [];
      kept = await keepAll(entries);
    }
    this.#writing = false;
    if (kept) document.documentElement.dataset['kept'] = 'yes';
  }

  /**
   * Takes the place of the window that has ended without warning first, or a place of its own. What closed windows had is
   * put away.
   */
  async #adopt(): Promise<Lost | null> {
    if (!('locks' in navigator)) return null;
    const closed = closedWindows();
    const alive = await aliveWindows();
    const [labs, moments, shows] = await Promise.all(STORES.map(readAll));
    const lost: Lost[] = [];
    const gone: string[] = [];
    for (const [id, lab] of labs!) {
      if (alive.has(id)) continue;
      const found = closed.includes(id)
        ? 'nothing'
        : lostBy(id, { lab, moment: moments!.get(id), show: shows!.get(id) });
      if (found === 'nothing') gone.push(id);
      else if (found !== 'unreadable') lost.push(found);
    }
    if (gone.length > 0)
      await keepAll(gone.flatMap((key) => STORES.map((store) => ({ store, key, value: undefined }))));
    forgetClosed(closed.filter((id) => !alive.has(id)));
    lost.sort((a, b) => a.lab.began - b.lab.began);
    for (const [at, one] of lost.entries()) {
      if (!(await takeWindow(one.id))) continue;
      this.others = lost.length - at - 1;
      this.#became(one.id, one.lab.began);
      return one;
    }
    await this.#takePlace();
    const before = await lostBefore(recall, (text) => this.#lab.simulator.open(text, ''));
    OLD_KEYS.forEach(forget);
    return before && { id: this.#id, ...before };
  }

  /** A place of its own, which no window has had. */
  async #takePlace(): Promise<void> {
    const id = crypto.randomUUID();
    await takeWindow(id);
    this.#became(id, Date.now());
  }

  #became(id: string, began: number): void {
    this.#id = id;
    this.#began = began;
  }

  async #resume({ lab, moment, show }: Lost): Promise<boolean> {
    const { name, at } = lab;
    const all = [lab.opened, lab.saved, lab.now];
    // Mostly some of them are the same.
    const texts = all.filter((text, at) => all.indexOf(text) === at);
    const read = await Promise.all(texts.map((text) => this.#lab.simulator.open(text, name)));
    const setups = read.map((one): Setup | null => (one.ok ? setupOf(one) : null));
    const [opened, saved, setup] = all.map((text) => setups[texts.indexOf(text)]);
    if (!opened || !saved || !setup) return false;
    const { feature, time } = moment;
    const resumed = this.#lab.document.resume({ opened, saved, setup, name, at, feature, time });
    // Asked for while it runs, and before it is compared with what was opened.
    if (show !== '') await this.#lab.bookmarks.open({ name: 'The show before', text: show }, false);
    await resumed;
    return true;
  }
}

function textOf({ design, interventions }: Setup): string {
  return designText(design, interventions);
}

function setupOf({ design, interventions }: Setup): Setup {
  return { design, interventions };
}
