import type { Node, ParseError } from 'jsonc-parser';
import { parseTree, printParseErrorCode } from 'jsonc-parser';
import { printable } from './quote.ts';
import { SYNTAX, tooMuch } from './syntax.ts';

/**
 * Makes a tree of values of a text.
 * @param problem is told what is wrong, and at which place of the text; there is no tree then
 */
export type Parse = (text: string, problem: (offset: number, message: string) => void) => Node | null;

export const parseJson: Parse = (text, problem) => parse(text, problem, false);

/** JSON in which comments may stand, and commas after the last entry. */
export const parseCommentedJson: Parse = (text, problem) => parse(text, problem, true);

function parse(text: string, problem: Parameters<Parse>[1], comments: boolean): Node | null {
  const much = tooMuch(text);
  if (much) {
    problem(much.offset, much.message);
    return null;
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: !comments, allowTrailingComma: comments }) ?? null;
  let last = -1;
  for (const { error, offset, length } of errors) {
    // What the parser adds about the same place is a consequence.
    if (offset === last) continue;
    last = offset;
    const code = printParseErrorCode(error);
    const here = text.slice(offset, offset + length);
    const shown =
      here === '' ? 'the end of the file' : printable(here.length > 40 ? `${here.slice(0, 37)}...` : here);
    problem(Math.min(offset, text.length), `this is no JSON, at ${shown}: ${SYNTAX[code] ?? code}`);
  }
  return root;
}
