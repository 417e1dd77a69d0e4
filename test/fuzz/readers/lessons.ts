import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson } from '../../../simulator/lessons/lesson.ts';
import { openLesson, sealLesson } from '../../../simulator/lessons/handout.ts';
import { loadLesson } from '../../../simulator/lessons/load.ts';
import type { Work } from '../../../simulator/lessons/work.ts';
import { readWork, writeWork } from '../../../simulator/lessons/work.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { loadPolicy } from '../../../simulator/policies/load.ts';
import type { Json } from '../hostile-json.ts';
import { HostileJson } from '../hostile-json.ts';
import { HostileText } from '../hostile-text.ts';
import { defineReader, expectSentence } from '../reader.ts';
import { hostileJsonTexts } from './designs.ts';
import { expectProblems } from './problems.ts';
import { smallDesigns } from './small-designs.ts';

const COURSE = join(process.cwd(), 'simulator/lessons/course');
const WORDS = [
  ...[
    'format',
    'edge-lab-lesson',
    'version',
    'steps',
    'find',
    'ask',
    'must',
    'repair',
    'answer',
    'film',
    'after',
    'with',
  ],
  ...[
    'close E12',
    'open E12',
    'hosts.edge.link.connected=false',
    'remote-sign-in',
    'stun',
    'faults',
    'design',
    'points',
  ],
];

/** The first lines of each lesson: what follows in it is more of the same. */
const texts = readdirSync(COURSE)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join(COURSE, name), 'utf8'));

/** A lesson of one step, which most mistakes leave near to one. */
const SMALL = `format: edge-lab-lesson
version: 1
id: small
title: A small lesson
faults: [E1]
steps:
  - id: one
    title: One
    ask: { feature: remote-sign-in, packet: "tcp.dstport == 443", after: [open E1] }
    points: 60
  - id: two
    title: Two
    must: [{ feature: remote-sign-in, must: work }]
    hints: [{ text: Look at the rules., cost: 5 }]
    points: 40
`;

function attempt(text: string): boolean {
  const opened = openLesson(text, 'lesson.yaml');
  // What is wrong inside of a hand-out stands in the text that its author wrote.
  if (!opened.ok)
    expectProblems(opened.problems, opened.handedOut && opened.text !== '' ? opened.text : text);
  return opened.ok;
}

/** Work that somebody handed in, as its file would be. */
function work(lesson: Lesson): Work {
  const { id, title, digest } = lesson;
  const ended = '2026-01-02T03:04:05Z';
  return {
    format: 'edge-lab-work',
    version: 1,
    lesson: { id, title, digest },
    learner: 'Ann',
    began: ended,
    ended,
    seconds: 60,
    entries: [
      { kind: 'answer', at: 1, step: 'one', parts: { outcome: 'works' } },
      { kind: 'find', at: 2, step: 'one', packet: 7 },
      {
        kind: 'make',
        at: 3,
        step: 'two',
        design: 0,
        interventions: [{ at: 5, change: { kind: 'rule', rule: 'E1', enabled: true } }],
      },
      { kind: 'hint', at: 4, step: 'two', level: 1 },
    ],
    designs: [JSON.stringify(smallDesigns()[0])],
  };
}

function small(): Lesson {
  const loaded = loadLesson(SMALL, 'small.yaml');
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return loaded.lesson;
}

const POLICY: Json = {
  format: 'edge-lab-policy',
  version: 1,
  rules: [
    { id: 'a', feature: 'remote-sign-in', must: 'work', why: 'people work from home' },
    {
      id: 'b',
      never: { from: 'any', to: 'edge.internal, 10.0.0.0/8', transport: 'tcp', ports: '1-1023, 3389' },
    },
    { id: 'c', never: { whose: 'remote', to: 'corporate' } },
    { id: 'd', exposesAtMost: { ports: 100, transport: 'udp' } },
  ],
};

const design = builtinDesign();

export const LESSON_READERS = [
  defineReader('lesson', {
    inputs: (random) => {
      const hostile = new HostileText(random, [...texts, SMALL, SMALL, SMALL], { words: WORDS });
      return () => hostile.next();
    },
    attempt,
  }),
  /** Both kinds of damage: to the file, and to the lesson before it was sealed. */
  defineReader('handout', {
    inputs: (random) => {
      const inside = new HostileText(random, [SMALL], { words: WORDS });
      const files = new HostileText(random, [sealLesson(small(), SMALL)], {
        words: ['sealed', 'version', 'edge-lab-handout'],
      });
      return () =>
        random.between(0, 1) ? files.next() : sealLesson({ id: 'small', title: 'Small' }, inside.next());
    },
    attempt,
  }),
  /** Both kinds of damage, again: most of the changed files are signed as they are. */
  defineReader('work', {
    inputs: (random) => {
      const lesson = small();
      const trees = new HostileJson(random, [work(lesson) as unknown as Json], ['outcome', 'E1']);
      const files = hostileJsonTexts(
        random,
        [JSON.parse(writeWork(lesson, work(lesson))) as Json],
        ['signature'],
      );
      return () => {
        const forged = random.between(0, 1) ? trees.next() : null;
        return { lesson, text: signed(lesson, forged) ?? files() };
      };
    },
    attempt: ({ lesson, text }) => {
      const read = readWork(lesson, text, 'ann.edgework');
      if (!read.ok) expectSentence(read.problem);
      return read.ok;
    },
    show: ({ text }) => text,
  }),
  defineReader('policy', {
    inputs: (random) =>
      hostileJsonTexts(random, [POLICY], ['edge', 'edge.access', 'internet', 'remote', 'av-remote-internal']),
    attempt: (text) => {
      const loaded = loadPolicy(text, 'policy.json', design);
      if (!loaded.ok) expectProblems(loaded.problems, text);
      return loaded.ok;
    },
  }),
];

/** The file of work, where its form is one that can be signed. */
function signed(lesson: Lesson, forged: Json): string | null {
  if (forged === null) return null;
  try {
    return writeWork(lesson, forged as unknown as Work);
  } catch {
    return null;
  }
}
