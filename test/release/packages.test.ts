import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { extractFile, getRawHeader, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUDGET } from './budget.ts';
import type { Packed } from './pack.ts';
import { pack } from './pack.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'edge-lab-pack-'));
afterAll(() => rmSync(folder, { recursive: true }));

let turn = 0;
function packFor(system: Parameters<typeof pack>[0]): Promise<Packed> {
  const own = join(folder, `${system}-${(turn += 1)}`);
  mkdirSync(own);
  return pack(system, own);
}

const bytesOf = (file: string): Buffer => readFileSync(file);
const sizeOf = (path: string): number =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(path, name)))
    .reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);

/** As Electron looks at it: bit by bit, off is '0' and on is '1'. */
async function fusesOf(program: string): Promise<Record<string, boolean>> {
  const wire = (await getCurrentFuseWire(program)) as unknown as Record<string, number>;
  const names = Object.entries(FuseV1Options).filter(([name]) => Number.isNaN(Number(name)));
  return Object.fromEntries(names.map(([name, at]) => [name, wire[at] === '1'.charCodeAt(0)]));
}

const FUSES = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

/** What Electron compares an asar with at its start. */
const headerHash = (asar: string): string =>
  createHash('sha256').update(getRawHeader(asar).headerString).digest('hex');

describe('for Linux', () => {
  let packed: Packed;
  beforeAll(async () => {
    packed = await packFor('linux');
  });

  test('holds what was built, and nothing else of this folder', () => {
    const files = listPackage(packed.asar, { isPack: false }).filter((name) => /\.\w+$/.test(name));
    const built = ['main', 'preload', 'renderer'].flatMap((part) =>
      readdirSync(join(root, 'out', part), { recursive: true, encoding: 'utf8' })
        .filter((name) => statSync(join(root, 'out', part, name)).isFile())
        .map((name) => `/out/${part}/${name}`),
    );
    const expected = [...built.filter((name) => name !== '/out/main/start.js'), '/package.json'];
    expect(files.sort()).toEqual(expected.sort());
  });

  test('names no folder of the machine on which it was made', () => {
    const bytes = bytesOf(packed.asar).toString('latin1');
    // Not toContain: it would print megabytes.
    expect(bytes.includes(root)).toBe(false);
  });

  test('brings every module that the program loads, but Electron and Node', () => {
    const files = listPackage(packed.asar, { isPack: false }).filter((name) => /main.*\.js$/.test(name));
    const wanted = files.flatMap((file) => {
      const source = extractFile(packed.asar, file.slice(1)).toString();
      return [...source.matchAll(/^import\b[^'"]*['"]([^'"]+)['"]/gm)].map((found) => found[1]!);
    });
    expect(wanted).toContain('electron');
    expect(wanted.filter((name) => !/^(\.|node:|electron$)/.test(name))).toEqual([]);
  });

  test('carries the licences, and of its languages only those of the window', () => {
    expect(readdirSync(packed.folder)).toEqual(
      expect.arrayContaining(['LICENSE.txt', 'LICENSES.packages.md', 'LICENSES.chromium.html']),
    );
    expect(readdirSync(join(packed.folder, 'locales'))).toEqual(['de.pak', 'en-US.pak']);
  });

  test('has its fuses blown', async () => {
    expect(await fusesOf(packed.program)).toEqual(FUSES);
  });

  test('each form of package names its files and addresses, and leaves the sandbox on', () => {
    expect(packed.entries).toHaveLength(3);
    for (const { args, text } of packed.entries) {
      const types = /^MimeType=(.*);$/m.exec(text)?.[1]?.split(';');
      expect(types).toEqual([
        ...['design', 'show', 'lesson', 'work'].map((kind) => `application/x-edge-lab-${kind}`),
        'x-scheme-handler/edge-lab',
      ]);
      expect(text).toMatch(/^Exec=\S.*%U$/m);
      expect([text, ...args].join('\n')).not.toContain('--no-sandbox');
    }
  });

  test('is the same, byte for byte, when it is packed again', async () => {
    const again = await packFor('linux');
    expect(bytesOf(again.asar).equals(bytesOf(packed.asar))).toBe(true);
  });

  test('is no larger than it may be', () => {
    expect(statSync(packed.asar).size).toBeLessThan(BUDGET.asar);
    expect(sizeOf(join(root, 'out/renderer'))).toBeLessThan(BUDGET.renderer);
  });
});

describe('for Windows', () => {
  test('has its fuses blown, and knows its asar by its hash', async () => {
    const packed = await packFor('windows');
    expect(await fusesOf(packed.program)).toEqual(FUSES);
    expect(bytesOf(packed.program).toString('latin1')).toContain(headerHash(packed.asar));
  });
});

describe('for macOS', () => {
  test('has its fuses blown, and says which files and addresses it opens', async () => {
    const packed = await packFor('mac');
    expect(await fusesOf(packed.program)).toEqual(FUSES);
    const about = readFileSync(join(packed.folder, 'Info.plist'), 'utf8');
    const strings = [...about.matchAll(/<string>([^<]*)<\/string>/g)].map((found) => found[1]);
    expect(strings).toEqual(
      expect.arrayContaining([
        'edgelab',
        'edgeshow',
        'edgelesson',
        'edgework',
        'edge-lab',
        'org.edgelab.lab',
      ]),
    );
    expect(strings).toContain(headerHash(packed.asar));
  });
});
