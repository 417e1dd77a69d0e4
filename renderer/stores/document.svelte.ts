import { EXTENSIONS } from '../../electron/ipc/text-file.ts';
import { designText } from '../../simulator/designs/text.ts';
import type { Setup } from '../../simulator/model/run.ts';
import type { ChosenFile, FilePlace, RecentFile, SavedFile } from '../host/chosen.ts';
import { host } from '../host/host.ts';
import type { Lab } from './lab.svelte.ts';

/** How the files of designs end. */
export const DESIGN_EXTENSION = 'edgelab';

/** A design with all that was made of it, and the file that it is in: enough to go on with it. */
export interface Standing {
  /** What was opened, and what is in the file: as it was opened or saved last. */
  readonly opened: Setup;
  readonly saved: Setup;
  /** As it is now. */
  readonly setup: Setup;
  readonly name: string;
  readonly at: FilePlace | null;
  /** The feature and the time, microseconds, that were looked at. */
  readonly feature: string;
  readonly time: number;
}

/** The design as a document: which file it is in, what is saved of it, and who else has it. */
export class LabDocument {
  /** The name of its file; empty for a built-in design. */
  name = $state('');
  /** Where its file is; null where it would have to be asked. */
  at = $state.raw<FilePlace | null>(null);
  /** The file is open in another window, too. */
  elsewhere = $state(false);
  /** Something else has changed the file: saving asks first. */
  changed = $state(false);
  /** Work that was not saved when something else was opened. */
  left = $state.raw<Standing | null>(null);
  /** The files that were open, the last one first. */
  recent = $state.raw<readonly RecentFile[]>([]);
  /** Asked before another design takes the place of this one. Whoever says no keeps what opens it. */
  mayOpen: (open: () => Promise<void>) => boolean = () => true;
  /** The setup as it was opened or saved last. */
  saved = $state.raw<Setup | null>(null);
  #saving: Promise<void> = Promise.resolve();
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Is there work that closing the window would lose? */
  readonly unsaved = $derived.by(() => {
    const { setup } = this.#lab;
    return (
      setup !== null && this.saved !== null && setup !== this.saved && textOf(setup) !== textOf(this.saved)
    );
  });

  /** What is open, to come back to it; null until something is. */
  get standing(): Standing | null {
    const { opened, setup, chosen, playback } = this.#lab;
    if (!opened || !setup || !this.saved) return null;
    const { name, at } = this;
    return { opened, saved: this.saved, setup, name, at, feature: chosen, time: playback.time };
  }

  /**
   * Opens the file that someone chose or dropped: a design, or the rules of a firewall.
   * @returns which of them it was; null when none could be read
   */
  async openFile(choose: () => Promise<ChosenFile | null>): Promise<'design' | 'rules' | null> {
    try {
      const file = await choose();
      if (!file) return null;
      if (this.#lab.design && (await this.#lab.simulator.holdsRules(file.text))) {
        await this.#lab.ruleFile.open(file);
        return 'rules';
      }
      await this.open(file);
      return 'design';
    } catch (error) {
      this.#trouble('That file cannot be opened', '', error);
      return null;
    }
  }

  /** Opens a design that comes with the program. */
  openBuiltin({ id, text }: { readonly id: string; readonly text: string }): Promise<void> {
    return this.open({ name: `${id}.json`, text }, true);
  }

  /** Opens a design; when something is wrong with it, the one that is open stays. */
  async open(file: ChosenFile, builtin = false): Promise<void> {
    if (!this.mayOpen(() => this.open(file, builtin))) return;
    const loaded = await this.#lab.simulator.open(file.text, file.name);
    if (!loaded.ok) {
      this.#lab.trouble = { title: `${file.name} cannot be opened`, problems: loaded.problems };
      return;
    }
    const { design, interventions } = loaded;
    const left = this.unsaved ? this.standing : null;
    await this.take({ design, interventions }, builtin ? '' : file.name, file.at ?? null);
    this.left = left;
  }

