import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDesign } from '../../../simulator/designs/registry.ts';
import { setPath } from '../../../simulator/designs/set.ts';
import { formatProblem } from '../../../simulator/designs/source.ts';
import { REFERENCE } from './helpers.ts';

/** Much longer than any of these should take, also on a busy machine. */
const PATIENCE_MS = 10_000;

/** Whatever stands in a file, the answer is a design, or problems with words and places inside the text. */
function check(text: string): 'design' | 'problems' {
  const loaded = openDesign(text, 'lab.json');
  if (loaded.ok) {
    // What the loader lets pass is complete: written out, it loads again.
    expect(openDesign(JSON.stringify(loaded.design), 'again.json').ok).toBe(true);
    return 'design';
  }
  expect(loaded.problems.length).toBeGreaterThan(0);
  expect(loaded.problems.length).toBeLessThanOrEqual(100);
  const lines = text.replace(/^\ufeff/, '').split('\n');
  for (const problem of loaded.problems) {
    const line = lines[problem.line - 1];
    expect(line, `line ${problem.line} of ${lines.length}`).toBeDefined();
    expect(problem.column).toBeGreaterThanOrEqual(1);
    expect(problem.column).toBeLessThanOrEqual(line!.length + 1);
    expect(problem.message).toMatch(/must|is missing|is no JSON|did you mean/);
    expect(formatProblem(problem)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]|undefined|\[object/u);
    expect(problem.message.length).toBeLessThan(500);
  }
  return 'problems';
}

const place = fc.double({ min: 0, max: 1, noNaN: true });
const bytes = fc.oneof(
  fc.constantFrom(
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\\',
    '//',
    '/*',
    '\n',
    '\0',
    '\u2028',
    '\ud800',
    '-',
    '1e999',
    '.',
    '__proto__',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const edit = fc.record({ at: place, remove: fc.integer({ min: 0, max: 30 }), insert: bytes });

test(
  'bytes of the file deleted, put in and replaced',
  () => {
    const seen = { design: 0, problems: 0 };
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let text = REFERENCE;
        for (const { at, remove, insert } of edits) {
          const start = Math.floor(at * text.length);
          text = text.slice(0, start) + insert + text.slice(start + remove);
        }
        seen[check(text)]++;
      }),
      { numRuns: 400 },
    );
    expect(seen.problems, 'the changes went wrong somewhere').toBeGreaterThan(100);
  },
  PATIENCE_MS * 6,
);

const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    0.5,
    65536,
    1e300,
    '',
    ' ',
    'any',
    '*',
    '.',
    'constructor',
    '__proto__',
    'toString',
    '0.0.0.0/0',
    '10.45.16.10',
    '255.255.255.255',
    [],
    {},
    [[]],
    [null],
    { role: 'constructor' },
    { role: 'client', length: 1 },
    'x'.repeat(100_000),
    'a.'.repeat(50_000),
    'sip:@',
    `sip:${'a'.repeat(9999)}@b`,
    ','.repeat(10_000),
    'edge,'.repeat(3000),
    '\n\u001b[2J',
    '2011-13-45',
    '50000-59999-1',
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

interface Slot {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** Every value in a JSON tree, by what holds it. */
function slots(value: unknown): Slot[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...slots(holder[key])]);
}

test(
  'values of the file replaced, taken out and repeated',
  () => {
    const seen = { design: 0, problems: 0 };
    const change = fc.record({
      at: place,
      how: fc.constantFrom('replace', 'remove', 'repeat', 'exchange', 'name'),
      value: hostile,
      other: place,
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const design: unknown = JSON.parse(REFERENCE);
        for (const { at, how, value, other } of changes) {
          const all = slots(design);
          const pick = (where: number) => all[Math.min(all.length - 1, Math.floor(where * all.length))]!;
          const { holder, key } = pick(at);
          if (how === 'replace') holder[key] = value;
          else if (how === 'remove') {
            if (Array.isArray(holder)) holder.splice(Number(key), 1);
            else Reflect.deleteProperty(holder, key);
          } else if (how === 'exchange') holder[key] = structuredClone(pick(other).holder[pick(other).key]);
          else if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]));
          else holder[typeof value === 'string' ? value.slice(0, 200) : 'x'] = holder[key];
        }
        seen[check(JSON.stringify(design, null, 2))]++;
      }),
      { numRuns: 400 },
    );
    expect(seen.problems).toBeGreaterThan(100);
    expect(seen.design, 'some changes are harmless').toBeGreaterThan(0);
  },
  PATIENCE_MS * 6,
);

test(
  'any JSON, and any text',
  () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => void check(text)),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void check(text)),
      { numRuns: 300 },
    );
  },
  PATIENCE_MS * 6,
);

test(
  'any path and value that are set',
  () => {
    const path = fc.oneof(
      fc.string(),
      fc
        .array(
          fc.constantFrom(
            'hosts',
            'edge',
            'roles',
            '0',
            'knobs',
            '',
            '__proto__',
            'constructor',
            'prototype',
            'firewalls',
            'external',
            'rules',
            'E1',
            'src',
            'link',
            'hostsFile',
          ),
          { maxLength: 7 },
        )
        .map((parts) => parts.join('.')),
    );
    fc.assert(
      fc.property(path, fc.oneof(fc.string(), fc.json()), (where, value) => {
        const set = setPath(JSON.parse(REFERENCE), where, value);
        if ('problem' in set) expect(set.problem).not.toMatch(/[\p{Cc}\p{Zl}]|undefined/u);
        else check(JSON.stringify(set.json, null, 2));
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  },
  PATIENCE_MS * 6,
);
