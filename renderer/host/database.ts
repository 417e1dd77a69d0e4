import { openDB, type DBSchema, type IDBPDatabase, type StoreNames } from 'idb';

/** What is kept in the browser's database; what is read back is checked by whoever reads it. */
interface LabDatabase extends DBSchema {
  /** Files that were open, where the browser gives handles. */
  files: { key: string; value: unknown };
  /** What each window is at, by the window's id. */
  labs: { key: string; value: unknown };
  /** The moment at which each window is. */
  moments: { key: string; value: unknown };
  /** The bookmarks of each window, as the text of a show. */
  shows: { key: string; value: unknown };
  /** Texts by their names: attempts at lessons. */
  texts: { key: string; value: unknown };
}
export type Store = StoreNames<LabDatabase>;

const STORES: readonly Store[] = ['files', 'labs', 'moments', 'shows', 'texts'];

let opening: Promise<IDBPDatabase<LabDatabase> | null> | undefined;

/** The database; null where the browser has none for us. */
function database(): Promise<IDBPDatabase<LabDatabase> | null> {
  return (opening ??= openDB<LabDatabase>('edge-lab', 1, {
    upgrade: (db) => STORES.forEach((name) => db.createObjectStore(name)),
    // A later program in another window wants to change it: it goes on without this window.
    blocking: (_current, _next, event) => (event.target as IDBDatabase).close(),
    terminated: () => (opening = undefined),
  }).catch(() => null));
}

/** One thing to keep, or to keep no more. */
export interface Entry {
  readonly store: Store;
  readonly key: string;
  /** undefined: it is taken out. */
  readonly value: unknown;
}

/**
 * Keeps things all together or not at all. Resolves when they are on the disk: from then on they outlast whatever happens
 * to the browser (IndexedDB 3.0 2.7.1, durability "strict").
 * @returns whether they are
 */
export async function keepAll(entries: readonly Entry[]): Promise<boolean> {
  try {
    const db = await database();
    if (!db) return false;
    const stores = [...new Set(entries.map(({ store }) => store))];
    const transaction = db.transaction(stores, 'readwrite', { durability: 'strict' });
    for (const { store, key, value } of entries) {
      const into = transaction.objectStore(store);
      void (value === undefined ? into.delete(key) : into.put(value, key)).catch(() => undefined);
    }
    // Said at once: a page that goes before its requests are answered would lose them (IndexedDB 3.0 2.7.2).
    transaction.commit();
    await transaction.done;
    return true;
  } catch {
    return false;
  }
}

/** All that a store holds, by its keys; nothing where there is no database. */
export async function readAll(store: Store): Promise<ReadonlyMap<string, unknown>> {
  try {
    const transaction = (await database())?.transaction(store);
    if (!transaction) return new Map();
    const [keys, values] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]);
    return new Map(keys.map((key, at) => [key, values[at]]));
  } catch {
    return new Map();
  }
}

/** What is kept under a key; undefined when nothing is. */
export async function readOne(store: Store, key: string): Promise<unknown> {
  try {
    return await (await database())?.get(store, key);
  } catch {
    return undefined;
  }
}
