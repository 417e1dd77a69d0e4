import { quote } from '../designs/quote.ts';
import { didYouMean } from '../designs/suggest.ts';
import type { FieldType, FilterField } from './fields/field.ts';
import { FIELDS } from './fields/registry.ts';
import type { Asked, Comparison, Filter, Literal, ReadFilter, Slice, Span } from './filter.ts';
import type { Token } from './lexer.ts';
import { FilterFault, tokensOf } from './lexer.ts';
import { literalOf } from './literals.ts';
import { patternOf } from './pattern.ts';

/** Longer filters, and deeper ones, nobody writes. */
const LONGEST = 4000;
const DEEPEST = 100;
const TOO_DEEP = 'this filter is nested too deeply';

/** Every way to write a comparison. */
export const COMPARISONS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['==', '=='],
  ['eq', '=='],
  ['any_eq', '=='],
  ['!=', '!='],
  ['ne', '!='],
  ['all_ne', '!='],
  ['===', '==='],
  ['all_eq', '==='],
  ['!==', '!=='],
  ['~=', '!=='],
  ['any_ne', '!=='],
  ['>', '>'],
  ['gt', '>'],
  ['<', '<'],
  ['lt', '<'],
  ['>=', '>='],
  ['ge', '>='],
  ['<=', '<='],
  ['le', '<='],
  ['contains', 'contains'],
  ['matches', 'matches'],
  ['~', 'matches'],
]);

/** The loosest first. */
const JOINTS: readonly { readonly kind: 'or' | 'xor' | 'and'; readonly signs: readonly string[] }[] = [
  { kind: 'or', signs: ['||', 'or'] },
  { kind: 'xor', signs: ['^^', 'xor'] },
  { kind: 'and', signs: ['&&', 'and'] },
];

/**
 * Reads a display filter of Wireshark (wireshark-filter(4)), for the fields that we have.
 * @returns the filter, or what is wrong with the text and where
 */
