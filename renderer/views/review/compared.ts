import type { Component } from 'svelte';
import type { Design } from '../../../simulator/model/design.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { ComparedView } from '../../stores/review.svelte.ts';
import { announcement, packetLabel } from '../../stores/packets.ts';
import IceView from '../ice/IceView.svelte';
import LadderView from '../ladder/LadderView.svelte';
import MapView from '../map/MapView.svelte';
import PersonView from '../person/PersonView.svelte';
import StatesView from '../states/StatesView.svelte';
import type { ViewProps } from '../view.ts';

/** The views in which two variants can be seen side by side. */
export const COMPARED: readonly {
  readonly value: ComparedView;
  readonly text: string;
  /** Null: the timeline, which takes more than a view does. */
  readonly component: Component<ViewProps> | null;
}[] = [
  { value: 'timeline', text: 'Timeline', component: null },
  { value: 'map', text: 'Map', component: MapView },
  { value: 'ladder', text: 'Ladder', component: LadderView },
  { value: 'person', text: 'Person', component: PersonView },
  { value: 'states', text: 'States', component: StatesView },
  { value: 'ice', text: 'ICE', component: IceView },
];

/** What happened, in a sentence. */
export function eventWords(reader: TraceReader, design: Design, event: number | null): string {
  if (event === null) return 'It has ended.';
  const { kind, node, packet, a, b } = reader.event(event);
  const where = reader.trace.nodes[node]?.title ?? '';
  const what = packet === null ? '' : packetLabel(reader, packet);
  switch (kind) {
    case 'send':
      return `${where} sends ${what}.`;
    case 'deliver':
      return `${where} receives ${what}.`;
    case 'translate':
      return `${where} passes ${what} on.`;
    case 'verdict':
    case 'lose':
      return packet !== null && reader.lostAt(event)
        ? `${announcement(reader, design, packet)}: ${what}.`
        : `${where} lets ${what} pass.`;
    case 'state':
      return `${reader.trace.actors[a]?.title ?? where}: ${reader.string(b)}.`;
    case 'act':
    case 'see':
    case 'log':
    case 'fault':
      return reader.string(a);
    case 'timer':
      return `${where}: the timer "${reader.string(a)}" runs out.`;
    default:
      return `${where}: something else.`;
  }
}
