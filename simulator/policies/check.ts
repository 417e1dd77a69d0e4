import type { Design } from '../model/design.ts';
import type { Run } from '../model/run.ts';
import type { Evidence } from './kinds/kind.ts';
import { placeNames } from './places.ts';
import type { PolicyRule } from './policy.ts';

/** Whether a rule of a policy holds. */
export interface RuleResult {
  readonly id: string;
  readonly ok: boolean;
  /** What must hold, and how it is. */
  readonly text: string;
  readonly why: string;
  readonly evidence: readonly Evidence[];
}

/**
 * Whether a design does what a policy says.
 * @param rules as `loadPolicy` gives them for this design
 * @param run of all features of the design
 */
export function checkPolicy(rules: readonly PolicyRule[], run: Run, design: Design): readonly RuleResult[] {
  const ground = { design, names: placeNames(design) };
  return rules.map(({ kind, rule }) => {
    const { text, evidence, ok = evidence.length === 0 } = kind.judge(rule, ground, run);
    return { id: rule.id, ok, text, why: rule.why, evidence };
  });
}
