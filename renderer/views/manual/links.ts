import type { Token, Tokens } from 'marked';
import type { ManualPlace } from '../../stores/manual.svelte.ts';

/**
 * The name of a heading in links, as GitHub makes it: small letters, blanks as "-", no other signs.
 * @param before names that stand on the page already; the second of a name gets "-1"
 */
export function slugOf(heading: string, before: readonly string[] = []): string {
  const slug = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
  let name = slug;
  for (let again = 1; before.includes(name); again++) name = `${slug}-${again}`;
  return name;
}

/**
 * Where a link on a page leads, if that is in the manual.
 * @param page on which it stands, below docs/manual
 * @returns null for what lies elsewhere
 */
export function placeOf(page: string, href: string): ManualPlace | null {
  if (/^[a-z][a-z+.-]*:|^\//i.test(href)) return null;
  const [file = '', anchor = ''] = href.split('#', 2);
  if (file === '') return { path: page, anchor };
  const parts = page.split('/').slice(0, -1);
  for (const part of file.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else if (part !== '.') parts.push(part);
  }
  return { path: parts.join('/'), anchor };
}

/** The names of a page's headings in links, by the headings. */
export function anchorsOf(tokens: readonly Token[]): ReadonlyMap<Token, string> {
  const names: string[] = [];
  return new Map(
    tokens.flatMap((token) => {
      if (token.type !== 'heading') return [];
      const words = (token as Tokens.Heading).tokens.map((one) =>
        'text' in one ? String(one.text) : one.raw,
      );
      const name = slugOf(words.join(''), names);
      names.push(name);
      return [[token, name] as const];
    }),
  );
}
