import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '../../../simulator/model/packet.ts';
import type { Codec } from '../../../simulator/protocols/codec/codec.ts';
import { toHex } from '../../../simulator/protocols/codec/hex.ts';
import { DecodeError } from '../../../simulator/protocols/codec/reader.ts';
import type { Field } from '../../../simulator/protocols/codec/writer.ts';
import { rawMessage } from '../../../simulator/protocols/raw/message.ts';
import { labelOf, write } from '../../../simulator/protocols/registry.ts';
import { rtpCodec } from '../../../simulator/protocols/rtp/codec.ts';
import { rtcpCodec } from '../../../simulator/protocols/rtp/rtcp.ts';
import type { RtcpMessage, RtcpPacket, RtpMessage } from '../../../simulator/protocols/rtp/message.ts';
import { stunCodec } from '../../../simulator/protocols/stun/codec.ts';
import type {
  StunAttributes,
  StunDialect,
  StunMessage,
  StunMethod,
} from '../../../simulator/protocols/stun/message.ts';
import { COOKIE } from '../../../simulator/protocols/stun/message.ts';
import { readData } from '../../../simulator/protocols/stun/read.ts';
import type { FramedMessage, PseudoTls, TurnFrame } from '../../../simulator/protocols/turn/framing.ts';
import { framedCodec, pseudoTlsCodec, turnFrameCodec } from '../../../simulator/protocols/turn/framing.ts';

const hex = (length: number) => fc.uint8Array({ minLength: length / 2, maxLength: length / 2 }).map(toHex);
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
const words = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).chain((count) => hex(8 * count));
const rtp: fc.Arbitrary<RtpMessage> = fc
  .record({
    own: fc.record({
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
    }),
    more: fc.record(
      {
        sources: fc.array(u32, { minLength: 1, maxLength: 15 }),
        extension: fc.record({ profile: u16, data: words(0, 3) }),
      },
      { requiredKeys: [] },
    ),
    padding: fc.constantFrom(null, '01', '000003', 'ffff0004'),
    content: fc.option(fc.uint8Array({ minLength: 3, maxLength: 30 })),
  })
  .map(({ own, more, padding, content }): RtpMessage => {
    const plain = { ...own, ...more };
    // The filler does not begin so.
    const other = content && { content: `000000${toHex(content)}`, payload: content.length + 3 };
    if (!other && own.encrypted) return plain;
    return { ...plain, ...other, encrypted: false, ...(padding !== null && { padding }) };
  });

const report = fc.record({
  ssrc: u32,
  fraction: fc.nat(255),
  lost: fc.integer({ min: -0x800000, max: 0x7fffff }),
  highest: u32,
  jitter: u32,
  lastReport: u32,
  delay: u32,
});
const told = {
  ssrc: u32,
  reports: fc.array(report, { maxLength: 3 }),
  extension: words(0, 2),
};
const item = fc.record({
  item: fc.integer({ min: 1, max: 8 }),
  text: fc.string({ unit: 'grapheme', maxLength: 9 }),
});
const rtcpReport: fc.Arbitrary<RtcpPacket> = fc.oneof(
  fc.record({
    type: fc.constant('sender-report' as const),
    ...told,
    ntp: fc.record({ seconds: u32, fraction: u32 }),
    timestamp: u32,
    packets: u32,
    octets: u32,
  }),
  fc.record({ type: fc.constant('receiver-report' as const), ...told }),
);
const rtcpPacket: fc.Arbitrary<RtcpPacket> = fc.oneof(
  rtcpReport,
  fc.record({
    type: fc.constant('description' as const),
    chunks: fc.array(fc.record({ ssrc: u32, items: fc.array(item, { maxLength: 3 }) }), { maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('goodbye' as const),
    sources: fc.array(u32, { maxLength: 3 }),
    reason: fc.option(fc.string({ maxLength: 9 })),
  }),
  fc.record({
    type: fc.constant('application' as const),
    subtype: fc.nat(31),
    ssrc: u32,
    name: fc.stringMatching(/^[A-Z]{4}$/),
    data: words(0, 3),
  }),
  fc.record({
    type: fc.constant('other' as const),
    number: fc.constantFrom(192, 205, 206, 207, 223),
    count: fc.nat(31),
    data: words(0, 3),
  }),
);
const rtcp: fc.Arbitrary<RtcpMessage> = fc.record({
  protocol: fc.constant('rtcp' as const),
  packets: fc
    .tuple(rtcpReport, fc.array(rtcpPacket, { maxLength: 3 }))
    .map(([first, more]) => [first, ...more]),
  padding: fc.constantFrom('', '00000004', 'ffffffff00000008'),
  trailer: fc.option(
    fc.oneof(
      fc.record({ index: fc.nat(0x7fffffff), encrypted: fc.boolean() }),
      fc.record({
        index: fc.nat(0x7fffffff),
        encrypted: fc.constant(false),
        tag: hex(20).map((text) => `0000${text.slice(4)}`),
      }),
    ),
  ),
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
    peer: place,
    relayed: place,
    transport: fc.nat(255),
    channel: u16,
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
const answered = (...methods: StunMethod[]): fc.Arbitrary<Type> =>
  fc.record({
    method: fc.constantFrom(...methods),
    kind: fc.constantFrom('request' as const, 'response' as const, 'error' as const),
  });
const indicated = (...methods: StunMethod[]): fc.Arbitrary<Type> =>
  fc.record({ method: fc.constantFrom(...methods), kind: fc.constant('indication' as const) });
const TYPES: Readonly<Record<StunDialect, fc.Arbitrary<Type>>> = {
  rfc5389: fc.oneof(
    answered('binding', 'allocate', 'refresh', 'create-permission', 'channel-bind', 'connect'),
    indicated('binding', 'send', 'data', 'connection-attempt'),
  ),
  rfc3489: answered('binding', 'shared-secret'),
  'ms-turn': fc.oneof(
    answered('binding', 'allocate', 'set-active-destination'),
    indicated('data'),
    fc.constant<Type>({ method: 'send', kind: 'request' }),
  ),
};
/** What the other dialects have no attribute for. */
const FOREIGN: Readonly<Record<StunDialect, readonly (keyof StunAttributes)[]>> = {
  rfc5389: ['destination', 'remote'],
  rfc3489: ['peer', 'relayed', 'transport', 'channel'],
  'ms-turn': ['peer', 'relayed', 'transport', 'channel'],
};
const without = (own: StunAttributes, keys: readonly (keyof StunAttributes)[]): StunAttributes =>
  Object.fromEntries(Object.entries(own).filter(([key]) => !(keys as readonly string[]).includes(key)));

function stun(dialect: StunDialect, data: fc.Arbitrary<Message> | null): fc.Arbitrary<StunMessage> {
  return fc
    .record({
      type: TYPES[dialect],
      // Not the cookie of RFC 5389 where that would make it another dialect.
      id: hex(32).filter((one) => !one.startsWith(COOKIE)),
      own: attributes.map((own) => without(own, FOREIGN[dialect])),
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
const traveller: fc.Arbitrary<Message> = fc.oneof(check, rtp, rtcp, raw);
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
  ['RTP', rtpCodec, rtp],
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

/** Bytes that a message cannot do without. RTP has no length; a compound of RTCP may end after any of its packets. */
const leastOf = (codec: Codec, message: Message): number =>
  message.protocol === 'rtp' ? 12 : message.protocol === 'rtcp' ? 4 : codec.size(message);

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
