import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { askingApi } from '../ipc/asking.ts';
import { listeningApi } from '../ipc/tellings.ts';

const asking = askingApi((channel, ask) => ipcRenderer.invoke(channel, ask));

/** The only way between the window and the shell: named questions and tellings, both checked, and no Node. */
contextBridge.exposeInMainWorld('edgeLab', {
  ...asking,
  // The page hands over a file that was dropped on it, and never names a path.
  openDropped: (file: File) => asking.openDropped(webUtils.getPathForFile(file)),
  ...listeningApi((channel, hear) => {
    // Electron's own event stays here: it leads to ipcRenderer.
    const listener = (_event: unknown, told: unknown) => hear(told);
    ipcRenderer.on(channel, listener);
    return () => void ipcRenderer.off(channel, listener);
  }),
});
