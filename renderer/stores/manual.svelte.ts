import type { ViewId } from '../views/registry.ts';

/** A place in the manual. */
export interface ManualPlace {
  /** Of a page, below docs/manual: "guide/map.md". */
  readonly path: string;
  /** Of a heading on it; empty for its beginning. */
  readonly anchor: string;
}

const FIRST: ManualPlace = { path: 'guide/first-minutes.md', anchor: '' };

/** The manual as somebody reads it: where they are, and where they were. */
export class Manual {
  #places: readonly ManualPlace[] = $state.raw([FIRST]);
  #at = $state(0);
  /** The view from which it was opened: one goes back there. */
  from: ViewId | null = $state(null);
  /** What is searched for. */
  query = $state('');

  get place(): ManualPlace {
    return this.#places[this.#at]!;
  }

  get hasBack(): boolean {
    return this.#at > 0;
  }

  get hasForward(): boolean {
    return this.#at < this.#places.length - 1;
  }

  /** Turns to a page. */
  open(path: string, anchor = ''): void {
    this.query = '';
    if (path === this.place.path && anchor === this.place.anchor) return;
    this.#places = [...this.#places.slice(0, this.#at + 1), { path, anchor }];
    this.#at = this.#places.length - 1;
  }

  back(): void {
    if (this.hasBack) this.#at--;
  }

  forward(): void {
    if (this.hasForward) this.#at++;
  }
}
