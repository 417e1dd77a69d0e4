import type { Crowd } from './crowds.ts';
import type { People } from './people.ts';
import { isFailure, isGood } from './people.ts';
import { countUpTo } from '../../draw/search.ts';

/** How many hosts are in a state. */
export interface Headcount {
  readonly state: string;
  readonly count: number;
  readonly good: boolean;
  readonly failed: boolean;
}

/** How many hosts of a crowd are in which state at each time: counted once for a run, looked up afterwards. */
export class Census {
  readonly #states: readonly string[];
  readonly #times: Float64Array;
  /** A row for each change, a column for each state. */
  readonly #counts: Uint32Array;

  constructor(people: People, hosts: readonly string[]) {
    const changes: { readonly time: number; readonly from: string; readonly to: string }[] = [];
    for (const host of hosts) {
      const { times, values: texts } = people.story(host);
      texts.forEach((to, i) => changes.push({ time: times[i]!, from: texts[i - 1] ?? '', to }));
    }
    changes.sort((a, b) => a.time - b.time);
    this.#states = [...new Set(['', ...changes.map(({ to }) => to)])];
    this.#times = Float64Array.from(changes, ({ time }) => time);
    const columns = this.#states.length;
    const counts = new Uint32Array((changes.length + 1) * columns);
    const columnOf = new Map(this.#states.map((state, column) => [state, column]));
    counts[0] = hosts.length;
    changes.forEach(({ from, to }, i) => {
      const row = (i + 1) * columns;
      counts.copyWithin(row, row - columns, row);
      counts[row + columnOf.get(from)!]!--;
      counts[row + columnOf.get(to)!]!++;
    });
    this.#counts = counts;
  }

  /** The states that any host is in, failures first, then where most are. Those that tell nothing are left out. */
  at(time: number): readonly Headcount[] {
    const row = countUpTo(this.#times, time) * this.#states.length;
    return this.#states
      .map((state, column) => ({
        state,
        count: this.#counts[row + column]!,
        good: isGood(state),
        failed: isFailure(state),
      }))
      .filter(({ state, count }) => state !== '' && count > 0)
      .sort((a, b) => Number(b.failed) - Number(a.failed) || b.count - a.count);
  }
}

/** A census of each crowd, by its id. */
export function censusesOf(people: People, crowds: ReadonlyMap<string, Crowd>): ReadonlyMap<string, Census> {
  const ids = ({ members }: Crowd) => members.map(({ id }) => id);
  return new Map([...crowds].map(([id, crowd]) => [id, new Census(people, ids(crowd))]));
}
