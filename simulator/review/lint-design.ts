import type { NeededBy } from '../analysis/needs.ts';
import { policyOf } from '../designs/policies.ts';
import type { Finding } from '../firewall/judgement/lint.ts';
import { lint } from '../firewall/judgement/lint.ts';
import type { Design } from '../model/design.ts';

/** What is odd about a rule of one of a design's firewalls. */
export interface RuleFinding extends Finding {
  readonly firewall: string;
}

/**
 * What is odd about the rules of a design's firewalls.
 * @param needed which features need each rule, from a run of them all; null when none was made
 */
export function lintDesign(design: Design, needed: NeededBy | null): readonly RuleFinding[] {
  return design.firewalls.flatMap((firewall) => {
    const used = needed && new Set(Object.keys(needed[firewall.id] ?? {}));
    return lint(policyOf(design, firewall), used).map((finding) => ({ firewall: firewall.id, ...finding }));
  });
}
