import * as v from 'valibot';
import type { Filter } from '../../simulator/filters/filter.ts';
import { readFilter } from '../../simulator/filters/parser.ts';
import { recallSession, rememberSession } from './storage.ts';

/** How long one pauses in writing before a filter is tried, real milliseconds. */
const PAUSE_MS = 120;
/** Filters that are remembered. */
const MOST_RECENT = 8;

const text = v.pipe(v.string(), v.maxLength(4000));
const Kept = v.strictObject({ text, recent: v.pipe(v.array(text), v.maxLength(MOST_RECENT)) });

/** A display filter that is being written, remembered until the window is closed. */
export class FilterText {
  readonly #key: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  text = $state('');
  /** Filters that were used, the newest first. */
  recent = $state.raw<readonly string[]>([]);
  /** The last text that was a filter; null when everything is shown. */
  filter = $state.raw<Filter | null>(null);

  /** @param name of what is filtered */
  constructor(name: string) {
    this.#key = `edge-lab-filter-${name}`;
    const kept = v.safeParse(Kept, jsonOf(recallSession(this.#key)));
    if (!kept.success) return;
    this.text = kept.output.text;
    this.recent = kept.output.recent;
    this.#apply();
  }

  readonly write = (written: string): void => {
    this.text = written;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#apply(), PAUSE_MS);
  };

  /** Remembers a filter among those that were used. */
  readonly keep = (used: string): void => {
    this.recent = [used, ...this.recent.filter((one) => one !== used)].slice(0, MOST_RECENT);
    this.#remember();
  };

  /** What is no filter yet leaves the last one in place. */
  #apply(): void {
    const read = this.text.trim() === '' ? null : readFilter(this.text);
    if (!read || read.ok) this.filter = read?.filter ?? null;
    this.#remember();
  }

  #remember(): void {
    rememberSession(this.#key, JSON.stringify({ text: this.text, recent: this.recent }));
  }
}

function jsonOf(kept: string | null): unknown {
  try {
    return JSON.parse(kept ?? '');
  } catch {
    return null;
  }
}
