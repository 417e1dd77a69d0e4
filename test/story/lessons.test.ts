import { describe, expect, test } from 'vitest';
import { checkLesson } from '../../simulator/lessons/check.ts';
import { COURSE } from '../../simulator/lessons/course/registry.ts';
import { filmOf } from '../../simulator/lessons/film.ts';
import { openLesson } from '../../simulator/lessons/handout.ts';
import { featureRunOf, setupOf } from '../../simulator/lessons/grounds.ts';
import type { Entry } from '../../simulator/lessons/entry.ts';
import type { Grade } from '../../simulator/lessons/grade.ts';
import type { Lesson, Step } from '../../simulator/lessons/lesson.ts';
import { firstMatch } from '../../simulator/lessons/matches.ts';
import { pose } from '../../simulator/lessons/steps/ask.ts';
import { gradeFile } from '../../simulator/lessons/results.ts';
import { writeWork } from '../../simulator/lessons/work.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import type { Change } from './lesson-repairs.ts';
import {
  all,
  close,
  last,
  moveInside,
  onCertificate,
  onRole,
  onWall,
  open,
  openEverything,
  own,
  record,
  remove,
  set,
} from './lesson-repairs.ts';

/** Something done to the network as the lesson begins: one change for all steps that want one, or one for each. */
type Try = Change | readonly Change[];

interface Tries {
  readonly right: Readonly<Record<string, Try>>;
  /** Besides doing nothing and opening everything. */
  readonly wrong: Readonly<Record<string, Try>>;
}

const nothing: Change = (design) => design;
const inward = { direction: 'in', transport: 'tcp' } as const;

