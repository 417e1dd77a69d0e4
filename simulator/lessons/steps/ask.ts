import * as v from 'valibot';
import { enumeration } from '../../analysis/words.ts';
import { quote } from '../../designs/quote.ts';
import { field } from '../../model/design.ts';
import type { Block } from '../../reports/report.ts';
import { paragraph } from '../../reports/report.ts';
import { ground, optionalForms, wordsIn } from '../forms.ts';
import type { Lesson, Step } from '../lesson.ts';
import type { Question, QuestionKind, Solution } from '../questions/question.ts';
import { QUESTION_KINDS } from '../questions/registry.ts';
import type { StepKind } from './step-kind.ts';
import { oneLine } from './step-kind.ts';

const AskForm = v.strictObject({
  question: v.optional(field.text),
  feature: v.optional(field.id),
  ...optionalForms(QUESTION_KINDS),
  ...ground,
});
export type Ask = v.InferOutput<typeof AskForm>;

export type Posed =
  | { readonly ok: true; readonly question: Question; readonly solution: Solution }
  /** It cannot be asked. */
  | { readonly ok: false; readonly problem: string };

const ONE_OF = enumeration(Object.keys(QUESTION_KINDS).map(quote));

/** A step's question with its solution, found by running what it is about. */
export function pose(lesson: Lesson, { id, ask }: Step): Posed {
  const kind = ask && kindOf(ask);
  if (!kind) return { ok: false, problem: 'this step asks nothing' };
  const made = kind.pose(lesson, ask);
  return 'problem' in made
    ? { ok: false, ...made }
    : { ok: true, question: { step: id, ...made.question }, solution: made.solution };
}

function kindOf(ask: Ask): QuestionKind | undefined {
  const [word] = wordsIn(QUESTION_KINDS, ask);
  return word && QUESTION_KINDS[word];
}

/** @throws Error when it cannot be asked; `undoable` says so */
function posed(lesson: Lesson, step: Step): Extract<Posed, { readonly ok: true }> {
  const one = pose(lesson, step);
  if (!one.ok) throw new Error(one.problem);
  return one;
}

/** Why that is right, for what was chosen: one sentence, or nothing. */
export function becauseOf({ because }: Solution, parts: Readonly<Record<string, string>>): string {
  const said = Object.values(parts).map((option) => because[option] ?? '');
  return because['*'] ?? said.find(Boolean) ?? '';
}

/** `ask`: a question, asked before something decisive happens. The first answer counts. */
export const ask: StepKind<typeof AskForm> = {
  form: AskForm,
  act: 'answer',
  check(step, reading, path) {
    const written = step.ask!;
    const words = wordsIn(QUESTION_KINDS, written);
    if (words.length !== 1) reading.say(path, `a question is about one thing: it must have one of ${ONE_OF}`);
    if (words.some((word) => QUESTION_KINDS[word].runs)) {
      if (written.feature === undefined) reading.say(path, '"feature" is missing: it must be what is run');
      else reading.feature([...path, 'feature'], written.feature);
      reading.changes([...path, 'after'], written.after);
    }
    for (const word of words) QUESTION_KINDS[word].check(written, reading, path);
  },
  undoable(lesson, step) {
    const one = pose(lesson, step);
    return one.ok ? null : one.problem;
  },
  judge(lesson, step, { entries }) {
    const first = entries.find((entry) => entry.kind === 'answer');
    const { question, solution } = posed(lesson, step);
    const { parts } = question;
    const right = parts.filter(({ id }) => solution.right[id]!.includes(first?.parts[id] ?? ''));
    const text = first
      ? `${step.title}: ${right.length} of ${parts.length} right`
      : `${step.title}: not answered`;
    return {
      lines: oneLine(step, text, Math.round((step.points * right.length) / parts.length)),
      held: first !== undefined,
      needless: 0,
    };
  },
  onPaper(lesson, step) {
    const one = pose(lesson, step);
    if (!one.ok) return [];
    return one.question.parts.flatMap((part): Block[] => [
      paragraph(part.text),
      { kind: 'list', items: part.options.map(({ text }) => text) },
    ]);
  },
  key(lesson, step) {
    const one = pose(lesson, step);
    if (!one.ok) return [paragraph(one.problem)];
    const { question, solution } = one;
    return question.parts.map((part) => {
      const right = part.options.filter(({ id }) => solution.right[part.id]!.includes(id));
      const because = right.map(({ id }) => solution.because[id] ?? solution.because['*'] ?? '');
      return paragraph(
        part.text,
        `Right: ${right.map(({ text }) => text).join(', or ')}.`,
        because.join(' '),
      );
    });
  },
  reveal(lesson, step) {
    const { question, solution } = posed(lesson, step);
    const right = question.parts.flatMap(({ id: part, options }) =>
      options.filter((one) => solution.right[part]!.includes(one.id)).map((one) => `${one.text}.`),
    );
    return { sentences: [...right, becauseOf(solution, {})].filter(Boolean), packet: null };
  },
};
