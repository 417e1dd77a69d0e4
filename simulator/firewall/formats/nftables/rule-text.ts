import { parseAddress } from '../../../model/address.ts';
import type { Json } from './ruleset.ts';
import type { Token } from './tokens.ts';

/** Turns the words of a rule into the statements that libnftables-json(5) has for them. */
export function statementsOf(tokens: readonly Token[]): {
  readonly statements: readonly Json[];
  readonly comment: string;
} {
  const rule = new RuleText(tokens);
  const statements = rule.statements();
  return { statements, comment: rule.comment };
}

/** A statement that nobody knows: what follows it is not read. */
const UNKNOWN = (what: string): Json => ({ [what === '' ? 'nothing' : what]: null });

const PAYLOADS: Readonly<Record<string, readonly string[]>> = {
  ip: [
    'saddr',
    'daddr',
    'protocol',
    'version',
    'length',
    'ttl',
    'id',
    'dscp',
    'ecn',
    'frag-off',
    'hdrlength',
  ],
  ip6: ['saddr', 'daddr', 'nexthdr', 'length', 'hoplimit'],
  tcp: ['sport', 'dport', 'flags', 'sequence', 'ackseq', 'window'],
  udp: ['sport', 'dport', 'length'],
  th: ['sport', 'dport'],
  icmp: ['type', 'code', 'id', 'sequence'],
  icmpv6: ['type', 'code', 'id', 'sequence'],
  sctp: ['sport', 'dport'],
  dccp: ['sport', 'dport'],
  udplite: ['sport', 'dport'],
  ether: ['saddr', 'daddr', 'type'],
  arp: ['operation', 'htype', 'ptype', 'saddr', 'daddr'],
  vlan: ['id', 'type', 'pcp', 'dei'],
};
/** Keys of meta that may stand without the word. */
const BARE_META = new Set([
  'iifname',
  'oifname',
  'iif',
  'oif',
  'mark',
  'iifgroup',
  'oifgroup',
  'skuid',
  'skgid',
]);
const OPERATORS = new Set(['==', '!=', '<', '>', '<=', '>=', '!', 'eq', 'ne', 'lt', 'gt', 'le', 'ge']);
const WORD_OPERATORS: Readonly<Record<string, string>> = {
  eq: '==',
  ne: '!=',
  lt: '<',
  gt: '>',
  le: '<=',
  ge: '>=',
};

/** Braces and parentheses in each other. */
const DEEPEST = 32;

