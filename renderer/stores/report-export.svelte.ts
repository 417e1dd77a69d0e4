import type { Setup } from '../../simulator/model/run.ts';
import { DEFAULT_SEED } from '../../simulator/model/run.ts';
import { host } from '../host/host.ts';
import { formsOf, reportFile } from '../reports/forms.ts';
import type { Crew } from '../worker/crew.ts';
import type { FormatInfo, Report, ReportInfo } from '../worker/laboratory.ts';
import type { Lab } from './lab.svelte.ts';

/** A report about the design as it is, saved as a file. */
export class ReportExport {
  kinds = $state.raw<readonly ReportInfo[]>([]);
  forms = $state.raw<readonly FormatInfo[]>([]);
  kind = $state('');
  form = $state('pdf');
  /** Letter of the variant that a proposal is held against; empty: the design as it was opened. */
  before = $state('');
  /** From 0 to 1; null while none is being made. */
  progress = $state<number | null>(null);
  /** What became of the last one. */
  said = $state('');
  failed = $state(false);
  readonly #lab: Lab;
  readonly #crew: Crew;
  #asked = 0;

  constructor(lab: Lab, crew: Crew) {
    this.#lab = lab;
    this.#crew = crew;
  }

  readonly chosen = $derived.by(() => this.kinds.find(({ id }) => id === this.kind) ?? this.kinds[0] ?? null);

  /** Learns which there are. */
  async open(): Promise<void> {
    this.said = '';
    if (this.kinds.length > 0) return;
    const { reports, formats } = await this.#lab.simulator.catalogue();
    this.kinds = reports;
    this.forms = formsOf(formats);
  }

  async save(): Promise<void> {
    const { chosen } = this;
    const { setup, simulator } = this.#lab;
    const form = this.forms.find(({ id }) => id === this.form);
    if (!chosen || !setup || !form) return;
    const asked = ++this.#asked;
    this.progress = 0;
    this.said = '';
    this.failed = false;
    try {
      const report = await this.#build(chosen, setup);
      const file = await reportFile(simulator, report, form);
      if (asked !== this.#asked) return;
      const name = `${setup.design.id}-${chosen.id}.${form.extension}`;
      host.saveBlob(name, file);
      this.said = `Saved as ${name}, ${Math.ceil(file.size / 1000)} kB.`;
    } catch (error) {
      if (asked !== this.#asked) return;
      this.failed = true;
      this.said = `It could not be made: ${error instanceof Error ? error.message : String(error)}`;
    }
    this.progress = null;
  }

  /** Ends the one that is being made. */
  stop(): void {
    this.#asked++;
    this.#crew.drop();
    this.progress = null;
  }

  async #build({ id, about }: ReportInfo, setup: Setup): Promise<Report> {
    const { simulator, opened, variants } = this.#lab;
    const simulated = { ...setup, seed: DEFAULT_SEED };
    if (about === 'design') return simulator.designReport(id, simulated);
    if (about === 'sweep')
      return simulator.sweepReport(id, { ...simulated, matrix: await this.#sweep(setup) });
    const held = variants.find(({ letter }) => letter === this.before);
    return simulator.proposalReport(id, held?.setup ?? opened!, setup);
  }

  /** Each rule closed in turn, and each pair. */
  async #sweep(setup: Setup) {
    const { features } = await this.#lab.simulator.catalogue();
    const ids = features.map(({ id }) => id);
    const plan = { ...setup, seed: DEFAULT_SEED, features: ids, kinds: ['rule'], depth: 2 as const };
    const matrix = await this.#crew.begin(plan);
    let done = 0;
    const sweeps = await Promise.all(
      ids.map(async (id) => {
        const sweep = await this.#crew.sweep(plan, id);
        this.progress = ++done / ids.length;
        return sweep;
      }),
    );
    return { ...matrix, features: sweeps, missing: [] };
  }
}
