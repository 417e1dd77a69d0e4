import type { MatrixCell, MatrixFault, Need } from '../../../simulator/analysis/matrix.ts';
import { isChanged } from '../../../simulator/analysis/matrix.ts';
import type { FeaturePath } from '../../../simulator/model/run.ts';
import { shownStatus, STATUS_WORDS, type Shown } from '../../parts/status.ts';
import { seconds1 } from '../../stores/format.ts';
import { addedSeconds } from './columns.ts';

/** What a cell is drawn as. */
export interface CellLook {
  readonly status: Shown;
  /** It ends otherwise than with nothing wrong. */
  readonly changed: boolean;
  /** Whole seconds by which it comes later though it works; 0 when nobody would notice. */
  readonly later: number;
  readonly emerges: boolean;
}

/** How a cell is drawn. */
export function lookOf(cell: MatrixCell): CellLook {
  const status = shownStatus(cell.outcome);
  const later = status === 'works' ? Math.max(0, Math.round(addedSeconds(cell))) : 0;
  return { status, changed: isChanged(cell), later, emerges: cell.emerges };
}

/** Does the person notice anything: another end, a wait, another way of the media? */
export function differs(cell: MatrixCell): boolean {
  const { changed, later } = lookOf(cell);
  return changed || later > 0 || otherPath(cell) !== null;
}

const PATH_WORDS: Readonly<Record<FeaturePath, string>> = {
  direct: 'from end to end',
  'udp-relay': 'by the UDP relay',
  'tcp-relay': 'by the TCP relay',
};

/** The way of the media, where it is another one than with nothing wrong. */
function otherPath({ outcome, before }: MatrixCell): string | null {
  return outcome.path !== null && outcome.path !== before.path ? PATH_WORDS[outcome.path] : null;
}

/** "degraded, 4.0 s later, by the TCP relay" */
export function cellWords(cell: MatrixCell): string {
  const { status, changed, emerges } = lookOf(cell);
  const same = !changed && status !== 'works';
  return [
    same ? `${STATUS_WORDS[status]} as before` : STATUS_WORDS[status],
    ...timeWords(cell),
    otherPath(cell) ?? [],
    emerges ? 'which neither of the two does alone' : [],
  ]
    .flat()
    .join(', ');
}

function timeWords(cell: MatrixCell): string[] {
  const { status, changed, later } = lookOf(cell);
  if (status === 'unreached' || cell.outcome.lacks !== null) return [];
  if (status === 'broken') return [`given up after ${seconds1(cell.outcome.seconds)}`];
  // As it is drawn.
  if (later > 0 && !changed) return [`${later} s later`];
  const added = addedSeconds(cell);
  if (Math.abs(added) < 0.05) return [];
  return [`${seconds1(Math.abs(added))} ${added > 0 ? 'later' : 'sooner'}`];
}

/** "E12 closed and I6 closed" */
export function faultWords(faults: readonly MatrixFault[]): string {
  return faults.map(({ title }) => title).join(' and ');
}

/** How things are needed, by how far the sweep looked. */
export function needWords(need: Need, depth: 1 | 2): string {
  if (need === 'needed') return 'needed';
  if (need === 'fallback') return 'needed only as a fallback';
  return depth === 2 ? 'needed by nothing' : 'needed by nothing alone';
}
