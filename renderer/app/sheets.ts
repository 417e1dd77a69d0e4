import type { Component } from 'svelte';
import type { Desk, Sheet } from '../stores/desk.svelte.ts';

type Loaded = Promise<{ readonly default: Component<{ desk: Desk }> }>;

/** What draws each sheet, loaded when somebody opens one; the palette, which opens at once, is not among them. */
export const SHEETS: Readonly<Record<Exclude<Sheet, 'palette'>, () => Loaded>> = {
  keys: () => import('./KeySheet.svelte'),
  model: () => import('./ModelSheet.svelte'),
  licences: () => import('./LicenceSheet.svelte'),
  replay: () => import('./SaveReplay.svelte'),
  report: () => import('./SaveReport.svelte'),
  picture: () => import('../pictures/PictureSheet.svelte'),
};