const TRIES: Readonly<Record<string, Tries>> = {
  'a-port': {
    right: {
      'the rule is closed': close('E14'),
      'the rule is deleted': remove('E14'),
      'a rule above it drops': own('external', {
        ...inward,
        src: 'any',
        dst: '10.45.16.40',
        dport: '80',
        action: 'drop',
      }),
    },
    wrong: { 'the other port is closed': close('E15'), 'both are closed': all(close('E14'), close('E15')) },
  },
  'who-began': {
    right: {
      'the rule is turned round': set('E15', { direction: 'in' }),
      'a rule of their own': own('external', { ...inward, src: 'any', dst: 'reverse-proxy', dport: '443' }),
    },
    wrong: {
      'another rule is turned': set('E14', { direction: 'out' }),
      'all ports of the machine': own('external', { ...inward, src: 'any', dst: '10.45.16.40' }),
    },
  },
  'three-doors': {
    right: {
      'the address is put right': set('E6', { dst: '10.45.16.20' }),
      'a rule of their own': own('external', { ...inward, src: 'any', dst: 'edge.webconf', dport: '443' }),
      'two rules change places': all(set('E13', { dst: '10.45.16.20' }), set('E6', { dst: '10.45.16.30' })),
    },
    wrong: {
      'yet another address': set('E6', { dst: '10.45.16.21' }),
      'taken from another service': set('E3', { dst: '10.45.16.20' }),
    },
  },
  'finding-the-server': {
    right: {
      'the record is put back': record({ name: 'sip.contoso.com', type: 'A', address: '10.45.16.10' }),
      'in capital letters': record({ name: 'SIP.Contoso.com', type: 'A', address: '10.45.16.10' }),
    },
    wrong: {
      'it leads elsewhere': record({ name: 'sip.contoso.com', type: 'A', address: '10.45.16.20' }),
      'Alice sits in the office': moveInside('alice-pc'),
    },
  },
  'signing-in': {
    right: {
      'the rule is opened': open('I1'),
      'two rules of their own': all(
        own('internal', { ...inward, src: 'edge.internal', dst: '192.168.10.90', dport: '5061' }),
        own('internal', { ...inward, src: '172.25.33.10', dst: 'front-end-2', dport: '5061' }),
      ),
    },
    wrong: {
      'Alice sits in the office': moveInside('alice-pc'),
      'from the wrong machine': own('internal', {
        ...inward,
        src: '172.25.33.40',
        dst: '192.168.10.90, 192.168.10.91',
        dport: '5061',
      }),
    },
  },
  'web-side': {
    right: {
      'the port is put right': set('I9', { dport: '4443' }),
      'a range that holds it': set('I9', { dport: '4442-4443' }),
      'a rule of their own': own('internal', {
        ...inward,
        src: '172.25.33.40',
        dst: 'pool-web',
        dport: '4443',
      }),
    },
    wrong: {
      'the port that visitors use': set('I9', { dport: '443' }),
      'all ports': set('I9', { dport: 'any' }),
    },
  },
  'why-a-relay': {
    right: {
      'both are opened': all(open('E12'), open('E13')),
      'two rules of their own': all(
        own('external', {
          direction: 'in',
          transport: 'udp',
          src: 'any',
          dst: '10.45.16.30',
          dport: '3478',
        }),
        own('external', { ...inward, src: 'any', dst: '10.45.16.30', dport: '443' }),
      ),
    },
    wrong: { 'only TCP': open('E13'), 'only UDP': open('E12') },
  },
  'udp-falls-back': {
    right: {
      'the port is put right': set('E12', { dport: '3478' }),
      'a rule of their own': own('external', {
        direction: 'in',
        transport: 'udp',
        src: 'any',
        dst: 'edge.av',
        dport: '3478',
      }),
      'both ports': set('E12', { dport: '3478, 3487' }),
    },
    wrong: {
      'for TCP': set('E12', { dport: '3478', transport: 'tcp' }),
      'all of UDP': set('E12', { dport: 'any' }),
    },
  },
  'two-halves': {
    right: {
      'the outer half first': [open('E13'), all(open('E13'), open('I6'))],
      'the inner half first': [
        open('I6'),
        all(
          own('external', { ...inward, src: 'any', dst: '10.45.16.30', dport: '443' }),
          own('internal', {
            direction: 'out',
            transport: 'udp',
            src: 'any',
            dst: '172.25.33.10',
            dport: '3478',
          }),
        ),
      ],
    },
    wrong: { 'only one half': open('E13'), 'only the other': open('I6') },
  },
  'names-on-certificates': {
    right: {
      'the certificate as it was': onCertificate('edge-external', {
        subject: 'sip.contoso.com',
        names: ['sip.contoso.com'],
      }),
      'another certificate is shown': (design) =>
        onRole('edge', 'access-edge', (role) => ({
          ...role,
          external: { ...(role['external'] as object), certificate: 'edge-new' },
        }))({
          ...design,
          certificates: [
            ...design.certificates,
            {
              ...design.certificates.find(({ id }) => id === 'edge-external')!,
              id: 'edge-new',
              subject: 'sip.contoso.com',
              names: ['sip.contoso.com', 'contoso.com'],
            },
          ],
        }),
    },
    wrong: {
      'a name, but of another service': onCertificate('edge-external', {
        subject: 'webcon.contoso.com',
        names: ['webcon.contoso.com'],
      }),
      'the right name of a stranger': onCertificate('edge-external', {
        subject: 'sip.contoso.com',
        names: ['sip.contoso.com'],
        issuer: 'Nobody',
      }),
    },
  },
  'two-organizations': {
    right: {
      'the rule is opened': open('E2'),
      'a rule of their own': own('external', {
        direction: 'out',
        transport: 'udp',
        src: 'edge.access',
        dst: 'any',
        dport: '53',
      }),
    },
    wrong: {
      'over TCP': own('external', {
        direction: 'out',
        transport: 'tcp',
        src: '10.45.16.10',
        dst: 'any',
        dport: '53',
      }),
      inwards: own('external', {
        direction: 'in',
        transport: 'udp',
        src: 'any',
        dst: '10.45.16.10',
        dport: '53',
      }),
    },
  },
  'open-is-not-working': {
    right: {
      'nothing is inspected': onWall('external', { inspections: [] }),
      'it looks elsewhere': onWall('external', {
        inspections: [{ kind: 'tls', dst: '10.45.16.10, 10.45.16.20, 10.45.16.40', dport: '443' }],
      }),
    },
    wrong: {
      'the port is opened once more': own('external', {
        ...inward,
        src: 'any',
        dst: '10.45.16.30',
        dport: '443',
      }),
      'it looks only where it should not': onWall('external', {
        inspections: [{ kind: 'tls', dst: '10.45.16.30', dport: '443' }],
      }),
    },
  },
  'least-exposure': {
    right: {
      'two rules are closed': all(close('E9'), close('E10')),
      'all that nobody needs': all(remove('E7'), remove('E8'), remove('E9'), remove('E10')),
      'one port is left of each': all(set('E9', { dport: '50000' }), set('E10', { dport: '50000' })),
    },
    wrong: {
      'one of the two': close('E9'),
      'too much': all(close('E9'), close('E10'), close('E12')),
    },
  },
  'final-lab': {
    right: {
      'each is taken back': all(
        remove('deny-E12'),
        set('I9', { dst: '192.168.10.190' }),
        record({ name: 'webcon.contoso.com', type: 'A', address: '10.45.16.20' }),
      ),
      'in other ways': all(
        last('external', 'deny-E12'),
        own('internal', { ...inward, src: 'reverse-proxy', dst: 'pool-web', dport: '4443' }),
        record({ name: 'webcon.contoso.com', type: 'A', address: '10.45.16.20' }),
      ),
    },
    wrong: {
      'two of three': all(remove('deny-E12'), set('I9', { dst: '192.168.10.190' })),
      'Gina sits in the office': moveInside('gina-pc'),
    },
  },
};

