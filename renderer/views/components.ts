import type { Component } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { viewOf, type Place, type ViewId } from './registry.ts';
import type { ViewProps } from './view.ts';

type Drawing = Component<ViewProps>;

const LOADERS = import.meta.glob<Drawing>(['./*/*View.svelte', './*/*Panel.svelte'], { import: 'default' });
const loaded = new SvelteMap<string, Drawing>();

/** What draws a view in a place where it can be; null until it is loaded, which begins when it is first asked for. */
export function componentOf(id: ViewId, place: Place): Drawing | null {
  const drawing = loaded.get(fileOf(id, place));
  // Not by a block that awaits it: such a block keeps all that had changed when it was drawn.
  if (!drawing) void loadView(id, place);
  return drawing ?? null;
}

export function loadView(id: ViewId, place: Place): Promise<Drawing> {
  return load(fileOf(id, place));
}

/** Loads all views: from then on each is there at once, also without a network. */
export async function loadViews(): Promise<void> {
  await Promise.all(Object.keys(LOADERS).map(load));
}

function fileOf(id: ViewId, place: Place): string {
  return `./${viewOf(id)[place]!}.svelte`;
}

async function load(file: string): Promise<Drawing> {
  const drawing = await LOADERS[file]!();
  loaded.set(file, drawing);
  return drawing;
}
