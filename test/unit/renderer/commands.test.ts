import { describe, expect, test } from 'vitest';
import type { Command } from '../../../renderer/commands/command.ts';
import { BOOKMARK_COMMANDS } from '../../../renderer/commands/bookmarks.ts';
import { BREAKPOINT_COMMANDS } from '../../../renderer/commands/breakpoints.ts';
import { DESIGN_COMMANDS } from '../../../renderer/commands/design.ts';
import { HELP_COMMANDS } from '../../../renderer/commands/help.ts';
import { pressed, shownKeys } from '../../../renderer/commands/keys.ts';
import { LOOK_COMMANDS } from '../../../renderer/commands/look.ts';
import { RUN_COMMANDS } from '../../../renderer/commands/run.ts';
import { searchCommands } from '../../../renderer/commands/search.ts';

const ALWAYS: readonly Command[] = [
  ...RUN_COMMANDS,
  ...BREAKPOINT_COMMANDS,
  ...BOOKMARK_COMMANDS,
  ...DESIGN_COMMANDS,
  ...LOOK_COMMANDS,
  ...HELP_COMMANDS,
];

/** A press as the browser tells it. */
function press(key: string, ...held: readonly string[]): KeyboardEvent {
  return {
    key,
    code: '',
    getModifierState: (name: string) => held.includes(name),
  } as unknown as KeyboardEvent;
}

describe('commands', () => {
  test('each has a name of its own, and no keys are given twice', () => {
    const ids = ALWAYS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const keys = ALWAYS.flatMap((command) => command.keys ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    // The digits show views.
    expect(keys.filter((one) => /^\d$/.test(one))).toEqual([]);
  });

  test('titles are sentences without their end', () => {
    for (const { title } of ALWAYS) expect(title).toMatch(/^[A-Z].*[^.]$/);
  });
});

describe('keys', () => {
  test('are shown as the keyboard has them', () => {
    expect(shownKeys('$mod+Shift+Z', false)).toBe('Ctrl Shift Z');
    expect(shownKeys('$mod+Shift+Z', true)).toBe('⌘ ⇧ Z');
    expect(shownKeys('Shift+ArrowRight', false)).toBe('Shift →');
    expect(shownKeys('[Shift]+?', false)).toBe('?');
    expect(shownKeys('Escape', false)).toBe('Esc');
    expect(shownKeys('[', false)).toBe('[');
  });

  test('a press is only what it is, with no other modifiers', () => {
    expect(pressed(press('z', 'Control'), '$mod+Z')).toBe(true);
    expect(pressed(press('Z', 'Control', 'Shift'), '$mod+Z')).toBe(false);
    expect(pressed(press('Z', 'Control', 'Shift'), '$mod+Shift+Z')).toBe(true);
    expect(pressed(press('z'), '$mod+Z')).toBe(false);
    expect(pressed(press('?', 'Shift'), '[Shift]+?')).toBe(true);
    expect(pressed(press('?'), '[Shift]+?')).toBe(true);
    expect(pressed(press('e', 'Control'), 'E')).toBe(false);
  });
});

describe('searching', () => {
  const command = (id: string, title: string, group: Command['group'], also: string[] = []): Command => ({
    id,
    title,
    group,
    also,
    run: () => undefined,
  });
  const some = [
    command('play', 'Play or pause', 'Run control'),
    command('close-e1', 'Close E1: TCP 80', 'Rules'),
    command('close-e12', 'Close E12: UDP 3478', 'Rules'),
    command('dark', 'Dark theme', 'Look', ['night']),
    { ...command('host', 'Go to Edge', 'Hosts'), many: true },
  ];
  /** Fits wholly where the words stand, better the shorter the text. */
  const score = (text: string, query: string) =>
    text.toLowerCase().includes(query.toLowerCase()) ? query.length / text.length : 0;
  const ids = (query: string, recent: readonly string[] = []) =>
    searchCommands(some, query, recent, score).map(({ title, commands }) => [
      title,
      commands.map(({ id }) => id),
    ]);

  test('without words: what was used last, and all the rest under their groups', () => {
    expect(ids('', ['dark', 'gone'])).toEqual([
      ['Used last', ['dark']],
      ['Run control', ['play']],
      ['Rules', ['close-e1', 'close-e12']],
    ]);
  });

  test('the best first, by other words too, and nothing that does not fit', () => {
    expect(ids('close e12')).toEqual([['Rules', ['close-e12']]]);
    expect(ids('edge')).toEqual([['Hosts', ['host']]]);
    expect(ids('night')).toEqual([['Look', ['dark']]]);
    expect(ids('close')).toEqual([['Rules', ['close-e1', 'close-e12']]]);
    expect(ids('xyz')).toEqual([]);
  });

  test('a title counts more than other words', () => {
    const two = [command('a', 'Close E1', 'Rules', ['edge']), command('b', 'Go to Edge', 'Hosts')];
    const found = searchCommands(two, 'edge', [], (text) => (/edge/i.test(text) ? 1 : 0));
    expect(found.flatMap(({ commands }) => commands.map(({ id }) => id))).toEqual(['b', 'a']);
  });

  test('of two that fit alike, the one used last', () => {
    const twins = [command('a', 'Show it', 'Views'), command('b', 'Show it', 'Views')];
    expect(searchCommands(twins, 'show', ['b'], score)[0]?.commands[0]?.id).toBe('b');
  });

  test('what fits far worse than the best is left out', () => {
    const fits = (title: string) => (title.startsWith('Close') ? 0.9 : 0.1);
    expect(searchCommands(some, 'close', [], fits).flatMap(({ commands }) => commands)).toHaveLength(2);
  });
});
