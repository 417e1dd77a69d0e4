import { afterEach, expect, test, vi } from 'vitest';
import { runCommand } from '../../../renderer/commands/command.ts';
import { TELLING_COMMANDS } from '../../../renderer/commands/telling.ts';
import type { Desk } from '../../../renderer/stores/desk.svelte.ts';

const [copyRun] = TELLING_COMMANDS;
const said: string[] = [];
const desk = (run: { readonly hash: string } | null) =>
  ({ lab: { run, reader: run }, say: (text: string) => said.push(text) }) as unknown as Desk;

afterEach(() => {
  said.length = 0;
  vi.unstubAllGlobals();
});

test('the number is on the clipboard, and that is said', async () => {
  const writeText = vi.fn(() => Promise.resolve());
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  runCommand(copyRun, desk({ hash: '00c0ffee' }));
  await Promise.resolve();
  expect(writeText).toHaveBeenCalledWith('00c0ffee');
  expect(said).toEqual(['Run 00c0ffee is on the clipboard']);
});

test('without a run it says why not', () => {
  runCommand(copyRun, desk(null));
  expect(said).toHaveLength(1);
});
