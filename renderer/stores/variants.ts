import { firstDifference, type Parting } from '../../simulator/analysis/first-difference.ts';
import { designText } from '../../simulator/designs/text.ts';
import type { FeatureRun, Finding, Run, Setup } from '../../simulator/model/run.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';

/**
 * A version of the design that was run, and what became of each feature: to be compared with others. One that differs
 * only by what happens in the middle of a scene is a branch: up to there it is the same run.
 */
export interface Variant {
  /** "A" for the design as it was opened, then in the order in which they were made. */
  readonly letter: string;
  /** What somebody called it, else what differs: "E12 closed". */
  readonly name: string;
  /** Did somebody give it that name? Then it stays until another design is opened. */
  readonly named: boolean;
  readonly setup: Setup;
  readonly findings: Readonly<Record<string, Finding>>;
  readonly run: Run;
}

/** Runs are large: of those that nobody named, so many stay, and always the first, the design as it was opened. */
const MOST = 6;

/** The variants with one more, or with a newer run of one that was there. */
export function withVariant(
  variants: readonly Variant[],
  name: string,
  setup: Setup,
  run: Run,
): readonly Variant[] {
  const findings = Object.fromEntries(run.features.map(({ feature, finding }) => [feature.id, finding]));
  const same = variantOf(variants, setup);
  if (same) {
    const again = { ...same, setup, findings, run };
    return variants.map((one) => (one === same ? again : one));
  }
  const letter = letterAfter(variants.at(-1)?.letter);
  const all = [...variants, { letter, name, named: false, setup, findings, run }];
  const droppable = all.slice(1, -1).filter((one) => !one.named);
  const [oldest] = droppable;
  return droppable.length > MOST - 2 ? all.filter((one) => one !== oldest) : all;
}

/** The variant that a setup is, by what it says; undefined when it was never run, or dropped. */
export function variantOf(variants: readonly Variant[], setup: Setup): Variant | undefined {
  return variants.find((one) => sameSetup(one.setup, setup));
}

/** Do two setups say the same? */
export function sameSetup(one: Setup, other: Setup): boolean {
  return (
    one === other ||
    (JSON.stringify(one.interventions) === JSON.stringify(other.interventions) &&
      designText(one.design) === designText(other.design))
  );
}

/** The variants with one of another name; an empty name gives it back the one that says what differs. */
export function renamed(
  variants: readonly Variant[],
  which: Variant,
  name: string,
  otherwise: string,
): readonly Variant[] {
  const given = name.trim();
  return variants.map((one) =>
    one === which ? { ...one, name: given === '' ? otherwise : given, named: given !== '' } : one,
  );
}

/** A, B, ... Z, AA, AB, ... */
function letterAfter(letter: string | undefined): string {
  if (letter === undefined) return 'A';
  const last = letter.charCodeAt(letter.length - 1);
  if (last < 90) return letter.slice(0, -1) + String.fromCharCode(last + 1);
  return letter.length === 1 ? 'AA' : `${letterAfter(letter.slice(0, -1))}A`;
}

/** Another variant beside the run that is shown: where they part. */
export interface Fork {
  readonly variant: Variant;
  readonly run: FeatureRun;
  /** Null when this feature's run is the same in both. */
  readonly parting: Parting | null;
}

/** What other variants made of a feature. */
export function forksOf(shown: FeatureRun, variants: readonly Variant[]): readonly Fork[] {
  return variants.flatMap((variant) => {
    const run = variant.run.features.find((one) => one.feature.id === shown.feature.id);
    return run && run !== shown ? [{ variant, run, parting: partingOf(shown, run) }] : [];
  });
}

const partings = new WeakMap<FeatureRun, WeakMap<FeatureRun, Parting | null>>();

/** Where the runs of a feature part; null when they are the same. Worked out once for each two. */
export function partingOf(shown: FeatureRun, other: FeatureRun): Parting | null {
  let known = partings.get(shown);
  if (!known) partings.set(shown, (known = new WeakMap()));
  let parting = known.get(other);
  if (parting === undefined) {
    parting = shown.hash === other.hash ? null : firstDifference(readerOf(shown), readerOf(other));
    known.set(other, parting);
  }
  return parting;
}

const readers = new WeakMap<FeatureRun, TraceReader>();

/** One reader for each run: its indexes are made once. */
export function readerOf(run: FeatureRun): TraceReader {
  let reader = readers.get(run);
  if (!reader) readers.set(run, (reader = new TraceReader(run.trace)));
  return reader;
}
