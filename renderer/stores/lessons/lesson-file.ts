import { host, readFile, type ChosenFile } from '../../host/host.ts';
import { LESSON_EXTENSIONS } from './is-lesson.ts';

/** How often a lesson's file is looked at, milliseconds. */
const EVERY_MS = 1000;

interface Picker {
  readonly showOpenFilePicker?: (options: {
    readonly types: readonly { readonly description: string; readonly accept: Record<string, string[]> }[];
  }) => Promise<FileSystemFileHandle[]>;
}

/** Chooses a lesson's file and, where the browser lets one, looks whether it is written anew. */
export class LessonWatch {
  readonly #changed: (file: ChosenFile) => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(changed: (file: ChosenFile) => void) {
    this.#changed = changed;
  }

  /**
   * Lets the person choose a file.
   * @returns with a handle by which it can be followed, where there is one; no file when they changed their mind
   * @throws Error with a sentence for the person
   */
  async choose(): Promise<{ file: ChosenFile | null; handle: FileSystemFileHandle | null }> {
    const picker = (window as Picker).showOpenFilePicker;
    if (host.kind === 'electron' || !picker) return { file: await host.openFile('lesson'), handle: null };
    let handle: FileSystemFileHandle | undefined;
    try {
      const accept = { 'application/yaml': LESSON_EXTENSIONS.map((extension) => `.${extension}`) };
      [handle] = await picker.call(window, { types: [{ description: 'Lessons', accept }] });
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return { file: null, handle: null };
      throw error;
    }
    return handle ? { file: await readFile(await handle.getFile()), handle } : { file: null, handle: null };
  }

  /** Looks at a file once a second from now on. */
  follow(handle: FileSystemFileHandle): void {
    this.unfollow();
    let last: number | null = null;
    this.#timer = setInterval(() => {
      void handle.getFile().then(async (file) => {
        const before = last;
        last = file.lastModified;
        if (before !== null && before !== last) this.#changed(await readFile(file));
      });
    }, EVERY_MS);
  }

  unfollow(): void {
    clearInterval(this.#timer);
  }
}
