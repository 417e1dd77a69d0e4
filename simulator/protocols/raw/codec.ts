import type { Codec } from '../codec/codec.ts';
import type { RawMessage } from './message.ts';
import { rawBytes, rawMessage } from './message.ts';
import { rawNotes } from './notes.ts';

/** Anything: each row of bytes is such a message. */
export const rawCodec: Codec<RawMessage> = {
  id: 'raw',
  title: 'Bytes',
  family: 'tls',
  notes: rawNotes,
  write: (message, writer) => void writer.bytes(rawBytes(message), 'Bytes'),
  read: rawMessage,
  size: (message) => message.bytes.length / 2,
  label: (message) => `${message.bytes.length / 2} bytes that are no message`,
};
