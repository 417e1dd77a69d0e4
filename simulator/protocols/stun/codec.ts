import type { Codec } from '../codec/codec.ts';
import { DecodeError } from '../codec/reader.ts';
import type { StunMessage } from './message.ts';
import { stunNotes } from './notes.ts';
import { readStun } from './read.ts';
import { stunLabel, stunSize, writeStun } from './write.ts';

/** STUN, TURN and MS-TURN, each in the dialect that the message says. */
export const stunCodec: Codec<StunMessage> = {
  id: 'stun',
  title: 'Session Traversal Utilities for NAT',
  family: 'turn',
  notes: stunNotes,
  write: writeStun,
  read(bytes) {
    const message = readStun(bytes);
    if (message === null) throw new DecodeError('no STUN message', 0);
    return message;
  },
  size: stunSize,
  label: stunLabel,
};
