import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../simulator/model/address.ts';
import type { Message } from '../../../simulator/model/packet.ts';
import { fromHex, toHex } from '../../../simulator/protocols/codec/hex.ts';
import { DecodeError } from '../../../simulator/protocols/codec/reader.ts';
import { rawMessage } from '../../../simulator/protocols/raw/message.ts';
import { write } from '../../../simulator/protocols/registry.ts';
import { stunCodec } from '../../../simulator/protocols/stun/codec.ts';
import { keyBytes, longTermKey } from '../../../simulator/protocols/stun/integrity.ts';
import type {
  Integrity,
  StunAttributes,
  StunDialect,
  StunMessage,
} from '../../../simulator/protocols/stun/message.ts';
import { isSignedWith } from '../../../simulator/protocols/stun/message.ts';
import { readData } from '../../../simulator/protocols/stun/read.ts';
import type { FramedMessage, PseudoTls } from '../../../simulator/protocols/turn/framing.ts';
import {
  framedCodec,
  pseudoTlsCodec,
  turnFrame,
  turnFrameCodec,
} from '../../../simulator/protocols/turn/framing.ts';
import { attributesOf, bytesOf, find, hexOf, isPrinted, isSigned, PASSWORD, place } from './stun-vectors.ts';

const ID = '5a5b5c5d' + '0102030405060708090a0b0c';
const COOKIE_ID = '2112a442' + 'b7e7a701bc34d686fa87dfae';

function message(
  dialect: StunDialect,
  attributes: StunAttributes = {},
  integrity: Integrity | null = null,
  type: Pick<StunMessage, 'method' | 'kind'> = { method: 'allocate', kind: 'request' },
): StunMessage {
  const transaction = dialect === 'rfc5389' ? COOKIE_ID : ID;
  return { protocol: 'stun', dialect, ...type, transaction, attributes, integrity };
}

describe('what RFC 5389 has', () => {
  test('its own message is signed, printed and padded as the vectors are', () => {
    const bytes = write(
      message('rfc5389', { username: 'evtj:h6vY' }, { key: PASSWORD, term: 'short' }),
    ).result();
    expect(attributesOf(bytes, true).map(({ type }) => type)).toEqual([0x0006, 0x0008, 0x8028]);
    expect(toHex(bytes.subarray(20, 36))).toBe('000600096576746a3a68367659000000');
    expect(isSigned(bytes, keyBytes({ key: PASSWORD, term: 'short' }))).toBe(true);
    expect(isPrinted(bytes)).toBe(true);
    expect(bytes[3]).toBe(bytes.length - 20);
  });

  test('the address of a response is masked with the cookie', () => {
    const bytes = write(message('rfc5389', { xorMapped: place('192.0.2.1', 32853) })).result();
    expect(find(bytes, 0x0020).value).toBe('0001a147e112a643');
  });
});

