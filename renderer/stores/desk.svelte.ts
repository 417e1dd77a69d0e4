import { host, isCapture, type ChosenFile } from '../host/host.ts';
import type { ViewEntry, ViewId } from '../views/registry.ts';
import { differenceText } from './differences.ts';
import type { Lab } from './lab.svelte.ts';
import { Layout } from './layout.svelte.ts';
import { Recovering } from './recovering.svelte.ts';
import { ThemeChoice } from './theme.svelte.ts';

/** What lies over the window. */
export type Sheet = 'palette' | 'keys' | 'model';

const SAID_MOST = 5;

/** The window around the lab: what commands act on. */
export class Desk {
  readonly lab: Lab;
  readonly theme = new ThemeChoice();
  readonly recovering: Recovering;
  readonly layout: Layout;
  /** What can be on the stage, in the order of the rail. */
  readonly views: readonly ViewEntry[];
  sheet = $state<Sheet | null>(null);
  touring = $state(false);
  /** What was said aloud last, the newest at the end: one comes before another was heard. */
  said = $state.raw<readonly { readonly number: number; readonly text: string }[]>([]);

  constructor(lab: Lab, views: readonly ViewEntry[]) {
    this.lab = lab;
    this.recovering = new Recovering(lab);
    this.views = views.filter(({ where }) => where.includes('stage'));
    this.layout = new Layout(
      lab,
      this.views.map(({ id }) => id),
    );
  }

  readonly show = (view: ViewId): void => {
    this.lab.view = view;
    this.lab.fields.page = null;
  };

  /** Says something to those who listen to the window. */
  say(text: string): void {
    const number = (this.said.at(-1)?.number ?? 0) + 1;
    this.said = [...this.said, { number, text }].slice(-SAID_MOST);
  }

  /** Opens a design, or the rules of a firewall. */
  async open(choose: () => Promise<ChosenFile | null>): Promise<void> {
    if ((await this.lab.openFile(choose)) === 'rules') this.show('files');
  }

  openFile(): Promise<void> {
    return this.open(() => host.openFile('design'));
  }

  /** Opens what somebody copied, where the browser lets one look. */
  openCopied(): Promise<void> {
    return this.open(async () => {
      const text = await navigator.clipboard.readText().catch(() => {
        throw new Error('the window may not read what was copied: press the keys for pasting instead');
      });
      return { name: 'pasted text', text };
    });
  }

  /** Opens a capture: the one that is given, or one that the person chooses. */
  async openCapture(given?: File): Promise<void> {
    const file = given ?? (await host.chooseCapture());
    if (!file) return;
    this.show('captures');
    const { capture } = this.lab;
    if (await isCapture(file)) await capture.open(file);
    else capture.problem = `${file.name}: no capture; a file of pcap or pcapng would be one`;
  }

  undo(): void {
    this.#travel('Undone', () => this.lab.undo());
  }

  redo(): void {
    this.#travel('Done again', () => this.lab.redo());
  }

  #travel(verb: string, step: () => void): void {
    const texts = () => this.lab.differences.map(differenceText);
    const before = texts();
    step();
    const after = texts();
    const changed = [
      ...before.filter((text) => !after.includes(text)),
      ...after.filter((text) => !before.includes(text)),
    ];
    this.say(`${verb}: ${changed.join(', ') || this.lab.variant}`);
  }
}
