/** The value below which `share` percent of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * share) / 100))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The best of several tries: what the machine can do when nothing else takes its time. */
export function best(tries: number, measure: () => number): number {
  return Math.max(...Array.from({ length: tries }, measure));
}
