import type { InferOutput, ObjectEntries } from 'valibot';
import type { Design } from '../../model/design.ts';
import type { Run } from '../../model/run.ts';
import type { placeNames } from '../places.ts';

/** What rules are about: a design, and the names of its places. */
export interface Ground {
  readonly design: Design;
  readonly names: ReturnType<typeof placeNames>;
}

export type Path = readonly (string | number)[];

/** Takes down what is wrong. @param path of it in the rule */
export type Say = (path: Path, message: string) => void;

/** What shows that a rule of a policy does not hold. */
export interface Evidence {
  /** The feature in whose run it was seen, and its packet there; null where the firewalls' rules show it. */
  readonly feature: string | null;
  readonly packet: number | null;
  /** Event of the trace. */
  readonly event: number | null;
  /** Seconds since the start of the run. */
  readonly time: number | null;
  readonly flow: string | null;
  /** One sentence for a person. */
  readonly text: string;
}

/** What must hold, how it is, and what shows that it does not hold. */
export interface Judged {
  readonly text: string;
  readonly evidence: readonly Evidence[];
  /** Where it does not go by whether there is evidence. */
  readonly ok?: boolean;
}

type Own<E extends ObjectEntries> = { readonly [K in keyof E]: InferOutput<E[K]> };

/** A thing that a policy can demand. One file, one line in the registry. */
export interface RuleKind<E extends ObjectEntries = ObjectEntries> {
  /** What a rule of this kind says: all of these, and no others do. */
  readonly entries: E;
  /** The same in a sentence: `"feature" with "must"`. */
  readonly says: string;
  /** Takes down what the design has not, and what makes no sense. */
  check?(own: Own<E>, ground: Ground, say: Say): void;
  judge(own: Own<E>, ground: Ground, run: Run): Judged;
  /** What it says of something of which the other rules of its kind may not say the opposite. */
  claims?(own: Own<E>): Claim;
}

/** What must, or must not, become of something. */
export interface Claim {
  readonly about: string;
  /** The field of the rule that says so. */
  readonly field: string;
  readonly holds: boolean;
  /** What it must: "work or limp". */
  readonly words: string;
}

/** Keeps the types of a kind's fields while it is defined. */
export function defineKind<E extends ObjectEntries>(kind: RuleKind<E>): RuleKind<E> {
  return kind;
}

/** Evidence that is only a sentence. */
export function told(text: string): Evidence {
  return { feature: null, packet: null, event: null, time: null, flow: null, text };
}
