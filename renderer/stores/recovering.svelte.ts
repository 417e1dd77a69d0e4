import { designText } from '../../simulator/designs/text.ts';
import type { Lab } from './lab.svelte.ts';
import { keepMoment, keepShow, keepWork, lostWork } from './recovery.ts';

/** How often the moment is written down, milliseconds: what is lost at most. */
const EVERY_MS = 500;

/** Writes down what one is at, so that a window that ends without warning opens again where it was. */
export class Recovering {
  /** This window was opened where another one had ended without warning. */
  recovered = $state(false);
  /** Something else is open that is written down by itself: what was open before stays written. */
  paused = $state(false);
  readonly #lab: Lab;
  /** One window at a time writes, the first; it is free when that one ends, however it does. */
  #writes = false;
  #moment = '';

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Is this the window that writes down what is open? */
  get writes(): boolean {
    return this.#writes;
  }

  /** Opens what a window before has lost, or begins anew. */
  async start(): Promise<void> {
    this.#writes = await firstWindow();
    const lost = this.#writes ? lostWork() : null;
    if (lost) {
      const { work, moment, show } = lost;
      this.recovered = await this.#lab.resume(work, moment.feature, moment.time);
      if (this.recovered && show !== '')
        await this.#lab.bookmarks.open({ name: 'The show before', text: show });
    }
    if (!this.recovered) await this.#lab.start();
  }

  /** Writes down what was made of the design: an effect that runs whenever it changes. */
  keep(): void {
    const { original, file, setup } = this.#lab;
    if (!this.#writes || this.paused || !original || !setup) return;
    keepWork({
      version: 1,
      original: designText(original),
      file,
      design: designText(setup.design),
      interventions: [...setup.interventions],
    });
  }

  /** Writes the bookmarks down: an effect of its own. */
  keepShow(): void {
    const text = this.#lab.bookmarks.text();
    if (this.#writes && this.#lab.original) keepShow(text);
  }

  /** Writes the moment down from now on; gives what ends that. */
  watch(): () => void {
    const write = () => this.#keepMoment(false);
    const leave = () => this.#keepMoment(true);
    const timer = setInterval(write, EVERY_MS);
    addEventListener('pagehide', leave);
    return () => {
      clearInterval(timer);
      removeEventListener('pagehide', leave);
    };
  }

  #keepMoment(left: boolean): void {
    const { chosen, playback } = this.#lab;
    const moment = `${chosen} ${playback.time} ${left}`;
    if (!this.#writes || this.paused || moment === this.#moment) return;
    this.#moment = moment;
    keepMoment({ version: 1, feature: chosen, time: playback.time, left });
  }
}

const LOCK = 'edge-lab.window';

/** Takes the place of the window that writes, unless another one has it. Held until this window ends. */
function firstWindow(): Promise<boolean> {
  // Only where the page is trusted (localhost, https, the shell) are there locks.
  if (!('locks' in navigator)) return Promise.resolve(false);
  return new Promise((settled) => {
    void navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
      settled(lock !== null);
      return lock ? new Promise<never>(() => undefined) : null;
    });
  });
}
