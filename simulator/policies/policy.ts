import * as v from 'valibot';
import { field } from '../model/design.ts';

/*
 * What must hold of a design, as people write it down, keep it beside the design and have it checked on every change.
 */

const places = v.pipe(
  v.string('must be places in quotes'),
  v.maxLength(1000, 'must be a text of at most 1000 characters'),
);

const Never = v.strictObject({
  /**
   * Places: zones, hosts ("edge"), interfaces ("edge.access"), NATs, addresses, prefixes, ranges, "any", or the computers
   * of those who play a part ("remote"); several with commas. Nothing that is sent from there may get to `to`.
   */
  from: v.optional(places),
  /** A part that people play. Nothing that they cause may get to `to`, whoever sends it on. */
  whose: v.optional(field.part),
  to: places,
  transport: v.optional(field.transport, 'tcp-udp'),
  ports: v.optional(field.ports, 'any'),
});
export type Never = v.InferOutput<typeof Never>;

const MUST = ['work', 'work-or-limp', 'not-work'] as const;
const EXPOSED = ['tcp', 'udp', 'tcp-udp'] as const;

const ExposesAtMost = v.strictObject({
  /** Pairs of an address and a port that the outermost firewalls may lay open. */
  ports: field.whole('a number of ports', 0, 2 ** 48),
  transport: v.optional(v.picklist(EXPOSED, 'must be "tcp", "udp" or "tcp-udp"'), 'tcp-udp'),
});
export type ExposesAtMost = v.InferOutput<typeof ExposesAtMost>;

/** One of the three is there: a feature with what must become of it, a flow that must not be, a bound. */
export const MustForm = v.strictObject({
  feature: v.optional(field.id),
  /** "work": fully; "work-or-limp": at least by a fallback; "not-work": not at all. */
  must: v.optional(v.picklist(MUST, 'must be "work", "work-or-limp" or "not-work"')),
  never: v.optional(Never),
  exposesAtMost: v.optional(ExposesAtMost),
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
export type PolicyFile = v.InferOutput<typeof PolicyFile>;

/** A rule as it stands in the file, and once it is known to be of one kind. */
export type WrittenRule = PolicyFile['rules'][number];
export type PolicyRule = Pick<WrittenRule, 'id' | 'why'> &
  (
    | { readonly kind: 'feature'; readonly feature: string; readonly must: (typeof MUST)[number] }
    | { readonly kind: 'never'; readonly never: Never }
    | { readonly kind: 'exposure'; readonly exposesAtMost: ExposesAtMost }
  );
