import { describe, expect, test } from 'vitest';
import { designText } from '../../../simulator/designs/text.ts';
import type { Entry } from '../../../simulator/lessons/entry.ts';
import { gradeWork } from '../../../simulator/lessons/grade.ts';
import type { Lesson } from '../../../simulator/lessons/lesson.ts';
import type { Work } from '../../../simulator/lessons/work.ts';
import { readWork, writeWork } from '../../../simulator/lessons/work.ts';
import type { Intervention } from '../../../simulator/model/run.ts';
import type { Change } from '../../story/lesson-repairs.ts';
import { close, moveInside, open, openEverything, own, set } from '../../story/lesson-repairs.ts';
import { lessonOf, lessonText } from './lesson-text.ts';

/** Two faults, of which people notice different things. */
const lesson = lessonOf(
  lessonText(
    `  - id: guess
    title: Guess
    ask: { feature: av-remote-internal, packet: udp.dstport == 3478 && ip.dst == 10.45.16.30 }
    points: 20
  - id: find
    title: Find
    find: { feature: av-remote-internal, packet: lab.dropped && udp }
    points: 10
  - id: close
    title: Close
    must:
      - never: { from: internet, to: reverse-proxy, transport: tcp, ports: '80' }
      - never: { from: internet, to: edge.av, transport: tcp, ports: '50000-59999' }
      - { feature: remote-sign-in, must: work }
      - { feature: meeting-join-page, must: work }
    answer: [close E14, close E9]
    points: 19
  - id: repair
    title: Mend
    repair: true
    hints:
      - { text: A, cost: 2 }
      - { text: B, cost: 4 }
      - { text: C, cost: 8 }
    points: 51
`,
    "faults: ['port:E12', 'address:E6/10.45.16.30']",
  ),
);

const mend: Change = (design) => set('E6', { dst: '10.45.16.20' })(set('E12', { dport: '3478' })(design));

const entry = {
  right: { kind: 'answer', at: 1, step: 'guess', parts: { fate: 'external', why: 'no-rule' } },
  hint: (level: number): Entry => ({ kind: 'hint', at: 1, step: 'repair', level }),
  reveal: { kind: 'reveal', at: 1, step: 'repair' },
} as const satisfies Record<string, Entry | ((level: number) => Entry)>;

interface Did {
  readonly repair?: Change;
  readonly close?: Change;
  readonly entries?: readonly Entry[];
  readonly minutes?: number;
  readonly of?: Lesson;
}

function gradeOf({ repair, close: closing, entries = [], minutes = 5, of = lesson }: Did) {
  const changes = Object.entries({ repair, close: closing }).flatMap(([step, change]) =>
    change ? [{ step, design: change(of.start.design) }] : [],
  );
  const work: Work = {
    format: 'edge-lab-work',
    version: 1,
    lesson: { id: of.id, title: of.title, digest: of.digest },
    learner: 'Ada',
    began: '2026-03-02T09:00:00Z',
    ended: '2026-03-02T09:09:00Z',
    seconds: minutes * 60,
    entries: [
      ...entries,
      ...changes.map(({ step }, design): Entry => ({ kind: 'make', at: 2, step, design })),
    ],
    designs: changes.map(({ design }) => JSON.stringify(design)),
  };
  return gradeWork(
    of,
    work,
    changes.map(({ design }) => design),
  );
}

test('nothing handed in is nothing earned, and every line says so', () => {
  const grade = gradeOf({});
  expect(grade).toMatchObject({ score: 0, of: 100, passed: false, held: [], hints: 0, needless: 0 });
  expect(grade.lines.map(({ text }) => text)).toEqual([
    'Guess: not answered',
    'Find: not found',
    'Close: nothing was handed in',
    'Mend: nothing was handed in',
  ]);
});

