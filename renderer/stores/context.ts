import { getContext, setContext } from 'svelte';
import type { Desk } from './desk.svelte.ts';
import type { Lab } from './lab.svelte.ts';
import type { Player } from './player.ts';

const LAB = Symbol('lab');
const DESK = Symbol('desk');
const PLAYER = Symbol('player');

/** Makes the window, and the lab in it, known to all that is inside. */
export function provideDesk(desk: Desk): void {
  setContext(DESK, desk);
  setContext(LAB, desk.lab);
  providePlayer(desk.lab);
}

/** Makes what shows a run known to all that is inside. */
export function providePlayer(player: Player): void {
  setContext(PLAYER, player);
}

/** What shows the run: for what is only looked at. */
export function usePlayer(): Player {
  return getContext<Player>(PLAYER);
}

/** The lab, for what can be changed; null in a replay, where nothing can. */
export function findLab(): Lab | null {
  return getContext<Lab | undefined>(LAB) ?? null;
}

/** The lab that this part is inside of. */
export function useLab(): Lab {
  return getContext<Lab>(LAB);
}

/** The window of the lab; null in a replay. */
export function findDesk(): Desk | null {
  return getContext<Desk | undefined>(DESK) ?? null;
}

/** The window that this part is inside of: for what commands do. */
export function useDesk(): Desk {
  return getContext<Desk>(DESK);
}
