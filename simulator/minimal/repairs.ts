import type { Design } from '../model/design.ts';
import { run } from '../run.ts';
import type { AddedRule } from './made-rules.ts';
import { distinct, named, rulesFor, sameRule } from './made-rules.ts';
import { withOpened } from './openings.ts';
import type { MinimalAnswer, MinimalQuestion, Proof } from './minimal.ts';
import { cheapestSets, rulesOf } from './minimal.ts';

/** The cheapest ways to make features work: closed rules to open, and rules to add in front of all others. */
export interface RepairAnswer extends MinimalAnswer {
  /** Rules that the sets name and the design has not. */
  readonly added: readonly AddedRule[];
}

/** What lies behind one stopped packet is only seen once it passes: so often it is looked again. */
const ROUNDS_MAX = 12;
/** More kinds of stopped packets than these are no repair but another design (assumption). */
const ADDED_MAX = 64;

/**
 * What would make features work, cheapest first, by rules alone. The choices are the rules that are switched off, and,
 * for packets that no rule of the firewall would let pass, rules made of these packets: the features are run, a rule is
 * made for each that is stopped, and they are run again with these.
 */
export function repairs(question: MinimalQuestion): RepairAnswer {
  const { features, seed, interventions } = question;
  let added: readonly AddedRule[] = [];
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const design = extended(question.design, added, true);
    const found = run(design, { seed, interventions, only: features }).features.flatMap((one) =>
      rulesFor(one, design),
    );
    const fresh = found.filter((one) => !added.some((other) => sameRule(one, other)));
    if (fresh.length === 0) break;
    added = named([...added, ...distinct(fresh)].slice(0, ADDED_MAX), question.design);
  }
  const design = extended(question.design, added, false);
  const answer = cheapestSets(
    { ...question, design },
    rulesOf(design, ({ enabled, action }) => !enabled && action === 'permit'),
  );
  const used = new Set(answer.sets.flatMap(({ rules }) => rules));
  const fresh = added.filter(({ rule }) => used.has(rule.id));
  const isFresh = (id: string) => fresh.some(({ rule }) => rule.id === id);
  const sets = answer.sets.map((set) => ({
    ...set,
    proof: set.proof.map((one) => (isFresh(one.without) ? { ...one, because: unhinted(one) } : one)),
  }));
  return { ...answer, sets, added: fresh };
}

/** A rule that is not there yet is not closed. */
function unhinted({ because, without }: Proof): string {
  return because.split(` ${without} would let it`)[0]!;
}

/** A design with these rules in front; all that permits is on, or these are off and the rest is as it was. */
function extended(design: Design, added: readonly AddedRule[], on: boolean): Design {
  const permits = design.firewalls.flatMap(({ rules }) => rules.filter(({ action }) => action === 'permit'));
  return withOpened(design, {
    closed: on ? permits.map(({ id }) => id) : [],
    added: added.map((one) => ({ ...one, rule: { ...one.rule, enabled: on } })),
  });
}
