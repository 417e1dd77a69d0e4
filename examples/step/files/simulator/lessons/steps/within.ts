import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Setup } from '../../model/run.ts';
import { paragraph } from '../../reports/report.ts';
import { runOf } from '../grounds.ts';
import type { Lesson, Step } from '../lesson.ts';
import { meddledIn } from '../repair.ts';
import type { StepKind } from './step-kind.ts';
import { nothing, tampered, wayOut } from './step-kind.ts';

const WithinForm = v.strictObject({
  feature: field.id,
  seconds: field.whole('a number of seconds', 1, 600),
});

/** Has somebody the feature in time on this network? One sentence says how it is. */
function timeOf(setup: Setup, step: Step): { readonly inTime: boolean; readonly text: string } {
  const asked = step.within!;
  const { feature, finding } = runOf(setup).features.find((one) => one.feature.id === asked.feature)!;
  if (finding.status === 'broken') return { inTime: false, text: `${feature.title} fails` };
  const text = `${feature.title} takes ${finding.seconds.toFixed(1)} s of ${asked.seconds} s`;
  return { inTime: finding.seconds <= asked.seconds, text };
}

function demand({ healthy }: Lesson, step: Step): string {
  const { feature } = runOf(healthy).features.find((one) => one.feature.id === step.within!.feature)!;
  return `${feature.title} within ${step.within!.seconds} s.`;
}

/** `within`: on the learner's network, people must have a feature within so many seconds. */
export const within: StepKind<typeof WithinForm> = {
  form: WithinForm,
  act: 'make',
  check: (step, reading, path) => reading.feature([...path, 'feature'], step.within!.feature),
  undoable(lesson, step) {
    if (!timeOf(lesson.healthy, step).inTime) return `${timeOf(lesson.healthy, step).text} without any fault`;
    return timeOf(lesson.start, step).inTime ? 'this holds before anybody does anything' : null;
  },
  judge(lesson, step, { setup }) {
    if (!setup) return nothing(step);
    const meddled = meddledIn(lesson, setup);
    if (meddled.length > 0) return tampered(step, meddled);
    const { inTime, text } = timeOf(setup, step);
    const points = inTime ? step.points : 0;
    return { lines: [{ step: step.id, text, points, of: step.points }], held: inTime, needless: 0 };
  },
  onPaper: (lesson, step) => [paragraph(demand(lesson, step))],
  key: (lesson, step) => [paragraph(demand(lesson, step), 'One way: take back what is wrong.')],
  reveal: wayOut,
};
