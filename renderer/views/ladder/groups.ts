import { finished, type Pieces } from '../../../simulator/kernel/pieces.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import type { GroupKind, Place } from './places.ts';
import { Places } from './places.ts';
import type { PacketItem, WordItem } from './rows.ts';
import { packetItem, wordItems } from './rows.ts';
import { Titles } from './titles.ts';

/** Packets that were lost at one place for one reason. */
export interface Losses {
  readonly node: number;
  readonly fate: PacketItem['fate'];
  readonly text: string;
  readonly count: number;
}

/** Packets that belong together, under one heading. */
export interface Group {
  readonly kind: 'group';
  readonly id: string;
  readonly what: GroupKind;
  /** From which level on it is open: 1 transactions, 2 packets, 3 only when it is opened by hand. */
  readonly opensAt: number;
  readonly title: string;
  readonly family: Family;
  readonly time: number;
  readonly until: number;
  readonly order: number;
  readonly packets: readonly number[];
  readonly losses: readonly Losses[];
  /** Lines that take part. */
  readonly nodes: ReadonlySet<number>;
  readonly children: readonly Item[];
}

export type Item = Group | PacketItem | WordItem;

/** A stream of more packets than this is not listed until someone asks. */
const STREAM = 60;

/** A group while its packets are gathered. */
interface Gathering {
  readonly id: string;
  readonly what: GroupKind;
  readonly rows: PacketItem[];
  readonly noise: PacketItem[];
  readonly words: WordItem[];
  readonly inner: Map<string, Gathering>;
}

/** Everything that a ladder shows, as a tree: conversations, their transactions, their packets. */
export function groupsOf(reader: TraceReader, design: Design): readonly Item[] {
  return finished(groupsInPieces(reader, design));
}

/** A piece of the work is so many packets, or groups of them. */
const PIECE = 64;
/** The share of the work that gathering the packets is; the rest is finding words for what they are. */
const GATHERING = 0.5;

const known = new WeakMap<TraceReader, { readonly design: Design; readonly items: readonly Item[] }>();

/** The same, bit by bit: a crowd's hour has packets by the hundred thousand. Kept as long as the reader. */
export function* groupsInPieces(reader: TraceReader, design: Design): Pieces<readonly Item[]> {
  const before = known.get(reader);
  if (before?.design === design) return before.items;
  const places = new Places(reader);
  const found = new Map<string, Gathering>();
  for (let packet = 0; packet < reader.packetCount; packet++) {
    if (packet % PIECE === PIECE - 1) yield (GATHERING * packet) / reader.packetCount;
    const row = packetItem(reader, packet);
    const place = places.of(packet);
    const quiet = row.lost === null && (place.noise || !row.whole);
    const group = gathering(found, place, !quiet);
    (quiet ? group.noise : group.rows).push(row);
  }
  const outside: WordItem[] = [];
  for (const word of wordItems(reader)) {
    // What people do begins something new; what they see comes of what went before.
    const place = word.tone === 'see' ? places.placeBefore(word.order) : null;
    if (place) gathering(found, place, true).words.push(word);
    else outside.push(word);
  }
  const titles = new Titles(reader, design);
  const items: Item[] = [];
  let done = 0;
  for (const one of found.values()) {
    items.push(...finish(reader, titles, one));
    if (++done % PIECE === 0) yield GATHERING + ((1 - GATHERING) * done) / found.size;
  }
  const sorted = [...items, ...outside].sort(byOrder);
  known.set(reader, { design, items: sorted });
  return sorted;
}

function gathering(found: Map<string, Gathering>, place: Place, inner: boolean): Gathering {
  const group = into(found, `${place.kind}/${place.key}`, place.kind);
  if (!place.inner || !inner) return group;
  return into(group.inner, `${group.id}/${place.inner.key}`, place.inner.kind);
}

function into(found: Map<string, Gathering>, id: string, what: GroupKind): Gathering {
  const known = found.get(id);
  if (known) return known;
  const made = { id, what, rows: [], noise: [], words: [], inner: new Map<string, Gathering>() };
  found.set(id, made);
  return made;
}

