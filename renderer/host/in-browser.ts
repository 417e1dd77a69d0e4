import { versionOf } from '../../electron/ipc/text-file.ts';
import { chooseSome, endings, readFile, saveBlob, type ChosenFile, type Files } from './chosen.ts';
import { holdInBrowser } from './claims.ts';
import * as handles from './handles.ts';

/** Pickers of the File System Access API, where the browser has them. */
interface Pickers {
  readonly showOpenFilePicker?: (options: {
    readonly types: readonly Accepted[];
  }) => Promise<FileSystemFileHandle[]>;
  readonly showSaveFilePicker?: (options: {
    readonly suggestedName: string;
    readonly types: readonly Accepted[];
  }) => Promise<FileSystemFileHandle>;
}

interface Accepted {
  readonly description: string;
  readonly accept: Readonly<Record<string, readonly string[]>>;
}

/** Files in a browser: by handles where it gives them, else by upload and download. */
export const browserFiles: Files = {
  openFile: async (kind) => {
    const picker = (window as Pickers).showOpenFilePicker;
    // Rules, shows and lessons are read alone: any browser's own dialog will do.
    if (kind !== 'design' || !picker) {
      const [file] = await chooseSome(
        endings(kind).map((ending) => ending.slice(1)),
        false,
      );
      return file ? readFile(file) : null;
    }
    const accept = { 'application/json': endings(kind) };
    const chosen = await unlessAborted(() =>
      picker.call(window, { types: [{ description: 'Designs', accept }] }),
    );
    return chosen?.[0] ? readHandle(chosen[0]) : null;
  },
  reopen: async (id) => {
    const handle = await handles.handleOf(id);
    if (!handle) throw new Error('The file is not known any more: open it once more');
    if (!(await handles.allows(handle, 'read')))
      throw new Error(`${handle.name}: the browser may not read it`);
    return readHandle(handle);
  },
  dropped: (item) => {
    const file = item.getAsFile()!;
    const handle = handles.droppedHandle(item);
    return async () => {
      const dropped = await handle;
      return dropped ? readHandle(dropped) : readFile(file);
    };
  },
  saveAs: async (name, text) => {
    const picker = (window as Pickers).showSaveFilePicker;
    if (!picker) {
      saveBlob(name, new Blob([text], { type: 'text/plain' }));
      return { name, at: null };
    }
    const types = [{ description: 'Designs', accept: { 'application/json': endings('design') } }];
    const handle = await unlessAborted(() => picker.call(window, { suggestedName: name, types }));
    if (!handle) return null;
    await put(handle, text);
    return { name: handle.name, at: { id: await handles.idOf(handle), version: hash(text) } };
  },
  write: async (at, text, anyway) => {
    const handle = await handles.handleOf(at.id);
    if (!handle) throw new Error('The file is not known any more: save it as another');
    if (!(await handles.allows(handle, 'readwrite')))
      throw new Error(`${handle.name}: the browser may not write it`);
    if (!anyway && (await isChanged(handle, at.version))) return 'changed';
    await put(handle, text);
    return { id: at.id, version: hash(text) };
  },
  saveText: (name, text) => {
    saveBlob(name, new Blob([text], { type: 'text/plain' }));
    return Promise.resolve();
  },
  recent: handles.recent,
  forget: handles.forget,
  hold: async (file) => {
    if (file?.at) await handles.touch(file.at.id);
    return holdInBrowser(file);
  },
  // The mark in the title is all that a browser shows.
  edited: () => undefined,
  newWindow: () => void window.open(location.pathname, '_blank', 'noopener'),
};

/** Reads a file by its handle. @throws Error with a sentence for the person */
export async function readHandle(handle: FileSystemFileHandle): Promise<ChosenFile> {
  try {
    return await readFile(await handle.getFile(), await handles.idOf(handle));
  } catch (error) {
    if (error instanceof DOMException) throw new Error(`${handle.name}: cannot be read`, { cause: error });
    throw error;
  }
}

/** The browser writes aside and puts the file there when it is closed: killed at any moment, the old or the new one is there. */
async function put(handle: FileSystemFileHandle, text: string): Promise<void> {
  try {
    const stream = await handle.createWritable();
    await stream.write(text);
    await stream.close();
  } catch (error) {
    throw new Error(`${handle.name}: cannot be written`, { cause: error });
  }
}

/** Does a file hold something else than what it was known to hold? One that is gone holds nothing that could be lost. */
async function isChanged(handle: FileSystemFileHandle, version: string): Promise<boolean> {
  try {
    const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
    return versionOf(bytes) !== version;
  } catch {
    return false;
  }
}

/** Pickers throw when the person changes their mind. */
async function unlessAborted<T>(pick: () => Promise<T>): Promise<T | null> {
  try {
    return await pick();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

function hash(text: string): string {
  return versionOf(new TextEncoder().encode(text));
}
