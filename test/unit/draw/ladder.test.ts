import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';
import type { Group, Item } from '../../../renderer/views/ladder/groups.ts';
import { groupsOf } from '../../../renderer/views/ladder/groups.ts';
import { packetsIn } from '../../../renderer/views/ladder/lifelines.ts';
import type { Folding, Level, Row } from '../../../renderer/views/ladder/tree.ts';
import { holdersOf, rowsOf, withFold } from '../../../renderer/views/ladder/tree.ts';

function ladderOf(feature: string, closed: readonly string[] = []) {
  const base = builtinDesign();
  const design = {
    ...base,
    firewalls: base.firewalls.map((firewall) => ({
      ...firewall,
      rules: firewall.rules.map((rule) => ({
        ...rule,
        enabled: rule.enabled && !closed.includes(rule.id),
      })),
    })),
  };
  const [one] = run(design, { only: [feature] }).features;
  const reader = new TraceReader(one!.trace);
  return { design, reader, items: groupsOf(reader, design) };
}

const at = (level: Level, all = false): Folding => ({ level, all, byHand: new Map() });
const groupsIn = (items: readonly Item[]): readonly Group[] =>
  items.flatMap((item) => (item.kind === 'group' ? [item, ...groupsIn(item.children)] : []));
const titles = (rows: readonly Row[]) =>
  rows.flatMap((row) => (row.kind === 'group' ? [`${'  '.repeat(row.depth)}${row.group.title}`] : []));

const signIn = ladderOf('remote-sign-in');
const messages = ladderOf('remote-im');
const shut = ladderOf('remote-sign-in', ['E3']);

test.each([
  ['remote-sign-in', signIn],
  ['remote-im', messages],
  ['remote-sign-in with E3 closed', shut],
] as const)('every packet of %s is in the tree once, and in sight when all is unfolded', (_, ladder) => {
  const all = Array.from({ length: ladder.reader.packetCount }, (_one, packet) => packet);
  const held = packetsIn(ladder.items).map((item) => item.packet);
  expect(held.sort((a, b) => a - b)).toEqual(all);
  const shown = rowsOf(ladder.items, at('packets', true)).flatMap((row) =>
    row.kind === 'packet' ? [row.item.packet] : [],
  );
  expect(shown.sort((a, b) => a - b)).toEqual(all);
});

test('a registration is one conversation of three rounds, with its hops inside', () => {
  const register = signIn.items.find(
    (item): item is Group => item.kind === 'group' && item.what === 'dialog',
  )!;
  expect(register.title).toBe('REGISTER Alice, 3 rounds, 200 OK');
  const rounds = register.children.filter((item) => item.kind === 'group' && item.what === 'transaction');
  expect(rounds.map((item) => (item as Group).title)).toEqual([
    'REGISTER Alice, 401 Unauthorized',
    'REGISTER Alice, 401 Unauthorized',
    'REGISTER Alice, 200 OK',
  ]);
  for (const round of rounds) expect((round as Group).packets).toHaveLength(4);
});

test('a level shows that much and no more', () => {
  const conversations = rowsOf(signIn.items, at('conversations'));
  expect(conversations.filter((row) => row.depth > 0 || row.kind === 'packet')).toEqual([]);
  expect(titles(conversations)).toContain('Alice: A sip.contoso.com? 10.45.16.10');
  const transactions = rowsOf(signIn.items, at('transactions'));
  expect(titles(transactions)).toContain('  REGISTER Alice, 200 OK');
  expect(transactions.some((row) => row.kind === 'packet')).toBe(false);
  const packets = rowsOf(signIn.items, at('packets')).flatMap((row) =>
    row.kind === 'packet' ? [row.item.label] : [],
  );
  expect(packets).toContain('401 Unauthorized');
  // Openings and acknowledgements stay folded until someone asks for them.
  expect(packets.filter((label) => label.startsWith('TCP') || label.includes('Hello'))).toEqual([]);
});