describe('what MS-TURN has of its own', () => {
  test('its cookie comes first, nothing is padded, there is no FINGERPRINT', () => {
    const bytes = write(message('ms-turn', { version: 1, username: 'abcde', software: 'xyz' })).result();
    expect(toHex(bytes)).toBe(
      '00030020' + // 8 + 8 + 9 + 7 bytes of attributes
        ID +
        '000f0004' +
        '72c64bc6' +
        '80080004' +
        '00000001' +
        '00060005' +
        '6162636465' +
        '80220003' +
        '78797a',
    );
    expect(stunCodec.read(bytes).dialect).toBe('ms-turn');
  });

  test('the cookie of RFC 5389 in the transaction does not make it that: the first attribute counts', () => {
    const withCookie: StunMessage = { ...message('ms-turn', { realm: 'rtcmedia' }), transaction: COOKIE_ID };
    const written = write(withCookie).result();
    expect(stunCodec.read(written)).toMatchObject({
      dialect: 'ms-turn',
      attributes: { realm: 'rtcmedia' },
    });
    // Not the first: not MS-TURN.
    const late = bytesOf(`00030010 ${ID} 80080004 00000001 000f0004 72c64bc6`);
    expect(stunCodec.read(late).dialect).toBe('rfc3489');
    const wrong = bytesOf(`00030008 ${ID} 000f0004 72c64bc7`);
    expect(stunCodec.read(wrong).dialect).toBe('rfc3489');
  });

  test('realm and nonce have swapped numbers and quotation marks', () => {
    const attributes = { realm: 'rtcmedia', nonce: 'a1b2' };
    const turn = write(message('ms-turn', attributes)).result();
    const quoted = (text: string) => toHex(Buffer.from(`"${text}"`));
    expect(find(turn, 0x0015, false).value).toBe(quoted('rtcmedia'));
    expect(find(turn, 0x0014, false).value).toBe(quoted('a1b2'));
    expect(stunCodec.read(turn).attributes).toEqual(attributes);
    const plain = write(message('rfc5389', attributes)).result();
    expect(find(plain, 0x0014).value).toBe(toHex(Buffer.from('rtcmedia')));
    expect(find(plain, 0x0015).value).toBe(toHex(Buffer.from('a1b2')));
    expect(stunCodec.read(plain).attributes).toEqual(attributes);
  });

  test('quotation marks are taken off where MS-TURN puts them, and one pair only', () => {
    const quoted = { realm: '"rtcmedia"', nonce: '"' };
    for (const dialect of ['ms-turn', 'rfc5389'] as const)
      expect(stunCodec.read(write(message(dialect, quoted)).result()).attributes, dialect).toEqual(quoted);
  });

  test.each([
    ['binding', 'request', '0001'],
    ['binding', 'response', '0101'],
    ['binding', 'error', '0111'],
    ['allocate', 'request', '0003'],
    ['allocate', 'response', '0103'],
    ['allocate', 'error', '0113'],
    ['send', 'request', '0004'],
    ['data', 'indication', '0115'],
    ['set-active-destination', 'request', '0006'],
    ['set-active-destination', 'response', '0106'],
    ['set-active-destination', 'error', '0116'],
  ] as const)('%s %s is 0x%s', (method, kind, number) => {
    const bytes = write(message('ms-turn', {}, null, { method, kind })).result();
    expect(toHex(bytes.subarray(0, 2))).toBe(number);
    expect(stunCodec.read(bytes)).toMatchObject({ method, kind });
  });

  test.each(['0000', '0005', '0105', '0007', '0200', '4001', '8001', 'c003', '0121', '1001'])(
    '0x%s is the type of no message',
    (number) => {
      const bytes = bytesOf(`${number}0008 ${ID} 000f0004 72c64bc6`);
      expect(() => stunCodec.read(bytes)).toThrow(DecodeError);
    },
  );

  test('0x8020: port and address are masked with the first bytes of the transaction, whatever they are', () => {
    const attributes = { xorMapped: place('131.107.155.20', 50001) };
    const bytes = write(message('ms-turn', attributes)).result();
    const { value } = find(bytes, 0x8020, false);
    expect(value.slice(0, 4)).toBe('0001');
    expect(parseInt(value.slice(4, 8), 16)).toBe(50001 ^ 0x5a5b);
    expect(parseInt(value.slice(8), 16)).toBe((parseAddress('131.107.155.20')! ^ 0x5a5b5c5d) >>> 0);
    expect(stunCodec.read(bytes).attributes).toEqual(attributes);
  });

  test('addresses of peers and of the relay are not masked', () => {
    const attributes = {
      mapped: place('131.107.155.20', 50001),
      destination: place('10.0.0.1', 1),
      remote: place('192.168.1.5', 65535),
    };
    const bytes = write(message('ms-turn', attributes)).result();
    expect(find(bytes, 0x0001, false).value).toBe('0001c351836b9b14');
    expect(find(bytes, 0x0011, false).value).toBe('000100010a000001');
    expect(find(bytes, 0x0012, false).value).toBe('0001ffffc0a80105');
  });

  test('sequence number, service quality and error have the layout of [MS-TURN] 2.2.2', () => {
    const connection = '0102030405060708090a0b0c0d0e0f1011121314';
    const bytes = write(
      message('ms-turn', {
        sequence: { connection, number: 7 },
        quality: { stream: 2, quality: 1 },
        error: { code: 431, reason: 'No' },
        lifetime: 600,
        bandwidth: 1500,
      }),
    ).result();
    expect(find(bytes, 0x8050, false).value).toBe(`${connection}00000007`);
    expect(find(bytes, 0x8055, false).value).toBe('00020001');
    expect(find(bytes, 0x0009, false).value).toBe('0000041f4e6f');
    expect(find(bytes, 0x000d, false).value).toBe('00000258');
    expect(find(bytes, 0x0010, false).value).toBe('000005dc');
  });

  // The nonce makes the covered text one byte short of whole blocks, whole, and one byte more.
  test.each([63, 64, 65, 127, 128, 200])(
    'the HMAC covers a text of %i bytes, padded with zeros to blocks of 64',
    (length) => {
      const bare = write(message('ms-turn', { username: 'alice', nonce: '' })).result().length;
      const key = longTermKey('alice', 'rtcmedia', 'secret');
      const nonce = 'n'.repeat(length - bare);
      const bytes = write(message('ms-turn', { username: 'alice', nonce }, { key, term: 'long' })).result();
      const { at, value } = attributesOf(bytes, false).at(-1)!;
      expect(at).toBe(length);
      const zeros = Buffer.alloc((64 - (length % 64)) % 64);
      // Whole as sent: the length in the header counts the attribute of the HMAC.
      const covered = Buffer.concat([bytes.subarray(0, at), zeros]);
      const md5 = createHash('md5').update('alice:rtcmedia:secret').digest();
      expect(value).toBe(createHmac('sha1', md5).update(covered).digest('hex'));
      const unpadded = createHmac('sha1', md5).update(bytes.subarray(0, at)).digest('hex');
      expect(value === unpadded).toBe(length % 64 === 0);
    },
  );

  test('two ends agree when their keys do', () => {
    const key = longTermKey('alice', 'rtcmedia', 'secret');
    const signed = message('ms-turn', {}, { key, term: 'long' });
    expect(isSignedWith(signed, key)).toBe(true);
    expect(isSignedWith(signed, longTermKey('alice', 'rtcmedia', 'Secret'))).toBe(false);
    expect(isSignedWith(message('ms-turn'), key)).toBe(false);
    expect(isSignedWith(stunCodec.read(write(signed).result()), key)).toBe(false);
  });
});

