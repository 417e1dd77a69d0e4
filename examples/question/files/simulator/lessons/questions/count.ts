import { field } from '../../model/design.ts';
import { TraceReader } from '../../model/trace-reader.ts';
import { counted } from '../../reports/report.ts';
import { featureRunOf, setupOf } from '../grounds.ts';
import { matches } from '../matches.ts';
import type { Option, QuestionKind } from './question.ts';

/** `count`: how many packets of the feature's run does this display filter name? */
export const count: QuestionKind<typeof field.text> = {
  form: field.text,
  runs: true,
  check: (ask, reading, path) => reading.filter([...path, 'count'], ask.count!),
  pose(lesson, ask) {
    const setup = setupOf(lesson, ask);
    const { feature, trace } = featureRunOf(lesson, ask, ask.feature!);
    const right = matches(new TraceReader(trace), setup.design, ask.count!).length;
    const text = ask.question ?? `How many packets of “${feature.title}” match ${ask.count!}?`;
    return {
      question: {
        parts: [{ id: 'count', text, options: numbersWith(right) }],
        scene: { setup, feature: feature.id, time: 0 },
        packet: null,
      },
      solution: { right: { count: [String(right)] }, because: { '*': `There are ${right}.` } },
    };
  },
};

/** The right number, among others that it could be. */
export function numbersWith(right: number): Option[] {
  const numbers = new Set([Math.max(0, right - 1), right, right + 1, right * 2 + 2]);
  return [...numbers]
    .sort((a, b) => a - b)
    .map((number) => ({ id: String(number), text: counted(number, 'packet') }));
}
