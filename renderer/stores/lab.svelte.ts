import { neededBy, type NeededBy } from '../../simulator/analysis/needs.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { Change, FeatureRun, Intervention, Run, Setup } from '../../simulator/model/run.ts';
import type { ViewId } from '../views/registry.ts';
import type { Selection } from '../views/view.ts';
import type { Crew } from '../worker/crew.ts';
import type { LaboratoryThread, Simulator } from '../worker/thread.ts';
import type { BuiltinDesign, Problem, RuleFinding, WallExposure } from '../worker/laboratory.ts';
import { DesignEdit } from './design-edit.svelte.ts';
import { LabDocument } from './document.svelte.ts';
import { differences, takeBack, variantName, type Difference } from './differences.ts';
import { toggleRule } from './edits.ts';
import { Bookmarks } from './bookmarks.svelte.ts';
import { Breakpoints } from './breakpoints.svelte.ts';
import { CaptureExport } from './capture-export.svelte.ts';
import { crashReport } from './crash-report.ts';
import { FieldChoice } from './field-choice.svelte.ts';
import { FilterText } from './filter-text.svelte.ts';
import { byRule, concernedOf, type Concerned } from './judged.ts';
import { keepSelection } from './keep.ts';
import { Load } from './load.svelte.ts';
import { momentsOf, momentsUntil, type Drop } from './moments.ts';
import { Playback } from './playback.svelte.ts';
import { CaptureFile } from './recording.svelte.ts';
import { RuleFile } from './rule-file.svelte.ts';
import { ReportExport } from './report-export.svelte.ts';
import { Review } from './review.svelte.ts';
import { Smallest } from './smallest.svelte.ts';
import { Sweeps } from './sweeps.svelte.ts';
import { Tester } from './tester.svelte.ts';
import { forksOf, readerOf, renamed, variantOf, withVariant, type Fork, type Variant } from './variants.ts';
import { Work } from './work.svelte.ts';

const NOBODY: ReadonlyMap<string, readonly Concerned[]> = new Map();
export const FIRST_FEATURE = 'remote-sign-in';

/** A design file that could not be opened, or a run that broke. */
export interface Trouble {
  readonly title: string;
  readonly problems: readonly Problem[];
  /** What to send to those who make the lab, when it is their fault. */
  readonly report?: string;
}

/** A run of another network, which is only looked at. */
export interface Exhibit {
  readonly setup: Setup;
  readonly run: FeatureRun;
  /** What it is: "The network that the question is about". */
  readonly title: string;
  /** Up to when it is shown, microseconds; null for all of it. */
  readonly until: number | null;
}

/** Everything that the window shows is a function of this: the design, its run, the time, what is chosen. */
export class Lab {
  readonly playback = new Playback();
  /** The file that the design is in. */
  readonly document: LabDocument = new LabDocument(this);
  /** A text of rules, to be read and taken. */
  readonly ruleFile: RuleFile = new RuleFile(this);
  /** A capture from real life. */
  readonly capture: CaptureFile = new CaptureFile(this);
  /** The packets of the run as a file. */
  readonly captureExport: CaptureExport = new CaptureExport(this);
  /** What many people do at once. */
  readonly load: Load = new Load(this);
  /** Two variants that are compared. */
  readonly review: Review = new Review(this);
  /** What breaks when something goes wrong. */
  readonly sweeps: Sweeps;
  /** The smallest set of rules for some features. */
  readonly smallest: Smallest;
  /** The design told on paper. */
  readonly reports: ReportExport;
  /** Moments that somebody wants to come back to. */
  readonly bookmarks: Bookmarks = new Bookmarks(this);
  /** Moments at which playing stops. */
  readonly breakpoints: Breakpoints = new Breakpoints(this);
  /** Changes of the design by hand. */
  readonly hand: DesignEdit = new DesignEdit(this);
  /** Which packets the ladder shows. */
  readonly ladderFilter = new FilterText('ladder');
  /** Which packets the timeline shows. */
  readonly timelineFilter = new FilterText('timeline');
  /** How the chosen packet is looked at. */
  readonly fields = new FieldChoice();
  /** A packet that somebody asks about. */
  readonly tester: Tester = new Tester(this);
  /** What is on the stage. */
  view = $state<ViewId>('map');
  builtin = $state.raw<readonly BuiltinDesign[]>([]);
  /** What was opened; null until the first design is there. */
  opened = $state.raw<Setup | null>(null);
  run = $state.raw<Run | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  selection = $state.raw<Selection>(null);
  chosen = $state(FIRST_FEATURE);
  /** Versions of this design that were run, for comparison. */
  variants = $state.raw<readonly Variant[]>([]);
  /** Plays one feature after the other. */
  playingAll = $state(false);
  /** Shown in the place of what one works at, until something is chosen or changed there. */
  exhibit = $state.raw<Exhibit | null>(null);
  /** Why the design may not be changed now; empty when it may. */
  locked = $state('');
  /** Told of a change that was refused because it is locked. */
  onLocked: (why: string) => void = () => undefined;
  /** Is it said why something failed, and what would repair it? */
  explains = $state(true);

