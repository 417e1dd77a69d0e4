import { createScanner } from 'jsonc-parser';

// The scanner's tokens, by number: `SyntaxKind` is a const enum, which modules compiled one by one cannot read.
const OPEN_BRACE = 1;
const CLOSE_BRACE = 2;
const OPEN_BRACKET = 3;
const CLOSE_BRACKET = 4;
const COMMA = 5;
const END = 17;

/** A place in a text of JSON. */
export interface Scanned {
  /** Objects and lists that are open. */
  readonly depth: number;
  /** Words and signs so far. */
  readonly tokens: number;
  /** Commas, objects and lists so far: about as many values. */
  readonly values: number;
  readonly offset: number;
}

/**
 * Goes over a text of JSON without parsing it, to find out whether it is too much for the parser, which calls itself for
 * each level. A closing bracket that fits nothing is passed over, as the parser passes over it: so the parser is never
 * deeper than this count.
 * @param look is shown each place; what it returns, unless null, ends the scan
 */
export function scanJson<T>(text: string, look: (at: Scanned) => T | null): T | null {
  const scanner = createScanner(text, true);
  const open: number[] = [];
  const at = { depth: 0, tokens: 0, values: 0, offset: 0 };
  for (let token: number = scanner.scan(); token !== END; token = scanner.scan()) {
    const opens = token === OPEN_BRACE || token === OPEN_BRACKET;
    if (opens) open.push(token);
    else if (token === CLOSE_BRACE && open.at(-1) === OPEN_BRACE) open.pop();
    else if (token === CLOSE_BRACKET && open.at(-1) === OPEN_BRACKET) open.pop();
    if (opens || token === COMMA) at.values++;
    at.tokens++;
    at.depth = open.length;
    at.offset = scanner.getTokenOffset();
    const found = look(at);
    if (found !== null) return found;
  }
  return null;
}
