import type { Group, Item } from './groups.ts';
import { lossesOf, nodesOf } from './groups.ts';
import { packetsIn } from './lifelines.ts';
import type { PacketItem } from './rows.ts';
import { LEVELS } from './tree.ts';

/**
 * A ladder's tree with only some of its packets: what holds none of them goes, and so do words. Headings stay as they
 * are, since they tell of the whole conversation.
 */
export function onlyPackets(items: readonly Item[], keep: ReadonlySet<number>): readonly Item[] {
  return items.flatMap((item): readonly Item[] => {
    if (item.kind === 'word') return [];
    if (item.kind === 'packet') return ofRepeats(item, keep);
    const children = onlyPackets(item.children, keep);
    return children.length === 0 ? [] : [ofGroup(item, children)];
  });
}

/** The first of the sends that are kept stands for the rest. */
function ofRepeats(item: PacketItem, keep: ReadonlySet<number>): readonly PacketItem[] {
  const [head, ...repeats] = [item, ...item.repeats].filter(({ packet }) => keep.has(packet));
  return head ? [{ ...head, repeats }] : [];
}

function ofGroup(group: Group, children: readonly Item[]): Group {
  const rows = packetsIn(children).toSorted((a, b) => a.order - b.order);
  const { time, order } = rows[0]!;
  return {
    ...group,
    // Whoever asks for what nobody asks for otherwise wants to see it.
    opensAt: Math.min(group.opensAt, LEVELS.indexOf('packets')),
    time,
    order,
    until: rows.at(-1)!.time,
    packets: rows.map(({ packet }) => packet),
    losses: lossesOf(rows),
    nodes: new Set(rows.flatMap(nodesOf)),
    children,
  };
}
