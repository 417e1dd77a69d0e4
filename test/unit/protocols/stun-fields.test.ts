import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../../simulator/protocols/codec/hex.ts';
import { DecodeError } from '../../../simulator/protocols/codec/reader.ts';
import type { Field } from '../../../simulator/protocols/codec/writer.ts';
import { write } from '../../../simulator/protocols/registry.ts';
import { rtpCodec } from '../../../simulator/protocols/rtp/codec.ts';
import { stunCodec } from '../../../simulator/protocols/stun/codec.ts';
import type { StunDialect, StunMessage } from '../../../simulator/protocols/stun/message.ts';
import { isStun, stunError } from '../../../simulator/protocols/stun/message.ts';
import { readData, readStun } from '../../../simulator/protocols/stun/read.ts';
import { bytesOf } from './stun-vectors.ts';

const TRANSACTION = 'a1b2c3d4' + '0102030405060708090a0b0c';
const STANDARD = '2112a442' + '0102030405060708090a0b0c';
const length = (hex: string) => (hex.length / 2).toString(16).padStart(4, '0');

/** A Binding request with one attribute, as the bytes would come. */
function carrying(dialect: StunDialect, type: string, value: string): Uint8Array {
  const padding = dialect === 'rfc5389' ? '00'.repeat(-(value.length / 2) & 3) : '';
  const body = (dialect === 'ms-turn' ? '000f000472c64bc6' : '') + type + length(value) + value + padding;
  return fromHex(
    (dialect === 'ms-turn' ? '0003' : '0001') +
      length(body) +
      (dialect === 'rfc5389' ? STANDARD : TRANSACTION) +
      body,
  );
}

const line = ({ name, text }: Field) => `${name}: ${text}`.replace(/: $/, '');

type Row = readonly [number: string, value: string, heading: string, fields: readonly string[]];

/** In both dialects alike. */
const BOTH: readonly Row[] = [
  ['8008', '00000001', 'MS-VERSION: 1 ICE', ['Value: 1 ICE']],
  ['8008', '00000002', 'MS-VERSION: 2 MS-ICE2', ['Value: 2 MS-ICE2']],
  ['8008', '00000003', 'MS-VERSION: 3 MS-ICE2 with SHA256', ['Value: 3 MS-ICE2 with SHA256']],
  [
    '8008',
    '00000004',
    'MS-VERSION: 4 MS-ICE2 with SHA256 and IPv6',
    ['Value: 4 MS-ICE2 with SHA256 and IPv6'],
  ],
  ['8008', '00000009', 'MS-VERSION: 9', ['Value: 9']],
  ['0006', '6576746a', 'USERNAME: evtj', ['Value: evtj']],
  ['0024', '6e7f1eff', 'PRIORITY: 1853824767', ['Value: 1853824767']],
  ['0025', '', 'USE-CANDIDATE', []],
  ['802a', '932ff9b151263b36', 'ICE-CONTROLLING: 932ff9b151263b36', ['Value: 932ff9b151263b36']],
  ['8029', '932ff9b151263b36', 'ICE-CONTROLLED: 932ff9b151263b36', ['Value: 932ff9b151263b36']],
  ['8054', '31000000', 'CANDIDATE-IDENTIFIER: 1', ['Value: 1']],
  ['8054', '31323334', 'CANDIDATE-IDENTIFIER: 1234', ['Value: 1234']],
  ['8070', '00000002', 'MS-IMPLEMENTATION-VERSION: 2', ['Value: 2']],
  [
    '0009',
    '00000401556e6175',
    'ERROR-CODE: 401 Unau',
    ['Reserved: 0', 'Class: 4', 'Number: 1', 'Reason: Unau'],
  ],
  [
    '0001',
    '000100500a000001',
    'MAPPED-ADDRESS: 10.0.0.1:80',
    ['Reserved: 0', 'Family: IPv4', 'Port: 80', 'Address: 10.0.0.1'],
  ],
  ['000d', '00000258', 'LIFETIME: 600 s', ['Value: 600 s']],
  ['0010', '00000180', 'BANDWIDTH: 384 kbit/s', ['Value: 384 kbit/s']],
  ['8055', '00010000', 'MS-SERVICE-QUALITY: audio', ['Stream type: audio', 'Service quality: best effort']],
  ['8055', '00020001', 'MS-SERVICE-QUALITY: video', ['Stream type: video', 'Service quality: reliable']],
  [
    '8055',
    '00030002',
    'MS-SERVICE-QUALITY: supplemental video',
    ['Stream type: supplemental video', 'Service quality: 2'],
  ],
  ['8055', '00040001', 'MS-SERVICE-QUALITY: data', ['Stream type: data', 'Service quality: reliable']],
  ['8055', '00050001', 'MS-SERVICE-QUALITY: 5', ['Stream type: 5', 'Service quality: reliable']],
  [
    '8050',
    'ab'.repeat(20) + '00000007',
    'MS-SEQUENCE-NUMBER: 7',
    [`Connection id: ${'ab'.repeat(20)}`, 'Sequence number: 7'],
  ],
  ['8022', '78797a7a', 'SOFTWARE: xyzz', ['Value: xyzz']],
  ['0003', '00000006', 'CHANGE-REQUEST: 6', ['Value: 6']],
  ['000a', '002a8055', 'UNKNOWN-ATTRIBUTES: 0x002a, 0x8055', ['Attribute: 0x002a', 'Attribute: 0x8055']],
  ['0017', '02000000', 'REQUESTED-ADDRESS-FAMILY: 2', ['Family: 2', 'Reserved: 0']],
  ['8032', '65646765', 'MS-ALTERNATE-HOST-NAME: edge', ['Value: edge']],
  ['7ffe', '01020304', 'Unknown attribute: 01020304', ['Value: 01020304']],
];

