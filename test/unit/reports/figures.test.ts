import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Colour } from '../../../simulator/reports/colours.ts';
import { DARK, LIGHT } from '../../../simulator/reports/colours.ts';
import { barsDrawing } from '../../../simulator/reports/figures/bars.ts';
import { gridDrawing } from '../../../simulator/reports/figures/grid.ts';
import { MARK_WORDS, markDrawing } from '../../../simulator/reports/figures/marks.ts';
import type { Mark } from '../../../simulator/reports/report.ts';
import { attribute, elements, readHtml, textIn } from './markup.ts';

const drawn = (svg: string) => elements(readHtml(svg));
const numberOf = (element: ReturnType<typeof drawn>[number], name: string) =>
  Number(attribute(element, name));

test('bars are as long as what they stand for, on one scale, and what is there is seen', () => {
  const value = fc.integer({ min: 0, max: 100_000 });
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 6 }), (values) => {
      const bars = values.map((parts) => ({ name: 'bar', text: '', parts }));
      const legend = [
        { name: 'one', fill: 'ink' },
        { name: 'two', fill: 'outline' },
      ] as const;
      const boxes = drawn(barsDrawing(bars, legend).svg).filter((one) => attribute(one, 'height') === '16');
      const there = values.flat().filter((one) => one > 0);
      expect(boxes).toHaveLength(there.length);
      const longest = Math.max(...values.map(([a, b]) => a + b));
      for (const [index, box] of boxes.entries()) {
        const width = numberOf(box, 'width');
        expect(width).toBeCloseTo(Math.max(1.5, (there[index]! / longest) * 560), 6);
      }
    }),
  );
});

test('each mark has a shape of its own, not only a colour', () => {
  const shapes = (Object.keys(MARK_WORDS) as Mark[]).map((mark) =>
    drawn(markDrawing(mark).svg)
      .map((one) => [one.tagName, attribute(one, 'd'), attribute(one, 'r')].join(' '))
      .join(';'),
  );
  expect(new Set(shapes).size).toBe(shapes.length);
});

test('a grid counts the marks of each row, crosses out rows without any, and keeps groups apart', () => {
  const columns = ['a', 'b', 'c'].map((name, index) => ({ name, group: index < 2 ? 'first' : 'second' }));
  const row = (name: string, cells: readonly (Mark | null)[]) => ({ name, about: '', group: 'g', cells });
  const { svg } = gridDrawing(
    columns,
    [row('full', ['broken', 'degraded', 'unreached']), row('idle', [null, null, null])],
    'nothing',
  );
  const all = drawn(svg);
  const texts = all.filter(({ tagName }) => tagName === 'text').map(textIn);
  for (const text of ['a', 'b', 'c', 'first', 'second', 'full', 'idle', '3', 'none', 'nothing'])
    expect(texts.filter((one) => one === text)).toHaveLength(1);
  // Three in the row, one in the legend.
  expect(all.filter((one) => attribute(one, 'd') === 'M5 17 17 5')).toHaveLength(4);
});

test('the colours are those of the window, light and dark', () => {
  const file = readFileSync('renderer/app/tokens.css', 'utf8');
  const [, light, dark] = /\[data-theme='light'\] \{([^]*?)\n\}[^]*?\[data-theme='dark'\] \{([^]*?)\n\}/.exec(
    file,
  )!;
  for (const name of Object.keys(LIGHT) as Colour[]) {
    expect(light, name).toContain(` --${name}: ${LIGHT[name]};`);
    expect(dark, name).toContain(` --${name}: ${DARK[name]};`);
  }
});
