import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { admitted } from '../../../electron/shell/admit.ts';
import { answer } from '../../../electron/shell/files.ts';
import { HostileText } from '../hostile-text.ts';
import { defineReader, expect } from '../reader.ts';

const SECRET = 'nobody may read this';
const OWN = 'of the window';

/** A folder that is served, with what must not be beside it, and a link that leads there. */
function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'edge-lab-served-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'out/assets'), { recursive: true });
  mkdirSync(join(folder, 'out-of-it'));
  for (const file of ['out/index.html', 'out/assets/index.js']) writeFileSync(join(folder, file), OWN);
  for (const file of ['secret.json', 'out-of-it/secret.json', 'out/secret.key'])
    writeFileSync(join(folder, file), SECRET);
  symlinkSync(join(folder, 'secret.json'), join(folder, 'out/linked.json'));
  symlinkSync(join(folder, 'out-of-it'), join(folder, 'out/assets/linked'));
  return join(folder, 'out');
}

const PATHS = [
  '/',
  '/index.html',
  '/assets/index.js',
  '/../secret.json',
  '/..%2fsecret.json',
  '/linked.json',
  '/assets/linked/secret.json',
  '/../out-of-it/secret.json',
  '/secret.key',
];
const WORDS = [
  '..',
  '../',
  '..\\',
  '%2e%2e',
  '%2f',
  '%5c',
  '%00',
  '%c0%ae',
  '//',
  '/.',
  'secret.json',
  'out',
  'assets',
  'file:',
  'C:',
  '?',
  '#',
];

const PLACE = { authority: '127.0.0.1:47810', token: 'a'.repeat(32) };
const HEADERS: readonly Record<string, string>[] = [
  {},
  { 'sec-fetch-site': 'same-origin' },
  { origin: `http://${PLACE.authority}`, 'sec-fetch-site': 'none' },
];

/** Whatever is asked for: only the window's own files come, and only to those who know the word. */
export const SERVER_READERS = [
  defineReader('server', {
    inputs: (random) => {
      const root = makeFolder();
      const paths = new HostileText(random, PATHS, { words: WORDS, longest: 200 });
      const texts = new HostileText(random, [PLACE.authority, PLACE.token, 'localhost'], {
        words: WORDS,
        longest: 20,
      });
      const pick = <T>(list: readonly T[]): T => list[random.between(0, list.length - 1)]!;
      const mostly = (right: string) => (random.between(0, 9) === 0 ? texts.next() : right);
      return () => ({
        root,
        method: mostly('GET'),
        url: `/${mostly(PLACE.token)}${paths.next()}`,
        headers: { host: mostly(PLACE.authority), ...pick(HEADERS) },
      });
    },
    attempt: async ({ root, ...asked }) => {
      const path = admitted(asked, PLACE);
      if (path === null) return false;
      const knows = asked.url.startsWith(`/${PLACE.token}/`) && asked.headers.host === PLACE.authority;
      expect(knows, () => 'it was let in without the word, or from elsewhere');
      const { status, body } = await answer(root, path);
      expect([200, 400, 404].includes(status), () => `status ${status}`);
      const text = new TextDecoder().decode(body);
      expect(text === (status === 200 ? OWN : ''), () => `it gave ${JSON.stringify(text)}`);
      return status === 200;
    },
  }),
];
