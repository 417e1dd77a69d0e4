import type { Message } from '../../model/packet.ts';
import type { Family } from '../codec/codec.ts';

/**
 * Bytes of a capture with a name: a message that is known and cannot be written again byte for byte, because it is
 * encrypted, malformed, cut off, or of a kind that the lab does not speak.
 */
export interface RecordedMessage extends Message {
  readonly protocol: 'recorded';
  /** What it is, in a few words: "Client Hello (sip.contoso.com)". */
  readonly name: string;
  readonly family: Family;
  readonly bytes: Uint8Array;
  /** What was inside encryption, where the capture holds the secret. */
  readonly inside?: Message;
}

/** Bytes under a name. */
export function recorded(name: string, family: Family, bytes: Uint8Array): RecordedMessage {
  return { protocol: 'recorded', name, family, bytes };
}
