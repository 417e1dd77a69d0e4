import type { Component } from 'svelte';
import { viewOf, type Place, type ViewId } from './registry.ts';
import type { ViewProps } from './view.ts';

type Drawing = Component<ViewProps>;

const LOADERS = import.meta.glob<Drawing>(['./*/*View.svelte', './*/*Panel.svelte'], { import: 'default' });
const loaded = new Map<string, Drawing>();

/** What draws a view in a place where it can be: at once where it was loaded before, else when it is there. */
export function componentOf(id: ViewId, place: Place): Drawing | Promise<Drawing> {
  return drawingOf(`./${viewOf(id)[place]!}.svelte`);
}

/** Loads all views: from then on each is there at once, also without a network. */
export async function loadViews(): Promise<void> {
  await Promise.all(Object.keys(LOADERS).map(load));
}

function drawingOf(file: string): Drawing | Promise<Drawing> {
  return loaded.get(file) ?? load(file);
}

async function load(file: string): Promise<Drawing> {
  const drawing = await LOADERS[file]!();
  loaded.set(file, drawing);
  return drawing;
}
