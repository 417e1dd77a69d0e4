import type { RecentFile } from './chosen.ts';
import { keepAll, readAll, readOne } from './database.ts';

const RECENT_MAX = 12;

/** A file that the person chose, by an id that stays when the window is opened again. */
interface KnownHandle {
  readonly handle: FileSystemFileHandle;
  /** When a window had it as its design last, milliseconds since 1970; 0: not yet. */
  readonly when: number;
}

/** Permissions of handles, which not all browsers have, nor TypeScript's library. */
interface Permitting {
  readonly queryPermission?: (ask: { readonly mode: 'read' | 'readwrite' }) => Promise<PermissionState>;
  readonly requestPermission?: (ask: { readonly mode: 'read' | 'readwrite' }) => Promise<PermissionState>;
}

/** Those that were chosen in this window, which serve also where there is no database. */
const here = new Map<string, FileSystemFileHandle>();

/** The handle of a file by its id; null when it is not known any more. */
export async function handleOf(id: string): Promise<FileSystemFileHandle | null> {
  return here.get(id) ?? known(await readOne('files', id))?.handle ?? null;
}

/** The id of a file: the one that it had before, or a new one. */
export async function idOf(handle: FileSystemFileHandle): Promise<string> {
  for (const [id, one] of here) if (await handle.isSameEntry(one)) return id;
  for (const [id, one] of await all()) {
    if (!(await handle.isSameEntry(one.handle))) continue;
    here.set(id, handle);
    return id;
  }
  const id = crypto.randomUUID();
  here.set(id, handle);
  return id;
}

/** May the file be read, or written? Asks the person where the browser wants that, so it must follow a click or a key. */
export async function allows(handle: FileSystemFileHandle, mode: 'read' | 'readwrite'): Promise<boolean> {
  const permitting = handle as Permitting;
  if ((await permitting.queryPermission?.({ mode })) === 'granted') return true;
  return ((await permitting.requestPermission?.({ mode })) ?? 'granted') === 'granted';
}

/** The handle of what is dropped; null where there is none, or for a folder. Asked while the drop is told. */
export async function droppedHandle(item: DataTransferItem): Promise<FileSystemFileHandle | null> {
  const asked = (
    item as { readonly getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> }
  ).getAsFileSystemHandle?.();
  const handle = (await asked?.catch(() => null)) ?? null;
  return handle?.kind === 'file' ? (handle as FileSystemFileHandle) : null;
}

/** A window has a file as its design: it is the last one from now on. */
export async function touch(id: string): Promise<void> {
  const handle = await handleOf(id);
  if (!handle) return;
  const value: KnownHandle = { handle, when: Date.now() };
  const old = (await all()).filter(([key]) => key !== id).slice(RECENT_MAX - 1);
  await keepAll([
    { store: 'files', key: id, value },
    ...old.map(([key]) => ({ store: 'files' as const, key, value: undefined })),
  ]);
}

/** Those that are still there; of those that may not be looked at without asking, nobody knows. */
export async function recent(): Promise<readonly RecentFile[]> {
  const files = await all();
  const gone = await Promise.all(files.map(([, { handle }]) => isGone(handle)));
  await Promise.all(files.filter((_, at) => gone[at]).map(([id]) => forget(id)));
  return files
    .filter((_, at) => !gone[at])
    .map(([id, { handle, when }]) => ({ id, name: handle.name, folder: '', when }));
}

/** Takes one off the list, or all of them. Windows that have it open still know it. */
export async function forget(id: string | null): Promise<void> {
  const keys = id === null ? (await all()).map(([key]) => key) : [id];
  if (keys.length > 0) await keepAll(keys.map((key) => ({ store: 'files', key, value: undefined })));
}

async function isGone(handle: FileSystemFileHandle): Promise<boolean> {
  if (((await (handle as Permitting).queryPermission?.({ mode: 'read' })) ?? 'granted') !== 'granted')
    return false;
  return handle.getFile().then(
    () => false,
    (error: unknown) => error instanceof DOMException && error.name === 'NotFoundError',
  );
}

/** All that are kept, the last one first. */
async function all(): Promise<readonly (readonly [string, KnownHandle])[]> {
  return [...(await readAll('files'))]
    .flatMap(([id, value]) => {
      const one = known(value);
      return one ? [[id, one] as const] : [];
    })
    .toSorted(([, a], [, b]) => b.when - a.when);
}

function known(value: unknown): KnownHandle | null {
  const { handle, when } = (value ?? {}) as Partial<KnownHandle>;
  return typeof when === 'number' && handle instanceof FileSystemFileHandle ? { handle, when } : null;
}
