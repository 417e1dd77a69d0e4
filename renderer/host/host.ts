import type { EdgeLabApi } from '../../electron/ipc/channels.ts';
import type { FileKind, TextFile } from '../../electron/ipc/text-file.ts';
import { EXTENSIONS, textFile, tooLarge } from '../../electron/ipc/text-file.ts';

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
  openFile,
  saveText,
  /** Versions of what the lab runs on; null in a browser. */
  info: async () => (await window.edgeLab?.info()) ?? null,
} as const;

/**
 * Lets the person choose a file: Electron's dialog where there is one, else the browser's.
 * @returns null when they changed their mind
 * @throws Error with a sentence for the person, when the file is too large, unreadable or no text
 */
async function openFile(kind: FileKind): Promise<ChosenFile | null> {
  if (window.edgeLab) {
    const opened = await window.edgeLab.openFile(kind);
    return opened && accepted(opened);
  }
  const file = await chooseInBrowser(kind);
  return file && readFile(file);
}

/**
 * Keeps a text in a file: where the person says in Electron, among the downloads in a browser.
 * @throws Error with a sentence for the person, when it cannot be written
 */
async function saveText(name: string, text: string): Promise<void> {
  if (window.edgeLab) {
    const saved = await window.edgeLab.saveFile({ name, text });
    if (!saved.ok) throw new Error(saved.problem);
    return;
  }
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download reads it after this.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * A file's name and text, however it came into the window: chosen or dropped.
 * @throws Error like openFile
 */
export async function readFile(file: File): Promise<ChosenFile> {
  return accepted(
    tooLarge(file.name, file.size) ?? textFile(file.name, new Uint8Array(await file.arrayBuffer())),
  );
}

function accepted(file: TextFile): ChosenFile {
  if (!file.ok) throw new Error(file.problem);
  return { name: file.name, text: file.text };
}

function chooseInBrowser(kind: FileKind): Promise<File | null> {
  return new Promise((done) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = EXTENSIONS[kind].map((extension) => `.${extension}`).join();
    input.addEventListener('change', () => done(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => done(null));
    input.click();
  });
}