  /**
   * Takes a setup in the place of what is open: it is what was opened, and nothing before it is undone.
   * @param name of its file; empty for a built-in design
   */
  take(setup: Setup, name: string, at: FilePlace | null = null): Promise<void> {
    this.#isIn(setup, name, at);
    this.left = null;
    return this.#lab.begin(setup);
  }

  /** Goes on with something where it was left. */
  async resume({ opened, saved, setup, name, at, feature, time }: Standing): Promise<void> {
    const lab = this.#lab;
    this.#isIn(saved, name, at);
    this.left = null;
    await lab.begin(opened, textOf(setup) === textOf(opened) ? opened : setup);
    lab.look(feature);
    lab.seek(time);
  }

  /** Back to the work that was not saved when something else was opened. */
  async goBack(): Promise<void> {
    const { left } = this;
    if (left) await this.resume(left);
  }

  /**
   * Keeps the design in its file; asks where, when it has none.
   * @param anyway also over what something else has put there meanwhile
   */
  save(anyway = false): Promise<void> {
    return this.#oneByOne(async (setup) => {
      if (!this.at) return this.#saveAs(setup);
      const written = await host.write(this.at, textOf(setup), anyway);
      if (written === 'changed') this.changed = true;
      else this.#isSaved(setup, { name: this.name, at: written });
    });
  }

  /** Keeps the design in a file that the person names. */
  saveAs(): Promise<void> {
    return this.#oneByOne((setup) => this.#saveAs(setup));
  }

  /** Takes what is in the file now; undo leads back to what was here. */
  async reload(): Promise<void> {
    const { at, name } = this;
    if (!at) return;
    try {
      const file = await host.reopen(at.id);
      const loaded = await this.#lab.simulator.open(file.text, name);
      if (!loaded.ok) {
        this.#lab.trouble = { title: `${name} cannot be opened`, problems: loaded.problems };
        return;
      }
      const setup = { design: loaded.design, interventions: loaded.interventions };
      await this.#lab.goTo(setup);
      this.#isSaved(setup, { name: file.name, at: file.at ?? null });
    } catch (error) {
      this.#trouble('The file cannot be read', name, error);
    }
  }

  /** Looks which files were open. */
  async lookUpRecent(): Promise<void> {
    this.recent = await host.recent();
  }

  /** Takes a file off the list of those that were open; all of them for null. */
  async forget(id: string | null): Promise<void> {
    await host.forget(id);
    await this.lookUpRecent();
  }

  async #saveAs(setup: Setup): Promise<void> {
    const named = EXTENSIONS.design.some((extension) => this.name.endsWith(`.${extension}`));
    const name = named ? this.name : `${setup.design.id}.${DESIGN_EXTENSION}`;
    const saved = await host.saveAs(name, textOf(setup));
    if (saved) this.#isSaved(setup, saved);
  }

  /** One saves after the other: each has to know what the one before has put there. */
  #oneByOne(save: (setup: Setup) => Promise<void>): Promise<void> {
    return (this.#saving = this.#saving.then(async () => {
      const { setup } = this.#lab;
      if (!setup) return;
      try {
        await save(setup);
      } catch (error) {
        this.#trouble('The design could not be saved', this.name, error);
      }
    }));
  }

  #isSaved(setup: Setup, { name, at }: SavedFile): void {
    this.#isIn(setup, name, at);
  }

  /** The document is what is in a file. */
  #isIn(setup: Setup, name: string, at: FilePlace | null): void {
    this.saved = setup;
    this.name = name;
    this.changed = false;
    this.at = at;
    void this.#hold(setup);
  }

  async #hold(setup: Setup): Promise<void> {
    const { name, at } = this;
    this.elsewhere = false;
    const file = name === '' ? null : { name, at, version: at?.version ?? textOf(setup) };
    const elsewhere = await host.hold(file);
    if (this.at === at && this.name === name) this.elsewhere = elsewhere;
    await this.lookUpRecent();
  }

  #trouble(title: string, file: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#lab.trouble = { title, problems: [{ file, line: 0, column: 0, message }] };
  }
}

function textOf({ design, interventions }: Setup): string {
  return designText(design, interventions);
}
