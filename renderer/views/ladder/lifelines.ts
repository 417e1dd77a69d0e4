import { parseAddress } from '../../../simulator/model/address.ts';
import type { Design } from '../../../simulator/model/design.ts';
import type { TraceNode } from '../../../simulator/model/trace.ts';
import { columnsOf } from '../map/columns.ts';
import type { PacketRow, Row } from './rows.ts';

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

export const WALL = 44;
const LEAST = 84;
const EACH = 6.1;
/** Mark and air beside a label, and a chevron too. */
const BESIDE = 34;
const BESIDE_FOLD = 64;
/** A label asks for no more than this: a longer one is cut. */
export const MOST_LABEL = 46;

/** The nodes that take part in a run, from the Internet inwards, with room for what stands between them. */
export function lifelinesOf(
  design: Design,
  nodes: readonly TraceNode[],
  rows: readonly Row[],
  left: number,
  width: number,
): readonly Lifeline[] {
  const { depth } = columnsOf(design);
  const placed = [...usedBy(design, nodes, rows)].flatMap((index) => {
    const node = nodes[index]!;
    if (node.kind === 'zone') return [];
    return [{ node: index, ...place(design, depth, node), wall: node.kind === 'firewall' }];
  });
  placed.sort((a, b) => a.order - b.order);
  const edge = LEAST / 2;
  const gaps = squeezed(gapsOf(placed, rows), width - left - 2 * edge);
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  const spare = Math.max(0, width - left - total - 2 * edge) / Math.max(1, placed.length);
  let x = left + edge + spare / 2;
  const xs = placed.map((_, index) => (x += index === 0 ? 0 : gaps[index - 1]! + spare));
  return placed.map(({ node, title, subtitle, wall }, index) => ({
    node,
    title,
    subtitle,
    wall,
    x: xs[index]!,
    room:
      Math.min(
        2 * (xs[index]! - left + 26),
        index > 0 ? xs[index]! - xs[index - 1]! : Infinity,
        (xs[index + 1] ?? Infinity) - xs[index]!,
      ) - 6,
  }));
}

/** All lines in sight are worth more than labels that touch none: gaps give way as far as headings allow. */
function squeezed(gaps: readonly number[], width: number): readonly number[] {
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  const least = gaps.length * LEAST;
  if (total <= width) return gaps;
  const share = Math.max(0, (width - least) / (total - least));
  return gaps.map((gap) => LEAST + (gap - LEAST) * share);
}

function usedBy(design: Design, nodes: readonly TraceNode[], rows: readonly Row[]): ReadonlySet<number> {
  const used = new Set<number>();
  for (const row of rows) {
    if (row.kind === 'word' && row.tone !== 'change') used.add(row.node);
    if (row.kind !== 'packet') continue;
    for (const node of [row.from, row.to, ...row.passed, ...row.crossings.map((one) => one.node)])
      used.add(node);
    // Where something was meant to arrive stands behind the wall that stopped it.
    if (row.lost !== null) {
      const host = design.hosts.find((one) =>
        one.interfaces.some((own) => parseAddress(own.address) === row.meant),
      );
      const meant = nodes.findIndex((node) => node.kind === 'host' && node.id === host?.id);
      if (meant >= 0) used.add(meant);
    }
  }
  return used;
}

/** Space from each line to the next: as much as headings, and the labels that stand there, need. */
function gapsOf(
  placed: readonly { node: number; wall: boolean; title: string; subtitle: string }[],
  rows: readonly Row[],
): number[] {
  const at = new Map(placed.map((one, index) => [one.node, index]));
  const heading = ({ title, subtitle }: { title: string; subtitle: string }) =>
    Math.max(title.length * 6.6, subtitle.length * 5.9);
  const gaps = placed
    .slice(1)
    .map((one, index) => Math.max(LEAST, (heading(one) + heading(placed[index]!)) / 2 + 8));
  for (const row of rows) {
    if (row.kind !== 'packet') continue;
    const piece = longestPiece(row, at, placed);
    if (!piece) continue;
    const [from, to] = piece;
    const walls = Number(placed[from]!.wall) + Number(placed[to]!.wall);
    const beside = row.fold === null ? BESIDE : BESIDE_FOLD;
    const label = Math.min(row.label.length, MOST_LABEL) * EACH + beside + (walls * WALL) / 2;
    for (let gap = from; gap < to; gap++) gaps[gap] = Math.max(gaps[gap]!, label / (to - from));
  }
  return gaps;
}

/** Between which two lines, with no wall between them, a row's label stands: the most lines apart. */
function longestPiece(
  row: PacketRow,
  at: ReadonlyMap<number, number>,
  placed: readonly { wall: boolean }[],
): readonly [number, number] | null {
  const [a, b] = [at.get(row.from), at.get(row.to)];
  if (a === undefined || b === undefined || a === b) return null;
  const [first, last] = a < b ? [a, b] : [b, a];
  let best: readonly [number, number] | null = null;
  let from = first;
  for (let index = first + 1; index <= last; index++) {
    if (index !== last && !placed[index]!.wall) continue;
    if (!best || index - from > best[1] - best[0]) best = [from, index];
    from = index;
  }
  return best;
}

function place(
  design: Design,
  depth: ReadonlyMap<string, number>,
  node: TraceNode,
): { order: number; title: string; subtitle: string } {
  const firewall = design.firewalls.find((one) => one.id === node.id);
  if (firewall)
    return {
      order: (depth.get(firewall.outside) ?? 0) * 1000 + 900,
      title: node.title.replace(/ firewall$/i, ''),
      subtitle: firewall.default === 'drop' ? 'silent drop' : firewall.default,
    };
  const nat = design.nats.find((one) => one.id === node.id);
  if (nat) {
    const behind = design.hosts.findIndex((host) => host.interfaces.some((one) => one.zone === nat.inside));
    return {
      order: (depth.get(nat.outside) ?? 0) * 1000 + behind * 0.1 + 0.05,
      title: 'NAT',
      subtitle: nat.address,
    };
  }
  const index = design.hosts.findIndex((host) => host.id === node.id);
  const first = design.hosts[index]?.interfaces[0];
  return {
    order: (depth.get(first?.zone ?? '') ?? 0) * 1000 + index * 0.1,
    title: node.title,
    subtitle: first?.address ?? '',
  };
}