describe('checks of ICE', () => {
  test('OCS 2007: neither padding nor FINGERPRINT, and the HMAC of RFC 3489', () => {
    const bytes = write(
      message(
        'rfc3489',
        { username: 'abc' },
        { key: 'pw', term: 'short' },
        { method: 'binding', kind: 'request' },
      ),
    ).result();
    expect(attributesOf(bytes, false).map(({ type }) => type)).toEqual([0x0006, 0x0008]);
    const covered = Buffer.concat([bytes.subarray(0, 27), Buffer.alloc(64 - 27)]);
    expect(find(bytes, 0x0008, false).value).toBe(createHmac('sha1', 'pw').update(covered).digest('hex'));
  });

  test('OCS 2007: the address has the number 0x8020, and the mask of the transaction', () => {
    const bytes = write(message('rfc3489', { xorMapped: place('192.0.2.1', 32853) })).result();
    expect(find(bytes, 0x8020, false).value).toBe('0001da0e9a5b5e5c');
  });

  test.each([
    ['1', '31000000'],
    ['1234', '31323334'],
    ['12345', '3132333435000000'],
    ['ö12', 'c3b63132'],
    ['öö1', 'c3b6c3b631000000'],
  ])('the candidate %s is filled up with zeros, and its length counts them', (candidate, value) => {
    const bytes = write(message('rfc5389', { candidate })).result();
    expect(find(bytes, 0x8054).value).toBe(value);
    expect(bytes).toHaveLength(stunCodec.size(message('rfc5389', { candidate })));
    expect(stunCodec.read(bytes).attributes).toEqual({ candidate });
  });

  test('the numbers of its attributes', () => {
    const bytes = write(
      message('rfc5389', {
        priority: 0x6e0001ff,
        useCandidate: true,
        controlling: '1122334455667788',
        implementation: 2,
      }),
    ).result();
    expect(attributesOf(bytes, true).map(({ type, value }) => [type, value])).toEqual([
      [0x0024, '6e0001ff'],
      [0x0025, ''],
      [0x802a, '1122334455667788'],
      [0x8070, '00000002'],
      [0x8028, expect.any(String)],
    ]);
  });
});

