import { countAddress } from '../../simulator/designs/forms/fields.ts';
import type { Thing } from '../../simulator/designs/forms/things.ts';
import type { Edit, Edited } from '../worker/laboratory.ts';
import { editOn, type Bench } from './bench.ts';

/** Something that is typed into a field and not (yet) part of the design. */
export interface Draft {
  readonly value: string;
  /** What is wrong with it; empty while nobody knows. */
  readonly problem: string;
  /** What would do instead. */
  readonly nearest: string | number | null;
}

const PATIENCE_MS = 500;

/** Changes of the design by hand: only what the loader takes becomes the design. */
export class DesignEdit {
  /** By field; what is wrong stays in its field until it is mended or left. */
  drafts = $state.raw<Readonly<Record<string, Draft>>>({});
  /** What the last edit came to, in a sentence. */
  said = $state('');
  /** Why the last edit was refused that no field is to blame for. */
  refused = $state('');
  /** An edit takes longer than one waits without a word. */
  slow = $state(false);
  /** An address that was changed at its place and stands elsewhere, too. */
  left = $state.raw<{ readonly from: string; readonly to: string; readonly count: number } | null>(null);
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** Whether the design would take an edit, and what would do instead. */
  async look(edit: Edit): Promise<Edited | null> {
    const { design, simulator } = this.#bench;
    return design && simulator.edit(design, edit);
  }

  /**
   * Takes an edit, if the design can have it; undo leads back.
   * @param words what was done, in a sentence, given what came of it
   */
  async take(
    edit: Edit,
    words: (edited: Extract<Edited, { ok: true }>) => string = () => '',
  ): Promise<Edited | null> {
    const patience = setTimeout(() => (this.slow = true), PATIENCE_MS);
    this.left = null;
    try {
      const edited = await editOn(this.#bench, edit);
      if (!edited) return null;
      this.refused = edited.ok ? '' : edited.problem;
      if (edited.ok) this.said = words(edited);
      return edited;
    } finally {
      clearTimeout(patience);
      this.slow = false;
    }
  }

  /** An address was changed at its place: counts where else it stands. */
  moved(from: string, to: string): void {
    const { design } = this.#bench;
    const count = design && from !== '' && from !== to ? countAddress(design, from) : 0;
    this.left = count > 0 ? { from, to, count } : null;
  }

  /** Changes it there, too. */
  async follow(): Promise<void> {
    if (!this.left) return;
    const { from, to } = this.left;
    await this.take({ kind: 'readdress', from, to }, () => `${from} is ${to} everywhere now.`);
  }

  /** Puts away what was said. */
  quiet(): void {
    this.said = '';
    this.left = null;
    this.refused = '';
  }

  /** Keeps what is typed into a field, or forgets it. */
  draft(key: string, draft: Draft | null): void {
    const others = Object.entries(this.drafts).filter(([one]) => one !== key);
    this.drafts = Object.fromEntries(draft ? [...others, [key, draft]] : others);
  }
}

/**
 * Where the draft of a field is kept: by the thing, whose place among others may change.
 * @param thing null for a field of the design itself
 */
export function draftKey(thing: Thing | null, path: readonly (string | number)[]): string {
  return thing ? [thing.kind, thing.id, ...path.slice(2)].join('/') : path.join('/');
}
