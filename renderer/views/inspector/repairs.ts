import type { Openings, RuleSet } from '../../worker/laboratory.ts';

type AddedRule = Openings['added'][number];

/** What a repair opens: rules that are closed, and rules that the design has not. */
export function openingsOf({ rules }: RuleSet, added: readonly AddedRule[]): Openings {
  const fresh = added.filter(({ rule }) => rules.includes(rule.id));
  return { closed: rules.filter((id) => !fresh.some(({ rule }) => rule.id === id)), added: fresh };
}

/** "E3, I1 and new-1" */
export function openingWords({ closed, added }: Openings): string {
  const names = [...closed, ...added.map(({ rule }) => rule.id)];
  const last = names.pop() ?? 'nothing';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}

/** "new-1, for the external firewall: TCP in from any to 10.45.16.10, port 443" */
export function newRuleText({ firewall, rule }: AddedRule): string {
  const { id, transport, direction, src, dst, dport } = rule;
  return `${id}, for the ${firewall} firewall: ${transport.toUpperCase()} ${direction} from ${src} to ${dst}, port ${dport}`;
}
