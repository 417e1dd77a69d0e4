import { neededBy } from '../../simulator/analysis/needs.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { FeatureRun } from '../../simulator/model/run.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import type { HeadScene } from '../../simulator/replay/replay.ts';
import { FieldChoice } from '../stores/field-choice.svelte.ts';
import { FilterText } from '../stores/filter-text.svelte.ts';
import { momentsOf, type Drop } from '../stores/moments.ts';
import { Playback } from '../stores/playback.svelte.ts';
import type { Player } from '../stores/player.ts';
import type { Selection } from '../views/view.ts';
import type { ReplayFile } from './replay-file.ts';

/** What a replay shows: one of its scenes, at a time, with something chosen. */
export class Replay implements Player {
  readonly playback = new Playback();
  readonly fields = new FieldChoice();
  readonly ladderFilter = new FilterText('ladder');
  readonly timelineFilter = new FilterText('timeline');
  readonly file: ReplayFile;
  selection = $state.raw<Selection>(null);
  /** Why the scene that was chosen last cannot be shown. */
  problem = $state('');
  /** The scene that is shown; null until one is there. */
  scene = $state.raw<HeadScene | null>(null);
  featureRun = $state.raw<FeatureRun | null>(null);
  shown = $state.raw<Design | null>(null);

  readonly reader = $derived(this.featureRun ? new TraceReader(this.featureRun.trace) : null);
  readonly needed = $derived(
    this.featureRun && this.shown ? neededBy({ features: [this.featureRun] }, this.shown) : {},
  );

  #wanted: HeadScene | null = null;

  constructor(file: ReplayFile) {
    this.file = file;
  }

  /** Shows a scene from its start. */
  async choose(scene: HeadScene): Promise<void> {
    this.#wanted = scene;
    const run = await this.file.run(this.file.head.scenes.indexOf(scene));
    if (this.#wanted !== scene) return;
    this.problem = run.ok ? '' : run.problem;
    if (!run.ok) return;
    this.scene = scene;
    this.featureRun = run.value;
    this.shown = this.file.head.designs[scene.design]!;
    this.select(null);
    this.playback.restart();
    this.playback.load(momentsOf(run.value.trace));
  }

  readonly select = (selection: Selection): void => {
    this.selection = selection;
    if (selection?.kind !== 'packet') this.fields.page = null;
  };

  readonly seek = (time: number): void => {
    this.playback.seek(time);
  };

  showDrop({ time, packet, event }: Drop): void {
    this.playback.pause();
    this.seek(time);
    this.select({ kind: 'packet', packet, event });
    this.playback.passed = null;
  }
}
