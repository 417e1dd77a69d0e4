import type { FilePlace, OpenedFile, RecentFile } from '../../electron/ipc/text-file.ts';
import { EXTENSIONS, textFile, tooLarge, versionOf } from '../../electron/ipc/text-file.ts';
import type { FileKind } from '../../electron/ipc/text-file.ts';

export type { FileKind, FilePlace, RecentFile };

/** A file that the person chose. */
export interface ChosenFile {
  readonly name: string;
  readonly text: string;
  /** Where it is, so that it can be saved there; left out, or null, where it can only be read. */
  readonly at?: FilePlace | null;
}

/** Where something was saved. */
export interface SavedFile {
  readonly name: string;
  /** null where it was a download: nobody knows where that went. */
  readonly at: FilePlace | null;
}

/** What a shell does with files. Each of these throws an Error with a sentence for the person where it cannot. */
export interface Files {
  /** Lets the person choose a file; null when they changed their mind. */
  openFile(kind: FileKind): Promise<ChosenFile | null>;
  /** Reads a file again that was chosen before. */
  reopen(id: string): Promise<ChosenFile>;
  /** What was dropped: asked while the drop is told, read whenever it is wanted. */
  dropped(item: DataTransferItem): () => Promise<ChosenFile>;
  /** Lets the person say where a design is to be kept; null when they changed their mind. */
  saveAs(name: string, text: string): Promise<SavedFile | null>;
  /** Keeps a text where a file is; "changed" and nothing done when something else has changed it and `anyway` is not said. */
  write(at: FilePlace, text: string, anyway: boolean): Promise<FilePlace | 'changed'>;
  /** Keeps a text in a file of its own: where the person says in Electron, among the downloads in a browser. */
  saveText(name: string, text: string): Promise<void>;
  /** The files that were open, the last one first. */
  recent(): Promise<readonly RecentFile[]>;
  /** Takes one of them off the list; all of them for null. */
  forget(id: string | null): Promise<void>;
  /** Which file the window's design is in: is it open in another window, too? */
  hold(file: HeldFile | null): Promise<boolean>;
  /** Tells the system whether there is anything that is not saved. */
  edited(unsaved: boolean): void;
  /** Opens one more window. */
  newWindow(): void;
}

/** The file in which a window's design is. */
export interface HeldFile {
  readonly name: string;
  readonly at: FilePlace | null;
  /** The hash of what it held when it was opened. */
  readonly version: string;
}

/** @throws Error with what is wrong with it, in a sentence */
export function accepted(file: OpenedFile): ChosenFile {
  if (!file.ok) throw new Error(file.problem);
  return { name: file.name, text: file.text, at: file.at };
}

/**
 * A file's name and text, however it came into the window.
 * @param id by which it is known, where it can be saved again
 * @throws Error with a sentence for the person, when the file is too large, unreadable or no text
 */
export async function readFile(file: File, id: string | null = null): Promise<ChosenFile> {
  const refused = tooLarge(file.name, file.size);
  if (refused) throw new Error(refused.problem);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const read = textFile(file.name, bytes);
  if (!read.ok) throw new Error(read.problem);
  return { name: read.name, text: read.text, at: id === null ? null : { id, version: versionOf(bytes) } };
}

/** Keeps bytes in a file: among the downloads in a browser; Electron asks where. */
export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download reads it after this.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Lets the person choose files in the window's own dialog; none when they changed their mind. */
export function chooseSome(extensions: readonly string[], multiple: boolean): Promise<readonly File[]> {
  return new Promise((done) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = multiple;
    input.accept = extensions.map((extension) => `.${extension}`).join();
    input.addEventListener('change', () => done([...(input.files ?? [])]));
    input.addEventListener('cancel', () => done([]));
    input.click();
  });
}

/** Endings of the names of files of a kind, as dialogs take them: ".edgelab". */
export function endings(kind: FileKind): string[] {
  return EXTENSIONS[kind].map((extension) => `.${extension}`);
}
