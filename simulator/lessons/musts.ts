import type { Design } from '../model/design.ts';
import type { Setup } from '../model/run.ts';
import { checkPolicy } from '../policies/check.ts';
import type { PolicyRule } from '../policies/policy.ts';
import { readRules } from '../policies/load.ts';
import { Source } from '../designs/source.ts';
import { runOf } from './grounds.ts';
import type { Lesson, Step } from './lesson.ts';
import { meddledIn } from './repair.ts';

/** Whether one of the rules of a step holds. */
export interface MustJudged {
  readonly text: string;
  readonly ok: boolean;
  /** One sentence of evidence where it does not hold. */
  readonly because: string;
}

/** Whether what a step demands holds of a learner's network. */
export function judgeMusts(
  lesson: Lesson,
  { must = [] }: Step,
  setup: Setup,
): { readonly musts: readonly MustJudged[]; readonly meddled: readonly string[]; readonly holds: boolean } {
  const rules = rulesOf(must, lesson.healthy.design);
  const meddled = meddledIn(lesson, setup);
  const musts = checkPolicy(rules, runOf(setup), setup.design).map(({ ok, text, evidence }) => ({
    ok,
    text,
    because: evidence[0]?.text ?? '',
  }));
  return { musts, meddled, holds: meddled.length === 0 && musts.every(({ ok }) => ok) };
}

/** A step's rules with ids, as those of a policy have them. */
export function numbered(must: NonNullable<Step['must']>) {
  return must.map((rule, at) => ({ ...rule, id: `rule-${at + 1}` }));
}

/** A step's rules, which were checked when the lesson was read. */
function rulesOf(must: NonNullable<Step['must']>, design: Design): readonly PolicyRule[] {
  const rules = numbered(must);
  return readRules(new Source(JSON.stringify(rules), ''), [], rules, design);
}
