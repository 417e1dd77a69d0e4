import type { Random } from '../../simulator/kernel/random.ts';

/** Pieces that stand at the edge of something, in whatever language a text is written. */
const PIECES = [
  '"',
  "'",
  '`',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ',',
  ':',
  ';',
  '=',
  '==',
  '!',
  '&&',
  '||',
  '..',
  '/',
  '//',
  '/*',
  '*/',
  '#',
  '<!--',
  '\\',
  '\\u',
  '\\ud800',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '\0',
  '\u2028',
  '\ud800',
  '\udc00',
  '\u202e',
  '\ufeff',
  '\ufffd',
  '\u00e4',
  '\u{1f512}',
  '-',
  '- ',
  '&a ',
  '*a',
  '<<: *a',
  '!!js/function ',
  '|\n',
  '>-\n',
  '---\n',
  '%YAML 9.9\n',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'null',
  'true',
  'NaN',
  'Infinity',
  '0',
  '-1',
  '-0',
  '1e999',
  '1e-999',
  '0x7fffffff',
  '65536',
  '4294967296',
  '9007199254740993',
  '99999999999999999999999999',
  '0.1.2.3.4',
  '255.255.255.255/33',
  '0.0.0.0/0',
  '300.1.1.1',
  '2011-13-45T99:99:99Z',
  '%00',
  '%2e%2e%2f',
  '../',
  'any',
];
/** How a text gets deep, from what opens to what closes. */
const NESTS: readonly (readonly [string, string])[] = [
  ['[', ']'],
  ['{"a":', '}'],
  ['(', ')'],
  ['!', ''],
  ['{', '}'],
  ['- ', ''],
  ['not ', ''],
  ['[[', ''],
];
/** Longest input: that of files is bounded elsewhere, and tested once for each reader. */
const MOST = 60_000;

export interface TextOptions {
  /** Words that the reader knows: put in and exchanged for each other. */
  readonly words?: readonly string[];
  /** Longest piece that is put in again and again; short where each input is to be fast. */
  readonly longest?: number;
}

/**
 * Makes hostile texts: valid ones with mistakes, cut short, with pieces of others, lines and words exchanged, deep nesting,
 * numbers that are too large, and long repetitions.
 */
export class HostileText {
  readonly #random: Random;
  readonly #samples: readonly string[];
  readonly #words: readonly string[];
  readonly #longest: number;

  constructor(random: Random, samples: readonly string[], { words = [], longest = 3000 }: TextOptions = {}) {
    this.#random = random;
    this.#samples = samples;
    this.#words = words;
    this.#longest = longest;
  }

  next(): string {
    const random = this.#random;
    if (this.#samples.length === 0 || random.between(0, 19) === 0) return this.#noise(random.between(0, 60));
    let text = this.#pick(this.#samples);
    for (let times = random.between(1, random.between(1, 6)); times > 0; times--) text = this.#change(text);
    return text.slice(0, MOST);
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#random.between(0, list.length - 1)]!;
  }

  /** Pieces and words without order. */
  #noise(count: number): string {
    return Array.from({ length: count }, () => this.#piece()).join(this.#random.between(0, 1) ? ' ' : '');
  }

  #piece(): string {
    const random = this.#random;
    const kind = random.between(0, 5);
    if (kind < 2 && this.#words.length > 0) return this.#pick(this.#words);
    if (kind === 5) return String.fromCharCode(random.between(0, random.between(0, 9) ? 127 : 0xffff));
    return this.#pick(PIECES);
  }

  #change(text: string): string {
    const random = this.#random;
    const at = random.between(0, text.length);
    const end = Math.min(text.length, at + random.between(1, random.between(1, 80)));
    const put = (piece: string, to = at) => text.slice(0, at) + piece + text.slice(to);
    switch (random.between(0, 11)) {
      case 0:
        return random.between(0, 2) === 0 ? text.slice(0, at) : put('', end);
      case 1:
        return put(text.slice(at, end));
      case 2:
        return put(this.#piece());
      case 3:
        return put(this.#piece(), end);
      case 4: {
        const other = this.#pick(this.#samples);
        const from = random.between(0, other.length);
        return put(other.slice(from, from + random.between(1, 120)));
      }
      case 5:
        return this.#lines(text);
      case 6:
        return this.#word(text, at);
      case 7:
        return this.#number(text, at);
      case 8:
        return random.between(0, 7) === 0 ? put(this.#deep(text.slice(at, end)), end) : put(this.#piece());
      case 9:
        return random.between(0, 7) === 0 ? put(this.#long(text.slice(at, end))) : put('', end);
      case 10:
        return put(String.fromCharCode((text.charCodeAt(at) || 0) ^ (1 << random.between(0, 7))), at + 1);
      default:
        return put(' '.repeat(random.between(0, 9)), end);
    }
  }

  #lines(text: string): string {
    const lines = text.split('\n');
    const a = this.#random.between(0, lines.length - 1);
    const b = this.#random.between(0, lines.length - 1);
    const kind = this.#random.between(0, 3);
    if (kind === 0) lines.splice(a, 1);
    else if (kind === 1) lines.splice(a, 0, lines[b]!);
    else if (kind === 2) [lines[a], lines[b]] = [lines[b]!, lines[a]!];
    else lines[a] = `${' '.repeat(this.#random.between(0, 6))}${lines[a]!.trimStart()}`;
    return lines.join('\n');
  }

  /** Another word in the place of the next one. */
  #word(text: string, at: number): string {
    const word = /[\w.-]+/g;
    word.lastIndex = at;
    const found = word.exec(text);
    if (!found) return text + this.#piece();
    return text.slice(0, found.index) + this.#piece() + text.slice(found.index + found[0].length);
  }

  /** The next number made another one. */
  #number(text: string, at: number): string {
    const digits = /\d+/g;
    digits.lastIndex = at;
    const found = digits.exec(text);
    if (!found) return text;
    const value = Number(found[0]);
    const other = this.#pick([
      0,
      -1,
      value + 1,
      -value,
      value * 256,
      65_535,
      65_536,
      2 ** 32,
      2 ** 53 + 2,
      1e21,
      0.5,
    ]);
    return text.slice(0, found.index) + String(other) + text.slice(found.index + found[0].length);
  }

  #deep(inside: string): string {
    const [open, close] = this.#pick(NESTS);
    const depth = this.#random.between(1, this.#longest);
    return open.repeat(depth) + inside + (this.#random.between(0, 1) ? close.repeat(depth) : '');
  }

  #long(text: string): string {
    const piece = this.#random.between(0, 1) || text === '' ? this.#piece() : text;
    return piece.repeat(Math.ceil(this.#random.between(1, this.#longest) / Math.max(1, piece.length)));
  }
}
