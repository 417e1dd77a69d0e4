import type { Component } from 'svelte';
import { viewOf, type Place, type ViewId } from './registry.ts';
import type { ViewProps } from './view.ts';

const COMPONENTS = import.meta.glob<Component<ViewProps>>(['./*/*View.svelte', './*/*Panel.svelte'], {
  eager: true,
  import: 'default',
});

/** What draws a view in a place where it can be. */
export function componentOf(id: ViewId, place: Place): Component<ViewProps> {
  return COMPONENTS[`./${viewOf(id)[place]!}.svelte`]!;
}
