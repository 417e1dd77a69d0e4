import type { Locator, Page } from '@playwright/test';
import { Captures } from './captures.ts';
import { Files } from './files.ts';
import { Inspector } from './inspector.ts';
import { Matrix } from './matrix.ts';
import { Packet } from './packet.ts';
import { Rules } from './rules.ts';
import { Sessions } from './sessions.ts';
import { Transport } from './transport.ts';

export type StageView =
  | 'Map'
  | 'Ladder'
  | 'States'
  | 'Rules'
  | 'Matrix'
  | 'Files'
  | 'Captures'
  | 'Review'
  | 'Sessions'
  | 'ICE'
  | 'Tables';
export type PanelTab = 'Inspector' | 'States' | 'Rules';

/** The window as a person sees it. */
export class LabPage {
  readonly transport: Transport;
  readonly inspector: Inspector;
  /** The chosen packet, where it is large. */
  readonly packet: Packet;
  readonly rules: Rules;
  readonly matrix: Matrix;
  readonly files: Files;
  readonly captures: Captures;
  readonly sessions: Sessions;
  readonly variant: Locator;
  readonly problem: Locator;
  readonly status: Locator;
  readonly undo: Locator;
  readonly redo: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.transport = new Transport(page.getByRole('toolbar', { name: 'Run control' }), page);
    this.inspector = new Inspector(page);
    this.packet = new Packet(page.getByRole('main'), page);
    this.rules = new Rules(page);
    this.matrix = new Matrix(page);
    this.files = new Files(page);
    this.captures = new Captures(page);
    this.sessions = new Sessions(page);
    this.variant = page.getByRole('button', { name: /^Variant/ });
    this.problem = page.getByRole('alert');
    this.status = page.getByRole('contentinfo');
    this.undo = page.getByRole('button', { name: 'Undo' });
    this.redo = page.getByRole('button', { name: 'Redo' });
  }

  /** Opens the window and waits until the first run is there. */
  async open(url: string): Promise<void> {
    await this.#page.goto(url);
    await this.feature('Remote sign-in').waitFor();
    await this.unfold();
  }

  /** Groups in which all is well are folded: opens them. */
  async unfold(): Promise<void> {
    const folded = this.features.locator('button[aria-expanded=false]');
    while ((await folded.count()) > 0) await folded.first().click();
  }

  /** A feature's row in the rail; its name for the screen reader begins with the status. */
  feature(name: string): Locator {
    return this.#page.getByRole('complementary', { name: 'Features' }).getByRole('button', { name });
  }

  async show(view: StageView): Promise<void> {
    await this.#page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
  }

  async showPanel(tab: PanelTab): Promise<void> {
    await this.#page.getByRole('tab', { name: tab }).click();
  }

  async chooseTheme(name: 'Light' | 'Dark' | 'High contrast'): Promise<void> {
    await this.#page.getByRole('button', { name: 'Theme' }).click();
    await this.#page.getByRole('menuitemradio', { name }).click();
  }

  /** Opens a design file through the design menu. */
  async openFile(file: { name: string; text: string }): Promise<void> {
    const chooser = this.#page.waitForEvent('filechooser');
    await this.#page.getByRole('button', { name: /^Design:/ }).click();
    await this.#page.getByRole('menuitem', { name: /^Open…/ }).click();
    await (
      await chooser
    ).setFiles({ name: file.name, mimeType: 'application/json', buffer: Buffer.from(file.text) });
  }

  /** Shows a built-in design. */
  async openDesign(title: string): Promise<void> {
    await this.#page.getByRole('button', { name: /^Design:/ }).click();
    await this.#page.getByRole('menuitemradio', { name: title }).click();
  }

  /** In the inspector of a feature: somebody else takes a person's place. */
  async recast(person: string, other: string): Promise<void> {
    await this.#page.getByRole('button', { name: `Somebody else in ${person}'s place` }).click();
    await this.#page.getByRole('menuitem', { name: new RegExp(other) }).click();
  }

  /** A rule's gate on the map; Enter opens or closes it. */
  gate(rule: string): Locator {
    return this.#page.getByRole('button', { name: new RegExp(`^Rule ${rule},`) });
  }

  /** A host's card on the map, by the beginning of its name for the screen reader. */
  host(name: string): Locator {
    return this.stage.getByRole('button', { name: new RegExp(`^${name},`) });
  }

  /** In the card of one of its servers: what a partner runs. */
  async chooseVersion(partner: string, version: string): Promise<void> {
    const choice = this.#page.getByRole('radiogroup', { name: `What ${partner} runs` });
    await choice.getByRole('radio', { name: version, exact: true }).click();
  }

  async playAll(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Play all' }).click();
  }

  async stopAll(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Stop', exact: true }).click();
  }

  /** Turns the wheel over the stage's list. */
  async wheel(down: number): Promise<void> {
    await this.stage.getByRole('list').hover({ position: { x: 300, y: 300 } });
    await this.#page.mouse.wheel(0, down);
  }

  /** The rail with all features. */
  get features(): Locator {
    return this.#page.getByRole('complementary', { name: 'Features' });
  }

  /** What stands on the stage: map, ladder, states or rules. */
  get stage(): Locator {
    return this.#page.getByRole('main');
  }

  /** What is said aloud when a packet is lost. */
  announcement(): Locator {
    return this.#page.getByRole('main').getByRole('status').first();
  }

  async press(keys: string): Promise<void> {
    await this.#page.keyboard.press(keys);
  }

  async screenshot(file: string): Promise<void> {
    await this.#page.screenshot({ path: `test-results/${file}.png` });
  }
}
