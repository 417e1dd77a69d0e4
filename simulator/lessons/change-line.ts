import { quote } from '../designs/quote.ts';
import { openDesign } from '../designs/registry.ts';
import { setPath } from '../designs/set.ts';
import { didYouMean } from '../designs/suggest.ts';
import { withClosed } from '../faults/kinds/rule.ts';
import { withOpened } from '../minimal/openings.ts';
import type { Design } from '../model/design.ts';

export type Changed = { readonly design: Design } | { readonly problem: string };

/**
 * A design with changes as they are written in lessons, one after the other: "open E12", "close E12", or "PATH=VALUE" as
 * with --set.
 */
export function withChanges(design: Design, lines: readonly string[]): Changed {
  let changed = design;
  for (const line of lines) {
    const next = withChange(changed, line.trim());
    if ('problem' in next) return next;
    changed = next.design;
  }
  return { design: changed };
}

function withChange(design: Design, line: string): Changed {
  const rule = /^(open|close) (\S+)$/.exec(line);
  if (rule) return withSwitched(design, rule[2]!, rule[1] === 'open');
  const at = line.indexOf('=');
  if (at < 1)
    return { problem: `${quote(line)} is no change: must be "open RULE", "close RULE" or "PATH=VALUE"` };
  const set = setPath(design, line.slice(0, at).trim(), line.slice(at + 1).trim());
  if ('problem' in set) return set;
  const loaded = openDesign(JSON.stringify(set.json), '');
  return loaded.ok ? loaded : { problem: `after ${quote(line)}: ${loaded.problems[0]!.message}` };
}

function withSwitched(design: Design, id: string, enabled: boolean): Changed {
  const ids = design.firewalls.flatMap(({ rules }) => rules.map((rule) => rule.id));
  if (!ids.includes(id))
    return {
      problem: `there is no rule ${quote(id)}${didYouMean(id, ids) || `: must be one of ${ids.join(', ')}`}`,
    };
  return { design: enabled ? withOpened(design, { closed: [id], added: [] }) : withClosed(design, [id]) };
}
