import { Random } from '../../simulator/kernel/random.ts';
import type { Reader } from './reader.ts';

/** What a reader did with hostile input. */
export interface Outcome {
  readonly read: number;
  readonly refused: number;
  /** The first inputs that were answered wrongly, and how. */
  readonly faults: readonly string[];
}

const FAULTS = 5;
/** Of an input that is shown. */
const SHOWN = 2000;

/** What looks at each input from outside. */
export interface Watch {
  /** Before an input is read: its number from 0. */
  before?(at: number): void;
  /** After it was. */
  after?(at: number, shown: () => string): void;
}

/**
 * Gives a reader hostile input: each must be read or refused, and leave the language's own objects as they are.
 * @param watch is told of each input
 */
export async function fuzz(
  reader: Reader,
  seed: number,
  inputs: number,
  watch: Watch = {},
): Promise<Outcome> {
  const trial = reader.begin(new Random(seed, reader.id));
  const faults: string[] = [];
  const counts = { read: 0, refused: 0 };
  const own = ownNames();
  for (let at = 0; at < inputs; at++) {
    trial.draw();
    watch.before?.(at);
    try {
      const attempt = trial.attempt();
      if (typeof attempt === 'boolean' ? attempt : await attempt) counts.read++;
      else counts.refused++;
      if (ownNames() !== own) throw new Error("it changed the language's own objects");
    } catch (error) {
      const wrong = error instanceof Error ? (error.stack ?? String(error)) : String(error);
      if (faults.length < FAULTS) faults.push(`input ${at}: ${wrong}\n${trial.shown().slice(0, SHOWN)}`);
    }
    watch.after?.(at, () => trial.shown().slice(0, SHOWN));
  }
  return { ...counts, faults };
}

function ownNames(): number {
  return (
    Object.getOwnPropertyNames(Object.prototype).length +
    Object.getOwnPropertyNames(Array.prototype).length +
    Object.getOwnPropertyNames(Function.prototype).length
  );
}
