import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import type { AgentLane } from './agents.ts';
import type { FlowLane, Lane } from './lanes.ts';
import type { Marks } from './marks.ts';
import type { Band, Span } from './people.ts';

/** Pixels that a row takes at the least. */
export const LEAST_LANE = 18;

export type LaneMode = 'flows' | 'agents';
export type LaneSort = 'losses' | 'time' | 'name' | 'packets';

/** A row of the timeline: a lane of packets, or what is so from one time to the next. */
export interface Row {
  readonly key: string;
  readonly title: string;
  /** 1 for what belongs to the row above. */
  readonly depth: 0 | 1;
  readonly icon: Family | 'person' | 'host' | 'firewall' | 'machine';
  /** Whether what belongs to it is out of sight; null when there is nothing. */
  readonly folded: boolean | null;
  readonly marks: Marks | null;
  readonly changes: Marks | null;
  readonly spans: readonly Span[];
  /** Whose states its spans are. */
  readonly actor: number | null;
  readonly packets: number;
  readonly lost: number;
}

interface Sorted {
  readonly title: string;
  readonly lost: number;
  readonly count: number;
  readonly first: number;
}

/** In the order that somebody wants; what is equal stays in the order of time. */
function inOrder<T>(lanes: readonly T[], sort: LaneSort, of: (lane: T) => Sorted): readonly T[] {
  const compare = (a: Sorted, b: Sorted) => {
    switch (sort) {
      case 'losses':
        return Number(b.lost > 0) - Number(a.lost > 0);
      case 'packets':
        return b.count - a.count;
      case 'name':
        return a.title.localeCompare(b.title);
      case 'time':
        return 0;
    }
  };
  return lanes.toSorted((a, b) => compare(of(a), of(b)) || of(a).first - of(b).first);
}

const NOTHING = {
  depth: 0,
  folded: null,
  marks: null,
  changes: null,
  spans: [],
  actor: null,
  packets: 0,
  lost: 0,
} as const;

/**
 * Rows by flow: a few people, then who talked to which port, then the other people. A lane that is open shows its
 * conversations.
 * @param people how many of them come first
 * @param ahead titles of lanes that come first, since another run has losses there
 */
export function flowRows(
  lanes: readonly FlowLane[],
  bands: readonly Band[],
  sort: LaneSort,
  open: ReadonlySet<string>,
  people: number,
  ahead: ReadonlySet<string> = new Set(),
): readonly Row[] {
  const sorted = inOrder(lanes, sort, (lane) => ({ ...titled(lane), count: lane.packets.length })).toSorted(
    (a, b) => Number(ahead.has(b.title)) - Number(ahead.has(a.title)),
  );
  return [
    ...bands.slice(0, people).map(bandRow),
    ...sorted.flatMap((lane) => {
      const several = lane.conversations.length > 1;
      const isOpen = several && open.has(lane.title);
      const row = laneRow(lane, lane.title, 0, several ? !isOpen : null);
      const inside = lane.conversations.map((one, index) => laneRow(one, `${lane.title}/${index}`, 1, null));
      return isOpen ? [row, ...inside] : [row];
    }),
    ...bands.slice(people).map(bandRow),
  ];
}

function titled({ title, lost, first }: Lane): Omit<Sorted, 'count'> {
  return { title, lost, first };
}

function laneRow(lane: Lane, key: string, depth: 0 | 1, folded: boolean | null): Row {
  const { title, family, lost, packets } = lane;
  return {
    ...NOTHING,
    key,
    title,
    depth,
    icon: family,
    folded,
    lost,
    packets: packets.length,
    get marks() {
      return lane.marks;
    },
  };
}

function bandRow({ node, person, sentences }: Band): Row {
  return { ...NOTHING, key: `person ${node}`, title: person, icon: 'person', spans: sentences };
}

/** Rows by host and firewall. One that is open shows what its person did and saw, and its machines' states. */
export function agentRows(
  agents: readonly AgentLane[],
  bands: readonly Band[],
  sort: LaneSort,
  open: ReadonlySet<string>,
): readonly Row[] {
  const people = new Map(bands.map((band) => [band.node, band]));
  return inOrder(agents, sort, (agent) => agent).flatMap((agent) => {
    const { node, title, kind, lost, count } = agent;
    const key = `agent ${node}`;
    const band = people.get(node);
    const foldable = band !== undefined || agent.machines.length > 0;
    const isOpen = foldable && open.has(key);
    const row: Row = {
      ...NOTHING,
      key,
      title,
      icon: band ? 'person' : kind === 'host' ? 'host' : 'firewall',
      folded: foldable ? !isOpen : null,
      lost,
      packets: count,
      get marks() {
        return agent.marks;
      },
      get changes() {
        return agent.changes;
      },
    };
    if (!isOpen) return [row];
    return [
      row,
      ...(band ? [{ ...bandRow(band), key: `${key}/person`, title: 'did and saw', depth: 1 as const }] : []),
      ...agent.machines.map((machine): Row => ({
        ...NOTHING,
        key: `${key}/${machine.actor}`,
        title: machine.title,
        depth: 1,
        icon: 'machine',
        spans: machine.states,
        actor: machine.actor,
      })),
    ];
  });
}
