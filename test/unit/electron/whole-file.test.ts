import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';

/** What the disk was asked to do, in order; `fails` makes one of them fail. */
const disk = vi.hoisted(() => ({ did: [] as string[], fails: '' }));
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const watched =
    <A extends unknown[], R>(name: string, act: (...args: A) => R) =>
    (...args: A): R => {
      disk.did.push(name);
      if (disk.fails === name) throw Object.assign(new Error(`${name} failed`), { code: 'EIO' });
      return act(...args);
    };
  return {
    ...real,
    writeSync: watched('write', (file: number, bytes: Uint8Array, at: number) =>
      // A disk need not take all at once.
      real.writeSync(file, bytes, at, Math.min(3, bytes.length - at)),
    ),
    fsyncSync: watched('sync', real.fsyncSync),
    renameSync: watched('rename', real.renameSync),
  };
});
const { writeWhole } = await import('../../../electron/files/whole-file.ts');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'edge-lab-whole-'));
  disk.did.length = 0;
  disk.fails = '';
});
const write = (file: string, text: string) => writeWhole(file, (part) => part(text));

test('all of it is on the disk before it takes the place of the old one, and then its folder', () => {
  const file = join(folder, 'a.edgelab');
  writeWhole(file, (part) => {
    part('wörter ');
    part(Uint8Array.of(0x31, 0x32));
  });
  expect(readFileSync(file, 'utf8')).toBe('wörter 12');
  expect(disk.did.filter((name) => name !== 'write')).toEqual(['sync', 'rename', 'sync']);
  expect(disk.did.lastIndexOf('write')).toBeLessThan(disk.did.indexOf('sync'));
  expect(readdirSync(folder)).toEqual(['a.edgelab']);
});

test.each(['write', 'sync', 'rename'])(
  'when the %s fails, the old file is there and nothing else',
  (name) => {
    const file = join(folder, 'a.edgelab');
    write(file, 'old');
    disk.fails = name;
    expect(() => write(file, 'new')).toThrow(`${name} failed`);
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a.edgelab']);
  },
);

test('when what writes it fails, nothing was written', () => {
  expect(() =>
    writeWhole(join(folder, 'a.edgelab'), () => {
      throw new Error('no design');
    }),
  ).toThrow('no design');
  expect(readdirSync(folder)).toEqual([]);
});

test('a link stays one, and the file that it leads to keeps its mode', () => {
  mkdirSync(join(folder, 'real'));
  const real = join(folder, 'real/a.edgelab');
  const link = join(folder, 'link.edgelab');
  writeFileSync(real, 'old');
  chmodSync(real, 0o640);
  symlinkSync(real, link);
  write(link, 'new');
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(real, 'utf8')).toBe('new');
  expect(statSync(real).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder).toSorted()).toEqual(['link.edgelab', 'real']);
});

test('a device is written into, never replaced', () => {
  write('/dev/null', 'nothing');
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  expect(disk.did).not.toContain('rename');
});

test('what killed writers of this file have left is taken away, and nothing else', () => {
  const file = join(folder, 'a.edgelab');
  const [dead, alive, others] = [
    '.a.edgelab.0123456789ab.tmp',
    '.a.edgelab.ba9876543210.tmp',
    '.a.edgelab.old.tmp',
  ];
  for (const name of [dead, alive, others]) writeFileSync(join(folder, name), 'half');
  const before = new Date(Date.now() - 120_000);
  for (const name of [dead, others]) utimesSync(join(folder, name), before, before);
  write(file, 'new');
  expect(existsSync(join(folder, dead))).toBe(false);
  expect(readdirSync(folder).toSorted()).toEqual([alive, others, 'a.edgelab'].toSorted());
});
