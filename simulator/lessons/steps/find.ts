import * as v from 'valibot';
import { quote } from '../../designs/quote.ts';
import { field } from '../../model/design.ts';
import { TraceReader } from '../../model/trace-reader.ts';
import { paragraph } from '../../reports/report.ts';
import { ground } from '../forms.ts';
import { featureRunOf, setupOf } from '../grounds.ts';
import type { Lesson, Step } from '../lesson.ts';
import { matches } from '../matches.ts';
import type { StepKind } from './step-kind.ts';
import { oneLine } from './step-kind.ts';

const FindForm = v.strictObject({ feature: field.id, packet: field.text, ...ground });

/** The packets of a step's run that are to be found. */
function wanted(
  lesson: Lesson,
  step: Step,
): { readonly reader: TraceReader; readonly packets: readonly number[] } {
  const asked = step.find!;
  const reader = new TraceReader(featureRunOf(lesson, asked, asked.feature).trace);
  return { reader, packets: matches(reader, setupOf(lesson, asked).design, asked.packet) };
}

/** `find`: a packet that the learner is to find and choose. The last one chosen counts. */
export const find: StepKind<typeof FindForm> = {
  form: FindForm,
  act: 'find',
  check(step, reading, path) {
    const { feature, packet, after } = step.find!;
    reading.feature([...path, 'feature'], feature);
    reading.filter([...path, 'packet'], packet);
    reading.changes([...path, 'after'], after);
  },
  at: ['packet'],
  undoable: (lesson, step) =>
    wanted(lesson, step).packets.length === 0
      ? `no packet of ${quote(step.find!.feature)} matches, so it can never be found`
      : null,
  judge(lesson, step, { entries }) {
    const last = entries.findLast((entry) => entry.kind === 'find');
    const right = last !== undefined && wanted(lesson, step).packets.includes(last.packet);
    const text = right ? `${step.title}: found` : `${step.title}: not found`;
    return { lines: oneLine(step, text, right ? step.points : 0), held: right, needless: 0 };
  },
  onPaper: () => [],
  key(lesson, step) {
    const { feature, packet, ...where } = step.find!;
    const { design } = setupOf(lesson, where);
    return [paragraph(`Packets of “${feature}” that match ${packet}, in ${design.title}.`)];
  },
  reveal(lesson, step) {
    const { reader, packets } = wanted(lesson, step);
    const [packet] = packets;
    return {
      sentences: [`It is each packet of this filter: ${step.find!.packet}`],
      packet: packet === undefined ? null : { packet, event: reader.trace.packets.sent[packet]! },
    };
  },
};