export function readFilter(text: string): ReadFilter {
  try {
    if (text.length > LONGEST) throw new FilterFault(LONGEST, 'this filter is too long');
    return { ok: true, filter: new Parser(text).filter() };
  } catch (error) {
    if (!(error instanceof FilterFault)) throw error;
    return { ok: false, problem: { column: error.at + 1, message: error.message } };
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  filter(): Filter {
    const filter = this.#joined(0);
    const { kind, text, at } = this.#peek();
    if (kind !== 'end')
      throw new FilterFault(at, `${quote(text)} is not expected here: and, or, xor would be`);
    return filter;
  }

  #joined(level: number): Filter {
    const joint = JOINTS[level];
    if (!joint) return this.#negated();
    let left = this.#joined(level + 1);
    while (this.#takes(...joint.signs)) left = { kind: joint.kind, left, right: this.#joined(level + 1) };
    return left;
  }

  #negated(): Filter {
    if (++this.#depth > DEEPEST) throw new FilterFault(this.#peek().at, TOO_DEEP);
    const filter: Filter = this.#takes('!', 'not')
      ? { kind: 'not', of: this.#negated() }
      : this.#takes('(')
        ? this.#parenthesised()
        : this.#test();
    this.#depth--;
    return filter;
  }

  #parenthesised(): Filter {
    const inner = this.#joined(0);
    this.#expect(')', 'a closing parenthesis');
    return inner;
  }

  #test(): Filter {
    const asked = this.#asked();
    if (this.#takes('in')) return this.#members(asked);
    const not = this.#peek();
    if (this.#takes('not')) {
      if (!this.#takes('in')) throw new FilterFault(not.at, '"in" is expected after "not" here');
      return this.#opposite(this.#members(asked));
    }
    const sign = this.#peek();
    const comparison = sign.kind === 'string' ? undefined : COMPARISONS.get(sign.text.toLowerCase());
    if (!comparison) return { kind: 'present', asked };
    this.#next++;
    if (comparison === 'matches') return this.#matching(asked);
    return this.#compared(asked, comparison, sign);
  }

  #compared(left: Asked, comparison: Comparison, sign: Token): Filter {
    const token = this.#peek();
    const type = typeOf(left);
    const field = token.kind === 'word' ? FIELDS.get(token.text) : undefined;
    // A bare word that is no field's name is a value.
    if (field) {
      const right = this.#asked();
      if (!sameKind(type, typeOf(right)))
        throw new FilterFault(token.at, `${field.name} cannot be compared with ${left.field.name}`);
      return { kind: 'compare', comparison, left, right };
    }
    if (comparison === 'contains' && !canBeSearched(type))
      throw new FilterFault(sign.at, `contains looks into texts and bytes, and ${left.field.name} has none`);
    if (type === 'presence' && comparison !== 'contains') return this.#there(left, comparison, sign);
    return { kind: 'compare', comparison, left, right: this.#literal(left) };
  }

  /** What is there or not may be compared with true or false. */
  #there(asked: Asked, comparison: Comparison, sign: Token): Filter {
    const literal = literalOf(this.#peek().text, false, 'boolean');
    if (typeof literal === 'string' || literal.kind !== 'number' || !['==', '!='].includes(comparison))
      throw new FilterFault(sign.at, `${asked.field.name} is there or not: write it alone, or behind "not"`);
    this.#next++;
    const present: Filter = { kind: 'present', asked };
    return (comparison === '==') === (literal.value === 1) ? present : this.#opposite(present);
  }

  /** Written otherwise, but as deep as "not" in front of it. */
  #opposite(of: Filter): Filter {
    if (this.#depth >= DEEPEST) throw new FilterFault(this.#peek().at, TOO_DEEP);
    return { kind: 'not', of };
  }

  #matching(left: Asked): Filter {
    const token = this.#peek();
    if (token.kind !== 'string') throw new FilterFault(token.at, 'matches needs a pattern in quotes');
    if (!patternOf(token.text))
      throw new FilterFault(token.at, 'this is no regular expression of the kind that RE2 reads');
    if (!canBeSearched(typeOf(left)))
      throw new FilterFault(token.at, `matches looks into texts and bytes, and ${left.field.name} has none`);
    this.#next++;
    return { kind: 'compare', comparison: 'matches', left, right: { kind: 'text', value: token.text } };
  }

  #members(asked: Asked): Filter {
    this.#expect('{', 'a set in braces, such as {80, 443}');
    const spans: Span[] = [];
    do {
      const first = this.#literal(asked);
      spans.push({ first, last: this.#takes('..') ? this.#literal(asked) : first });
      // Since version 4 commas stand between members; before, blanks did.
      this.#takes(',');
    } while (!this.#takes('}'));
    return { kind: 'in', asked, spans };
  }

  #asked(): Asked {
    const token = this.#peek();
    if (token.kind === 'end') throw new FilterFault(token.at, 'a field is missing here');
    if (token.kind !== 'word')
      throw new FilterFault(token.at, `a field is expected, not ${quote(token.text)}`);
    const field = FIELDS.get(token.text);
    if (!field)
      throw new FilterFault(
        token.at,
        `there is no field ${quote(token.text)}${didYouMean(token.text, [...FIELDS.keys()])}`,
      );
    this.#next++;
    const slice = this.#takes('[') ? this.#slice(field) : null;
    const mask = this.#takes('&') ? this.#mask(field) : null;
    return { kind: 'field', field, slice, mask };
  }

  #slice(field: FilterField): Slice {
    const token = this.#peek();
    const match = /^(-?\d{1,5})?(?:([:-])(\d{1,5})?)?$/.exec(token.text);
    const [, start, sign, end] = match ?? [];
    const from = Number(start ?? 0);
    const length = !sign ? 1 : end === undefined ? null : sign === ':' ? Number(end) : Number(end) - from + 1;
    if (token.kind !== 'word' || !match || !canBeSearched(field.type) || (length ?? 1) < 1)
      throw new FilterFault(token.at, `a part of ${field.name} is expected, such as [0:2], [4] or [2:]`);
    this.#next++;
    this.#expect(']', 'a closing bracket');
    return { from, length };
  }

  #mask(field: FilterField): number {
    const { at, text } = this.#peek();
    const literal =
      field.type === 'number' ? literalOf(text, false, 'number') : 'a field of numbers before "&"';
    if (typeof literal === 'string') throw new FilterFault(at, `expected ${literal}`);
    this.#next++;
    return literal.kind === 'number' ? literal.value : 0;
  }

  #literal(asked: Asked): Literal {
    const token = this.#peek();
    if (token.kind !== 'word' && token.kind !== 'string')
      throw new FilterFault(token.at, `a value of ${asked.field.name} is missing here`);
    const literal = literalOf(token.text, token.kind === 'string', typeOf(asked));
    if (typeof literal === 'string')
      throw new FilterFault(token.at, `${asked.field.name} takes ${literal}, not ${quote(token.text)}`);
    this.#next++;
    return literal;
  }

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  /** Goes on when one of these comes next. */
  #takes(...texts: readonly string[]): boolean {
    const { kind, text } = this.#peek();
    if (kind === 'string' || !texts.includes(kind === 'word' ? text.toLowerCase() : text)) return false;
    this.#next++;
    return true;
  }

  #expect(text: string, what: string): void {
    if (!this.#takes(text)) throw new FilterFault(this.#peek().at, `${what} is expected here`);
  }
}

/** Of which type what is asked for is: a part of bytes is bytes, what a mask leaves is a number. */
export function typeOf({ field, slice, mask }: Asked): FieldType {
  if (mask !== null) return 'number';
  return slice && field.type !== 'text' ? 'bytes' : field.type;
}

function canBeSearched(type: FieldType): boolean {
  return type === 'text' || type === 'bytes' || type === 'presence';
}

function sameKind(one: FieldType, other: FieldType): boolean {
  const kind = (type: FieldType) =>
    type === 'seconds' || type === 'boolean' ? 'number' : type === 'presence' ? 'bytes' : type;
  return kind(one) === kind(other);
}
