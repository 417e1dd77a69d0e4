import { neededBy, type NeededBy } from '../../simulator/analysis/needs.ts';
import type { FeatureInfo, Run } from '../../simulator/model/run.ts';
import { shownStatus, STATUS_ORDER, type Shown } from '../parts/status.ts';
import type { RuleFinding } from '../worker/laboratory.ts';
import type { Variant } from './variants.ts';

/** A feature that has to do with a rule. */
export interface Concerned {
  readonly feature: FeatureInfo;
  /** How it stands now that it did worse than as the design was opened; null for one that needs the rule and has it. */
  readonly fell: Shown | null;
}

/** What each kind of finding is called on a row. "unused" is told where the features would stand. */
const KIND_WORDS: Readonly<Record<RuleFinding['kind'], string>> = {
  shadowed: 'never matches',
  redundant: 'not needed',
  conflicting: 'order decides',
  wide: 'wide open',
  undetermined: 'not understood',
  unused: '',
};

/** What stands on the row of a rule, the worst first. */
export function badgesOf(
  findings: readonly RuleFinding[],
): readonly { text: string; finding: RuleFinding }[] {
  return findings
    .filter(({ kind }) => KIND_WORDS[kind] !== '')
    .map((finding) => ({ text: KIND_WORDS[finding.kind], finding }))
    .sort((a, b) => Number(b.finding.severity === 'error') - Number(a.finding.severity === 'error'));
}

/** Findings by "firewall/rule". */
export function byRule(findings: readonly RuleFinding[]): ReadonlyMap<string, readonly RuleFinding[]> {
  const found = new Map<string, RuleFinding[]>();
  for (const one of findings) {
    const key = `${one.firewall}/${one.rule}`;
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return found;
}

/**
 * The features that have to do with each rule: those whose conversations it let begin, and those that it served in the
 * design as it was opened, no longer serves, and that are worse off now. By "firewall/rule".
 */
export function concernedOf(
  run: Run,
  needed: NeededBy,
  first: Variant | undefined,
): ReadonlyMap<string, readonly Concerned[]> {
  const found = new Map<string, Concerned[]>();
  const info = new Map(run.features.map((one) => [one.feature.id, one]));
  const add = (firewall: string, rule: string, concerned: Concerned) => {
    const key = `${firewall}/${rule}`;
    const list = found.get(key) ?? [];
    if (!list.some(({ feature }) => feature.id === concerned.feature.id))
      found.set(key, [...list, concerned]);
  };
  if (first && first.run !== run)
    each(neededBy(first.run, first.setup.design), (firewall, rule, id) => {
      const [was, now] = [first.findings[id], info.get(id)];
      // A feature that still begins by it does not fare worse because of this rule.
      if (!was || !now || needed[firewall]?.[rule]?.includes(id)) return;
      const status = shownStatus(now.finding);
      if (STATUS_ORDER.indexOf(status) > STATUS_ORDER.indexOf(shownStatus(was)))
        add(firewall, rule, { feature: now.feature, fell: status });
    });
  each(needed, (firewall, rule, id) => {
    const one = info.get(id);
    if (one) add(firewall, rule, { feature: one.feature, fell: null });
  });
  return found;
}

function each(needed: NeededBy, visit: (firewall: string, rule: string, feature: string) => void): void {
  for (const [firewall, rules] of Object.entries(needed))
    for (const [rule, features] of Object.entries(rules))
      for (const feature of features) visit(firewall, rule, feature);
}