describe('what is right in part counts in part', () => {
  test('one of two parts of an answer', () => {
    const half: Entry = { ...entry.right, parts: { fate: 'external', why: 'rule' } };
    expect(gradeOf({ entries: [half] }).score).toBe(10);
  });

  test('the first answer counts, not the best', () => {
    const wrong: Entry = { ...entry.right, parts: { fate: 'arrives', why: 'arrives' } };
    expect(gradeOf({ entries: [wrong, entry.right] }).score).toBe(0);
    expect(gradeOf({ entries: [entry.right, wrong] }).score).toBe(20);
  });

  test('one of two demands, and none when what held is lost', () => {
    expect(gradeOf({ close: close('E14') }).score).toBe(10);
    expect(gradeOf({ close: (design) => close('E9')(close('E14')(design)) })).toMatchObject({
      score: 19,
      held: ['close'],
    });
    const tooMuch: Change = (design) => close('E3')(close('E15')(close('E9')(close('E14')(design))));
    expect(gradeOf({ close: tooMuch }).score).toBe(0);
  });

  test('one of two faults, by how many features each broke', () => {
    const grade = gradeOf({ repair: set('E6', { dst: '10.45.16.20' }) });
    const earned = grade.lines.filter(({ points }) => points > 0);
    expect(earned.map(({ points }) => points)).toEqual([10]);
    expect(earned[0]!.text).toMatch(/^Web conferencing .*: works again$/);
    expect(grade).toMatchObject({ score: 10, passed: false, held: [] });
  });

  test('all shares of a repair are whole, and together they are its points', () => {
    const grade = gradeOf({ repair: mend });
    expect(grade.lines.filter(({ step }) => step === 'repair').reduce((sum, { of }) => sum + of, 0)).toBe(51);
    expect(grade).toMatchObject({ score: 51, held: ['repair'], needless: 0 });
  });
});

describe('what costs points', () => {
  test('hints, each once however often it was looked at', () => {
    const grade = gradeOf({ repair: mend, entries: [entry.hint(1), entry.hint(3), entry.hint(1)] });
    expect(grade).toMatchObject({ score: 41, hints: 3 });
    expect(grade.lines.at(-1)).toMatchObject({ text: 'Mend: 2 hints', points: -10 });
  });

  test('minutes beyond those that there were', () => {
    expect(gradeOf({ repair: mend, minutes: 10 }).score).toBe(51);
    expect(gradeOf({ repair: mend, minutes: 12.5 })).toMatchObject({ score: 48 });
    const lenient = { ...lesson, grade: { ...lesson.grade, overtime: 0 } };
    expect(gradeOf({ of: lenient, repair: mend, minutes: 300 }).score).toBe(51);
  });

  test('a solution that was shown is worth nothing, whatever is done afterwards', () => {
    const grade = gradeOf({ repair: mend, entries: [entry.right, entry.reveal] });
    expect(grade).toMatchObject({ score: 20, held: ['guess'], passed: false });
  });

  test('never more than everything', () => {
    expect(gradeOf({ entries: [1, 2, 3].map(entry.hint), minutes: 90 }).score).toBe(0);
  });
});

describe('a repair that opens too much', () => {
  test('everything: next to nothing is left, and the ports are counted', () => {
    const grade = gradeOf({ repair: openEverything });
    expect(grade).toMatchObject({ score: 0, passed: false, held: [] });
    expect(grade.needless).toBeGreaterThan(65_535);
    expect(grade.lines.at(-1)!.text).toMatch(/^262,\d{3} ports are open that nothing needs, such as /);
  });

  test('a few ports more are forgiven, up to what the lesson spares', () => {
    const wider =
      (ports: string): Change =>
      (design) =>
        set('E12', { dport: ports })(mend(design));
    expect(gradeOf({ repair: wider('3478-3482') })).toMatchObject({
      needless: 4,
      score: 51,
      held: ['repair'],
    });
    expect(gradeOf({ repair: wider('3478-3483') })).toMatchObject({ needless: 5, score: 41, held: [] });
    expect(gradeOf({ repair: wider('3478-3490') })).toMatchObject({ needless: 12, score: 31 });
    const strict = { ...lesson, grade: { ...lesson.grade, spare: 0 } };
    expect(gradeOf({ of: strict, repair: wider('3478-3479') })).toMatchObject({ needless: 1, held: [] });
  });

  test('what was open already is not needless', () => {
    const again = own('external', {
      direction: 'in',
      transport: 'tcp',
      src: 'any',
      dst: 'edge.av',
      dport: '443',
    });
    expect(gradeOf({ repair: (design) => again(mend(design)) })).toMatchObject({ needless: 0, score: 51 });
  });
});

