import { Flag } from '../../../simulator/model/packet.ts';
import type { Message } from '../../../simulator/model/packet.ts';
import { EventKind, NO_PACKET } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { DnsMessage } from '../../../simulator/protocols/dns/message.ts';
import type { HttpMessage } from '../../../simulator/protocols/http/message.ts';
import { innermost } from '../../../simulator/protocols/registry.ts';
import { cseq, header, parseNameAddress } from '../../../simulator/protocols/sip/headers.ts';
import type { SipMessage, SipRequest, SipResponse } from '../../../simulator/protocols/sip/message.ts';
import type { TlsMessage } from '../../../simulator/protocols/tls/message.ts';
import { conversationOf } from '../../draw/conversation.ts';

/** What a group of packets is: how it is named, and at which level it opens. */
export type GroupKind =
  | 'dialog'
  | 'transaction'
  | 'connection'
  | 'exchange'
  | 'question'
  | 'opening'
  | 'upkeep'
  | 'noise'
  | 'other';

/** Where a packet belongs: its conversation, and the transaction within it where there are such. */
export interface Place {
  readonly kind: GroupKind;
  readonly key: string;
  readonly inner: { readonly kind: GroupKind; readonly key: string } | null;
  /** A bare acknowledgement: it belongs there, and nobody asks for it. */
  readonly noise: boolean;
}

/** Finds where each packet belongs. Packets are asked for in the order in which they were sent. */
export class Places {
  readonly #reader: TraceReader;
  readonly #places: Place[] = [];
  /** Connections that carry something already: what resets or ends them is no opening any more. */
  readonly #inUse = new Set<string>();
  readonly #http = new Map<string, HttpOrder>();

  constructor(reader: TraceReader) {
    this.#reader = reader;
  }

  of(packet: number): Place {
    const place = this.#find(packet);
    this.#places[packet] = place;
    return place;
  }

  /** The place of the packet that led to an event, nearest first; null when none did. */
  placeBefore(event: number): Place | null {
    const { packet, cause } = this.#reader.trace.events;
    for (let at = cause[event]!; at >= 0; at = cause[at]!) {
      const known = packet[at] === NO_PACKET ? undefined : this.#places[packet[at]!];
      if (known) return known;
    }
    return null;
  }

  #find(packet: number): Place {
    const { packets, events } = this.#reader.trace;
    const sent = packets.sent[packet]!;
    const repeated = events.kind[sent] === EventKind.send ? this.#places[events.a[sent]!] : undefined;
    if (repeated) return repeated;
    const flow = conversationOf(this.#reader, packet);
    const message = this.#reader.message(packet);
    if (message) return this.#ofMessage(innermost(message), packet, flow);
    const flags = packets.flags[packet]!;
    if (flags & Flag.syn) return place('opening', flow);
    if (flags & (Flag.fin | Flag.rst)) return place(this.#inUse.has(flow) ? 'upkeep' : 'opening', flow);
    const answered = this.placeBefore(sent) ?? place('upkeep', flow);
    return answered.kind === 'opening' ? place('opening', flow) : { ...answered, noise: true };
  }

  #ofMessage(message: Message, packet: number, flow: string): Place {
    if (message.protocol === 'tls') {
      const alert = (message as TlsMessage).records.some((record) => record.type === 'alert');
      return place(alert && this.#inUse.has(flow) ? 'upkeep' : 'opening', flow);
    }
    this.#inUse.add(flow);
    if (message.protocol === 'sip') return sipPlace(message as SipMessage, flow);
    if (message.protocol === 'http') return this.#httpPlace(message as HttpMessage, packet, flow);
    if (message.protocol !== 'dns') return place('other', `${message.protocol}/${flow}`);
    const { id, question } = message as DnsMessage;
    return place('question', `${flow}/${id}/${question.type}/${question.name}`);
  }

  /** Answers come in the order of their requests (RFC 2616 8.1.2.2), so they are counted on each connection. */
  #httpPlace(message: HttpMessage, packet: number, flow: string): Place {
    const order = this.#http.get(flow) ?? { request: 0, response: 0, known: new Map<number, number>() };
    this.#http.set(flow, order);
    const index = this.#reader.trace.packets.message[packet]!;
    const at = order.known.get(index) ?? ++order[message.kind];
    order.known.set(index, at);
    return { ...place('connection', flow), inner: { kind: 'exchange', key: String(at) } };
  }
}

interface HttpOrder {
  request: number;
  response: number;
  /** Which exchange a message belongs to, for one in several packets. */
  readonly known: Map<number, number>;
}

function place(kind: GroupKind, key: string): Place {
  return { kind, key, inner: null, noise: false };
}

function sipPlace(message: SipMessage, flow: string): Place {
  if (message.kind === 'keep-alive') return place('upkeep', flow);
  const callId = header(message, 'Call-ID') ?? '';
  return { ...place('dialog', callId), inner: { kind: 'transaction', key: turnOf(message).key } };
}

/** The transaction that a SIP message belongs to, within its dialog. */
export function turnOf(message: SipRequest | SipResponse): {
  readonly key: string;
  readonly method: string;
  readonly tag: string;
} {
  const { number, method: own } = cseq(message);
  // Both ends of a dialog count their requests for themselves; ACK and CANCEL belong to the request they follow.
  const tag = String(parseNameAddress(header(message, 'From') ?? '').params['tag'] ?? '');
  const method = own === 'ACK' || own === 'CANCEL' ? 'INVITE' : own;
  return { key: `${tag}/${number}/${method}`, method, tag };
}
