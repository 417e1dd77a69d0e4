import { createScanner } from 'jsonc-parser';

/** What the parser's complaints mean to a person. */
export const SYNTAX: Readonly<Record<string, string>> = {
  CommaExpected: 'a comma, or a closing } or ], is missing before this',
  ColonExpected: 'a colon is missing after the name before this',
  PropertyNameExpected: 'a name in quotes must stand here (and no comma after the last entry)',
  ValueExpected: 'a value must stand here (and no comma after the last entry)',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'the file must end here: something follows the design',
  InvalidSymbol: 'a value must be a number, true, false, null, a text in quotes, a list [ ] or an object { }',
  InvalidNumberFormat: 'a number must be written like 5, -5, 0.5 or 5e3',
  UnexpectedEndOfNumber: 'a number must be written like 5, -5, 0.5 or 5e3',
  UnexpectedEndOfComment: 'a comment has no end, and JSON has no comments',
  InvalidCommentToken: 'JSON has no comments: take this one out',
  UnexpectedEndOfString: 'a text must have a closing quote on the same line',
  InvalidUnicode: 'after \\u must stand four hexadecimal digits',
  InvalidEscapeCharacter: 'a backslash must be followed by one of " \\ / b f n r t u',
  InvalidCharacter: 'a control character in a text must be written as \\u and four digits',
};

export const MAX_LENGTH = 16 * 1024 * 1024;
const MAX_DEPTH = 64;
const MAX_VALUES = 500_000;

// The scanner's tokens, by number: `SyntaxKind` is a const enum, which modules compiled one by one cannot read.
const OPEN_BRACE = 1;
const CLOSE_BRACE = 2;
const OPEN_BRACKET = 3;
const CLOSE_BRACKET = 4;
const COMMA = 5;
const END = 17;

/**
 * Where a text gets too deep or too long to be parsed. The parser calls itself for each level, so its own scanner
 * counts the levels first. A closing bracket that fits nothing is passed over, as the parser passes over it: so the
 * parser is never deeper than this count.
 */
export function tooMuch(text: string): { readonly offset: number; readonly message: string } | null {
  if (text.length > MAX_LENGTH)
    return {
      offset: 0,
      message: `the file is too large: a design must be at most ${MAX_LENGTH / 1024 / 1024} MB`,
    };
  const scanner = createScanner(text, true);
  const scan = (): number => scanner.scan();
  const open: number[] = [];
  let values = 0;
  for (let token = scan(); token !== END; token = scan()) {
    if (token === OPEN_BRACE || token === OPEN_BRACKET) open.push(token);
    else if (token === CLOSE_BRACE && open.at(-1) === OPEN_BRACE) open.pop();
    else if (token === CLOSE_BRACKET && open.at(-1) === OPEN_BRACKET) open.pop();
    if (token === COMMA || token === OPEN_BRACE || token === OPEN_BRACKET) values++;
    const offset = scanner.getTokenOffset();
    if (open.length > MAX_DEPTH)
      return { offset, message: `nested too deep: a design must have at most ${MAX_DEPTH} levels` };
    if (values > MAX_VALUES)
      return { offset, message: `too many values: a design must have at most ${MAX_VALUES}` };
  }
  return null;
}
