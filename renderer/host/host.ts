import type { EdgeLabApi } from '../../electron/ipc/channels.ts';
import type { DesignFile } from '../../electron/ipc/design-file.ts';
import { designFile, tooLarge } from '../../electron/ipc/design-file.ts';

declare global {
  interface Window {
    /** There when the window runs in Electron. */
    readonly edgeLab?: EdgeLabApi;
  }
}

/** A file that the person chose. */
export interface ChosenFile {
  readonly name: string;
  readonly text: string;
}

/** What the shell offers, the same in Electron and in a browser. */
export const host = {
  kind: window.edgeLab ? 'electron' : 'browser',
  openDesign: chooseDesignFile,
  /** Versions of what the lab runs on; null in a browser. */
  info: async () => (await window.edgeLab?.info()) ?? null,
} as const;

/**
 * Lets the person choose a design file: Electron's dialog where there is one, else the browser's.
 * @returns null when they changed their mind
 * @throws Error with a sentence for the person, when the file is too large, unreadable or no text
 */
export async function chooseDesignFile(): Promise<ChosenFile | null> {
  if (window.edgeLab) {
    const opened = await window.edgeLab.openDesign();
    return opened && accepted(opened);
  }
  const file = await chooseInBrowser();
  return file && readFile(file);
}

/**
 * A file's name and text, however it came into the window: chosen or dropped.
 * @throws Error like chooseDesignFile
 */
export async function readFile(file: File): Promise<ChosenFile> {
  return accepted(
    tooLarge(file.name, file.size) ?? designFile(file.name, new Uint8Array(await file.arrayBuffer())),
  );
}

function accepted(file: DesignFile): ChosenFile {
  if (!file.ok) throw new Error(file.problem);
  return { name: file.name, text: file.text };
}

function chooseInBrowser(): Promise<File | null> {
  return new Promise((done) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = '.json,.edgelab';
    input.addEventListener('change', () => done(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => done(null));
    input.click();
  });
}
