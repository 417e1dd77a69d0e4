import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../../simulator/model/packet.ts';
import type { Codec } from '../../../simulator/protocols/codec/codec.ts';
import { fromHex, toHex } from '../../../simulator/protocols/codec/hex.ts';
import { DecodeError, Reader } from '../../../simulator/protocols/codec/reader.ts';
import type { Field } from '../../../simulator/protocols/codec/writer.ts';
import { rawMessage } from '../../../simulator/protocols/raw/message.ts';
import { codecOf, labelOf, write } from '../../../simulator/protocols/registry.ts';
import { rtcpCodec, rtpCodec } from '../../../simulator/protocols/rtp/codec.ts';
import type { RtcpMessage, RtpMessage } from '../../../simulator/protocols/rtp/message.ts';
import { stunCodec } from '../../../simulator/protocols/stun/codec.ts';
import type { StunAttributes, StunDialect, StunMessage } from '../../../simulator/protocols/stun/message.ts';
import { COOKIE } from '../../../simulator/protocols/stun/message.ts';
import { readData } from '../../../simulator/protocols/stun/read.ts';
import type { FramedMessage, PseudoTls, TurnFrame } from '../../../simulator/protocols/turn/framing.ts';
import { framedCodec, pseudoTlsCodec, turnFrameCodec } from '../../../simulator/protocols/turn/framing.ts';

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const u16 = fc.nat(65535);
const u32 = fc.nat(0xffffffff);
const text = fc.string({ unit: 'grapheme', maxLength: 9 });
const place = fc.record({ address: u32, port: u16 });

/** First bytes of what is neither STUN nor RTP (RFC 5764 5.1.2). */
const raw = fc
  .tuple(
    fc.oneof(fc.integer({ min: 4, max: 127 }), fc.integer({ min: 192, max: 255 })),
    fc.uint8Array({ maxLength: 9 }),
  )
  .map(([first, rest]): Message => rawMessage(Uint8Array.from([first, ...rest])));

/** With their top bit, payload types from 64 to 95 look like RTCP (RFC 5761 4). */
const payloadType = fc.oneof(fc.nat(63), fc.integer({ min: 96, max: 127 }));
const rtp: fc.Arbitrary<RtpMessage> = fc.record({
  protocol: fc.constant('rtp' as const),
  payloadType,
  marker: fc.boolean(),
  sequence: u16,
  timestamp: u32,
  ssrc: u32,
  payload: fc.nat(40),
  encrypted: fc.boolean(),
  count: fc.constant(1),
  spacing: fc.constant(0),
});
/** What can be told from the bytes: nothing in them says whether their end is a tag. */
const plainRtp = rtp.map((one): RtpMessage => ({
  ...one,
  payload: one.encrypted ? one.payload : one.payload % 10,
}));

const report = fc.record({
  ssrc: u32,
  fraction: fc.nat(255),
  lost: fc.integer({ min: -0x800000, max: 0x7fffff }),
  highest: u32,
  jitter: u32,
});
const rtcp: fc.Arbitrary<RtcpMessage> = fc.record({
  protocol: fc.constant('rtcp' as const),
  ssrc: u32,
  time: fc.oneof(fc.nat(4_000_000), fc.nat(1e15)),
  timestamp: u32,
  packets: u32,
  octets: u32,
  reports: fc.array(report, { maxLength: 3 }),
  cname: fc.stringMatching(/^[!-~]{0,9}$/),
  bye: fc.boolean(),
  encrypted: fc.boolean(),
});

