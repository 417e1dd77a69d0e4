import { getContext, setContext } from 'svelte';
import type { Lab } from './lab.svelte.ts';

const KEY = Symbol('lab');

/** Makes the lab known to all that is inside. */
export function provideLab(lab: Lab): void {
  setContext(KEY, lab);
}

/** The lab that this part is inside of. */
export function useLab(): Lab {
  return getContext<Lab>(KEY);
}
