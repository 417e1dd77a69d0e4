import { describe, expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import type { Design } from '../../../simulator/model/design.ts';
import type { Box, MapLayout } from '../../../renderer/views/map/layout.ts';
import { layoutMap } from '../../../renderer/views/map/layout.ts';
import { People } from '../../../renderer/views/map/people.ts';
import { sceneOf } from '../../../renderer/views/map/scene.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';
import { zonesOf } from '../../../renderer/views/map/walk.ts';
import { manyRules, renamed, threeFrontEnds, withoutHost } from './designs.ts';

const SIZES = [
  [744, 476],
  [834, 610],
  [1000, 700],
  [1630, 1038],
] as const;

const DESIGNS: readonly (readonly [string, () => Design])[] = [
  ['the built-in design', builtinDesign],
  ['three front ends', threeFrontEnds],
  ['no reverse proxy', () => withoutHost('reverse-proxy')],
  ['no Edge', () => withoutHost('edge')],
  ['other names', renamed],
  ['40 rules', () => manyRules(40)],
  ['one rule', () => manyRules(1)],
];

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other): [T, T] => [one, other]));
}

function gateOf(layout: MapLayout, rule: string) {
  return layout.walls.flatMap((wall) => wall.gates).find((gate) => gate.rule.id === rule)!;
}

describe.each(DESIGNS)('%s', (_, make) => {
  test.each(SIZES)('is laid out without overlaps at %i x %i', (width, height) => {
    const design = make();
    const layout = layoutMap(design, width, height);
    expect(layout.cards).toHaveLength(design.hosts.length);
    expect(layout.walls.flatMap((wall) => wall.gates)).toHaveLength(
      design.firewalls.reduce((sum, firewall) => sum + firewall.rules.length, 0),
    );
    for (const [a, b] of pairs(layout.cards)) expect(overlap(a, b), `${a.host.id} ${b.host.id}`).toBe(false);
    for (const wall of layout.walls)
      for (const [a, b] of pairs(wall.gates)) expect(overlap(a, b), `${a.rule.id} ${b.rule.id}`).toBe(false);
    for (const card of layout.cards)
      for (const [a, b] of pairs(card.feet)) expect(overlap(a, b), `${a.title} ${b.title}`).toBe(false);
  });

  test.each(SIZES)('keeps everything on its sheet and in its column at %i x %i', (width, height) => {
    const layout = layoutMap(make(), width, height);
    for (const wall of layout.walls)
      for (const gate of wall.gates) {
        expect(gate.x).toBeGreaterThan(wall.x);
        expect(gate.x + gate.width).toBeLessThan(wall.x + wall.width);
        expect(gate.y).toBeGreaterThanOrEqual(40);
        expect(gate.y + gate.height).toBeLessThanOrEqual(layout.height);
        // Eleven-pixel text needs that much.
        expect(gate.height).toBeGreaterThanOrEqual(15);
      }
    for (const card of layout.cards) {
      const column = layout.columns[card.column]!;
      expect(card.x).toBeGreaterThanOrEqual(column.x);
      expect(card.x + card.width).toBeLessThanOrEqual(column.x + column.width + 0.01);
      expect(card.y + card.height).toBeLessThanOrEqual(layout.height + 0.01);
    }
  });
});

test('the sheet is as large as the window for whoever takes part in a feature, whichever it is', () => {
  const design = builtinDesign();
  for (const { feature, trace } of run(design).features) {
    const scene = sceneOf(design, new People(new TraceReader(trace)).active, false);
    const layout = layoutMap(scene.design, 834, 610, scene.sites);
    expect(layout.height, feature.id).toBe(610);
    expect(layout.width, feature.id).toBeCloseTo(834, 5);
    for (const [a, b] of pairs(layout.cards)) expect(overlap(a, b), `${a.host.id} ${b.host.id}`).toBe(false);
  }
  expect(layoutMap(manyRules(200), 834, 610).height).toBeGreaterThan(200 * 15);
});

