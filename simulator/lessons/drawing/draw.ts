import { enumeration } from '../../analysis/words.ts';
import type { OfferedFault } from '../../faults/registry.ts';
import { FAULT_KINDS, faultsOf } from '../../faults/registry.ts';
import { Random } from '../../kernel/random.ts';
import type { Design } from '../../model/design.ts';
import type { Setup } from '../../model/run.ts';
import type { Difficulty } from './judge.ts';
import { Judge } from './judge.ts';
import { placesInReach } from './reach.ts';
import type { Trial } from './trials.ts';
import { applied, Trials } from './trials.ts';

/** More than people keep apart at one time (assumption). */
export const MOST_FAULTS = 5;

/** Scenes that are played before a draw is given up: some seven seconds. */
const MOST_PLAYED = 800;

const EVERY_KIND = FAULT_KINDS.map(({ id }) => id);

export interface DrawOptions {
  /** How many: 1 to MOST_FAULTS. */
  readonly faults: number;
  readonly difficulty: Difficulty;
  /** The same seed draws the same faults everywhere. */
  readonly seed: number;
  /** Ids of the kinds to draw from; all when left out. */
  readonly kinds?: readonly string[];
}

/** A fault as files and threads carry it. */
export type DrawnFault = Pick<OfferedFault, 'id' | 'kind' | 'title' | 'sentence' | 'place' | 'nodes'>;

/** A lab with faults. */
export interface DrawnLab {
  readonly faults: readonly DrawnFault[];
  /** The design with all of them. */
  readonly setup: Setup;
}

export type Drawn =
  | { readonly ok: true; readonly lab: DrawnLab }
  | { readonly ok: false; /** One sentence. */ readonly problem: string };

/**
 * Draws faults for a lab: each makes something worse for somebody, no two are at the same place, and at least a third
 * of what worked goes on working. All are where the learner can mend them. Pure, by named random streams.
 * @param told hears how many scenes were played, after each
 */
export function drawLab(
  design: Design,
  { faults: count, difficulty, seed, kinds = EVERY_KIND }: DrawOptions,
  told: (played: number) => void = () => undefined,
): Drawn {
  if (!Number.isInteger(count) || count < 1 || count > MOST_FAULTS)
    return { ok: false, problem: `${count} faults cannot be drawn: must be 1 to ${MOST_FAULTS}.` };
  const unknown = kinds.find((kind) => !EVERY_KIND.includes(kind));
  if (unknown !== undefined) {
    const known = enumeration(EVERY_KIND, 'or');
    return { ok: false, problem: `There is no kind of faults "${unknown}": must be one of ${known}.` };
  }
  const trials = new Trials(design, told);
  const found = search(design, trials, { count, difficulty, seed, kinds });
  if (!found) {
    const what = `${count} ${difficulty} ${count === 1 ? 'fault' : 'faults'}`;
    const other = 'another difficulty, fewer faults or more kinds of them may do';
    return { ok: false, problem: `No lab with ${what} was found in "${design.title}": ${other}.` };
  }
  return { ok: true, lab: labOf(design, found.faults) };
}

function labOf(design: Design, faults: readonly OfferedFault[]): DrawnLab {
  return {
    faults: faults.map(({ id, kind, title, sentence, place, nodes }) => ({
      id,
      kind,
      title,
      sentence,
      place,
      nodes,
    })),
    setup: applied(design, faults),
  };
}

interface Wanted {
  readonly count: number;
  readonly difficulty: Difficulty;
  readonly seed: number;
  readonly kinds: readonly string[];
}

/** Takes faults as they are drawn, and each that suits together with those that suited before. */
function search(design: Design, trials: Trials, wanted: Wanted): Trial | null {
  const { count, difficulty } = wanted;
  const judge = new Judge(design, trials);
  /** Of several kinds one looks for each in another way. */
  const differ = wanted.kinds.length >= count;
  const complete = (lab: Trial, others: readonly OfferedFault[]): Trial | null => {
    if (lab.faults.length === count) return judge.together(lab) === difficulty ? lab : null;
    for (const [at, other] of others.entries()) {
      if (trials.played > MOST_PLAYED) return null;
      if (lab.faults.some((one) => isNear(one, other) || (differ && one.kind === other.kind))) continue;
      // Only what meets can hide one the other.
      if (difficulty !== 'medium' && judge.meet(lab, other) !== (difficulty === 'hard')) continue;
      const more = trials.with(lab, other);
      const found = judge.leavesEnough(more) ? complete(more, others.slice(at + 1)) : null;
      if (found) return found;
    }
    return null;
  };
  const suited: OfferedFault[] = [];
  for (const stacks = stacksOf(design, wanted), random = new Random(wanted.seed, 'faults'); ;) {
    const stack = nextOf(stacks, random);
    const fault = stack?.faults.pop();
    if (!stack || !fault || trials.played > MOST_PLAYED) return null;
    const alone = trials.alone(fault);
    if (!judge.suits(fault, difficulty) || !judge.leavesEnough(alone)) {
      stack.misses++;
      continue;
    }
    const found = complete(alone, suited);
    if (found) return found;
    suited.push(fault);
  }
}

/** The faults of one kind that are still to be drawn, and how many came that were of no use. */
interface Stack {
  readonly faults: OfferedFault[];
  misses: number;
}

/** What a learner can mend, in a drawn order. */
function stacksOf(design: Design, { seed, kinds }: Wanted): readonly Stack[] {
  const inReach = placesInReach(design);
  return EVERY_KIND.filter((id) => kinds.includes(id)).map((id) => {
    const faults = faultsOf(design, [id]).filter(
      ({ nodes }) => nodes.length === 0 || nodes.some((node) => inReach.has(node)),
    );
    return { faults: new Random(seed, `faults/${id}`).shuffled(faults), misses: 0 };
  });
}

/** Draws a kind: however many faults it has, it comes up as often as the others, less often when it was of no use. */
function nextOf(stacks: readonly Stack[], random: Random): Stack | undefined {
  const left = stacks.filter(({ faults }) => faults.length > 0);
  const least = left.reduce((found, { misses }) => Math.min(found, misses), Infinity);
  const best = left.filter(({ misses }) => misses === least);
  return best[random.between(0, best.length - 1)];
}

/** Is the place of one of the two that of the other, or in it? */
function isNear(one: OfferedFault, other: OfferedFault): boolean {
  return `${one.place}/`.startsWith(`${other.place}/`) || `${other.place}/`.startsWith(`${one.place}/`);
}
