import type { MachineChart } from '../../../simulator/model/trace.ts';
import type { Cell, Side } from './chart-routes.ts';
import { Router } from './chart-routes.ts';

export interface ChartState {
  readonly id: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Events that lead here from every state: "lost, closed". */
  readonly fromAny: string;
}

export interface ChartEdge {
  readonly from: string;
  readonly to: string;
  /** Words for what leads over; several share an arrow. */
  readonly event: string;
  readonly path: string;
  /** Where the words stand, and from which of their ends; null where there is no room for any. */
  readonly label: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' } | null;
}

export interface ChartLayout {
  readonly width: number;
  readonly height: number;
  readonly states: readonly ChartState[];
  readonly edges: readonly ChartEdge[];
  /** From the dot that stands for the beginning to the initial state. */
  readonly start: { readonly x: number; readonly y: number; readonly path: string };
}

const HEIGHT = 46;
const TIP = 7;
const EACH = 5.8;

/**
 * Draws a machine: states in layers by their distance from the initial one, left to right where there is room, else
 * top down. Ways forward are straight; ways back, and past a layer, go round outside; others turn one corner.
 * @param width what may be used, pixels
 */
export function layoutChart(chart: MachineChart, width: number): ChartLayout {
  const layout = laidOut(chart, width, 0);
  // How many lanes the ways need is known only now: the boxes give them what is missing.
  const missing = layout.width - width;
  return missing > 0 && width < ACROSS ? laidOut(chart, width, missing) : layout;
}

/** From this width on, states stand left to right. */
const ACROSS = 640;

function laidOut(chart: MachineChart, width: number, missing: number): ChartLayout {
  const across = width >= ACROSS;
  const layers = layersOf(chart);
  const edges = merged(chart);
  const deepest = Math.max(...layers.map((layer) => layer.length));
  const longest = Math.max(...chart.states.map((state) => state.id.length)) * 6.8 + 20;
  const words = Math.max(0, ...edges.map((edge) => Math.min(24, edge.event.length))) * EACH + 22;
  const box = across
    ? Math.max(92, Math.min(140, longest))
    : Math.max(84, Math.min(132, (width - 76) / deepest - 26) - missing / deepest);
  const along = across ? box : HEIGHT;
  const beside = across ? HEIGHT : box;
  const room = (width - 96 - box * layers.length) / Math.max(1, layers.length - 1);
  const gap = across ? Math.max(44, Math.min(words, room)) : 40;
  const cells: Cell[] = layers.flatMap((layer, depth) =>
    layer.map((id, row) => ({
      id,
      depth,
      row,
      u: depth * (along + gap),
      v: row * (beside + (across ? 62 : 26)),
      along,
      beside,
    })),
  );
  const router = new Router(cells, across);
  const routed = [...edges]
    .sort((a, b) => router.rank(a) - router.rank(b))
    .map((edge) => ({ ...edge, ...router.route(edge.from, edge.to, edge.event) }));
  return placed(chart, cells, routed, router, across, width);
}

/** Everything moved so that nothing lies left of or above the sheet. */
function placed(
  chart: MachineChart,
  cells: readonly Cell[],
  routed: readonly (Merged & ReturnType<Router['route']>)[],
  router: Router,
  across: boolean,
  width: number,
): ChartLayout {
  const [first] = cells;
  const head = across ? 40 : 28;
  const far = Math.max(...cells.map((cell) => cell.u + cell.along));
  const wide = Math.max(...cells.map((cell) => cell.v + cell.beside));
  const ways = router.lanes;
  const sizeU = head + far + 24;
  const before = (across ? 26 : 20) + ways.before;
  const sizeV = before + wide + ways.behind + (across ? 34 : 24);
  const total = across ? { width: sizeU, height: sizeV } : { width: sizeV, height: sizeU };
  const spare = Math.max(0, (width - total.width) / 2);
  const to = (u: number, v: number): Side =>
    across ? { x: spare + head + u, y: before + v } : { x: spare + before + v, y: head + u };
  const start = to(-18, (first?.v ?? 0) + (first?.beside ?? 0) / 2);
  const tip = to(-TIP, (first?.v ?? 0) + (first?.beside ?? 0) / 2);
  return {
    width: Math.max(width - 1, total.width),
    height: total.height,
    states: cells.map((cell): ChartState => {
      const { x, y } = to(cell.u, cell.v);
      return {
        id: cell.id,
        text: chart.states.find((one) => one.id === cell.id)?.text ?? '',
        x,
        y,
        width: across ? cell.along : cell.beside,
        height: across ? cell.beside : cell.along,
        fromAny: anyTo(chart, cell.id),
      };
    }),
    edges: routed.map(({ from, to: end, event, points, label }): ChartEdge => {
      return {
        from,
        to: end,
        event,
        path: rounded(points.map(([u, v]) => to(u, v))),
        label: label && raised(to(label.u, label.v), label),
      };
    }),
    start: { ...start, path: `M${start.x},${start.y}L${tip.x},${tip.y}` },
  };
}