const attributes: fc.Arbitrary<StunAttributes> = fc.record(
  {
    version: u32,
    mapped: place,
    xorMapped: place,
    username: text,
    error: fc.record({ code: fc.integer({ min: 300, max: 699 }), reason: text }),
    realm: text,
    nonce: text,
    lifetime: u32,
    bandwidth: u32,
    alternateServer: place,
    destination: place,
    remote: place,
    priority: u32,
    useCandidate: fc.constant(true as const),
    controlling: hex(16),
    controlled: hex(16),
    candidate: text.map((one) => one.replace(/\0+$/, '')),
    implementation: u32,
    quality: fc.record({ stream: u16, quality: u16 }),
    sequence: fc.record({ connection: hex(40), number: u32 }),
    software: text,
    others: fc.array(
      fc.record({
        // Some that must be understood and some that need not be; none that has a name here.
        type: fc.constantFrom(0x000a, 0x0017, 0x0030, 0x7fff, 0x8032, 0x8090, 0xffff),
        bytes: fc.uint8Array({ maxLength: 7 }).map(toHex),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);

type Type = Pick<StunMessage, 'method' | 'kind'>;
const type: fc.Arbitrary<Type> = fc.oneof(
  fc.record({
    method: fc.constantFrom('binding', 'allocate', 'set-active-destination'),
    kind: fc.constantFrom('request', 'response', 'error'),
  }),
  fc.constantFrom<Type>({ method: 'send', kind: 'request' }, { method: 'data', kind: 'indication' }),
);

function stun(dialect: StunDialect, data: fc.Arbitrary<Message> | null): fc.Arbitrary<StunMessage> {
  return fc
    .record({
      type,
      // Not the cookie of RFC 5389 where that would make it another dialect.
      id: hex(32).filter((one) => !one.startsWith(COOKIE)),
      own: attributes,
      data: data ? fc.option(data) : fc.constant(null),
      integrity: fc.option(
        fc.oneof(
          fc.record({ key: text.filter((one) => one !== ''), term: fc.constant('short' as const) }),
          fc.record({ key: hex(32), term: fc.constant('long' as const) }),
          fc.record({ mac: hex(40) }),
        ),
      ),
    })
    .map(({ type: its, id, own, data: inside, integrity }) => ({
      protocol: 'stun' as const,
      dialect,
      ...its,
      transaction: dialect === 'rfc5389' ? COOKIE + id.slice(8) : id,
      attributes: inside ? { ...own, data: inside } : own,
      integrity,
    }));
}

const check = fc.oneof(stun('rfc5389', null), stun('rfc3489', null));
/** What travels through relays. */
const traveller: fc.Arbitrary<Message> = fc.oneof(check, plainRtp, rtcp, raw);
const control = stun('ms-turn', traveller);

const turnFrame: fc.Arbitrary<TurnFrame> = fc.oneof(
  fc.record({
    protocol: fc.constant('turn-frame' as const),
    type: fc.constant('control' as const),
    content: control,
  }),
  fc.record({
    protocol: fc.constant('turn-frame' as const),
    type: fc.constant('data' as const),
    content: traveller,
  }),
);
const framed: fc.Arbitrary<FramedMessage> = fc.record({
  protocol: fc.constant('rfc4571' as const),
  content: traveller,
});
const pseudoTls: fc.Arbitrary<PseudoTls> = fc.oneof(
  fc.record({
    protocol: fc.constant('pseudo-tls' as const),
    kind: fc.constant('client-hello' as const),
    random: hex(64),
    session: fc.constant(''),
  }),
  fc.record({
    protocol: fc.constant('pseudo-tls' as const),
    kind: fc.constant('server-hello' as const),
    random: hex(64),
    session: hex(64),
  }),
);

/** As it is read back: of a signature nothing is left but the bytes. */
function asRead(message: Message): Message {
  switch (message.protocol) {
    case 'stun': {
      const { integrity, attributes: own, ...rest } = message as StunMessage;
      return {
        ...rest,
        attributes: own.data ? { ...own, data: asRead(own.data) } : own,
        integrity: integrity && { mac: expect.stringMatching(/^[0-9a-f]{40}$/) as string },
      } as StunMessage;
    }
    case 'turn-frame':
    case 'rfc4571':
      return { ...message, content: asRead((message as TurnFrame).content) } as Message;
    default:
      return message;
  }
}

const ALL = [
  ['STUN of RFC 5389', stunCodec, stun('rfc5389', traveller)],
  ['STUN of RFC 3489', stunCodec, stun('rfc3489', traveller)],
  ['MS-TURN', stunCodec, control],
  ['RTP', rtpCodec, plainRtp],
  ['RTCP', rtcpCodec, rtcp],
  ['MS-TURN over TCP', turnFrameCodec, turnFrame],
  ['RFC 4571', framedCodec, framed],
  ['pseudo-TLS', pseudoTlsCodec, pseudoTls],
] as unknown as readonly (readonly [string, Codec, fc.Arbitrary<Message>])[];

const RUNS = { numRuns: 200 };

test.each(ALL)('%s: what is written is read back, as long as it was said to be', (_name, codec, any) => {
  fc.assert(
    fc.property(any, (message) => {
      const bytes = write(message).result();
      expect(codec.size(message)).toBe(bytes.length);
      const back = codec.read(bytes);
      expect(back).toEqual(asRead(message));
      expect(codec.size(back)).toBe(bytes.length);
      expect(toHex(write(back).result())).toBe(toHex(bytes));
    }),
    RUNS,
  );
});

test.each(ALL)(
  '%s: each byte belongs to one field, and a length says what is in the bytes',
  (_name, _codec, any) => {
    fc.assert(
      fc.property(any, (message) => {
        const writer = write(message);
        const bytes = writer.result();
        const walk = (fields: readonly Field[], start: number, end: number): void => {
          let at = start;
          for (const field of fields) {
            expect(field.start).toBe(at);
            at += field.length;
            if (field.fields.length > 0) walk(field.fields, field.start, at);
            if (field.name === 'Length') {
              const value = parseInt(toHex(bytes.subarray(field.start, at)), 16);
              expect(field.text).toBe(String(value));
            }
          }
          expect(at).toBe(end);
        };
        walk(writer.fields(), 0, bytes.length);
      }),
      { numRuns: 60 },
    );
  },
);

/** Bytes with mistakes: cut, longer, or with some that are others. */
interface Mistakes {
  readonly changes: readonly (readonly [at: number, to: number])[];
  readonly cut: number | null;
  readonly more: Uint8Array;
}
const mistakes: fc.Arbitrary<Mistakes> = fc.record({
  changes: fc.array(fc.tuple(fc.nat(300), fc.nat(255)), { maxLength: 4 }),
  cut: fc.option(fc.nat(300)),
  more: fc.uint8Array({ maxLength: 4 }),
});
function damage(bytes: Uint8Array, { changes, cut, more }: Mistakes): Uint8Array {
  const kept = cut === null ? bytes : bytes.subarray(0, cut % (bytes.length + 1));
  const damaged = Uint8Array.from([...kept, ...more]);
  for (const [at, to] of changes) if (damaged.length > 0) damaged[at % damaged.length] = to;
  return damaged;
}

/** A message, or null when the bytes are refused; whatever else is thrown goes on. */
function attempt(codec: Codec, bytes: Uint8Array): Message | null {
  try {
    return codec.read(bytes);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return null;
  }
}

test.each(ALL)(
  '%s: bytes with mistakes are read or refused, and what was read can be shown and sent',
  (_name, codec, any) => {
    fc.assert(
      fc.property(any, mistakes, (message, wrong) => {
        const read = attempt(codec, damage(write(message).result(), wrong));
        if (!read) return;
        expect(labelOf(read)).not.toBe('');
        const bytes = write(read).result();
        expect(bytes.length).toBe(codec.size(read));
        // Once written in this model's way it stays so.
        expect(toHex(write(codec.read(bytes)).result())).toBe(toHex(bytes));
      }),
      { numRuns: 1000 },
    );
  },
);

test.each(ALL)('%s: any bytes at all are read or refused', (_name, codec, any) => {
  // A right beginning takes them further than chance would.
  const begun = fc
    .tuple(any, fc.nat(40), fc.uint8Array({ maxLength: 60 }))
    .map(([message, keep, rest]) => Uint8Array.from([...write(message).result().subarray(0, keep), ...rest]));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 120 }), begun), (bytes) => {
      const read = attempt(codec, bytes);
      if (read) expect(write(read).result().length).toBe(codec.size(read));
    }),
    { numRuns: 1000 },
  );
});

