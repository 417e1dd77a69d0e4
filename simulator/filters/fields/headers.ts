import type { Address } from '../../model/address.ts';
import { Flag, Protocol, UDP_HEADER } from '../../model/packet.ts';
import { EventKind } from '../../model/trace.ts';
import type { TraceReader } from '../../model/trace-reader.ts';
import type { FilterForm, Notes } from '../../protocols/codec/notes.ts';
import type { Field } from '../../protocols/codec/writer.ts';
import { dissect } from '../../protocols/dissect.ts';
import { fieldValue } from '../../protocols/display-filter.ts';
import { icmpHeaderNotes, ipNotes, udpNotes } from '../../protocols/ip/notes.ts';
import { tcpNotes } from '../../protocols/ip/tcp-notes.ts';
import type { FieldType, FieldValue, FilterField } from './field.ts';
import { mark, NOWHERE } from './field.ts';

/** The frame around a packet where one captures: addresses of the link and the type. */
const LINK_HEADER = 14;

const TRANSPORTS = { tcp: Protocol.tcp, udp: Protocol.udp, icmp: Protocol.icmp } as const;

/** A number that a packet's columns hold. */
function column(
  name: string,
  means: string,
  read: (reader: TraceReader, packet: number) => number,
  protocol?: number,
  type: FieldType = 'number',
): FilterField {
  return {
    name,
    type,
    means,
    read: ({ reader }, packet) =>
      protocol === undefined || reader.trace.packets.protocol[packet] === protocol
        ? [read(reader, packet)]
        : NOWHERE,
  };
}

/** One end's address or port: as it stood at an event, or all that it was while gateways rewrote it. */
function endsOf(
  reader: TraceReader,
  packet: number,
  event: number | null,
  end: 'src' | 'dst',
  what: 'address' | 'port',
): readonly number[] {
  const { events, packets } = reader.trace;
  const port = end === 'src' ? 'sport' : 'dport';
  if (event !== null) return [reader.tupleAt(event)[what === 'port' ? port : end]];
  const sent = what === 'port' ? packets[port][packet]! : packets[end][packet]!;
  let all: number[] | null = null;
  for (const step of reader.eventsOfPacket(packet)) {
    if (events.kind[step] !== EventKind.translate || (events.c[step] === 1) !== (end === 'dst')) continue;
    const value: Address = what === 'port' ? events.b[step]! : events.a[step]! >>> 0;
    all ??= [sent];
    if (!all.includes(value)) all.push(value);
  }
  return all ?? [sent];
}

/** Addresses, also those of a packet that an ICMP error quotes. */
function address(name: string, means: string, ends: readonly ('src' | 'dst')[]): FilterField {
  return {
    name,
    type: 'address',
    means,
    read: (source, packet, event) => {
      const own = ends.flatMap((end) => endsOf(source.reader, packet, event, end, 'address'));
      const [message] = source.messages(packet);
      if (message?.protocol !== 'icmp') return own;
      const { values } = source.parts(packet, message);
      return [...own, ...ends.flatMap((end) => values.get(`ip.${end}`) ?? NOWHERE)];
    },
    values: ({ design }) => [
      ...new Set(design.hosts.flatMap(({ interfaces }) => interfaces.map((one) => one.address))),
    ],
  };
}

function ports(transport: 'tcp' | 'udp'): readonly FilterField[] {
  const port = (name: string, means: string, ends: readonly ('src' | 'dst')[]): FilterField => ({
    name: `${transport}.${name}`,
    type: 'number',
    means,
    read: ({ reader }, packet, event) =>
      reader.trace.packets.protocol[packet] === TRANSPORTS[transport]
        ? ends.flatMap((end) => endsOf(reader, packet, event, end, 'port'))
        : NOWHERE,
    values: ({ design }) => [
      ...new Set(
        design.firewalls.flatMap(({ rules }) =>
          rules.flatMap((rule) => (/^\d+$/.test(rule.dport) ? [rule.dport] : [])),
        ),
      ),
    ],
  });
  return [
    port('port', 'Port at either end.', ['src', 'dst']),
    port('srcport', 'Port from which it was sent.', ['src']),
    port('dstport', 'Port to which it was sent.', ['dst']),
  ];
}

const { tcp, udp, icmp } = TRANSPORTS;

