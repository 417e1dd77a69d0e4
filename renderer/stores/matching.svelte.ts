import type { Filter } from '../../simulator/filters/filter.ts';
import { matcher, type Matches } from '../../simulator/filters/match.ts';
import type { FilterSource } from '../../simulator/filters/source.ts';

/** How long one looks through packets before the window may do something else, real milliseconds. */
const SLICE_MS = 40;
/** The clock is looked at after so many packets. */
const STRIDE = 64;

/**
 * Which packets of a run match a filter. Found at once where that is quick, and else bit by bit, so that the window
 * stays awake; another filter ends it.
 */
export class Matching {
  /** Those that match, in order; null while all are shown. */
  packets = $state.raw<readonly number[] | null>(null);
  /** How much of the run was looked through, from 0 to 1; null when that is done. */
  progress = $state<number | null>(null);
  #source: FilterSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param filter null: all packets are to be shown */
  look(filter: Filter | null, source: FilterSource): void {
    this.stop();
    // Of another run no number means anything.
    if (!filter || source !== this.#source) this.packets = null;
    this.#source = source;
    if (!filter) return;
    this.#slice(matcher(filter, source), source.reader.packetCount, 0, []);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.progress = null;
  }

  #slice(matches: Matches, count: number, from: number, found: number[]): void {
    const end = performance.now() + SLICE_MS;
    let packet = from;
    do {
      const next = Math.min(count, packet + STRIDE);
      for (; packet < next; packet++) if (matches(packet)) found.push(packet);
    } while (packet < count && performance.now() < end);
    if (packet === count) {
      this.progress = null;
      this.packets = found;
      return;
    }
    this.progress = packet / count;
    this.#timer = setTimeout(() => this.#slice(matches, count, packet, found));
  }
}
