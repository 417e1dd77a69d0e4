import type { Node, ParseError, ParseOptions } from 'jsonc-parser';
import { parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Refusal } from './format.ts';
import { linesOf } from './ledger.ts';
import { scanJson } from './scan-json.ts';

/** Levels of objects and lists: the parser calls itself for each. */
const MOST_LEVELS = 100;
/** Words and signs: the parser keeps something for each. */
const MOST_TOKENS = 4_000_000;

/**
 * Reads JSON, all of it or nothing: what is left of a damaged file may lack the rules that deny.
 * @param must what the text must be
 */
export function parseJson(
  text: string,
  options: ParseOptions,
  must: string,
): { readonly root: Node } | Refusal {
  const much = tooMuch(text);
  if (much) return much;
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, options);
  const [error] = errors;
  if (error) {
    const before = text.slice(0, error.offset);
    const begins = before === '' || before.endsWith('\n') || before.endsWith('\r');
    return {
      problem: `this is no JSON here (${printParseErrorCode(error.error)}): must be ${must}`,
      line: linesOf(before).length + (begins ? 1 : 0),
    };
  }
  // What has no error has a value.
  return { root: root! };
}

/** Why a text is too much for the parser of JSON, or null. */
function tooMuch(text: string): Refusal | null {
  return scanJson<Refusal>(text, ({ depth, tokens }) => {
    if (depth > MOST_LEVELS)
      return { problem: `nested too deep: must have at most ${MOST_LEVELS} levels`, line: 1 };
    if (tokens > MOST_TOKENS)
      return { problem: `it has more than ${MOST_TOKENS} words and signs: must be at most that many` };
    return null;
  });
}
