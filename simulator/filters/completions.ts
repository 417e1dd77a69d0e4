import type { FieldType, FilterField } from './fields/field.ts';
import { FIELDS } from './fields/registry.ts';
import type { Token } from './lexer.ts';
import { FilterFault, tokensOf } from './lexer.ts';
import { COMPARISONS } from './parser.ts';
import type { FilterSource } from './source.ts';

/** Something that one may write next. */
export interface Completion {
  readonly text: string;
  /** What it is, in a few words; empty where it speaks for itself. */
  readonly note: string;
}

/** What may stand at a place of a filter's text: each of `options` in the place of the characters from `from` to `to`. */
export interface Completions {
  readonly from: number;
  readonly to: number;
  readonly options: readonly Completion[];
}

/** More than this nobody reads through. */
const MOST = 40;

const OPERATORS: Readonly<Record<string, string>> = {
  '==': 'is the same',
  '!=': 'is there and differs',
  '>': 'is greater',
  '<': 'is less',
  '>=': 'is not less',
  '<=': 'is not greater',
  contains: 'has a text or bytes in it',
  matches: 'fits a regular expression',
  in: 'is one of a set',
};
const JOINTS: readonly Completion[] = [
  { text: 'and', note: 'both' },
  { text: 'or', note: 'either, or both' },
  { text: 'xor', note: 'either, and not both' },
];
const ORDERED: readonly FieldType[] = ['number', 'seconds', 'address'];
const SEARCHED: readonly FieldType[] = ['text', 'bytes', 'presence'];

/**
 * What may be written at a place of a display filter that is being written.
 * @param cursor characters before it
 * @param source the run whose names are offered as values
 */
export function completionsAt(text: string, cursor: number, source: FilterSource): Completions {
  const { before, part } = around(text, cursor);
  const from = part?.at ?? cursor;
  const written = text.slice(from, cursor).toLowerCase();
  const options = expected(before, source).filter((one) => fits(one.text, written));
  // What begins with it comes first.
  options.sort((a, b) => Number(begins(b.text, written)) - Number(begins(a.text, written)));
  return { from, to: part?.end ?? cursor, options: options.slice(0, MOST) };
}

/** The tokens before the cursor, and the word or string that it stands in or touches. */
function around(text: string, cursor: number): { before: readonly Token[]; part: Token | null } {
  const tokens = tokensBefore(text.slice(0, cursor));
  const last = tokens.at(-1);
  if (!last || last.kind === 'sign' || last.end < cursor) return { before: tokens, part: null };
  // It goes on behind the cursor, too.
  const rest = last.kind === 'word' ? /^[\w.-]*/.exec(text.slice(cursor))![0].length : 0;
  return { before: tokens.slice(0, -1), part: { ...last, end: cursor + rest } };
}

/** What can be read of a text, and the string that has no end yet. */
function tokensBefore(text: string): readonly Token[] {
  try {
    return tokensOf(text).slice(0, -1);
  } catch (error) {
    if (!(error instanceof FilterFault)) throw error;
    const tokens = tokensOf(text.slice(0, error.at)).slice(0, -1);
    return [...tokens, { kind: 'string', text: text.slice(error.at), at: error.at, end: text.length }];
  }
}

/** What may follow some tokens. */
function expected(before: readonly Token[], source: FilterSource): Completion[] {
  const last = before.at(-1);
  if (!last || isJoint(last)) return fields();
  const field = lastField(before);
  if (isComparison(last) || ['{', ','].includes(last.text)) return field ? values(field, source) : [];
  if (last.kind === 'word' && FIELDS.has(last.text) && !isComparison(before.at(-2)))
    return [...operators(FIELDS.get(last.text)!.type), ...JOINTS];
  return [...JOINTS];
}

function fields(): Completion[] {
  return [...Array.from(FIELDS.values(), ({ name, means }) => ({ text: name, note: means })), NOT];
}

const NOT: Completion = { text: 'not', note: 'everything else' };

function values(field: FilterField, source: FilterSource): Completion[] {
  if (field.type === 'boolean')
    return [
      { text: '1', note: 'yes' },
      { text: '0', note: 'no' },
    ];
  return (field.values?.(source) ?? []).map((text) => ({ text, note: '' }));
}

function operators(type: FieldType): Completion[] {
  const offered = Object.entries(OPERATORS).filter(([sign]) => {
    if (sign === 'contains' || sign === 'matches') return SEARCHED.includes(type);
    if (sign.startsWith('>') || sign.startsWith('<')) return ORDERED.includes(type);
    return type !== 'presence';
  });
  return offered.map(([text, note]) => ({ text, note }));
}

function isJoint({ kind, text }: Token): boolean {
  return (
    kind !== 'string' && ['and', 'or', 'xor', 'not', '&&', '||', '^^', '!', '('].includes(text.toLowerCase())
  );
}

function isComparison(token: Token | undefined): boolean {
  return token !== undefined && token.kind !== 'string' && COMPARISONS.has(token.text.toLowerCase());
}

function lastField(tokens: readonly Token[]): FilterField | undefined {
  const found = tokens.findLast(({ kind, text }) => kind === 'word' && FIELDS.has(text));
  return found && FIELDS.get(found.text);
}

function begins(option: string, written: string): boolean {
  return option.toLowerCase().replace(/^"/, '').startsWith(written.replace(/^"/, ''));
}

/** A field is also found by what stands behind one of its dots. */
function fits(option: string, written: string): boolean {
  return begins(option, written) || (written.length > 1 && option.toLowerCase().includes(written));
}
