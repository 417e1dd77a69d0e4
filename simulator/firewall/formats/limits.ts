import type { Refusal } from './format.ts';

/*
 * How much a file may come to. A short file can say a lot, by groups in groups or chains in chains: what is more than
 * could be kept or worked out is refused, since to leave out a part would be to read another file.
 */

/** Longest file that is read, most lines, and the longest line: what no firewall's rules come near. */
export const LONGEST_FILE = 16_000_000;
export const MOST_LINES = 300_000;
export const LONGEST_LINE = 100_000;

/** Rules of a file, and combinations of their addresses and ports: for each, the engine keeps numbers of its own. */
export const MOST_RULES = 100_000;
export const MOST_COMBINATIONS = 500_000;

/** Addresses and ports that the NAT of a file may translate one by one. */
export const MOST_TRANSLATED = 100_000;

/** Steps that working out groups, sets or chains may take. */
const MOST_STEPS = 2_000_000;

/** Thrown while a file is read; `readPolicy` turns it into a refusal. */
export class TooMuch extends Error {
  get refusal(): Refusal {
    return { problem: this.message };
  }
}

/** Counts the steps of working out one kind of thing of one file. */
export class Steps {
  readonly #what: string;
  #left = MOST_STEPS;

  /** @param what things that refer to each other, as in "its groups" */
  constructor(what: string) {
    this.#what = what;
  }

  /**
   * @param count more, or less, than one for each thing that is gone through, where that takes more or less time
   * @throws TooMuch
   */
  take(count: number): void {
    this.#left -= count;
    if (this.#left < 0)
      throw new TooMuch(
        `${this.#what} take more than ${MOST_STEPS} steps to be worked out: must be fewer, or hold less`,
      );
  }
}
