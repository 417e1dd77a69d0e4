/** Long work in pieces: it yields how much of it is done, from 0 to 1, and returns what came of it. */
export type Pieces<T> = Generator<number, T, void>;

/** Does all the pieces at once. */
export function finished<T>(pieces: Pieces<T>): T {
  for (;;) {
    const step = pieces.next();
    if (step.done) return step.value;
  }
}
