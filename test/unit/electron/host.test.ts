import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** The two shells as the window finds them. */
async function hostIn(window: object) {
  vi.stubGlobal('window', window);
  return import('../../../renderer/host/host.ts');
}

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

test('in Electron the shell opens the file, and its refusal becomes a sentence', async () => {
  const openFile = vi.fn();
  const info = vi.fn(() => Promise.resolve({ lab: '0.1.0' }));
  const { host } = await hostIn({ edgeLab: { openFile, info } });
  expect(host.kind).toBe('electron');
  openFile.mockResolvedValueOnce({ ok: true, name: 'a.json', text: '{}' });
  expect(await host.openFile('design')).toEqual({ name: 'a.json', text: '{}' });
  openFile.mockResolvedValueOnce(null);
  expect(await host.openFile('design')).toBeNull();
  openFile.mockResolvedValueOnce({ ok: false, problem: 'a.json: too large' });
  await expect(host.openFile('design')).rejects.toThrow('a.json: too large');
  expect(await host.info()).toEqual({ lab: '0.1.0' });
});

test('in a browser the page opens the file, with the same limits', async () => {
  const input = Object.assign(new EventTarget(), { files: [] as unknown[], click: vi.fn() });
  vi.stubGlobal('document', { createElement: () => input });
  const { host } = await hostIn({});
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
  });
  expect(await choose('cancel')).toBeNull();
  await expect(choose('change', new File([Uint8Array.of(0xff)], 'b.json'))).rejects.toThrow(
    'b.json: not a text',
  );
  const huge = { name: 'c.json', size: 17 * 1024 * 1024, arrayBuffer: vi.fn() };
  await expect(choose('change', huge)).rejects.toThrow('c.json: too large');
  expect(huge.arrayBuffer).not.toHaveBeenCalled();
});
