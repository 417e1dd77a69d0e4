import type { Design } from '../../simulator/model/design.ts';
import type { Edit, Edited } from '../worker/laboratory.ts';
import { adopt } from './edits.ts';

/** What of the lab the editing of its design needs. */
export interface Bench {
  readonly design: Design | null;
  readonly simulator: { edit(design: Design, edit: Edit): Promise<Edited> };
  edit(make: (design: Design) => Design): void;
}

/**
 * Edits the design that is there: what was changed while the edit was worked out is not lost.
 * @returns what came of it; null when there is no design
 */
export async function editOn(bench: Bench, edit: Edit): Promise<Edited | null> {
  const { design } = bench;
  if (!design) return null;
  const edited = await bench.simulator.edit(design, edit);
  if (design !== bench.design) return editOn(bench, edit);
  if (edited.ok) bench.edit((before) => adopt(before, edited.design));
  return edited;
}
