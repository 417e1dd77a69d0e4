import { neededRules } from '../../simulator/analysis/needs.ts';
import { policyOf } from '../../simulator/designs/policies.ts';
import type { Finding } from '../../simulator/firewall/judgement/lint.ts';
import { lint } from '../../simulator/firewall/judgement/lint.ts';
import type { Design } from '../../simulator/model/design.ts';
import { run } from '../../simulator/run.ts';

/** What is odd about the rules of a design's firewalls; which rules no feature needs comes from a run of them all. */
export function lintDesign(design: Design): readonly (Finding & { readonly firewall: string })[] {
  const needed = run(design).features.flatMap((feature) => neededRules(feature, design));
  return design.firewalls.flatMap((firewall) => {
    const used = new Set(needed.flatMap((one) => (one.firewall === firewall.id ? [one.rule.id] : [])));
    return lint(policyOf(design, firewall), used).map((finding) => ({ firewall: firewall.id, ...finding }));
  });
}
