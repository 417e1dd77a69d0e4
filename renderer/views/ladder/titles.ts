import { formatAddress } from '../../../simulator/model/address.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { Flag, protocolName } from '../../../simulator/model/packet.ts';
import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { DnsMessage } from '../../../simulator/protocols/dns/message.ts';
import type { HttpMessage } from '../../../simulator/protocols/http/message.ts';
import { innermost } from '../../../simulator/protocols/registry.ts';
import type { TlsMessage } from '../../../simulator/protocols/tls/message.ts';
import { FAMILIES } from '../../draw/families.ts';
import { counted } from '../../stores/format.ts';
import type { GroupKind } from './places.ts';
import type { PacketItem } from './rows.ts';
import { sipTitle } from './sip-titles.ts';

type Rows = readonly PacketItem[];

/** More waits between repeated sends than this are not listed. */
const MOST_WAITS = 4;

/** Says in words what a group of packets is and how it ended. */
export class Titles {
  readonly #reader: TraceReader;
  readonly #names: ReadonlyMap<string, string>;
  /** When a connection gave up, by the last packet that it sent for nothing. */
  readonly #gaveUp: ReadonlyMap<number, number>;

  constructor(reader: TraceReader, design: Design) {
    this.#reader = reader;
    this.#names = new Map(
      design.people.flatMap(({ uri, name }) => (uri === undefined ? [] : [[uri.toLowerCase(), name]])),
    );
    this.#gaveUp = gaveUp(reader);
  }

  of(kind: GroupKind, rows: Rows): string {
    switch (kind) {
      case 'dialog':
      case 'transaction':
        return sipTitle(this.#reader, this.#names, rows);
      case 'question':
        return this.#question(rows);
      case 'opening':
        return this.#opening(rows);
      case 'connection':
        return this.#web(rows);
      case 'exchange':
        return this.#exchange(rows);
      case 'upkeep':
        return this.#upkeep(rows);
      case 'noise':
        return this.noise(rows);
      case 'other':
        return this.#other(rows);
    }
  }

  /** When whoever sent the packets stopped waiting for an answer; null when he got one, or waits still. */
  gaveUp(rows: Rows): number | null {
    return rows.map((row) => this.#gaveUp.get(row.packet)).find((time) => time !== undefined) ?? null;
  }

  noise(rows: Rows): string {
    const parts = rows.filter((row) => !row.whole).length;
    const acks = rows.length - parts;
    return [
      ...(acks > 0 ? [counted(acks, 'TCP acknowledgement')] : []),
      ...(parts > 0 ? [counted(parts, 'message part')] : []),
    ].join(', ');
  }

  #question(rows: Rows): string {
    const asked = rows.filter((row) => !this.#dns(row).response);
    const answer = rows.find((row) => this.#dns(row).response && row.lost === null);
    const { name } = this.#dns(rows[0]!).question;
    const what = answer?.label.slice(name.length).replace(/^(: | is )/, '') ?? 'no answer';
    const times = asked.length > 1 ? `, asked ${asked.length} times` : '';
    return `${this.#who(rows)}: ${asked[0]?.label ?? rows[0]!.label} ${what}${times}`;
  }

  #opening(rows: Rows): string {
    const { packets } = this.#reader.trace;
    const secured = rows.some((row) => this.#reader.message(row.packet));
    const what = `${this.#who(rows)}: ${secured ? 'TCP and TLS' : 'TCP'} to ${this.#where(rows)}`;
    const begun = rows[0]!.time;
    const end = this.gaveUp(rows);
    if (end !== null) return `${what}, gave up after ${duration(end - begun)}`;
    const alert = rows.find((row) => this.#isAlert(row));
    if (alert) return `${what}, refused: ${alert.label.replace(/^Alert: /, '')}`;
    if (rows.some((row) => packets.flags[row.packet]! & Flag.rst)) return `${what}, refused`;
    if (rows.some((row) => row.from !== rows[0]!.from && row.lost === null))
      return `${what}, took ${duration(rows.at(-1)!.time - begun)}`;
    return `${what}, no answer`;
  }

  #web(rows: Rows): string {
    const requests = rows.filter((row) => this.#isRequest(row));
    const how = this.#reader.message(rows[0]!.packet)?.protocol === 'tls' ? 'HTTPS' : 'HTTP';
    const start = `${this.#who(rows)}: ${how} to ${this.#where(rows)}`;
    const count = new Set(requests.map((row) => this.#reader.trace.packets.message[row.packet])).size;
    if (count === 1) return `${start}, ${this.#exchange(rows)}`;
    const last = this.#answer(rows.filter((row) => row.order >= (requests.at(-1)?.order ?? 0)));
    return `${start}, ${counted(count, 'request')}, ${last}`;
  }

  #exchange(rows: Rows): string {
    const request = rows.find((row) => this.#isRequest(row));
    return `${request?.label ?? 'answer'}, ${this.#answer(rows)}`;
  }

  #answer(rows: Rows): string {
    const answers = rows.filter((row) => !this.#isRequest(row));
    return (answers.find((row) => row.lost === null) ?? answers[0])?.label ?? 'no answer';
  }

  #other(rows: Rows): string {
    const family = FAMILIES[rows[0]!.family].title;
    const last = rows.at(-1)!.label.replace(`${family} `, '');
    return `${this.#who(rows)}: ${family} to ${this.#where(rows)}, ${last}`;
  }

  #upkeep(rows: Rows): string {
    const { packets } = this.#reader.trace;
    const how = rows.some((row) => packets.flags[row.packet]! & Flag.rst)
      ? 'reset'
      : rows.some((row) => packets.flags[row.packet]! & Flag.fin)
        ? 'closed'
        : 'kept open';
    return `${this.#who(rows)}: connection with ${this.#where(rows)} ${how}`;
  }

  #who(rows: Rows): string {
    return this.#reader.node(rows[0]!.from).title;
  }

  /** "10.45.16.10:443", with the transport where that is not plain from the rest. */
  #where(rows: Rows): string {
    const { dst, dport, protocol } = this.#reader.tuple(rows[0]!.packet);
    const name = protocolName(protocol);
    return `${name === 'udp' ? 'UDP ' : ''}${formatAddress(dst)}:${dport}`;
  }

  #dns(row: PacketItem): DnsMessage {
    return innermost(this.#reader.message(row.packet)!) as DnsMessage;
  }

  #isRequest(row: PacketItem): boolean {
    return (innermost(this.#reader.message(row.packet)!) as HttpMessage).kind === 'request';
  }

  #isAlert(row: PacketItem): boolean {
    const message = this.#reader.message(row.packet);
    return (
      message?.protocol === 'tls' &&
      (message as TlsMessage).records.some((record) => record.type === 'alert' && record.level === 'fatal')
    );
  }
}

/** Connections that ended because a timer of an unanswered packet ran out: its packet, and when. */
function gaveUp(reader: TraceReader): ReadonlyMap<number, number> {
  const { events, actors } = reader.trace;
  const ends = new Map<number, number>();
  for (let event = 0; event < reader.length; event++) {
    if (events.kind[event] !== EventKind.state || actors[events.a[event]!]?.machine !== 'tcp') continue;
    const timer = events.cause[event]!;
    if (timer < 0 || events.kind[timer] !== EventKind.timer) continue;
    const sent = events.cause[timer]!;
    if (sent >= 0 && events.kind[sent] === EventKind.send)
      ends.set(events.packet[sent]!, events.time[event]!);
  }
  return ends;
}

/** "85 ms", "3.2 s", "21 s" */
export function duration(time: number): string {
  const seconds = time / 1_000_000;
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  return `${seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds)} s`;
}

/** "sent 3 times, after 3 s and 6 s" */
export function repeatWords(item: PacketItem): string {
  const times = [item.time, ...item.repeats.map((one) => one.time)];
  const waits = times.slice(1).map((time, index) => duration(time - times[index]!));
  const shown = waits.length > MOST_WAITS ? [...waits.slice(0, MOST_WAITS - 1), '…'] : waits;
  const list = shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)!}` : shown[0]!;
  return `sent ${times.length} times, after ${list.replace(' and …', ' …')}`;
}
