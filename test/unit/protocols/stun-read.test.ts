import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { toHex } from '../../../simulator/protocols/codec/hex.ts';
import { DecodeError } from '../../../simulator/protocols/codec/reader.ts';
import { rawMessage } from '../../../simulator/protocols/raw/message.ts';
import { write } from '../../../simulator/protocols/registry.ts';
import { stunCodec } from '../../../simulator/protocols/stun/codec.ts';
import {
  fingerprint,
  integrityMac,
  keyBytes,
  longTermKey,
} from '../../../simulator/protocols/stun/integrity.ts';
import { channelDataCodec } from '../../../simulator/protocols/turn/channel.ts';
import {
  bytesOf,
  find,
  hexOf,
  isPrinted,
  isSigned,
  LONG_TERM,
  PASSWORD,
  place,
  REQUEST,
  RESPONSE,
  RESPONSE_IPV6,
} from './stun-vectors.ts';

describe('test vectors of RFC 5769', () => {
  const short = keyBytes({ key: PASSWORD, term: 'short' });

  test('2.1: request with a short-term password', () => {
    expect(stunCodec.read(REQUEST)).toMatchObject({
      protocol: 'stun',
      dialect: 'rfc5389',
      method: 'binding',
      kind: 'request',
      transaction: '2112a442b7e7a701bc34d686fa87dfae',
      attributes: {
        software: 'STUN test client',
        priority: 0x6e0001ff,
        controlled: '932ff9b151263b36',
        username: 'evtj:h6vY',
      },
      integrity: { mac: '9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2' },
    });
    expect(isSigned(REQUEST, short)).toBe(true);
    expect(isPrinted(REQUEST)).toBe(true);
  });

  test('2.2: response with an IPv4 address', () => {
    const message = stunCodec.read(RESPONSE);
    expect(message).toMatchObject({ method: 'binding', kind: 'response' });
    expect(message.attributes).toEqual({
      software: 'test vector',
      xorMapped: place('192.0.2.1', 32853),
    });
    expect(isSigned(RESPONSE, short)).toBe(true);
    expect(isPrinted(RESPONSE)).toBe(true);
  });

  test('2.3: an IPv6 address stays bytes', () => {
    expect(stunCodec.read(RESPONSE_IPV6).attributes).toEqual({
      software: 'test vector',
      others: [{ type: 0x0020, bytes: '0002a1470113a9faa5d3f179bc25f4b5bed2b9d9' }],
    });
    expect(isSigned(RESPONSE_IPV6, short)).toBe(true);
    expect(isPrinted(RESPONSE_IPV6)).toBe(true);
  });

  test('2.4: request with long-term credentials', () => {
    expect(stunCodec.read(LONG_TERM).attributes).toEqual({
      username: 'マトリックス',
      nonce: 'f//499k954d6OL34oL9FSTvy64sA',
      realm: 'example.org',
    });
    const key = longTermKey('マトリックス', 'example.org', 'TheMatrIX');
    expect(key).toBe(createHash('md5').update('マトリックス:example.org:TheMatrIX').digest('hex'));
    expect(isSigned(LONG_TERM, keyBytes({ key, term: 'long' }))).toBe(true);
    // The key is sixteen bytes, and not their hexadecimal digits.
    expect(isSigned(LONG_TERM, keyBytes({ key, term: 'short' }))).toBe(false);
    for (const [user, realm, password] of [
      ['マトリックス', 'example.org', 'TheMatrix'],
      ['マトリックス', 'example.com', 'TheMatrIX'],
      ['マトリック', 'example.org', 'TheMatrIX'],
    ] as const)
      expect(
        isSigned(LONG_TERM, keyBytes({ key: longTermKey(user, realm, password), term: 'long' })),
        realm,
      ).toBe(false);
  });

  test.each([
    ['2.1', REQUEST],
    ['2.2', RESPONSE],
  ])('%s: each byte that changes is found, and so is another key', (_section, bytes) => {
    const integrity = find(bytes, 0x0008);
    const print = find(bytes, 0x8028);
    for (let i = 0; i < print.at; i++) {
      // The length is no secret: it is set to what it was when each of the two was computed.
      if (i === 2 || i === 3) continue;
      const changed = Uint8Array.from(bytes);
      changed[i]! ^= 1;
      expect(fingerprint(changed.subarray(0, print.at)), `byte ${i}`).not.toBe(parseInt(print.value, 16));
      if (i >= integrity.at) continue;
      const mac = toHex(integrityMac(changed.subarray(0, integrity.at), 'rfc5389', short));
      expect(mac, `byte ${i}`).not.toBe(integrity.value);
    }
    expect(isSigned(bytes, keyBytes({ key: `${PASSWORD} `, term: 'short' }))).toBe(false);
    expect(isSigned(bytes, keyBytes({ key: PASSWORD.toLowerCase(), term: 'short' }))).toBe(false);
  });

  test('signature and CRC are computed with a length of their own, whatever the header says', () => {
    const text = new Uint8Array(20 + 0x1234 - 24);
    const mac = (length: number) => {
      new DataView(text.buffer).setUint16(2, length);
      return toHex(integrityMac(text, 'rfc5389', short));
    };
    expect(mac(0)).toBe(mac(0x1234));
    expect(mac(0)).toBe(
      createHmac('sha1', PASSWORD)
        .update(text.fill(0x12, 2, 3).fill(0x34, 3, 4))
        .digest('hex'),
    );
    const print = fingerprint(text);
    new DataView(text.buffer).setUint16(2, 0);
    expect(fingerprint(text)).toBe(print);
  });

  test.each([
    ['more than there is', 4],
    ['less than there is', -4],
    ['less than there is, by more than the last attribute', -8],
  ])('a header that says %s is refused', (_what, difference) => {
    const changed = Uint8Array.from(REQUEST);
    changed[3]! += difference;
    expect(() => stunCodec.read(changed)).toThrow(DecodeError);
  });

  test('what follows the signature is not signed, and is not read', () => {
    // A second address behind MESSAGE-INTEGRITY, and the lengths made right.
    const at = find(RESPONSE, 0x8028).at;
    const forged = Uint8Array.from([
      ...RESPONSE.subarray(0, at),
      ...bytesOf('00200008 00010000 00000000 00240004 00000001'),
      ...bytesOf('00080014 00000000 00000000 00000000 00000000 00000000'),
      ...RESPONSE.subarray(at),
    ]);
    forged[3] = forged.length - 20;
    const { asRead, ...counted } = stunCodec.read(forged);
    expect(stunCodec.read(RESPONSE)).toMatchObject(counted);
    // Nothing of it is lost, though.
    expect(asRead!.map(({ type }) => type)).toEqual([0x8022, 0x0020, 0x0008, 0x0020, 0x0024, 0x0008, 0x8028]);
  });
});

