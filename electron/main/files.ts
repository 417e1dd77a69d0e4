import { open, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { WebContents } from 'electron';
import { app, BrowserWindow, dialog } from 'electron';
import { writeWhole } from '../files/whole-file.ts';
import type { Actions } from '../ipc/answering.ts';
import type { FileKind, OpenedFile, Saved, TextToSave, TextToWrite, Written } from '../ipc/text-file.ts';
import { EXTENSIONS, textFile, tooLarge, versionOf } from '../ipc/text-file.ts';
import { Claims } from './claims.ts';
import { KnownFiles } from './known-files.ts';

const known = new KnownFiles(join(app.getPath('userData'), 'recent-files.json'));
const claims = new Claims<WebContents>();
const watched = new WeakSet<WebContents>();

/** What the shell does with files when a window asks. */
export const fileActions: Pick<Actions, Extract<keyof Actions, `file:${string}`>> = {
  'file:open': openFile,
  'file:reopen': reopenFile,
  'file:dropped': openDropped,
  'file:save': saveFile,
  'file:write': writeFile,
  'file:recent': () => known.recent(),
  'file:forget': (id) => {
    known.forget(id);
    if (id === null) app.clearRecentDocuments();
    return Promise.resolve(undefined);
  },
  'file:hold': hold,
  'file:edited': (edited, asker) => {
    BrowserWindow.fromWebContents(asker)?.setDocumentEdited(edited);
    return Promise.resolve(undefined);
  },
};

const TITLES: Readonly<Record<FileKind, readonly [title: string, files: string]>> = {
  design: ['Open a design', 'Designs'],
  rules: ['Open the rules of a firewall', 'Rules'],
  show: ['Open a show', 'Shows'],
  lesson: ['Open a lesson', 'Lessons'],
};

async function openFile(kind: FileKind): Promise<OpenedFile | null> {
  const [title, files] = TITLES[kind];
  const chosen = await dialog.showOpenDialog({
    title,
    properties: ['openFile'],
    filters: [
      { name: files, extensions: [...EXTENSIONS[kind]] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  const [path] = chosen.filePaths;
  return chosen.canceled || path === undefined ? null : openPath(path);
}

/** Reads a file that the person, or the system, has named. */
export async function openPath(path: string): Promise<OpenedFile> {
  const name = basename(path);
  try {
    await using file = await open(path, 'r');
    // The size of the open file, so that it cannot be another file by the time it is read.
    const stat = await file.stat();
    if (!stat.isFile()) return { ok: false, problem: `${name}: cannot be read (it is no file)` };
    const large = tooLarge(name, stat.size);
    if (large) return large;
    const bytes = await file.readFile();
    const read = textFile(name, bytes);
    return read.ok ? { ...read, at: { id: await known.idOf(path), version: versionOf(bytes) } } : read;
  } catch (error) {
    return { ok: false, problem: `${name}: cannot be read (${codeOf(error)})` };
  }
}

async function reopenFile(id: string): Promise<OpenedFile> {
  const path = known.pathOf(id);
  return path === undefined
    ? { ok: false, problem: 'The file is not known any more: open it once more' }
    : openPath(path);
}

/** Only designs are saved where they were dropped from; whatever else is dropped the page reads by itself. */
async function openDropped(path: string): Promise<OpenedFile> {
  const name = basename(path);
  // A page that is not ours any more cannot have other files read by their paths.
  return extname(name).toLowerCase() === '.edgelab'
    ? openPath(path)
    : { ok: false, problem: `${name}: no design of Edge Lab` };
}

async function saveFile({ name, text }: TextToSave): Promise<Saved> {
  const chosen = await dialog.showSaveDialog({ title: 'Save', defaultPath: name });
  if (chosen.canceled || chosen.filePath === '') return { ok: true, saved: null };
  const path = chosen.filePath;
  const problem = write(path, text);
  if (problem !== null) return { ok: false, problem };
  return {
    ok: true,
    saved: { name: basename(path), at: { id: await known.idOf(path), version: hash(text) } },
  };
}

async function writeFile({ at, text, anyway }: TextToWrite): Promise<Written> {
  const path = known.pathOf(at.id);
  if (path === undefined)
    return { state: 'failed', problem: 'The file is not known any more: save it as another' };
  if (!anyway && (await isChanged(path, at.version))) return { state: 'changed' };
  const problem = write(path, text);
  return problem === null
    ? { state: 'written', at: { id: at.id, version: hash(text) } }
    : { state: 'failed', problem };
}

/** Does a file hold something else than what it was known to hold? One that is gone holds nothing that could be lost. */
async function isChanged(path: string, version: string): Promise<boolean> {
  const bytes = await readFile(path).catch(() => null);
  return bytes !== null && versionOf(bytes) !== version;
}

/** @returns why it could not be written, in a sentence, or null */
function write(path: string, text: string): string | null {
  try {
    writeWhole(path, (part) => part(text));
    return null;
  } catch (error) {
    return `${basename(path)}: cannot be written (${codeOf(error)})`;
  }
}

function hold(id: string | null, asker: WebContents): Promise<boolean> {
  const path = id === null ? undefined : known.pathOf(id);
  BrowserWindow.fromWebContents(asker)?.setRepresentedFilename(path ?? '');
  if (!watched.has(asker)) asker.once('destroyed', () => claims.release(asker));
  watched.add(asker);
  if (id !== null && path !== undefined) {
    known.touch(id, Date.now());
    app.addRecentDocument(path);
  }
  return Promise.resolve(claims.hold(asker, path ?? null));
}

function hash(text: string): string {
  return versionOf(new TextEncoder().encode(text));
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown reason';
}
