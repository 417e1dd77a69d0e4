import { keepAll, readOne } from '../host/database.ts';
import { forget, recall } from './storage.ts';

/*
 * What must outlast a program that is killed. The page's own storage is brought to the disk when the browser finds time for
 * it, which may be a minute later.
 */

/** The text that was kept under a name; null when none was. Programs before kept it in the page's storage. */
export async function recallDurably(name: string): Promise<string | null> {
  const text = await readOne('texts', name);
  return typeof text === 'string' ? text : recall(name);
}

/** Keeps a text; resolves when it is on the disk, or cannot be. */
export async function rememberDurably(name: string, text: string): Promise<void> {
  if (await keepAll([{ store: 'texts', key: name, value: text }])) forget(name);
}

/** Keeps nothing under a name any more. */
export async function forgetDurably(name: string): Promise<void> {
  forget(name);
  await keepAll([{ store: 'texts', key: name, value: undefined }]);
}
