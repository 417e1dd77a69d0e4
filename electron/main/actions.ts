import { open, rename, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { app, dialog } from 'electron';
import type { Actions } from '../ipc/answering.ts';
import type { FileKind, Saved, TextFile, TextToSave } from '../ipc/text-file.ts';
import { EXTENSIONS, textFile, tooLarge } from '../ipc/text-file.ts';

/** What the shell does on each channel. */
export const actions: Actions = {
  'file:open': openFile,
  'file:save': saveFile,
  'app:info': () => {
    const { electron, chrome, node } = process.versions;
    return Promise.resolve({ lab: app.getVersion(), electron, chrome, node });
  },
};

const TITLES: Readonly<Record<FileKind, readonly [title: string, files: string]>> = {
  design: ['Open a design', 'Designs'],
  rules: ['Open the rules of a firewall', 'Rules'],
  show: ['Open a show', 'Shows'],
  lesson: ['Open a lesson', 'Lessons'],
};

async function openFile(kind: FileKind): Promise<TextFile | null> {
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
  return chosen.canceled || path === undefined ? null : readText(path);
}

async function readText(path: string): Promise<TextFile> {
  const name = basename(path);
  try {
    await using file = await open(path, 'r');
    // The size of the open file, so that it cannot be another file by the time it is read.
    const { size } = await file.stat();
    return tooLarge(name, size) ?? textFile(name, await file.readFile());
  } catch (error) {
    return { ok: false, problem: `${name}: cannot be read (${codeOf(error)})` };
  }
}

/** Written beside its place and put there whole: killed at any moment, the old file or the new one is there. */
async function saveFile({ name, text }: TextToSave): Promise<Saved> {
  const chosen = await dialog.showSaveDialog({ title: 'Save', defaultPath: name });
  if (chosen.canceled || chosen.filePath === '') return { ok: true, saved: false };
  const aside = `${chosen.filePath}.${process.pid}.part`;
  try {
    await writeFile(aside, text);
    await rename(aside, chosen.filePath);
    return { ok: true, saved: true };
  } catch (error) {
    await rm(aside, { force: true });
    return { ok: false, problem: `${basename(chosen.filePath)}: cannot be written (${codeOf(error)})` };
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown reason';
}