test('gates stand in the order of the rules', () => {
  for (const wall of layoutMap(builtinDesign(), 834, 610).walls)
    for (let i = 1; i < wall.gates.length; i++)
      expect(wall.gates[i]!.y).toBeGreaterThan(wall.gates[i - 1]!.y);
});

test('a flow through both walls is a straight line: gates for a role are level', () => {
  const layout = layoutMap(builtinDesign(), 834, 610);
  const level = (a: string, b: string) =>
    expect(gateOf(layout, a).y, `${a} ${b}`).toBeCloseTo(gateOf(layout, b).y, 5);
  level('I1', 'E3');
  level('I3', 'E5');
  level('I4', 'E6');
  level('I6', 'E12');
  level('I7', 'E13');
  level('I9', 'E15');
});

test('a foot of the Edge stands beside the gates that name its address', () => {
  const layout = layoutMap(builtinDesign(), 834, 610);
  const edge = layout.cards.find((card) => card.host.id === 'edge')!;
  expect(edge.feet.map((foot) => foot.title)).toEqual(['Access', 'Web Conf', 'A/V']);
  expect(edge.inner).toBe('172.25.33.10');
  const foot = (title: string) => edge.feet.find((one) => one.title === title)!;
  const beside = (rule: string, title: string) => {
    const gate = gateOf(layout, rule);
    const middle = gate.y + gate.height / 2;
    expect(middle).toBeGreaterThan(foot(title).y);
    expect(middle).toBeLessThan(foot(title).y + foot(title).height);
  };
  beside('E3', 'Access');
  beside('E6', 'Web Conf');
  beside('E12', 'A/V');
  beside('E13', 'A/V');
});

test('hosts of one pool stand in a frame that has their name', () => {
  const layout = layoutMap(threeFrontEnds(), 834, 610);
  expect(layout.groups).toHaveLength(1);
  const [group] = layout.groups;
  expect(group!.title).toBe('Front end pool');
  const members = layout.cards.filter((card) => card.host.id.startsWith('front-end'));
  expect(members).toHaveLength(3);
  for (const card of members) {
    expect(card.y).toBeGreaterThan(group!.y);
    expect(card.y + card.height).toBeLessThan(group!.y + group!.height);
  }
});

test('the Tab key goes from the least trusted zone to the most trusted', () => {
  const zones = zonesOf(layoutMap(builtinDesign(), 834, 610));
  expect(zones).toHaveLength(5);
  expect(zones[0]!.cards.map((card) => card.host.id)).toContain('alice-pc');
  expect(zones[1]!.gates[0]!.rule.id).toBe('E1');
  expect(zones[4]!.cards.map((card) => card.host.id)).toContain('bob-pc');
});

test('a scene has whoever takes part, the own servers always, and partners in a frame of theirs', () => {
  const design = builtinDesign();
  const [one] = run(design, { only: ['federation-im-lync2010'] }).features;
  const { active } = new People(new TraceReader(one!.trace));
  const scene = sceneOf(design, active, false);
  const ids = scene.design.hosts.map((host) => host.id);
  for (const id of ['bob-pc', 'dave-pc', 'fabrikam-edge', 'front-end-1', 'reverse-proxy', 'public-ca'])
    expect(ids, id).toContain(id);
  for (const id of ['alice-pc', 'gina-pc', 'litware-edge', 'hosted-um']) expect(ids, id).not.toContain(id);
  expect(scene.design.firewalls.map((firewall) => firewall.id)).toEqual(['external', 'internal']);
  expect(scene.design.hosts.find((host) => host.id === 'fabrikam-edge')!.title).toBe('Edge');
  const { groups, columns } = layoutMap(scene.design, 834, 610, scene.sites);
  expect(groups.map((group) => group.title)).toEqual(['Fabrikam', 'Front end pool']);
  expect(columns[0]!.title).toBe('Internet');
  const all = sceneOf(design, active, true);
  expect(all.design.hosts).toHaveLength(design.hosts.length);
});
