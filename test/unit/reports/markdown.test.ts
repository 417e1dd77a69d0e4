import fc from 'fast-check';
import { marked } from 'marked';
import { expect, test } from 'vitest';
import { clean } from '../../../simulator/reports/clean.ts';
import { markdown } from '../../../simulator/reports/formats/markdown.ts';
import { attribute, elements, readHtml, skeleton, textIn } from './markup.ts';
import { anyText, sample } from './sample.ts';

/** As another program renders it. */
const read = (text: string) => readHtml(marked.parse(markdown.write(sample(text)), { async: false }));

test('whatever texts a design holds, they stay texts, also in cells of tables', () => {
  const plain = skeleton(read('plain'));
  fc.assert(
    fc.property(
      // A bare address becomes a link with many readers, which harms nobody.
      anyText.filter((text) => !/https?:|www\.|@/i.test(text)),
      (text) => {
        const document = read(text);
        expect(skeleton(document)).toEqual(plain);
        const heading = elements(document).find(({ tagName }) => tagName === 'h1')!;
        expect(textIn(heading)).toBe(clean(`h${text}`));
        const cells = elements(document).filter(({ tagName }) => tagName === 'td');
        expect(cells.map(textIn)).toEqual(
          [0, 1].flatMap((row) => [clean(text), `${row}`, clean(`m${text}`)]),
        );
      },
    ),
  );
});

test('its figures are drawings in the text itself', () => {
  const images = elements(read('plain')).filter(({ tagName }) => tagName === 'img');
  expect(images).toHaveLength(2);
  for (const image of images) {
    const source = decodeURIComponent(attribute(image, 'src')!);
    expect(source).toMatch(/^data:image\/svg\+xml,<svg [^]*<\/svg>$/);
  }
});
