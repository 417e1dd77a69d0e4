import { contextBridge, ipcRenderer } from 'electron';
import { askingApi } from '../ipc/asking.ts';

/** The only way from the window to the shell: named questions, checked answers, no Node. */
contextBridge.exposeInMainWorld(
  'edgeLab',
  askingApi((channel, ask) => ipcRenderer.invoke(channel, ask)),
);
