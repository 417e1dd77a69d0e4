import type { FeatureRun } from '../../simulator/model/run.ts';
import { encodeBase64Bytes } from '../../simulator/protocols/codec/base64.ts';
import { replayPage } from '../../simulator/replay/page.ts';
import { replayTexts, type ReplayScene } from '../../simulator/replay/replay.ts';
import { host } from '../host/host.ts';
import type { Lab } from './lab.svelte.ts';

/** Runs that become a page on which they are played: of which features and variants. */
export class ReplayExport {
  title = $state('');
  /** Every feature; else the one that is shown. */
  all = $state(false);
  /** Letters of the variants. */
  variants = $state.raw<readonly string[]>([]);
  /** How much of it is packed, from 0 to 1; null when nothing is written. */
  progress = $state<number | null>(null);
  /** What became of it: a sentence for the person. */
  said = $state('');
  failed = $state(false);
  readonly #lab: Lab;
  #stopped = false;

  constructor(lab: Lab) {
    this.#lab = lab;
    this.title = lab.design?.title ?? '';
    this.variants = lab.current ? [lab.current.letter] : [];
  }

  /** Takes a variant in, or out. */
  toggle(letter: string): void {
    this.variants = this.variants.includes(letter)
      ? this.variants.filter((one) => one !== letter)
      : [...this.variants, letter];
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Writes it where the person keeps files. */
  async save(): Promise<void> {
    if (this.progress !== null) return;
    this.#stopped = false;
    this.said = '';
    this.failed = false;
    this.progress = 0;
    try {
      const page = await this.#page();
      if (page) {
        const name = `${this.#name()}.html`;
        host.saveBlob(name, page);
        this.said = `${name}: ${(page.size / 1e6).toFixed(1)} MB`;
      }
    } catch (error) {
      this.failed = true;
      this.said = `It cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      this.progress = null;
    }
  }

  /** @returns null when it was stopped */
  async #page(): Promise<Blob | null> {
    const template = await fetch('replay-template.html');
    if (!template.ok) throw new Error('the player is missing from this build of the lab');
    const scenes = this.#scenes();
    const parts: string[] = [];
    for (const text of replayTexts({ title: this.title, scenes })) {
      if (this.#stopped) return null;
      parts.push(await packed(text));
      this.progress = parts.length / (scenes.length + 1);
    }
    return new Blob([replayPage(await template.text(), this.title, parts)], { type: 'text/html' });
  }

  #scenes(): readonly ReplayScene[] {
    const { variants, chosen } = this.#lab;
    const wanted = (run: FeatureRun) => this.all || run.feature.id === chosen;
    return variants
      .filter(({ letter }) => this.variants.includes(letter))
      .flatMap(({ name, setup: { design }, run }) =>
        run.features.filter(wanted).map((one) => ({ variant: name, design, run: one })),
      );
  }

  /** "reference-1-remote-im-E3-closed" */
  #name(): string {
    const { design, chosen, variants } = this.#lab;
    const [first] = variants;
    const names = variants
      .filter((one) => one !== first && this.variants.includes(one.letter))
      .map(({ name }) => name.replace(/[^A-Za-z0-9]+/g, '-'));
    return [design?.id, this.all ? 'all' : chosen, ...names].join('-');
  }
}

/** Gzip (RFC 1952) in base64. */
async function packed(text: string): Promise<string> {
  const bytes = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return encodeBase64Bytes(new Uint8Array(await new Response(bytes).arrayBuffer()));
}
