import { expect, test, vi } from 'vitest';

const fake = vi.hoisted(() => ({
  contextBridge: { exposeInMainWorld: vi.fn() },
  ipcRenderer: { invoke: vi.fn() },
}));
vi.mock('electron', () => fake);
await import('../../../electron/preload/preload.ts');
const [name, api] = fake.contextBridge.exposeInMainWorld.mock.calls[0] as [
  string,
  Record<string, (ask?: unknown) => Promise<unknown>>,
];

test('the window sees named questions and nothing of Electron', () => {
  expect(name).toBe('edgeLab');
  expect(Object.keys(api).sort()).toEqual(['info', 'openFile', 'saveFile']);
});

test('answers are checked before the window sees them', async () => {
  fake.ipcRenderer.invoke.mockResolvedValueOnce({ ok: true, name: 'a.json', text: '{}' });
  await expect(api['openFile']!('design')).resolves.toEqual({ ok: true, name: 'a.json', text: '{}' });
  expect(fake.ipcRenderer.invoke).toHaveBeenCalledWith('file:open', 'design');
  fake.ipcRenderer.invoke.mockResolvedValueOnce({ ok: true, name: 5 });
  await expect(api['openFile']!('design')).rejects.toThrow();
});

test('a question of another form does not leave the window', async () => {
  fake.ipcRenderer.invoke.mockClear();
  await expect(api['openFile']!('/etc/passwd')).rejects.toThrow();
  expect(fake.ipcRenderer.invoke).not.toHaveBeenCalled();
});
