import type { MachineChart } from '../../../simulator/model/trace.ts';

export interface ChartState {
  readonly id: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ChartEdge {
  readonly from: string;
  readonly to: string;
  readonly event: string;
  readonly path: string;
  readonly labelX: number;
  readonly labelY: number;
}

export interface ChartLayout {
  readonly width: number;
  readonly height: number;
  readonly states: readonly ChartState[];
  readonly edges: readonly ChartEdge[];
}

const HEIGHT = 46;

/**
 * Draws a machine: states in layers by their distance from the initial one, left to right where there is room,
 * else top down; ways forward as straight curves, ways back and sideways as arcs round the states.
 * @param width what may be used, pixels
 */
export function layoutChart(chart: MachineChart, width: number): ChartLayout {
  const across = width >= 640;
  const layers = layersOf(chart);
  const deepest = Math.max(...layers.map((layer) => layer.length));
  const box = across
    ? Math.max(92, Math.min(132, (width - 48) / layers.length - 62))
    : Math.max(96, Math.min(136, (width - 72) / deepest - 22));
  const stepAlong = across
    ? Math.max(box + 40, Math.min(box + 110, (width - 72 - box) / Math.max(1, layers.length - 1)))
    : HEIGHT + 48;
  const stepBeside = across ? HEIGHT + 62 : box + 22;
  const states: ChartState[] = [];
  const along = new Map<string, number>();
  layers.forEach((layer, depth) => {
    layer.forEach((id, place) => {
      along.set(id, depth);
      const x = across ? 28 + depth * stepAlong : 30 + place * stepBeside;
      const y = across ? 62 + place * stepBeside : 26 + depth * stepAlong;
      states.push({
        id,
        text: chart.states.find((one) => one.id === id)?.text ?? '',
        x,
        y,
        width: box,
        height: HEIGHT,
      });
    });
  });
  const byId = new Map(states.map((state) => [state.id, state]));
  const lanes = { count: 0 };
  const edges = merged(chart).map((edge) => route(edge, byId, along, across, lanes));
  const right = Math.max(...states.map((state) => state.x + state.width));
  const bottom = Math.max(...states.map((state) => state.y + state.height));
  return {
    width: right + (across ? 28 : 40 + lanes.count * 14),
    height: bottom + (across ? 40 + lanes.count * 16 : 26),
    states,
    edges,
  };
}

function layersOf(chart: MachineChart): string[][] {
  const layers: string[][] = [];
  const seen = new Set<string>();
  let edge = [chart.initial];
  while (edge.length > 0) {
    const layer = edge.filter((id, index) => !seen.has(id) && edge.indexOf(id) === index);
    layer.forEach((id) => seen.add(id));
    if (layer.length > 0) layers.push(layer);
    edge = layer.flatMap((id) =>
      chart.transitions.filter((one) => one.from === id && !seen.has(one.to)).map((one) => one.to),
    );
  }
  // Reached only from the machine as a whole (from ''), or never.
  const rest = chart.states.map((state) => state.id).filter((id) => !seen.has(id));
  if (rest.length > 0) layers.push(rest);
  return layers;
}

/** Several events that lead from one state to another share an arrow. */
function merged(chart: MachineChart): { from: string; to: string; event: string }[] {
  const out = new Map<string, { from: string; to: string; event: string }>();
  for (const { from, to, event } of chart.transitions) {
    if (from === '' || from === to) continue;
    const key = `${from}>${to}`;
    const known = out.get(key);
    if (known) known.event = `${known.event}, ${event}`;
    else out.set(key, { from, to, event: event === '' ? 'at once' : event });
  }
  return [...out.values()];
}

function route(
  edge: { from: string; to: string; event: string },
  byId: ReadonlyMap<string, ChartState>,
  along: ReadonlyMap<string, number>,
  across: boolean,
  lanes: { count: number },
): ChartEdge {
  const a = byId.get(edge.from)!;
  const b = byId.get(edge.to)!;
  const step = along.get(edge.to)! - along.get(edge.from)!;
  if (step > 0) return { ...edge, ...forward(a, b, across) };
  if (step === 0) return { ...edge, ...sideways(a, b, across) };
  return { ...edge, ...backward(a, b, across, lanes.count++) };
}

type Way = Pick<ChartEdge, 'path' | 'labelX' | 'labelY'>;

function forward(a: ChartState, b: ChartState, across: boolean): Way {
  if (across) {
    const [x1, y1, x2, y2] = [a.x + a.width, a.y + a.height / 2, b.x, b.y + b.height / 2];
    const mid = (x1 + x2) / 2;
    return {
      path: `M${x1},${y1}C${mid},${y1} ${mid},${y2} ${x2 - 7},${y2}`,
      labelX: mid,
      labelY: (y1 + y2) / 2 - 9,
    };
  }
  const [x1, y1, x2, y2] = [a.x + a.width / 2, a.y + a.height, b.x + b.width / 2, b.y];
  const mid = (y1 + y2) / 2;
  return {
    path: `M${x1},${y1}C${x1},${mid} ${x2},${mid} ${x2},${y2 - 7}`,
    labelX: (x1 + x2) / 2 + 6,
    labelY: mid,
  };
}

function sideways(a: ChartState, b: ChartState, across: boolean): Way {
  if (across) {
    const down = b.y > a.y;
    const [x, y1, y2] = [a.x + a.width / 2, down ? a.y + a.height : a.y, down ? b.y - 7 : b.y + b.height + 7];
    return { path: `M${x},${y1}L${x},${y2}`, labelX: x + 6, labelY: (y1 + y2) / 2 };
  }
  const right = b.x > a.x;
  const [y, x1, x2] = [a.y + a.height / 2, right ? a.x + a.width : a.x, right ? b.x - 7 : b.x + b.width + 7];
  return { path: `M${x1},${y}L${x2},${y}`, labelX: (x1 + x2) / 2, labelY: y - 10 };
}

function backward(a: ChartState, b: ChartState, across: boolean, lane: number): Way {
  if (across) {
    const [x1, x2] = [a.x + a.width / 2 + 8, b.x + b.width / 2 - 8];
    const low = Math.max(a.y, b.y) + HEIGHT + 26 + lane * 16;
    return {
      path: `M${x1},${a.y + a.height}V${low - 8}q0,8 -8,8H${x2 + 8}q-8,0 -8,-8V${b.y + b.height + 7}`,
      labelX: (x1 + x2) / 2,
      labelY: low - 9,
    };
  }
  const far = Math.max(a.x + a.width, b.x + b.width) + 16 + lane * 14;
  const [y1, y2] = [a.y + a.height / 2, b.y + b.height / 2 + 8];
  return {
    path: `M${a.x + a.width},${y1}H${far - 8}q8,0 8,-8V${y2 + 8}q0,-8 -8,-8H${b.x + b.width + 7}`,
    labelX: far,
    labelY: (y1 + y2) / 2,
  };
}
