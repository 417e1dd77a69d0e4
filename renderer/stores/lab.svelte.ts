import type { Design, DesignOrganization } from '../../simulator/model/design.ts';
import type { FeatureRun, Run, RunOptions } from '../../simulator/model/run.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import type { ChosenFile } from '../host/host.ts';
import type { Selection } from '../views/view.ts';
import type { BuiltinDesign, Problem } from '../worker/laboratory.ts';
import {
  differences,
  setDefault,
  setHairpin,
  setPart,
  setVersion,
  toggleRule,
  variantName,
  type DefaultAction,
  type Part,
} from './edits.ts';
import { begin, change, redo, undo, type History } from './history.ts';
import { keepSelection } from './keep.ts';
import { momentsOf, type Drop } from './moments.ts';
import { Playback } from './playback.svelte.ts';
import { withVariant, type Variant } from './variants.ts';

/** What the lab needs of the simulator: the worker, or a stand-in in tests. */
export interface Simulator {
  builtin(): Promise<readonly BuiltinDesign[]>;
  open(
    text: string,
    file: string,
  ): Promise<{ ok: true; design: Design } | { ok: false; problems: readonly Problem[] }>;
  run(design: Design, options: RunOptions): Promise<Run>;
}

export const FIRST_FEATURE = 'remote-sign-in';

/** A design file that could not be opened, or a run that broke. */
export interface Trouble {
  readonly title: string;
  readonly problems: readonly Problem[];
}

/** Everything that the window shows is a function of this: the design, its run, the time, what is chosen. */
export class Lab {
  readonly playback = new Playback();
  builtin = $state.raw<readonly BuiltinDesign[]>([]);
  /** The design as it was opened; null until the first one is there. */
  original = $state.raw<Design | null>(null);
  /** The file it came from; empty for a built-in design. */
  file = $state('');
  run = $state.raw<Run | null>(null);
  busy = $state(false);
  trouble = $state.raw<Trouble | null>(null);
  selection = $state.raw<Selection>(null);
  chosen = $state(FIRST_FEATURE);
  /** Versions of this design that were run, for comparison. */
  variants = $state.raw<readonly Variant[]>([]);
  /** The last drop that passed while playing, until it is put away. */
  announced = $state.raw<Drop | null>(null);
  /** Plays one feature after the other. */
  playingAll = $state(false);

  #history = $state.raw<History<Design> | null>(null);
  #ran = $state.raw<Design | null>(null);

