import { formatAddress } from '../../../simulator/model/address.ts';
import type { Message } from '../../../simulator/model/packet.ts';
import type { RtcpMessage, RtpMessage } from '../../../simulator/protocols/rtp/message.ts';
import { FORMATS } from '../../../simulator/protocols/rtp/message.ts';
import type { StunMessage, TransportAddress } from '../../../simulator/protocols/stun/message.ts';
import type { Known } from './known.ts';
import { flag, hex, NOTHING, UNKNOWN } from './known.ts';
import { innerRtp } from './sightings.ts';

/** What stands behind a length on a connection. `mixed`: media went before it. */
export function framed(content: Message, mixed: boolean): Known {
  if (content.protocol !== 'stun') return { ...NOTHING, kind: 'RTP over TCP', unknown: UNKNOWN.media };
  if ((content as StunMessage).dialect !== 'rfc5389')
    return { ...NOTHING, kind: 'STUN (RFC 3489) over TCP', unknown: UNKNOWN.oldFramed };
  return mixed
    ? { ...NOTHING, kind: 'STUN between RTP over TCP', unknown: UNKNOWN.mixed }
    : stun(content as StunMessage);
}

/** Numbers of attributes: RFC 5389 18.2 and RFC 5245 21.2, [MS-ICE2] 2.2.3; and those of [MS-TURN] 2.2.2. */
const STANDARD: Readonly<Record<string, number>> = {
  mapped: 0x0001,
  username: 0x0006,
  error: 0x0009,
  xorMapped: 0x0020,
  priority: 0x0024,
  useCandidate: 0x0025,
  controlled: 0x8029,
  controlling: 0x802a,
  candidate: 0x8054,
  implementation: 0x8070,
};
const MICROSOFT: Readonly<Record<string, number>> = {
  mapped: 0x0001,
  username: 0x0006,
  error: 0x0009,
  lifetime: 0x000d,
  alternateServer: 0x000e,
  bandwidth: 0x0010,
  destination: 0x0011,
  remote: 0x0012,
  data: 0x0013,
  nonce: 0x0014,
  realm: 0x0015,
  version: 0x8008,
  xorMapped: 0x8020,
  sequence: 0x8050,
  quality: 0x8055,
};
const INTEGRITY = 0x0008;
const COOKIE = 0x000f;
const FINGERPRINT = 0x8028;

const METHODS: Readonly<Partial<Record<StunMessage['method'], number>>> = {
  binding: 1,
  allocate: 3,
  send: 4,
  'set-active-destination': 6,
};
const KINDS = { request: 0, indication: 0x10, response: 0x100, error: 0x110 } as const;

/** STUN in its three dialects. */
export function stun(message: StunMessage): Known {
  const { dialect, method, kind, transaction, attributes, integrity } = message;
  const standard = dialect === 'rfc5389';
  const numbers = dialect === 'ms-turn' ? MICROSOFT : STANDARD;
  const types = [
    ...Object.keys(attributes).map((name) => numbers[name] ?? -1),
    ...(dialect === 'ms-turn' ? [COOKIE] : []),
    ...(integrity ? [INTEGRITY] : []),
    ...(standard ? [FINGERPRINT] : []),
  ];
  const type = hex(method === 'data' ? 0x0115 : METHODS[method]! + KINDS[kind], 4);
  const { mapped, xorMapped, destination, remote, alternateServer } = attributes;
  const { lifetime, error, username, priority, data } = attributes;
  const places = [mapped, xorMapped, destination, remote, alternateServer].filter(
    (one): one is TransportAddress => one !== undefined,
  );
  const addresses = places.map((one) => formatAddress(one.address));
  const ports = places.map((one) => String(one.port));
  const attributeTypes = types.map((one) => hex(one, 4));
  if (standard)
    return {
      kind: 'STUN',
      names: ['stun'],
      fields: {
        'stun.type': [type],
        'stun.id': [transaction.slice(8)],
        'stun.att.type': attributeTypes,
        'stun.att.username': username === undefined ? [] : [username],
        'stun.att.priority': priority === undefined ? [] : [String(priority)],
        'stun.att.ipv4': addresses,
        'stun.att.port': ports,
        // Right.
        'stun.att.crc32.status': ['1'],
      },
      unknown: null,
    };
  return {
    kind: dialect === 'ms-turn' ? 'MS-TURN' : 'STUN (RFC 3489)',
    names: ['classicstun'],
    fields: {
      'classicstun.type': [type],
      'classicstun.id': [transaction],
      'classicstun.att.type': attributeTypes,
      'classicstun.att.ipv4': addresses,
      'classicstun.att.port': ports,
      'classicstun.att.lifetime': lifetime === undefined ? [] : [String(lifetime)],
      'classicstun.att.error.class': error ? [String(Math.floor(error.code / 100))] : [],
      'classicstun.att.error': error ? [String(error.code % 100)] : [],
    },
    unknown: data ? UNKNOWN.data : null,
  };
}

/** @param nth which of the packets that it stands for */
export function rtp(message: RtpMessage, nth: number): Known {
  const { sequence, timestamp, ssrc, payloadType, marker, spacing } = innerRtp(message) as RtpMessage;
  const { clock } = Object.values(FORMATS).find((one) => one.type === payloadType)!;
  return {
    kind: 'RTP',
    names: ['rtp'],
    fields: {
      'rtp.seq': [String((sequence + nth) % 65536)],
      'rtp.timestamp': [String((timestamp + Math.round((nth * spacing * clock) / 1e6)) % 2 ** 32)],
      'rtp.ssrc': [hex(ssrc, 8)],
      'rtp.p_type': [String(payloadType)],
      'rtp.marker': [flag(marker && nth === 0)],
    },
    unknown: null,
  };
}

/** RFC 3550 12.1 */
const RTCP_TYPES: Readonly<Record<string, number>> = {
  'sender-report': 200,
  'receiver-report': 201,
  description: 202,
  goodbye: 203,
};

/** A compound of RTCP. */
export function rtcp({ packets, trailer }: RtcpMessage): Known {
  const [first] = packets;
  const sender = first && 'ssrc' in first ? [hex(first.ssrc, 8)] : [];
  const types = packets.map((one) => String(RTCP_TYPES[one.type]));
  return {
    kind: 'RTCP',
    names: ['rtcp'],
    fields: { 'rtcp.senderssrc': sender, ...(trailer?.encrypted ? {} : { 'rtcp.pt': types }) },
    unknown: trailer?.encrypted ? UNKNOWN.srtcp : null,
  };
}
