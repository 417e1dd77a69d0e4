import type { Component } from 'svelte';
import type { Desk, Sheet } from '../stores/desk.svelte.ts';
import { Loaded } from '../stores/loaded.svelte.ts';

type Drawing = Component<{ desk: Desk }>;
/** The palette, which opens at once, is not loaded. */
type LoadedSheet = Exclude<Sheet, 'palette'>;

const of = async (module: Promise<{ readonly default: Drawing }>) => (await module).default;

const sheets = new Loaded<LoadedSheet, Drawing>({
  keys: () => of(import('./KeySheet.svelte')),
  model: () => of(import('./ModelSheet.svelte')),
  licences: () => of(import('./LicenceSheet.svelte')),
  replay: () => of(import('./SaveReplay.svelte')),
  report: () => of(import('./SaveReport.svelte')),
  picture: () => of(import('../pictures/PictureSheet.svelte')),
});

/** What draws a sheet; null until it is loaded, which begins when somebody first opens it. */
export function sheetOf(id: LoadedSheet): Drawing | null {
  return sheets.get(id);
}
