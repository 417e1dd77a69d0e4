import { contextBridge, ipcRenderer } from 'electron';
import type { Answer } from '../ipc/channels.ts';
import { checkAnswer } from '../ipc/channels.ts';

/** The only way from the window to the shell: named questions, checked answers, no Node. */
contextBridge.exposeInMainWorld('edgeLabShell', {
  openDesign: async (): Promise<Answer<'design:open'>> =>
    checkAnswer('design:open', await ipcRenderer.invoke('design:open', undefined)),
});