test('what worked before and does no longer takes away from what was mended', () => {
  const grade = gradeOf({ repair: (design) => close('I3')(mend(design)) });
  expect(grade.lines.at(-1)!.text).toMatch(/^Worked before, and does no longer: /);
  expect(grade.score).toBeLessThan(51);
  expect(grade.held).toEqual([]);
});

test('moving people is no repair', () => {
  const grade = gradeOf({ repair: (design) => moveInside('alice-pc')(mend(design)) });
  expect(grade).toMatchObject({ score: 0, held: [] });
  expect(grade.lines.at(-1)!.text).toMatch(/no repair \(the computer alice-pc\)/);
});

test('one passes with enough points and with all that was to be done', () => {
  const done = {
    repair: mend,
    close: (design: Parameters<Change>[0]) => close('E9')(close('E14')(design)),
  };
  expect(gradeOf(done)).toMatchObject({ score: 70, passed: true });
  const harder = { ...lesson, grade: { ...lesson.grade, pass: 71 } };
  expect(gradeOf({ ...done, of: harder }).passed).toBe(false);
  // All the points of the world do not make up for a network that does not do it.
  const easy = { ...lesson, grade: { ...lesson.grade, pass: 10 } };
  expect(gradeOf({ repair: mend, entries: [entry.right], of: easy }).passed).toBe(false);
  expect(gradeOf({ repair: open('E12'), of: easy }).passed).toBe(false);
});

describe('a stopped service is repaired by what happens, not by the design', () => {
  const stopped = lessonOf(
    lessonText(
      '  - id: repair\n    title: Mend\n    repair: true\n    points: 100\n',
      "faults: ['service:edge/access-edge']",
    ),
  );
  const { design } = stopped.start;
  const gradeWith = (interventions: readonly Intervention[]) => {
    const work: Work = {
      format: 'edge-lab-work',
      version: 1,
      lesson: { id: stopped.id, title: stopped.title, digest: stopped.digest },
      learner: 'Ada',
      began: '2026-03-02T09:00:00Z',
      ended: '2026-03-02T09:09:00Z',
      seconds: 60,
      entries: [{ kind: 'make', at: 2, step: 'repair', design: 0, interventions: [...interventions] }],
      designs: [designText(design)],
    };
    const read = readWork(stopped, writeWork(stopped, work), 'ada');
    if (!read.ok) throw new Error(read.problem);
    return gradeWork(stopped, read.work, read.designs);
  };
  const start: Intervention = {
    at: 0,
    change: { kind: 'service', host: 'edge', role: 'access-edge', running: true },
  };

  test('taken back, or started again', () => {
    expect(gradeWith([])).toMatchObject({ score: 100, passed: true });
    expect(gradeWith([...stopped.start.interventions, start])).toMatchObject({ score: 100, passed: true });
    expect(gradeWith(stopped.start.interventions)).toMatchObject({ score: 0, passed: false });
  });

  test('a firewall that lets everything pass meanwhile is no repair', () => {
    const open: Intervention = {
      at: 0,
      change: { kind: 'firewall', firewall: 'external', mode: 'open' },
    };
    const grade = gradeWith([open]);
    expect(grade).toMatchObject({ score: 0, passed: false });
    expect(grade.lines[0]!.text).toContain('external open');
  });
});
