import type { Message } from '../model/packet.ts';
import { Protocol, protocolName } from '../model/packet.ts';
import type { TraceReader } from '../model/trace-reader.ts';
import type { Family } from './codec/codec.ts';
import type { Field } from './codec/writer.ts';
import { Writer } from './codec/writer.ts';
import { writeIcmp, writeIpv4, writeTcp, writeUdp } from './ip/headers.ts';
import { codecOf, write } from './registry.ts';

/** One layer of a packet: its own bytes, and the fields that they belong to (counted from the layer's first byte). */
export interface Layer {
  readonly title: string;
  readonly family: Family | 'ip';
  readonly bytes: Uint8Array;
  readonly fields: readonly Field[];
  /** What one must know to read it: that it is only a part, or was inside encryption. Empty when there is nothing. */
  readonly note: string;
}

/** A packet as bytes and as layers. */
export interface Dissection {
  /** The IP packet as it was on the wire. */
  readonly bytes: Uint8Array;
  readonly layers: readonly Layer[];
}

/**
 * Takes a packet of a trace apart for people.
 * @param event where it is looked at: behind a NAT it has other addresses; its sending when left out
 */
export function dissect(
  reader: TraceReader,
  packet: number,
  event = reader.trace.packets.sent[packet]!,
): Dissection {
  const { packets } = reader.trace;
  const tuple = reader.tupleAt(event);
  const headers = {
    ...tuple,
    identification: packet,
    flags: packets.flags[packet]!,
    seq: packets.seq[packet]!,
    ack: packets.ack[packet]!,
  };
  const message = reader.message(packet);
  const whole = message ? write(message) : null;
  const offset = packets.offset[packet]!;
  const tcp = tuple.protocol === Protocol.tcp;
  const ip = new Writer();
  const transport = new Writer();
  const length = packets.length[packet]!;
  const headerLength = tcp ? (headers.flags & 2 ? 24 : 20) : 8;
  const body = whole
    ? whole.result().subarray(offset, offset + length - 20 - headerLength)
    : new Uint8Array();
  writeIpv4(headers, headerLength + body.length, ip);
  const icmp = tuple.protocol === Protocol.icmp;
  if (tcp) writeTcp(headers, body, transport);
  else if (icmp) writeIcmp(headers, body, transport);
  else writeUdp(headers, body, transport);
  const bytes = new Uint8Array(length);
  bytes.set(ip.result());
  bytes.set(transport.result(), 20);
  bytes.set(body, 20 + headerLength);
  const size = packets.size[packet]!;
  const part =
    body.length < size
      ? `Bytes ${offset + 1} to ${offset + body.length} of the ${size} of this message are in this packet.`
      : '';
  return {
    bytes,
    layers: [
      { title: 'IPv4', family: 'ip', bytes: ip.result(), fields: ip.fields(), note: '' },
      {
        title: protocolName(tuple.protocol).toUpperCase(),
        family: 'tls',
        bytes: transport.result(),
        fields: transport.fields(),
        note: '',
      },
      ...(message && whole ? messageLayers(message, whole, part) : []),
    ],
  };
}

function messageLayers(message: Message, written: Writer, note: string): Layer[] {
  const codec = codecOf(message);
  const own: Layer = {
    title: codec.title,
    family: codec.family,
    bytes: written.result(),
    fields: written.fields(),
    note,
  };
  const inner = codec.inner?.(message);
  return inner
    ? [own, ...messageLayers(inner, write(inner), 'Inside TLS: only the two ends can read it.')]
    : [own];
}
