import type { Component } from 'svelte';
import { Loaded } from '../stores/loaded.svelte.ts';
import { viewOf, type Place, type ViewId } from './registry.ts';
import type { ViewProps } from './view.ts';

type Drawing = Component<ViewProps>;

const drawings = new Loaded(
  import.meta.glob<Drawing>(['./*/*View.svelte', './*/*Panel.svelte'], { import: 'default' }),
);

/** What draws a view in a place where it can be; null until it is loaded, which begins when it is first asked for. */
export function componentOf(id: ViewId, place: Place): Drawing | null {
  return drawings.get(fileOf(id, place));
}

export function loadView(id: ViewId, place: Place): Promise<Drawing> {
  return drawings.load(fileOf(id, place));
}

/** Loads all views: from then on each is there at once, also without a network. */
export function loadViews(): Promise<void> {
  return drawings.loadAll();
}

function fileOf(id: ViewId, place: Place): string {
  return `./${viewOf(id)[place]!}.svelte`;
}
