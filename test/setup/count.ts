/** What a run of tests came to. */
export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** The closing line that a machine reads: `N passed, N failed[, N skipped]`. */
export function closingLine({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
