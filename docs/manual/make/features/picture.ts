import { groupsOf } from '../../../../renderer/views/ladder/groups.ts';
import { linesOf } from '../../../../renderer/views/ladder/lifelines.ts';
import type { Design } from '../../../../simulator/model/design.ts';
import type { FeatureRun } from '../../../../simulator/model/run.ts';
import { TraceReader } from '../../../../simulator/model/trace-reader.ts';
import type { Colour } from '../../../../simulator/reports/colours.ts';
import { DARK } from '../../../../simulator/reports/colours.ts';
import { drawing, label, shape } from '../../../../simulator/reports/figures/svg.ts';
import type { Page } from '../page.ts';
import type { Connection } from './connections.ts';
import { connectionsOf } from './connections.ts';

/** Pixels. */
const HEAD = 56;
const ROW = 36;
const COLUMN = 104;
const WALL = 52;
const MARGIN = 16;
const TAG = 18;
const LETTER = 6;
const FOOT = 12;

interface Column {
  readonly node: number;
  readonly title: string;
  readonly wall: boolean;
  readonly x: number;
}

/** Where the picture of a feature's connections stands. */
export function picturePath(id: string): string {
  return `pictures/features/${id}.svg`;
}

/** Who opens a way to whom, from outside on the left to inside on the right, with the rules at the walls between. */
export function connectionPicture(run: FeatureRun, design: Design): Page {
  const connections = connectionsOf(run, design);
  const columns = columnsOf(run, design, connections);
  const width = (columns.at(-1)?.x ?? 0) + COLUMN / 2 + MARGIN;
  const height = HEAD + connections.length * ROW + FOOT;
  const at = new Map(columns.map((column) => [column.node, column]));
  return {
    path: picturePath(run.feature.id),
    text: drawing(width, height, [
      style(),
      shape('rect', { x: 0, y: 0, width, height, rx: 6 }, { fill: 'surface' }),
      ...columns.map((column) => columnDrawing(column, height)),
      ...connections.map((one, row) => arrow(one, at, HEAD + row * ROW + ROW / 2 + 6)),
    ]).svg,
  };
}

function columnsOf(run: FeatureRun, design: Design, connections: readonly Connection[]): readonly Column[] {
  const reader = new TraceReader(run.trace);
  const used = new Set(connections.flatMap(({ ends, gates }) => [...ends, ...gates.keys()]));
  let x = MARGIN;
  return linesOf(design, run.trace.nodes, groupsOf(reader, design))
    .filter(({ node }) => used.has(node))
    .map(({ node, title, wall }) => {
      const room = wall ? WALL : COLUMN;
      x += room;
      return { node, title, wall, x: x - room / 2 };
    });
}

function columnDrawing({ title, wall, x }: Column, height: number): string {
  const lines = title.length > 14 && title.includes(' ') ? inTwo(title) : [title];
  const words = lines.map((line, at) =>
    label(x, (lines.length === 1 ? 28 : 20) + at * 14, line, { anchor: 'middle', size: 12, strong: true }),
  );
  const body = wall
    ? shape(
        'rect',
        { x: x - WALL / 2, y: HEAD - 12, width: WALL, height: height - HEAD + 4 },
        { fill: 'surface-3' },
      )
    : shape('path', { d: `M${x},${HEAD - 12}V${height - FOOT + 4}` }, { stroke: 'outline', dash: '2 4' });
  return body + words.join('');
}

/** Breaks a title at the blank nearest to its middle. */
function inTwo(title: string): readonly string[] {
  const ways = [...title.matchAll(/ /g)].map(({ index }) => [title.slice(0, index), title.slice(index + 1)]);
  const longest = (lines: readonly string[]) => Math.max(...lines.map(({ length }) => length));
  return ways.reduce((best, lines) => (longest(lines) < longest(best) ? lines : best));
}

function arrow(
  { ends, service, families, gates }: Connection,
  at: ReadonlyMap<number, Column>,
  y: number,
): string {
  const [from, to] = ends.map((node) => at.get(node)!.x) as [number, number];
  const side = Math.sign(to - from) || 1;
  const carried = [...families].filter((family, _, all) => family !== 'TCP, TLS' || all.length === 1);
  const tags = [...gates].map(([node, rules]) => {
    const text = [...rules].join(' ');
    const width = Math.max(28, text.length * LETTER + 12);
    const x = at.get(node)!.x;
    return (
      shape(
        'rect',
        { x: x - width / 2, y: y - TAG / 2, width, height: TAG, rx: 4 },
        { fill: 'surface', stroke: 'accent' },
      ) + label(x, y + 4, text, { anchor: 'middle', strong: true, fill: 'accent' })
    );
  });
  return [
    shape('path', { d: `M${from},${y}H${to - side * 2}` }, { stroke: 'ink-2', width: 1.5 }),
    shape('path', { d: `M${to},${y}l${-side * 7},-4v8Z` }, { fill: 'ink-2' }),
    shape('circle', { cx: from, cy: y, r: 3 }, { fill: 'ink-2' }),
    ...tags,
    label(from + side * 8, y - 12, `${service}, ${carried.join(', ')}`, {
      anchor: side > 0 ? 'start' : 'end',
      fill: 'ink-2',
    }),
  ].join('');
}

/** The colours on dark ground, for a page that is dark. */
function style(): string {
  const rules = (Object.entries(DARK) as [Colour, string][]).flatMap(([name, value]) => [
    `.fill-${name}{fill:${value}}`,
    `.stroke-${name}{stroke:${value}}`,
  ]);
  return `<style>@media(prefers-color-scheme:dark){${rules.join('')}}</style>`;
}
