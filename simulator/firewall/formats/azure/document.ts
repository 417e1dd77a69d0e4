import type { Node, ParseError } from 'jsonc-parser';
import { createScanner, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Refusal } from '../format.ts';
import { linesOf } from '../ledger.ts';

/** Levels of objects and lists; the parser calls itself for each, and no file of Azure's comes near. */
const MOST_LEVELS = 100;

// The scanner's tokens, by number: `SyntaxKind` is a const enum, which modules compiled one by one cannot read.
const OPENING = new Set<number>([1, 3]);
const CLOSING = new Set<number>([2, 4]);
const END = 17;

/** Reads JSON, with comments and commas after the last entry as templates may have them. */
export function parseDocument(text: string): { readonly root: Node } | Refusal {
  const scanner = createScanner(text, true);
  let levels = 0;
  for (let token: number = scanner.scan(); token !== END; token = scanner.scan()) {
    if (OPENING.has(token)) levels++;
    else if (CLOSING.has(token) && levels > 0) levels--;
    if (levels > MOST_LEVELS)
      return { problem: `nested too deep: must have at most ${MOST_LEVELS} levels`, line: 1 };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  // What is left of a damaged file may lack the rules that deny: none of it is read.
  if (error) {
    const before = linesOf(text.slice(0, error.offset));
    const begins = /(^|[\r\n])$/.test(text.slice(0, error.offset));
    return {
      problem: `this is no JSON here (${printParseErrorCode(error.error)}): must be what Azure prints`,
      line: Math.max(1, before.length + (begins ? 1 : 0)),
    };
  }
  return root ? { root } : { problem: 'there is no value in it: must be what Azure prints', line: 1 };
}

/** A member of an object. */
export interface Member {
  /** As the file writes it. */
  readonly name: string;
  /** Name and value together. */
  readonly whole: Node;
  readonly value: Node;
  /** Stands there a second time: which of them counts is not clear. */
  readonly twice: boolean;
}

/** Members by their names in small letters: Azure Resource Manager does not tell capitals apart. */
export type Members = ReadonlyMap<string, Member>;

/** The members of an object, and those of its "properties", which some of Azure's forms have and others do not. */
export function membersOf(node: Node): Members {
  const members = new Map<string, Member>();
  const add = (object: Node) => {
    if (object.type !== 'object') return;
    for (const whole of object.children ?? []) {
      const [key, value] = whole.children ?? [];
      if (!key || !value) continue;
      const name = String(key.value);
      const small = name.toLowerCase();
      members.set(small, { name, whole, value, twice: members.has(small) });
    }
  };
  add(node);
  const inner = members.get('properties');
  if (inner) add(inner.value);
  return members;
}

/** The elements of a list; none when it is none. */
export function elementsOf(node: Node | undefined): readonly Node[] {
  return node?.type === 'array' ? (node.children ?? []) : [];
}

/**
 * A file in pieces: its lines, and where several things that need a word of their own begin in one line (as they do in
 * files without line breaks) one piece for each.
 */
export class Pieces {
  readonly texts: readonly string[];
  readonly #starts: number[] = [];
  readonly #lines: number[] = [];

  /** @param things where such things begin, in order */
  constructor(text: string, things: readonly number[]) {
    let start = 0;
    let thing = 0;
    for (const [at, line] of linesOf(text).entries()) {
      const end = start + line.length;
      this.#add(start, at + 1);
      let first = true;
      for (; thing < things.length && things[thing]! <= end; thing++) {
        if (!first && things[thing]! > this.#starts.at(-1)!) this.#add(things[thing]!, at + 1);
        first = false;
      }
      start = end + (text.startsWith('\r\n', end) ? 2 : 1);
    }
    this.texts = this.#starts.map((from, at) => {
      const next = this.#lines[at + 1] === this.#lines[at] ? this.#starts[at + 1]! : undefined;
      const piece = text.slice(from, next ?? this.#starts[at + 1] ?? text.length);
      return next === undefined ? piece.replace(/[\r\n]+$/, '') : piece;
    });
  }

  #add(start: number, line: number): void {
    this.#starts.push(start);
    this.#lines.push(line);
  }

  /** The piece, from 1, that holds this place of the text. */
  at(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** The line, from 1, of a piece. */
  line(piece: number): number {
    return this.#lines[piece - 1] ?? 1;
  }
}
