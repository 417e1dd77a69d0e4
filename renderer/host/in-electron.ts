import type { EdgeLabApi } from '../../electron/ipc/channels.ts';
import { accepted, readFile, type Files } from './chosen.ts';

/** What the preload script offers beside its channels: a dropped file, whose path the window never learns. */
export type Dropping = { readonly openDropped: (file: File) => ReturnType<EdgeLabApi['openDropped']> };
type Shell = Omit<EdgeLabApi, 'openDropped'> & Dropping;

/** Files in Electron: its dialogs, and files by ids that its main process gives out. */
export function electronFiles(shell: Shell): Files {
  return {
    openFile: async (kind) => {
      const opened = await shell.openFile(kind);
      return opened && accepted(opened);
    },
    reopen: async (id) => accepted(await shell.reopenFile(id)),
    dropped: (item) => {
      const file = item.getAsFile()!;
      return async () =>
        file.name.toLowerCase().endsWith('.edgelab')
          ? accepted(await shell.openDropped(file))
          : readFile(file);
    },
    saveAs: save,
    write: async (at, text, anyway) => {
      const written = await shell.writeFile({ at, text, anyway });
      if (written.state === 'failed') throw new Error(written.problem);
      return written.state === 'changed' ? 'changed' : written.at;
    },
    saveText: async (name, text) => {
      await save(name, text);
    },
    recent: () => shell.recentFiles(),
    forget: (id) => shell.forgetFile(id),
    hold: (file) => shell.holdFile(file?.at?.id ?? null),
    edited: (unsaved) => void shell.edited(unsaved),
    newWindow: () => void shell.newWindow(),
  };

  async function save(name: string, text: string) {
    const saved = await shell.saveFile({ name, text });
    if (!saved.ok) throw new Error(saved.problem);
    return saved.saved;
  }
}