describe.each(COURSE)('$id', ({ id, text }) => {
  const opened = openLesson(text, `${id}.yaml`);
  if (!opened.ok) throw new Error(opened.problems.map(({ message }) => message).join('; '));
  const { lesson } = opened;
  const { right, wrong } = TRIES[id]!;

  test('can be done, and is whole', () => {
    expect(checkLesson(text, `${id}.yaml`)).toEqual([]);
    expect(lesson.id).toBe(id);
    expect(lesson.about).not.toBe('');
    expect(lesson.film.length).toBeGreaterThanOrEqual(3);
    expect(filmOf(lesson).every(({ time }) => time >= 0)).toBe(true);
    expect(lesson.steps.reduce((sum, { points }) => sum + points, 0)).toBe(100);
    for (const { hints } of lesson.steps.filter(isDone)) {
      const costs = hints.map(({ cost }) => cost);
      expect(costs).toHaveLength(3);
      expect(costs).toEqual([...new Set(costs)].sort((a, b) => a - b));
    }
  });

  test('learners may mend it in more ways than one', () => {
    expect(Object.keys(right).length).toBeGreaterThanOrEqual(2);
    for (const [name, tried] of Object.entries(right)) {
      const grade = graded(lesson, tried);
      const lost = grade.lines.filter(({ points, of }) => points < of).map(({ text }) => text);
      expect({ name, lost, passed: grade.passed }).toEqual({ name, lost: [], passed: true });
      expect(grade.score, name).toBeGreaterThanOrEqual(99);
    }
  });

  test.each(Object.entries(wrong))('nobody passes by this: %s', (_name, tried) => {
    const { passed, held } = graded(lesson, tried);
    expect(passed).toBe(false);
    expect(lesson.steps.filter(isDone).every((step) => held.includes(step.id))).toBe(false);
  });

  test.each(Object.entries({ nothing, openEverything }))('nothing is given for this: %s', (_name, tried) => {
    const grade = graded(lesson, tried);
    expect(grade.passed).toBe(false);
    for (const step of lesson.steps.filter(isDone)) {
      expect(grade.held).not.toContain(step.id);
      expect(pointsOf(grade, step.id)).toBe(0);
    }
    if (tried === openEverything && lesson.faults.length > 0) expect(grade.needless).toBeGreaterThan(65_000);
  });
});

const isDone = ({ must, repair }: Step) => must !== undefined || repair === true;

const pointsOf = ({ lines }: Grade, id: string) =>
  lines.filter(({ step }) => step === id).reduce((sum, { points }) => sum + points, 0);

/** What comes of the work of somebody who answers well and mends in this way: written to a file, and graded from it. */
function graded(lesson: Lesson, tried: Try): Grade {
  const changes = typeof tried === 'function' ? [] : [...tried];
  const designs: string[] = [];
  const entries = lesson.steps.map((step): Entry => {
    if (isDone(step)) {
      const change = typeof tried === 'function' ? tried : changes.shift()!;
      designs.push(JSON.stringify(change(lesson.start.design)));
      return { kind: 'make', at: 60, step: step.id, design: designs.length - 1 };
    }
    return told(lesson, step);
  });
  const file = writeWork(lesson, {
    format: 'edge-lab-work',
    version: 1,
    lesson: { id: lesson.id, title: lesson.title, digest: lesson.digest },
    learner: 'Ada',
    began: '2026-03-02T09:00:00Z',
    ended: '2026-03-02T09:09:00Z',
    seconds: 540,
    entries,
    designs,
  });
  const result = gradeFile(lesson, file, 'ada.edgework');
  if (!result.ok) throw new Error(result.problem);
  return result.grade;
}

/** The right answer of a question, the packet that is looked for, or that a text was read. */
function told(lesson: Lesson, step: Step): Entry {
  const { id, ask, find } = step;
  if (ask) {
    const posed = pose(lesson, step);
    if (!posed.ok) throw new Error(posed.problem);
    const parts = Object.fromEntries(
      Object.entries(posed.solution.right).map(([part, options]) => [part, options[0]!]),
    );
    return { kind: 'answer', at: 20, step: id, parts };
  }
  if (!find) return { kind: 'read', at: 10, step: id };
  const { trace } = featureRunOf(lesson, find, find.feature);
  const packet = firstMatch(new TraceReader(trace), setupOf(lesson, find).design, find.packet)!;
  return { kind: 'find', at: 30, step: id, packet };
}
