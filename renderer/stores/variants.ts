import type { Finding, Run } from '../../simulator/model/run.ts';
import type { Setup } from '../../simulator/model/run.ts';

/** A version of the design that was run, and what became of each feature: to be compared with others. */
export interface Variant {
  readonly name: string;
  readonly setup: Setup;
  readonly findings: Readonly<Record<string, Finding>>;
  readonly run: Run;
}

/** More would not be compared at a glance; the first, the design as it was opened, always stays. */
const MOST = 6;

/** The variants with one more, or with a newer run of one that was there. */
export function withVariant(
  variants: readonly Variant[],
  name: string,
  setup: Setup,
  run: Run,
): readonly Variant[] {
  const findings = Object.fromEntries(run.features.map(({ feature, finding }) => [feature.id, finding]));
  const variant = { name, setup, findings, run };
  if (variants.some((one) => one.name === name))
    return variants.map((one) => (one.name === name ? variant : one));
  const [first, ...others] = variants;
  return first ? [first, ...others.slice(-(MOST - 2)), variant] : [variant];
}
