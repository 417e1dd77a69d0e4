import type { TraceNode } from '../../model/trace.ts';

/** A place where one could listen: a host, or one side of a firewall. */
export interface CapturePoint {
  /** "alice-pc", "external/outside" */
  readonly id: string;
  readonly title: string;
  /** Index of its node in the trace. */
  readonly node: number;
  /** A `Side`; of a host always 0. */
  readonly side: number;
}

/** Which side of a firewall; a host has only one, 0. */
export const Side = { outside: 0, inside: 1 } as const;

/** All places of a run where one could listen, in the order of its nodes; a firewall's outside comes before its inside. */
export function capturePoints(nodes: readonly TraceNode[]): CapturePoint[] {
  return nodes.flatMap(({ id, kind, title }, node) => {
    if (kind === 'host') return [{ id, title, node, side: 0 }];
    if (kind !== 'firewall') return [];
    return [
      { id: `${id}/outside`, title: `${title}, outside`, node, side: Side.outside },
      { id: `${id}/inside`, title: `${title}, inside`, node, side: Side.inside },
    ];
  });
}
