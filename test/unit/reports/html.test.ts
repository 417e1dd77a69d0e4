import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean } from '../../../simulator/reports/clean.ts';
import { html } from '../../../simulator/reports/formats/html.ts';
import { attribute, elements, readHtml, skeleton, textIn } from './markup.ts';
import { anyText, sample } from './sample.ts';

const read = (text: string) => readHtml(html.write(sample(text)));

test('whatever texts a design holds, they stay texts: no element and no attribute comes of them', () => {
  const plain = skeleton(read('plain'));
  fc.assert(
    fc.property(anyText, (text) => {
      const document = read(text);
      expect(skeleton(document)).toEqual(plain);
      const named = (name: string) => elements(document).filter(({ tagName }) => tagName === name);
      expect(textIn(named('h1')[0]!)).toBe(clean(`h${text}`));
      expect(textIn(named('caption')[0]!)).toBe(clean(`c${text}`));
      expect(attribute(named('figure')[0]!.childNodes[0] as never, 'aria-label')).toBe(clean(`f${text}`));
    }),
  );
});

test('it is one file: no script, nothing to fetch, and a policy that forbids both', () => {
  const all = elements(read('plain'));
  for (const element of all)
    for (const { name, value } of element.attrs) {
      expect(name).not.toMatch(/^on|^src$|^srcset$/);
      if (name === 'href') expect(value).toMatch(/^#s\d+$/);
    }
  expect(all.some(({ tagName }) => ['script', 'link', 'img', 'iframe'].includes(tagName))).toBe(false);
  const style = all.find(({ tagName }) => tagName === 'style')!;
  expect(textIn(style)).not.toMatch(/url\(|@import/);
  expect(textIn(style)).toContain('prefers-color-scheme:dark');
  const policy = all.find((one) => attribute(one, 'http-equiv') === 'Content-Security-Policy')!;
  expect(attribute(policy, 'content')).toMatch(/^default-src 'none'; style-src 'unsafe-inline'$/);
});

test('tables have a caption, heads of columns and of rows; marks are words, too; links lead to headings', () => {
  const all = elements(read('plain'));
  const scopes = all.filter(({ tagName }) => tagName === 'th').map((one) => attribute(one, 'scope'));
  expect(scopes).toEqual(['col', 'col', 'col', 'row', 'row']);
  expect(all.filter(({ tagName }) => tagName === 'caption')).toHaveLength(1);
  const cells = all.filter(({ tagName }) => tagName === 'td').map(textIn);
  expect(cells).toEqual(['0', ' mplain', '1', ' mplain']);
  const ids = all.flatMap((one) => attribute(one, 'id') ?? []);
  const links = all.flatMap((one) => attribute(one, 'href') ?? []);
  expect(links.length).toBeGreaterThan(0);
  for (const link of links) expect(ids).toContain(link.slice(1));
});
