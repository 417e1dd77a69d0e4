/** A page that holds what is searched for. */
export interface Hit {
  readonly path: string;
  readonly title: string;
  readonly chapter: string;
  /** Some words of the page around what was found. */
  readonly excerpt: string;
}

interface Searched {
  readonly path: string;
  readonly title: string;
  readonly chapter: string;
  readonly text: string;
}

const MOST = 40;
const AROUND = 64;

/**
 * Pages that hold every word that is searched for: those with it in their titles first, then those with it in a heading,
 * then the others, each in the order of the manual.
 * @param pages with their Markdown
 */
export function search(pages: readonly Searched[], query: string): readonly Hit[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const ranked: { readonly rank: number; readonly hit: Hit }[] = [];
  for (const { path, title, chapter, text } of pages) {
    const low = text.toLowerCase();
    if (!words.every((word) => low.includes(word) || title.toLowerCase().includes(word))) continue;
    const heading = text
      .split('\n')
      .some((line) => line.startsWith('#') && words.every((word) => line.toLowerCase().includes(word)));
    const rank = words.every((word) => title.toLowerCase().includes(word)) ? 0 : heading ? 1 : 2;
    ranked.push({ rank, hit: { path, title, chapter, excerpt: excerptOf(text, words) } });
  }
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ hit }) => hit);
}

/** What a page says around the first of the words, as plain text. */
function excerptOf(text: string, words: readonly string[]): string {
  const plain = plainText(text);
  const low = plain.toLowerCase();
  const places = words.map((word) => low.indexOf(word)).filter((at) => at >= 0);
  const at = places.length === 0 ? 0 : Math.min(...places);
  const from = at < AROUND ? 0 : plain.indexOf(' ', at - AROUND) + 1;
  const end = plain.indexOf(' ', at + 2 * AROUND);
  const to = end < 0 ? plain.length : end;
  return `${from > 0 ? '… ' : ''}${plain.slice(from, to)}${to < plain.length ? ' …' : ''}`;
}

/** Markdown without its marks and its heading. */
function plainText(text: string): string {
  return text
    .replace(/^# .*$/m, '')
    .replace(/^\|[ |:-]+\|$/gm, ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\\(.)/g, '$1')
    .replace(/^\s*([-*]|\d+\.) /gm, ' ')
    .replace(/[*`]+/g, '')
    .replace(/[#|>]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
