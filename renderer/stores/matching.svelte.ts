import { untrack } from 'svelte';
import type { Filter } from '../../simulator/filters/filter.ts';
import { matchingInPieces } from '../../simulator/filters/match.ts';
import type { FilterSource } from '../../simulator/filters/source.ts';
import { count, counted } from './format.ts';
import { Sliced } from './sliced.svelte.ts';

/** Which packets of a run match a filter. */
export class Matching {
  readonly #source: () => FilterSource;
  readonly #looking = new Sliced<readonly number[]>();

  /**
   * Made where effects can be: it ends with its component.
   * @param filter null: all packets are to be shown
   */
  constructor(filter: () => Filter | null, source: () => FilterSource) {
    this.#source = source;
    $effect.pre(() => {
      const [by, of] = [filter(), source()];
      untrack(() => this.#looking.begin(by && matchingInPieces(by, of), of));
      return () => this.#looking.leave();
    });
  }

  /** Those that match, in order; null while all are shown. */
  get packets(): readonly number[] | null {
    return this.#looking.value;
  }

  /** "12 of 87 packets", or how far one has looked. */
  get result(): string {
    const { progress } = this.#looking;
    if (progress !== null) return `Looking through the packets: ${Math.floor(progress * 100)} %`;
    const all = counted(this.#source().reader.packetCount, 'packet');
    return this.packets ? `${count(this.packets.length)} of ${all}` : all;
  }
}
