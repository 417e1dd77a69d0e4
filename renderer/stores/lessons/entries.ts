import { designText } from '../../../simulator/designs/text.ts';
import type { Intervention, Setup } from '../../../simulator/model/run.ts';
import type { Entry } from '../../worker/lesson-desk.ts';

/** A network that a learner made: its design's text, and what happens in it. */
export interface Made {
  readonly design: string;
  readonly interventions: readonly Intervention[];
}

/** A setup as a network that was made. */
export function madeOf({ design, interventions }: Setup): Made {
  return { design: designText(design), interventions };
}

export function sameMade(one: Made, other: Made): boolean {
  return (
    one.design === other.design && JSON.stringify(one.interventions) === JSON.stringify(other.interventions)
  );
}

/** The network that was made last in a step; null when there is none. @param entries those of the step */
export function lastMade(entries: readonly Entry[], designs: readonly string[]): Made | null {
  const made = entries.findLast((entry) => entry.kind === 'make');
  const design = made && designs[made.design];
  return made && design !== undefined ? { design, interventions: made.interventions ?? [] } : null;
}

/**
 * A network in the place of the one that was made in the step before: only the last one counts. Networks that no entry
 * names any more are left out.
 */
export function withMade(
  entries: readonly Entry[],
  designs: readonly string[],
  step: string,
  at: number,
  { design, interventions }: Made,
): { readonly entries: readonly Entry[]; readonly designs: readonly string[] } {
  const made: Entry = {
    kind: 'make',
    at,
    step,
    design: designs.length,
    interventions: [...interventions],
  };
  const all = [...entries.filter((entry) => entry.kind !== 'make' || entry.step !== step), made];
  const texts = [...designs, design];
  const kept = [...new Set(all.flatMap((entry) => (entry.kind === 'make' ? [texts[entry.design]!] : [])))];
  return {
    entries: all.map((entry) =>
      entry.kind === 'make' ? { ...entry, design: kept.indexOf(texts[entry.design]!) } : entry,
    ),
    designs: kept,
  };
}
