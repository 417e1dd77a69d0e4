import { quote } from './quote.ts';

/** Beyond these nobody mistypes, and hostile files would make us compare for minutes. */
const LONGEST = 64;
const MOST = 1000;

/** The known name that is nearest to a misspelt one, as a question to add; empty when none is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  if (name.length > LONGEST) return '';
  let best: string | null = null;
  let least = mostMistakes(name.length) + 1;
  for (const one of known.slice(0, MOST)) {
    const distance = editDistance(name.toLowerCase(), one.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = one;
    }
  }
  // Half a name is further away than a misspelt one, but clear enough.
  best ??= name.length < 3 ? null : (known.slice(0, MOST).find((one) => one.startsWith(name)) ?? null);
  return best === null ? '' : `; did you mean ${quote(best)}?`;
}

function mostMistakes(length: number): number {
  if (length <= 3) return Math.min(1, length - 1);
  return Math.max(2, Math.floor(length / 3));
}

/**
 * How many letters are to be put in, left out, replaced, or exchanged with their neighbours (optimal string alignment);
 * or `limit` when it is not smaller.
 */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const least = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (same ? 0 : 1));
      next.push(exchanged ? Math.min(least, before[j - 2]! + 1) : least);
    }
    if (Math.min(...next, ...row) >= limit) return limit;
    before = row;
    row = next;
  }
  return Math.min(limit, row[b.length]!);
}
