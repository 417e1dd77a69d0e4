import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escaped, paintOf, tag } from '../../../renderer/pictures/drawing/paint.ts';
import { framesOf, LONGEST, RATE, secondsOf, speedFor } from '../../../renderer/pictures/film/frames.ts';
import { pictureName } from '../../../renderer/pictures/names.ts';
import { SPEEDS, WAIT_REAL_MS } from '../../../renderer/stores/clock.ts';

const SECOND = 1_000_000;
const span = { from: 0, to: 2 * SECOND, speed: 0.5, skipWaiting: true, waits: [] };

describe('names', () => {
  const shown = { design: 'reference-1', variant: '', feature: 'remote-im', view: 'map', times: [593_120] };

  test('say design, variant, feature, view and time', () => {
    expect(pictureName(shown, 'png')).toBe('reference-1-remote-im-map-0.593s.png');
    expect(pictureName({ ...shown, variant: 'E12 closed, I6 closed', times: [0, 4e6] }, 'gif')).toBe(
      'reference-1-E12-closed-I6-closed-remote-im-map-0.000s-4.000s.gif',
    );
  });

  test('are names of files on every system, whatever people call things', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (design, variant) => {
        expect(pictureName({ ...shown, design, variant }, 'svg')).toMatch(
          /^[A-Za-z0-9][A-Za-z0-9.-]{0,160}\.svg$/,
        );
      }),
    );
  });
});

describe('the pictures of a film', () => {
  test('go as the clock goes', () => {
    const frames = framesOf(span);
    expect(frames).toHaveLength(4 * RATE + 1);
    const { time, at, stays } = frames[RATE]!;
    expect([at, stays]).toEqual([1, 1 / RATE]);
    expect(time).toBeCloseTo(SECOND / 2);
  });

  test('pass over waits as playback does', () => {
    const waits = [{ from: SECOND / 2, to: 100 * SECOND }];
    const seconds = secondsOf(framesOf({ ...span, to: 100.5 * SECOND, speed: 1, waits }));
    expect(seconds).toBeCloseTo(0.5 + WAIT_REAL_MS / 1000 + 0.5 + 2, 0);
    expect(
      secondsOf(framesOf({ ...span, to: 30 * SECOND, speed: 1, waits, skipWaiting: false })),
    ).toBeCloseTo(32, 0);
  });

  test('begin and end where they should, in order, without gaps, in no more time than anybody looks', () => {
    const microseconds = fc.integer({ min: 0, max: 120 * SECOND });
    fc.assert(
      fc.property(microseconds, microseconds, fc.constantFrom(...SPEEDS), (one, other, speed) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const frames = framesOf({ ...span, from, to, speed });
        expect(frames[0]!.time).toBe(from);
        const gaps = frames.filter(
          ({ time, at }, i) =>
            i > 0 &&
            !(time >= frames[i - 1]!.time && Math.abs(frames[i - 1]!.at + frames[i - 1]!.stays - at) < 1e-9),
        );
        expect(gaps).toEqual([]);
        expect(frames.length).toBeLessThanOrEqual(LONGEST * RATE + 1);
        if (frames.length <= LONGEST * RATE) expect(frames.at(-1)!.time).toBe(to);
      }),
    );
  });

  test('the speed is the present one where that makes no long film, else a faster one that does not', () => {
    expect(speedFor(span)).toBe(0.5);
    expect(speedFor({ ...span, to: 25 * SECOND })).toBe(2);
    expect(speedFor({ ...span, to: 10_000 * SECOND })).toBe(SPEEDS.at(-1));
  });
});

describe('SVG', () => {
  test('has colours that every program reads', () => {
    expect(paintOf('rgb(1, 20, 255)')).toEqual({ colour: 'rgb(1,20,255)', opacity: 1 });
    expect(paintOf('rgba(0, 0, 0, 0.32)')).toEqual({ colour: 'rgb(0,0,0)', opacity: 0.32 });
    expect(paintOf('color(srgb 1 0.5 0 / 0.88)')).toEqual({ colour: 'rgb(255,128,0)', opacity: 0.88 });
    expect(paintOf('none')).toBeNull();
    expect(paintOf('url("#hatch")')).toBeNull();
  });

  test('holds any text, and nothing that XML cannot hold', () => {
    expect(tag('text', { x: 1 / 3, fill: null }, escaped('a < b & "c"\u0000'))).toBe(
      '<text x="0.33">a &lt; b &amp; &quot;c&quot;</text>',
    );
  });
});
