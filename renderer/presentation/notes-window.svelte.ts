import * as v from 'valibot';
import { AskedForm, lineOf, type Told } from './notes.ts';

/** The presenter's notes: on a window of their own, or below the stage where the browser does not let one open. */
export class NotesWindow {
  /** A window was wanted, and none came. */
  blocked = $state(false);
  /** They are shown below. */
  below = $state(false);
  readonly #press: (key: string) => void;
  #talk = '';
  #line: BroadcastChannel | null = null;
  #window: Window | null = null;
  #told: Told | null = null;

  /** @param press told of keys that are pressed in the second window */
  constructor(press: (key: string) => void) {
    this.#press = press;
  }

  begin(): void {
    this.#talk = crypto.randomUUID();
    this.blocked = false;
    this.below = false;
    this.#line = lineOf(this.#talk);
    this.#line.onmessage = ({ data }: MessageEvent<unknown>) => {
      const asked = v.safeParse(AskedForm, data);
      if (!asked.success) return;
      if (asked.output.kind === 'key') this.#press(asked.output.key);
      else if (this.#told) this.#line?.postMessage(this.#told);
    };
  }

  end(): void {
    this.tell({ kind: 'ended' });
    this.#line?.close();
    this.#line = null;
    this.#window?.close();
    this.#window = null;
  }

  /** Opens the window, or puts it in front; where it is kept from opening, shows them below, and puts them away again. */
  toggle(): void {
    if (this.#window && !this.#window.closed) this.#window.focus();
    else if (this.blocked) this.below = !this.below;
    else {
      this.#window = open(`${location.pathname}?notes=${this.#talk}`, '', 'popup,width=960,height=640');
      this.blocked = this.#window === null;
      this.below = this.blocked;
    }
  }

  tell(told: Told): void {
    this.#told = told;
    this.#line?.postMessage(told);
  }
}