const plain = (heading: string): Row[2] => `${heading}: 10.0.0.1:80`;
const ADDRESS = ['Reserved: 0', 'Family: IPv4', 'Port: 80', 'Address: 10.0.0.1'] as const;
const IN_CLEAR = '000100500a000001';
/** Masked with the first bytes of the transaction: the cookie, or whatever stands there. */
const MASKED = { standard: '000121422b12a443', old: '0001a1e2abb2c3d5' };

const ONLY_STANDARD: readonly Row[] = [
  ['0020', MASKED.standard, plain('XOR-MAPPED-ADDRESS'), ADDRESS],
  ['8020', MASKED.standard, plain('XOR-MAPPED-ADDRESS'), ADDRESS],
  ['0012', MASKED.standard, plain('XOR-PEER-ADDRESS'), ADDRESS],
  ['0016', MASKED.standard, plain('XOR-RELAYED-ADDRESS'), ADDRESS],
  ['8023', IN_CLEAR, plain('ALTERNATE-SERVER'), ADDRESS],
  ['0014', '61626364', 'REALM: abcd', ['Value: abcd']],
  ['0015', '61626364', 'NONCE: abcd', ['Value: abcd']],
  ['0019', '11000000', 'REQUESTED-TRANSPORT: 17', ['Protocol: 17', 'Reserved: 0']],
  ['000c', '40010000', 'CHANNEL-NUMBER: 16385', ['Channel: 16385', 'Reserved: 0']],
  ['0018', '80', 'EVEN-PORT: 80', ['Value: 80', 'Padding: 3 bytes']],
  ['001a', '', 'DONT-FRAGMENT', ['Value']],
  ['0022', '05dccecbc3b8c390', 'RESERVATION-TOKEN: 05dccecbc3b8c390', ['Value: 05dccecbc3b8c390']],
  ['002a', '00000005', 'CONNECTION-ID: 5', ['Value: 5']],
  ['802b', IN_CLEAR, plain('RESPONSE-ORIGIN'), ADDRESS],
  ['802c', IN_CLEAR, plain('OTHER-ADDRESS'), ADDRESS],
  // Those of the time before are nothing here.
  ['0002', IN_CLEAR, `Unknown attribute: ${IN_CLEAR}`, [`Value: ${IN_CLEAR}`]],
  ['0007', '61626364', 'Unknown attribute: 61626364', ['Value: 61626364']],
  ['0011', IN_CLEAR, `Unknown attribute: ${IN_CLEAR}`, [`Value: ${IN_CLEAR}`]],
];

