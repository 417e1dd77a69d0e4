import { conferencePart } from '../../../simulator/protocols/sip/conference-bodies.ts';
import { addressOf } from '../../../simulator/protocols/sip/address.ts';
import { parseNameAddress, parseUri } from '../../../simulator/protocols/sip/headers.ts';
import type { Talk, TalkKind } from './talks.ts';
import type { TalkState } from './progress.ts';

/** A talk as it stands at a time. */
export interface TalkRow {
  readonly talk: Talk;
  readonly from: string;
  readonly to: string;
  /** Null before it began. */
  readonly now: TalkState | null;
  /** Microseconds from its beginning to its end, or to the time shown while it goes on; null before it began. */
  readonly lasted: number | null;
  /** Reasons of the diagnostics that were told so far. */
  readonly told: readonly string[];
}

export type SortKey = 'began' | 'kind' | 'from' | 'to' | 'state' | 'lasted' | 'hops';

export interface Choice {
  readonly sort: SortKey;
  readonly descending: boolean;
  readonly kind: TalkKind | 'all';
  readonly text: string;
}

/**
 * What people call who a header names: by the names of people, "Bob's meeting, chat" for a part of a conference, else
 * the address without its scheme.
 */
export function partyName(value: string, names: ReadonlyMap<string, string>): string {
  const address = addressOf(value);
  const person = names.get(address) ?? address.replace(/^sips?:/, '');
  const part = conferencePart(parseUri(parseNameAddress(value).uri).params['opaque']);
  if (!part) return person;
  return part.part === 'focus' ? `${person}’s meeting` : `${person}’s meeting, ${part.part}`;
}

/** The row of each talk at a time, whether it has begun or not. */
export function rowsAt(
  talks: readonly Talk[],
  names: ReadonlyMap<string, string>,
  time: number,
): readonly TalkRow[] {
  return talks.map((talk) => {
    const now = talk.states.at(time) ?? null;
    const until = now?.open === false ? talk.states.since(time)! : time;
    return {
      talk,
      from: partyName(talk.from, names),
      to: partyName(talk.to, names),
      now,
      lasted: now && until - talk.began,
      told: talk.diagnostics.filter((one) => one.time <= time).map(({ reason }) => reason),
    };
  });
}

/** The rows that somebody wants to see, in the order that they want. */
export function chosenRows(
  rows: readonly TalkRow[],
  { sort, descending, kind, text }: Choice,
): readonly TalkRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter(
    (row) => (kind === 'all' || row.talk.kind === kind) && words.every((word) => wordsOf(row).includes(word)),
  );
  const turn = descending ? -1 : 1;
  return found.toSorted(
    (a, b) => turn * compare(valueOf(a, sort), valueOf(b, sort)) || a.talk.began - b.talk.began,
  );
}

function wordsOf({ talk, from, to, now, told }: TalkRow): string {
  return [talk.kind, talk.method, talk.event, talk.callId, from, to, now?.state, now?.result, ...told]
    .join(' ')
    .toLowerCase();
}

function valueOf({ talk, from, to, now, lasted }: TalkRow, sort: SortKey): string | number {
  switch (sort) {
    case 'began':
      return talk.began;
    case 'kind':
      return `${talk.kind} ${talk.method}`;
    case 'from':
      return from;
    case 'to':
      return to;
    case 'state':
      return `${now?.state ?? ''} ${now?.result ?? ''}`;
    case 'lasted':
      return lasted ?? -1;
    case 'hops':
      return talk.nodes.length;
  }
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
