import { enumeration } from '../../../simulator/analysis/words.ts';
import type { Openings, RuleSet } from '../../worker/laboratory.ts';

type AddedRule = Openings['added'][number];

/** What a repair opens: rules that are closed, and rules that the design has not. */
export function openingsOf({ rules }: RuleSet, added: readonly AddedRule[]): Openings {
  const fresh = added.filter(({ rule }) => rules.includes(rule.id));
  return { closed: rules.filter((id) => !fresh.some(({ rule }) => rule.id === id)), added: fresh };
}

/** "E3, I1 and new-1" */
export function openingWords({ closed, added }: Openings): string {
  return enumeration([...closed, ...added.map(({ rule }) => rule.id)]);
}