const ONLY_OLD: readonly Row[] = [
  ['8020', MASKED.old, plain('XOR-MAPPED-ADDRESS'), ADDRESS],
  ['0020', MASKED.old, plain('XOR-MAPPED-ADDRESS'), ADDRESS],
  ['000e', IN_CLEAR, plain('ALTERNATE-SERVER'), ADDRESS],
  ['0011', IN_CLEAR, plain('DESTINATION-ADDRESS'), ADDRESS],
  ['0012', IN_CLEAR, plain('REMOTE-ADDRESS'), ADDRESS],
  ['0002', IN_CLEAR, plain('RESPONSE-ADDRESS'), ADDRESS],
  ['0004', IN_CLEAR, plain('SOURCE-ADDRESS'), ADDRESS],
  ['0005', IN_CLEAR, plain('CHANGED-ADDRESS'), ADDRESS],
  ['0007', '61626364', 'PASSWORD: abcd', ['Value: abcd']],
  ['000b', IN_CLEAR, plain('REFLECTED-FROM'), ADDRESS],
  ['0019', '11000000', 'Unknown attribute: 11000000', ['Value: 11000000']],
  ['802b', IN_CLEAR, `Unknown attribute: ${IN_CLEAR}`, [`Value: ${IN_CLEAR}`]],
];

/** Each has the other's number. */
const realmAndNonce = (value: string, shown: string): readonly Row[] => [
  ['0015', value, `REALM: ${shown}`, [`Value: ${shown}`]],
  ['0014', value, `NONCE: ${shown}`, [`Value: ${shown}`]],
];

describe.each([
  ['rfc5389', [...BOTH, ...ONLY_STANDARD]],
  ['rfc3489', [...BOTH, ...ONLY_OLD, ...realmAndNonce('61626364', 'abcd')]],
  // In MS-TURN they have quotation marks; without these they are shown as they came.
  [
    'ms-turn',
    [...BOTH, ...ONLY_OLD, ...realmAndNonce('2261626322', 'abc'), ...realmAndNonce('616263', '616263')],
  ],
] as const)('what an attribute of %s says', (dialect, rows) => {
  test.each(rows)('0x%s %s is read as %s, and is written as it was', (number, value, heading, fields) => {
    const bytes = carrying(dialect, number, value);
    const message = stunCodec.read(bytes);
    expect(message.dialect).toBe(dialect);
    const written = write(message);
    expect(toHex(written.result())).toBe(toHex(bytes));
    const attributes = written.fields().filter(({ fields: inner }) => inner[0]?.name === 'Attribute type');
    const [own] = attributes.slice(dialect === 'ms-turn' ? 1 : 0);
    expect(line(own!)).toBe(heading);
    expect(own!.fields.map(line)).toEqual([
      `Attribute type: 0x${number}`,
      `Attribute length: ${value.length / 2}`,
      ...fields,
    ]);
  });
});

