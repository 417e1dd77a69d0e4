import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { versionOf } from '../../../electron/ipc/text-file.ts';

/** The two shells as the window finds them. */
async function hostIn(window: object) {
  vi.stubGlobal('window', window);
  return (await import('../../../renderer/host/host.ts')).host;
}

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

const at = { id: '01234567-89ab-4def-8123-456789abcdef', version: 'a'.repeat(64) };
const bytes = (text: string) => new TextEncoder().encode(text);

/** A dropped file as the browser tells of it. */
function dropped(file: File, handle?: object): DataTransferItem {
  const item = { kind: 'file', getAsFile: () => file };
  return (
    handle ? { ...item, getAsFileSystemHandle: () => Promise.resolve(handle) } : item
  ) as DataTransferItem;
}

test('in Electron the shell opens and keeps files, and its refusals become sentences', async () => {
  const shell = {
    openFile: vi.fn(),
    openDropped: vi.fn(),
    writeFile: vi.fn(),
    saveFile: vi.fn(),
    holdFile: vi.fn(() => Promise.resolve(true)),
    info: vi.fn(() => Promise.resolve({ lab: '0.1.0' })),
  };
  const host = await hostIn({ edgeLab: shell });
  expect(host.kind).toBe('electron');
  shell.openFile.mockResolvedValueOnce({ ok: true, name: 'a.json', text: '{}', at });
  expect(await host.openFile('design')).toEqual({ name: 'a.json', text: '{}', at });
  shell.openFile.mockResolvedValueOnce(null);
  expect(await host.openFile('design')).toBeNull();
  shell.openFile.mockResolvedValueOnce({ ok: false, problem: 'a.json: too large' });
  await expect(host.openFile('design')).rejects.toThrow('a.json: too large');
  await expect(host.given({ ok: false, problem: 'b.json: gone' })).rejects.toThrow('b.json: gone');

  shell.writeFile.mockResolvedValueOnce({ state: 'written', at });
  expect(await host.write(at, 'x', false)).toEqual(at);
  shell.writeFile.mockResolvedValueOnce({ state: 'changed' });
  expect(await host.write(at, 'x', false)).toBe('changed');
  shell.writeFile.mockResolvedValueOnce({ state: 'failed', problem: 'disk full' });
  await expect(host.write(at, 'x', true)).rejects.toThrow('disk full');
  shell.saveFile.mockResolvedValueOnce({ ok: true, saved: null });
  expect(await host.saveAs('a', 'x')).toBeNull();
  expect(await host.hold({ name: 'a', at, version: '' })).toBe(true);
  expect(shell.holdFile).toHaveBeenLastCalledWith(at.id);
  expect(await host.info()).toEqual({ lab: '0.1.0' });

  // A design is saved where it was dropped from; all else is read by the page.
  shell.openDropped.mockResolvedValueOnce({ ok: true, name: 'a.edgelab', text: '{}', at });
  const design = new File(['{}'], 'a.edgelab');
  expect(await host.dropped(dropped(design))()).toEqual({ name: 'a.edgelab', text: '{}', at });
  expect(shell.openDropped).toHaveBeenCalledExactlyOnceWith(design);
  expect(await host.dropped(dropped(new File(['x'], 'a.cfg')))()).toEqual({
    name: 'a.cfg',
    text: 'x',
    at: null,
  });
});

test('in a browser without handles the page opens the file, with the same limits', async () => {
  const input = Object.assign(new EventTarget(), { files: [] as unknown[], click: vi.fn() });
  vi.stubGlobal('document', { createElement: () => input });
  const host = await hostIn({});
  expect(host.kind).toBe('browser');
  expect(await host.info()).toBeNull();
  const choose = (event: string, ...files: unknown[]) => {
    input.files = files;
    const chosen = host.openFile('design');
    input.dispatchEvent(new Event(event));
    return chosen;
  };
  expect(await choose('change', new File(['{"ä":1}'], 'a.json'))).toEqual({
    name: 'a.json',
    text: '{"ä":1}',
    at: null,
  });
  expect(await choose('cancel')).toBeNull();
  await expect(choose('change', new File([Uint8Array.of(0xff)], 'b.json'))).rejects.toThrow(
    'b.json: not a text',
  );
  const huge = { name: 'c.json', size: 17 * 1024 * 1024, arrayBuffer: vi.fn() };
  await expect(choose('change', huge)).rejects.toThrow('c.json: too large');
  expect(huge.arrayBuffer).not.toHaveBeenCalled();
});

/** A file with a handle, as a browser that has them gives it. */
class FakeHandle {
  readonly kind = 'file';
  readonly name: string;
  text: string;
  permission: PermissionState = 'granted';
  readonly requestPermission = vi.fn(() => Promise.resolve(this.permission));
  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
  }
  queryPermission = () => Promise.resolve('prompt');
  isSameEntry = (other: unknown) => Promise.resolve(other === this);
  getFile = () => Promise.resolve(new File([this.text], this.name));
  createWritable() {
    let written = '';
    return Promise.resolve({
      write: (text: string) => Promise.resolve(void (written = text)),
      close: () => Promise.resolve(void (this.text = written)),
    });
  }
}

test('in a browser with handles a file is saved where it was opened, unless something else has changed it', async () => {
  const file = new FakeHandle('a.edgelab', 'one');
  const host = await hostIn({ showOpenFilePicker: () => Promise.resolve([file]) });
  const opened = await host.openFile('design');
  expect(opened).toMatchObject({ name: 'a.edgelab', text: 'one', at: { version: versionOf(bytes('one')) } });
  const place = opened!.at!;
  const next = await host.write(place, 'two', false);
  expect(next).toEqual({ id: place.id, version: versionOf(bytes('two')) });
  expect(file.text).toBe('two');
  expect(await host.write(place, 'three', false)).toBe('changed');
  expect(file.text).toBe('two');
  expect(await host.write(place, 'four', true)).toMatchObject({ id: place.id });
  // The same file, however it comes, is the same file.
  expect(await host.dropped(dropped(new File(['four'], 'a.edgelab'), file))()).toMatchObject({
    text: 'four',
    at: { id: place.id },
  });
  file.permission = 'denied';
  await expect(host.write(place, 'five', true)).rejects.toThrow('a.edgelab: the browser may not write it');
  await expect(host.reopen(place.id)).rejects.toThrow('a.edgelab: the browser may not read it');
  await expect(host.reopen(at.id)).rejects.toThrow('not known any more');
});

test('whoever changes their mind in a dialog has chosen nothing; other faults are told', async () => {
  const pick = vi.fn();
  const host = await hostIn({ showOpenFilePicker: pick, showSaveFilePicker: pick });
  pick.mockRejectedValue(new DOMException('no', 'AbortError'));
  expect(await host.openFile('design')).toBeNull();
  expect(await host.saveAs('a.edgelab', '')).toBeNull();
  pick.mockRejectedValue(new DOMException('no', 'SecurityError'));
  await expect(host.saveAs('a.edgelab', '')).rejects.toThrow();
});
