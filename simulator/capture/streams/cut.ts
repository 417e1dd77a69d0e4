import type { Message } from '../../model/packet.ts';
import type { Family } from '../../protocols/codec/codec.ts';
import { dnsCodec } from '../../protocols/dns/codec.ts';
import { recorded } from '../../protocols/recorded/message.ts';
import { labelOf } from '../../protocols/registry.ts';
import { frame as sipLength } from '../../protocols/sip/codec.ts';
import { framedCodec, pseudoTlsCodec, turnFrameCodec } from '../../protocols/turn/framing.ts';
import { readAs, u16 } from './content.ts';
import { looksLikeRtp } from './media.ts';
import { CHANNEL_HEADER, hasCookie, isChannel, nameChannelData, nameStun, STUN_HEADER } from './stun.ts';
import { isHello, isRecord, nameRecords, RECORD_HEADER } from './tls.ts';
import {
  httpLengths,
  isHttp,
  isSip,
  isSipKeepAlive,
  mayBecomeText,
  nameHttp,
  nameHttpHead,
  nameSip,
} from './text-protocols.ts';

/** What is known of a TCP connection by what it carried so far, either way. */
export interface Known {
  readonly dns: boolean;
  /** The two hellos of pseudo-TLS: MS-TURN follows, in frames. */
  pseudoTls: boolean;
  /** STUN of RFC 5766 over TCP: channels may follow. */
  stun: boolean;
  /** Frames of RFC 4571: media may follow. */
  framed: boolean;
}

/** What begins some bytes of a stream. */
export interface Cut {
  /** Bytes of the message; more than there are when it is not complete. */
  readonly length: number;
  /** Bytes behind it that belong to it and are not looked at. */
  readonly rest: number;
  /** Is it a record of TLS? */
  readonly tls: boolean;
  /** Names the message. */
  name(bytes: Uint8Array): Message;
  /** Names what is there of it, when the rest will not come. */
  part(bytes: Uint8Array): Message;
}

/**
 * What message begins the bytes of a TCP stream: by what they look like first, by what is known of the connection
 * second.
 * @param sealed has this direction changed its cipher?
 * @returns "more" while that cannot be told yet; null when it is nothing known
 */
export function cut(bytes: Uint8Array, known: Known, sealed: boolean): Cut | 'more' | null {
  if (bytes.length >= RECORD_HEADER && isRecord(bytes)) return recordCut(bytes, known, sealed);
  const framed = framedCut(bytes, known);
  if (framed) return framed;
  if (isSipKeepAlive(bytes)) return whole(Math.min(bytes.length, 4), 'SIP keep-alive', 'sip', nameSip);
  if (isSip(bytes)) {
    const length = sipLength(bytes);
    return length === null ? 'more' : whole(length, 'SIP message', 'sip', nameSip);
  }
  if (isHttp(bytes)) return httpCut(bytes);
  if (known.dns && bytes.length >= 2) return whole(2 + u16(bytes, 0), 'DNS message', 'dns', nameTcpDns);
  const early = bytes.length < RECORD_HEADER && bytes[0]! >= 20 && bytes[0]! <= 24 && (bytes[1] ?? 3) === 3;
  return early || mayBecomeText(bytes) ? 'more' : null;
}

function whole(length: number, title: string, family: Family, name: Cut['name']): Cut {
  return {
    length,
    rest: 0,
    tls: false,
    name,
    part: (bytes) => recorded(`incomplete ${title}`, family, bytes),
  };
}

function recordCut(bytes: Uint8Array, known: Known, sealed: boolean): Cut {
  const length = RECORD_HEADER + u16(bytes, 3);
  const name = (record: Uint8Array): Message => {
    const hello = !sealed && isHello(record);
    const pseudo = hello ? readAs(pseudoTlsCodec, 'pseudo-TLS', record) : null;
    if (pseudo?.protocol !== 'pseudo-tls') return nameRecords(record, sealed);
    known.pseudoTls = true;
    return pseudo;
  };
  return {
    length,
    rest: 0,
    tls: true,
    name,
    part: (part) => incomplete(nameRecords(part, sealed), 'tls', part),
  };
}

function incomplete(message: Message, family: Family, bytes: Uint8Array): Message {
  return recorded(`${labelOf(message)} (incomplete)`, family, bytes);
}

/** Frames of MS-TURN, of RFC 4571 and of TURN over TCP. */
function framedCut(bytes: Uint8Array, known: Known): Cut | 'more' | null {
  const [first = 0, second = 0] = bytes;
  const inFrame = (first === 2 || first === 3) && second === 0;
  if (inFrame && (known.pseudoTls || (first === 2 && hasCookie(bytes.subarray(4)))))
    return bytes.length < 4
      ? 'more'
      : whole(4 + u16(bytes, 2), 'frame of MS-TURN', 'turn', (frame) =>
          readAs(turnFrameCodec, 'MS-TURN frame', frame),
        );
  if (hasCookie(bytes)) {
    known.stun = true;
    return whole(STUN_HEADER + u16(bytes, 2), 'STUN message', 'turn', nameStun);
  }
  if (known.stun && isChannel(bytes))
    return bytes.length < CHANNEL_HEADER
      ? 'more'
      : whole((CHANNEL_HEADER + u16(bytes, 2) + 3) & ~3, 'ChannelData', 'turn', nameChannelData);
  if (known.stun && first < 0x40 && bytes.length < STUN_HEADER) return 'more';
  const inside = bytes.subarray(2);
  if (hasCookie(inside) && u16(bytes, 0) === STUN_HEADER + u16(inside, 2)) known.framed = true;
  else if (!known.framed || !looksLikeRtp(inside)) return null;
  return whole(2 + u16(bytes, 0), 'frame of RFC 4571', 'rtp', (frame) =>
    readAs(framedCodec, 'RFC 4571 frame', frame),
  );
}

/** RFC 1035 4.2.2: over TCP, a message comes behind its length. */
function nameTcpDns(bytes: Uint8Array): Message {
  return recorded(labelOf(readAs(dnsCodec, 'DNS', bytes.subarray(2))), 'dns', bytes);
}

/** Messages longer than this are not held together: their headers are named, their bodies passed over. */
export const MESSAGE_MAX = 66_000;

function httpCut(bytes: Uint8Array): Cut | 'more' {
  const lengths = httpLengths(bytes);
  if (lengths === null) return 'more';
  const { head, body } = lengths;
  const long = head + body > MESSAGE_MAX;
  const headOnly: Cut = {
    length: head,
    rest: body,
    tls: false,
    name: nameHttpHead,
    part: (part) => incomplete(nameHttpHead(part), 'http', part),
  };
  return long ? headOnly : { ...headOnly, length: head + body, rest: 0, name: nameHttp };
}
