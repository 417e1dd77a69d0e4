import { host } from '../../host/host.ts';
import type { LabMade, LabWish } from '../../worker/lesson-desk.ts';
import type { Lab } from '../lab.svelte.ts';

/** What one is asked of a lab; good as it is. */
export interface Wish {
  readonly title: string;
  readonly faults: number;
  readonly difficulty: LabWish['difficulty'];
  readonly seed: number;
  readonly minutes: number;
  readonly pass: number;
  /** Ids of views that learners do not have. */
  readonly hide: readonly string[];
  readonly lock: boolean;
  readonly explain: boolean;
  readonly costs: readonly [number, number, number];
}

export const MOST_SEED = 2 ** 31 - 1;

const DEFAULT: Wish = {
  title: '',
  faults: 2,
  difficulty: 'medium',
  seed: 4711,
  minutes: 20,
  pass: 60,
  hide: [],
  lock: false,
  explain: false,
  costs: [3, 5, 12],
};

type Made = Extract<LabMade, { readonly ok: true }>;

/** An instructor making a lab: it is drawn as soon as it is wished for. */
export class Making {
  wish = $state.raw(DEFAULT);
  made = $state.raw<Made | null>(null);
  /** Scenes that were played to find it; null while nothing is drawn. */
  played = $state<number | null>(null);
  /** Why none was found, in one sentence. */
  problem = $state('');
  /** What was done with it last. */
  said = $state('');
  /** Is it shown what is wrong? */
  revealed = $state(false);
  readonly #lab: Lab;
  readonly #key = newKey();
  #drawing = 0;
  #drawn: LabWish | null = null;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  readonly busy = $derived(this.played !== null);

  set(change: Partial<Wish>): void {
    this.wish = { ...this.wish, ...change };
    this.said = '';
    void this.draw();
  }

  /** Another lab of the same kind. */
  another(): void {
    this.set({ seed: crypto.getRandomValues(new Uint32Array(1))[0]! % 10_000 });
  }

  /** Draws what is wished for. What a later wish makes old is dropped; one is drawn at a time. */
  async draw(): Promise<void> {
    const drawing = ++this.#drawing;
    if (this.busy) return;
    this.played = 0;
    try {
      await this.#drawNewest();
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      this.played = null;
    }
    if (drawing !== this.#drawing) void this.draw();
  }

  async #drawNewest(): Promise<void> {
    const { design } = this.#lab;
    const wish = this.#asked();
    if (!design || JSON.stringify(wish) === JSON.stringify(this.#drawn)) return;
    const drawing = this.#drawing;
    const made = await this.#lab.simulator.makeLab(design, wish, (played) => (this.played = played));
    if (drawing !== this.#drawing) return;
    this.#drawn = wish;
    this.revealed = false;
    this.made = made.ok ? made : null;
    this.problem = made.ok ? '' : made.problem;
  }

  /** One file for all learners, in which nobody reads what is wrong. */
  async handOut(): Promise<void> {
    if (this.made) await this.#save(`${this.made.lesson.id}.edgelesson`, this.made.handout, handedOut);
  }

  /** The lesson as its author has it, with its key: who has it can grade. */
  async keep(): Promise<void> {
    if (this.made) await this.#save(`${this.made.lesson.id}.yaml`, this.made.text, kept);
  }

  async #save(name: string, text: string, done: (name: string) => string): Promise<void> {
    try {
      await host.saveText(name, text);
      this.said = done(name);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  #asked(): LabWish {
    const { title, hide, lock, explain, costs, ...rest } = this.wish;
    return {
      ...rest,
      ...(title.trim() === '' ? {} : { title: title.trim() }),
      tools: { hide: [...hide], lock, explain },
      costs,
      key: this.#key,
    };
  }
}

const handedOut = (name: string) => `Handed out as ${name}.`;
const kept = (name: string) => `Kept as ${name}.`;

/** 64 hexadecimal digits that nobody guesses. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
