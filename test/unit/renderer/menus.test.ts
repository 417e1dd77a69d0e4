import * as v from 'valibot';
import { expect, test, vi } from 'vitest';
import { WindowMenus } from '../../../electron/ipc/window-forms.ts';
import { lessonIn } from '../../../renderer/app/address.ts';

vi.stubGlobal('window', {});
const { GROUPS } = await import('../../../renderer/commands/command.ts');
const { menusOf } = await import('../../../renderer/commands/menus.ts');
const { DESIGN_COMMANDS } = await import('../../../renderer/commands/design.ts');
const { HELP_COMMANDS } = await import('../../../renderer/commands/help.ts');
const { LOOK_COMMANDS } = await import('../../../renderer/commands/look.ts');
const { RUN_COMMANDS } = await import('../../../renderer/commands/run.ts');
const { WINDOW_COMMANDS } = await import('../../../renderer/commands/window.ts');

const COMMANDS = [
  ...RUN_COMMANDS,
  ...DESIGN_COMMANDS,
  ...LOOK_COMMANDS,
  ...HELP_COMMANDS,
  ...WINDOW_COMMANDS,
] as readonly Parameters<typeof menusOf>[0][number][];

test('every command stands in one menu, as it is called and with its keys', () => {
  const menus = menusOf(COMMANDS);
  const entries = menus.flatMap(({ sections }) => sections.flat());
  const expected = COMMANDS.filter(({ native }) => native !== true);
  expect(entries.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
  for (const { id, title, keys } of expected)
    expect(entries.find((entry) => entry.id === id)).toEqual({ id, title, ...(keys ? { keys } : {}) });
});

test('the shell takes them', () => {
  expect(v.parse(WindowMenus, menusOf(COMMANDS))).toEqual(menusOf(COMMANDS));
});

test('only commands of one design are left to the palette', () => {
  const of = (group: (typeof GROUPS)[number]) =>
    menusOf([{ id: 'x', title: 'X', group, run: () => undefined }]).some(({ sections }) =>
      sections.some((commands) => commands.length > 0),
    );
  expect(GROUPS.filter((group) => !of(group))).toEqual(['Features', 'Rules', 'Hosts']);
});

test('an address leads to a lesson, before or behind the number sign', () => {
  expect(lessonIn({ search: '?lesson=signing-in', hash: '' })).toBe('signing-in');
  expect(lessonIn({ search: '', hash: '#lesson=three-doors' })).toBe('three-doors');
  for (const search of [
    '',
    '?lesson=',
    '?lesson=../x',
    '?lesson=A',
    '?notes=1',
    '?lesson=a&b=c',
    '?x&lesson=a',
    `?lesson=${'a'.repeat(65)}`,
  ])
    expect(lessonIn({ search, hash: '' }), search).toBeNull();
});
