import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import type { TraceNode } from '../../../simulator/model/trace.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';
import { groupsOf } from '../../../renderer/views/ladder/groups.ts';
import { headingOf } from '../../../renderer/views/ladder/headings.ts';
import { moveOf } from '../../../renderer/views/ladder/keys.ts';
import { labelsOf, linesOf, packetsIn, spread } from '../../../renderer/views/ladder/lifelines.ts';
import type { WordItem } from '../../../renderer/views/ladder/rows.ts';
import { rowsOf } from '../../../renderer/views/ladder/tree.ts';

function linesIn(feature: string, closed: readonly string[] = []) {
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
  const items = groupsOf(reader, design);
  return { items, lines: linesOf(design, reader.trace.nodes, items) };
}

test('lines are those that take part, from the Internet inwards, and what a lost packet was meant for', () => {
  const { lines } = linesIn('remote-sign-in', ['E3']);
  expect(lines.map((line) => line.title)).toEqual(['Alice', 'NAT', 'Public DNS', 'External', 'Edge']);
  expect(lines.map((line) => line.wall)).toEqual([false, false, false, true, false]);
});

test('partners stand left of the Internet, each site by itself, its Edge next to its wall', () => {
  const design = builtinDesign();
  const hosts = ['edge', 'fabrikam-edge', 'litware-edge', 'front-end-1', 'dave-pc', 'alice-pc', 'dina-pc'];
  const walls = ['internal', 'litware-firewall', 'external', 'fabrikam-firewall'];
  const nodes: TraceNode[] = [
    ...hosts.map((id) => ({ id, kind: 'host' as const, title: id })),
    ...walls.map((id) => ({ id, kind: 'firewall' as const, title: id })),
  ];
  const words = nodes.map((_, node): WordItem => {
    return { kind: 'word', time: 0, order: node, node, text: '', tone: 'see' };
  });
  const order = linesOf(design, nodes, words).map((line) => nodes[line.node]!.id);
  const fabrikam = ['dave-pc', 'fabrikam-edge', 'fabrikam-firewall'];
  const litware = ['dina-pc', 'litware-edge', 'litware-firewall'];
  const own = ['alice-pc', 'external', 'edge', 'internal', 'front-end-1'];
  expect(order).toEqual([...fabrikam, ...litware, ...own]);
});

test.each([600, 900, 1500])('lines keep their distance and spread at %i', (width) => {
  const { items, lines } = linesIn('remote-sign-in');
  const placed = spread(lines, labelsOf(packetsIn(items)), 108, width);
  expect(placed[0]!.x).toBeGreaterThanOrEqual(108);
  for (let i = 1; i < placed.length; i++) expect(placed[i]!.x - placed[i - 1]!.x).toBeGreaterThan(83.9);
  if (width === 1500) expect(placed.at(-1)!.x).toBeGreaterThan(1300);
});

test('many lines stand closer, so that they are in sight together', () => {
  const { items, lines } = linesIn('remote-im');
  expect(lines.length).toBeGreaterThan(9);
  const placed = spread(lines, labelsOf(packetsIn(items)), 108, 924);
  expect(placed.at(-1)!.x).toBeLessThan(924);
  for (let i = 1; i < placed.length; i++)
    expect(placed[i]!.x - placed[i - 1]!.x).toBeGreaterThanOrEqual(57.9);
});

test('fifteen lines fit a small window; more of them keep clear of the walls', () => {
  const line = (node: number) => ({
    node,
    title: `Host ${node}`,
    subtitle: '192.168.10.90',
    wall: node % 4 === 3,
  });
  const lines = (count: number) => Array.from({ length: count }, (_, node) => line(node));
  const fifteen = spread(lines(15), [], 108, 924);
  expect(fifteen.at(-1)!.x).toBeLessThanOrEqual(924 - 30);
  const twenty = spread(lines(20), [], 108, 924);
  for (let i = 1; i < twenty.length; i++) expect(twenty[i]!.x - twenty[i - 1]!.x).toBeCloseTo(48, 5);
});

test('headings give way: two lines, then the end of an address', () => {
  const front = { title: 'Front end 1', subtitle: '192.168.10.90' };
  expect(headingOf({ ...front, room: 90 })).toEqual({ title: ['Front end 1'], subtitle: '192.168.10.90' });
  expect(headingOf({ ...front, room: 60 })).toEqual({ title: ['Front', 'end 1'], subtitle: '…10.90' });
  expect(headingOf({ ...front, room: 30 }).subtitle).toBe('…90');
  expect(headingOf({ title: 'External', subtitle: 'silent drop', room: 50 }).subtitle).toBe('');
});

test('arrows walk the tree', () => {
  const { items } = linesIn('remote-sign-in');
  const rows = rowsOf(items, { level: 'transactions', all: false, byHand: new Map() });
  const register = rows.findIndex((row) => row.kind === 'group' && row.group.title.includes('3 rounds'));
  expect(moveOf(rows, register, 'ArrowLeft')).toEqual({ fold: true });
  expect(moveOf(rows, register, 'ArrowRight')).toEqual({ to: register + 1 });
  expect(moveOf(rows, register + 1, 'ArrowRight')).toEqual({ unfold: true });
  expect(moveOf(rows, register + 2, 'ArrowLeft')).toEqual({ to: register });
  expect(moveOf(rows, 0, 'ArrowUp')).toEqual({ to: 0 });
  expect(moveOf(rows, 0, 'End')).toEqual({ to: rows.length - 1 });
  expect(moveOf(rows, 0, 'x')).toBeNull();
});
