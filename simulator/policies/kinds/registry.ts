import { exposure } from './exposure.ts';
import { feature } from './feature.ts';
import type { RuleKind } from './kind.ts';
import { never } from './never.ts';

/** Every kind of rule, in the order of forms and sentences. A new one is one file and one line here. */
export const KINDS: readonly RuleKind[] = [feature, never, exposure];

/** What a rule must have, in words: `"feature" with "must", or "never"`. */
export const KINDS_IN_WORDS = KINDS.map(({ says }) => says).join(', or ');
