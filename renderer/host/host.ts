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
  chooseCapture,
  chooseWork,
  saveText,
  saveBlob,
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
  const file = await chooseInBrowser(EXTENSIONS[kind]);
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
  saveBlob(name, new Blob([text], { type: 'text/plain' }));
}

/** Keeps bytes in a file: among the downloads in a browser; Electron asks where. */
function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
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

/** Endings of the names of captures, without a dot. */
const CAPTURE_EXTENSIONS = ['pcap', 'pcapng', 'cap'];

/** Lets the person choose a capture, which may be too large to be read at once: the window's own dialog, everywhere. */
function chooseCapture(): Promise<File | null> {
  return chooseInBrowser(CAPTURE_EXTENSIONS);
}

/** First bytes of capture files, in either order: pcapng's section header, pcap with micro- and nanoseconds. */
const CAPTURE_MAGIC = [0x0a0d0d0a, 0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1, 0xa1b2cd34, 0x34cdb2a1];

/** Is a file a capture, by its first bytes or its name? */
export async function isCapture(file: File): Promise<boolean> {
  const start = new DataView(await file.slice(0, 4).arrayBuffer());
  return (
    (start.byteLength === 4 && CAPTURE_MAGIC.includes(start.getUint32(0))) ||
    CAPTURE_EXTENSIONS.some((extension) => file.name.toLowerCase().endsWith(`.${extension}`))
  );
}

/** Lets the person choose what learners handed in, many files at once: the window's own dialog, everywhere. */
function chooseWork(): Promise<readonly File[]> {
  return chooseSome(['edgework'], true);
}

async function chooseInBrowser(extensions: readonly string[]): Promise<File | null> {
  const [file] = await chooseSome(extensions, false);
  return file ?? null;
}

function chooseSome(extensions: readonly string[], multiple: boolean): Promise<readonly File[]> {
  return new Promise((done) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = multiple;
    input.accept = extensions.map((extension) => `.${extension}`).join();
    input.addEventListener('change', () => done([...(input.files ?? [])]));
    input.addEventListener('cancel', () => done([]));
    input.click();
  });
}
