import type { ExplainStep } from './explain.ts';

/** Repeats of one packet that met the same end are told once; the step that must be there stands for its like. */
export function folded(steps: readonly ExplainStep[], keep: number): ExplainStep[] {
  const told: (ExplainStep & { times: number; waits: string[] })[] = [];
  let wait: ExplainStep | null = null;
  for (const step of steps) {
    const same = told.findLast((one) => one.kind === step.kind && one.text === step.text);
    if (same && (step.kind === 'send' || step.kind === 'lost')) {
      same.times++;
      if (step.event === keep) Object.assign(same, { event: step.event, packet: step.packet });
      if (wait) same.waits.push(trimmed(step.time - same.time));
      wait = null;
      continue;
    }
    if (wait) told.push({ ...wait, times: 1, waits: [] });
    wait = step.kind === 'wait' ? step : null;
    if (step.kind !== 'wait') told.push({ ...step, times: 1, waits: [] });
  }
  if (wait) told.push({ ...wait, times: 1, waits: [] });
  return told.map(({ times, waits, ...step }) =>
    times > 1 && step.kind === 'send'
      ? {
          ...step,
          text: `${step.text} Sent ${times} times${waits.length > 0 ? `, again after ${waits.join(' and ')} s` : ''}.`,
        }
      : step,
  );
}

/** Seconds without needless digits. */
export function trimmed(seconds: number): string {
  return String(Math.round(seconds * 1000) / 1000);
}