  readonly design = $derived(this.#history?.present ?? null);
  readonly canUndo = $derived((this.#history?.past.length ?? 0) > 0);
  readonly canRedo = $derived((this.#history?.future.length ?? 0) > 0);
  /** The design changed and its run is not there yet. */
  readonly stale = $derived(this.#ran !== this.design);
  readonly differences = $derived(
    this.original && this.design ? differences(this.original, this.design) : [],
  );
  readonly variant = $derived(variantName(this.differences));
  readonly featureRun: FeatureRun | null = $derived(
    this.run?.features.find(({ feature }) => feature.id === this.chosen) ?? this.run?.features[0] ?? null,
  );
  readonly reader = $derived(this.featureRun ? new TraceReader(this.featureRun.trace) : null);
  readonly eventNumber = $derived(this.reader ? this.reader.firstAt(this.playback.time + 1) : 0);

  readonly #simulator: Simulator;
  #running = false;

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
    this.playback.onDrops = (drops) => (this.announced = drops.at(-1) ?? null);
    this.playback.onEnd = () => this.#next();
  }

  /** Opens the first built-in design. */
  async start(): Promise<void> {
    this.builtin = await this.#simulator.builtin();
    const [first] = this.builtin;
    if (first) await this.openText(first.text, `${first.id}.json`, true);
  }

  /** Opens the file that someone chose or dropped. */
  async openFile(choose: () => Promise<ChosenFile | null>): Promise<void> {
    try {
      const file = await choose();
      if (file) await this.openText(file.text, file.name);
    } catch (error) {
      this.trouble = { title: 'That file cannot be opened', problems: [problemOf(error, '')] };
    }
  }

  /** Opens a design; when something is wrong with it, the one that is open stays. */
  async openText(text: string, file: string, builtin = false): Promise<void> {
    const loaded = await this.#simulator.open(text, file);
    if (!loaded.ok) {
      this.trouble = { title: `${file} cannot be opened`, problems: loaded.problems };
      return;
    }
    this.trouble = null;
    this.original = loaded.design;
    this.file = builtin ? '' : file;
    this.variants = [];
    this.#history = begin(loaded.design);
    this.selection = null;
    this.announced = null;
    this.playback.restart();
    await this.#rerun();
  }

  choose(feature: string): void {
    this.playingAll = false;
    this.#play(feature);
  }

  /** Plays every feature, one after the other; stops when asked again. */
  playAll(): void {
    const [first] = this.run?.features ?? [];
    if (this.playingAll) this.playback.pause();
    this.playingAll = !this.playingAll;
    if (this.playingAll && first) this.#play(first.feature.id);
  }

  /** One feature has been played to its end: the next, when all of them are wanted. */
  #next(): void {
    const features = this.run?.features ?? [];
    const at = features.findIndex(({ feature }) => feature.id === this.featureRun?.feature.id);
    const next = features[at + 1];
    if (this.playingAll && next) this.#play(next.feature.id);
    else this.playingAll = false;
  }

  #play(feature: string): void {
    this.chosen = feature;
    this.selection = null;
    this.announced = null;
    this.playback.restart();
    this.#show();
    this.playback.play();
  }

  readonly select = (selection: Selection): void => {
    this.selection = selection;
  };

  readonly seek = (time: number): void => {
    this.playback.seek(time);
  };

  readonly toggleRule = (firewall: string, rule: string): void => {
    this.#edit((design) => toggleRule(design, firewall, rule));
  };

  readonly setVersion = (organization: string, version: DesignOrganization['version']): void => {
    this.#edit((design) => setVersion(design, organization, version));
  };

  readonly setDefault = (firewall: string, action: DefaultAction): void => {
    this.#edit((design) => setDefault(design, firewall, action));
  };

  readonly setHairpin = (firewall: string, hairpin: boolean): void => {
    this.#edit((design) => setHairpin(design, firewall, hairpin));
  };

  readonly setPart = (part: Part, person: string): void => {
    this.#edit((design) => setPart(design, part, person));
  };

  reset(): void {
    const { original } = this;
    if (original) this.#edit(() => original);
  }

  /** Goes to a version that was run before; undo leads back. */
  showVariant({ design }: Variant): void {
    this.#edit(() => design);
  }

  undo(): void {
    this.#travel(undo);
  }

  redo(): void {
    this.#travel(redo);
  }

  /** Goes to a drop and chooses its packet. */
  showDrop(drop: Drop): void {
    this.playback.pause();
    this.playback.seek(drop.time);
    this.selection = { kind: 'packet', packet: drop.packet, event: drop.event };
    this.announced = null;
  }

  nextDrop(): void {
    const drop = this.playback.nextDrop;
    if (drop) this.showDrop(drop);
  }

  #edit(make: (design: Design) => Design): void {
    this.#travel((history) => change(history, make(history.present)));
  }

  #travel(step: (history: History<Design>) => History<Design>): void {
    if (!this.#history) return;
    this.#history = step(this.#history);
    void this.#rerun();
  }

  /** Runs the design as it is; once more when it was changed meanwhile. Only the newest run is shown. */
  async #rerun(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    this.busy = true;
    try {
      while (this.design && this.#ran !== this.design) {
        const design = this.design;
        const run = await this.#simulator.run(design, {});
        this.#ran = design;
        if (design === this.design) this.#take(run, design);
      }
    } catch (error) {
      this.#ran = this.design;
      this.trouble = {
        title: 'This design cannot be run',
        problems: [problemOf(error, this.original?.id ?? '')],
      };
    } finally {
      this.#running = false;
      this.busy = false;
    }
  }

  #take(run: Run, design: Design): void {
    const before = this.reader;
    this.run = run;
    this.variants = withVariant(this.variants, this.variant, design, run);
    this.selection = keepSelection(this.selection, before, this.reader, design);
    this.announced = null;
    this.#show();
  }

  #show(): void {
    if (this.featureRun) this.playback.load(momentsOf(this.featureRun.trace));
  }
}

function problemOf(error: unknown, file: string): Problem {
  return { file, line: 0, column: 0, message: error instanceof Error ? error.message : String(error) };
}
