import fc from 'fast-check';
import { expect, test } from 'vitest';
import { givenBy, lessonOf } from '../../../electron/main/given.ts';

test('a link leads to a lesson by its id', () => {
  expect(lessonOf('edge-lab://lesson/signing-in')).toBe('signing-in');
  // As browsers hand it on.
  expect(lessonOf('edge-lab://lesson/signing-in/')).toBe('signing-in');
});

test.each([
  'edge-lab://lesson/',
  'edge-lab://lesson/..',
  'edge-lab://lesson/../../etc/passwd',
  'edge-lab://lesson/a/b',
  'edge-lab://lesson/a?b',
  'edge-lab://lesson/a#b',
  'edge-lab://lesson/A',
  'edge-lab://lesson/a%2fb',
  'edge-lab://lesson/a\n',
  'edge-lab://open/a',
  'edge-lab:lesson/a',
  'https://lesson/a',
  ' edge-lab://lesson/a',
  `edge-lab://lesson/${'a'.repeat(65)}`,
])('%j is no link of ours', (link) => {
  expect(lessonOf(link)).toBeNull();
});

test('arguments are files of the lab and a link; the rest is somebody else’s', () => {
  const args = [
    '/opt/edge-lab/edge-lab',
    '--original-process-start-time=1',
    '--load-extension=/tmp/evil.json',
    'a.edgelab',
    'C:\\b\\c.EDGESHOW',
    'notes.txt',
    'https://evil.example/d.json',
    'edge-lab://lesson/three-doors',
    'e.json',
  ];
  expect(givenBy(args)).toEqual({
    files: ['a.edgelab', 'C:\\b\\c.EDGESHOW', 'e.json'],
    lesson: 'three-doors',
  });
  expect(givenBy([])).toEqual({ files: [], lesson: null });
});

test('no switch is ever taken for a file', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (args) => {
      for (const file of givenBy(args).files) expect(file.startsWith('-')).toBe(false);
    }),
  );
});
