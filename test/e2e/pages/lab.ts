import { expect, type Locator, type Page } from '@playwright/test';
import { atRest } from './at-rest.ts';
import { Captures } from './captures.ts';
import { DesignPage } from './design.ts';
import { Files } from './files.ts';
import { Inspector } from './inspector.ts';
import { Matrix } from './matrix.ts';
import { Packet } from './packet.ts';
import { Palette } from './palette.ts';
import { Rules } from './rules.ts';
import { Sessions } from './sessions.ts';
import { Transport } from './transport.ts';

export type StageView =
  | 'Map'
  | 'Design'
  | 'Ladder'
  | 'States'
  | 'Rules'
  | 'Matrix'
  | 'Files'
  | 'Captures'
  | 'Review'
  | 'Sessions'
  | 'ICE'
  | 'Tables'
  | 'Dialogs'
  | 'Person'
  | 'Present'
  | 'Lessons'
  | 'Manual';
export type PanelTab = 'Inspector' | 'States' | 'Rules';

/** The window as a person sees it. */
export class LabPage {
  readonly transport: Transport;
  readonly inspector: Inspector;
  /** The chosen packet, where it is large. */
  readonly packet: Packet;
  readonly palette: Palette;
  readonly rules: Rules;
  readonly matrix: Matrix;
  readonly byHand: DesignPage;
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
    this.palette = new Palette(page);
    this.rules = new Rules(page);
    this.matrix = new Matrix(page);
    this.byHand = new DesignPage(page);
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

  /** Every view of the rail, from the top. */
  async views(): Promise<StageView[]> {
    const rail = this.#page.getByRole('navigation', { name: 'Views' });
    const names = await rail.getByRole('button').allTextContents();
    return names.map((name) => name.trim() as StageView);
  }

  /** Waits until nothing is being worked out or moved any more. */
  async settled(): Promise<void> {
    await this.#page.locator('.app[aria-busy=false]').waitFor();
    await expect(this.#page.locator('[aria-busy=true]')).toHaveCount(0);
    await atRest(this.#page);
  }

  async showPanel(tab: PanelTab): Promise<void> {
    await this.#page.getByRole('tab', { name: tab }).click();
  }

  /** Chooses in the menu of the look. */
  async chooseLook(name: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'Look', exact: true }).click();
    const item = this.#page.getByRole('menu').locator('[role^=menuitem]', { hasText: name });
    await item.click();
    // Switches leave the menu open.
    await this.#page.keyboard.press('Escape');
    await item.waitFor({ state: 'detached' });
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
  /** Runs are not done from now on, until what this gives is called. */
  async holdRuns(): Promise<() => Promise<void>> {
    const worker = this.#page.workers()[0]!;
    const held = await worker.evaluateHandle(() => {
      const post = self.postMessage.bind(self) as (message: unknown) => void;
      const messages: unknown[] = [];
      self.postMessage = (message: { readonly value?: { readonly features?: unknown } }) => {
        if (message.value?.features === undefined) post(message);
        else messages.push(message);
      };
      return () => {
        self.postMessage = post as typeof self.postMessage;
        for (const message of messages) post(message);
      };
    });
    return () => worker.evaluate((release) => release(), held);
  }

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
    return this.stage
      .locator('[data-host]')
      .and(this.#page.getByRole('button', { name: new RegExp(`^${name},`) }));
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

  /** What was said aloud last: a packet that was lost, what became of a run, what was undone. */
  announcement(): Locator {
    return this.announcements.getByRole('paragraph').last();
  }

  /** What was said aloud lately. */
  get announcements(): Locator {
    return this.#page.getByRole('log', { name: 'Announcements' });
  }

  async press(keys: string): Promise<void> {
    await this.#page.keyboard.press(keys);
  }

  async screenshot(file: string): Promise<void> {
    await this.#page.screenshot({ path: `test-results/${file}.png` });
  }
}
