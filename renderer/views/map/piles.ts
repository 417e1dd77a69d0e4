import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { Address } from '../../../simulator/model/address.ts';
import type { Family } from '../../../simulator/protocols/codec/codec.ts';

/** Lost packets of one sort that ended at one spot and came from one, in the order in which they were lost. */
export interface Pile {
  readonly at: number;
  /** The spot before, or -1. */
  readonly before: number;
  readonly family: Family;
  readonly protocol: number;
  readonly dport: number;
  /** A program tried it in hope, and went on without. */
  readonly hoped: boolean;
  readonly addresses: ReadonlySet<Address>;
  readonly events: readonly number[];
}

type Open = Pile & { readonly addresses: Set<Address>; readonly events: number[] };

/** Gathers what was lost, spot by spot. */
export class Piles {
  readonly #reader: TraceReader;
  readonly #piles = new Map<string, Open>();

  constructor(reader: TraceReader) {
    this.#reader = reader;
  }

  add(
    { spot, event }: { readonly spot: number; readonly event: number },
    before: number,
    family: Family,
    hoped: boolean,
  ): void {
    const { dst, dport, protocol } = this.#reader.tupleAt(event);
    // Tries in hope lie together: which port each was for says nothing.
    const key = `${spot}/${before}/${protocol}:${hoped ? 'hoped' : dport}/${family}`;
    let pile = this.#piles.get(key);
    if (!pile) {
      pile = { at: spot, before, family, protocol, dport, hoped, addresses: new Set(), events: [] };
      this.#piles.set(key, pile);
    }
    pile.addresses.add(dst);
    pile.events.push(event);
  }

  all(): readonly Pile[] {
    return [...this.#piles.values()];
  }
}

/** With more than this of them, hosts that lost something stay in their crowd. */
const MOST_LOSERS = 4;

/** Hosts whose packets were lost and missed, when they are few; else nobody. */
export function losersOf({
  reader,
  piles,
}: {
  readonly reader: TraceReader;
  readonly piles: readonly Pile[];
}): readonly string[] {
  const { events, packets } = reader.trace;
  const losers = new Set<string>();
  for (const { hoped, events: lost } of piles)
    for (const event of hoped ? [] : lost) {
      const { kind, id } = reader.node(events.node[packets.sent[events.packet[event]!]!]!);
      if (kind === 'host') losers.add(id);
      if (losers.size > MOST_LOSERS) return [];
    }
  return [...losers];
}
