import { expect, test, vi } from 'vitest';
import { CHANNELS } from '../../../electron/ipc/channels.ts';
import { TELLINGS } from '../../../electron/ipc/tellings.ts';

const fake = vi.hoisted(() => ({
  contextBridge: { exposeInMainWorld: vi.fn() },
  ipcRenderer: { invoke: vi.fn(), on: vi.fn(), off: vi.fn() },
  webUtils: { getPathForFile: vi.fn() },
}));
vi.mock('electron', () => fake);
await import('../../../electron/preload/preload.ts');
const [name, api] = fake.contextBridge.exposeInMainWorld.mock.calls[0] as [
  string,
  Record<string, (ask?: unknown) => Promise<unknown>> &
    Record<'onCommand' | 'onLesson', (act: (told: unknown) => void) => () => void>,
];

test('the window sees named questions and tellings, and nothing of Electron', () => {
  expect(name).toBe('edgeLab');
  const methods = [...Object.values(CHANNELS), ...Object.values(TELLINGS)].map(({ method }) => method);
  expect(Object.keys(api).sort()).toEqual(methods.sort());
  for (const one of Object.values(api)) expect(typeof one).toBe('function');
});

test('what the shell tells is checked before the window sees it, without the event of Electron', () => {
  const act = vi.fn();
  const end = api.onCommand(act);
  const [channel, hear] = fake.ipcRenderer.on.mock.lastCall as [string, (...told: unknown[]) => void];
  expect(channel).toBe('tell:command');
  hear({ sender: 'ipcRenderer' }, 'new-window');
  expect(act).toHaveBeenCalledExactlyOnceWith('new-window');
  for (const told of ['../x', '', 5, null, { id: 'x' }]) expect(() => hear({}, told)).toThrow();
  expect(act).toHaveBeenCalledOnce();
  end();
  expect(fake.ipcRenderer.off).toHaveBeenCalledWith(channel, hear);
});

test('answers are checked before the window sees them', async () => {
  fake.ipcRenderer.invoke.mockResolvedValueOnce({ ok: true, name: 'a.json', text: '{}', at: null });
  await expect(api['openFile']!('design')).resolves.toMatchObject({ name: 'a.json', text: '{}' });
  expect(fake.ipcRenderer.invoke).toHaveBeenCalledWith('file:open', 'design');
  fake.ipcRenderer.invoke.mockResolvedValueOnce({ ok: true, name: 5 });
  await expect(api['openFile']!('design')).rejects.toThrow();
});

test('a question of another form does not leave the window', async () => {
  fake.ipcRenderer.invoke.mockClear();
  await expect(api['openFile']!('/etc/passwd')).rejects.toThrow();
  expect(fake.ipcRenderer.invoke).not.toHaveBeenCalled();
});

test('a page cannot name a path: only a file that was dropped on it has one', async () => {
  fake.webUtils.getPathForFile.mockImplementation((file: unknown) => {
    // As Electron's own does.
    if (!(file instanceof File)) throw new TypeError('not a file');
    return '/home/alice/a.edgelab';
  });
  fake.ipcRenderer.invoke.mockClear();
  expect(() => api['openDropped']!('/etc/passwd')).toThrow(TypeError);
  expect(fake.ipcRenderer.invoke).not.toHaveBeenCalled();
  fake.ipcRenderer.invoke.mockResolvedValueOnce({ ok: false, problem: 'a.edgelab: gone' });
  await api['openDropped']!(new File([], 'a.edgelab'));
  expect(fake.ipcRenderer.invoke).toHaveBeenCalledWith('file:dropped', '/home/alice/a.edgelab');
});
