import type { Message } from '../../model/packet.ts';
import { recorded } from '../../protocols/recorded/message.ts';
import { Attribute, MAGIC_COOKIE } from '../../protocols/stun/attributes.ts';
import { stunCodec } from '../../protocols/stun/codec.ts';
import { typeName, typeOf } from '../../protocols/stun/types.ts';
import { channelDataCodec } from '../../protocols/turn/channel.ts';
import { readAs, u16, u32 } from './content.ts';

/** Header of a STUN message, and of one on a channel (RFC 5389 6, RFC 5766 11.4). */
export const STUN_HEADER = 20;
export const CHANNEL_HEADER = 4;
const COOKIE = 0x2112a442;

/** Do bytes begin with the header of RFC 5389, or with that of MS-TURN and its cookie? */
export function hasCookie(bytes: Uint8Array): boolean {
  if (bytes.length < STUN_HEADER || bytes[0]! >= 0x40) return false;
  return (
    u32(bytes, 4) === COOKIE ||
    (u16(bytes, STUN_HEADER) === Attribute.magicCookie && u32(bytes, STUN_HEADER + 4) === MAGIC_COOKIE)
  );
}

/**
 * Are they one whole STUN message? Without a cookie (RFC 3489) the type must be known, and its attributes fill the
 * message exactly.
 */
export function isStun(bytes: Uint8Array): boolean {
  if (bytes.length < STUN_HEADER || u16(bytes, 2) + STUN_HEADER !== bytes.length) return false;
  if (hasCookie(bytes)) return true;
  if (typeOf(u16(bytes, 0), 'rfc3489') === null) return false;
  let at = STUN_HEADER;
  while (at + 4 <= bytes.length) at += 4 + u16(bytes, at + 2);
  return at === bytes.length;
}

/** Names a STUN message of any dialect. */
export function nameStun(bytes: Uint8Array): Message {
  return readAs(stunCodec, 'STUN', bytes);
}

/** Names a STUN message of which not all was captured. */
export function nameStunHead(bytes: Uint8Array): Message {
  const type = typeOf(u16(bytes, 0), u32(bytes, 4) === COOKIE ? 'rfc5389' : 'ms-turn');
  return recorded(type ? typeName(type) : 'STUN message', 'turn', bytes);
}

/** Is it one message on a channel of TURN (RFC 5766 11.4)? Over UDP it need not be padded. */
export function isChannelData(bytes: Uint8Array): boolean {
  const length = CHANNEL_HEADER + u16(bytes, 2);
  return (
    bytes.length >= CHANNEL_HEADER && isChannel(bytes) && length <= bytes.length && bytes.length < length + 4
  );
}

/** Do bytes begin with the number of a channel? */
export function isChannel(bytes: Uint8Array): boolean {
  return bytes[0]! >= 0x40 && bytes[0]! < 0x80;
}

export function nameChannelData(bytes: Uint8Array): Message {
  return readAs(channelDataCodec, 'ChannelData', bytes);
}
