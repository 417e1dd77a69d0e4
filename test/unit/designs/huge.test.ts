import { expect, test } from 'vitest';
import { openDesign } from '../../../simulator/designs/registry.ts';
import { REFERENCE } from './helpers.ts';

/** Much longer than any of these should take, also on a busy machine. */
const PATIENCE_MS = 10_000;

/** A design with one list of many entries; sizes that a comparison of each with each would not survive. */
const many = (change: (design: Record<string, never[]>) => void): string => {
  const design = JSON.parse(REFERENCE) as Record<string, never[]>;
  change(design);
  return JSON.stringify(design);
};
const list = (length: number, make: (index: number) => unknown): never[] =>
  Array.from({ length }, (_, index) => make(index)) as never[];

test.each<[string, () => string]>([
  ['wrong entries', () => many((design) => (design['zones'] = list(400_000, () => 1)))],
  [
    'prefixes that overlap',
    () =>
      many(
        (design) =>
          (design['zones'] = list(40_000, (i) => ({
            id: `z${i}`,
            title: '',
            trust: 0,
            prefixes: ['10.0.0.0/8'],
          }))),
      ),
  ],
  [
    'prefixes that do not',
    () =>
      many(
        (design) =>
          (design['zones'] = list(40_000, (i) => ({
            id: `z${i}`,
            title: '',
            trust: 0,
            prefixes: [`10.${i >> 8}.${i & 255}.0/24`],
          }))),
      ),
  ],
  [
    'people without hosts and accounts',
    () =>
      many(
        (design) =>
          (design['people'] = list(60_000, (i) => ({
            id: `p${i}`,
            name: '',
            plays: 'remote',
            host: `h${i}`,
            uri: `sip:a${i}@b`,
          }))),
      ),
  ],
  [
    'hosts, and rules that name them wrongly',
    () =>
      many((design) => {
        design['hosts'] = list(20_000, (i) => ({
          id: `h${i}`,
          title: '',
          interfaces: [{ id: 'lan', zone: 'internet', address: `1.2.${i >> 8}.${i & 255}` }],
        }));
        design['people'] = [];
        design['firewalls'] = [
          {
            id: 'f',
            title: '',
            outside: 'internet',
            inside: 'corporate',
            rules: list(20_000, (i) => ({
              id: `r${i}`,
              src: `x${i}`,
              dst: `h${i}.lan`,
              transport: 'tcp',
              direction: 'in',
            })),
          },
        ] as never[];
      }),
  ],
  [
    'unknown fields',
    () => many((design) => Object.assign(design, Object.fromEntries(list(200_000, (i) => [`field${i}`, 1])))),
  ],
  [
    'knobs that nobody knows',
    () =>
      many(
        (design) =>
          (design['knobs'] = Object.fromEntries(list(200_000, (i) => [`sip.t${i}_ms`, 1])) as never),
      ),
  ],
  ['commas', () => `[${','.repeat(16 * 1024 * 1024 - 2)}]`],
  ['spaces and lines', () => ' \n'.repeat(8 * 1024 * 1024 - 1)],
  ['one long text', () => `{ "title": "${'\\u0061'.repeat(2_000_000)}" }`],
  ['one long number', () => `{ "version": ${'9'.repeat(8_000_000)} }`],
  ['one long comment', () => `/*${'*'.repeat(8_000_000)}`],
  ['quotes', () => '"'.repeat(1_000_000)],
])(
  'a huge file is answered soon: %s',
  (_name, make) => {
    const text = make();
    const before = performance.now();
    const loaded = openDesign(text, 'lab.json');
    expect(performance.now() - before).toBeLessThan(PATIENCE_MS);
    expect(loaded.ok).toBe(false);
  },
  PATIENCE_MS * 3,
);