test('both people of a dialog are named, and what followed in it', () => {
  const dialogs = messages.items.filter((item): item is Group => item.kind === 'group');
  const names = dialogs.map((group) => group.title);
  expect(names).toContain('INVITE Alice to Bob, 200 OK, then 2 MESSAGE');
  expect(names).toContain('INVITE Bob to Carol, 200 OK, then 2 MESSAGE');
});

test('requests of both ends with one number are two transactions, and an ACK is with its INVITE', () => {
  const dialog = messages.items.find(
    (item): item is Group => item.kind === 'group' && item.title.startsWith('INVITE Alice to Bob'),
  )!;
  const inner = dialog.children.flatMap((item) =>
    item.kind === 'group' && item.what !== 'noise' ? [item] : [],
  );
  expect(inner.map((group) => group.title)).toEqual([
    'INVITE Alice to Bob, 200 OK',
    'MESSAGE Alice to Bob, 200 OK',
    'MESSAGE Bob to Alice, 200 OK',
  ]);
  expect(packetsIn(inner[0]!.children).filter((row) => row.label === 'ACK')).toHaveLength(3);
});

test('what was dropped is told by every fold that hides it', () => {
  const lost = packetsIn(shut.items).filter((row) => row.lost !== null);
  expect(lost).toHaveLength(3);
  const opening = groupsIn(shut.items).find((group) => group.what === 'opening')!;
  expect(opening.title).toBe('Alice: TCP to 10.45.16.10:443, gave up after 21 s');
  expect(opening.losses).toEqual([{ node: lost[0]!.to, fate: 'dropped', text: 'no rule', count: 3 }]);
  for (const { packet } of lost)
    for (const holder of groupsIn(shut.items).filter((group) => group.packets.includes(packet)))
      expect(holder.losses.length).toBeGreaterThan(0);
});

test('repeated sends are under the first, and come out when it is unfolded', () => {
  const opening = groupsIn(shut.items).find((group) => group.what === 'opening')!;
  const [first] = packetsIn(opening.children);
  expect(first!.repeats.map((one) => Math.round((one.time - first!.time) / 1_000_000))).toEqual([3, 9]);
  const open = withFold(at('packets'), [opening.id], true);
  const closed = rowsOf(shut.items, open);
  const all = rowsOf(shut.items, withFold(open, [`packet/${first!.packet}`], true));
  const sends = (rows: readonly Row[]) =>
    rows.filter((row) => row.kind === 'packet' && row.item.lost !== null);
  expect(sends(closed)).toHaveLength(1);
  expect(sends(all).map((row) => row.kind === 'packet' && row.again)).toEqual([false, true, true]);
  expect(all.flatMap((row) => (row.kind === 'gap' ? [row.text] : []))).toEqual([
    '3.0 s without a packet',
    '6.0 s without a packet',
    '12.0 s without a packet',
  ]);
});

test('what people did and saw is never folded away, and stands under what it came of', () => {
  const words = (level: Level) =>
    rowsOf(messages.items, at(level)).flatMap((row) => (row.kind === 'word' ? [row.item.text] : []));
  expect([...words('conversations')].sort()).toEqual([...words('packets')].sort());
  const rows = rowsOf(signIn.items, at('conversations'));
  const seen = rows.findIndex((row) => row.kind === 'word' && row.item.text === 'Alice is signed in.');
  const before = rows[seen - 1]!;
  expect(before.kind === 'group' && before.group.title).toBe('REGISTER Alice, 3 rounds, 200 OK');
});

test('a packet that is chosen elsewhere is in sight once its holders are open', () => {
  for (const packet of [0, 20, 100, messages.reader.packetCount - 1]) {
    const folding = withFold(at('conversations'), holdersOf(messages.items, packet), true);
    const shown = rowsOf(messages.items, folding).some(
      (row) => row.kind === 'packet' && row.item.packet === packet,
    );
    expect(shown).toBe(true);
  }
  const last = packetsIn(shut.items).at(-1)!;
  const folding = withFold(
    at('conversations'),
    holdersOf(shut.items, last.repeats.at(-1)?.packet ?? last.packet),
    true,
  );
  expect(
    rowsOf(shut.items, folding).some((row) => row.kind === 'packet' && row.item.packet === last.packet),
  ).toBe(true);
});
