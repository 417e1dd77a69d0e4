import type { Message } from '../../model/packet.ts';

/** Bytes that come as they are, of whatever protocol they claim to be. */
export interface RawMessage extends Message {
  readonly protocol: 'raw';
  /** Hexadecimal. */
  readonly bytes: string;
}

export function rawMessage(bytes: Uint8Array): RawMessage {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return { protocol: 'raw', bytes: hex };
}

export function rawBytes({ bytes }: RawMessage): Uint8Array {
  return Uint8Array.from({ length: bytes.length / 2 }, (_, i) => parseInt(bytes.slice(2 * i, 2 * i + 2), 16));
}
