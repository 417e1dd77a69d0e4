import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { innermost } from '../../../simulator/protocols/registry.ts';
import { header, parseNameAddress, parseUri } from '../../../simulator/protocols/sip/headers.ts';
import type { SipRequest, SipResponse } from '../../../simulator/protocols/sip/message.ts';
import { turnOf } from './places.ts';
import type { PacketItem } from './rows.ts';

/** A SIP message with the row that shows it. */
interface Said {
  readonly row: PacketItem;
  readonly message: SipRequest | SipResponse;
}

/** Messages of one transaction, on all the hops of its way. */
interface Turn {
  readonly method: string;
  /** Which end of the dialog asks. */
  readonly tag: string;
  readonly said: Said[];
}

/** "REGISTER Alice, 3 rounds, 200 OK"; "INVITE Alice to Bob, 200 OK, then 2 MESSAGE, BYE" */
export function sipTitle(
  reader: TraceReader,
  names: ReadonlyMap<string, string>,
  rows: readonly PacketItem[],
): string {
  const turns = turnsOf(reader, rows);
  const first = turns[0]!;
  const rounds = turns.filter((turn) => turn.method === first.method && turn.tag === first.tag);
  const others = turns.filter((turn) => !rounds.includes(turn));
  const times = rounds.length > 1 ? [`${rounds.length} rounds`] : [];
  const end = outcome(rounds.at(-1)!);
  return [opening(first, names), ...times, ...(end === null ? [] : [end]), ...later(others)].join(', ');
}

function turnsOf(reader: TraceReader, rows: readonly PacketItem[]): readonly Turn[] {
  const turns = new Map<string, Turn>();
  for (const row of rows) {
    const message = innermost(reader.message(row.packet)!) as SipRequest | SipResponse;
    const { key, method, tag } = turnOf(message);
    const known = turns.get(key);
    if (known) known.said.push({ row, message });
    else turns.set(key, { method, tag, said: [{ row, message }] });
  }
  return [...turns.values()];
}

function opening({ method, said }: Turn, names: ReadonlyMap<string, string>): string {
  const { row, message } = said[0]!;
  const label = message.kind === 'request' ? row.label.replace(/ \(part\)$/, '') : method;
  const from = nameIn(header(message, 'From') ?? '', names);
  const to = nameIn(header(message, 'To') ?? '', names);
  return `${label}${label === method ? ' ' : ', '}${from === to ? from : `${from} to ${to}`}`;
}

/** Requests that are never answered: BENOTIFY is a NOTIFY for which the best effort does. */
const UNANSWERED = new Set(['ACK', 'BENOTIFY']);

/** What the one who asked was told in the end; a final answer that never came to him does not count as one. */
function outcome({ method, said }: Turn): string | null {
  if (UNANSWERED.has(method)) return null;
  const asker = said[0]!.row.from;
  const answers = said.filter(({ message }) => message.kind === 'response');
  const finals = answers.filter(({ message }) => (message as SipResponse).status >= 200);
  const arrived = finals.find(({ row }) => row.to === asker && row.lost === null);
  if (arrived) return arrived.row.label;
  if (finals.length > 0) return `${finals[0]!.row.label} lost on the way`;
  return answers.length > 0 ? `${answers.at(-1)!.row.label}, no final answer` : 'no answer';
}

function later(turns: readonly Turn[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { method } of turns) counts.set(method, (counts.get(method) ?? 0) + 1);
  return [...counts].map(
    ([method, count], index) => `${index === 0 ? 'then ' : ''}${count > 1 ? `${count} ` : ''}${method}`,
  );
}

/** What a user's address stands for when its "opaque" names an application. */
const APPLICATIONS: ReadonlyMap<string, string> = new Map([
  ['conf:focus', 'meeting'],
  ['conf:focusfactory', 'meeting factory'],
  ['conf:chat', 'meeting chat'],
  ['voicemail', 'voice mail'],
]);

function nameIn(value: string, names: ReadonlyMap<string, string>): string {
  const { uri } = parseNameAddress(value);
  const { scheme, user, host, params } = parseUri(uri);
  if (user === null) return host;
  const name = names.get(`${scheme}:${user}@${host}`.toLowerCase()) ?? user;
  const application = /^app:(.*?)(:id:.*)?$/.exec(String(params['opaque'] ?? ''))?.[1];
  return application ? `${name}'s ${APPLICATIONS.get(application) ?? application}` : name;
}
