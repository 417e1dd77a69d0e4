import { host } from '../host/host.ts';
import type { Lab } from './lab.svelte.ts';

/** Packets of the run that become a file: of which feature, seen from where, with TLS or without. */
export class CaptureExport {
  /** Every feature, one after the other; else the one that is shown. */
  all = $state(false);
  /** The place where one listens: "edge", "external/outside"; everywhere when empty. */
  place = $state('');
  /** With TLS taken off. */
  clear = $state(false);
  busy = $state(false);
  /** What became of it: a sentence for the person. */
  said = $state('');
  failed = $state(false);
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Writes it where the person keeps files. */
  async save(): Promise<void> {
    const { setup, chosen, simulator } = this.#lab;
    if (!setup || this.busy) return;
    this.busy = true;
    this.said = '';
    this.failed = false;
    try {
      const { file, frames } = await simulator.writeCapture(
        setup.design,
        { interventions: setup.interventions, ...(this.all ? {} : { only: [chosen] }) },
        { ...(this.place === '' ? {} : { points: [this.place] }), clear: this.clear },
      );
      const name = [
        setup.design.id,
        this.all ? 'all' : chosen,
        ...(this.#lab.differences.length === 0 ? [] : [this.#lab.variant.replace(/[^A-Za-z0-9]+/g, '-')]),
        ...(this.place === '' ? [] : [this.place.replace('/', '-')]),
        ...(this.clear ? ['clear'] : []),
      ].join('-');
      host.saveBlob(`${name}.pcapng`, file);
      this.said = `${name}.pcapng: ${frames.toLocaleString('en')} frames, ${megabytes(file.size)}`;
    } catch (error) {
      this.failed = true;
      this.said = `It cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      this.busy = false;
    }
  }
}

function megabytes(bytes: number): string {
  return bytes < 100_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
