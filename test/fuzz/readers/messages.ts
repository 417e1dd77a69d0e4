import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { Protocol, SINGLE } from '../../../simulator/model/packet.ts';
import type { Message, Packet } from '../../../simulator/model/packet.ts';
import { refusal } from '../../../simulator/network/refusal.ts';
import { fromHex, toHex } from '../../../simulator/protocols/codec/hex.ts';
import { dnsQuery } from '../../../simulator/protocols/dns/message.ts';
import { rawMessage } from '../../../simulator/protocols/raw/message.ts';
import { bytesOf, codecOf, CODECS, labelOf } from '../../../simulator/protocols/registry.ts';
import type { ChannelData } from '../../../simulator/protocols/turn/channel.ts';
import { Wire } from '../../../simulator/protocols/wire.ts';
import { run } from '../../../simulator/run.ts';

/** As many of one kind are kept. */
const SAME = 3;

/** A packet of UDP that nobody wants: what an ICMP error quotes. */
const refused: Packet = {
  id: 7,
  src: 0x0a2d100a,
  dst: 0xc6336407,
  protocol: Protocol.udp,
  sport: 50000,
  dport: 53,
  flags: 0,
  seq: 0,
  ack: 0,
  payload: {
    message: dnsQuery(1, { name: 'sip.contoso.com', type: 'A' }),
    offset: 0,
    length: 33,
    size: 33,
    counted: SINGLE,
  },
};

/** What other programs send and no host here does, as bytes. */
const FOREIGN: readonly (readonly [protocol: string, hex: string])[] = [
  // Padding, an extension and two sources.
  ['rtp', 'b2f20102030405060708090a0000001100000022bede0001aabbccddc0ffee0002'],
  // A report of a receiver, a description of two, a goodbye with a reason, what a program defines, padding.
  [
    'rtcp',
    '80c900020708090adeadbeef' +
      '82ca0005000000010101610000000002' +
      '0601780701790000' +
      '81cb00020000000103627965' +
      '85cc0002000000014c594e43' +
      'a0cd0003000000010000000200000004',
  ],
  // An alias, the start of authority, EDNS.
  [
    'dns',
    '1a2b8180000100010001000103776562' +
      '07636f6e746f736f03636f6d0000010001' +
      'c00c0005000100000e10000603776562c010' +
      'c010000600010000003c0021036e7331c01004726f6f74c0100000000100000384000002580001518000000e10' +
      '0000291000000080000000',
  ],
  // A channel bound by a client of RFC 5766.
  [
    'stun',
    '000900642112a442ef563d161232624732a0ac3f' +
      '000c000449500000' +
      '001200080001e2835e12a443' +
      '00060005616c696365000000' +
      '0015001033663761383838646131303966626237' +
      '0014000b636f6e746f736f2e636f6d00' +
      '00080014fe7994f6788595c54d9934665e3c2d9daf835b7c' +
      '802800047f46bfad',
  ],
  // Two chunks and a trailer.
  [
    'http',
    toHex(
      new TextEncoder().encode(
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\nX-Last: y\r\n\r\n',
      ),
    ),
  ],
];

/** Messages that the runs have none of. */
const OTHERS: readonly Message[] = [
  ...FOREIGN.map(([protocol, hex]) => codecOf({ protocol }).read(fromHex(hex))),
  refusal(refused, null)!.payload!.message,
  {
    protocol: 'channel-data',
    channel: 0x4001,
    content: rawMessage(Uint8Array.of(1, 2, 3, 4, 5)),
    padding: '000000',
  } satisfies ChannelData as ChannelData,
];

/** Valid messages as bytes, by the codec that reads them: what the features of the built-in design send. */
export function samples(): ReadonlyMap<string, readonly Uint8Array[]> {
  const found = new Map<string, Uint8Array[]>(CODECS.map(({ id }) => [id, []]));
  const seen = new Set<string>();
  const kinds = new Map<string, number>();
  const take = (message: Message): void => {
    const { protocol } = message;
    if ('content' in message && isMessage(message.content)) take(message.content);
    if (protocol === 'stun') {
      const { data } = (message as Message & { attributes: { data?: Message } }).attributes;
      if (data) take(data);
    }
    const kind = `${protocol} ${labelOf(message).replace(/[\d.]+/g, '#')}`;
    const count = kinds.get(kind) ?? 0;
    if (count >= SAME) return;
    const bytes = bytesOf(message);
    const key = `${protocol} ${toHex(bytes)}`;
    if (seen.has(key)) return;
    seen.add(key);
    kinds.set(kind, count + 1);
    found.get(protocol)!.push(bytes);
  };
  for (const { trace } of run(builtinDesign()).features) {
    const wire = new Wire(trace);
    for (let index = 0; index < trace.messages.length; index++) {
      const message = trace.messages[index]!;
      for (const inside of insidesOf(message)) take(inside);
      take(wire.message(index));
    }
  }
  OTHERS.forEach(take);
  return found;
}

/** What TLS would hide. */
function insidesOf(message: Message): readonly Message[] {
  if (message.protocol !== 'tls') return [];
  const { records } = message as Message & { records: readonly { content?: unknown }[] };
  return records.flatMap(({ content }) => (isMessage(content) ? [content] : []));
}

function isMessage(value: unknown): value is Message {
  return (
    typeof value === 'object' &&
    value !== null &&
    'protocol' in value &&
    CODECS.some(({ id }) => id === value.protocol)
  );
}
