import type { IconName } from '../parts/icons.ts';

export type Place = 'stage' | 'panel';

/** What lessons, shows and films go by. */
export type Trait =
  /** Tells nothing of what is to come, so it is there while that is to be foretold. */
  | 'timeless'
  /** Is there to change something. */
  | 'changes'
  /** Says what breaks when, and why. */
  | 'explains'
  /** An author, not a learner, is at work in it. */
  | 'authors'
  /** Stands beside the run, and shows nothing of it. */
  | 'aside'
  /** Tells what happens as time goes on. */
  | 'filmed'
  /** A function of a run and a time alone: it can stand on a stage. */
  | 'staged';

interface ViewForm {
  readonly id: string;
  readonly title: string;
  readonly icon: IconName;
  /** What draws it on the stage: a component in this folder, whose name ends in View or Panel. */
  readonly stage?: string;
  /** What draws it in the narrow panel. */
  readonly panel?: string;
  readonly traits: readonly Trait[];
}

const TELLS = ['filmed', 'staged'] as const;

/** Every view, in the order of the rail and of the tabs. A new one is one folder and one entry here. */
const ENTRIES = [
  { id: 'lesson', title: 'Score', icon: 'lessons', panel: 'lessons/ScorePanel', traits: [] },
  { id: 'inspector', title: 'Inspector', icon: 'inspector', panel: 'inspector/InspectorView', traits: [] },
  { id: 'map', title: 'Map', icon: 'map', stage: 'map/MapView', traits: ['timeless', ...TELLS] },
  {
    id: 'design',
    title: 'Design',
    icon: 'design',
    stage: 'design/DesignView',
    traits: ['timeless', 'changes'],
  },
  { id: 'ladder', title: 'Ladder', icon: 'ladder', stage: 'ladder/LadderView', traits: TELLS },
  {
    id: 'states',
    title: 'States',
    icon: 'states',
    stage: 'states/StatesView',
    panel: 'states/StatesView',
    traits: TELLS,
  },
  {
    id: 'rules',
    title: 'Rules',
    icon: 'rules',
    stage: 'rules/RulesView',
    panel: 'rules/RulesPanel',
    traits: ['timeless'],
  },
  { id: 'matrix', title: 'Matrix', icon: 'matrix', stage: 'matrix/MatrixView', traits: ['explains'] },
  { id: 'files', title: 'Files', icon: 'file', stage: 'files/FilesView', traits: ['changes'] },
  { id: 'captures', title: 'Captures', icon: 'capture', stage: 'captures/CapturesView', traits: [] },
  { id: 'review', title: 'Review', icon: 'review', stage: 'review/ReviewView', traits: ['explains'] },
  { id: 'sessions', title: 'Sessions', icon: 'sessions', stage: 'sessions/SessionsView', traits: ['filmed'] },
  { id: 'ice', title: 'ICE', icon: 'ice', stage: 'ice/IceView', traits: TELLS },
  { id: 'tables', title: 'Tables', icon: 'tables', stage: 'tables/TablesView', traits: TELLS },
  { id: 'dialogs', title: 'Dialogs', icon: 'dialogs', stage: 'dialogs/DialogsView', traits: TELLS },
  { id: 'person', title: 'Person', icon: 'person', stage: 'person/PersonView', traits: TELLS },
  {
    id: 'presentation',
    title: 'Present',
    icon: 'present',
    stage: 'presentation/PresentationView',
    traits: ['aside', 'authors'],
  },
  { id: 'lessons', title: 'Lessons', icon: 'lessons', stage: 'lessons/LessonsView', traits: ['aside'] },
  {
    id: 'manual',
    title: 'Manual',
    icon: 'manual',
    stage: 'manual/ManualView',
    traits: ['aside', 'explains'],
  },
] as const satisfies readonly ViewForm[];

export type ViewId = (typeof ENTRIES)[number]['id'];

export interface ViewEntry extends ViewForm {
  readonly id: ViewId;
}

export const VIEWS: readonly ViewEntry[] = ENTRIES;

export function viewOf(id: ViewId): ViewEntry {
  return VIEWS.find((view) => view.id === id)!;
}
