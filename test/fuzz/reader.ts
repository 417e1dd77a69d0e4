import type { Random } from '../../simulator/kernel/random.ts';

/** Something that reads what others wrote, given hostile input one by one. */
export interface Reader {
  /** As the command line names it. */
  readonly id: string;
  /** Begins a stream of inputs; the same random numbers give the same ones. */
  begin(random: Random): Trial;
}

/** A stream of hostile inputs and what is done with them. */
export interface Trial {
  /** Makes the next input, which takes none of the reader's time. */
  draw(): void;
  /**
   * Reads it.
   * @returns whether it was read, and not refused
   * @throws when it is answered wrongly
   */
  attempt(): boolean | Promise<boolean>;
  /** The input, so that somebody can try it again. */
  shown(): string;
}

interface Definition<Input> {
  readonly inputs: (random: Random) => () => Input;
  readonly attempt: (input: Input) => boolean | Promise<boolean>;
  readonly show?: (input: Input) => string;
}

/**
 * @param inputs makes what makes inputs: samples are made once there, before anything is measured
 * @param attempt see `Trial`
 */
export function defineReader<Input>(id: string, { inputs, attempt, show }: Definition<Input>): Reader {
  return {
    id,
    begin(random) {
      const next = inputs(random);
      let input: Input;
      return {
        draw: () => void (input = next()),
        attempt: () => attempt(input),
        shown: () => (show ? show(input) : JSON.stringify(input)),
      };
    },
  };
}

/** @throws with what is wrong when it does not hold */
export function expect(holds: boolean, wrong: () => string): void {
  if (!holds) throw new Error(wrong());
}

/** Holds a sentence for people to what all of them are: one line of words, no longer than a screen has room for. */
export function expectSentence(text: string): void {
  expect(text.length > 0 && text.length < 3000, () => `a message of ${text.length} characters`);
  expect(!/[\n\r\0]|\bundefined\b|\[object/.test(text), () => `no sentence: ${JSON.stringify(text)}`);
}
