import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LANGUAGES } from '../../../renderer/stores/language.ts';

/** Messages of a language file, each with its translation; the first entry is the file's own head. */
function messagesOf(language: string): ReadonlyMap<string, string> {
  const file = join(import.meta.dirname, `../../../renderer/languages/${language}.po`);
  const entries = readFileSync(file, 'utf8').matchAll(/^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)/gm);
  const text = (lines: string) =>
    lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as string)
      .join('');
  return new Map([...entries].map(([, id = '', said = '']) => [text(id), text(said)] as const).slice(1));
}

/** What a message leaves to be put in, and what stands around words of it. */
const places = (message: string) => (message.match(/\{\d+\}|<\/?\d+\/?>/g) ?? []).toSorted();

test('English is complete: each message is what it says', () => {
  const english = messagesOf('en');
  expect(english.size).toBeGreaterThan(1000);
  for (const [id, said] of english) expect(said).toBe(id);
});

test.each(LANGUAGES.filter(({ id }) => id !== 'en'))(
  '$title has the same messages, and puts the same things in the same places',
  ({ id }) => {
    const [english, other] = [messagesOf('en'), messagesOf(id)];
    expect([...other.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    const translated = [...other].filter(([, said]) => said !== '');
    expect(translated.length / english.size).toBeGreaterThan(0.95);
    for (const [message, said] of translated) expect(places(said), message).toEqual(places(message));
  },
);
