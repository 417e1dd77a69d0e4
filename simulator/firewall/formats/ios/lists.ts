/*
 * Access lists: numbered ones, line by line, and named ones, as blocks (Cisco IOS Security command reference,
 * "access-list (IP extended)", "ip access-list", "ip access-list resequence").
 */

type Kind = 'standard' | 'extended';

export interface ListLine {
  readonly line: number;
  /** Its place in the list; entries without one come behind the highest so far. */
  readonly number: number;
  /** Does the file say the number? */
  readonly numbered: boolean;
  readonly words: readonly string[];
  /** What a remark before it says. */
  readonly remark: string;
  /** Has an entry before it the same number? */
  readonly taken: boolean;
}

export class AccessList {
  readonly name: string;
  readonly kind: Kind;
  readonly #entries: ListLine[] = [];
  readonly #numbers = new Set<number>();
  #highest = 0;
  #remark = '';

  constructor(name: string, kind: Kind) {
    this.name = name;
    this.kind = kind;
  }

  /**
   * Takes a line of the list: "remark ...", "10 permit ...".
   * @returns whether it is a remark
   */
  add(line: number, text: string): boolean {
    const match = /^(\d{1,10})\s+(.*)$/.exec(text);
    const rest = match ? match[2]! : text;
    if (/^remark\b/.test(rest)) {
      this.#remark = rest.slice('remark'.length).trim();
      return true;
    }
    const number = match ? Number(match[1]) : this.#highest + 10;
    this.#highest = Math.max(this.#highest, number);
    this.#entries.push({
      line,
      number,
      numbered: match !== null,
      words: rest.split(/\s+/),
      remark: this.#remark,
      taken: this.#numbers.has(number),
    });
    this.#numbers.add(number);
    this.#remark = '';
    return false;
  }

  /** Its entries in the order in which they are asked. */
  entries(): readonly ListLine[] {
    return [...this.#entries].sort((a, b) => a.number - b.number);
  }
}

/** The kind of a list that has a number, or null when it is no list for IP. */
export function kindOf(number: string): Kind | null {
  const value = /^\d{1,4}$/.test(number) ? Number(number) : 0;
  if ((value >= 1 && value <= 99) || (value >= 1300 && value <= 1999)) return 'standard';
  return (value >= 100 && value <= 199) || (value >= 2000 && value <= 2699) ? 'extended' : null;
}

/**
 * Entries of the lists of both directions in one order: by number when all have one of their own, as in files that we
 * write; else one list after the other, as they stand in the file.
 */
export function inOneOrder<T extends { readonly list: AccessList }>(
  lists: readonly T[],
): { readonly list: T; readonly entry: ListLine }[] {
  const all = lists.flatMap((list) => list.list.entries().map((entry) => ({ list, entry })));
  const numbers = new Set(all.map(({ entry }) => entry.number));
  if (numbers.size === all.length && all.every(({ entry }) => entry.numbered))
    return all.sort((a, b) => a.entry.number - b.entry.number);
  const first = ({ list }: T) =>
    Math.min(...[...list.entries()].slice(0, 1).map(({ line }) => line), Infinity);
  const order = [...lists].sort((a, b) => first(a) - first(b));
  return order.flatMap((list) => list.list.entries().map((entry) => ({ list, entry })));
}
