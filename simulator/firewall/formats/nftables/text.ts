import type { Refusal } from '../format.ts';
import { MOST_RULES, TooMuch } from '../limits.ts';
import { statementsOf } from './rule-text.ts';
import type { Chain, Json, NftRule, Ruleset } from './ruleset.ts';
import { keyOf } from './ruleset.ts';
import type { Comment, Token } from './tokens.ts';
import { tokensOf } from './tokens.ts';

/** A place where a file stops making sense as a whole. */
class Stop extends Error {
  readonly refusal: Refusal;
  constructor(problem: string, token: Token | undefined) {
    super(problem);
    this.refusal = { problem, ...(token && { line: token.line, column: token.column }) };
  }
}

/** A ruleset with what else the ledger wants to know. */
export interface Parsed {
  readonly ruleset: Ruleset;
  readonly comments: readonly Comment[];
  /** Lines that are no rules, with what they are; from the first to the last. */
  readonly frame: readonly { readonly first: number; readonly last: number; readonly what: string }[];
  /** Lines that a rule takes besides its first. */
  readonly spans: readonly { readonly first: number; readonly last: number }[];
}

/** Reads the text form (nft(8)), as `nft list ruleset` writes it and people do. */
export function parseText(text: string): Parsed | Refusal {
  const found = tokensOf(text);
  if ('problem' in found) return found;
  try {
    return new Parser(found.tokens, found.comments).parse();
  } catch (error) {
    if (error instanceof Stop) return error.refusal;
    throw error;
  }
}

/** Tokens that definitions may grow to. */
const MOST_TOKENS = 4_000_000;

const PRIORITIES: Readonly<Record<string, number>> = {
  raw: -300,
  mangle: -150,
  dstnat: -100,
  filter: 0,
  security: 50,
  srcnat: 100,
};
const FAMILIES = new Set(['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev']);
const OBJECTS = new Set(['counter', 'quota', 'limit', 'ct', 'synproxy', 'secmark', 'flowtable', 'tunnel']);

class Parser {
  readonly #tokens: readonly Token[];
  readonly #comments: readonly Comment[];
  #at = 0;
  readonly #defined = new Map<string, readonly Token[]>();
  #grown = 0;
  readonly #chains: Chain[] = [];
  readonly #rules: NftRule[] = [];
  readonly #sets = new Map<string, Json[] | null>();
  readonly #frame: { first: number; last: number; what: string }[] = [];
  readonly #spans: { first: number; last: number }[] = [];
  /** Lines of comments that are rules switched off. */
  readonly #off: Map<number, readonly Token[]>;

