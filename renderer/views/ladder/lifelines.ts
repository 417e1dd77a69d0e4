import { parseAddress } from '../../../simulator/model/address.ts';
import type { Design } from '../../../simulator/model/design.ts';
import type { TraceNode } from '../../../simulator/model/trace.ts';
import { nodesOf } from './groups.ts';
import type { Item } from './groups.ts';
import type { PacketItem } from './rows.ts';
import { wayOf } from './sites.ts';

/** A vertical line of the ladder: a node of the trace that takes part. */
export interface Lifeline {
  readonly node: number;
  readonly title: string;
  readonly subtitle: string;
  readonly wall: boolean;
  readonly x: number;
  /** Width that its heading may take. */
  readonly room: number;
}

type Line = Omit<Lifeline, 'x' | 'room'>;

export const WALL = 44;
/** Lines stand at least so far apart, and closer where there are many. */
const LEAST = 84;
const LEAST_MANY = 58;
/** The least at which a wall still stands clear of its neighbours. */
const LEAST_OF_ALL = 48;
const MANY = 9;
/** Air between the last line and the right end: half an address. */
export const EDGE = 42;
const EACH = 6.1;
/** Mark and air beside a label. */
const BESIDE = 34;
/** A label asks for no more than this: a longer one is cut. */
export const MOST_LABEL = 46;

/** Every packet of a tree, those that repeat another too. */
export function packetsIn(items: readonly Item[]): readonly PacketItem[] {
  const packets: PacketItem[] = [];
  const visit = (item: Item) => {
    if (item.kind === 'packet') packets.push(item, ...item.repeats);
    else if (item.kind === 'group') item.children.forEach(visit);
  };
  items.forEach(visit);
  return packets;
}

/** The longest label that stands between two lines. */
export interface Label {
  readonly from: number;
  readonly to: number;
  /** Letters. */
  readonly length: number;
}

/** What room packets' labels ask for, once for all between the same two lines. */
export function labelsOf(packets: readonly PacketItem[]): readonly Label[] {
  const longest = new Map<number, Map<number, number>>();
  for (const { from, to, label } of packets) {
    let ways = longest.get(from);
    if (!ways) longest.set(from, (ways = new Map<number, number>()));
    if (label.length > (ways.get(to) ?? 0)) ways.set(to, label.length);
  }
  return [...longest].flatMap(([from, ways]) => [...ways].map(([to, length]) => ({ from, to, length })));
}

/** The nodes that take part, in the order of the way: partners, people, our own side inwards. */
export function linesOf(
  design: Design,
  nodes: readonly TraceNode[],
  items: readonly Item[],
): readonly Line[] {
  const way = wayOf(design);
  const placed = [...usedBy(design, nodes, items)].flatMap((index) => {
    const node = nodes[index]!;
    if (node.kind === 'zone') return [];
    return [{ node: index, ...place(design, way, node), wall: node.kind === 'firewall' }];
  });
  placed.sort((a, b) => a.order - b.order);
  return placed;
}

/** The lines with room for what stands between them. */
export function spread(
  lines: readonly Line[],
  labels: readonly Label[],
  left: number,
  width: number,
): readonly Lifeline[] {
  const least = leastGap(lines.length, width - left);
  const edge = least / 2;
  const inside = width - left - edge - EDGE;
  const headings = squeezed(headingGaps(lines, least), least, inside);
  const gaps = squeezed(labelGaps(lines, labels, headings), headings, inside);
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  const spare = Math.max(0, inside - total) / Math.max(1, lines.length);
  let x = left + edge + spare / 2;
  const xs = lines.map((_, index) => (x += index === 0 ? 0 : gaps[index - 1]! + spare));
  return lines.map((line, index) => {
    const sides = [index - 1, index + 1].flatMap((other) =>
      lines[other] ? [beside(Math.abs(xs[other]! - xs[index]!), lines[other])] : [],
    );
    return { ...line, x: xs[index]!, room: 2 * Math.min(xs[index]! - left + 26, ...sides) - 6 };
  });
}

/** How close lines may come: many of them closer, so that all are in sight. */
function leastGap(lines: number, width: number): number {
  if (lines <= MANY) return LEAST;
  const fitting = (width - EDGE) / (lines - 0.5);
  return Math.max(LEAST_OF_ALL, Math.min(LEAST_MANY, fitting));
}

/** What a neighbour's heading leaves of the way to it: at least half. */
function beside(gap: number, neighbour: Line): number {
  return gap - Math.min(headingWidth(neighbour) / 2, gap / 2);
}

function headingWidth({ title, subtitle }: Line): number {
  return Math.max(title.length * 6.8, subtitle.length * 5.9);
}