describe('messages of other programs are written again as they were', () => {
  /** Names of the fields of each attribute. */
  const fieldsOf = (bytes: Uint8Array) =>
    write(stunCodec.read(bytes))
      .fields()
      .slice(4)
      .map(({ name, text }) => `${name} ${text}`.trim());

  test.each([
    ['RFC 5769 2.1: spaces as padding', REQUEST],
    ['RFC 5769 2.2', RESPONSE],
    ['RFC 5769 2.3', RESPONSE_IPV6],
    ['RFC 5769 2.4: no FINGERPRINT', LONG_TERM],
  ])('%s', (_section, bytes) => {
    const message = stunCodec.read(bytes);
    expect(toHex(write(message).result())).toBe(toHex(bytes));
    expect(stunCodec.size(message)).toBe(bytes.length);
    expect(stunCodec.read(write(message).result())).toEqual(message);
  });

  test('their attributes are taken apart in the order in which they stand', () => {
    expect(fieldsOf(REQUEST)).toEqual([
      'SOFTWARE STUN test client',
      'PRIORITY 1845494271',
      'ICE-CONTROLLED 932ff9b151263b36',
      'USERNAME evtj:h6vY',
      'MESSAGE-INTEGRITY HMAC-SHA1',
      'FINGERPRINT 0xe57a3bcf',
    ]);
    expect(fieldsOf(RESPONSE_IPV6)[1]).toBe('XOR-MAPPED-ADDRESS 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9');
  });

  // From conversations of coturn's clients with its server (RFC 5766, on loopback).
  test.each([
    [
      'Allocate request',
      '000300202112a442b2a76eaff29c8de5fa3c96240019000411000000000d0004000003090018000180000000802800049fbd6d5c',
      ['REQUESTED-TRANSPORT 17', 'LIFETIME 777 s', 'EVEN-PORT 80', 'FINGERPRINT 0x9fbd6d5c'],
    ],
    [
      'Allocate response',
      '010300642112a4427a29cd46df0ed5db8a5aef55001600080001e2b25e12a443002000080001a9085e12a4430022000805dccecbc3b8c390000d00040000030980220014436f7475726e2d342e362e312027476f7273742700080014e414696045851de8e0dbb513cbdbf390b7d5192880280004b7ddc5ec',
      [
        'XOR-RELAYED-ADDRESS 127.0.0.1:50080',
        'XOR-MAPPED-ADDRESS 127.0.0.1:34842',
        'RESERVATION-TOKEN 05dccecbc3b8c390',
        'LIFETIME 777 s',
        "SOFTWARE Coturn-4.6.1 'Gorst'",
        'MESSAGE-INTEGRITY HMAC-SHA1',
        'FINGERPRINT 0xb7ddc5ec',
      ],
    ],
    [
      'ChannelBind request',
      '000900642112a442ef563d161232624732a0ac3f000c000449500000001200080001e2835e12a44300060005616c69636500000000150010336637613838386461313039666262370014000b636f6e746f736f2e636f6d0000080014fe7994f6788595c54d9934665e3c2d9daf835b7c802800047f46bfad',
      [
        'CHANNEL-NUMBER 18768',
        'XOR-PEER-ADDRESS 127.0.0.1:50065',
        'USERNAME alice',
        'NONCE 3f7a888da109fbb7',
        'REALM contoso.com',
        'MESSAGE-INTEGRITY HMAC-SHA1',
        'FINGERPRINT 0x7f46bfad',
      ],
    ],
    [
      'CreatePermission response',
      '010800382112a442e75aebc21692669027ae288880220014436f7475726e2d342e362e312027476f72737427000800144e4fdec3eb10203ed5761173a6360d7efadfbf608028000450127648',
      ["SOFTWARE Coturn-4.6.1 'Gorst'", 'MESSAGE-INTEGRITY HMAC-SHA1', 'FINGERPRINT 0x50127648'],
    ],
    [
      'Refresh response',
      '010400402112a4425bc272c2966bfdbf5e1318d2000d00040000030980220014436f7475726e2d342e362e312027476f72737427000800145d568b0a822d27cba7bd0d2925dc14ef13ae992d802800040845c506',
      [
        'LIFETIME 777 s',
        "SOFTWARE Coturn-4.6.1 'Gorst'",
        'MESSAGE-INTEGRITY HMAC-SHA1',
        'FINGERPRINT 0x845c506',
      ],
    ],
    [
      'Send indication (4 bytes that are no message)',
      '0016001c2112a442751bfe217db0e9d7d7b90bcd00130004c0707070001200080001' +
        '2c8b5e12a44380280004' +
        '00000000',
      ['DATA 4 bytes that are no message', 'XOR-PEER-ADDRESS 127.0.0.1:3481', 'FINGERPRINT 0x0000'],
    ],
  ])('%s', (label, text, fields) => {
    const bytes = bytesOf(text);
    const message = stunCodec.read(bytes);
    expect(stunCodec.label(message)).toBe(label);
    expect(toHex(write(message).result())).toBe(text);
    expect(fieldsOf(bytes)).toEqual(fields);
  });

  test('coturn signs with the key of its user', () => {
    const refresh = bytesOf(
      '000400582112a4425bc272c2966bfdbf5e1318d2000d00040000030900060005616c69636500000000150010356339346130346431316664303237350014000b636f6e746f736f2e636f6d00000800149973ba4362b65f6219fce3aa2827a77db253df1b80280004fc623ece',
    );
    expect(stunCodec.read(refresh)).toMatchObject({ method: 'refresh', attributes: { lifetime: 777 } });
    const key = longTermKey('alice', 'contoso.com', 'secret');
    expect(isSigned(refresh, keyBytes({ key, term: 'long' }))).toBe(true);
    expect(isPrinted(refresh)).toBe(true);
  });

  test('an attribute of a length that its form does not have stays bytes where it is only shown', () => {
    // UNKNOWN-ATTRIBUTES of three bytes, two USERNAMEs, an address with a reserved byte that is set.
    const bytes = bytesOf(`
      0111002c 00112233445566778899aabbccddeeff
      000a0003 000102
      00060003 616263
      00060003 646566
      00010008 ff010050 0a000001
      80080004 00000001
      00000000`);
    bytes[3] = bytes.length - 20;
    const message = stunCodec.read(bytes);
    expect(message).toMatchObject({ dialect: 'rfc3489', attributes: { username: 'abc', version: 1 } });
    expect(message.attributes.mapped).toEqual(place('10.0.0.1', 80));
    expect(toHex(write(message).result())).toBe(toHex(bytes));
  });

  test('ChannelData: a channel, a length, data of any kind, up to three bytes of padding', () => {
    const bytes = bytesOf('40010005 c1c2c3c4c5 000000');
    const data = channelDataCodec.read(bytes);
    expect(data).toEqual({
      protocol: 'channel-data',
      channel: 0x4001,
      content: rawMessage(bytesOf('c1c2c3c4c5')),
      padding: '000000',
    });
    expect(hexOf(data)).toBe(toHex(bytes));
    for (const text of ['3fff0000', '80000000', '40010002c1', '40010001c100000000', '4001', ''])
      expect(() => channelDataCodec.read(bytesOf(text)), text).toThrow(DecodeError);
  });
});
