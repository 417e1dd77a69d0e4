import type { Component } from 'svelte';
import type { Command } from '../commands/command.ts';
import { PLAYING_COMMANDS } from '../commands/playing.ts';
import { Speaker } from '../stores/speaker.svelte.ts';
import LadderView from '../views/ladder/LadderView.svelte';
import MapView from '../views/map/MapView.svelte';
import PersonView from '../views/person/PersonView.svelte';
import StatesView from '../views/states/StatesView.svelte';
import type { ViewProps } from '../views/view.ts';
import type { Replay } from './replay.svelte.ts';

/** What a replay can show on its stage, with the key that goes there. */
export const VIEWS = [
  { id: 'map', title: 'Map', keys: '1', component: MapView },
  { id: 'ladder', title: 'Ladder', keys: '2', component: LadderView },
  { id: 'states', title: 'States', keys: '3', component: StatesView },
  { id: 'person', title: 'Person', keys: '4', component: PersonView },
] as const satisfies readonly { id: string; title: string; keys: string; component: Component<ViewProps> }[];
export type ViewId = (typeof VIEWS)[number]['id'];

/** The window around a replay. */
export class ReplayDesk extends Speaker {
  readonly lab: Replay;
  view = $state<ViewId>('map');

  constructor(replay: Replay) {
    super();
    this.lab = replay;
  }

  readonly show = (view: ViewId): void => {
    this.view = view;
    this.lab.fields.page = null;
  };
}

/** What keys do in it. */
export const COMMANDS: readonly Command<ReplayDesk>[] = [
  ...PLAYING_COMMANDS,
  ...VIEWS.map(({ id, title, keys }) => ({
    id,
    title,
    keys,
    group: 'Views' as const,
    run: (desk: ReplayDesk) => desk.show(id),
  })),
];
