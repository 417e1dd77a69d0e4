import type { Node, ParseError } from 'jsonc-parser';
import { parseTree, printParseErrorCode } from 'jsonc-parser';

/** Something wrong in a file: where (lines and columns count from 1), what, and what would be right. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** "lab.json:41:18: ..." */
export function formatProblem({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column}: ${message}`;
}

const MAX_LENGTH = 16 * 1024 * 1024;
const MAX_DEPTH = 64;
export const MAX_PROBLEMS = 100;

const SYNTAX: Readonly<Record<string, string>> = {
  CommaExpected: 'a comma is missing between two entries',
  ColonExpected: 'a colon is missing after the name',
  PropertyNameExpected: 'a name in quotes must stand here (and no comma after the last entry)',
  ValueExpected: 'a value must stand here (and no comma after the last entry)',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'the file must end here: something follows the closing }',
  InvalidSymbol: 'this is no JSON value: it must be a number, true, false, null, or a text in quotes',
  InvalidNumberFormat: 'this is no number',
  UnexpectedEndOfComment: 'a comment has no end, and JSON has no comments',
  InvalidCommentToken: 'JSON has no comments: take this one out',
  UnexpectedEndOfString: 'a text has no closing quote',
  InvalidUnicode: 'after \\u must stand four hexadecimal digits',
  InvalidEscapeCharacter: 'a backslash must be followed by one of " \\ / b f n r t u',
  InvalidCharacter: 'a control character must be written as \\u and four digits',
};

/** A JSON text whose values know where they stand. */
export class Source {
  readonly file: string;
  readonly root: Node | null = null;
  /** What is wrong with it as JSON. */
  readonly problems: Problem[] = [];
  readonly #text: string;
  readonly #lines: number[] = [0];

  constructor(text: string, file: string) {
    this.file = file;
    this.#text = text.startsWith('\ufeff') ? text.slice(1) : text;
    for (let i = this.#text.indexOf('\n'); i >= 0; i = this.#text.indexOf('\n', i + 1)) this.#lines.push(i + 1);
    if (this.#text.trim() === '') this.problem(0, 'the file is empty: it must hold a design, which begins with {');
    else if (text.length > MAX_LENGTH) this.problem(0, `the file is larger than ${MAX_LENGTH / 1024 / 1024} MB: a design is far smaller`);
    else if (this.#tooDeep()) return;
    else this.root = this.#parse();
  }

  /** Takes a problem down at an offset of the text. */
  problem(offset: number, message: string): void {
    let low = 0;
    let high = this.#lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#lines[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    this.problems.push({ file: this.file, line: low + 1, column: offset - this.#lines[low]! + 1, message });
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

  #parse(): Node | null {
    const errors: ParseError[] = [];
    const root = parseTree(this.#text, errors, { disallowComments: true, allowTrailingComma: false }) ?? null;
    for (const { error, offset } of errors.slice(0, MAX_PROBLEMS)) {
      const code = printParseErrorCode(error);
      this.problem(Math.min(offset, this.#text.length), `this is no JSON: ${SYNTAX[code] ?? code}`);
    }
    if (this.problems.length > 0 || !root) return null;
    this.#findTwins(root);
    return this.problems.length > 0 ? null : root;
  }

  /** JSON lets a name stand twice in one object, and then keeps the last: a lost line, so we refuse it. */
  #findTwins(node: Node): void {
    const seen = new Set<unknown>();
    for (const child of node.children ?? []) {
      if (node.type === 'object') {
        const name = child.children?.[0];
        if (name && seen.has(name.value)) this.problem(name.offset, `"${name.value}" stands twice here: it must stand once`);
        seen.add(name?.value);
        if (child.children?.[1]) this.#findTwins(child.children[1]);
      } else this.#findTwins(child);
    }
  }

  /** Looked at before parsing: the parser calls itself for each level. */
  #tooDeep(): boolean {
    let depth = 0;
    let quoted = false;
    for (let i = 0; i < this.#text.length; i++) {
      const character = this.#text.charCodeAt(i);
      if (quoted) {
        if (character === 92) i++;
        else if (character === 34) quoted = false;
      } else if (character === 34) quoted = true;
      else if (character === 91 || character === 123) {
        if (++depth > MAX_DEPTH) {
          this.problem(i, `nested deeper than ${MAX_DEPTH} levels: a design needs fewer than ten`);
          return true;
        }
      } else if (character === 93 || character === 125) depth--;
    }
    return false;
  }
}
