import * as v from 'valibot';

/*
 * Pieces of which the form of a lesson is made.
 */

export const list = <T extends v.GenericSchema>(of: T, what: string, most: number) =>
  v.pipe(v.array(of, `must be a list of ${what}`), v.maxLength(most, `must have at most ${most} ${what}`));

/** Several lines for people. */
export const prose = v.pipe(
  v.string('must be a text'),
  v.maxLength(8000, 'must be a text of at most 8000 characters'),
  v.trim(),
);

/** What is there or not. */
export const flag = v.literal(true, 'must be true, or not be there');

/** "open E12", "close E12", or "PATH=VALUE" as with --set. */
const changeLine = v.pipe(
  v.string('must be a change: "open RULE", "close RULE" or "PATH=VALUE"'),
  v.maxLength(1000, 'must be a change of at most 1000 characters'),
);
export const changes = list(changeLine, 'changes', 50);

/** On which network something is looked at: the one with the lesson's faults, or the one without, with changes. */
const GROUNDS = ['faulty', 'healthy'] as const;
export const ground = {
  on: v.optional(v.picklist(GROUNDS, 'must be "faulty" or "healthy"'), 'faulty'),
  after: v.optional(changes, []),
};

/** Which network of a lesson is meant. */
export interface Ground {
  readonly on: (typeof GROUNDS)[number];
  /** Changes of it. */
  readonly after: readonly string[];
}

/** Kinds of something, each by its word in a lesson's file: what stands below the word has the kind's form. */
type Kinds = Readonly<Record<string, { readonly form: v.GenericSchema }>>;

/** Each word with its form; none has to be there. */
export function optionalForms<K extends Kinds>(kinds: K) {
  const forms = Object.entries(kinds).map(([word, { form }]) => [word, v.optional(form)]);
  return Object.fromEntries(forms) as { [Word in keyof K]: v.OptionalSchema<K[Word]['form'], undefined> };
}

/** The words of kinds that something written has. */
export function wordsIn<K extends Kinds>(
  kinds: K,
  written: { readonly [Word in keyof K]?: unknown },
): (keyof K & string)[] {
  return Object.keys(kinds).filter((word) => written[word] !== undefined);
}
