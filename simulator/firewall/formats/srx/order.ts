import type { Entry } from './policies.ts';

/**
 * One order of the policies for both directions. Each direction's own order stays as it is; between the two it means
 * nothing, so they are put as they stand in the file, and policies of one id side by side, which makes them one rule again.
 */
export function merged(inward: readonly Entry[], outward: readonly Entry[]): readonly Entry[] {
  const places = new Map(outward.map(({ id }, at) => [id, at]));
  const all: Entry[] = [];
  let at = 0;
  for (const entry of inward) {
    const twin = places.get(entry.id) ?? -1;
    while (at < outward.length && (outward[at]!.line < entry.line || at < twin)) {
      if (at === twin) break;
      all.push(outward[at++]!);
    }
    all.push(entry);
    if (twin >= 0 && twin === at) all.push(outward[at++]!);
  }
  return [...all, ...outward.slice(at)];
}
