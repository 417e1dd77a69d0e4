import type { Design } from '../../model/design.ts';
import type { Fault, FaultKind } from '../fault.ts';
import { changing } from '../fault.ts';
import { placeOf } from '../rules.ts';

/** A rule that is switched off. */
export const rule: FaultKind = {
  id: 'rule',
  title: 'Rules closed',
  description: 'Each rule of the firewalls is switched off.',
  of: ({ firewalls }) =>
    firewalls.flatMap((firewall) =>
      firewall.rules.flatMap((one): Fault[] =>
        one.enabled
          ? [
              {
                id: one.id,
                title: `${one.id} closed`,
                sentence: `${firewall.title}: rule ${one.id} is switched off.`,
                place: placeOf(firewall.id, one.id),
                nodes: [firewall.id],
                apply: changing((design) => withClosed(design, [one.id])),
                concerns: ({ rules }) => rules.has(one.id),
              },
            ]
          : [],
      ),
    ),
};

/** A design with rules switched off, by their ids. */
export function withClosed(design: Design, close: readonly string[]): Design {
  return {
    ...design,
    firewalls: design.firewalls.map((firewall) =>
      firewall.rules.some(({ id, enabled }) => enabled && close.includes(id))
        ? {
            ...firewall,
            rules: firewall.rules.map((one) => (close.includes(one.id) ? { ...one, enabled: false } : one)),
          }
        : firewall,
    ),
  };
}
