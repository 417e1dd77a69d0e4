import { expect, test } from 'vitest';
import { checkLesson } from '../../../simulator/lessons/check.ts';
import { lessonText, READ, REPAIR } from './lesson-text.ts';

const said = (text: string) =>
  checkLesson(text, 'a.yaml').map(({ line, message }) => [line, message] as const);

test('nothing is said of a lesson that can be done', () => {
  expect(said(lessonText(READ + REPAIR))).toEqual([]);
});

test('what the loader finds is said, and nothing is run', () => {
  expect(said(lessonText(READ + READ))).toEqual([[10, expect.stringMatching(/taken already/)]]);
});

/** One network with all that can be wrong with a lesson whose form is right. */
test('steps that cannot be done are found by running the answer', () => {
  const text = lessonText(
    `  - id: never
    title: It can never hold
    must: [{ feature: remote-sign-in, must: not-work }]
    answer: [close E12]
  - id: already
    title: It holds already
    must: [{ feature: remote-sign-in, must: work }]
  - id: taken-back
    title: It holds once the faults are taken back
    must: [{ feature: av-remote-internal, must: work }]
  - id: unsent
    title: Nobody sends it
    find: { feature: remote-sign-in, packet: tcp.dstport == 25 }
  - id: unasked
    title: Nobody sends it either
    ask: { feature: remote-sign-in, packet: tcp.dstport == 25 }
  - id: elsewhen
    title: It does not happen
    show: { feature: remote-sign-in, at: rule E12 is used }
`,
    "faults: ['port:E12']\nfilm: [{ title: A, feature: remote-sign-in, at: 100 s }]",
  );
  expect(said(text)).toEqual([
    [7, expect.stringMatching(/over at .* before 100 s/)],
    [11, expect.stringMatching(/can never hold: with the answer/)],
    [15, expect.stringMatching(/holds before anybody does anything/)],
    [21, expect.stringMatching(/can never be found/)],
    [24, expect.stringMatching(/no packet of remote-sign-in matches/)],
    [27, expect.stringMatching(/does not happen/)],
  ]);
});

test('an answer that learners may not give is none', () => {
  const text = lessonText(
    `  - id: move
    title: Move
    must: [{ feature: av-remote-internal, must: work }]
    answer: [open E12, 'firewalls.external.rules.E12.dport=3478', 'zones.internet.delay_ms=13']
`,
  );
  expect(said(text)).toEqual([[10, expect.stringMatching(/learners may not: zones/)]]);
});

test('a fault that nobody notices is nothing to repair', () => {
  expect(said(lessonText(REPAIR, 'faults: [E8]'))).toEqual([
    [10, expect.stringMatching(/nobody notices the faults/)],
  ]);
});
