import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../simulator/model/address.ts';
import type { Message } from '../../simulator/model/packet.ts';
import { Protocol } from '../../simulator/model/packet.ts';
import { Writer } from '../../simulator/protocols/codec/writer.ts';
import { writeIpv4, writeTcp, writeUdp } from '../../simulator/protocols/ip/write.ts';
import { write } from '../../simulator/protocols/registry.ts';
import type { RtcpMessage, RtpMessage } from '../../simulator/protocols/rtp/message.ts';
import { longTermKey } from '../../simulator/protocols/stun/integrity.ts';
import type { StunAttributes, StunMessage } from '../../simulator/protocols/stun/message.ts';
import { stunError } from '../../simulator/protocols/stun/message.ts';
import type { FramedMessage, PseudoTls } from '../../simulator/protocols/turn/framing.ts';
import { turnFrame } from '../../simulator/protocols/turn/framing.ts';
import { haveTshark } from '../setup/tools.ts';
import type { Captured } from '../setup/tshark.ts';
import { tshark } from '../setup/tshark.ts';

const CLIENT = parseAddress('192.168.1.5')!;
const SERVER = parseAddress('131.107.155.20')!;

interface Sent {
  readonly message: Message;
  /** The client sends, unless it is said. */
  readonly back?: boolean;
}

/** Packets between two ends, one message in each; over TCP the numbers fit. */
function packets(protocol: number, sport: number, dport: number, sent: readonly Sent[]): Captured[] {
  const next = [1, 1];
  return sent.map(({ message, back = false }, i) => {
    const body = write(message).result();
    const [mine, other] = back ? [1, 0] : [0, 1];
    const headers = {
      protocol,
      ...(back
        ? { src: SERVER, dst: CLIENT, sport: dport, dport: sport }
        : { src: CLIENT, dst: SERVER, sport, dport }),
      identification: i,
      flags: 0x18,
      seq: next[mine]!,
      ack: next[other]!,
    };
    next[mine]! += body.length;
    const ip = new Writer();
    const transport = new Writer();
    (protocol === Protocol.tcp ? writeTcp : writeUdp)(headers, body, transport);
    writeIpv4(headers, transport.length + body.length, ip);
    return { time: i * 1000, bytes: Buffer.concat([ip.result(), transport.result(), body]) };
  });
}

/** What tshark finds wrong: malformed, an expert's error, a checksum. */
function faults(captured: readonly Captured[], options: readonly string[] = []): string[][] {
  return tshark(
    captured,
    ['frame.number', '_ws.expert.message', '_ws.malformed'],
    '_ws.malformed || _ws.expert.severity >= 6291456 || ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0',
    options,
  );
}

const place = (address: string, port: number) => ({ address: parseAddress(address)!, port });

const here = haveTshark();

const check: StunMessage = {
  protocol: 'stun',
  dialect: 'rfc5389',
  method: 'binding',
  kind: 'request',
  transaction: '2112a442' + '0102030405060708090a0b0c',
  attributes: {
    username: 'qkEP:7hGd',
    priority: 0x6e0001ff,
    useCandidate: true,
    controlling: '1122334455667788',
    candidate: '1',
    implementation: 2,
  },
  integrity: { key: 'ed6f9GuHjLcoCN6sC/Eh7fVl', term: 'short' },
};
const answer: StunMessage = {
  ...check,
  kind: 'response',
  attributes: { xorMapped: place('131.107.155.20', 50001), implementation: 2 },
};

const turn = (
  method: StunMessage['method'],
  kind: StunMessage['kind'],
  attributes: StunAttributes,
  signed = true,
): StunMessage => ({
  protocol: 'stun',
  dialect: 'ms-turn',
  method,
  kind,
  transaction: '5a5b5c5d' + '0102030405060708090a0b0c',
  attributes,
  integrity: signed ? { key: longTermKey('alice', 'rtcmedia', 'secret'), term: 'long' } : null,
});
const credentials = { username: 'alice', realm: 'rtcmedia', nonce: '0a1b2c' };
const sequence = { connection: '0102030405060708090a0b0c0d0e0f1011121314', number: 1 };
const peer = place('203.0.113.30', 52910);
const ask = turn('allocate', 'request', { version: 1, ...credentials, lifetime: 600 });
const dialogue: readonly Sent[] = [
  { message: turn('allocate', 'request', { version: 1, username: 'alice' }, false) },
  {
    message: turn('allocate', 'error', { error: stunError(401), realm: 'rtcmedia', nonce: '0a1b2c' }, false),
    back: true,
  },
  { message: ask },
  {
    message: turn('allocate', 'response', {
      version: 1,
      mapped: place('131.107.155.20', 50001),
      xorMapped: place('198.51.100.77', 29837),
      ...credentials,
      lifetime: 600,
      bandwidth: 1500,
      sequence,
    }),
    back: true,
  },
  { message: turn('send', 'request', { version: 1, destination: peer, data: check }, false) },
  { message: turn('data', 'indication', { version: 1, remote: peer, data: answer }, false), back: true },
  { message: turn('set-active-destination', 'request', { version: 1, ...credentials, destination: peer }) },
  { message: turn('set-active-destination', 'response', { version: 1, ...credentials }), back: true },
  {
    message: turn('set-active-destination', 'error', { error: stunError(437) }, false),
    back: true,
  },
];

