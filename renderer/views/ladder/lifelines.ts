import type { Design } from '../../../simulator/model/design.ts';
import type { TraceNode } from '../../../simulator/model/trace.ts';
import { columnsOf } from '../map/columns.ts';
import type { Row } from './rows.ts';

/** A vertical line of the ladder: a node of the trace that takes part. */
export interface Lifeline {
  readonly node: number;
  readonly title: string;
  readonly subtitle: string;
  readonly wall: boolean;
  readonly x: number;
}

const LEAST = 77;

/** The nodes that take part in a run, from the Internet inwards, spread over a width. */
export function lifelinesOf(
  design: Design,
  nodes: readonly TraceNode[],
  rows: readonly Row[],
  left: number,
  width: number,
): readonly Lifeline[] {
  const used = new Set<number>();
  for (const row of rows) {
    if (row.kind === 'word' && row.tone !== 'change') used.add(row.node);
    if (row.kind !== 'packet') continue;
    for (const node of [row.from, row.to, ...row.passed, ...row.crossings.map((one) => one.node)])
      used.add(node);
  }
  const { depth } = columnsOf(design);
  const placed = [...used].flatMap((index) => {
    const node = nodes[index]!;
    if (node.kind === 'zone') return [];
    return [{ node: index, ...place(design, depth, node), wall: node.kind === 'firewall' }];
  });
  placed.sort((a, b) => a.order - b.order);
  const step = Math.max(LEAST, (width - left) / Math.max(1, placed.length));
  return placed.map(({ node, title, subtitle, wall }, index) => ({
    node,
    title,
    subtitle,
    wall,
    x: left + step * (index + 0.5),
  }));
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
      order: (depth.get(nat.outside) ?? 0) * 1000 + behind * 2 + 1,
      title: 'NAT',
      subtitle: nat.address,
    };
  }
  const index = design.hosts.findIndex((host) => host.id === node.id);
  const first = design.hosts[index]?.interfaces[0];
  return {
    order: (depth.get(first?.zone ?? '') ?? 0) * 1000 + index * 2,
    title: node.title,
    subtitle: first?.address ?? '',
  };
}
