import { BrowserWindow, screen } from 'electron';
import type { WebContents } from 'electron';
import type { Telling, Told } from '../ipc/tellings.ts';
import { tell } from '../ipc/tellings.ts';
import { watchWindow } from './faults.ts';
import type { Reports } from './reports.ts';
import { beside, keepState, placed, readState } from './window-state.ts';
import { ORIGIN, windowOptions } from './window.ts';

interface Around {
  /** File of the preload script. */
  readonly preload: string;
  /** File in which it is kept where the last window stood. */
  readonly state: string;
  readonly devTools: boolean;
  readonly reports: Reports;
}

/** A window of the lab, and what it is to be told once its page hears. */
interface LabWindow {
  readonly window: BrowserWindow;
  /** Has somebody had the time to begin anything in it? */
  begun: boolean;
  hears: boolean;
  waiting: (() => void)[];
}

/** The windows of the lab. */
export class LabWindows {
  readonly #around: Around;
  /** The one that had the focus last is the last. */
  #open: readonly LabWindow[] = [];

  constructor(around: Around) {
    this.#around = around;
  }

  /** Is this the page of a window of the lab? The notes, say, are not. */
  has(contents: WebContents): boolean {
    return this.#of(contents) !== undefined;
  }

  /** The window at which somebody is, or was last; null when none is open. */
  get current(): BrowserWindow | null {
    return this.#open.at(-1)?.window ?? null;
  }

  /** Opens a window: where the last one stood, or beside the one that is there. */
  open(): BrowserWindow {
    const { preload, state, devTools } = this.#around;
    const before = this.current;
    const kept = before ? beside(before.getNormalBounds()) : readState(state);
    const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea);
    const window = new BrowserWindow({ ...windowOptions(preload, devTools), ...placed(kept, areas) });
    this.#follow(window);
    window.once('ready-to-show', () => {
      if (kept?.maximized) window.maximize();
      if (kept?.fullScreen) window.setFullScreen(true);
      window.show();
    });
    void window.loadURL(`${ORIGIN}/`);
    return window;
  }

  /** A window for something of its own: one that has only just been opened for nothing else, or a new one. */
  fresh(): BrowserWindow {
    const one = this.#open.at(-1);
    return one && !one.begun && one.waiting.length === 0 ? one.window : this.open();
  }

  /** Brings a window to the front, wherever it was. */
  show(window: BrowserWindow): void {
    if (window.isMinimized()) window.restore();
    window.focus();
  }

  /** A page hears from now on: it gets what was kept for it. */
  started(contents: WebContents): void {
    const one = this.#of(contents);
    if (!one) return;
    one.begun = true;
    one.hears = true;
    for (const act of one.waiting.splice(0)) act();
  }

  /** Tells a window something, as soon as it hears. */
  tell<T extends Telling>(window: BrowserWindow, telling: T, told: Told<T>): void {
    const one = this.#of(window.webContents);
    const act = () => tell(window.webContents, telling, told);
    if (one?.hears) act();
    else one?.waiting.push(act);
  }

  #of(contents: WebContents): LabWindow | undefined {
    return this.#open.find(({ window }) => window.webContents === contents);
  }

  #follow(window: BrowserWindow): void {
    const one: LabWindow = { window, begun: false, hears: false, waiting: [] };
    const others = () => this.#open.filter((other) => other !== one);
    this.#open = [...this.#open, one];
    watchWindow(window, this.#around.reports);
    window.on('focus', () => (this.#open = [...others(), one]));
    // Whatever loads it anew, the page before hears no more.
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) one.hears = false;
    });
    window.on('close', () => this.#keepState(window));
    window.on('closed', () => (this.#open = others()));
  }

  #keepState(window: BrowserWindow): void {
    const shown = { maximized: window.isMaximized(), fullScreen: window.isFullScreen() };
    keepState(this.#around.state, window.getNormalBounds(), shown);
  }
}