const rtp: RtpMessage = {
  protocol: 'rtp',
  payloadType: 114,
  marker: true,
  sequence: 4711,
  timestamp: 16000,
  ssrc: 0x0708090a,
  payload: 72,
  encrypted: false,
  count: 1,
  spacing: 0,
};
const rtcp: RtcpMessage = {
  protocol: 'rtcp',
  packets: [
    {
      type: 'sender-report',
      ssrc: 0x0708090a,
      ntp: { seconds: 3508081200, fraction: 2 ** 31 },
      timestamp: 16000,
      packets: 100,
      octets: 7200,
      reports: [
        {
          ssrc: 0x11223344,
          fraction: 64,
          lost: 5,
          highest: 0x10002,
          jitter: 3,
          lastReport: 0x01020304,
          delay: 65536,
        },
      ],
      extension: '',
    },
    { type: 'description', chunks: [{ ssrc: 0x0708090a, items: [{ item: 1, text: 'alice@contoso' }] }] },
    { type: 'goodbye', sources: [0x0708090a], reason: null },
  ],
  padding: '',
  trailer: null,
};

describe.skipIf(!here)('Wireshark reads media', () => {
  test('checks of ICE are STUN, and their CRC is right', () => {
    const captured = packets(Protocol.udp, 50020, 50021, [
      { message: check },
      { message: answer, back: true },
    ]);
    expect(faults(captured)).toEqual([]);
    const [request, response] = tshark(captured, [
      '_ws.col.Protocol',
      'stun.type',
      'stun.att.type',
      'stun.att.crc32.status',
      'stun.att.ms.version.ice',
    ]);
    // The status of a CRC that is right is 1.
    const types = '0x0006,0x0024,0x0025,0x802a,0x8054,0x8070,0x0008,0x8028';
    expect(request).toEqual(['STUN', '0x0001', types, '1', '2']);
    expect(response).toEqual(['STUN', '0x0101', '0x8070,0x0020,0x0008,0x8028', '1', '2']);
    expect(
      tshark(
        captured,
        ['stun.att.username', 'stun.att.priority', 'stun.att.tie-breaker', 'stun.att.ms.foundation'],
        'stun.type == 1',
      ),
    ).toEqual([['qkEP:7hGd', String(0x6e0001ff), '1122334455667788', '1']]);
    expect(tshark(captured, ['stun.att.ipv4', 'stun.att.port'], 'stun.type == 0x101')).toEqual([
      ['131.107.155.20', '50001'],
    ]);
    // It would have said so.
    const [first] = captured;
    const changed = Uint8Array.from(first!.bytes);
    changed[60]! ^= 1;
    expect(tshark([{ time: 0, bytes: changed }], ['stun.att.crc32.status'])).toEqual([['0']]);
  });

  test('a check over TCP, behind two bytes of length, is STUN too', () => {
    const content: FramedMessage = { protocol: 'rfc4571', content: check };
    const captured = packets(Protocol.tcp, 50020, 50021, [{ message: content }]);
    expect(faults(captured)).toEqual([]);
    const fields = ['_ws.col.Protocol', 'stun.tcp_frame_length', 'stun.type', 'stun.att.crc32.status'];
    expect(tshark(captured, fields)).toEqual([['STUN', String(write(check).length), '0x0001', '1']]);
  });

  test('MS-TURN on 3478 has the names of its messages', () => {
    const captured = packets(Protocol.udp, 50020, 3478, dialogue);
    expect(faults(captured)).toEqual([]);
    expect(tshark(captured, ['_ws.col.Protocol', '_ws.col.Info'])).toEqual(
      [
        'Allocate Request',
        'Allocate Error Response',
        'Allocate Request',
        'Allocate Response',
        'Send Request',
        'Data Indication',
        'Set Active Destination Request',
        'Set Active Destination Response',
        'Set Active Destination Error Response',
      ].map((name) => ['CLASSIC-STUN', `Message: ${name}`]),
    );
  });

  test('MS-TURN: its attributes, without padding, one after the other', () => {
    const captured = packets(Protocol.udp, 50020, 3478, dialogue);
    const rows = tshark(captured, [
      'classicstun.att.type',
      'classicstun.att.ipv4',
      'classicstun.att.port',
      'classicstun.att.error.class',
      'classicstun.att.error',
      'classicstun.att.lifetime',
      'classicstun.att.bandwidth',
    ]);
    const relay = ['203.0.113.30', '52910'];
    const signed = '0x000f,0x8008,0x0006,0x0015,0x0014';
    expect(rows).toEqual([
      ['0x000f,0x8008,0x0006', '', '', '', '', '', ''],
      ['0x000f,0x0009,0x0015,0x0014', '', '', '4', '1', '', ''],
      [`${signed},0x000d,0x0008`, '', '', '', '', '600', ''],
      [
        '0x000f,0x8008,0x0006,0x0001,0x8020,0x0015,0x0014,0x000d,0x0010,0x8050,0x0008',
        // The second was unmasked with the transaction.
        '131.107.155.20,198.51.100.77',
        '50001,29837',
        '',
        '',
        '600',
        '1500',
      ],
      ['0x000f,0x8008,0x0011,0x0013', ...relay, '', '', '', ''],
      ['0x000f,0x8008,0x0012,0x0013', ...relay, '', '', '', ''],
      [`${signed},0x0011,0x0008`, ...relay, '', '', '', ''],
      [`${signed},0x0008`, '', '', '', '', '', ''],
      ['0x000f,0x0009', '', '', '4', '37', '', ''],
    ]);
  });

  test('pseudo-TLS on 443 is TLS, and what follows it is none', () => {
    const random = '00112233445566778899aabbccddeeff'.repeat(2);
    const session = 'f0e1d2c3b4a5968778695a4b3c2d1e0f'.repeat(2);
    const client: PseudoTls = { protocol: 'pseudo-tls', kind: 'client-hello', random, session: '' };
    const server: PseudoTls = { ...client, kind: 'server-hello', session };
    const captured = packets(Protocol.tcp, 50020, 443, [
      { message: client },
      { message: server, back: true },
      { message: turnFrame('control', ask) },
    ]);
    expect(faults(captured.slice(0, 2))).toEqual([]);
    expect(
      tshark(captured, [
        '_ws.col.Info',
        'tls.record.version',
        'tls.handshake.type',
        'tls.handshake.ciphersuite',
        'tls.handshake.random',
        'tls.handshake.session_id',
      ]),
    ).toEqual([
      ['Client Hello', '0x0301', '1', '0x0018', random, ''],
      ['Server Hello, Server Hello Done', '0x0301', '2,14', '0x0018', random, session],
      ['Ignored Unknown Record', '', '', '', '', ''],
    ]);
  });

  test.each([
    ['in the clear', false, 0],
    ['encrypted', true, 10],
  ])('RTP %s', (_how, encrypted, tag) => {
    const message: RtpMessage = { ...rtp, encrypted };
    const captured = packets(Protocol.udp, 50020, 50030, [{ message }]);
    const as = ['-d', 'udp.port==50030,rtp'];
    expect(faults(captured, as)).toEqual([]);
    const fields = ['_ws.col.Protocol', 'rtp.p_type', 'rtp.marker', 'rtp.seq', 'rtp.timestamp', 'rtp.ssrc'];
    expect(tshark(captured, [...fields, 'udp.length'], '', as)).toEqual([
      ['RTP', '114', '1', '4711', '16000', '0x0708090a', String(8 + 12 + 72 + tag)],
    ]);
  });

  test.each([
    ['in the clear', false],
    ['encrypted', true],
  ])('RTCP %s: report, name and goodbye', (_how, encrypted) => {
    const message: RtcpMessage = { ...rtcp, trailer: encrypted ? { index: 1, encrypted } : null };
    const captured = packets(Protocol.udp, 50021, 50031, [{ message }]);
    const as = ['-d', 'udp.port==50031,rtcp'];
    expect(faults(captured, as)).toEqual([]);
    const [row] = tshark(
      captured,
      [
        '_ws.col.Protocol',
        'rtcp.pt',
        'rtcp.senderssrc',
        'rtcp.timestamp.ntp.msw',
        'rtcp.timestamp.ntp.lsw',
        'rtcp.sender.packetcount',
        'rtcp.sender.octetcount',
        'rtcp.ssrc.fraction',
        'rtcp.ssrc.cum_nr',
        'rtcp.ssrc.lsr',
        'rtcp.ssrc.dlsr',
        'rtcp.sdes.text',
      ],
      '',
      as,
    );
    expect(row).toEqual([
      'RTCP',
      '200,202,203',
      '0x0708090a',
      '3508081200',
      String(2 ** 31),
      '100',
      '7200',
      '64',
      '5',
      String(0x01020304),
      '65536',
      'alice@contoso',
    ]);
    // All lengths together are that of the packet; what comes behind them with a tag is no RTCP.
    if (!encrypted) expect(tshark(captured, ['rtcp.length_check'], '', as)).toEqual([['1']]);
  });
});

if (!here) test('tshark', ({ skip }) => skip('tshark is not here and could not be installed'));
