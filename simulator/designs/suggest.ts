/** The known name that is nearest to a misspelt one, as a question to add; empty when none is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  let best = '';
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const one of known) {
    const distance = editDistance(name.toLowerCase(), one.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = one;
    }
  }
  return best === '' ? '' : `; did you mean "${best}"?`;
}

/** Levenshtein's distance, or `limit` when it is not smaller. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return Math.min(limit, row[b.length]!);
}
