import { quote } from '../designs/quote.ts';

/** A piece of a filter's text. */
export interface Token {
  readonly kind: 'word' | 'string' | 'sign' | 'end';
  /** A string's content, anything else as it stands. */
  readonly text: string;
  /** First character, and the first behind it. */
  readonly at: number;
  readonly end: number;
}

/** What cannot be read, by the place where it begins. */
export class FilterFault extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.name = 'FilterFault';
    this.at = at;
  }
}

/** The longest first, so that "==" is not read as a part of "===". */
const SIGNS = [
  '===',
  '!==',
  '==',
  '!=',
  '~=',
  '>=',
  '<=',
  '&&',
  '||',
  '^^',
  '..',
  '>',
  '<',
  '~',
  '!',
  '&',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  ',',
];
const SPACE = /\s/;
const WORD = /[\p{L}\p{N}_.:/-]/u;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  '"': '"',
  '\\': '\\',
};

/**
 * Takes a filter's text apart; the last token is the end.
 * @throws FilterFault for a string without end, and for a character that no filter has
 */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (SPACE.test(text[at]!)) {
      at++;
      continue;
    }
    const token = stringAt(text, at) ?? signAt(text, at) ?? wordAt(text, at);
    tokens.push(token);
    at = token.end;
  }
  return [...tokens, { kind: 'end', text: '', at: text.length, end: text.length }];
}

/** `"..."`, or `r"..."`, in which a backslash is only a backslash. */
function stringAt(text: string, at: number): Token | null {
  const raw = (text[at] === 'r' || text[at] === 'R') && text[at + 1] === '"';
  if (!raw && text[at] !== '"') return null;
  let content = '';
  for (let i = at + (raw ? 2 : 1); i < text.length; i++) {
    const letter = text[i]!;
    if (letter === '"') return { kind: 'string', text: content, at, end: i + 1 };
    if (letter !== '\\' || i + 1 === text.length) {
      content += letter;
      continue;
    }
    const hex = raw ? null : /^x([0-9a-f]{2})/i.exec(text.slice(i + 1, i + 4));
    const next = text[++i]!;
    if (hex) {
      content += String.fromCharCode(Number.parseInt(hex[1]!, 16));
      i += 2;
    } else content += raw ? letter + next : (ESCAPES[next] ?? letter + next);
  }
  throw new FilterFault(at, 'this string has no closing quote');
}

function signAt(text: string, at: number): Token | null {
  const sign = SIGNS.find((one) => text.startsWith(one, at));
  return sign === undefined ? null : { kind: 'sign', text: sign, at, end: at + sign.length };
}

function wordAt(text: string, at: number): Token {
  let end = at;
  // Two dots stand between the ends of a range.
  while (end < text.length && WORD.test(text[end]!) && !text.startsWith('..', end)) end++;
  if (end === at)
    throw new FilterFault(
      at,
      `${quote(String.fromCodePoint(text.codePointAt(at)!))} has no meaning in a filter`,
    );
  return { kind: 'word', text: text.slice(at, end), at, end };
}
