import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { OpenedFile, RecentFile, Written } from '../../../electron/ipc/text-file.ts';
import type { FakeWindow } from './fake-electron.ts';
import { app, ask, dialog, opened, userData } from './fake-electron.ts';

vi.mock('electron', () => import('./fake-electron.ts'));

let folder = '';
let second: FakeWindow;
beforeAll(async () => {
  await import('../../../electron/main/main.ts');
  await Promise.resolve();
  await ask('window:new');
  second = opened.at(-1)!;
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'edge-lab-files-'));
  await ask('file:forget', null);
});

const inFolder = (name: string) => join(folder, name);

async function open(path: string): Promise<OpenedFile & { ok: true; at: { id: string; version: string } }> {
  dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [path] });
  const file = (await ask('file:open', 'design')) as OpenedFile;
  if (!file.ok || !file.at) throw new Error('not opened');
  return { ...file, at: file.at };
}

function saveAs(path: string, text = 'text'): Promise<unknown> {
  dialog.showSaveDialog.mockResolvedValueOnce({ canceled: path === '', filePath: path });
  return ask('file:save', { name: 'a.edgelab', text });
}

const write = (at: object, text: string, anyway = false) =>
  ask('file:write', { at, text, anyway }) as Promise<Written>;

test('the chosen design is read whole; what is none is refused in words', async () => {
  const chosen = async (name: string, content: string | Uint8Array | number) => {
    const path = inFolder(name);
    writeFileSync(path, typeof content === 'number' ? '' : content);
    if (typeof content === 'number') truncateSync(path, content);
    dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [path] });
    return ask('file:open', 'design');
  };
  expect(await chosen('good.json', '{"ä":1}')).toMatchObject({
    ok: true,
    name: 'good.json',
    text: '{"ä":1}',
  });
  expect(await chosen('huge.json', 17 * 1024 * 1024)).toEqual({
    ok: false,
    problem: 'huge.json: too large (17 MB; at most 16 MB)',
  });
  expect(await chosen('film.json', Uint8Array.from([0xff, 0xfe, 0x80]))).toMatchObject({ ok: false });
  for (const path of [inFolder('gone.json'), folder, '/dev/zero']) {
    dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [path] });
    expect(await ask('file:open', 'design')).toMatchObject({ ok: false });
  }
  dialog.showOpenDialog.mockResolvedValueOnce({ canceled: true, filePaths: [] });
  expect(await ask('file:open', 'design')).toBeNull();
});

test('a text is kept where the person says, whole or not at all; a name with a folder is refused', async () => {
  expect(await saveAs(inFolder('a.edgelab'), 'ä')).toMatchObject({ ok: true, saved: { name: 'a.edgelab' } });
  expect(readFileSync(inFolder('a.edgelab'), 'utf8')).toBe('ä');
  expect(readdirSync(folder)).toEqual(['a.edgelab']);
  expect(await saveAs('')).toEqual({ ok: true, saved: null });
  expect(await saveAs(inFolder('no-such/b.nft'))).toMatchObject({
    ok: false,
    problem: expect.stringContaining('b.nft: cannot be written') as string,
  });
  await expect(ask('file:save', { name: '../b.nft', text: '' })).rejects.toThrow();
});

test('no path leaves the shell, and none comes in but by a drop, for designs alone', async () => {
  writeFileSync(inFolder('a.edgelab'), '{}');
  const file = await open(inFolder('a.edgelab'));
  await ask('file:hold', file.at.id);
  const told = [file, await ask('file:recent'), await saveAs(inFolder('b.edgelab'))];
  expect(JSON.stringify(told)).not.toContain(folder);
  expect(await ask('file:dropped', inFolder('a.edgelab'))).toEqual(file);
  for (const path of ['/etc/passwd', '/etc/passwd\0.edgelab', inFolder('gone.edgelab'), '', folder])
    expect(await ask('file:dropped', path)).toMatchObject({ ok: false });
  for (const id of ['/etc/passwd', '../a.edgelab', 7]) await expect(ask('file:reopen', id)).rejects.toThrow();
  const nobodys = '01234567-89ab-4def-8123-456789abcdef';
  expect(await ask('file:reopen', nobodys)).toMatchObject({ ok: false });
  expect(await write({ ...file.at, id: nobodys }, 'x')).toMatchObject({ state: 'failed' });
});

