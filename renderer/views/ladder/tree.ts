import type { Group, Item } from './groups.ts';
import type { PacketItem, WordItem } from './rows.ts';

/** How much is unfolded before anyone touches a fold. */
export const LEVELS = ['conversations', 'transactions', 'packets'] as const;
export type Level = (typeof LEVELS)[number];

/** What is open: a level, or simply everything, and what was folded and unfolded by hand since. */
export interface Folding {
  readonly level: Level;
  readonly all: boolean;
  readonly byHand: ReadonlyMap<string, boolean>;
}

interface Placed {
  /** Stays the same while the trace does. */
  readonly key: string;
  readonly time: number;
  readonly until: number;
  readonly depth: number;
  /** Whether what it holds is shown; null when it holds nothing. */
  readonly open: boolean | null;
  /** Key of the row that holds it. */
  readonly parent: string | null;
}

export type Row = Placed &
  (
    | { readonly kind: 'group'; readonly group: Group }
    | {
        readonly kind: 'packet';
        readonly item: PacketItem;
        /** Shows one send of several, under the first. */
        readonly again: boolean;
      }
    | { readonly kind: 'word'; readonly item: WordItem }
    | { readonly kind: 'gap'; readonly text: string }
  );

/** A pause longer than this is drawn as one, microseconds. */
const GAP = 400_000;
/** A trace of more packets than this begins folded. */
const MANY = 150;

/** The level at which a trace is shown until someone chooses. */
export function levelFor(packets: number): Level {
  return packets > MANY ? 'conversations' : 'packets';
}

export function isOpen(folding: Folding, key: string, opensAt: number): boolean {
  return folding.byHand.get(key) ?? (folding.all || LEVELS.indexOf(folding.level) >= opensAt);
}

/** The same with one fold set by hand. */
export function withFold(folding: Folding, keys: readonly string[], open: boolean): Folding {
  return { ...folding, byHand: new Map([...folding.byHand, ...keys.map((key) => [key, open] as const)]) };
}

/**
 * The rows in sight, in order: each heading followed by what it holds where it is open.
 * @param missing what does not come in a pause
 */
export function rowsOf(items: readonly Item[], folding: Folding, missing = 'a packet'): readonly Row[] {
  const rows: Row[] = [];
  const put = (item: Item, depth: number, parent: string | null) => {
    if (item.kind === 'group') putGroup(item, depth, parent);
    else if (item.kind === 'packet') putPacket(item, depth, parent);
    else
      rows.push({
        kind: 'word',
        item,
        key: `word/${item.order}`,
        time: item.time,
        until: item.time,
        depth,
        open: null,
        parent,
      });
  };
  const putGroup = (group: Group, depth: number, parent: string | null) => {
    const { id: key, time, until } = group;
    const open = isOpen(folding, key, group.opensAt);
    rows.push({ kind: 'group', group, key, time, until: open ? time : until, depth, open, parent });
    if (open) for (const child of group.children) put(child, depth + 1, key);
    // What people saw is never folded away.
    else for (const word of wordsIn(group)) put(word, depth, parent);
  };
  const putPacket = (item: PacketItem, depth: number, parent: string | null) => {
    const { time, repeats } = item;
    const key = `packet/${item.packet}`;
    const open = repeats.length > 0 ? isOpen(folding, key, LEVELS.length) : null;
    const until = open === false ? repeats.at(-1)!.time : time;
    rows.push({ kind: 'packet', item, again: false, key, time, until, depth, open, parent });
    if (!open) return;
    for (const one of repeats) {
      const own = { key: `packet/${one.packet}`, time: one.time, until: one.time };
      rows.push({
        kind: 'packet',
        item: one,
        again: true,
        ...own,
        depth: depth + 1,
        open: null,
        parent: key,
      });
    }
  };
  for (const item of items) put(item, 0, null);
  return withGaps(rows, missing);
}

function wordsIn(group: Group): readonly WordItem[] {
  return group.children
    .flatMap((child) => (child.kind === 'group' ? wordsIn(child) : child.kind === 'word' ? [child] : []))
    .sort((a, b) => a.order - b.order);
}

/** Says how long nothing happened between two rows that follow each other in time. */
function withGaps(rows: readonly Row[], missing: string): readonly Row[] {
  const out: Row[] = [];
  let busyUntil = rows[0]?.time ?? 0;
  for (const row of rows) {
    const gap = row.time - busyUntil;
    if (gap > GAP)
      out.push({
        kind: 'gap',
        key: `gap/${row.key}`,
        time: busyUntil,
        until: row.time,
        text: `${(gap / 1_000_000).toFixed(1)} s without ${missing}`,
        depth: row.depth,
        open: null,
        parent: row.parent,
      });
    out.push(row);
    busyUntil = Math.max(busyUntil, row.until);
  }
  return out;
}

/** What must be open for a packet to be in sight: its groups, outermost first, and the send that it repeats. */
export function holdersOf(items: readonly Item[], packet: number): readonly string[] {
  for (const item of items) {
    if (item.kind === 'packet' && item.repeats.some((one) => one.packet === packet))
      return [`packet/${item.packet}`];
    if (item.kind !== 'group' || !item.packets.includes(packet)) continue;
    return [item.id, ...holdersOf(item.children, packet)];
  }
  return [];
}
