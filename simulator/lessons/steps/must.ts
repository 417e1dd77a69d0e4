import type { Setup } from '../../model/run.ts';
import { readRules } from '../../policies/load.ts';
import { MustForm } from '../../policies/policy.ts';
import { paragraph } from '../../reports/report.ts';
import { withChanges } from '../change-line.ts';
import { list } from '../forms.ts';
import type { Lesson, Step } from '../lesson.ts';
import { judgeMusts, numbered } from '../musts.ts';
import type { StepKind } from './step-kind.ts';
import { nothing, tampered, wayOut } from './step-kind.ts';

const Musts = list(MustForm, 'rules', 20);

/** The network with which a step's demands should hold. */
function answerOf(lesson: Lesson, step: Step): Setup {
  if (!step.answer) return lesson.healthy;
  const changed = withChanges(lesson.start.design, step.answer);
  if ('problem' in changed) throw new Error(changed.problem);
  return { ...lesson.start, design: changed.design };
}

/** `must`: what must hold of the learner's network, in the words of a policy. */
export const must: StepKind<typeof Musts> = {
  form: Musts,
  act: 'make',
  check: (step, { source, design }, path) => void readRules(source, path, numbered(step.must!), design),
  undoable(lesson, step) {
    const { musts, meddled } = judgeMusts(lesson, step, answerOf(lesson, step));
    const failing = musts.find(({ ok }) => !ok);
    const how = step.answer ? 'with the answer' : 'with the faults taken back (there is no "answer")';
    if (failing) return `this can never hold: ${how}, ${failing.text}`;
    if (meddled.length > 0) return `the answer changes what learners may not: ${meddled.join(', ')}`;
    return judgeMusts(lesson, step, lesson.start).holds
      ? 'this holds before anybody does anything: there is nothing to do'
      : null;
  },
  judge(lesson, step, { setup }) {
    if (!setup) return nothing(step);
    const { musts, meddled, holds } = judgeMusts(lesson, step, setup);
    if (meddled.length > 0) return tampered(step, meddled);
    const before = judgeMusts(lesson, step, lesson.start).musts;
    // What held before anybody did anything gives nothing, and costs its share when it is lost.
    const share = (heldBefore: boolean) => {
      const some = musts.filter((_, at) => before[at]!.ok === heldBefore);
      return some.length === 0 ? 1 : some.filter(({ ok }) => ok).length / some.length;
    };
    const points = Math.round(step.points * share(false) * share(true));
    const failing = musts.find(({ ok }) => !ok);
    const text = failing ? `${step.title}: ${failing.text}` : step.title;
    return { lines: [{ step: step.id, text, points, of: step.points }], held: holds, needless: 0 };
  },
  onPaper: () => [],
  key(lesson, step) {
    const { musts } = judgeMusts(lesson, step, answerOf(lesson, step));
    const how = step.answer ? `One way: ${step.answer.join('; ')}.` : 'One way: take back what is wrong.';
    return [{ kind: 'list', items: musts.map(({ text }) => text) }, paragraph(how)];
  },
  reveal: wayOut,
};
