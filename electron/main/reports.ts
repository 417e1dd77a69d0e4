import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The log begins anew beyond this; the one before is kept beside it. */
const MAX_LOG_BYTES = 256 * 1024;
/** A fault that tells more than this is cut short. */
const MAX_TEXT = 20_000;

/** What went wrong, kept on this machine for whoever wants to send it. Nothing is sent by itself. */
export class Reports {
  /** Folder of the log, and of what Chromium writes when a process breaks. */
  readonly folder: string;
  readonly log: string;
  readonly #home: string;
  readonly #now: () => Date;

  /**
   * @param folder of the lab's own
   * @param home of the person, whose name is left out of what is kept
   */
  constructor(folder: string, home = homedir(), now = () => new Date()) {
    this.folder = folder;
    this.log = join(folder, 'errors.log');
    this.#home = home;
    this.#now = now;
  }

  /** Adds an entry to the log. Never throws: it is called when something is wrong already. */
  keep(where: string, what: unknown): void {
    const told = what instanceof Error ? (what.stack ?? what.message) : String(what);
    const text = told.slice(0, MAX_TEXT).replaceAll(this.#home, '~');
    try {
      mkdirSync(this.folder, { recursive: true });
      const size = statSync(this.log, { throwIfNoEntry: false })?.size ?? 0;
      if (size > MAX_LOG_BYTES) renameSync(this.log, join(this.folder, 'errors.1.log'));
      appendFileSync(this.log, `${this.#now().toISOString()} ${where}: ${text}\n`);
    } catch {
      // No room, or no right to write: the fault itself is still shown.
    }
  }
}
