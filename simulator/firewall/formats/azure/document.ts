import type { Node } from 'jsonc-parser';
import type { Refusal } from '../format.ts';
import { parseJson } from '../json.ts';
import { linesOf } from '../ledger.ts';

/** Reads JSON, with comments and commas after the last entry as templates may have them. */
export function parseDocument(text: string): { readonly root: Node } | Refusal {
  return parseJson(text, { allowTrailingComma: true }, 'what Azure prints');
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
