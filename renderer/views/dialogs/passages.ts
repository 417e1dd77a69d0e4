import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { innermost } from '../../../simulator/protocols/registry.ts';
import type { SipMessage, SipRequest, SipResponse } from '../../../simulator/protocols/sip/message.ts';

/** A SIP message on one hop of its way. */
export interface Passage {
  /** Its first packet, and the event that sent it. */
  readonly packet: number;
  readonly event: number;
  readonly message: SipRequest | SipResponse;
  readonly from: number;
  /** Where its last packet came in; null when it was lost on the way. */
  readonly to: number | null;
  /** Microseconds. */
  readonly sent: number;
  /** When all of it was there; Infinity when it never was. */
  readonly arrived: number;
}

/**
 * Every SIP message of a run on every hop, in the order in which they were sent. A message in several packets is there
 * when all its bytes are; what TCP sends again is the same message.
 */
export function passagesOf(reader: TraceReader): readonly Passage[] {
  const { packets, events } = reader.trace;
  const byMessage = new Map<number, number[]>();
  for (let packet = 0; packet < reader.packetCount; packet++) {
    const index = packets.message[packet]!;
    if (index < 0) continue;
    const known = byMessage.get(index);
    if (known) known.push(packet);
    else if (packets.offset[packet] === 0 && sipOf(reader, packet)) byMessage.set(index, [packet]);
  }
  return [...byMessage.values()].map((own) => {
    const packet = own[0]!;
    const event = packets.sent[packet]!;
    return {
      packet,
      event,
      message: sipOf(reader, packet)!,
      from: events.node[event]!,
      sent: events.time[event]!,
      ...arrival(reader, own),
    };
  });
}

/** A packet's SIP request or response, when it carries one. */
function sipOf(reader: TraceReader, packet: number): SipRequest | SipResponse | null {
  const inside = innermost(reader.message(packet)!);
  if (inside.protocol !== 'sip' || (inside as SipMessage).kind === 'keep-alive') return null;
  return inside as SipRequest | SipResponse;
}

/** When and where the last missing bytes of a message came in. */
function arrival(reader: TraceReader, own: readonly number[]): Pick<Passage, 'to' | 'arrived'> {
  const { packets, events } = reader.trace;
  const first = new Map<number, number>();
  for (const packet of own) {
    const end = reader.eventsOfPacket(packet).at(-1);
    if (end === undefined || events.kind[end] !== EventKind.deliver) continue;
    const offset = packets.offset[packet]!;
    const known = first.get(offset);
    if (known === undefined || end < known) first.set(offset, end);
  }
  let carried = 0;
  let last = -1;
  for (const event of first.values()) {
    carried += reader.carried(events.packet[event]!);
    last = Math.max(last, event);
  }
  if (last < 0 || carried < packets.size[own[0]!]!) return { to: null, arrived: Infinity };
  return { to: events.node[last]!, arrived: events.time[last]! };
}
