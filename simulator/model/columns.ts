type Column = Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array;

/** Typed arrays that grow together, one number a row in each: a table without an object for each row. */
export class Columns<C extends Record<string, Column>> {
  /** The arrays; they are replaced when the table grows, so do not keep them while rows are added. */
  readonly of: C;
  #rows = 0;
  #capacity: number;

  /** @param first empty arrays, all of one length */
  constructor(first: C) {
    this.of = first;
    this.#capacity = Object.values(first)[0]!.length;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Makes room for one row and returns its number; the caller fills each column. */
  add(): number {
    if (this.#rows === this.#capacity) this.#grow();
    return this.#rows++;
  }

  /** The columns cut to their rows, with buffers of their own: can be handed to another thread. */
  trimmed(): C {
    const out: Record<string, Column> = {};
    for (const [name, column] of Object.entries(this.of)) out[name] = column.slice(0, this.#rows);
    return out as C;
  }

  #grow(): void {
    this.#capacity *= 2;
    for (const [name, column] of Object.entries(this.of)) {
      const wider = new (column.constructor as new (length: number) => Column)(this.#capacity);
      wider.set(column);
      (this.of as Record<string, Column>)[name] = wider;
    }
  }
}