test('saving again goes to the same file, unless something else has changed it', async () => {
  const path = inFolder('a.edgelab');
  writeFileSync(path, 'one');
  const { at } = await open(path);
  const first = await write(at, 'two');
  expect(first).toMatchObject({ state: 'written', at: { id: at.id } });
  expect(readFileSync(path, 'utf8')).toBe('two');
  // The version before is another file's by now.
  expect(await write(at, 'three')).toEqual({ state: 'changed' });
  if (first.state !== 'written') throw new Error('not written');
  writeFileSync(path, 'by others');
  expect(await write(first.at, 'four')).toEqual({ state: 'changed' });
  expect(readFileSync(path, 'utf8')).toBe('by others');
  expect(await write(first.at, 'five', true)).toMatchObject({ state: 'written' });
  expect(await ask('file:reopen', at.id)).toMatchObject({ ok: true, text: 'five' });
  // Of one that is gone nothing can be lost.
  rmSync(path);
  expect(await write(first.at, 'six')).toMatchObject({ state: 'written' });
  expect(readFileSync(path, 'utf8')).toBe('six');
  rmSync(folder, { recursive: true });
  expect(await write(first.at, 'seven')).toMatchObject({ state: 'failed' });
});

test('the version is that of the bytes: one that begins with a mark is no other', async () => {
  const path = inFolder('marked.edgelab');
  writeFileSync(path, '\ufeff{}');
  const { at, text } = await open(path);
  expect(text).toBe('{}');
  expect(await write(at, '{ }')).toMatchObject({ state: 'written' });
});

test('files that were designs are listed, the last one first, and outlast the program', async () => {
  for (const name of ['a.edgelab', 'b.edgelab', 'c.edgelab']) {
    writeFileSync(inFolder(name), '{}');
    await ask('file:hold', (await open(inFolder(name))).at.id);
  }
  const names = async () => ((await ask('file:recent')) as RecentFile[]).map(({ name }) => name);
  expect(await names()).toEqual(['c.edgelab', 'b.edgelab', 'a.edgelab']);
  expect(app.addRecentDocument).toHaveBeenLastCalledWith(inFolder('c.edgelab'));
  const { at } = await open(inFolder('a.edgelab'));
  await ask('file:hold', at.id);
  rmSync(inFolder('b.edgelab'));
  expect(await names()).toEqual(['a.edgelab', 'c.edgelab']);

  vi.resetModules();
  const { fileActions } = await import('../../../electron/main/files.ts');
  const reopen = fileActions['file:reopen'] as (id: string) => Promise<OpenedFile>;
  expect(await reopen(at.id)).toMatchObject({ ok: true, name: 'a.edgelab' });
  await ask('file:forget', null);
  expect(await names()).toEqual([]);
  // The window that has it open saves on.
  expect(await write(at, 'new')).toMatchObject({ state: 'written' });
});

test('a list that is damaged is no list', async () => {
  for (const text of ['', '{', '{"version":1,"files":[{"id":"x","path":"/etc/passwd","when":0}]}', '[]']) {
    writeFileSync(join(userData, 'recent-files.json'), text);
    const { KnownFiles } = await import('../../../electron/main/known-files.ts');
    const known = new KnownFiles(join(userData, 'recent-files.json'));
    expect(await known.recent()).toEqual([]);
  }
});

test('a file that another window has, by whatever link, is said to be open', async () => {
  writeFileSync(inFolder('a.edgelab'), '{}');
  symlinkSync(inFolder('a.edgelab'), inFolder('link.edgelab'));
  const one = await open(inFolder('a.edgelab'));
  const other = await open(inFolder('link.edgelab'));
  expect(await ask('file:hold', one.at.id)).toBe(false);
  expect(await ask('file:hold', one.at.id), 'the same window again').toBe(false);
  expect(await ask('file:hold', other.at.id, second)).toBe(true);
  expect(await ask('file:hold', null)).toBe(false);
  expect(await ask('file:hold', other.at.id, second)).toBe(false);
  second.webContents.emit('destroyed');
  expect(await ask('file:hold', one.at.id)).toBe(false);
});

test('the system hears that something is not saved, and in which file it is', async () => {
  writeFileSync(inFolder('a.edgelab'), '{}');
  await ask('file:edited', true, second);
  expect(second.setDocumentEdited).toHaveBeenLastCalledWith(true);
  await ask('file:hold', (await open(inFolder('a.edgelab'))).at.id, second);
  expect(second.setRepresentedFilename).toHaveBeenLastCalledWith(inFolder('a.edgelab'));
});
