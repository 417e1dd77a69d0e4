import type { ExplainChain, Explanation } from '../analysis/explain.ts';
import { explain } from '../analysis/explain.ts';
import type { Setup, Status } from '../model/run.ts';
import { run } from '../run.ts';
import type { Openings } from './openings.ts';
import { openingsFor, withOpened } from './openings.ts';
import type { RepairAnswer } from './repairs.ts';
import { repairs } from './repairs.ts';

/** Why a feature does not work, seen once everything that was found before is out of the way. */
export interface Layer {
  /** What was opened to see it; nothing for the run as it is. */
  readonly after: Openings;
  readonly status: Status;
  readonly reached: boolean;
  readonly explanation: Explanation;
}

export interface Diagnosis {
  /** The run as it is, and what comes to light behind its causes, one after the other. */
  readonly layers: readonly Layer[];
  /** Ways to make it work by rules, the one that exposes least first; null when it works. */
  readonly repairs: RepairAnswer | null;
}

/** More firewalls in a row than any design has. */
const LAYERS_MAX = 12;
const REPAIRS_MAX = 3;

/**
 * Every cause for which a feature does not work: those of its run, and those that are only met once these are out of
 * the way, because nothing came as far as them before. And what would repair it.
 */
export function diagnose({ design, interventions }: Setup, seed: number, feature: string): Diagnosis {
  const layers: Layer[] = [];
  let after: Openings = { closed: [], added: [] };
  let opened = design;
  while (layers.length < LAYERS_MAX) {
    const [one] = run(opened, { seed, interventions, only: [feature] }).features;
    const { status, reached } = one!.finding;
    // What works behind the causes is no cause.
    if (layers.length > 0 && status === 'works') break;
    const { headline, chains } = explain(one!, opened);
    const fresh = chains.filter((chain) => layers.every((layer) => !tells(layer, chain)));
    if (layers.length > 0 && fresh.length === 0) break;
    layers.push({ after, status, reached, explanation: { headline, chains: fresh } });
    const more = openingsFor(one!, opened);
    if (status === 'works' || more.closed.length + more.added.length === 0) break;
    opened = withOpened(opened, more);
    after = { closed: [...after.closed, ...more.closed], added: [...after.added, ...more.added] };
  }
  const works = layers[0]!.status === 'works';
  return {
    layers,
    repairs: works ? null : repairs({ design, interventions, seed, features: [feature], most: REPAIRS_MAX }),
  };
}

/** Was this cause told already? */
function tells({ explanation }: Layer, { cause }: ExplainChain): boolean {
  return explanation.chains.some((chain) => chain.cause?.text === cause?.text);
}
