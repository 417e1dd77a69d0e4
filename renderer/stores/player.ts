import type { NeededBy } from '../../simulator/analysis/needs.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { FeatureRun } from '../../simulator/model/run.ts';
import type { TraceReader } from '../../simulator/model/trace-reader.ts';
import type { Selection } from '../views/view.ts';
import type { FieldChoice } from './field-choice.svelte.ts';
import type { FilterText } from './filter-text.svelte.ts';
import type { Drop } from './moments.ts';
import type { Playback } from './playback.svelte.ts';
import type { Speaker } from './speaker.svelte.ts';

/** What shows a run: the lab, or a replay of one, in which nothing can be changed. */
export interface Player {
  readonly playback: Playback;
  /** How the chosen packet is looked at. */
  readonly fields: FieldChoice;
  readonly ladderFilter: FilterText;
  readonly timelineFilter: FilterText;
  /** The design that the run is of. */
  readonly shown: Design | null;
  readonly featureRun: FeatureRun | null;
  readonly reader: TraceReader | null;
  /** Which features need which rules. */
  readonly needed: NeededBy;
  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
  readonly seek: (time: number) => void;
  /** Goes to a drop and chooses its packet. */
  showDrop(drop: Drop): void;
}

/** The window around what shows a run. */
export interface PlayerDesk extends Speaker {
  readonly lab: Player;
}
