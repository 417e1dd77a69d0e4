import type { ChosenFile } from './chosen.ts';
import { readHandle } from './in-browser.ts';

/** Launch Handler API: the installed page is opened with files. Not in TypeScript's library. */
interface Launched {
  readonly launchQueue?: {
    setConsumer(act: (launch: { readonly files: readonly FileSystemHandle[] }) => void): void;
  };
}

/**
 * Hears of the files with which the system opens the installed page.
 * @param act is given the file, and what reads it so that it can be saved there
 */
export function hearLaunches(act: (file: File, choose: () => Promise<ChosenFile>) => void): void {
  (window as Launched).launchQueue?.setConsumer(({ files: [handle] }) => {
    if (handle?.kind !== 'file') return;
    const file = handle as FileSystemFileHandle;
    void file.getFile().then((read) => act(read, () => readHandle(file)));
  });
}