/** Bytes that a message cannot do without. RTP has no length, and the goodbye and the tag of RTCP may be missing. */
function leastOf(codec: Codec, message: Message): number {
  if (message.protocol === 'rtp') return 12;
  if (message.protocol !== 'rtcp') return codec.size(message);
  return rtcpCodec.size({ ...(message as RtcpMessage), bye: false, encrypted: false });
}

test.each(ALL)('%s: cut short anywhere it is refused', (_name, codec, any) => {
  fc.assert(
    fc.property(any, fc.nat(1000), (message, cut) => {
      const part = write(message)
        .result()
        .subarray(0, cut % leastOf(codec, message));
      expect(() => codec.read(part)).toThrow(DecodeError);
    }),
    RUNS,
  );
});

test('data of any kind is told apart by its first bytes', () => {
  fc.assert(
    fc.property(fc.oneof(traveller, control), (message) => {
      expect(readData(write(message).result()).protocol).toBe(message.protocol);
    }),
    RUNS,
  );
  for (const first of [0, 1, 2, 3, 4, 127, 128, 191, 192, 255])
    expect(readData(Uint8Array.of(first))).toEqual({ protocol: 'raw', bytes: toHex(Uint8Array.of(first)) });
  expect(readData(new Uint8Array())).toEqual({ protocol: 'raw', bytes: '' });
});

