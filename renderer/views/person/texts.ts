import { cseq, header } from '../../../simulator/protocols/sip/headers.ts';
import { addressOf } from '../../../simulator/protocols/sip/address.ts';
import type { Passage } from '../dialogs/passages.ts';
import { partOf, type Party } from './parties.ts';

/** An instant message as one of its ends has it. */
export interface Text {
  readonly party: Party;
  /** Who wrote it, by name; empty for the person themselves. */
  readonly from: string;
  readonly text: string;
  /** When it was written, or came in; microseconds. */
  readonly time: number;
  /** For one's own: when the answer came, and whether it was good; null while there is none. */
  readonly answer: { readonly time: number; readonly ok: boolean } | null;
  readonly packet: number;
  readonly event: number;
}

/** Texts that left a host or came to it (RFC 3428), in order. */
export function textsOf(
  node: number,
  near: readonly Passage[],
  names: ReadonlyMap<string, string>,
): readonly Text[] {
  const answers = new Map<string, { time: number; ok: boolean }>();
  for (const { message, to, arrived } of near)
    if (message.kind === 'response' && to === node && message.status >= 200)
      answers.set(turnOf(message), { time: arrived, ok: message.status < 300 });
  return near
    .flatMap(({ message, from, sent, arrived, packet, event }): Text[] => {
      if (message.kind !== 'request' || message.method !== 'MESSAGE') return [];
      const own = from === node;
      if (!own && arrived === Infinity) return [];
      const party = partOf(header(message, own ? 'To' : 'From'), names);
      // A meeting's chat says in whose name it passes a text on.
      const writer = addressOf(header(message, 'Ms-Sender') ?? header(message, 'From'));
      return [
        {
          party,
          from: own ? '' : (names.get(writer) ?? writer),
          text: message.body,
          time: own ? sent : arrived,
          answer: own ? (answers.get(turnOf(message)) ?? null) : null,
          packet,
          event,
        },
      ];
    })
    .sort((a, b) => a.time - b.time);
}

function turnOf(message: Passage['message']): string {
  return `${header(message, 'Call-ID')} ${cseq(message).number}`;
}
