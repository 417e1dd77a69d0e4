import type { Design } from '../../../simulator/model/design.ts';
import type { LedgerLine } from '../../../simulator/model/policy.ts';

/** What is shown of a line: what became of it, and whether packets hang on what was not understood. */
export type LineStatus = LedgerLine['status'] | 'undetermined';

/** Signs in the margin: shapes, since hues are kept for what became of packets. */
export const STATUS_SIGNS: Readonly<Record<LineStatus, string>> = {
  understood: '✓',
  approximated: '≈',
  ignored: '–',
  undetermined: '?',
};

/** A line of the ledger as it is shown. */
export interface ToldLine {
  readonly line: number;
  readonly text: string;
  readonly status: LineStatus;
  readonly why: string;
}

/** In the order in which they are offered: what must be looked at first. */
export const STATUSES: readonly LineStatus[] = ['undetermined', 'ignored', 'approximated', 'understood'];

export const STATUS_TEXT: Readonly<Record<LineStatus, string>> = {
  undetermined: 'Not understood, and packets hang on it: those are stopped, and what rests on them says so',
  ignored: 'Decides nothing about packets between the two sides',
  approximated: 'Taken for something that is nearly the same',
  understood: 'Taken as it stands',
};

/** The ledger, with the lines apart on which packets hang that nobody can decide. */
export function toldLines(
  ledger: readonly LedgerLine[],
  design: Design,
  firewall: string,
): readonly ToldLine[] {
  const rules = design.firewalls.find(({ id }) => id === firewall)?.rules ?? [];
  const open = new Set(rules.flatMap(({ action, line }) => (action === 'undetermined' ? [line] : [])));
  return ledger.map(({ line, text, status, why }) => ({
    line,
    text,
    why,
    status: open.has(line) ? 'undetermined' : status,
  }));
}

/** Of each line of the text, the worst that became of anything in it; null where nothing stands that says something. */
export function statusesOf(lines: readonly ToldLine[]): readonly (LineStatus | null)[] {
  const found: (LineStatus | null)[] = [];
  for (const { line, status } of lines) {
    while (found.length < line) found.push(null);
    const before = found[line - 1];
    if (!before || STATUSES.indexOf(status) < STATUSES.indexOf(before)) found[line - 1] = status;
  }
  return found;
}
