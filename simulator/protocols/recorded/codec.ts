import type { Codec } from '../codec/codec.ts';
import type { RecordedMessage } from './message.ts';
import { recorded } from './message.ts';

/** Anything, under the name that it was given. */
export const recordedCodec: Codec<RecordedMessage> = {
  id: 'recorded',
  title: 'As captured',
  family: 'tls',
  notes: {
    Bytes: {
      means: 'What the capture holds: the lab knows what it is and does not take it apart.',
      source: 'the capture',
    },
  },
  familyOf: ({ family }) => family,
  write: ({ name, bytes }, writer) => void writer.bytes(bytes, 'Bytes', name),
  read: (bytes) => recorded('bytes', 'tls', bytes),
  size: ({ bytes }) => bytes.length,
  label: ({ name }) => name,
  inner: ({ inside }) => inside ?? null,
};
