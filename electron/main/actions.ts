import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { app, dialog } from 'electron';
import type { Actions } from '../ipc/answering.ts';
import type { DesignFile } from '../ipc/design-file.ts';
import { designFile, tooLarge } from '../ipc/design-file.ts';

/** What the shell does on each channel. */
export const actions: Actions = {
  'design:open': openDesign,
  'app:info': () => {
    const { electron, chrome, node } = process.versions;
    return Promise.resolve({ lab: app.getVersion(), electron, chrome, node });
  },
};

async function openDesign(): Promise<DesignFile | null> {
  const chosen = await dialog.showOpenDialog({
    title: 'Open a design',
    properties: ['openFile'],
    filters: [{ name: 'Designs', extensions: ['json', 'edgelab'] }],
  });
  const [path] = chosen.filePaths;
  return chosen.canceled || path === undefined ? null : readDesign(path);
}

async function readDesign(path: string): Promise<DesignFile> {
  const name = basename(path);
  try {
    await using file = await open(path, 'r');
    // The size of the open file, so that it cannot be another file by the time it is read.
    const { size } = await file.stat();
    return tooLarge(name, size) ?? designFile(name, await file.readFile());
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { ok: false, problem: `${name}: cannot be read (${code ?? 'unknown reason'})` };
  }
}