/** A line with round corners. */
function rounded(points: readonly Side[]): string {
  const [first] = points;
  if (!first) return '';
  let path = `M${first.x},${first.y}`;
  for (let i = 1; i < points.length; i++) {
    const [a, b, c] = [points[i - 1]!, points[i]!, points[i + 1]];
    if (!c) {
      path += `L${b.x},${b.y}`;
      continue;
    }
    const r = Math.min(8, Math.hypot(b.x - a.x, b.y - a.y) / 2, Math.hypot(c.x - b.x, c.y - b.y) / 2);
    const near = toward(b, a, r);
    const next = toward(b, c, r);
    path += `L${near.x},${near.y}Q${b.x},${b.y} ${next.x},${next.y}`;
  }
  return path;
}

function toward(from: Side, to: Side, distance: number): Side {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return {
    x: from.x + ((to.x - from.x) * distance) / length,
    y: from.y + ((to.y - from.y) * distance) / length,
  };
}

function layersOf(chart: MachineChart): string[][] {
  const layers: string[][] = [];
  const seen = new Set<string>();
  const known = new Set(chart.states.map((state) => state.id));
  const spread = (from: readonly string[], at: number) => {
    let edge = from;
    for (let depth = at; edge.length > 0; depth++) {
      const layer = edge.filter((id, index) => known.has(id) && !seen.has(id) && edge.indexOf(id) === index);
      layer.forEach((id) => seen.add(id));
      if (layers.length <= depth && layer.length > 0) layers.push([]);
      layers[depth]?.push(...layer);
      edge = layer.flatMap((id) =>
        chart.transitions.filter((one) => one.from === id && !seen.has(one.to)).map((one) => one.to),
      );
    }
  };
  spread([chart.initial], 0);
  // Not reached from the beginning: those that nothing leads to begin ways of their own.
  const rest = () => chart.states.map((state) => state.id).filter((id) => !seen.has(id));
  const isSource = (id: string) => chart.transitions.some((one) => one.from === id && one.to !== id);
  const isTarget = (id: string) =>
    chart.transitions.some((one) => one.to === id && one.from !== id && one.from !== '');
  spread(
    rest().filter((id) => isSource(id) && !isTarget(id)),
    1,
  );
  spread(rest().filter(isSource).slice(0, 1), 1);
  // Reached only from the machine as a whole (from ''), or never: where there is least.
  for (const id of rest()) {
    const least = layers.slice(1).sort((a, b) => a.length - b.length)[0];
    seen.add(id);
    if (least) least.push(id);
    else layers.push([id]);
  }
  // A state that leads on stands before one that does not: the first row is the way through.
  return layers.map((layer) => [...layer].sort((a, b) => Number(isSource(b)) - Number(isSource(a))));
}

interface Merged {
  readonly from: string;
  readonly to: string;
  readonly event: string;
}

/** Several events that lead from one state to another share an arrow. */
function merged(chart: MachineChart): readonly Merged[] {
  const out = new Map<string, Merged>();
  const ids = new Set(chart.states.map((state) => state.id));
  for (const { from, to, event } of chart.transitions) {
    if (!ids.has(from) || !ids.has(to)) continue;
    const key = `${from}>${to}`;
    const known = out.get(key);
    const words = eventWords(event);
    out.set(key, { from, to, event: known ? `${known.event}, ${words}` : words });
  }
  return [...out.values()];
}

function anyTo(chart: MachineChart, id: string): string {
  return chart.transitions
    .filter((one) => one.from === '' && one.to === id)
    .map((one) => eventWords(one.event))
    .join(', ');
}

/** "SIGN_IN" as people say it. */
export function eventWords(event: string): string {
  if (event === '') return 'at once';
  return /^[A-Z0-9_]+$/.test(event) ? event.toLowerCase().replaceAll('_', ' ') : event;
}

/** A label's point, a little above its way. */
function raised<A>(
  at: { readonly x: number; readonly y: number },
  { up, anchor }: { up: number; anchor: A },
) {
  return { x: at.x, y: at.y + up, anchor };
}
