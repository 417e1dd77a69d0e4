import * as v from 'valibot';
import { field } from '../../model/design.ts';
import { list, prose } from '../forms.ts';
import type { QuestionKind } from './question.ts';

const Choice = v.strictObject({
  text: field.text,
  right: v.optional(v.boolean('must be true or false'), false),
  /** What is said once it was chosen. */
  because: v.optional(prose, ''),
});
const Choices = list(Choice, 'choices', 8);

/** `choices`: answers that the author has written. */
export const choices: QuestionKind<typeof Choices> = {
  form: Choices,
  runs: false,
  check({ question, choices: written = [] }, reading, path) {
    if (question === undefined) reading.say(path, '"question" is missing: it must be what is asked');
    const at = [...path, 'choices'];
    if (written.length < 2) reading.say(at, 'there is nothing to choose: must be at least two choices');
    if (!written.some(({ right }) => right))
      reading.say(at, 'none of the choices is right: one must have "right: true"');
  },
  pose(_, { question = '', choices: written = [] }) {
    const options = written.map(({ text }, at) => ({ id: String(at + 1), text }));
    return {
      question: { parts: [{ id: 'choice', text: question, options }], scene: null, packet: null },
      solution: {
        right: { choice: options.filter((_, at) => written[at]!.right).map(({ id }) => id) },
        because: Object.fromEntries(options.map(({ id }, at) => [id, written[at]!.because])),
      },
    };
  },
};
