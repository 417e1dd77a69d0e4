import { scanJson } from '../firewall/formats/scan-json.ts';

/** What the parser's complaints mean to a person. */
export const SYNTAX: Readonly<Record<string, string>> = {
  CommaExpected: 'a comma, or a closing } or ], is missing before this',
  ColonExpected: 'a colon is missing after the name before this',
  PropertyNameExpected: 'a name in quotes must stand here (and no comma after the last entry)',
  ValueExpected: 'a value must stand here (and no comma after the last entry)',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'the file must end here: something follows what it holds',
  InvalidSymbol: 'a value must be a number, true, false, null, a text in quotes, a list [ ] or an object { }',
  InvalidNumberFormat: 'a number must be written like 5, -5, 0.5 or 5e3',
  UnexpectedEndOfNumber: 'a number must be written like 5, -5, 0.5 or 5e3',
  UnexpectedEndOfComment: 'a comment has no end',
  InvalidCommentToken: 'JSON has no comments: take this one out',
  UnexpectedEndOfString: 'a text must have a closing quote on the same line',
  InvalidUnicode: 'after \\u must stand four hexadecimal digits',
  InvalidEscapeCharacter: 'a backslash must be followed by one of " \\ / b f n r t u',
  InvalidCharacter: 'a control character in a text must be written as \\u and four digits',
};

export const MAX_LENGTH = 16 * 1024 * 1024;
const MAX_DEPTH = 64;
const MAX_VALUES = 500_000;

/** Where a text gets too deep or too long to be parsed. */
export function tooMuch(text: string): { readonly offset: number; readonly message: string } | null {
  if (text.length > MAX_LENGTH)
    return {
      offset: 0,
      message: `the file is too large: it must be at most ${MAX_LENGTH / 1024 / 1024} MB`,
    };
  return scanJson(text, ({ depth, values, offset }) => {
    if (depth > MAX_DEPTH)
      return { offset, message: `nested too deep: it must have at most ${MAX_DEPTH} levels` };
    if (values > MAX_VALUES)
      return { offset, message: `too many values: it must have at most ${MAX_VALUES}` };
    return null;
  });
}
