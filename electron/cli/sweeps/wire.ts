import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { FeatureSweep } from '../../../simulator/analysis/matrix.ts';
import { printable } from '../../../simulator/designs/quote.ts';
import { openDesign } from '../../../simulator/designs/registry.ts';
import { formatProblem } from '../../../simulator/designs/source.ts';
import { FAULT_KINDS, faultsOf } from '../../../simulator/faults/registry.ts';
import { FEATURES } from '../../../simulator/features/registry.ts';
import { field, LONGEST } from '../../../simulator/model/design.ts';
import { DISPOSITIONS } from '../../../simulator/model/disposition.ts';
import { InterventionForm } from '../../../simulator/model/intervention-form.ts';
import type { Reason } from '../../../simulator/model/run.ts';
import type { Plan } from '../../../simulator/sweep/sweep.ts';

/*
 * Plans and results as they travel through Redis. What comes from there is not trusted, whoever wrote it: it has this
 * form or is refused.
 */

const { whole } = field;
const count = whole('a count', 0, 0xffff_ffff);
const time = v.pipe(v.number(), v.minValue(0), v.maxValue(LONGEST));
/** What a person may come to read, on a terminal too. */
const line = v.pipe(v.string(), v.maxLength(20_000), v.regex(/^\P{Cc}*$/u));
const knownFeature = v.picklist(FEATURES.map((feature) => feature.id));

/** A job: a feature of a plan that lies in Redis under its name. */
export const SweepJob = v.strictObject({
  /** Whose results it wants: engines of other versions may give others. */
  engine: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  plan: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  feature: knownFeature,
});
export type SweepJob = v.InferOutput<typeof SweepJob>;

const WirePlan = v.strictObject({
  /** The text of a design file. */
  design: v.string(),
  interventions: v.array(InterventionForm),
  seed: whole('a seed', 0, Number.MAX_SAFE_INTEGER),
  kinds: v.array(v.picklist(FAULT_KINDS.map((kind) => kind.id))),
  depth: v.picklist([1, 2]),
});

const Because = v.strictObject({
  firewall: v.nullable(line),
  rule: v.nullable(line),
  reason: v.custom<Reason>((value) => typeof value === 'string' && /^[a-z-]{1,40}$/.test(value)),
  disposition: v.picklist(DISPOSITIONS.map((one) => one.id)),
  flow: line,
  packet: count,
  event: count,
  time,
  text: line,
});

const Outcome = v.strictObject({
  status: v.picklist(['works', 'degraded', 'broken']),
  reached: v.boolean(),
  path: v.nullable(v.picklist(['direct', 'udp-relay', 'tcp-relay'])),
  seconds: time,
  because: v.array(Because),
  lacks: v.nullable(line),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
});

const WireSweep = v.strictObject({
  outcomes: v.pipe(v.array(Outcome), v.minLength(1), v.maxLength(0x1_0000)),
  singles: v.array(count),
  pairs: v.array(count),
  runs: count,
});
export type WireSweep = v.InferOutput<typeof WireSweep>;

/** A plan's text, without the features that are asked about, and the name (64 hexadecimal digits) that it lies under. */
export function packPlan({ design, interventions, seed, kinds, depth }: Plan): {
  readonly text: string;
  readonly name: string;
} {
  const text = JSON.stringify({ design: JSON.stringify(design), interventions, seed, kinds, depth });
  return { text, name: nameOf(text) };
}

/**
 * The plan in a text that lay under a name.
 * @throws Error in one line when it is none, or another's
 */
export function unpackPlan(text: string, name: string): Plan {
  if (nameOf(text) !== name) throw new Error('the plan in Redis is not the one that was sent');
  const { design, ...rest } = checked(WirePlan, JSON.parse(text), 'the plan in Redis');
  const loaded = openDesign(design, 'the design of the plan in Redis');
  if (!loaded.ok) throw new Error(formatProblem(loaded.problems[0]!));
  return { ...rest, design: loaded.design, features: [] };
}

/** What was learnt about a feature, as plain data. */
export function packSweep({ outcomes, singles, pairs, runs }: FeatureSweep): unknown {
  return { outcomes, singles: [...singles], pairs: [...pairs], runs };
}

/**
 * What a worker says that it learnt about a feature of a plan.
 * @throws Error in one line when it cannot be that
 */
export function unpackSweep(value: unknown, plan: Plan, feature: string): FeatureSweep {
  const what = `the result for ${feature} in Redis`;
  const { outcomes, singles, pairs, runs } = checked(WireSweep, value, what);
  const faults = faultsOf(plan.design, plan.kinds).length;
  const lengths = [faults, plan.depth === 1 ? 0 : (faults * (faults - 1)) / 2];
  if (singles.length !== lengths[0] || pairs.length !== lengths[1])
    throw new Error(`${what} is one of another plan`);
  if ([...singles, ...pairs].some((index) => index >= outcomes.length))
    throw new Error(`${what} names an outcome that it has not`);
  const known = FEATURES.find((one) => one.id === feature)!;
  const { workload, title, between } = known;
  return {
    feature: { id: feature, workload, title, between },
    outcomes,
    singles: Uint16Array.from(singles),
    pairs: Uint16Array.from(pairs),
    runs,
  };
}

/**
 * A value from Redis, if it has its form.
 * @param what it is, for the message
 * @throws Error in one line
 */
export function checked<T extends v.GenericSchema>(
  schema: T,
  value: unknown,
  what: string,
): v.InferOutput<T> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const problem = `${what} is wrong at ${v.getDotPath(issue) ?? 'its top'}: ${issue.message}`;
  throw new Error(printable(problem.slice(0, 300)));
}

function nameOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
