import * as v from 'valibot';
import { paragraphs } from '../../reports/report.ts';
import type { StepKind } from './step-kind.ts';

/** A step that asks for nothing: it is there to be read, and has no word. */
export const read: StepKind = {
  form: v.never(),
  act: 'read',
  check: () => undefined,
  undoable: () => null,
  judge: (_lesson, _step, { entries }) => ({
    lines: [],
    held: entries.some(({ kind }) => kind === 'read'),
    needless: 0,
  }),
  onPaper: () => [],
  key: (_, step) => paragraphs(step.do),
  reveal: () => ({ sentences: [], packet: null }),
};
