import type { Design } from '../../simulator/model/design.ts';
import type { LedgerLine } from '../../simulator/model/policy.ts';
import type { ChosenFile } from '../host/host.ts';
import type { Comparison, FormatInfo, Interfaces } from '../worker/laboratory.ts';
import { takeFile } from './edits.ts';
import type { Lab } from './lab.svelte.ts';

/** So long a text rests before it is read, in milliseconds: nobody reads along letter by letter. */
const REST_MS = 250;

/** What was read of the text last. */
export type Reading =
  | {
      readonly ok: true;
      readonly format: FormatInfo | null;
      readonly ledger: readonly LedgerLine[];
      /** The design with these rules. */
      readonly design: Design;
      readonly rules: number;
    }
  | { readonly ok: false; readonly problem: string; readonly line: number; readonly column: number };

/**
 * A text of rules of one firewall, in a vendor's form: the design's own, written out, or a file that was opened, dropped
 * or pasted. It is read again whenever it changes; the design takes it when somebody says so.
 */
export class RuleFile {
  formats = $state.raw<readonly FormatInfo[]>([]);
  /** Which firewall it is for. */
  firewall = $state('');
  /** Its file; empty while it is the design's own. */
  name = $state('');
  text = $state('');
  /** The form that it is read as; null: whatever it looks like. */
  format = $state<string | null>(null);
  interfaces = $state.raw<Interfaces>({ outside: 'outside', inside: 'inside' });
  reading = $state.raw<Reading | null>(null);
  /** Why the design's rules cannot be written in the form that was asked for. */
  refused = $state.raw<readonly string[]>([]);
  /** What the design would do otherwise with these rules. */
  comparison = $state.raw<Comparison | null>(null);
  busy = $state(false);
  /** The form in which the design's own rules are shown. */
  written = $state('nftables');
  /** Is it the design's own no longer, by somebody's hand? */
  edited = $state(false);

  readonly #lab: Lab;
  #timer = 0;
  #asked = 0;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  readonly wall = $derived.by(
    () => this.#lab.design?.firewalls.find(({ id }) => id === this.firewall) ?? null,
  );
  /** Is it what the design has, word for word? */
  readonly own = $derived(this.name === '' && !this.edited);

  /** Shows the rules of the first firewall that has some, unless something is open already. */
  async start(): Promise<void> {
    if (this.formats.length === 0) this.formats = await this.#lab.simulator.formats();
    const walls = this.#lab.design?.firewalls.filter(({ rules }) => rules.length > 0) ?? [];
    const [first] = walls;
    const known = walls.some(({ id }) => id === this.firewall);
    if (first && !known) this.firewall = first.id;
    await (this.text === '' || this.own ? this.write(this.written) : this.read());
  }

  /** Writes the design's own rules out in a form. */
  async write(format: string): Promise<void> {
    const { design, simulator } = this.#lab;
    if (!design || !this.wall) return;
    const asked = ++this.#asked;
    const written = await simulator.writeRules(design, this.firewall, format, this.interfaces);
    if (asked !== this.#asked) return;
    this.written = format;
    this.refused = written.ok ? [] : written.problems;
    this.name = '';
    this.edited = false;
    this.format = null;
    this.comparison = null;
    this.text = written.ok ? written.text : '';
    this.reading = null;
    if (written.ok) await this.read();
  }

  /** Another firewall: its own rules, or the same file for it. */
  async choose(firewall: string): Promise<void> {
    this.firewall = firewall;
    await (this.own ? this.write(this.written) : this.read());
  }

  /** Takes a file that was opened, dropped or pasted. */
  async open({ name, text }: ChosenFile): Promise<void> {
    if (this.firewall === '') await this.start();
    this.name = name;
    this.edited = false;
    this.format = null;
    this.refused = [];
    this.text = text;
    await this.read();
  }

  /** The text as somebody changes it: read once it rests. */
  edit(text: string): void {
    if (text === this.text) return;
    this.text = text;
    this.edited = true;
    this.refused = [];
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.read(), REST_MS);
  }

  async readAs(format: string | null): Promise<void> {
    this.format = format;
    await this.read();
  }

  async nameSide(side: keyof Interfaces, name: string): Promise<void> {
    if (name.trim() === '') return;
    this.interfaces = { ...this.interfaces, [side]: name.trim() };
    await (this.own ? this.write(this.written) : this.read());
  }

  /** Reads the text and works out what its rules would change. Only the newest answer counts. */
  async read(): Promise<void> {
    const { setup, simulator } = this.#lab;
    if (!setup || !this.wall || this.text.trim() === '') {
      this.reading = null;
      this.comparison = null;
      return;
    }
    const asked = ++this.#asked;
    this.busy = true;
    const { design } = setup;
    const read = await simulator.readRules(design, this.firewall, this.text, this.format, this.interfaces);
    if (asked !== this.#asked) return;
    const rules = read.ok ? read.design.firewalls.find(({ id }) => id === this.firewall)!.rules.length : 0;
    this.reading = read.ok ? { ...read, rules } : read;
    this.comparison = null;
    if (read.ok && !this.own) {
      const comparison = await simulator.compare(setup, { ...setup, design: read.design });
      if (asked !== this.#asked) return;
      this.comparison = comparison;
    }
    this.busy = false;
  }

  /** Puts the rules into the design; undo takes them out. */
  take(): void {
    const { reading } = this;
    if (!reading?.ok) return;
    const wall = reading.design.firewalls.find(({ id }) => id === this.firewall)!;
    const name = this.name === '' ? 'edited rules' : this.name;
    this.#lab.edit((design) => takeFile(design, wall, name));
    this.comparison = null;
  }
}