class RuleText {
  readonly #tokens: readonly Token[];
  #at = 0;
  /** Braces and parentheses around the place. */
  #depth = 0;
  comment = '';

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  statements(): Json[] {
    const all: Json[] = [];
    while (this.#at < this.#tokens.length) {
      const before = this.#at;
      const found = this.#statement();
      if (found !== undefined) all.push(found);
      if (this.#at === before) {
        all.push(UNKNOWN(this.#text()));
        break;
      }
    }
    return all;
  }

  /** @returns undefined for what is no statement; does not move on for what is not known */
  #statement(): Json {
    const word = this.#text();
    switch (word) {
      case 'elements':
        this.#at++;
        return this.#list();
      case 'accept':
      case 'drop':
      case 'return':
      case 'continue':
      case 'notrack':
        this.#at++;
        return { [word]: null };
      case 'jump':
      case 'goto':
        this.#at += 2;
        return { [word]: { target: this.#tokens[this.#at - 1]?.text ?? '' } };
      case 'counter':
        this.#at++;
        this.#skip('packets', 'bytes', 'name');
        return { counter: null };
      case 'log':
        this.#at++;
        while (['prefix', 'level', 'group', 'snaplen', 'queue-threshold', 'flags'].includes(this.#text())) {
          this.#at += 2;
          if (this.#tokens[this.#at - 2]!.text === 'flags')
            while (['ether', 'ip', 'tcp', 'all', 'options', 'sequence', ','].includes(this.#text()))
              this.#at++;
        }
        return { log: null };
      case 'comment':
        this.#at += 2;
        this.comment = this.#tokens[this.#at - 1]?.text ?? '';
        return undefined;
      case 'reject':
        return this.#reject();
      case 'dnat':
      case 'snat':
        return this.#nat(word);
      case 'masquerade':
      case 'redirect':
        this.#at = this.#tokens.length;
        return { [word]: null };
      default:
        return this.#comparison();
    }
  }

  #reject(): Json {
    this.#at++;
    if (this.#text() !== 'with') return { reject: null };
    this.#at++;
    const type = this.#take();
    if (type === 'tcp') {
      this.#at++;
      return { reject: { type: 'tcp reset' } };
    }
    if (this.#text() === 'type') this.#at++;
    return { reject: { type, expr: this.#take() } };
  }

  #nat(kind: 'dnat' | 'snat'): Json {
    this.#at++;
    if (this.#text() === 'ip') this.#at++;
    if (this.#text() !== 'to') return UNKNOWN(kind);
    this.#at++;
    const [, addr, port] = /^([\d.]+)(?::(\d+))?$/.exec(this.#take()) ?? [];
    if (addr === undefined || this.#at < this.#tokens.length - 2) {
      this.#at = this.#tokens.length;
      return { [kind]: {} };
    }
    return { [kind]: { addr, ...(port !== undefined && { port: Number(port) }) } };
  }

  /** What is compared, how, and with what; or a map of verdicts. */
  #comparison(): Json {
    const start = this.#at;
    const first = this.#field();
    if (first === null) {
      this.#at = start;
      return undefined;
    }
    let left = first;
    const parts = [first];
    while (this.#text() === '.') {
      this.#at++;
      const next = this.#field();
      if (next === null) break;
      parts.push(next);
    }
    if (parts.length > 1) left = { concat: parts };
    if (this.#text() === 'vmap') {
      this.#at++;
      return {
        vmap: { key: left, data: this.#text().startsWith('@') ? this.#take() : { set: this.#list() } },
      };
    }
    if (this.#sign('&')) {
      this.#at++;
      left = { '&': [left, this.#value()] };
    }
    let op = '';
    if (OPERATORS.has(this.#text()) && this.#tokens[this.#at]?.kind !== 'text') {
      const text = this.#take();
      op = WORD_OPERATORS[text] ?? text;
    }
    const right = this.#right();
    if (right === undefined) {
      this.#at = start;
      return undefined;
    }
    // "tcp flags syn / fin,syn": of these flags, just that one.
    if (this.#text() === '/') {
      this.#at++;
      return { match: { op: op === '' ? '==' : op, left: { '&': [left, this.#value()] }, right } };
    }
    const key = JSON.stringify(first);
    const bits = key.includes('"flags"') || key.includes('"state"');
    return {
      match: {
        op: op === '' ? (bits && Array.isArray(right) ? 'in' : implied(key, right)) : op,
        left,
        right,
      },
    };
  }

  #field(): Json {
    const word = this.#text();
    const next = this.#tokens[this.#at + 1]?.text ?? '';
    if (word === 'meta' || BARE_META.has(word)) {
      this.#at += word === 'meta' ? 2 : 1;
      return { meta: { key: word === 'meta' ? next : word } };
    }
    if (word === 'ct') {
      this.#at += 2;
      if (next !== 'original' && next !== 'reply') return { ct: { key: next } };
      return { ct: { key: this.#take(), dir: next } };
    }
    if (Object.hasOwn(PAYLOADS, word) && PAYLOADS[word]!.includes(next)) {
      this.#at += 2;
      return { payload: { protocol: word, field: next } };
    }
    return null;
  }

  #right(): Json {
    if (this.#sign('{')) return { set: this.#list() };
    return this.#value();
  }

  /** A value, or several with commas or bars between them. */
  #value(): Json {
    const first = this.#single();
    if (first === undefined) return undefined;
    const joined = [first];
    const sign = this.#text();
    if ((sign !== ',' && sign !== '|') || this.#tokens[this.#at]!.kind !== 'sign') return first;
    while (this.#sign(sign)) {
      this.#at++;
      const next = this.#single();
      if (next === undefined) break;
      joined.push(next);
    }
    return sign === '|' ? { '|': joined } : joined;
  }

  #single(): Json {
    if (this.#sign('(')) {
      if (this.#depth >= DEEPEST) return undefined;
      this.#at++;
      this.#depth++;
      const inner = this.#value();
      this.#depth--;
      if (!this.#sign(')')) return undefined;
      this.#at++;
      return inner;
    }
    const token = this.#tokens[this.#at];
    if (!token || token.kind === 'sign' || token.kind === 'end') return undefined;
    this.#at++;
    return token.kind === 'text' ? token.text : valueOf(token.text);
  }

  /** What stands in braces: values, concatenations, values with verdicts. */
  #list(): Json[] {
    const all: Json[] = [];
    if (!this.#sign('{') || this.#depth >= DEEPEST) return [{ unknown: null }];
    this.#at++;
    this.#depth++;
    while (this.#at < this.#tokens.length && !this.#sign('}')) {
      if (this.#sign(',')) {
        this.#at++;
        continue;
      }
      if (this.#sign('{')) {
        const before = this.#at;
        all.push({ set: this.#list() });
        if (this.#at === before) this.#at++;
        continue;
      }
      const before = this.#at;
      all.push(this.#element());
      if (this.#at === before) {
        this.#at++;
        all.push({ unknown: null });
      }
    }
    this.#at++;
    this.#depth--;
    return all;
  }

  #element(): Json {
    const parts = [this.#flagsOrSingle()];
    while (this.#text() === '.') {
      this.#at++;
      parts.push(this.#single());
    }
    this.#skip('counter', 'packets', 'bytes', 'comment', 'timeout', 'expires');
    const value = parts.length > 1 ? { concat: parts } : parts[0];
    if (this.#text() !== ':') return value;
    this.#at++;
    const verdict = this.#text();
    if (verdict === 'jump' || verdict === 'goto') {
      this.#at += 2;
      return [value, { [verdict]: { target: this.#tokens[this.#at - 1]?.text ?? '' } }];
    }
    this.#at++;
    return [value, { [verdict]: null }];
  }

  #flagsOrSingle(): Json {
    const first = this.#single();
    if (!this.#sign('|')) return first;
    const joined = [first];
    while (this.#sign('|')) {
      this.#at++;
      joined.push(this.#single());
    }
    return { '|': joined };
  }

  /** Words with a value each that change nothing. */
  #skip(...words: string[]): void {
    while (words.includes(this.#text())) this.#at += this.#text() === 'counter' ? 1 : 2;
  }

  #text(): string {
    return this.#tokens[this.#at]?.text ?? '';
  }

  #sign(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'sign' && token.text === text;
  }

  #take(): string {
    return this.#tokens[this.#at++]?.text ?? '';
  }
}

/** "in" for one flag or one state, which is looked for among others. */
function implied(key: string, right: Json): string {
  return key.includes('"flags"') && typeof right === 'string' && !right.startsWith('@') ? 'in' : '==';
}

/** A word as JSON has it: a number, a range, a prefix, or itself. */
function valueOf(text: string): Json {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  const dash = text.indexOf('-');
  if (dash > 0) {
    const ends = [text.slice(0, dash), text.slice(dash + 1)];
    if (ends.every((end) => /^\d{1,10}$/.test(end))) return { range: ends.map(Number) };
    if (ends.every((end) => parseAddress(end) !== null)) return { range: ends };
  }
  const slash = text.indexOf('/');
  if (slash > 0 && parseAddress(text.slice(0, slash)) !== null && /^\d{1,2}$/.test(text.slice(slash + 1)))
    return { prefix: { addr: text.slice(0, slash), len: Number(text.slice(slash + 1)) } };
  return text;
}
