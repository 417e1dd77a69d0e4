import type { Comparison } from '../../worker/laboratory.ts';

const ORDER = ['works', 'degraded', 'broken', 'not reached'];

/** Features that do worse than before, with how they stand now. */
export function worseOff({ features }: Comparison): ReadonlyMap<string, string> {
  return new Map(
    features
      .filter(({ before, after }) => ORDER.indexOf(after) > ORDER.indexOf(before))
      .map(({ id, after }) => [id, after]),
  );
}

/** Is there no difference? */
export function isSame({ features, newlyBlocked, newlyAllowed }: Comparison): boolean {
  return features.length + newlyBlocked.length + newlyAllowed.length === 0;
}

/** "costs 4 features, opens 2 kinds of packets": what matters of a change, in a line. */
export function summaryOf(comparison: Comparison): string {
  const { features, newlyBlocked, newlyAllowed } = comparison;
  const worse = worseOff(comparison).size;
  const better = features.length - worse;
  const kinds = (number: number) => `${number} ${number === 1 ? 'kind' : 'kinds'} of packets`;
  const parts = [
    ...(worse > 0 ? [`${worse} ${worse === 1 ? 'feature fares' : 'features fare'} worse`] : []),
    ...(better > 0 ? [`${better} ${better === 1 ? 'fares' : 'fare'} better`] : []),
    ...(newlyBlocked.length > 0 ? [`${kinds(newlyBlocked.length)} newly blocked`] : []),
    ...(newlyAllowed.length > 0 ? [`${kinds(newlyAllowed.length)} newly open`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'every packet fares the same';
}
