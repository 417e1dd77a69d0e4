import * as v from 'valibot';
import { field } from '../model/design.ts';
import type { RuleKind } from './kinds/kind.ts';
import { KINDS } from './kinds/registry.ts';

/*
 * What must hold of a design, as people write it down, keep it beside the design and have it checked on every change.
 */

const entries = Object.assign({}, ...KINDS.map((kind) => kind.entries)) as RuleKind['entries'];

/** What one of the kinds says is there. */
export const MustForm = v.strictObject({
  ...v.partial(v.strictObject(entries)).entries,
  /** For people. */
  why: v.optional(field.text, ''),
});

const Rule = v.strictObject({ id: field.id, ...MustForm.entries });

export const PolicyFile = v.strictObject({
  format: v.literal('edge-lab-policy', 'must be "edge-lab-policy"'),
  version: v.literal(1, 'must be 1, the version of this form'),
  rules: v.pipe(
    v.array(Rule, 'must be a list of rules'),
    v.minLength(1, 'must have at least one rule'),
    v.maxLength(1000, 'must have at most 1000 rules'),
  ),
});

/** A rule as it stands in the file. */
export interface WrittenRule {
  readonly id: string;
  readonly why: string;
  /** What its kind says. */
  readonly [field: string]: unknown;
}

/** A rule that is known to be of one kind. */
export interface PolicyRule {
  readonly kind: RuleKind;
  readonly rule: WrittenRule;
}