  constructor(tokens: readonly Token[], comments: readonly Comment[]) {
    this.#tokens = tokens;
    this.#comments = comments;
    this.#off = new Map();
    for (const { line, text } of comments) {
      const off = /^#\s*off:\s*(.*)$/.exec(text);
      const inner = off && tokensOf(off[1]!);
      if (inner && 'tokens' in inner)
        this.#off.set(
          line,
          inner.tokens.map((token) => ({ ...token, line })),
        );
    }
  }

  parse(): Parsed {
    this.#ends();
    while (this.#peek()) {
      this.#command();
      this.#ends();
    }
    return {
      ruleset: { chains: this.#chains, rules: this.#rules, sets: this.#sets },
      comments: this.#comments.filter(({ line }) => !this.#off.has(line)),
      frame: this.#frame,
      spans: this.#spans,
    };
  }

  #command(): void {
    const token = this.#next();
    switch (token.text) {
      case 'table':
        return this.#table(token);
      case 'define':
        return this.#define(token);
      case 'flush':
      case 'delete':
      case 'destroy':
      case 'undefine':
        this.#until(';', '\n');
        return this.#note(token, 'empties what was there before');
      case 'add':
      case 'create':
        return this.#added(token);
      case 'include':
        throw new Stop(
          'it includes another file: must hold all rules, as "nft list ruleset" writes them',
          token,
        );
      default:
        throw new Stop(
          `"${token.text.slice(0, 40)}" is not known here: must be table, define, flush or add`,
          token,
        );
    }
  }

  #added(token: Token): void {
    const what = this.#next();
    if (what.text === 'table') return this.#table(token);
    let family = 'ip';
    if (FAMILIES.has(this.#peek()?.text ?? '')) family = this.#next().text;
    const table = this.#next().text;
    if (what.text === 'rule') {
      const chain = this.#next().text;
      this.#ruleLine(family, table, chain);
    } else if (what.text === 'chain') this.#chain(token, family, table);
    else if (what.text === 'set' || what.text === 'map') this.#set(token, family, table);
    else if (what.text === 'element') {
      const name = this.#next().text;
      const key = keyOf(family, table, name);
      const before = this.#sets.get(key);
      const elements = this.#elements(token);
      if (before) for (const element of elements) before.push(element);
      else if (before === undefined) this.#sets.set(key, elements);
      this.#note(token, `elements of the set ${name}`);
    } else
      throw new Stop(
        `"add ${what.text.slice(0, 40)}" is not known: must be table, chain, rule, set, map or element`,
        what,
      );
  }

  #define(token: Token): void {
    const name = this.#next().text;
    this.#sign('=');
    const value: Token[] = [];
    for (let depth = 0; this.#peek();) {
      const next = this.#peek()!;
      if (depth === 0 && (next.kind === 'end' || next.text === ';')) break;
      this.#at++;
      if (next.kind === 'end') continue;
      if (next.kind === 'sign' && next.text === '{') depth++;
      if (next.kind === 'sign' && next.text === '}') depth--;
      value.push(next);
    }
    this.#defined.set(name, this.#expand(value));
    this.#note(token, `what $${name} stands for`);
  }

  #table(token: Token): void {
    let family = 'ip';
    if (FAMILIES.has(this.#peek()?.text ?? '')) family = this.#next().text;
    const name = this.#next().text;
    if (this.#peek()?.text !== '{') return this.#note(token, `the table ${name}`);
    this.#open('{');
    this.#note(token, `the table ${name}`);
    for (;;) {
      this.#ends();
      const next = this.#next(`the table ${name}`);
      if (next.text === '}') return this.#note(next, `end of the table ${name}`);
      if (next.text === 'chain') this.#chain(next, family, name);
      else if (next.text === 'set' || next.text === 'map') this.#set(next, family, name);
      else if (next.text === 'define') this.#define(next);
      else if (OBJECTS.has(next.text)) {
        this.#block(next);
        this.#note(next, `${next.text}: changes no verdict by itself`);
      } else if (next.text === 'flags' || next.text === 'comment') {
        this.#until(';', '\n');
        this.#note(next, 'about the table');
      } else
        throw new Stop(
          `"${next.text.slice(0, 40)}" is not known in a table: must be chain, set or map`,
          next,
        );
    }
  }

  #chain(token: Token, family: string, table: string): void {
    const name = this.#next().text;
    const chain: { -readonly [K in keyof Chain]: Chain[K] } = {
      family,
      table,
      name,
      line: token.line,
      base: null,
    };
    this.#chains.push(chain);
    this.#note(token, `the chain ${name}`);
    if (this.#peek()?.text !== '{') return;
    this.#open('{');
    for (;;) {
      this.#ends(family, table, name);
      const next = this.#peek();
      if (!next) throw new Stop(`the file ends inside the chain ${name}: "}" is missing`, token);
      if (next.text === '}') {
        this.#at++;
        return this.#note(next, `end of the chain ${name}`);
      }
      if (next.text === 'type') {
        const words = this.#until(';', '\n').map((one) => one.text);
        this.#note(next, 'where the chain sits');
        chain.base = {
          type: words[1] ?? '',
          hook: words[words.indexOf('hook') + 1] ?? '',
          priority: this.#priority(words.slice(words.indexOf('priority') + 1), next),
          policy: chain.base?.policy ?? 'permit',
        };
      } else if (next.text === 'policy') {
        const words = this.#until(';', '\n').map((one) => one.text);
        this.#note(next, 'what becomes of packets that no rule names');
        if (!chain.base || !['accept', 'drop'].includes(words[1] ?? ''))
          throw new Stop('the policy must be accept or drop, behind the type of the chain', next);
        chain.base = { ...chain.base, policy: words[1] === 'drop' ? 'drop' : 'permit' };
      } else if (next.text === 'comment' || next.text === 'flags' || next.text === 'devices') {
        this.#until(';', '\n');
        this.#note(next, 'about the chain');
      } else this.#ruleLine(family, table, name);
    }
  }

  #priority(words: readonly string[], token: Token): number {
    const text = words.join(' ');
    const match = /^(-?\d{1,9}|[a-z]+)(?: ?([+-]) ?(\d{1,9}))?$/.exec(text);
    const base = match && (/^-?\d/.test(match[1]!) ? Number(match[1]) : PRIORITIES[match[1]!]);
    if (base === undefined || base === null)
      throw new Stop(`the priority "${text.slice(0, 40)}" must be a number or a name such as filter`, token);
    return base + Number(`${match?.[2] ?? '+'}${match?.[3] ?? '0'}`);
  }

  #ruleLine(family: string, table: string, chain: string): void {
    const tokens = this.#expand(this.#until(';', '\n'));
    if (tokens.length > 0) this.#rule(family, table, chain, tokens, true);
  }

  #rule(family: string, table: string, chain: string, tokens: readonly Token[], enabled: boolean): void {
    if (this.#rules.length >= MOST_RULES)
      throw new TooMuch(`it has more than ${MOST_RULES} rules: must be at most that many`);
    const first = tokens[0]!.line;
    const last = tokens.at(-1)!.line;
    const { statements, comment } = statementsOf(tokens);
    this.#rules.push({ family, table, chain, line: first, comment, statements, enabled });
    if (last > first) this.#spans.push({ first, last });
  }

  #set(token: Token, family: string, table: string): void {
    const name = this.#next().text;
    const key = keyOf(family, table, name);
    let elements: Json[] | null = [];
    this.#open('{');
    for (;;) {
      this.#ends();
      const next = this.#peek();
      if (!next) throw new Stop(`the file ends inside the set ${name}: "}" is missing`, token);
      if (next.text === '}') break;
      if (next.text === 'elements') {
        this.#at++;
        this.#sign('=');
        const found = this.#elements(token);
        if (elements) elements = found;
      } else {
        const words = this.#until(';', '\n').map((one) => one.text);
        // What is added and forgotten while it runs is in no file.
        if (words.includes('timeout') || words.includes('dynamic')) elements = null;
      }
    }
    const end = this.#next();
    this.#sets.set(key, elements);
    this.#frame.push({ first: token.line, last: end.line, what: `the set ${name}` });
  }

  /** A list in braces. */
  #elements(token: Token): Json[] {
    const inner: Token[] = [];
    this.#open('{');
    let depth = 1;
    while (depth > 0) {
      const next = this.#peek();
      if (!next) throw new Stop('the file ends inside a list: "}" is missing', token);
      this.#at++;
      if (next.kind === 'sign' && next.text === '{') depth++;
      if (next.kind === 'sign' && next.text === '}') depth--;
      if (depth > 0) inner.push(next);
    }
    this.#frame.push({ first: token.line, last: this.#tokens[this.#at - 1]!.line, what: 'elements' });
    const { statements } = statementsOf([
      { kind: 'word', text: 'elements', line: token.line, column: 1 },
      { kind: 'sign', text: '{', line: token.line, column: 1 },
      ...this.#expand(inner.filter(({ kind }) => kind !== 'end')),
      { kind: 'sign', text: '}', line: token.line, column: 1 },
    ]);
    const list = statements[0];
    if (!Array.isArray(list)) throw new Stop('the elements are not known', token);
    return list as Json[];
  }

  /** Skips what stands in braces, or to the end of the line. */
  #block(token: Token): void {
    while (this.#peek() && !['{', '\n', ';'].includes(this.#peek()!.text)) this.#at++;
    if (this.#peek()?.text !== '{') return;
    let depth = 0;
    do {
      const next = this.#peek();
      if (!next) throw new Stop('the file ends inside a block: "}" is missing', token);
      this.#at++;
      if (next.kind === 'sign' && next.text === '{') depth++;
      if (next.kind === 'sign' && next.text === '}') depth--;
    } while (depth > 0);
    this.#frame.push({ first: token.line, last: this.#tokens[this.#at - 1]!.line, what: token.text });
  }

  /** Tokens up to a sign or the end of a line outside of braces; the sign is left behind. */
  #until(...signs: string[]): Token[] {
    const tokens: Token[] = [];
    for (let depth = 0; this.#peek(); this.#at++) {
      const next = this.#peek()!;
      if (next.kind === 'sign' && next.text === '{') depth++;
      if (next.kind === 'sign' && next.text === '}') {
        if (depth === 0) return tokens;
        depth--;
      }
      if (depth === 0 && next.kind !== 'text' && signs.includes(next.text)) return tokens;
      if (next.kind !== 'end') tokens.push(next);
    }
    return tokens;
  }

  /** Puts in what names stand for. */
  #expand(tokens: readonly Token[]): readonly Token[] {
    if (!tokens.some(({ kind, text }) => kind === 'word' && text.startsWith('$'))) return tokens;
    const all: Token[] = [];
    for (const token of tokens) {
      const known = token.kind === 'word' && token.text.startsWith('$');
      const value = known ? this.#defined.get(token.text.slice(1)) : [token];
      if (!value) throw new Stop(`${shown(token)} is not defined`, token);
      this.#grown += value.length;
      if (this.#grown > MOST_TOKENS) throw new Stop('its definitions grow too long', token);
      for (const one of value) all.push(known ? { ...one, line: token.line, column: token.column } : one);
    }
    return all;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  /** Skips ends of lines; inside a chain, comments there may be rules that are switched off. */
  #ends(family = '', table = '', chain = ''): void {
    for (let next = this.#peek(); next && (next.kind === 'end' || next.text === ';'); next = this.#peek()) {
      const off = chain === '' || next.kind !== 'end' ? undefined : this.#off.get(next.line);
      if (off && off.length > 0) this.#rule(family, table, chain, off, false);
      this.#at++;
    }
  }

  #next(inside = 'the file'): Token {
    const token = this.#peek();
    if (!token) throw new Stop(`the file ends inside ${inside}`, this.#tokens.at(-1));
    this.#at++;
    return token;
  }

  #sign(text: string): void {
    const token = this.#next();
    if (token.text !== text) throw new Stop(`${shown(token)} must be "${text}"`, token);
  }

  #open(text: string): void {
    while (this.#peek()?.kind === 'end') this.#at++;
    this.#sign(text);
  }

  #note(token: Token, what: string): void {
    const last = this.#tokens[Math.max(0, this.#at - 1)]!.line;
    this.#frame.push({ first: token.line, last: Math.max(token.line, last), what });
  }
}

/** A word or sign, short enough to be quoted. */
function shown({ kind, text }: Token): string {
  return kind === 'end' ? 'the end of the line' : `"${text.slice(0, 40)}"`;
}
