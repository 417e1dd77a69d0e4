import type { Message } from '../../model/packet.ts';
import { fromHex, toHex } from '../codec/hex.ts';

/** Bytes that come as they are, of whatever protocol they claim to be. */
export interface RawMessage extends Message {
  readonly protocol: 'raw';
  /** Hexadecimal. */
  readonly bytes: string;
}

export function rawMessage(bytes: Uint8Array): RawMessage {
  return { protocol: 'raw', bytes: toHex(bytes) };
}

export function rawBytes({ bytes }: RawMessage): Uint8Array {
  return fromHex(bytes);
}
