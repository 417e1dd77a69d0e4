import type { Refusal } from '../format.ts';

/** A word, a sign, a text in quotation marks, or the end of a line. */
export interface Token {
  readonly kind: 'word' | 'sign' | 'text' | 'end';
  readonly text: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** A comment, which counts for the ledger. */
export interface Comment {
  readonly line: number;
  readonly text: string;
}

/** Signs that stand alone; a colon only with blanks around it, since addresses hold some. */
const TOKEN =
  /[ \t]+|\\(?:\r\n?|\n)|#[^\r\n]*|"([^"\r\n]*)"|(==|!=|<=|>=|<|>|[{}();,=|&!])|(\r\n?|\n)|([^\s{}();,=|&!<>"#]+)|([^])/gy;

/** Words and signs of a file. */
const MOST_TOKENS = 4_000_000;

/** The tokens of a ruleset. */
export function tokensOf(
  text: string,
): { readonly tokens: readonly Token[]; readonly comments: readonly Comment[] } | Refusal {
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  let line = 1;
  let start = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [all, quoted, sign, end, word, stray] = match;
    const column = match.index - start + 1;
    const add = (kind: Token['kind'], value: string) => tokens.push({ kind, text: value, line, column });
    if (stray !== undefined) return { problem: `"${stray}" is out of place here`, line, column };
    if (quoted !== undefined) add('text', quoted);
    else if (sign !== undefined) add('sign', sign);
    else if (word !== undefined) add('word', word);
    else if (end !== undefined) add('end', '\n');
    else if (all.startsWith('#')) comments.push({ line, text: all });
    if (tokens.length > MOST_TOKENS)
      return { problem: `it has more than ${MOST_TOKENS} words and signs: must be at most that many` };
    if (/[\r\n]/.test(all)) {
      line++;
      start = match.index + all.length;
    }
  }
  return { tokens, comments };
}
