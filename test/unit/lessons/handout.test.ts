import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openLesson, sealLesson, withKey } from '../../../simulator/lessons/handout.ts';
import { encodeBase64Bytes } from '../../../simulator/protocols/codec/base64.ts';
import { encodeUtf8 } from '../../../simulator/protocols/codec/utf8.ts';
import { lessonOf, lessonText, REPAIR } from './lesson-text.ts';

const KEY = '0123456789abcdef'.repeat(4);
const text = withKey(`# By hand.\n${lessonText(REPAIR)}`, KEY);
const lesson = lessonOf(text);
const handout = sealLesson(lesson, text);

test('a key is added, and the rest of the text stays as its author wrote it', () => {
  expect(lesson.key).toBe(KEY);
  expect(text).toContain('# By hand.');
  expect(lessonOf(text).steps).toEqual(lessonOf(lessonText(REPAIR)).steps);
});

test('what was handed out is the lesson itself, to the digest', () => {
  const opened = openLesson(handout, 'lab.edgelesson');
  expect(opened).toMatchObject({ ok: true, handedOut: true, text });
  expect(opened.ok && opened.lesson).toEqual(lesson);
  expect(openLesson(text, 'lab.yaml')).toMatchObject({ ok: true, handedOut: false, text });
});

test('whatever remarks a lesson has, it comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (remark) => {
      const remarked = `${text}\n# ${remark.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\uFEFF]/gu, ' ')}\n`;
      expect(openLesson(sealLesson(lesson, remarked), 'a').text).toBe(remarked);
    }),
    { numRuns: 30 },
  );
});

/** Pieces of a text in the forms in which somebody might find them in a file. */
function forms(secret: string): readonly string[] {
  const bytes = encodeUtf8(secret);
  // Whatever stands before it in the bytes, one of the three is how base64 writes the middle of it.
  const base64 = [0, 1, 2].map((skip) => encodeBase64Bytes(bytes.subarray(skip)).slice(0, -4));
  return [secret, ...base64].filter((form) => form.length > 3);
}

test('nobody reads in it what is wrong, or the key', () => {
  for (const secret of [KEY, 'port:E12', 'faults', 'Compare the ports', 'Look at the external firewall'])
    for (const form of forms(secret)) expect(handout).not.toContain(form);
  // The same search does find them where they are only encoded.
  const encoded = encodeBase64Bytes(encodeUtf8(text));
  expect(forms(KEY).some((form) => encoded.includes(form))).toBe(true);
});

test('one that was cut off or damaged on its way says so in a sentence', () => {
  const about = /^this (lesson was cut off or damaged|is no|.* begins with)/;
  const whole = handout.trimEnd();
  fc.assert(
    fc.property(fc.integer({ min: 40, max: whole.length - 1 }), (length) => {
      const opened = openLesson(whole.slice(0, length), 'lab.edgelesson');
      expect(opened.ok).toBe(false);
      if (!opened.ok)
        expect(opened.problems.map(({ message }) => message)).toEqual([expect.stringMatching(about)]);
    }),
  );
  const sealed = handout.indexOf('"sealed"') + 12;
  fc.assert(
    fc.property(fc.integer({ min: sealed, max: whole.length - 6 }), (at) => {
      const other = handout[at] === 'A' ? 'B' : 'A';
      const changed = handout.slice(0, at) + other + handout.slice(at + 1);
      expect(openLesson(changed, 'lab.edgelesson')).toMatchObject({
        ok: false,
        problems: [{ message: expect.stringMatching(/cut off or damaged/) as string }],
      });
    }),
  );
});

test('one of a newer program is not taken for damaged', () => {
  const opened = openLesson(handout.replace('"version": 1', '"version": 2'), 'lab.edgelesson');
  expect(opened.ok).toBe(false);
  if (!opened.ok) expect(opened.problems[0]!.message).toMatch(/newer version of Edge Lab/);
});