describe('the header', () => {
  const linesOf = (message: StunMessage) =>
    write(message)
      .fields()
      .map((one) => (one.fields.length > 0 ? [line(one), ...one.fields.map(line)] : line(one)));
  const message: StunMessage = {
    protocol: 'stun',
    dialect: 'rfc5389',
    method: 'binding',
    kind: 'request',
    transaction: STANDARD,
    attributes: {},
    integrity: { key: 'secret', term: 'short' },
  };

  test('has the cookie apart in the standard; signature and CRC say what they are', () => {
    expect(linesOf(message)).toEqual([
      'Type: Binding request',
      'Length: 32',
      'Magic cookie: 0x2112a442',
      'Transaction id: 0102030405060708090a0b0c',
      ['MESSAGE-INTEGRITY: HMAC-SHA1', 'Attribute type: 0x0008', 'Attribute length: 20', 'HMAC: 20 bytes'],
      [
        expect.stringMatching(/^FINGERPRINT: 0x[0-9a-f]{1,8}$/),
        'Attribute type: 0x8028',
        'Attribute length: 4',
        expect.stringMatching(/^CRC-32: 0x[0-9a-f]{1,8}$/),
      ],
    ]);
  });

  test('has one long transaction before; Microsoft’s cookie is an attribute', () => {
    expect(linesOf({ ...message, dialect: 'ms-turn', transaction: TRANSACTION, integrity: null })).toEqual([
      'Type: Binding request',
      'Length: 8',
      `Transaction id: ${TRANSACTION}`,
      ['MAGIC-COOKIE: 0x72C64BC6', 'Attribute type: 0x000f', 'Attribute length: 4', 'Cookie: 0x72C64BC6'],
    ]);
  });

  test.each([
    ['rfc5389', '0001', 'Binding request'],
    ['rfc5389', '0104', 'Refresh response'],
    ['rfc5389', '0017', 'Data indication'],
    ['rfc5389', '0109', 'ChannelBind response'],
    ['rfc5389', '000a', 'Connect request'],
    ['rfc5389', '011b', 'ConnectionBind error'],
    ['rfc5389', '001c', 'ConnectionAttempt indication'],
    ['rfc3489', '0002', 'Shared Secret request'],
    ['rfc3489', '0115', 'Data indication'],
    ['rfc3489', '0006', 'Set Active Destination request'],
  ] as const)('in %s the type 0x%s is a %s', (dialect, type, label) => {
    const bytes = bytesOf(`${type}0000${dialect === 'rfc5389' ? STANDARD : TRANSACTION}`);
    expect(stunCodec.label(stunCodec.read(bytes))).toBe(label);
  });

  test('what a label says besides: the error, or that it nominates', () => {
    expect(stunCodec.label({ ...message, kind: 'error', attributes: { error: stunError(487) } })).toBe(
      'Binding error 487 Role Conflict',
    );
    expect(stunCodec.label({ ...message, attributes: { useCandidate: true } })).toBe(
      'Binding request, nominated',
    );
  });

  test('a message that the dialect does not have cannot be written', () =>
    expect(() => linesOf({ ...message, method: 'shared-secret' })).toThrow(
      'rfc5389 has no message "shared-secret"',
    ));
});

