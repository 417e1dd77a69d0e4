import type { Status } from '../../model/run.ts';
import { isLater } from '../experience.ts';
import { flag } from '../forms.ts';
import { featureRunOf, setupOf } from '../grounds.ts';
import type { Option, QuestionKind } from './question.ts';

const OUTCOMES: readonly (Option & { readonly status: Status })[] = [
  { id: 'works', text: 'It works', status: 'works' },
  { id: 'degraded', text: 'It works, but later or worse than it should', status: 'degraded' },
  { id: 'broken', text: 'It fails', status: 'broken' },
];

/**
 * `outcome`: what becomes of the feature for its people? As they would say it: what comes noticeably later than on the healthy
 * network does not just work.
 */
export const outcome: QuestionKind<typeof flag> = {
  form: flag,
  runs: true,
  check: () => undefined,
  pose(lesson, ask) {
    const { feature, finding } = featureRunOf(lesson, ask, ask.feature!);
    const healthy = featureRunOf(lesson, { on: 'healthy', after: [] }, ask.feature!).finding;
    const text = ask.question ?? `${feature.title}: what will become of it?`;
    const late = isLater(healthy, finding);
    const felt = late ? 'degraded' : finding.status;
    const right = OUTCOMES.filter(({ status }) => status === felt).map(({ id }) => id);
    const [cause] = finding.because;
    const after = `It works, after ${finding.seconds.toFixed(1)} s`;
    const because =
      cause?.text ?? (late ? `${after}; it used to take ${healthy.seconds.toFixed(1)} s.` : `${after}.`);
    return {
      question: {
        parts: [{ id: 'outcome', text, options: OUTCOMES.map(({ id, text }) => ({ id, text })) }],
        scene: { setup: setupOf(lesson, ask), feature: feature.id, time: 0 },
        packet: null,
      },
      solution: { right: { outcome: right }, because: { '*': because } },
    };
  },
};
