import type { Pieces } from '../../simulator/kernel/pieces.ts';
import type { FilterSource } from '../../simulator/filters/source.ts';
import { knownMeaning, meaningInPieces, type Meaning } from './meanings.ts';
import { slice } from './sliced.svelte.ts';

/** A text that is being looked up in a run. */
interface LookUp {
  readonly source: FilterSource;
  readonly text: string;
  readonly pieces: Pieces<Meaning>;
  progress: number;
  timer: ReturnType<typeof setTimeout> | null;
}

/** Looks up what texts mean, bit by bit where that takes long. Each goes on only as long as somebody asks for it. */
export class LookUps {
  #open: readonly LookUp[] = [];
  /** Told when one went on: whoever asked asks again. */
  #wentOn = $state.raw({});

  meaningOf(source: FilterSource, text: string): Meaning {
    const known = knownMeaning(source, text);
    if (known) return known;
    const one = this.#find(source, text) ?? this.#begin(source, text);
    if (this.#isDone(one)) return knownMeaning(source, text)!;
    one.timer ??= setTimeout(() => {
      one.timer = null;
      this.#goOn(one);
      this.#wentOn = {};
    });
    const message = `Looking through the packets: ${Math.floor(one.progress * 100)} %`;
    // Read here, so that whoever asks is told.
    return { ok: false, message, looking: this.#wentOn };
  }

  /** Is something under way? */
  busy(source: FilterSource): boolean {
    return this.#open.some((one) => one.source === source);
  }

  /** Looks up at once what is under way. Not to be called while something is derived. */
  finish(): void {
    for (const one of this.#open) while (!this.#isDone(one)) this.#goOn(one);
    this.#wentOn = {};
  }

  #find(source: FilterSource, text: string): LookUp | undefined {
    return this.#open.find((one) => one.source === source && one.text === text);
  }

  #begin(source: FilterSource, text: string): LookUp {
    const one = { source, text, pieces: meaningInPieces(source, text), progress: 0, timer: null };
    // Of another run nobody asks any more.
    this.#open = [...this.#open.filter((other) => other.source === source), one];
    this.#goOn(one);
    return one;
  }

  #goOn(one: LookUp): void {
    const step = slice(one.pieces);
    if (step.done) this.#open = this.#open.filter((other) => other !== one);
    else one.progress = step.value;
  }

  #isDone(one: LookUp): boolean {
    return !this.#open.includes(one);
  }
}
