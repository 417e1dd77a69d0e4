import type { EdgeLabApi } from '../../electron/ipc/channels.ts';
import type { ListeningApi } from '../../electron/ipc/tellings.ts';
import type { OpenedFile } from '../../electron/ipc/text-file.ts';
import { accepted, chooseSome, readFile, saveBlob, type ChosenFile, type Files } from './chosen.ts';
import { browserFiles } from './in-browser.ts';
import { electronFiles, type Dropping } from './in-electron.ts';

export { readFile, type ChosenFile };

declare global {
  interface Window {
    /** There when the window runs in Electron. */
    readonly edgeLab?: Omit<EdgeLabApi, 'openDropped'> & Dropping & ListeningApi;
  }
}

/** None outside of a window: the manual is made of the window's commands, without one. */
const shell = typeof window === 'undefined' ? undefined : window.edgeLab;
const files: Files = shell ? electronFiles(shell) : browserFiles;

/** What the shell offers, the same in Electron and in a browser. */
export const host = {
  kind: shell ? 'electron' : 'browser',
  ...files,
  chooseCapture,
  chooseWork,
  saveBlob,
  /** A file that the system gave, as `openFile` gives one that was chosen. */
  // eslint-disable-next-line @typescript-eslint/require-await
  given: async (file: OpenedFile): Promise<ChosenFile> => accepted(file),
  /** Versions of what the lab runs on; null in a browser. */
  info: async () => (await shell?.info()) ?? null,
} as const;

/** Endings of the names of captures, without a dot. */
const CAPTURE_EXTENSIONS = ['pcap', 'pcapng', 'cap'];

/** Lets the person choose a capture, which may be too large to be read at once: the window's own dialog, everywhere. */
async function chooseCapture(): Promise<File | null> {
  const [file] = await chooseSome(CAPTURE_EXTENSIONS, false);
  return file ?? null;
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