function finish(reader: TraceReader, titles: Titles, one: Gathering): readonly Item[] {
  const inner = [...one.inner.values()];
  const rows = inner.length > 0 ? inner.flatMap((child) => child.rows).sort(byOrder) : one.rows;
  const first = rows[0] ?? one.noise[0];
  if (!first) return one.words;
  // A conversation of one transaction is that transaction.
  const only = inner.length === 1 ? inner[0]! : null;
  const children: Item[] = [
    ...withRepeats(reader, only ? only.rows : one.rows),
    ...one.words,
    ...(only ? only.words : inner.flatMap((child) => unwrapped(finish(reader, titles, child)))),
  ].sort(byOrder);
  if (rows.length === 0)
    return [...one.words, group(reader, { ...one, what: 'noise' }, titles.noise(one.noise), one.noise)];
  if (one.noise.length > 0)
    children.push(
      group(reader, { id: `${one.id}/noise`, what: 'noise' }, titles.noise(one.noise), one.noise),
    );
  const title = titles.of(one.what, rows);
  const what = only ? only.what : one.what;
  const made = group(reader, { id: one.id, what }, title, [...rows, ...one.noise], children);
  return [{ ...made, until: Math.max(made.until, titles.gaveUp(rows) ?? 0) }];
}

/** A transaction of one packet needs no heading of its own. */
function unwrapped(items: readonly Item[]): readonly Item[] {
  return items.flatMap((item) =>
    item.kind === 'group' && item.children.length === 1 && item.children[0]!.kind === 'packet'
      ? item.children
      : [item],
  );
}

function group(
  reader: TraceReader,
  { id, what }: Pick<Gathering, 'id' | 'what'>,
  title: string,
  members: readonly PacketItem[],
  children: readonly Item[] = withRepeats(reader, members),
): Group {
  const sorted = [...members].sort(byOrder);
  const first = sorted[0]!;
  return {
    kind: 'group',
    id,
    what,
    opensAt: opensAt(what, members.length),
    title,
    family: first.family,
    time: first.time,
    until: sorted.at(-1)!.time,
    order: first.order,
    packets: sorted.map((row) => row.packet),
    losses: lossesOf(sorted),
    nodes: new Set(sorted.flatMap(nodesOf)),
    children,
  };
}

function opensAt(what: GroupKind, size: number): number {
  if (what === 'dialog' || what === 'connection') return 1;
  if (what === 'opening' || what === 'upkeep' || what === 'noise' || size > STREAM) return 3;
  return 2;
}

/** Each packet with those that repeat it and ended alike; one that ended otherwise is a row of its own. */
function withRepeats(reader: TraceReader, rows: readonly PacketItem[]): readonly PacketItem[] {
  const { events, packets } = reader.trace;
  const heads = new Map<string, { head: PacketItem; repeats: PacketItem[] }>();
  const original = new Map<number, number>();
  for (const row of rows) {
    const sent = packets.sent[row.packet]!;
    const repeated = events.kind[sent] === EventKind.send ? events.a[sent]! : -1;
    const root = original.get(repeated) ?? (repeated >= 0 ? repeated : row.packet);
    original.set(row.packet, root);
    const key = `${root}/${row.lost ?? ''}/${row.to}`;
    const known = heads.get(key);
    if (known) known.repeats.push(row);
    else heads.set(key, { head: row, repeats: [] });
  }
  return [...heads.values()].map(({ head, repeats }) => ({ ...head, repeats }));
}

/** Lines that a packet touches. */
export function nodesOf(row: PacketItem): readonly number[] {
  return [row.from, row.to, ...row.passed, ...row.crossings.map((one) => one.node)];
}

/** What was lost of some packets, by place and reason. */
export function lossesOf(rows: readonly PacketItem[]): readonly Losses[] {
  const found = new Map<string, Losses>();
  for (const { lost, fate, to } of rows) {
    if (lost === null) continue;
    const key = `${to}/${lost}`;
    found.set(key, { node: to, fate, text: lost, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()];
}

function byOrder(a: { readonly order: number }, b: { readonly order: number }): number {
  return a.order - b.order;
}
