import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAddress } from '../../../simulator/model/address.ts';
import type { IcmpError } from '../../../simulator/model/icmp.ts';
import type { Message, Packet } from '../../../simulator/model/packet.ts';
import { Flag, Protocol, SINGLE } from '../../../simulator/model/packet.ts';
import { refusal } from '../../../simulator/network/refusal.ts';
import { fromHex, toHex } from '../../../simulator/protocols/codec/hex.ts';
import { DecodeError } from '../../../simulator/protocols/codec/reader.ts';
import { Writer } from '../../../simulator/protocols/codec/writer.ts';
import { writeIpv4, writeTransport } from '../../../simulator/protocols/ip/write.ts';
import { rawMessage } from '../../../simulator/protocols/raw/message.ts';
import { bytesOf, codecOf } from '../../../simulator/protocols/registry.ts';

const codec = codecOf({ protocol: 'icmp' });

/** A packet with a message in it, or without. */
function packetOf(over: Partial<Packet>, bytes = new Uint8Array()): Packet {
  const message: Message = rawMessage(bytes);
  const size = bytes.length;
  return {
    id: 0x12345,
    src: parseAddress('198.51.100.7')!,
    dst: parseAddress('10.45.16.30')!,
    protocol: Protocol.udp,
    sport: 50012,
    dport: 3478,
    flags: 0,
    seq: 0,
    ack: 0,
    payload: size > 0 ? { message, offset: 0, length: size, size, counted: SINGLE } : null,
    ...over,
  };
}

/** The packet as it was sent: header, transport, body. */
function sent(packet: Packet, body: Uint8Array): Uint8Array {
  const headers = { ...packet, identification: packet.id & 0xffff };
  const transport = new Writer();
  writeTransport(headers, body, transport);
  const ip = new Writer();
  writeIpv4(headers, transport.length + body.length, ip);
  return Uint8Array.from([...ip.result(), ...transport.result(), ...body]);
}

const quoteOf = (packet: Packet) => refusal(packet, 'port-unreachable')!.payload!.message as IcmpError;

test.each([
  ['UDP', {}],
  ['TCP', { protocol: Protocol.tcp, flags: Flag.ack, seq: 0x89abcdef, ack: 7 }],
  ['a question of ICMP', { protocol: Protocol.icmp, sport: 77, dport: 0x0800 }],
] as const)('%s: the quote is the beginning of the packet as it was sent (RFC 792)', (_what, over) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (body) => {
      const packet = packetOf(over, body);
      const quote = bytesOf(quoteOf(packet));
      expect(toHex(quote)).toBe(toHex(sent(packet, body).subarray(0, 28)));
      expect(quote).toHaveLength(28);
      // What is read says the same, and is written again.
      const read = codec.read(quote) as IcmpError;
      expect(read.quoted).toMatchObject({ src: packet.src, dst: packet.dst, sport: packet.sport });
      expect(read.quoted).toMatchObject({ dport: packet.dport, seq: packet.seq, identification: 0x2345 });
      expect(toHex(bytesOf(read))).toBe(toHex(quote));
    }),
  );
});

test('a quote of another program: time to live, fragment, more than eight bytes of data', () => {
  const text =
    '45b80054' +
    '00010000' +
    '3a110000' +
    'c0000201' +
    'c0000202' +
    '00350400' +
    '0040abcd' +
    '0102030405060708';
  const bytes = fromHex(text);
  const read = codec.read(bytes) as IcmpError;
  expect(read.quoted).toMatchObject({
    service: 0xb8,
    fragment: 0,
    timeToLive: 0x3a,
    more: '0102030405060708',
  });
  const again = bytesOf(read);
  expect(again).toHaveLength(codec.size(read));
  // The checksum of the header is reckoned anew; it was 0 here.
  expect(toHex(again.subarray(0, 10))).toBe(text.slice(0, 20));
  expect(toHex(again.subarray(12))).toBe(text.slice(24));
});

test.each([
  ['options', '46000020' + '00'.repeat(24)],
  ['another version', '65000020' + '00'.repeat(24)],
  ['a length that leaves no room for it', '4500001b' + '00'.repeat(24)],
  ['only seven bytes of data', '45000020' + '00'.repeat(23)],
  ['nothing', ''],
])('a quote with %s is refused', (_what, text) => {
  expect(() => codec.read(fromHex(text))).toThrow(DecodeError);
});
