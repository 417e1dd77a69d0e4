import * as v from 'valibot';
import { quote } from '../../designs/quote.ts';
import { field } from '../../model/design.ts';
import { defineKind, told } from './kind.ts';

/** A bound for how many rules of a firewall are switched on. */
export const rulesAtMost = defineKind({
  entries: {
    rulesAtMost: v.strictObject({
      firewall: field.id,
      rules: field.whole('a number of rules', 0, 100_000),
    }),
  },
  says: '"rulesAtMost"',
  check({ rulesAtMost: { firewall } }, { design }, say) {
    const ids = design.firewalls.map(({ id }) => id);
    if (!ids.includes(firewall))
      say(
        ['rulesAtMost', 'firewall'],
        `there is no firewall ${quote(firewall)}: must be one of ${ids.join(', ')}`,
      );
  },
  judge({ rulesAtMost: { firewall, rules } }, { design }) {
    const on = design.firewalls.find(({ id }) => id === firewall)!.rules.filter(({ enabled }) => enabled);
    const more = on.slice(rules).map(({ id }) => id);
    return {
      text: `${firewall} may have at most ${rules} rules: it has ${on.length}.`,
      evidence: more.length === 0 ? [] : [told(`More than that: ${more.join(', ')}.`)],
    };
  },
});
