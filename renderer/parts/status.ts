import type { Finding } from '../../simulator/model/run.ts';

/** What is shown of a finding: its status, and grey for what was never tried. */
export type Shown = 'works' | 'degraded' | 'broken' | 'unreached';

export const STATUS_WORDS: Readonly<Record<Shown, string>> = {
  works: /* @wc-include */ 'works',
  degraded: /* @wc-include */ 'degraded',
  broken: /* @wc-include */ 'broken',
  unreached: /* @wc-include */ 'not reached',
};

/** Worst last. */
export const STATUS_ORDER: readonly Shown[] = ['works', 'degraded', 'broken', 'unreached'];

export function shownStatus(finding: Pick<Finding, 'reached' | 'status'>): Shown {
  return finding.reached ? finding.status : 'unreached';
}
