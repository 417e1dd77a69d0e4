import type { Message } from '../model/packet.ts';
import { headerLength, IPV4_HEADER, Protocol, protocolName } from '../model/packet.ts';
import { EventKind } from '../model/trace.ts';
import type { TraceReader } from '../model/trace-reader.ts';
import type { Family } from './codec/codec.ts';
import type { Field } from './codec/writer.ts';
import { Writer } from './codec/writer.ts';
import type { Headers } from './ip/headers.ts';
import { TIME_TO_LIVE, writeIpv4, writeTransport } from './ip/write.ts';
import { codecOf, write } from './registry.ts';
import { wireOf } from './wire.ts';

/** One layer of a packet: its own bytes, and the fields that they belong to (counted from the layer's first byte). */
export interface Layer {
  readonly title: string;
  readonly family: Family | 'ip';
  /** By whose notes its fields are explained: a codec, or "ip", "tcp", "udp", "icmp-header". */
  readonly protocol: string;
  readonly bytes: Uint8Array;
  /** Which bytes it stands in: the packet's, those of a message that travels in several, or what was encrypted. */
  readonly within: 'packet' | 'message' | 'decrypted';
  /** Its first byte there. */
  readonly start: number;
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
  const headers = headersAt(reader, packet, event);
  const message = reader.message(packet);
  const whole = message ? write(wireOf(reader.trace).message(packets.message[packet]!)) : null;
  const offset = packets.offset[packet]!;
  const ip = new Writer();
  const transport = new Writer();
  const length = packets.length[packet]!;
  const start = headerLength(headers.protocol, headers.flags);
  const body = whole ? whole.result().subarray(offset, offset + length - start) : new Uint8Array();
  writeIpv4(headers, start - IPV4_HEADER + body.length, ip);
  writeTransport(headers, body, transport);
  const bytes = new Uint8Array(length);
  bytes.set(ip.result());
  bytes.set(transport.result(), IPV4_HEADER);
  bytes.set(body, start);
  const size = packets.size[packet]!;
  const part =
    body.length < size
      ? `Bytes ${offset + 1} to ${offset + body.length} of the ${size} of this message are in this packet.`
      : '';
  return {
    bytes,
    layers: [
      {
        title: 'IPv4',
        family: 'ip',
        protocol: 'ip',
        bytes: ip.result(),
        within: 'packet',
        start: 0,
        fields: ip.fields(),
        note: '',
      },
      {
        title: protocolName(headers.protocol).toUpperCase(),
        family: 'tls',
        protocol: headers.protocol === Protocol.icmp ? 'icmp-header' : protocolName(headers.protocol),
        bytes: transport.result(),
        within: 'packet',
        start: IPV4_HEADER,
        fields: transport.fields(),
        note: '',
      },
      ...(message && whole
        ? part === ''
          ? messageLayers(message, whole, 'packet', start, '')
          : [segment(message, body, start, part), ...messageLayers(message, whole, 'message', 0, part)]
        : []),
    ],
  };
}

/** What a packet's headers said when an event happened: each gateway that it had passed took one off its time to live. */
export function headersAt(reader: TraceReader, packet: number, event: number): Headers {
  const { packets, events } = reader.trace;
  let hops = 0;
  let gateway = -1;
  for (const step of reader.eventsOfPacket(packet)) {
    if (step >= event) break;
    const kind = events.kind[step]!;
    if (kind !== EventKind.verdict && kind !== EventKind.translate) continue;
    const node = events.node[step]!;
    if (node !== gateway && node !== events.node[event]) hops++;
    gateway = node;
  }
  return {
    ...reader.tupleAt(event),
    identification: packet,
    flags: packets.flags[packet]!,
    seq: packets.seq[packet]!,
    ack: packets.ack[packet]!,
    timeToLive: TIME_TO_LIVE - hops,
  };
}

/** What a packet carries of a message that travels in several. */
function segment(message: Message, body: Uint8Array, start: number, note: string): Layer {
  const { title, family } = codecOf(message);
  const writer = new Writer().bytes(body, 'Segment');
  return {
    title: `Part of ${title}`,
    family,
    protocol: 'segment',
    bytes: body,
    within: 'packet',
    start,
    fields: writer.fields(),
    note,
  };
}

function messageLayers(
  message: Message,
  written: Writer,
  within: Layer['within'],
  start: number,
  note: string,
): Layer[] {
  const codec = codecOf(message);
  const { title, family, id } = codec;
  const own = { title, family, protocol: id, bytes: written.result(), within, start, note };
  const layers = unwrapped({ ...own, fields: written.fields() });
  const encrypted = layers.length === 1 ? codec.inner?.(message) : null;
  return [
    ...layers,
    ...(encrypted
      ? messageLayers(
          encrypted,
          write(encrypted),
          'decrypted',
          0,
          'Inside TLS: only the two ends can read it.',
        )
      : []),
  ];
}

/** A message that is another one's last field is a layer of its own. */
function unwrapped(layer: Layer): Layer[] {
  const last = layer.fields.at(-1);
  if (last?.protocol === undefined) return [layer];
  const bytes = layer.bytes.subarray(last.start, last.start + last.length);
  return [
    { ...layer, fields: layer.fields.slice(0, -1) },
    ...unwrapped({
      ...layer,
      title: last.name,
      protocol: last.protocol,
      bytes,
      start: layer.start + last.start,
      fields: moved(last.fields, -last.start),
      note: '',
    }),
  ];
}

function moved(fields: readonly Field[], by: number): readonly Field[] {
  return fields.map((field) => ({ ...field, start: field.start + by, fields: moved(field.fields, by) }));
}
