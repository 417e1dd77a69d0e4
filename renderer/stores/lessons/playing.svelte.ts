import { designText } from '../../../simulator/designs/text.ts';
import type { Setup } from '../../../simulator/model/run.ts';
import type {
  Answered,
  Complaint,
  Entry,
  Judged,
  Lesson,
  Question,
  Revealed,
  Step,
  Work,
} from '../../worker/lesson-desk.ts';
import type { Attempt } from './attempt.ts';
import { askedOf } from './asked.ts';
import { lastMade, madeOf, sameMade, withMade, type Made } from './entries.ts';
import { Scenery, type Stagehand } from './scenery.ts';
import { instantOf, Watch } from './watch.svelte.ts';

/** A lesson as it was opened. */
export interface Opened {
  readonly lesson: Lesson;
  readonly text: string;
  readonly file: string;
  readonly handedOut: boolean;
}

/** Somebody at a lesson: the step that they are at, what they did, and what it is worth so far. */
export class Playing {
  opened: Opened = $state.raw()!;
  /** The step, from 0. */
  at = $state(0);
  entries = $state.raw<readonly Entry[]>([]);
  /** Texts of networks that entries name. */
  designs = $state.raw<readonly string[]>([]);
  judged = $state.raw<readonly Judged[]>([]);
  /** A network is being judged. */
  judging = $state(false);
  /** What people say at the beginning, and now. */
  complaints = $state.raw<readonly Complaint[]>([]);
  complaintsNow = $state.raw<readonly Complaint[]>([]);
  /** Whose complaint is being replayed. */
  replayed = $state<string | null>(null);
  question = $state.raw<Question | null>(null);
  /** Options that are chosen, by part. */
  choices = $state.raw<Readonly<Record<string, string>>>({});
  answered = $state.raw<Answered | null>(null);
  revealed = $state.raw<Readonly<Record<string, Revealed>>>({});
  /** Ports that the healthy network opens; null until it is known. */
  healthyPorts = $state<number | null>(null);
  /** What could not be done, in one sentence. */
  problem = $state('');
  /** It is handed in: this is what it is worth. */
  handedIn = $state(false);
  readonly began: string;
  readonly watch: Watch;
  readonly #hand: Stagehand;
  readonly #scenery: Scenery;
  /** Which step is being entered: what comes too late for it is dropped. */
  #entering = 0;
  #again = false;

  constructor(opened: Opened, hand: Stagehand, before: Attempt | null = null) {
    this.opened = opened;
    this.#hand = hand;
    this.#scenery = new Scenery(hand);
    this.watch = new Watch(hand.now, before?.seconds ?? 0);
    this.began = before?.began ?? instantOf(hand.now());
    if (!before) return;
    this.at = Math.min(before.at, opened.lesson.steps.length - 1);
    this.entries = before.entries;
    this.designs = before.designs;
  }

  readonly lesson: Lesson = $derived(this.opened.lesson);
  readonly step: Step = $derived(this.lesson.steps[this.at]!);
  /** How this step is done. */
  readonly act = $derived(askedOf(this.step).act);
  readonly done: readonly Entry[] = $derived(this.entriesOf(this.step.id));
  readonly revealedHere = $derived(this.revealed[this.step.id] ?? null);
  /** Something is to be foretold: what comes afterwards is not to be seen yet. */
  readonly predicting = $derived(
    this.question !== null && this.question.scene !== null && !this.answered && !this.revealedHere,
  );
  readonly heldHere = $derived(this.isHeld(this.step.id));
  readonly of = $derived(this.lesson.steps.reduce((sum, { points }) => sum + points, 0));
  /** Seconds; less than 0 beyond the lesson's minutes. */
  readonly left: number = $derived.by(() => this.lesson.minutes * 60 - this.watch.seconds);
  /** Points that the minutes beyond cost. */
  readonly overtime = $derived(
    this.of === 0 ? 0 : Math.max(0, Math.ceil(-this.left / 60)) * this.lesson.grade.overtime,
  );

  /** Points so far, of the steps in which something was done; less those for time. */
  readonly score = $derived(
    Math.max(
      0,
      this.judged
        .filter(({ step }) => this.entriesOf(step).length > 0)
        .flatMap(({ lines }) => lines)
        .reduce((sum, { points }) => sum + points, 0) - this.overtime,
    ),
  );

