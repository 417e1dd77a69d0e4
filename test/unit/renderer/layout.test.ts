import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SPEEDS } from '../../../renderer/stores/clock.ts';
import {
  fittingSize,
  LAYOUT_DEFAULT,
  PANE_LIMITS,
  readLayout,
  withRecent,
  type PaneId,
} from '../../../renderer/stores/layout-record.ts';
import { LOOK_DEFAULT, readLook, TEXT_SIZES, writeLook } from '../../../renderer/stores/look.ts';

const pane = fc.constantFrom<PaneId>('rail', 'panel', 'timeline');
const size = (id: PaneId) =>
  fc.option(fc.integer({ min: PANE_LIMITS[id].min, max: PANE_LIMITS[id].max }), { nil: null });
const layout = fc.record({
  version: fc.constant(1 as const),
  sizes: fc.record({ rail: size('rail'), panel: size('panel'), timeline: size('timeline') }),
  folded: fc.record({ rail: fc.boolean(), panel: fc.boolean(), timeline: fc.boolean() }),
  view: fc.string(),
  speed: fc.constantFrom(...SPEEDS),
  skipWaiting: fc.boolean(),
  recent: fc.array(fc.string()),
  toured: fc.boolean(),
});

describe('what the window remembers', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(layout, (kept) => {
        expect(readLayout(JSON.stringify(kept))).toEqual(kept);
      }),
    );
  });

  test('nothing, nonsense and other versions are the defaults', () => {
    expect(readLayout(null)).toEqual(LAYOUT_DEFAULT);
    const kept = { ...LAYOUT_DEFAULT, toured: true };
    expect(readLayout(JSON.stringify({ ...kept, version: 2 }))).toEqual(LAYOUT_DEFAULT);
    expect(readLayout(JSON.stringify({ ...kept, sizes: { ...kept.sizes, rail: 4000 } }))).toEqual(
      LAYOUT_DEFAULT,
    );
    expect(readLayout(JSON.stringify({ ...kept, speed: 3 }))).toEqual(LAYOUT_DEFAULT);
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readLayout(text)).toEqual(LAYOUT_DEFAULT);
      }),
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(readLayout(text)).toEqual(LAYOUT_DEFAULT);
      }),
    );
  });

  test('a size always fits its pane, and one that fits stays', () => {
    fc.assert(
      fc.property(pane, fc.double({ noNaN: true }), (id, wanted) => {
        const fitting = fittingSize(id, wanted);
        expect(fitting).toBeGreaterThanOrEqual(PANE_LIMITS[id].min);
        expect(fitting).toBeLessThanOrEqual(PANE_LIMITS[id].max);
        expect(fittingSize(id, fitting)).toBe(fitting);
      }),
    );
    expect(fittingSize('rail', 200.4)).toBe(200);
  });

  test('commands used last: each once, the newest first, few of them', () => {
    const some = ['play', 'undo', 'play', 'step'].reduce<readonly string[]>(withRecent, []);
    expect(some).toEqual(['step', 'play', 'undo']);
    const used = ['play', 'undo', 'play', 'step', 'keys', 'dark', 'model'];
    expect(used.reduce<readonly string[]>(withRecent, [])).toEqual(['model', 'dark', 'keys', 'step', 'play']);
  });
});

describe('how the window looks', () => {
  test('is read as it was written', () => {
    const look = fc.record({
      theme: fc.constantFrom('system' as const, 'light' as const, 'dark' as const),
      contrast: fc.boolean(),
      safe: fc.boolean(),
      still: fc.boolean(),
      size: fc.constantFrom(...TEXT_SIZES),
    });
    fc.assert(
      fc.property(look, (one) => {
        expect(readLook(writeLook(one))).toEqual(one);
      }),
    );
  });

  test('words of before and unknown ones do no harm', () => {
    expect(readLook('dark more')).toEqual({ ...LOOK_DEFAULT, theme: 'dark', contrast: true });
    expect(readLook('purple 300')).toEqual(LOOK_DEFAULT);
    expect(readLook(null)).toEqual(LOOK_DEFAULT);
  });
});