  /** How much of the run that is under way is done, from 0 to 1. */
  progress = $state(0);

  /** What is odd about the rules of the design that was run last. */
  findings = $state.raw<readonly RuleFinding[]>([]);
  /** What its outermost firewalls lay open. */
  exposure = $state.raw<readonly WallExposure[]>([]);

  /** What was made of the design, with what runs it. */
  readonly #work: Work = new Work({
    run: ({ design, interventions }) => {
      this.progress = 0;
      return this.simulator.run(design, { interventions }, (done, of) => (this.progress = done / of));
    },
    known: (setup) => variantOf(this.variants, setup)?.run,
    taken: (run, setup) => this.#take(run, setup),
    broke: (error, setup) => this.#broke(error, setup),
  });

  /** The design as it was opened. */
  readonly original = $derived(this.opened?.design ?? null);
  readonly setup = $derived(this.#work.setup);
  readonly design = $derived(this.setup?.design ?? null);
  /** What happens while it runs. */
  readonly interventions: readonly Intervention[] = $derived(this.setup?.interventions ?? []);
  /** The design that fits the run that is shown: the newest, unless hosts or rules came or went since, or moved. */
  readonly shown = $derived(
    (this.capture.shown ? this.capture.placed?.design : null) ??
      this.exhibit?.setup.design ??
      (this.#work.ran && !(this.design && sameGround(this.#work.ran.design, this.design))
        ? this.#work.ran.design
        : this.design),
  );
  readonly canUndo = $derived(this.#work.canUndo);
  readonly canRedo = $derived(this.#work.canRedo);
  readonly busy = $derived(this.#work.busy);
  /** The design changed and its run is not there yet. */
  readonly stale = $derived(this.#work.stale);
  readonly differences = $derived(this.original && this.setup ? differences(this.original, this.setup) : []);
  /** The variant that is shown; null until one has run. */
  readonly current: Variant | null = $derived(this.variants.find(({ run }) => run === this.run) ?? null);
  /** What the design is called as it is now. */
  readonly variant = $derived(
    this.current && !this.stale ? this.current.name : variantName(this.differences),
  );
  readonly featureRun: FeatureRun | null = $derived(
    this.capture.run ??
      this.load.shownRun ??
      this.exhibit?.run ??
      this.run?.features.find(({ feature }) => feature.id === this.chosen) ??
      this.run?.features[0] ??
      null,
  );
  /** The scene that is shown, by its id; null while a capture is, which nobody can play again. */
  readonly scene: string | null = $derived(this.capture.shown ? null : (this.featureRun?.feature.id ?? null));
  readonly reader = $derived(this.featureRun ? readerOf(this.featureRun) : null);

  /** What became of the feature in other variants. */
  readonly forks: readonly Fork[] = $derived(
    this.featureRun && !this.capture.shown && !this.exhibit ? forksOf(this.featureRun, this.variants) : [],
  );
  /** Which features need which rules, and what has to do with each; worked out when somebody asks. */
  readonly needed: NeededBy = $derived(
    this.run && this.shown && !this.exhibit ? neededBy(this.run, this.shown) : {},
  );
  readonly concerned = $derived(
    this.run && !this.exhibit ? concernedOf(this.run, this.needed, this.variants[0]) : NOBODY,
  );
  readonly findingsOf = $derived(byRule(this.explains ? this.findings : []));
  readonly eventNumber = $derived(this.reader ? this.reader.firstAt(this.playback.time + 1) : 0);

  readonly simulator: Simulator;
  readonly #thread: LaboratoryThread;

  /** @param hire finds people for what takes long: some for each kind of work, which can be dropped apart */
  constructor(thread: LaboratoryThread, hire: () => Crew) {
    this.#thread = thread;
    this.simulator = thread.simulator;
    this.sweeps = new Sweeps(this, hire());
    this.smallest = new Smallest(this, hire());
    this.reports = new ReportExport(this, hire());
    this.playback.onEnd = () => this.#next();
  }

  /** Why nothing can happen in the middle of what is shown; empty when it can. */
  get settled(): string {
    return this.capture.shown ? 'What was captured has happened: nothing can be changed in its middle' : '';
  }

  /** Opens the first built-in design. */
  async start(): Promise<void> {
    const [first] = this.builtin;
    if (first) await this.document.openBuiltin(first);
  }

  /** Looks which designs come with the program. */
  async lookUpBuiltin(): Promise<void> {
    this.builtin = await this.simulator.builtin();
  }

  /**
   * Begins with something in the place of all that was: nothing before it is undone. Resolves when it was run.
   * @param setup what was made of it, if anything was
   */
  async begin(opened: Setup, setup = opened): Promise<void> {
    this.trouble = null;
    this.opened = opened;
    this.exhibit = null;
    this.variants = [];
    this.load.forget();
    this.findings = [];
    this.exposure = [];
    this.selection = null;
    this.playback.restart();
    // Until the new run is there, the one before stands in its place: what is played is what is shown.
    this.showRun();
    await this.#work.begin(setup, opened);
    if (setup !== opened) void this.#compareWith(opened);
  }

  /** Runs what was opened, too, as the first of the variants. */
  async #compareWith(opened: Setup): Promise<void> {
    const { design, interventions } = opened;
    const run = await this.simulator.run(design, { interventions }).catch(() => null);
    if (!run || this.opened !== opened || variantOf(this.variants, opened)) return;
    const first = withVariant([], variantName(differences(design, opened)), opened, run);
    this.variants = this.variants.reduce((all, one) => withVariant(all, one.name, one.setup, one.run), first);
  }

  choose(feature: string): void {
    this.playingAll = false;
    this.capture.hide();
    this.load.hide();
    this.exhibit = null;
    this.#play(feature);
  }

  /** Shows another feature at its end, without playing it. */
  look(feature: string): void {
    if (!this.design) return;
    this.playingAll = false;
    this.capture.hide();
    this.load.hide();
    this.exhibit = null;
    this.chosen = feature;
    this.selection = keepSelection(this.selection, null, null, this.design);
    this.playback.pause();
    this.showRun();
    this.playback.seek(this.playback.moments.end);
  }

  /** Plays every feature, one after the other; stops when asked again. */
  playAll(): void {
    const [first] = this.run?.features ?? [];
    if (this.playingAll) this.playback.pause();
    this.playingAll = !this.playingAll;
    this.capture.hide();
    this.load.hide();
    this.exhibit = null;
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
    this.playback.restart();
    this.showRun();
    this.playback.play();
  }

  readonly select = (selection: Selection): void => {
    this.selection = selection;
    if (selection?.kind !== 'packet') this.fields.page = null;
  };

  readonly seek = (time: number): void => {
    this.playback.seek(time);
  };

  readonly toggleRule = (firewall: string, rule: string): void => {
    this.edit((design) => toggleRule(design, firewall, rule));
  };

  /**
   * Something that happens in the scene that is shown: a branch, the same run up to there. The run before stays among
   * the variants.
   * @param at microseconds; this moment when left out
   */
  branch(change: Change, at = Math.round(this.playback.time)): void {
    const { scene } = this;
    if (scene === null) return;
    void this.#change((setup) => ({
      ...setup,
      interventions: [...setup.interventions, { at, change, feature: scene }],
    }));
  }

  /**
   * Takes a changed design, if it is one.
   * @returns what is wrong with it, or null
   */
  async propose(make: (design: Design) => Design): Promise<string | null> {
    if (!this.design) return null;
    const loaded = await this.simulator.open(JSON.stringify(make(this.design)), '');
    if (!loaded.ok) return loaded.problems[0]?.message ?? 'this is no design';
    this.edit(make);
    return null;
  }

  /** Takes back one thing that differs from the design as it was opened, unless others rest on it by now. */
  async takeBack(difference: Difference): Promise<void> {
    if (!this.setup) return;
    const { design } = takeBack(this.setup, difference);
    const loaded = await this.simulator.open(JSON.stringify(design), '');
    if (loaded.ok) void this.#change((setup) => takeBack(setup, difference));
    else this.trouble = { title: 'That cannot be taken back alone', problems: loaded.problems };
  }

  reset(): void {
    const { opened } = this;
    if (opened) void this.#change(() => opened);
  }

  /** Gives a variant a name; an empty one: what differs. */
  rename(variant: Variant, name: string): void {
    const otherwise = this.original ? variantName(differences(this.original, variant.setup)) : '';
    this.variants = renamed(this.variants, variant, name, otherwise);
  }

  /** Goes to a version that was run before; undo leads back. */
  showVariant({ setup }: Variant): void {
    void this.#change(() => setup);
  }

  undo(): void {
    this.#work.undo();
  }

  redo(): void {
    this.#work.redo();
  }

  /** Goes to a drop and chooses its packet. */
  showDrop(drop: Drop): void {
    this.playback.pause();
    this.playback.seek(drop.time);
    this.selection = { kind: 'packet', packet: drop.packet, event: drop.event };
    this.playback.passed = null;
  }

  /** Goes to another setup; undo leads back. Resolves when it was run. */
  goTo(setup: Setup): Promise<void> {
    return this.#change(() => setup);
  }

  /** Changes the design; undo leads back. */
  edit(make: (design: Design) => Design): void {
    void this.#change((setup) => {
      const design = make(setup.design);
      return design === setup.design ? setup : { ...setup, design };
    });
  }

  #change(make: (setup: Setup) => Setup): Promise<void> {
    if (this.locked === '') {
      // What is to be changed may be read off what is shown: it goes afterwards.
      const changed = this.#work.change(make);
      this.leaveExhibit();
      return changed;
    }
    this.onLocked(this.locked);
    return Promise.resolve();
  }

  /** Shows a run of another network, from its start. */
  show(exhibit: Exhibit): void {
    this.playingAll = false;
    this.capture.hide();
    this.load.hide();
    this.exhibit = exhibit;
    this.selection = null;
    this.playback.restart();
    this.showRun();
  }

  /** Back to what one works at. */
  leaveExhibit(): void {
    if (!this.exhibit) return;
    this.exhibit = null;
    this.selection = null;
    this.showRun();
  }

  /** Ends a run that takes too long; the window goes on from the one before. */
  cancel(): void {
    if (this.#work.cancel() || this.load.busy) this.#thread.cancel('It was cancelled.');
  }

  #broke(error: unknown, setup: Setup): void {
    const changed = this.original ? differences(this.original, setup) : [];
    this.trouble = {
      title: 'The simulation broke',
      problems: [problemOf(error, '')],
      report: crashReport(error, setup, changed),
    };
  }

  #take(run: Run, setup: Setup): void {
    const before = this.reader;
    this.run = run;
    this.variants = withVariant(this.variants, variantName(this.differences), setup, run);
    this.selection = keepSelection(this.selection, before, this.reader, setup.design);
    this.showRun();
    void this.capture.place();
    void this.load.renew();
    void this.#judge(setup);
  }

  /** Looks what is odd about the rules, once nothing else is due. */
  async #judge(setup: Setup): Promise<void> {
    const { findings, exposure } = await this.simulator.judge(setup.design, this.needed);
    if (setup !== this.setup) return;
    this.findings = findings;
    this.exposure = exposure;
  }

  /** Sets the clock up for the run that is shown. */
  showRun(): void {
    if (!this.featureRun) return;
    const moments = momentsOf(this.featureRun.trace);
    const until = this.exhibit?.until ?? null;
    this.playback.load(until === null ? moments : momentsUntil(moments, until));
  }
}
/** Do both have the same hosts, zones and NATs, and the same rules in the same places? A run names them by those. */
function sameGround(one: Design, other: Design): boolean {
  return (
    one.zones === other.zones &&
    one.hosts === other.hosts &&
    one.nats === other.nats &&
    one.firewalls.length === other.firewalls.length &&
    one.firewalls.every(({ id, rules }, at) => {
      const twin = other.firewalls[at]!;
      if (twin.id !== id || twin.rules.length !== rules.length) return false;
      return twin.rules === rules || twin.rules.every((rule, place) => rule.id === rules[place]!.id);
    })
  );
}

function problemOf(error: unknown, file: string): Problem {
  return { file, line: 0, column: 0, message: error instanceof Error ? error.message : String(error) };
}
