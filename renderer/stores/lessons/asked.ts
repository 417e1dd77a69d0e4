import type { Act, Step, StepWord } from '../../worker/lesson-desk.ts';

/** What a step asks for, as the window treats it. */
interface Asked {
  /** After a step's title. */
  readonly title: string;
  readonly act: Act;
}

/** By the word of the lesson's file. */
const ASKED: Readonly<Record<StepWord, Asked>> = {
  ask: { title: /* @wc-include */ 'a question', act: 'answer' },
  find: { title: /* @wc-include */ 'a packet to find', act: 'find' },
  must: { title: /* @wc-include */ 'something to do', act: 'make' },
  repair: { title: /* @wc-include */ 'a repair', act: 'make' },
};
const READ: Asked = { title: /* @wc-include */ 'to read', act: 'read' };
const WORDS = Object.keys(ASKED) as readonly StepWord[];

export function askedOf(step: Step): Asked {
  const word = WORDS.find((one) => step[one] !== undefined);
  return word ? ASKED[word] : READ;
}
