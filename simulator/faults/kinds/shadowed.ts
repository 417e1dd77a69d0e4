import type { Design, DesignRule } from '../../model/design.ts';
import type { FaultKind } from '../fault.ts';
import { ofRules } from '../rules.ts';

/** A rule that never decides, since one above it drops all that it should let pass, and more. */
export const shadowed: FaultKind = {
  id: 'shadowed',
  title: 'Rules shadowed',
  description: 'Above each rule stands one that drops the same ports from any address to any address.',
  of: (design) => {
    const taken = idsOf(design);
    return ofRules(design, (rule) => {
      const id = freeId(rule.id, taken);
      return [
        {
          id: `shadowed:${rule.id}`,
          title: `${rule.id} shadowed by a rule that drops`,
          sentence: `rule ${id}, above ${rule.id}, drops what ${rule.id} should let pass.`,
          change: (one) => [dropping(one, id), one],
        },
      ];
    });
  },
};

function idsOf({ firewalls }: Design): ReadonlySet<string> {
  return new Set(firewalls.flatMap(({ rules }) => rules.map(({ id }) => id)));
}

/** "deny-E12" */
function freeId(rule: string, taken: ReadonlySet<string>): string {
  let id = `deny-${rule}`;
  while (taken.has(id)) id = `deny-${id}`;
  return id;
}

/** Without what the rule says to people. */
function dropping(rule: DesignRule, id: string): DesignRule {
  const { sport, dport, transport, direction, icmp, states, flags, enabled } = rule;
  const match = { src: 'any', sport, dst: 'any', dport, transport, direction, icmp, states, flags };
  return { id, ...match, action: 'drop', enabled, log: false, optional: false };
}
