import * as v from 'valibot';
import { recall, remember } from './storage.ts';

const PREFIX = 'edge-lab.lab.';
const LEFT = 'edge-lab.left';

/**
 * Takes a name that only one window at a time can have, unless another one has it. Held until this window ends, however it
 * does (Web Locks).
 * @returns whether it was free; false where there are no locks
 */
export function takeName(name: string): Promise<boolean> {
  // Only where the page is trusted (localhost, https, the shell) are there locks.
  if (!('locks' in navigator)) return Promise.resolve(false);
  return new Promise((settled) => {
    void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      settled(lock !== null);
      return lock ? new Promise<never>(() => undefined) : null;
    });
  });
}

/** Takes a window's id, unless the window is alive. */
export function takeWindow(id: string): Promise<boolean> {
  return takeName(PREFIX + id);
}

/** Ids of the windows that are alive. */
export async function aliveWindows(): Promise<ReadonlySet<string>> {
  const { held = [] } = await navigator.locks.query();
  return new Set(held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : [])));
}

const Ids = v.array(v.string());

/** Ids of windows that somebody closed: what they had open is not lost. */
export function closedWindows(): readonly string[] {
  try {
    return v.parse(Ids, JSON.parse(recall(LEFT) ?? '[]'));
  } catch {
    return [];
  }
}

/** Writes down that this window is closed, at once: the page has no time left for the database. */
export function markClosed(id: string): void {
  remember(LEFT, JSON.stringify([...closedWindows(), id]));
}

/** What was written down of some of those is put away. */
export function forgetClosed(ids: readonly string[]): void {
  remember(LEFT, JSON.stringify(closedWindows().filter((id) => !ids.includes(id))));
}