describe('what is refused', () => {
  const refused = (text: string) => {
    try {
      stunCodec.read(bytesOf(text));
    } catch (error) {
      if (error instanceof DecodeError) return error.message;
      throw error;
    }
    return 'was read';
  };

  test('says where and why', () => {
    expect(refused(`00010004 ${STANDARD}`)).toMatch('the header says 4 bytes, 0 follow');
    expect(refused(`00010000 ${STANDARD} 00`)).toMatch('the header says 0 bytes, 1 follow');
    expect(refused(`c0010000 ${STANDARD}`)).toMatch('no STUN message');
    expect(refused('')).toMatch('no STUN message');
    expect(refused(`0001000c ${STANDARD} 00010008 0003005000000001`)).toMatch(
      'the address is no IPv4 address',
    );
  });

  test('nineteen bytes are none, twenty may be one', () => {
    expect(readStun(bytesOf(`00010000${STANDARD}`).subarray(0, 19))).toBeNull();
    expect(readStun(bytesOf(`00010000${STANDARD}`))).toMatchObject({ method: 'binding', kind: 'request' });
  });

  test('an IPv6 address is one by its length and its family: both, or it is a mistake', () => {
    const v6 = `0002${'00'.repeat(18)}`;
    expect(stunCodec.read(carrying('rfc5389', '0001', v6)).attributes).toEqual({
      others: [{ type: 1, bytes: v6 }],
    });
    expect(() => stunCodec.read(carrying('rfc5389', '0001', '0002'.padEnd(16, '0')))).toThrow(DecodeError);
    expect(() => stunCodec.read(carrying('rfc5389', '0001', '0003'.padEnd(40, '0')))).toThrow(DecodeError);
  });

  test('the cookie of MS-TURN is four bytes of value, right behind the header', () => {
    const cookie = (text: string) => stunCodec.read(bytesOf(text)).dialect;
    expect(cookie(`00030008 ${TRANSACTION} 000f0004 72c64bc6`)).toBe('ms-turn');
    expect(cookie(`00030008 ${TRANSACTION} 000d0004 72c64bc6`)).toBe('rfc3489');
    expect(cookie(`00030000 ${TRANSACTION}`)).toBe('rfc3489');
  });
});

test('quotation marks are taken off when they are around all of it', () => {
  const realm = (text: string) =>
    stunCodec.read(carrying('ms-turn', '0015', toHex(Buffer.from(text)))).attributes.realm;
  expect(realm('"two\nlines"')).toBe('two\nlines');
  for (const whole of ['a"b"', '"a"b', '"', 'ab']) expect(realm(whole)).toBe(whole);
  // Zeros inside of a foundation are its own.
  expect(stunCodec.read(carrying('ms-turn', '8054', '61006200')).attributes.candidate).toBe('a\0b');
});

test('what shares a port with STUN is told apart by its first two bytes (RFC 5764 5.1.2, RFC 5761 4)', () => {
  const RTP = '00'.repeat(11);
  const kind = (text: string) => readData(bytesOf(text)).protocol;
  for (const [first, second, expected] of [
    ['03', '01', 'raw'],
    ['04', '00', 'raw'],
    ['7f', '00', 'raw'],
    ['80', '00', 'rtp'],
    ['80', 'bf', 'rtp'],
    ['80', 'c0', 'raw'],
    ['80', 'c9', 'rtcp'],
    ['80', 'e0', 'rtp'],
    ['bf', '00', 'raw'],
    ['c0', '00', 'raw'],
  ] as const)
    expect(
      [first, second, kind(`${first}${second}${second === 'c9' ? '0001' + RTP.slice(0, 8) : RTP.slice(2)}`)],
      first,
    ).toEqual([first, second, expected]);
  expect(rtpCodec.read(bytesOf(`8000${RTP.slice(2)}`)).protocol).toBe('rtp');
});

test('every error code has the words of the specifications', () => {
  const words = [300, 400, 401, 420, 430, 431, 432, 434, 435, 436, 437, 438, 486, 487, 500, 508, 999].map(
    (code) => stunError(code).reason,
  );
  expect(words).toEqual([
    'Try Alternate',
    'Bad Request',
    'Unauthorized',
    'Unknown Attribute',
    'Stale Credentials',
    'Integrity Check Failure',
    'Missing Username',
    'Missing Realm',
    'Missing Nonce',
    'Unknown User',
    'Allocation Mismatch',
    'Stale Nonce',
    'Allocation Quota Reached',
    'Role Conflict',
    'Server Error',
    'Insufficient Port Capacity',
    'Unknown',
  ]);
  expect([isStun({ protocol: 'stun' }), isStun({ protocol: 'raw' })]).toEqual([true, false]);
});

test('the codec says whose it is', () =>
  expect([stunCodec.id, stunCodec.title, stunCodec.family]).toEqual([
    'stun',
    'Session Traversal Utilities for NAT',
    'turn',
  ]));