const flag = (name: string, bit: number, means: string): FilterField =>
  column(
    `tcp.flags.${name}`,
    means,
    ({ trace }, packet) => Number((trace.packets.flags[packet]! & bit) !== 0),
    tcp,
    'boolean',
  );

const OWN: readonly FilterField[] = [
  mark('frame', 'Any packet.', () => true),
  column('frame.number', 'Number of the packet, as the laboratory counts them.', (_, packet) => packet),
  column(
    'frame.time_relative',
    'Seconds since the start of the run when it was sent.',
    ({ trace }, packet) => trace.events.time[trace.packets.sent[packet]!]! / 1e6,
    undefined,
    'seconds',
  ),
  column(
    'frame.len',
    'Bytes on the wire, with the frame of the link.',
    ({ trace }, packet) => trace.packets.length[packet]! + LINK_HEADER,
  ),
  mark('ip', 'Any packet of IPv4.', () => true),
  column('ip.len', ipNotes['Total length']!.means, ({ trace }, packet) => trace.packets.length[packet]!),
  column('ip.proto', ipNotes['Protocol']!.means, ({ trace }, packet) => trace.packets.protocol[packet]!),
  address('ip.addr', 'Address at either end.', ['src', 'dst']),
  address('ip.src', 'Address of the sender.', ['src']),
  address('ip.dst', 'Address to which it was sent.', ['dst']),
  ...Object.entries(TRANSPORTS).map(([name, number]) =>
    mark(
      name,
      `Any packet of ${name.toUpperCase()}.`,
      ({ reader }, packet) => reader.trace.packets.protocol[packet] === number,
    ),
  ),
  ...ports('tcp'),
  column('tcp.flags', tcpNotes['Flags']!.means, ({ trace }, packet) => trace.packets.flags[packet]!, tcp),
  flag('syn', Flag.syn, 'Opens a connection.'),
  flag('ack', Flag.ack, 'Acknowledges.'),
  flag('push', Flag.psh, 'Hands over what came.'),
  flag('fin', Flag.fin, 'Ends its side of the connection.'),
  flag('reset', Flag.rst, 'Breaks the connection off.'),
  column('tcp.len', 'Bytes that the segment carries.', (reader, packet) => reader.carried(packet), tcp),
  ...ports('udp'),
  column(
    'udp.length',
    udpNotes['Length']!.means,
    (reader, packet) => reader.carried(packet) + UDP_HEADER,
    udp,
  ),
  column(
    'icmp.type',
    icmpHeaderNotes['Type']!.means,
    ({ trace }, packet) => trace.packets.dport[packet]! >>> 8,
    icmp,
  ),
  column(
    'icmp.code',
    icmpHeaderNotes['Code']!.means,
    ({ trace }, packet) => trace.packets.dport[packet]! & 255,
    icmp,
  ),
];

/** What stands in the headers and in no column: read from the packet's bytes. */
function written(layer: number, notes: Notes): readonly FilterField[] {
  return Object.entries(notes).flatMap(([title, { filter, means }]) => {
    if (!filter || OWN.some(({ name }) => name === filter[0])) return [];
    const [name, form] = filter;
    const protocol = TRANSPORTS[name.split('.')[0] as keyof typeof TRANSPORTS] as number | undefined;
    const read: FilterField['read'] = ({ reader }, packet, event) => {
      if (protocol !== undefined && reader.trace.packets.protocol[packet] !== protocol) return NOWHERE;
      const { bytes, fields } = dissect(reader, packet, event ?? undefined).layers[layer]!;
      return valuesIn(fields, bytes, title, form);
    };
    return [{ name, type: 'number' as const, means, read }];
  });
}

function valuesIn(
  fields: readonly Field[],
  bytes: Uint8Array,
  title: string,
  form: FilterForm,
): readonly FieldValue[] {
  return fields.flatMap(({ name, start, length, text }) =>
    name === title ? [fieldValue(bytes.subarray(start, start + length), text, form)] : [],
  );
}

/** Fields of the headers that every packet has, of IP and what is above it. */
export const HEADER_FIELDS: readonly FilterField[] = [
  ...OWN,
  ...written(0, ipNotes),
  ...[tcpNotes, udpNotes, icmpHeaderNotes].flatMap((notes) => written(1, notes)),
];
