import { Flag } from '../../../simulator/model/packet.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { innermost } from '../../../simulator/protocols/registry.ts';
import { conversationOf } from '../../draw/conversation.ts';
import type { PacketRow } from './rows.ts';

/** Packets that one row stands for. */
interface Fold {
  readonly head: PacketRow;
  readonly members: PacketRow[];
  readonly kind: 'again' | 'several';
  readonly label: (fold: Fold) => string;
}

/**
 * Folds handshakes, repeated sends and closings into a row each; leaves out bare acknowledgements and all but the
 * last part of a message. An open fold is followed by its packets.
 */
export function foldRows(
  reader: TraceReader,
  rows: readonly PacketRow[],
  opened: ReadonlySet<number>,
): PacketRow[] {
  const folds = new Map<string, Fold>();
  const out: (PacketRow | Fold)[] = [];
  const into = (key: string, row: PacketRow, kind: Fold['kind'], label: Fold['label']) => {
    const known = folds.get(key);
    if (known) {
      known.members.push(row);
      return;
    }
    const fold = { head: row, members: [row], kind, label };
    folds.set(key, fold);
    out.push(fold);
  };
  for (const row of rows) place(reader, row, into, (one) => out.push(one));
  return out.flatMap((one) => ('members' in one ? unfold(one, opened) : [one]));
}

function place(
  reader: TraceReader,
  row: PacketRow,
  into: (key: string, row: PacketRow, kind: Fold['kind'], label: Fold['label']) => void,
  alone: (row: PacketRow) => void,
): void {
  const { packets, events } = reader.trace;
  const flow = conversationOf(reader, row.packet);
  const message = reader.message(row.packet);
  const flags = packets.flags[row.packet]!;
  const connect = `TCP connect, port ${packets.dport[row.packet]!}`;
  const sent = packets.sent[row.packet]!;
  if (events.kind[sent] === EventKind.send && events.a[sent]! >= 0)
    into(`again/${flow}/${row.lost ?? ''}/${row.to}`, row, 'again', ({ members }) =>
      members.length > 1 ? `${members.length} more sends` : 'sent again',
    );
  else if (message === null) {
    if (flags & Flag.syn) {
      if (row.lost) alone({ ...row, label: connect });
      else into(`connect/${flow}`, row, 'several', () => connect);
    } else if (flags & Flag.rst) alone({ ...row, label: 'TCP reset' });
    else if (flags & Flag.fin) into(`close/${flow}`, row, 'several', () => 'TCP close');
  } else if (row.label.endsWith('(part)')) return;
  else if (isHandshake(innermost(message)) && !row.lost)
    into(`tls/${flow}`, row, 'several', (fold) => `TLS handshake, ${flightsIn(fold.members)} flights`);
  else alone(row);
}

function unfold(fold: Fold, opened: ReadonlySet<number>): PacketRow[] {
  const { head, members, kind, label } = fold;
  const open = opened.has(head.order);
  const row: PacketRow = {
    ...head,
    label: label(fold),
    bothWays: members.some((one) => one.from !== head.from),
    count: members.length,
    until: open ? head.until : members.at(-1)!.time,
    fold: members.length > 1 ? kind : null,
    open,
  };
  if (!open) return [row];
  return [row, ...members.map((one) => ({ ...one, inside: true, order: one.order + 0.5 }))];
}

/** Packets that go the same way, one after the other, are one flight. */
function flightsIn(members: readonly PacketRow[]): number {
  return members.filter((one, index) => index === 0 || members[index - 1]!.from !== one.from).length;
}

function isHandshake(message: { protocol: string }): boolean {
  if (message.protocol !== 'tls') return false;
  const { records } = message as unknown as { records: readonly { type: string }[] };
  return records.some((record) => record.type === 'handshake');
}
