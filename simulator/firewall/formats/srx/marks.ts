import type { LedgerLine } from '../../../model/policy.ts';
import type { Ledger } from '../ledger.ts';
import type { Statement } from './configuration.ts';

/** Says what became of the lines of a statement, and of those below it. */
export function mark(ledger: Ledger, one: Statement, status: LedgerLine['status'], why: string): void {
  for (const line of one.allLines()) ledger.mark(line, status, why);
}

/** The same of those that nobody has spoken for: they are understood. */
export function markRest(ledger: Ledger, one: Statement, why: string): void {
  for (const line of one.allLines()) if (!ledger.known(line)) ledger.mark(line, 'understood', why);
}
