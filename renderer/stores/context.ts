import { getContext, setContext } from 'svelte';
import type { Desk } from './desk.svelte.ts';
import type { Lab } from './lab.svelte.ts';

const LAB = Symbol('lab');
const DESK = Symbol('desk');

/** Makes the window, and the lab in it, known to all that is inside. */
export function provideDesk(desk: Desk): void {
  setContext(DESK, desk);
  setContext(LAB, desk.lab);
}

/** The lab that this part is inside of. */
export function useLab(): Lab {
  return getContext<Lab>(LAB);
}

/** The window that this part is inside of: for what commands do. */
export function useDesk(): Desk {
  return getContext<Desk>(DESK);
}
