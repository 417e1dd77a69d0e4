import type { FlowVerdict, JudgedFlow } from './judged.ts';
import type { PlacedCapture } from './review.ts';

/** A conversation of which two designs make something else. */
export interface FlowDifference {
  readonly before: JudgedFlow;
  readonly after: JudgedFlow;
}

/** The conversations that fare otherwise by another design, in the order of the capture. */
export function flowDifferences(before: PlacedCapture, after: PlacedCapture): readonly FlowDifference[] {
  const others = new Map(after.flows.map((flow) => [flow.number, flow]));
  return before.flows.flatMap((flow) => {
    const other = others.get(flow.number);
    return other && (other.verdict !== flow.verdict || other.rule !== flow.rule)
      ? [{ before: flow, after: other }]
      : [];
  });
}

const DONE: Readonly<Record<FlowVerdict, string>> = {
  passes: 'passes',
  beside: 'meets no firewall',
  partly: 'would be dropped after it began',
  dropped: 'would be dropped',
  rejected: 'would be rejected',
  'no-way': 'finds no way',
  unjudged: 'is only counted',
};

/** "would be dropped by default at external; closed row E12 would let it pass" */
export function verdictPhrase({ verdict, firewall, rule, closed }: JudgedFlow): string {
  const by = rule === null ? '' : rule === 'default' ? ' by default' : ` by ${rule}`;
  const at = firewall === null ? '' : ` at ${firewall}`;
  const repair = closed === null ? '' : `; closed row ${closed} would let it pass`;
  return `${DONE[verdict]}${by}${at}${repair}`;
}
