/** How far a long piece of work is, on standard error when that is a terminal. */
export class Progress {
  readonly #what: string;
  readonly #total: number;
  #done = 0;

  constructor(what: string, total: number) {
    this.#what = what;
    this.#total = total;
    this.#show();
  }

  step(): void {
    this.#done++;
    this.#show();
  }

  /** Takes the line away. */
  end(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  }

  #show(): void {
    if (!process.stderr.isTTY) return;
    const filled = Math.round((20 * this.#done) / this.#total);
    const bar = '#'.repeat(filled).padEnd(20, '.');
    process.stderr.write(`\r\x1b[K${this.#what} [${bar}] ${this.#done} of ${this.#total} features`);
  }
}
