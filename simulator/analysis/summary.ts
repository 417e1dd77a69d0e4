import type { Because } from '../model/run.ts';
import type { ExplainStep } from './explain.ts';

/**
 * A chain in a few sentences, as one would tell it: what somebody did, what was sent and stopped, how long they waited
 * for it, and what they saw.
 * @param steps in order, as the chain has them
 */
export function summaryOf(cause: Because, steps: readonly ExplainStep[], repair: string | null): string {
  const at = steps.findIndex((step) => step.event === cause.event);
  const of = (kind: ExplainStep['kind']) => (step: ExplainStep) =>
    step.kind === kind && step.packet === cause.packet;
  const told = [
    steps.find(({ kind }) => kind === 'act'),
    steps.find(of('send')),
    steps[at] ?? steps.find(of('lost')),
    steps.slice(at + 1).find(({ kind }) => kind === 'wait'),
    steps.findLast(({ kind }) => kind === 'see'),
  ];
  return [...told.flatMap((step) => (step ? sentence(step.text) : [])), ...(repair ? [repair] : [])].join(
    ' ',
  );
}

function sentence(text: string): string {
  return /[.!?"”]$/.test(text) ? text : `${text}.`;
}
