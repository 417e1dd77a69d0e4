import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RecordedPacket } from '../../../simulator/capture/reading/recorded.ts';
import { flowNamer } from '../../../simulator/capture/streams/flow.ts';
import { KeyLog } from '../../../simulator/capture/streams/key-log.ts';
import { Announced } from '../../../simulator/capture/streams/media.ts';
import type { Message } from '../../../simulator/model/packet.ts';
import { Flag, Protocol } from '../../../simulator/model/packet.ts';
import { fromHex } from '../../../simulator/protocols/codec/hex.ts';
import { bytesOf, familyOf, labelOf } from '../../../simulator/protocols/registry.ts';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const hex = (text: string) => fromHex(text.replace(/\s/g, ''));

interface About {
  readonly seq?: number;
  readonly ack?: number;
  readonly flags?: number;
  readonly back?: boolean;
  readonly port?: number;
  readonly missing?: number;
}

/** A packet from client to server, or back. */
function packet(
  protocol: number,
  payload: Uint8Array,
  { seq = 1000, ack = 0, flags = Flag.ack, back = false, port = 5060, missing = 0 }: About = {},
): RecordedPacket {
  const [client, server] = [
    { address: 0x0a000001, port: 50_000 },
    { address: 0x0a000002, port },
  ];
  const [from, to] = back ? [server, client] : [client, server];
  const ends = { src: from.address, dst: to.address, sport: from.port, dport: to.port };
  const headers = {
    ...ends,
    protocol,
    identification: 0,
    timeToLive: 128,
    flags,
    seq,
    ack,
  } as unknown as RecordedPacket['headers'];
  return { number: 1, time: 0, interface: 0, headers, payload, missing, comments: [] };
}

interface Settled {
  readonly id: number;
  readonly message: Message;
  readonly offset: number;
  readonly size: number;
}

/** Names packets one after the other: what each carries, by its place among them, and which repeat which. */
function named(packets: readonly RecordedPacket[], announced = new Announced()) {
  const settled = new Map<number, Settled>();
  const repeats = new Map<number, number>();
  const namer = flowNamer(packets[0]!, announced, new KeyLog(() => []), {
    settle: (id, message, offset, size) => {
      expect(settled.has(id) || repeats.has(id), `packet ${id} is named once`).toBe(false);
      settled.set(id, { id, message, offset, size });
    },
    repeated: (id, of) => {
      expect(settled.has(id) || repeats.has(id), `packet ${id} is named once`).toBe(false);
      repeats.set(id, of);
    },
  });
  packets.forEach((one, id) => namer.add(one.headers.sport === 50_000 ? 0 : 1, id, one));
  const held = namer.held;
  namer.end();
  const labels = packets.map((_, id) => {
    const message = settled.get(id)?.message;
    return message ? labelOf(message) : null;
  });
  return { settled, repeats, labels, held };
}

const udp = (payload: Uint8Array, more = {}) => packet(Protocol.udp, payload, { port: 3478, ...more });
/** The bytes of a stream, cut after so many bytes each. */
function segments(stream: Uint8Array, lengths: readonly number[], more = {}): RecordedPacket[] {
  const out: RecordedPacket[] = [];
  for (let at = 0, i = 0; at < stream.length; i++) {
    const end = Math.min(stream.length, at + Math.max(1, lengths[i % lengths.length] ?? stream.length));
    out.push(packet(Protocol.tcp, stream.slice(at, end), { seq: 1000 + at, ...more }));
    at = end;
  }
  return out;
}

