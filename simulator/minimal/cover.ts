/** Something that must hold: one of these choices is on, or one of those is off. */
export interface Clause {
  readonly on: readonly number[];
  readonly off: readonly number[];
}

/** What a choice costs when it is on: first by the one, then by the other. */
export interface Cost {
  readonly exposed: number;
  readonly count: number;
}

export type Covered =
  | { readonly kind: 'found'; readonly on: readonly boolean[] }
  | { readonly kind: 'none' }
  /** It was given up after so many steps. */
  | { readonly kind: 'bound' };

const FREE = 2;

/**
 * The cheapest choice under which every clause holds: branch and bound with unit propagation (Davis, Logemann,
 * Loveland 1962; Land, Doig 1960). Exact, unless it says that it came to its bound.
 * @param costs of each choice, when it is on; none is negative
 * @param steps that it may take
 */
export function cheapest(clauses: readonly Clause[], costs: readonly Cost[], steps: number): Covered {
  return new Search(clauses, costs, steps).best();
}

class Search {
  readonly #clauses: readonly Clause[];
  readonly #costs: readonly Cost[];
  #left: number;
  #best: Int8Array | null = null;
  #bound: Cost = { exposed: Infinity, count: Infinity };

  constructor(clauses: readonly Clause[], costs: readonly Cost[], steps: number) {
    this.#clauses = clauses;
    this.#costs = costs;
    this.#left = steps;
  }

  best(): Covered {
    this.#branch(new Int8Array(this.#costs.length).fill(FREE));
    if (this.#left < 0) return { kind: 'bound' };
    return this.#best ? { kind: 'found', on: [...this.#best].map((one) => one === 1) } : { kind: 'none' };
  }

  #branch(values: Int8Array): void {
    if (--this.#left < 0 || !this.#propagate(values)) return;
    const spent = this.#spent(values);
    const open = this.#open(values);
    if (!less(plus(spent, this.#atLeast(values, open)), this.#bound)) return;
    const clause = open.reduce<Clause | null>(
      (least, one) => (least && free(least, values).length <= free(one, values).length ? least : one),
      null,
    );
    if (!clause) {
      // Nothing asks for what is still free.
      this.#best = values.map((one) => (one === 1 ? 1 : 0));
      this.#bound = spent;
      return;
    }
    // Off costs nothing, so it is tried first.
    const choice = clause.off.find((one) => values[one] === FREE) ?? this.#cheapest(free(clause, values));
    for (const value of clause.off.includes(choice) ? [0, 1] : [1, 0]) {
      const next = values.slice();
      next[choice] = value;
      this.#branch(next);
    }
  }

  /** Sets what only one choice is left for. @returns false when a clause cannot hold any more */
  #propagate(values: Int8Array): boolean {
    for (let changed = true; changed;) {
      changed = false;
      for (const clause of this.#clauses) {
        if (holds(clause, values)) continue;
        const left = free(clause, values);
        if (left.length === 0) return false;
        if (left.length > 1) continue;
        values[left[0]!] = clause.on.includes(left[0]!) ? 1 : 0;
        changed = true;
      }
    }
    return true;
  }

  #open(values: Int8Array): Clause[] {
    return this.#clauses.filter((clause) => !holds(clause, values));
  }

  #spent(values: Int8Array): Cost {
    let spent: Cost = { exposed: 0, count: 0 };
    for (const [choice, cost] of this.#costs.entries()) if (values[choice] === 1) spent = plus(spent, cost);
    return spent;
  }

  /** What open clauses without anything in common will cost at least. */
  #atLeast(values: Int8Array, open: readonly Clause[]): Cost {
    const taken = new Set<number>();
    let sum: Cost = { exposed: 0, count: 0 };
    for (const clause of open) {
      const left = free(clause, values);
      if (left.some((one) => taken.has(one) || clause.off.includes(one))) continue;
      for (const one of left) taken.add(one);
      sum = plus(sum, this.#costs[this.#cheapest(left)]!);
    }
    return sum;
  }

  #cheapest(choices: readonly number[]): number {
    return choices.reduce((best, one) => (less(this.#costs[one]!, this.#costs[best]!) ? one : best));
  }
}

function holds({ on, off }: Clause, values: Int8Array): boolean {
  return on.some((one) => values[one] === 1) || off.some((one) => values[one] === 0);
}

function free({ on, off }: Clause, values: Int8Array): number[] {
  return [...on, ...off].filter((one) => values[one] === FREE);
}

export function plus(one: Cost, other: Cost): Cost {
  return { exposed: one.exposed + other.exposed, count: one.count + other.count };
}

/** Is one cost less than another: by what it exposes, then by how many rules it takes? */
export function less(one: Cost, other: Cost): boolean {
  return one.exposed < other.exposed || (one.exposed === other.exposed && one.count < other.count);
}
