import type { Setup } from '../../simulator/model/run.ts';
import { differenceText, type Difference } from './differences.ts';

/**
 * What went wrong, for those who make the lab: enough to do it again, in words that one can read before one sends them.
 * Nothing is sent by itself.
 */
export function crashReport(
  error: unknown,
  { design }: Setup,
  differences: readonly Difference[],
  what = 'the simulation broke',
): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [
    `Edge Lab: ${what}.`,
    '',
    `Design: ${design.title} (${design.id}), ${design.hosts.length} hosts, ${design.people.length} people`,
    `Changed since it was opened: ${differences.map(differenceText).join('; ') || 'nothing'}`,
    `Window: ${navigator.userAgent}`,
    '',
    stack,
    '',
    'The design as it was run:',
    JSON.stringify(design),
  ].join('\n');
}