function sip(method: string, body = ''): Uint8Array {
  return bytes(
    `${method} sip:bob@contoso.com SIP/2.0\r\nVia: SIP/2.0/TCP 10.0.0.1:50000;branch=z9hG4bK1\r\n` +
      `From: <sip:alice@contoso.com>;tag=1\r\nTo: <sip:bob@contoso.com>\r\nCall-ID: 1\r\nCSeq: 1 ${method}\r\n` +
      `Max-Forwards: 70\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
}

const rtp = (sequence: number) =>
  Uint8Array.of(0x80, 0, sequence >> 8, sequence & 255, 0, 0, 0, 1, 9, 9, 9, 9, ...new Uint8Array(20));
const record = (type: number, body: Uint8Array) =>
  Uint8Array.of(type, 3, 1, body.length >> 8, body.length & 255, ...body);
const joined = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

describe('datagrams are named by their content', () => {
  test('STUN of three dialects; in MS-TURN method 4 is Send, in the standard Refresh', () => {
    const id = '2112a442 000102030405060708090a0b';
    const cookie = '000f 0004 72c64bc6';
    const { labels } = named([
      udp(hex(`0001 0000 ${id}`)),
      udp(hex('0001 0000 00112233445566778899aabbccddeeff')),
      udp(hex(`0004 0008 00112233445566778899aabbccddeeff ${cookie}`)),
      udp(hex(`0004 0000 ${id}`)),
      udp(hex(`0006 0008 00112233445566778899aabbccddeeff ${cookie}`)),
      udp(hex(`0113 0008 ${id} 0009 0004 00000401`), { back: true }),
    ]);
    expect(labels).toEqual([
      'Binding request',
      'Binding request',
      'Send request',
      'Refresh request',
      'Set Active Destination request',
      expect.stringMatching(/^Allocate error 401/),
    ]);
  });

  test('a message that is read and writes the same bytes is that message; another keeps its bytes', () => {
    const good = hex('0001 0000 2112a442 000102030405060708090a0b');
    const { settled } = named([udp(good)]);
    expect(settled.get(0)!.message.protocol).toBe('stun');
    expect(bytesOf(settled.get(0)!.message)).toEqual(good);
    const lying = hex('0001 0008 2112a442 000102030405060708090a0b 0006 0009 61620000');
    const broken = named([udp(lying)]).settled.get(0)!.message;
    expect(labelOf(broken)).toMatch(/^malformed STUN: .* at byte \d+$/);
    expect(bytesOf(broken)).toEqual(lying);
  });

  test('RTP: three in a row of one source tell, and name those before', () => {
    const { labels } = named([rtp(7), rtp(8), rtp(9), rtp(10)].map((one) => udp(one, { port: 20_000 })));
    for (const label of labels) expect(label).toMatch(/^RTP /);
    const other = named([rtp(7), rtp(900), rtp(3)].map((one) => udp(one, { port: 20_000 })));
    for (const label of other.labels) expect(label).toBe('UDP data, 32 bytes');
  });

  test('RTP: one is enough behind a check of connectivity, and where a description announced it', () => {
    const check = hex('0001 0000 2112a442 000102030405060708090a0b');
    expect(named([udp(check), udp(rtp(1))]).labels[1]).toMatch(/^RTP /);
    const announced = new Announced();
    announced.read('v=0\r\nc=IN IP4 10.0.0.2\r\nm=audio 20000 RTP/AVP 0\r\n');
    expect(named([udp(rtp(1), { port: 20_000 })], announced).labels[0]).toMatch(/^RTP /);
    expect(named([udp(rtp(1), { port: 20_002 })], announced).labels[0]).toBe('UDP data, 32 bytes');
  });

  test('DNS by its port; what does not fit is malformed, and what is cut off says so', () => {
    const query = hex('1234 0100 0001 0000 0000 0000 03 736970 07 636f6e746f736f 03 636f6d 00 0001 0001');
    const dns = (payload: Uint8Array, more = {}) => udp(payload, { port: 53, ...more });
    const { labels } = named([
      dns(query),
      dns(query.slice(0, 20)),
      dns(query.slice(0, 20), { missing: query.length - 20 }),
    ]);
    expect(labels[0]).toBe('A sip.contoso.com?');
    expect(labels[1]).toMatch(/^malformed DNS: .* at byte \d+$/);
    expect(labels[2]).toMatch(/\(cut short\)$/);
  });
});

describe('streams are cut into messages', () => {
  const message = joined(sip('INVITE', 'x'.repeat(700)), sip('ACK'), sip('BYE'));

  test('whatever segments they come in, messages are the same, and every packet is named once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat({ max: 6 }), { maxLength: 40 }),
        fc.array(fc.nat({ max: 40 }), { maxLength: 6 }),
        (lengths, delays, again) => {
          const inOrder = segments(message, lengths);
          // Later by a few places, and some of them twice; the first in front, as after a SYN.
          const order = inOrder
            .map((one, at) => ({ one, place: at === 0 ? -1 : at + (delays[at] ?? 0) }))
            .sort((a, b) => a.place - b.place)
            .map(({ one }) => one);
          const packets = [...order, ...again.flatMap((at) => order[at] ?? [])];
          const { settled, repeats } = named(packets);
          const whole = new Set(
            [...settled.values()]
              .map((one) => labelOf(one.message))
              .join(', ')
              .match(/INVITE|ACK|BYE/g),
          );
          expect([...whole].sort()).toEqual(['ACK', 'BYE', 'INVITE']);
          expect(settled.size + repeats.size).toBe(packets.length);
          expect([...settled.values()].some((one) => labelOf(one.message).startsWith('TCP data'))).toBe(
            false,
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  test('parts of a message know where they belong', () => {
    const { settled } = named(segments(sip('INVITE', 'x'.repeat(400)), [300]));
    const [first, second, third] = [...settled.values()];
    expect(first!.message).toBe(second!.message);
    expect([first!.offset, second!.offset, third!.offset]).toEqual([0, 300, 600]);
    expect(first!.size).toBe(sip('INVITE', 'x'.repeat(400)).length);
  });

  test('a segment sent again names the one that it repeats', () => {
    const [one, two] = segments(sip('INVITE'), [200]) as [RecordedPacket, RecordedPacket];
    expect(named([one, two, one, two]).repeats).toEqual(
      new Map([
        [2, 0],
        [3, 1],
      ]),
    );
  });

  test('what never comes is given up once enough waits, and reading goes on', () => {
    const long = segments(joined(...Array.from({ length: 300 }, () => sip('BYE'))), [400]);
    // Behind the gap it is known again where a message begins with a segment.
    const { labels, held } = named([...long.slice(0, 2), ...long.slice(3)]);
    expect(held).toBeLessThan(140_000);
    expect(labels.filter((label) => label?.includes('BYE')).length).toBeGreaterThan(long.length * 0.8);
    expect(labels).not.toContain(null);
  });

  test('what the other end acknowledges was missed by the capture: nothing waits for it', () => {
    const [one, , three] = segments(joined(sip('INVITE'), sip('ACK'), sip('BYE')), [sip('ACK').length]);
    const acknowledged = packet(Protocol.tcp, new Uint8Array(), { back: true, ack: 1000 + message.length });
    expect(named([one!, three!, acknowledged]).held).toBeLessThan(named([one!, three!]).held);
  });

  test('TLS: the server that is asked for, alerts, and nothing guessed of what is encrypted', () => {
    const name = bytes('sip.contoso.com');
    const extension = joined(hex('0000 0014 0012 00 000f'), name);
    const hello = joined(
      hex('0301'),
      new Uint8Array(32),
      hex('00 0002 002f 01 00'),
      Uint8Array.of(0, extension.length),
      extension,
    );
    const clientHello = record(22, joined(Uint8Array.of(1, 0, 0, hello.length), hello));
    const stream = joined(
      clientHello,
      record(20, Uint8Array.of(1)),
      record(22, new Uint8Array(40).fill(7)),
      record(23, new Uint8Array(60).fill(9)),
      record(21, new Uint8Array(32).fill(5)),
    );
    const lengths = [clientHello.length, 6 + 45, 65, 37];
    expect(named(segments(stream, lengths, { port: 443 })).labels).toEqual([
      expect.stringMatching(/^Client Hello/),
      'Change Cipher Spec, Handshake (encrypted)',
      'Application Data',
      'Alert (encrypted)',
    ]);
    const alert = named(segments(record(21, Uint8Array.of(2, 40)), [99], { port: 443 })).settled.get(0)!;
    expect(labelOf(alert.message)).toBe('Alert: handshake failure');
    expect(familyOf(alert.message)).toBe('tls');
  });

  test('pseudo-TLS is followed by frames of MS-TURN, on the same port as TLS', () => {
    const hello = joined(
      hex('16 0301 002d 01 000029 0301'),
      new Uint8Array(32).fill(3),
      hex('00 0002 0018 01 00'),
    );
    const allocate = hex('02 00 001c 0003 0008 00112233445566778899aabbccddeeff 000f 0004 72c64bc6');
    // Data for the active destination, which nothing but the hello tells from any other bytes.
    const data = joined(hex('03 00 0020'), rtp(1));
    const all = segments(joined(hello, data, allocate), [hello.length, data.length, 99], { port: 443 });
    expect(named(all).labels).toEqual([
      'Pseudo-TLS Client Hello',
      expect.stringMatching(/^RTP /),
      'Allocate request',
    ]);
    expect(named(all.slice(1)).labels[0]).toBe('TCP data, 36 bytes');
  });

  test('a long body is passed over, and what follows it is named', () => {
    const head = bytes('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n');
    const next = bytes('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
    const { labels, held } = named(
      segments(joined(head, new Uint8Array(100_000), next), [1460], { port: 80 }),
    );
    expect(labels[0]).toContain('200 OK');
    expect(labels[3]).toBe('HTTP body');
    expect(labels.at(-1)).toContain('404 Not Found');
    expect(held).toBe(0);
  });

  test('any bytes are named, each packet once, and nothing is thrown', () => {
    const arbitrary = fc.array(
      fc.record({
        payload: fc.oneof(
          fc.uint8Array({ maxLength: 60 }),
          fc.constantFrom(sip('INVITE'), record(22, new Uint8Array(9)), hex('0001 0000 2112a442')),
        ),
        seq: fc.nat({ max: 4000 }),
        back: fc.boolean(),
        flags: fc.constantFrom(Flag.ack, Flag.syn, Flag.syn | Flag.ack, Flag.fin | Flag.ack),
        missing: fc.constantFrom(0, 0, 0, 30),
        port: fc.constantFrom(53, 443),
      }),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(arbitrary, fc.constantFrom(Protocol.tcp, Protocol.udp, Protocol.icmp), (all, protocol) => {
        const packets = all.map(({ payload, ...more }) =>
          packet(protocol, payload, { ...more, port: all[0]!.port }),
        );
        const { settled, repeats } = named(packets);
        packets.forEach(({ payload }, id) => {
          if (payload.length > 0) expect(settled.has(id) || repeats.has(id), `packet ${id}`).toBe(true);
        });
      }),
      { numRuns: 2000 },
    );
  });
});
