import type { Node } from 'jsonc-parser';
import type { Parse } from './parse-json.ts';
import { parseJson } from './parse-json.ts';
import { printable, quote } from './quote.ts';

/** Something wrong in a file: where (lines and columns count from 1), what, and what would be right. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** "lab.json:41:18: ...", in one line. */
export function formatProblem({ file, line, column, message }: Problem): string {
  return printable(`${file}:${line}:${column}: ${message}`);
}

const MAX_PROBLEMS = 100;

/** What a file is for, and how its text is read. */
interface Form {
  /** "a design, which begins with {" */
  readonly holds: string;
  readonly parse: Parse;
}

const DESIGN: Form = { holds: 'a design, which begins with {', parse: parseJson };

/** A text whose values know where they stand. */
export class Source {
  readonly file: string;
  readonly root: Node | null = null;
  readonly #text: string;
  readonly #lines: number[] = [0];
  readonly #problems: Problem[] = [];

  constructor(text: string, file: string, { holds, parse }: Form = DESIGN) {
    this.file = file;
    this.#text = text.startsWith('\ufeff') ? text.slice(1) : text;
    for (let i = this.#text.indexOf('\n'); i >= 0; i = this.#text.indexOf('\n', i + 1))
      this.#lines.push(i + 1);
    this.root = /^\s*$/.test(this.#text) ? null : this.#parse(parse);
    // Comments alone hold nothing either.
    if (!this.root && this.#problems.length === 0)
      this.problem(0, `the file is empty: it must hold ${holds}`);
  }

  /** True when there is no more room for problems: then looking for more is a waste. */
  get full(): boolean {
    return this.#problems.length >= MAX_PROBLEMS;
  }

  /** What is wrong, in the order of the text. */
  get problems(): readonly Problem[] {
    return [...this.#problems].sort((a, b) => a.line - b.line || a.column - b.column);
  }

  /** Takes a problem down at an offset of the text. */
  problem(offset: number, message: string): void {
    if (this.full) return;
    const line = this.#lineAt(offset);
    this.#problems.push({
      file: this.file,
      line: line + 1,
      column: offset - this.#lines[line]! + 1,
      message,
    });
  }

  /** The line, counted from 1, on which the value at a path begins. */
  lineOf(path: readonly (string | number)[]): number {
    return this.#lineAt(this.at(path).offset) + 1;
  }

  /** The value at a path; the nearest one above it when it is not there. */
  at(path: readonly (string | number)[]): Node {
    let node = this.root!;
    for (const key of path) {
      const next =
        node.type === 'array'
          ? node.children?.[Number(key)]
          : node.children?.find((property) => property.children?.[0]?.value === key)?.children?.[1];
      if (!next) break;
      node = next;
    }
    return node;
  }

  /** The name of the property at a path, for problems with the name itself. */
  nameAt(path: readonly (string | number)[]): Node {
    const parent = this.at(path.slice(0, -1));
    const property = parent.children?.find((one) => one.children?.[0]?.value === path.at(-1));
    return property?.children?.[0] ?? parent;
  }

  /** The line of an offset, counted from 0. */
  #lineAt(offset: number): number {
    let low = 0;
    let high = this.#lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#lines[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #parse(parse: Parse): Node | null {
    const root = parse(this.#text, (offset, message) => this.problem(offset, message));
    if (this.#problems.length > 0 || !root) return null;
    this.#checkNames(root);
    return this.#problems.length > 0 ? null : root;
  }

  /**
   * JSON lets a name stand twice in one object, and then keeps the last: a lost line, so we refuse it. And
   * "__proto__" would not become a field but change what the object is.
   */
  #checkNames(node: Node): void {
    const seen = new Set<unknown>();
    for (const child of node.children ?? []) {
      if (node.type !== 'object') {
        this.#checkNames(child);
        continue;
      }
      const [name, value] = child.children ?? [];
      if (!name || !value) continue;
      if (seen.has(name.value))
        this.problem(
          name.offset,
          `${quote(String(name.value))} stands twice in this object: it must stand once`,
        );
      if (name.value === '__proto__')
        this.problem(name.offset, '"__proto__" is no field: it must be taken out');
      seen.add(name.value);
      this.#checkNames(value);
    }
  }
}
