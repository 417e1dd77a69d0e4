import type { Component } from 'svelte';
import type { IconName } from '../parts/icons.ts';
import CapturesView from './captures/CapturesView.svelte';
import DesignView from './design/DesignView.svelte';
import DialogsView from './dialogs/DialogsView.svelte';
import FilesView from './files/FilesView.svelte';
import IceView from './ice/IceView.svelte';
import InspectorView from './inspector/InspectorView.svelte';
import LadderView from './ladder/LadderView.svelte';
import LessonsView from './lessons/LessonsView.svelte';
import ScorePanel from './lessons/ScorePanel.svelte';
import ManualView from './manual/ManualView.svelte';
import MapView from './map/MapView.svelte';
import MatrixView from './matrix/MatrixView.svelte';
import PersonView from './person/PersonView.svelte';
import PresentationView from './presentation/PresentationView.svelte';
import ReviewView from './review/ReviewView.svelte';
import RulesView from './rules/RulesView.svelte';
import RulesPanel from './rules/RulesPanel.svelte';
import SessionsView from './sessions/SessionsView.svelte';
import StatesView from './states/StatesView.svelte';
import TablesView from './tables/TablesView.svelte';
import type { ViewProps } from './view.ts';

export type ViewId =
  | 'inspector'
  | 'map'
  | 'design'
  | 'ladder'
  | 'states'
  | 'rules'
  | 'matrix'
  | 'files'
  | 'captures'
  | 'review'
  | 'sessions'
  | 'ice'
  | 'tables'
  | 'dialogs'
  | 'person'
  | 'presentation'
  | 'lessons'
  | 'lesson'
  | 'manual';
export type Place = 'stage' | 'panel';

export interface ViewEntry {
  readonly id: ViewId;
  readonly title: string;
  readonly icon: IconName;
  readonly where: readonly Place[];
  readonly component: Component<ViewProps>;
  /** For the narrow panel, where that needs another drawing. */
  readonly narrow?: Component<ViewProps>;
}

/** Every view, in the order of the rail and of the tabs. A new one is one folder and one line here. */
export const VIEWS: readonly ViewEntry[] = [
  { id: 'lesson', title: 'Score', icon: 'lessons', where: ['panel'], component: ScorePanel },
  { id: 'inspector', title: 'Inspector', icon: 'inspector', where: ['panel'], component: InspectorView },
  { id: 'map', title: 'Map', icon: 'map', where: ['stage'], component: MapView },
  { id: 'design', title: 'Design', icon: 'design', where: ['stage'], component: DesignView },
  { id: 'ladder', title: 'Ladder', icon: 'ladder', where: ['stage'], component: LadderView },
  { id: 'states', title: 'States', icon: 'states', where: ['stage', 'panel'], component: StatesView },
  {
    id: 'rules',
    title: 'Rules',
    icon: 'rules',
    where: ['stage', 'panel'],
    component: RulesView,
    narrow: RulesPanel,
  },
  { id: 'matrix', title: 'Matrix', icon: 'matrix', where: ['stage'], component: MatrixView },
  { id: 'files', title: 'Files', icon: 'file', where: ['stage'], component: FilesView },
  { id: 'captures', title: 'Captures', icon: 'capture', where: ['stage'], component: CapturesView },
  { id: 'review', title: 'Review', icon: 'review', where: ['stage'], component: ReviewView },
  { id: 'sessions', title: 'Sessions', icon: 'sessions', where: ['stage'], component: SessionsView },
  { id: 'ice', title: 'ICE', icon: 'ice', where: ['stage'], component: IceView },
  { id: 'tables', title: 'Tables', icon: 'tables', where: ['stage'], component: TablesView },
  { id: 'dialogs', title: 'Dialogs', icon: 'dialogs', where: ['stage'], component: DialogsView },
  { id: 'person', title: 'Person', icon: 'person', where: ['stage'], component: PersonView },
  {
    id: 'presentation',
    title: 'Present',
    icon: 'present',
    where: ['stage'],
    component: PresentationView,
  },
  { id: 'lessons', title: 'Lessons', icon: 'lessons', where: ['stage'], component: LessonsView },
  { id: 'manual', title: 'Manual', icon: 'manual', where: ['stage'], component: ManualView },
];

export function viewOf(id: ViewId): ViewEntry {
  const found = VIEWS.find((view) => view.id === id);
  if (!found) throw new Error(`no view "${id}"`);
  return found;
}