test('media and reports are as long as the bytes that they were read from', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.tuple(fc.oneof(rtp, rtcp), mistakes).map(([one, wrong]) => damage(write(one).result(), wrong)),
        fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => {
          bytes[0] = 0x80;
          return bytes;
        }),
      ),
      (bytes) => {
        for (const codec of [rtpCodec, rtcpCodec] as unknown as Codec[]) {
          const read = attempt(codec, bytes);
          if (read) expect(codec.size(read)).toBe(bytes.length);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

describe('RTP', () => {
  const packet: RtpMessage = {
    protocol: 'rtp',
    payloadType: 114,
    marker: true,
    sequence: 0x0102,
    timestamp: 0x03040506,
    ssrc: 0x0708090a,
    payload: 72,
    encrypted: true,
    count: 1,
    spacing: 0,
  };

  test('has the header of RFC 3550 5.1, and a tag of ten bytes where it is encrypted', () => {
    const bytes = write(packet).result();
    expect(toHex(bytes.subarray(0, 12))).toBe('80f20102030405060708090a');
    expect(bytes).toHaveLength(12 + 72 + 10);
    expect(write({ ...packet, encrypted: false } as RtpMessage).result()).toHaveLength(84);
  });

  test('the payload of a packet is always the same, and differs from the next one', () => {
    expect(write(packet).result()).toEqual(write({ ...packet }).result());
    const payload = (sequence: number) =>
      toHex(
        write({ ...packet, sequence } as RtpMessage)
          .result()
          .subarray(12, 84),
      );
    expect(new Set([10, 12, 14, 16].map(payload)).size).toBe(4);
  });

  test('one that stands for many is written as the first of them', () => {
    const many: RtpMessage = { ...packet, count: 50, spacing: 20_000 };
    expect(write(many).result()).toEqual(write(packet).result());
    expect(rtpCodec.size(many)).toBe(rtpCodec.size(packet));
    expect(rtpCodec.label({ ...many, sequence: 65530 })).toBe('RTP audio 65530 to 43 (50 packets)');
  });

  test.each(['40f2', '00f2', 'c0f2', '90f2', 'a0f2', '81f2'])('%s is no beginning of it here', (start) => {
    expect(() => rtpCodec.read(fromHex(`${start}0102030405060708090a`))).toThrow(DecodeError);
  });
});

describe('RTCP', () => {
  const goodbye: RtcpMessage = {
    protocol: 'rtcp',
    ssrc: 0x0708090a,
    time: 2_500_000,
    timestamp: 16000,
    packets: 100,
    octets: 7200,
    reports: [{ ssrc: 1, fraction: 64, lost: -2, highest: 0x10002, jitter: 3 }],
    cname: 'alice@a',
    bye: true,
    encrypted: false,
  };

  test('sender report, source description and goodbye, byte for byte (RFC 3550 6.4.1, 6.5, 6.6)', () => {
    expect(toHex(write(goodbye).result())).toBe(
      '81c8000c0708090a' + // one block, 13 words
        '0000000280000000' + // two seconds and a half
        '00003e80' +
        '00000064' +
        '00001c20' +
        '00000001' +
        '40fffffe' + // a quarter; two more than were sent
        '00010002' +
        '00000003' +
        '00000000' +
        '00000000' +
        '81ca0004' +
        '0708090a' +
        '0107616c6963654061' +
        '000000' +
        '81cb0001' +
        '0708090a',
    );
  });

  // Each must end with at least one zero, and on four bytes.
  test.each([0, 1, 2, 4, 5, 6, 9, 255])('a name of %i characters', (length) => {
    const named: RtcpMessage = { ...goodbye, cname: 'x'.repeat(length), bye: false };
    const bytes = write(named).result();
    expect(bytes).toHaveLength(rtcpCodec.size(named));
    expect(bytes.length % 4).toBe(0);
    expect(bytes.at(-1)).toBe(0);
    const description = new Reader(bytes, 28 + 24 + 2);
    expect(description.u16() * 4).toBe(description.left);
    expect(rtcpCodec.read(bytes)).toEqual(named);
  });

  test('an index that looks like a goodbye is none', () => {
    const secure: RtcpMessage = { ...goodbye, bye: false, encrypted: true, packets: 0x00cb0001 };
    expect(rtcpCodec.read(write(secure).result())).toEqual(secure);
  });

  test.each([
    ['a receiver report first', 1, 0xc9],
    ['another version', 0, 0x41],
    ['padding', 0, 0xa1],
    ['more blocks than its length', 0, 0x82],
    ['another length', 3, 0x0d],
    ['something else than a source description', 53, 0xcc],
    ['another item than the name', 60, 2],
    ['a length of the description that is wrong', 55, 5],
    ['something else than a goodbye behind it', 73, 0xcc],
  ])('with %s it is refused, and stays bytes where it is data', (_what, at, value) => {
    const bytes = write(goodbye).result();
    expect(bytes[at]).not.toBe(value);
    bytes[at] = value;
    expect(() => rtcpCodec.read(bytes)).toThrow(DecodeError);
    const read = readData(bytes);
    expect(codecOf(read).size(read)).toBe(bytes.length);
    expect(toHex(write(read).result())).toBe(toHex(bytes));
  });

  test('with more zeros behind the name than there must be it is refused', () => {
    const bytes = write({ ...goodbye, bye: false } as Message).result();
    const longer = Uint8Array.from([...bytes, 0, 0, 0, 0]);
    longer[55]! += 1;
    expect(() => rtcpCodec.read(longer)).toThrow(DecodeError);
  });
});
