import type { Random } from '../../simulator/kernel/random.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Values that stand at the edge of something. */
const VALUES: readonly Json[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  0.5,
  1,
  255,
  65_535,
  65_536,
  2 ** 31,
  2 ** 32,
  2 ** 53 + 2,
  1e300,
  5e-324,
  '',
  ' ',
  'any',
  '*',
  '.',
  '..',
  'a',
  'constructor',
  '__proto__',
  'toString',
  '0',
  '-1',
  '1e999',
  '0.0.0.0/0',
  '0.0.0.0/33',
  '10.45.16.10',
  '255.255.255.255',
  '1-0',
  '0-65535',
  '50000-59999-1',
  '2011-13-45',
  '2026-01-01T00:00:00Z',
  'sip:@',
  'sip:a@b',
  '\ud800',
  '\u2028\u202e',
  '\n\u001b[2J',
  'a\0b',
  'x'.repeat(2000),
  'a.'.repeat(500),
  ','.repeat(500),
  'edge,'.repeat(100),
  [],
  {},
  [[]],
  [null],
  { length: 1 },
  { role: 'constructor' },
  { id: 'edge' },
  { kind: 'rule' },
];
const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'length',
  'id',
  'kind',
  '',
  '0',
  'x\0y',
  '\ud800',
];

/** What holds a value of a tree, and under which name. */
type Slot = readonly [holder: Json[] | { [key: string]: Json }, key: string];

/**
 * Makes trees of JSON with mistakes out of valid ones: values replaced, taken out, doubled, exchanged, put under other names,
 * nested deeply, and pieces of others.
 */
export class HostileJson {
  readonly #random: Random;
  readonly #samples: readonly Json[];
  readonly #values: readonly Json[];

  /** @param words texts that the reader knows, put in the places of others */
  constructor(random: Random, samples: readonly Json[], words: readonly string[] = []) {
    this.#random = random;
    this.#samples = samples;
    this.#values = [...VALUES, ...words];
  }

  next(): Json {
    const random = this.#random;
    if (random.between(0, 39) === 0) return structuredClone(this.#pick(this.#values));
    const root: { [key: string]: Json } = { value: structuredClone(this.#pick(this.#samples)) };
    for (let times = random.between(1, random.between(1, 4)); times > 0; times--) this.#change(root);
    return root['value']!;
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#random.between(0, list.length - 1)]!;
  }

  /** A place in a tree: deep ones as well as those near its root. */
  #slot(root: { [key: string]: Json }): Slot {
    let slot: Slot = [root, 'value'];
    for (;;) {
      const value = (slot[0] as { [key: string]: Json })[slot[1]];
      if (typeof value !== 'object' || value === null) return slot;
      const keys = Object.keys(value);
      if (keys.length === 0 || this.#random.between(0, 5) === 0) return slot;
      slot = [value, this.#pick(keys)];
    }
  }

  #change(root: { [key: string]: Json }): void {
    const [holder, key] = this.#slot(root);
    const fields = holder as { [key: string]: Json };
    const before = fields[key]!;
    switch (this.#random.between(0, 8)) {
      case 0:
      case 1:
        return set(fields, key, structuredClone(this.#pick(this.#values)));
      case 2:
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else if (holder !== root) Reflect.deleteProperty(holder, key);
        return;
      case 3:
        if (Array.isArray(holder)) holder.push(structuredClone(before));
        else set(fields, this.#pick(NAMES), structuredClone(before));
        return;
      case 4: {
        const [from, name] = this.#slot({ value: this.#pick(this.#samples) });
        return set(fields, key, structuredClone((from as { [key: string]: Json })[name]!));
      }
      case 5: {
        let nested = before;
        for (let depth = this.#random.between(1, this.#random.between(1, 200)); depth > 0; depth--)
          nested = this.#random.between(0, 1) ? [nested] : { [this.#pick(NAMES)]: nested };
        return set(fields, key, nested);
      }
      case 6:
        return set(fields, key, this.#bent(before));
      case 7:
        if (isObject(before)) set(before, this.#pick(NAMES), structuredClone(this.#pick(this.#values)));
        else set(fields, key, [before]);
        return;
      default:
        if (Array.isArray(before) && before.length > 0)
          for (let times = this.#random.between(1, 60); times > 0; times--)
            before.push(structuredClone(this.#pick(before)));
        else set(fields, key, this.#bent(before));
    }
  }

  /** Nearly the same value. */
  #bent(value: Json): Json {
    const random = this.#random;
    if (typeof value === 'number')
      return this.#pick([value + 1, value - 1, -value, value * 1e6, value + 0.5, String(value)]);
    if (typeof value !== 'string') return JSON.stringify(value).slice(0, 500);
    const at = random.between(0, value.length);
    const letter = String.fromCharCode(random.between(0, random.between(0, 9) ? 127 : 0xffff));
    return this.#pick([
      value.slice(0, at),
      value.slice(0, at) + letter + value.slice(at),
      value.slice(0, at) + letter + value.slice(at + 1),
      value + value,
      value.toUpperCase(),
      Number(value) || 0,
      [value],
    ]);
  }
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As JSON.parse sets a field: "__proto__" is one like any other. */
function set(fields: { [key: string]: Json }, key: string, value: Json): void {
  Object.defineProperty(fields, key, { value, writable: true, enumerable: true, configurable: true });
}