describe('data of relays', () => {
  test('a check inside a Send request is read, signed by itself', () => {
    const check = message('rfc5389', { username: 'a:b' }, { key: PASSWORD, term: 'short' });
    const send = message('ms-turn', { destination: place('10.0.0.1', 1), data: check }, null, {
      method: 'send',
      kind: 'request',
    });
    const bytes = write(send).result();
    const inside = find(bytes, 0x0013, false).value;
    expect(inside).toBe(hexOf(check));
    expect(isSigned(fromHex(inside), keyBytes({ key: PASSWORD, term: 'short' }))).toBe(true);
    expect(isPrinted(fromHex(inside))).toBe(true);
  });

  test('messages inside messages end: thousands of levels stay bytes', () => {
    const level = 24;
    const bytes = new Uint8Array(2700 * level);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < bytes.length; at += level) {
      const inside = bytes.length - at - level;
      bytes.set(fromHex(`00040000${ID}00130000`), at);
      view.setUint16(at + 2, inside + 4);
      view.setUint16(at + 22, inside);
    }
    const read = readData(bytes);
    expect(read.protocol).toBe('stun');
    expect(toHex(write(read).result())).toBe(toHex(bytes));
  });

  test('a protocol that does not travel through relays is a mistake of the program', () => {
    const data: Message = { protocol: 'dns' };
    expect(() => write(message('ms-turn', { data }))).toThrow('dns does not travel through relays');
  });
});

describe('over TCP', () => {
  const control = message('ms-turn');

  test('02 is a control message, 03 is data, and two bytes of length', () => {
    const size = stunCodec.size(control);
    expect(hexOf(turnFrame('control', control))).toBe(
      `0200${size.toString(16).padStart(4, '0')}${hexOf(control)}`,
    );
    const data = rawMessage(bytesOf('4142430a'));
    expect(hexOf(turnFrame('data', data))).toBe('030000044142430a');
    expect(turnFrameCodec.read(bytesOf('030000044142430a'))).toEqual(turnFrame('data', data));
    expect(turnFrameCodec.read(bytesOf('03000000'))).toEqual(turnFrame('data', rawMessage(new Uint8Array())));
  });

  test.each([
    ['no end', '0300000441'],
    ['more than its length', '030000014142'],
    ['another type', '0400000141'],
    ['type 0', '0000000141'],
    ['TLS', '1603010001'],
    ['nothing', ''],
  ])('a frame with %s is refused', (_what, text) => {
    expect(() => turnFrameCodec.read(bytesOf(text))).toThrow(DecodeError);
  });

  test('RFC 4571: two bytes of length', () => {
    const framed: FramedMessage = { protocol: 'rfc4571', content: rawMessage(bytesOf('41424344 45')) };
    expect(hexOf(framed)).toBe('00054142434445');
    expect(framedCodec.read(bytesOf('00054142434445'))).toEqual(framed);
    const check = message('rfc5389', { priority: 1 });
    expect(hexOf({ protocol: 'rfc4571', content: check } as FramedMessage)).toBe(`0024${hexOf(check)}`);
    for (const text of ['000641', '00014142', '00', ''])
      expect(() => framedCodec.read(bytesOf(text)), text).toThrow(DecodeError);
  });

  const random = '00112233445566778899aabbccddeeff'.repeat(2);
  const session = 'f0e1d2c3b4a5968778695a4b3c2d1e0f'.repeat(2);
  const client: PseudoTls = { protocol: 'pseudo-tls', kind: 'client-hello', random, session: '' };
  const server: PseudoTls = { protocol: 'pseudo-tls', kind: 'server-hello', random, session };

  test.each([
    ['client', client, `16 03 01 00 2d 01 00 00 29 03 01 ${random} 00 00 02 00 18 01 00`, 50],
    ['server', server, `16 03 01 00 4e 02 00 00 46 03 01 ${random} 20 ${session} 00 18 00 0e 00 00 00`, 83],
  ] as const)('pseudo-TLS: the hello of the %s, byte for byte', (_end, hello, text, length) => {
    const bytes = bytesOf(text);
    expect(bytes).toHaveLength(length);
    expect(hexOf(hello)).toBe(toHex(bytes));
    expect(pseudoTlsCodec.size(hello)).toBe(length);
    expect(pseudoTlsCodec.read(bytes)).toEqual(hello);
    // Nothing but the random and the session id may differ.
    for (let i = 0; i < length; i++) {
      const changed = Uint8Array.from(bytes);
      changed[i]! ^= 0x40;
      const free = (i >= 11 && i < 43) || (length === 83 && i >= 44 && i < 76);
      if (free) expect(hexOf(pseudoTlsCodec.read(changed)), `byte ${i}`).toBe(toHex(changed));
      else expect(() => pseudoTlsCodec.read(changed), `byte ${i}`).toThrow(DecodeError);
    }
  });
});