  entriesOf(step: string): readonly Entry[] {
    return this.entries.filter((entry) => entry.step === step);
  }

  isHeld(step: string): boolean {
    return this.judged.find((one) => one.step === step)?.held ?? false;
  }

  /** Shows the step that one is at, and finds out what people say. */
  async begin(): Promise<void> {
    const { simulator } = this.#hand.lab;
    const { text } = this.opened;
    this.watch.begin();
    await this.enter(this.at);
    if (this.lesson.faults.length > 0) {
      this.complaints = await simulator.complaints(text, null);
      this.complaintsNow = this.complaints;
      const made = lastMade(this.done, this.designs);
      if (made !== null) await this.#listen(made);
    }
    this.healthyPorts = await simulator.healthyExposure(text);
    await this.judge();
  }

  /** Goes to a step, and shows what it is about. */
  async enter(at: number): Promise<void> {
    const entering = ++this.#entering;
    this.at = at;
    this.question = null;
    this.answered = null;
    this.choices = {};
    this.problem = '';
    this.replayed = null;
    const { step, act } = this;
    try {
      if (act === 'answer') await this.#pose(step, () => entering === this.#entering);
      else if (act === 'find')
        await this.#scenery.showGround(step, this.opened.text, () => entering === this.#entering);
      else this.#scenery.showOwn(step);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    if (act === 'read') this.#did({ kind: 'read', at: this.#time, step: step.id });
    if (act === 'make') this.ran();
    await this.judge();
  }

  /** It is left: what was asked for it comes too late. */
  end(): void {
    this.#entering++;
    this.watch.stop();
  }

  next(): void {
    if (this.at < this.lesson.steps.length - 1) void this.enter(this.at + 1);
  }

  back(): void {
    if (this.at > 0) void this.enter(this.at - 1);
  }

  choose(part: string, option: string): void {
    if (!this.answered) this.choices = { ...this.choices, [part]: option };
  }

  /** Takes the answer, and lets the run go on through what was asked about. */
  async check(): Promise<void> {
    const { question, choices } = this;
    if (!question || this.answered || question.parts.some(({ id }) => choices[id] === undefined)) return;
    this.#did({ kind: 'answer', at: this.#time, step: question.step, parts: choices });
    const answered = await this.#hand.lab.simulator.answer(this.opened.text, question.step, choices);
    if (this.question !== question) return;
    this.answered = answered;
    this.#hand.say(this.answeredWords);
    this.#scenery.goOn(question);
    await this.judge();
  }

  /** "Right." or "Not quite.", with why. */
  get answeredWords(): string {
    const { question, answered, choices } = this;
    if (!question || !answered) return '';
    const wrong = question.parts.filter(({ id }) => !answered.right[id]!.includes(choices[id] ?? ''));
    return `${wrong.length === 0 ? 'Right.' : 'Not quite.'} ${answered.because}`;
  }

  /** Takes the chosen packet as the one that is to be found. */
  async takePacket(): Promise<void> {
    const { lab } = this.#hand;
    if (this.act !== 'find' || lab.selection?.kind !== 'packet' || !lab.exhibit) return;
    const { id } = this.step;
    this.#did({ kind: 'find', at: this.#time, step: id, packet: lab.selection.packet });
    await this.judge();
    this.#hand.say(this.isHeld(id) ? 'This is the packet.' : 'It is another packet.');
  }

  hint(level: number): void {
    const { step, done } = this;
    if (done.some((entry) => entry.kind === 'hint' && entry.level === level)) return;
    this.#did({ kind: 'hint', at: this.#time, step: step.id, level });
    void this.judge();
  }

  /** Gives the step up, and shows what it asked for. */
  async giveUp(): Promise<void> {
    const { id } = this.step;
    if (!this.done.some(({ kind }) => kind === 'reveal'))
      this.#did({ kind: 'reveal', at: this.#time, step: id });
    const { question } = this;
    const revealed = await this.#hand.lab.simulator.reveal(this.opened.text, id);
    this.revealed = { ...this.revealed, [id]: revealed };
    const { lab } = this.#hand;
    if (question && question === this.question) this.#scenery.goOn(question);
    if (revealed.packet && lab.exhibit) lab.select({ kind: 'packet', ...revealed.packet });
    await this.judge();
  }

  /** The learner's network was run: it is what the step is judged by. */
  ran(): void {
    const { setup } = this.#hand.lab;
    const { step, act } = this;
    if (!setup || act !== 'make') return;
    const network = madeOf(setup);
    const before = lastMade(this.done, this.designs) ?? madeOf(this.lesson.start);
    if (sameMade(network, before)) return;
    const made = withMade(this.entries, this.designs, step.id, this.#time, network);
    this.entries = made.entries;
    this.designs = made.designs;
    void this.judge();
    void this.#listen(network);
  }

  /** Plays what somebody complains about, on one's own network. */
  replay({ person, feature }: Complaint): void {
    this.replayed = person;
    this.#hand.show('map');
    this.#hand.lab.choose(feature);
  }

  /** Judges what is there now; once more when something was done meanwhile. */
  async judge(): Promise<void> {
    if (this.judging) {
      this.#again = true;
      return;
    }
    this.judging = true;
    try {
      do {
        this.#again = false;
        await this.#judgeOnce();
      } while (this.#again as boolean);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      this.judging = false;
    }
  }

  async #judgeOnce(): Promise<void> {
    const undone = this.lesson.steps.filter(({ id }) => !this.isHeld(id));
    const done = { entries: [...this.entries], designs: [...this.designs] };
    this.judged = await this.#hand.lab.simulator.judgeLesson(this.opened.text, done);
    const { step, act } = this;
    if (act !== 'read' && act !== 'answer' && undone.includes(step) && this.isHeld(step.id))
      this.#hand.say(`${step.title}: done`);
  }

  /** What somebody hands in. */
  work(learner: string): Work {
    const { id, title, digest } = this.lesson;
    return {
      format: 'edge-lab-work',
      version: 1,
      lesson: { id, title, digest },
      learner,
      began: this.began,
      ended: instantOf(this.#hand.now()),
      seconds: Math.round(this.watch.read()),
      entries: [...this.entries],
      designs: [...this.designs],
    };
  }

  /** Enough to go on with it. */
  attempt(setup: Setup, open: boolean): Attempt {
    const { text, file, handedOut } = this.opened;
    return {
      version: 1,
      lesson: text,
      file,
      handedOut,
      at: this.at,
      began: this.began,
      seconds: this.watch.read(),
      entries: [...this.entries],
      designs: [...this.designs],
      design: designText(setup.design),
      interventions: [...setup.interventions],
      open,
    };
  }

  /** Its author wrote it anew: the step that one is at stays. */
  async reload(opened: Opened): Promise<void> {
    const { id } = this.step;
    this.opened = opened;
    const at = opened.lesson.steps.findIndex((step) => step.id === id);
    const known = opened.lesson.steps.map((step) => step.id);
    this.entries = this.entries.filter(({ step }) => known.includes(step));
    await this.enter(at < 0 ? Math.min(this.at, opened.lesson.steps.length - 1) : at);
  }

  get #time(): number {
    return Math.round(this.watch.read());
  }

  #did(entry: Entry): void {
    this.entries = [...this.entries, entry];
  }

  /** Asks, and shows the moment just before it is decided. */
  async #pose(step: Step, wanted: () => boolean): Promise<void> {
    const { simulator } = this.#hand.lab;
    const { text } = this.opened;
    const question = await simulator.question(text, step.id);
    const first = this.done.find((entry) => entry.kind === 'answer');
    const answered = first ? await simulator.answer(text, step.id, first.parts) : null;
    if (!wanted() || !(await this.#scenery.showQuestion(step, question, answered !== null, wanted))) return;
    this.choices = first?.parts ?? {};
    this.answered = answered;
    this.question = question;
  }

  /** What people say of the network as it is now. */
  async #listen(network: Made): Promise<void> {
    if (this.complaints.length === 0) return;
    const now = await this.#hand.lab.simulator.complaints(this.opened.text, network);
    const made = lastMade(this.done, this.designs);
    if (made && sameMade(made, network)) this.complaintsNow = now;
  }
}
