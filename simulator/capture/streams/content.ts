import type { Message } from '../../model/packet.ts';
import type { Codec } from '../../protocols/codec/codec.ts';
import { DecodeError } from '../../protocols/codec/reader.ts';
import { recorded } from '../../protocols/recorded/message.ts';
import { bytesOf } from '../../protocols/registry.ts';

/**
 * What some bytes say by a codec: its message when that writes exactly these bytes again, else the bytes under the
 * name that the message has; of bytes that are none, where reading failed.
 * @param title what they claim to be: "STUN"
 */
export function readAs<M extends Message>(codec: Codec<M>, title: string, bytes: Uint8Array): Message {
  let message: M;
  try {
    message = codec.read(bytes);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return recorded(`malformed ${title}: ${error.message} at byte ${error.at}`, codec.family, bytes);
  }
  const label = codec.label(message);
  return sameBytes(bytesOf(message), bytes) ? message : recorded(label, codec.family, bytes);
}

/** Are both the same, byte for byte? */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}

/** What the packets of a flow carry, as it becomes known: some of it only when later packets have come. */
export interface ContentSink {
  /**
   * What a packet carries.
   * @param id its number in the recording; -1 when it is not kept
   * @param message the message of which it carries some bytes
   * @param offset the first of them
   * @param size bytes of the whole message
   */
  settle(id: number, message: Message, offset: number, size: number): void;
  /** A packet of TCP that was sent again: as whose number, or -1 when that is not known any more. */
  repeated(id: number, of: number, payload: Uint8Array): void;
}

/** Two bytes in network order; 0 where there are none. */
export function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** Four bytes in network order; 0 where there are none. */
export function u32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) * 65536 + u16(bytes, at + 2);
}

/** The first characters of some bytes, each byte one character. */
export function text(bytes: Uint8Array, length: number): string {
  let characters = '';
  for (const byte of bytes.subarray(0, length)) characters += String.fromCharCode(byte);
  return characters;
}