/** All lines in sight are worth more than labels that touch none: gaps give way, down to the least each. */
function squeezed(
  gaps: readonly number[],
  least: number | readonly number[],
  width: number,
): readonly number[] {
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const floor = typeof least === 'number' ? gaps.map(() => least) : least;
  const total = sum(gaps);
  if (total <= width) return gaps;
  const share = Math.max(0, (width - sum(floor)) / (total - sum(floor)));
  return gaps.map((gap, index) => floor[index]! + (gap - floor[index]!) * share);
}

function usedBy(design: Design, nodes: readonly TraceNode[], items: readonly Item[]): ReadonlySet<number> {
  const used = new Set<number>();
  const places = new Map(
    nodes.flatMap((node, index) => (node.kind === 'host' ? [[node.id, index] as const] : [])),
  );
  const hosts = new Map(
    design.hosts.flatMap((host) =>
      host.interfaces.map((one) => [parseAddress(one.address), places.get(host.id)]),
    ),
  );
  const visit = (item: Item, known: boolean) => {
    if (item.kind === 'group') {
      // A group's packets include those of the groups inside.
      if (!known) for (const node of item.nodes) used.add(node);
      for (const child of item.children) visit(child, true);
    } else if (item.kind === 'word') {
      if (item.tone !== 'change') used.add(item.node);
    } else {
      for (const row of [item, ...item.repeats]) {
        if (!known) for (const node of nodesOf(row)) used.add(node);
        // Where something was meant to arrive stands behind the wall that stopped it.
        const meant = row.lost === null ? undefined : hosts.get(row.meant);
        if (meant !== undefined) used.add(meant);
      }
    }
  };
  for (const item of items) visit(item, false);
  return used;
}

/** Space from each line to the next that their headings need. */
function headingGaps(lines: readonly Line[], least: number): readonly number[] {
  return lines
    .slice(1)
    .map((one, index) => Math.max(least, (headingWidth(one) + headingWidth(lines[index]!)) / 2 + 8));
}

/** The same with what the labels that stand there need. */
function labelGaps(
  lines: readonly Line[],
  labels: readonly Label[],
  headings: readonly number[],
): readonly number[] {
  const at = new Map(lines.map((one, index) => [one.node, index]));
  const gaps = [...headings];
  for (const label of labels) {
    const piece = longestPiece(label, at, lines);
    if (!piece) continue;
    const [from, to] = piece;
    const walls = Number(lines[from]!.wall) + Number(lines[to]!.wall);
    const width = Math.min(label.length, MOST_LABEL) * EACH + BESIDE + (walls * WALL) / 2;
    for (let gap = from; gap < to; gap++) gaps[gap] = Math.max(gaps[gap]!, width / (to - from));
  }
  return gaps;
}

/** Between which two lines, with no wall between them, a label stands: the most lines apart. */
function longestPiece(
  label: Label,
  at: ReadonlyMap<number, number>,
  lines: readonly Line[],
): readonly [number, number] | null {
  const [a, b] = [at.get(label.from), at.get(label.to)];
  if (a === undefined || b === undefined || a === b) return null;
  const [first, last] = a < b ? [a, b] : [b, a];
  let best: readonly [number, number] | null = null;
  let from = first;
  for (let index = first + 1; index <= last; index++) {
    if (index !== last && !lines[index]!.wall) continue;
    if (!best || index - from > best[1] - best[0]) best = [from, index];
    from = index;
  }
  return best;
}

/** A zone's hosts stand on one side of the walls that it leads to, in the order of the design. */
function place(
  design: Design,
  way: ReadonlyMap<string, number>,
  node: TraceNode,
): { order: number; title: string; subtitle: string } {
  const firewall = design.firewalls.find((one) => one.id === node.id);
  if (firewall)
    return {
      order: Math.min(way.get(firewall.outside) ?? 0, way.get(firewall.inside) ?? 0) * 1000 + 900,
      title: node.title.replace(/('s)? firewall$/i, ''),
      subtitle: firewall.default === 'drop' ? 'silent drop' : firewall.default,
    };
  const nat = design.nats.find((one) => one.id === node.id);
  if (nat) {
    const behind = design.hosts.findLastIndex((host) =>
      host.interfaces.some((one) => one.zone === nat.inside),
    );
    return {
      order: (way.get(nat.outside) ?? 0) * 1000 + behind * 0.1 + 0.05,
      title: 'NAT',
      subtitle: nat.address,
    };
  }
  const index = design.hosts.findIndex((host) => host.id === node.id);
  const first = design.hosts[index]?.interfaces[0];
  const zone = way.get(first?.zone ?? '') ?? 0;
  return {
    // A design names a site's hosts from the Internet inwards; a partner's are seen from the other side.
    order: zone * 1000 + (zone < 0 ? design.hosts.length - index : index) * 0.1,
    title: node.title,
    subtitle: first?.address ?? '',
  };
}
