import { grouped } from '../../analysis/words.ts';
import { paragraph } from '../../reports/report.ts';
import { flag } from '../forms.ts';
import type { FeatureAfter } from '../repair.ts';
import { judgeRepair } from '../repair.ts';
import type { GradeLine, StepKind } from './step-kind.ts';
import { nothing, tampered, wayOut } from './step-kind.ts';

/**
 * `repair`: all that the faults broke must work again, nothing else may fare worse, and nothing be open that was not before.
 */
export const repair: StepKind<typeof flag> = {
  form: flag,
  act: 'make',
  check(_, reading, path, { faults }) {
    if (faults.length === 0) reading.say(path, 'there is nothing to repair: the lesson must have "faults"');
  },
  undoable(lesson) {
    const before = judgeRepair(lesson, lesson.start);
    if (before.features.every(({ broken }) => !broken))
      return 'nobody notices the faults: no feature fares worse with them, so there is nothing to repair';
    return judgeRepair(lesson, lesson.healthy).holds ? null : 'taking the faults back repairs nothing';
  },
  judge(lesson, step, { setup }) {
    if (!setup) return nothing(step);
    const { features, needless, examples, meddled, holds } = judgeRepair(lesson, setup);
    if (meddled.length > 0) return tampered(step, meddled);
    const broken = features.filter((one) => one.broken);
    // Shares are whole, and all of them together are all of the step's points.
    const upTo = (count: number) => Math.round((step.points * count) / broken.length);
    const lines = broken.map((one, at): GradeLine => {
      const of = upTo(at + 1) - upTo(at);
      const text = `${one.title}: ${one.ok ? 'works again' : WORDS[one.now]}`;
      return { step: step.id, text, points: Math.round(of * worthOf(one)), of };
    });
    const earned = lines.reduce((sum, { points }) => sum + points, 0);
    const lose = (points: number, text: string) => {
      if (points > 0) lines.push({ step: step.id, text, points: -points, of: 0 });
    };
    const spoilt = features.filter((one) => !one.broken && !one.ok);
    if (spoilt.length > 0)
      lose(
        Math.round((earned * spoilt.length) / Math.max(spoilt.length, broken.length)),
        `Worked before, and does no longer: ${spoilt.map(({ title }) => title).join(', ')}`,
      );
    lose(
      Math.round(earned * (1 - caution(needless, lesson.grade.spare))),
      `${grouped(needless)} ports are open that nothing needs, such as ${examples[0]}`,
    );
    return { lines, held: holds, needless };
  },
  onPaper: () => [],
  key: () => [
    paragraph(
      'Any change passes with which everything works as before, and nothing is open that was not.',
      'One way: take back what is wrong.',
    ),
  ],
  reveal: wayOut,
};

const WORDS = {
  works: 'works, but late',
  degraded: 'works only by a fallback',
  broken: 'still fails',
} as const;

/** Half for what is better than it was, and not yet as it should be. */
function worthOf({ ok, better }: FeatureAfter): number {
  return ok ? 1 : better ? 0.5 : 0;
}

/** How much of what was repaired counts, by the ports that were opened and need not be: a fifth less for each digit. */
function caution(needless: number, spare: number): number {
  return needless <= spare ? 1 : Math.max(0, 1 - String(needless).length / 5);
}
