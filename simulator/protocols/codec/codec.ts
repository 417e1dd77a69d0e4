import type { Message } from '../../model/packet.ts';
import type { Notes } from './notes.ts';
import type { Writer } from './writer.ts';

/** Marks and colours of the map: each protocol belongs to one family. */
export type Family = 'sip' | 'tls' | 'dns' | 'turn' | 'rtp' | 'psom' | 'http';

/** What the rest of the program needs to know of a protocol. One folder, one codec, one line in the registry. */
export interface Codec<M extends Message = Message> {
  /** The value of `message.protocol`. */
  readonly id: M['protocol'];
  /** "Session Initiation Protocol" */
  readonly title: string;
  readonly family: Family;
  /** A message's own family, where they are of several. */
  familyOf?(message: M): Family;
  /** Writes the message's bytes with the fields that they belong to. */
  write(message: M, writer: Writer): void;
  /**
   * Reads a message.
   * @throws DecodeError when the bytes are none
   */
  read(bytes: Uint8Array): M;
  /** Length of what `write` writes, without writing it where that is cheap. */
  size(message: M): number;
  /** A few words for ladder and list: "REGISTER sip:contoso.com", "401 Unauthorized". */
  label(message: M): string;
  /** What its fields mean: none may be without. */
  readonly notes: Notes;
  /** The message that this one wraps, if it does (TLS application data). */
  inner?(message: M): Message | null;
}
