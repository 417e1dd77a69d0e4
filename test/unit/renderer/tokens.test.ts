import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Color } from 'culori';
import {
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  parse,
  wcagContrast,
} from 'culori';
import { describe, expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, '../../../renderer/app/tokens.css'), 'utf8');

/** Rules of the file that stand outside of @media: what each of their selectors asks of a part of the window, and their values. */
const rules = [
  ...css
    .replace(/@media[^{]*\{\s*:root \{[^}]*\}\s*\}/g, '')
    .matchAll(/((?::root|\[data-)[^{]*)\{([^}]*)\}/g),
].flatMap(([, selectors = '', body = '']) =>
  selectors.split(',').map((selector) => ({
    asks: [...selector.matchAll(/\[data-(\w+)='(\w+)'\]/g)].map(([, name, value]) => `${name}=${value}`),
    values: [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!] as const),
  })),
);

const LOOKS = ['light', 'dark'].flatMap((theme) =>
  ['normal', 'more'].flatMap((contrast) =>
    ['normal', 'safe'].map((palette) => ({ theme, contrast, palette })),
  ),
);
type LookName = (typeof LOOKS)[number];

/** The values of a look, as the cascade gives them: the more a rule asks for, the more it counts; else the last. */
function tokensOf(look: LookName): (name: string) => string {
  const holds = new Set(Object.entries(look).map(([name, value]) => `${name}=${value}`));
  const tokens = new Map(
    rules
      .filter(({ asks }) => asks.every((one) => holds.has(one)))
      .sort((one, other) => one.asks.length - other.asks.length)
      .flatMap(({ values }) => values),
  );
  return (name) => {
    const value = tokens.get(name);
    if (value === undefined || !parse(value)) throw new Error(`--${name} is no colour: ${value}`);
    return value;
  };
}

const STATUSES = ['works', 'degraded', 'broken', 'unreached'];
const PROTOCOLS = ['sip', 'tls', 'dns', 'turn', 'rtp', 'psom', 'http'].map((name) => `p-${name}`);
const SHEETS = ['surface', 'surface-2', 'surface-3'];
const ZONES = ['zone-internet', 'zone-perimeter', 'zone-corporate'];
const pairs = (texts: readonly string[], grounds: readonly string[]) =>
  texts.flatMap((text) => grounds.map((ground) => [text, ground] as const));

/** What is written on what. */
const TEXT = [
  ...pairs(['ink', 'ink-2', 'ink-3'], [...SHEETS, ...ZONES, 'accent-soft']),
  ...pairs(['accent'], ['surface', 'surface-2', 'accent-soft']),
  ...pairs(STATUSES, ['surface', 'surface-2', 'accent-soft']),
  ...STATUSES.map((status) => [status, `${status}-soft`] as const),
  ...STATUSES.map((status) => ['ink', `${status}-soft`] as const),
  ['on-accent', 'accent'],
  ['on-inverse', 'inverse'],
] as const;

/** Shapes that say something: WCAG 1.4.11. */
const MARKS = [
  ...pairs(
    STATUSES.map((status) => `${status}-solid`),
    ['surface'],
  ),
  ...pairs(PROTOCOLS, ['surface', ...ZONES]),
  ...pairs(['outline'], ['surface']),
  ...pairs(['focus'], [...SHEETS, ...ZONES]),
  ['on-status', 'works-solid'],
  ['on-status', 'broken-solid'],
  ['on-degraded-mark', 'degraded-solid'],
] as const;

/** Machado, Oliveira and Fernandes 2009, "A physiologically-based model for simulation of color vision deficiency". */
const EYES: Readonly<Record<string, (color: Color) => Color>> = {
  usual: (color) => color,
  protanopia: filterDeficiencyProt(1),
  deuteranopia: filterDeficiencyDeuter(1),
  tritanopia: filterDeficiencyTrit(1),
};
const difference = differenceCiede2000();

/** The two that are hardest to tell apart, and how different they are: CIEDE2000, of which 1 is just seen. */
function nearest(colours: Readonly<Record<string, string>>, see: (color: Color) => Color) {
  const seen = Object.entries(colours).map(([name, colour]) => ({ name, colour: see(parse(colour)!) }));
  return seen
    .flatMap((one, at) =>
      seen.slice(at + 1).map((other) => ({
        pair: `${one.name} and ${other.name}`,
        apart: difference(one.colour, other.colour),
      })),
    )
    .reduce((least, one) => (one.apart < least.apart ? one : least));
}

describe.each(LOOKS)('$theme, contrast $contrast, palette $palette', (look) => {
  const token = tokensOf(look);
  const of = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, token(name)]));
  const tooWeak = (wanted: readonly (readonly [string, string])[], least: number) =>
    wanted
      .map(([mark, ground]) => ({ mark, ground, contrast: wcagContrast(token(mark), token(ground)) }))
      .filter(({ contrast }) => contrast < least);

  test('what is written can be read', () => {
    expect(tooWeak(TEXT, 4.5)).toEqual([]);
  });

  test('marks stand out', () => {
    expect(tooWeak(MARKS, 3)).toEqual([]);
  });

  test('statuses and protocols differ for eyes that see all colours', () => {
    expect(nearest(of(STATUSES.map((status) => `${status}-solid`)), EYES['usual']!).apart).toBeGreaterThan(
      15,
    );
    expect(nearest(of(PROTOCOLS), EYES['usual']!).apart).toBeGreaterThan(7);
  });

  if (look.palette === 'safe')
    test.each(Object.keys(EYES))('they stay apart with %s', (eyes) => {
      const statuses = nearest(of(STATUSES.map((status) => `${status}-solid`)), EYES[eyes]!);
      const protocols = nearest(of(PROTOCOLS), EYES[eyes]!);
      expect(statuses.apart, statuses.pair).toBeGreaterThan(18);
      expect(protocols.apart, protocols.pair).toBeGreaterThan(12);
    });
});

test('7:1 for what is written, with more contrast', () => {
  for (const look of LOOKS.filter(({ contrast }) => contrast === 'more')) {
    const token = tokensOf(look);
    for (const [text, ground] of pairs(['ink', 'ink-2', 'ink-3', ...STATUSES], ['surface', 'surface-2']))
      expect(wcagContrast(token(text), token(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(7);
  }
});
