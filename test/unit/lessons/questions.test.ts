import { expect, test } from 'vitest';
import { pose } from '../../../simulator/lessons/steps/ask.ts';
import { lessonOf, lessonText } from './lesson-text.ts';

/** What is right of a question about a network in which Alice has only UDP to the relay, and Bob only TCP. */
function solved(ask: string) {
  const lesson = lessonOf(lessonText(`  - id: one\n    title: One\n    ask: ${ask}\n`, 'faults: [I6, E13]'));
  const posed = pose(lesson, lesson.steps[0]!);
  if (!posed.ok) throw new Error(posed.problem);
  const { question, solution } = posed;
  for (const { id, options } of question.parts)
    for (const right of solution.right[id]!) expect(options.map((option) => option.id)).toContain(right);
  return { ...solution, parts: question.parts.map(({ id }) => id), time: question.scene?.time };
}

test('what becomes of a feature is what its people would say of it', () => {
  const outcome = (feature: string) => solved(`{ feature: ${feature}, outcome: true }`);
  expect(outcome('remote-im').right).toEqual({ outcome: ['works'] });
  expect(outcome('av-remote-internal').right).toEqual({ outcome: ['broken'] });
  const late = outcome('av-remote-remote');
  expect(late.right).toEqual({ outcome: ['degraded'] });
  expect(late.because['*']).toMatch(/^It works, after 1\d\.\d s; it used to take 3\.\d s\.$/);
});

test('where a packet ends, and why, is found by running it', () => {
  const fate = (packet: string) => solved(`{ feature: av-remote-internal, packet: ${packet} }`);
  const right = (packet: string) => fate(packet).right;
  expect(right('udp && ip.dst == 10.45.16.30')).toEqual({ fate: ['arrives'], why: ['arrives'] });
  expect(right('tcp && ip.dst == 10.45.16.30')).toEqual({ fate: ['external'], why: ['no-rule'] });
  expect(right('udp && ip.dst == 172.25.33.10')).toEqual({ fate: ['internal'], why: ['no-rule'] });
  const nowhere = 'ip.src == 192.168.10.0/24 && ip.dst == 192.168.1.5';
  const home = solved(`{ feature: av-remote-internal, packet: ${nowhere}, on: healthy }`);
  expect(home.right).toEqual({ fate: ['elsewhere'], why: ['nobody'] });
});

test('a question is asked before what it asks about happens', () => {
  const { time, parts } = solved('{ feature: av-remote-internal, packet: lab.dropped && udp }');
  expect(parts).toEqual(['fate', 'why']);
  expect(time).toBeGreaterThan(0);
  expect(solved('{ feature: av-remote-internal, outcome: true }').time).toBe(0);
});

test('of choices, all that are right are right', () => {
  const choices = '[{ text: A, right: true }, { text: B, because: No }, { text: C, right: true }]';
  const { right, because } = solved(`{ question: Which, choices: ${choices} }`);
  expect(right).toEqual({ choice: ['1', '3'] });
  expect(because['2']).toBe('No');
});
