import type { AddressPair, CapturePlaced, CaptureTold, JudgedFlow } from '../worker/laboratory.ts';
import { keepSelection } from './keep.ts';
import type { Lab } from './lab.svelte.ts';

/** Bytes that are handed over at once. */
const PIECE = 1 << 20;

/**
 * A capture from real life: read piece by piece, put on the design that is open, and shown as a feature's run is. When
 * the design changes it is judged anew.
 */
export class CaptureFile {
  name = $state('');
  /** Share that has been read, while that goes on. */
  progress = $state<number | null>(null);
  told = $state.raw<CaptureTold | null>(null);
  placed = $state.raw<CapturePlaced | null>(null);
  /** What the design as it was opened makes of it, where the design has changed since. */
  before = $state.raw<readonly JudgedFlow[]>([]);
  /** Addresses of the capture that somebody says are the design's. */
  pairs = $state.raw<readonly AddressPair[]>([]);
  /** Does it stand in the place of a feature's run? */
  shown = $state(false);
  /** Why it cannot be read at all, in one line. */
  problem = $state('');

  readonly #lab: Lab;
  /** Files that were opened, and times that one was put on a design: only the newest of each counts. */
  #opened = 0;
  #asked = 0;
  #file: File | null = null;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  readonly run = $derived.by(() => (this.shown ? (this.placed?.run ?? null) : null));

  /** Reads a file and shows what it holds. Only the newest counts. */
  async open(file: File): Promise<void> {
    this.close();
    this.name = file.name;
    this.#file = file;
    await this.#read(file);
  }

  async #read(file: File): Promise<void> {
    const { simulator } = this.#lab;
    const opened = ++this.#opened;
    this.progress = 0;
    try {
      await simulator.beginCapture();
      for (let at = 0; at < file.size; at += PIECE) {
        const bytes = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
        if (opened !== this.#opened) return;
        await simulator.pushCapture(bytes);
        if (opened !== this.#opened) return;
        this.progress = Math.min(1, (at + PIECE) / file.size);
      }
      const told = await simulator.endCapture();
      if (opened !== this.#opened) return;
      if (!told) {
        // The thread that read it was ended.
        await this.#read(file);
        return;
      }
      this.told = told;
      const [fault] = told.problems;
      if (told.packets === 0 && fault) this.problem = `byte ${fault.at}: ${fault.text}`;
      else await this.place();
    } catch (error) {
      if (opened === this.#opened) this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      if (opened === this.#opened) this.progress = null;
    }
  }

  /** Puts what was read on the design as it is now. */
  async place(): Promise<void> {
    const { design, original, simulator } = this.#lab;
    if (!this.told || this.told.packets === 0 || !design || !this.#file) return;
    const asked = ++this.#asked;
    const pairs = [...this.pairs];
    const placed = await simulator.placeCapture(design, pairs, this.name);
    const before =
      original && original !== design && this.#lab.differences.length > 0
        ? await simulator.judgeCapture(original, pairs)
        : [];
    if (asked !== this.#asked) return;
    // The thread that had it was ended.
    if (!placed || !before) return this.#read(this.#file);
    const first = this.placed === null;
    const shown = this.#lab.reader;
    this.placed = placed;
    this.before = before;
    if (first) this.show();
    else if (this.shown) {
      this.#lab.select(keepSelection(this.#lab.selection, shown, this.#lab.reader, placed.design));
      this.#lab.showRun();
    }
  }

  /** Says of an address that it is one of the design's; an empty one takes that back. */
  async call(from: string, to: string): Promise<void> {
    const others = this.pairs.filter((pair) => pair.from !== from);
    this.pairs = to === '' ? others : [...others, { from, to }];
    await this.place();
  }

  /** It stands in the place of a feature's run from now on. */
  show(): void {
    this.shown = true;
    this.#lab.select(null);
    this.#lab.playback.restart();
    this.#lab.showRun();
  }

  hide(): void {
    if (!this.shown) return;
    this.shown = false;
    this.#lab.select(null);
    this.#lab.playback.restart();
    this.#lab.showRun();
  }

  /** Chooses a conversation: where it is stopped, or its first packet. */
  choose({ inTrace, event }: JudgedFlow): void {
    if (!this.placed || event < 0) return;
    if (!this.shown) this.show();
    const { events } = this.placed.run.trace;
    const packet = events.packet[event] ?? inTrace[0]!;
    this.#lab.select({ kind: 'packet', packet, event });
    this.#lab.playback.pause();
    this.#lab.seek(events.time[event]!);
  }

  /** Puts it away. */
  close(): void {
    this.hide();
    this.name = '';
    this.#file = null;
    this.told = null;
    this.placed = null;
    this.before = [];
    this.pairs = [];
    this.problem = '';
  }
}
