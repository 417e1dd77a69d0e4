import type { FaultKind } from '../fault.ts';
import { ofRules } from '../rules.ts';

/** A rule for those who begin on the other side. */
export const direction: FaultKind = {
  id: 'direction',
  title: 'Rules with a wrong direction',
  description: 'Each rule in is out, and the other way round.',
  of: (design) =>
    ofRules(design, (rule) => {
      if (rule.direction === 'both') return [];
      const other = rule.direction === 'in' ? 'out' : 'in';
      return [
        {
          id: `direction:${rule.id}`,
          title: `${rule.id} is ${other}, not ${rule.direction}`,
          sentence: `rule ${rule.id} is for what begins ${SIDES[other]}, and should be for what begins ${SIDES[rule.direction]} (${rule.direction}).`,
          change: (one) => [{ ...one, direction: other }],
        },
      ];
    }),
};

const SIDES = { in: 'on the less trusted side', out: 'on the more trusted side' } as const;
