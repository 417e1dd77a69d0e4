import type { Notes } from '../codec/notes.ts';
import { ipNotes } from '../ip/notes.ts';

const source = 'RFC 792';

/** The packet that an ICMP error is about: its IP header and its first eight bytes. */
export const icmpNotes: Notes = {
  ...ipNotes,
  'Source port': {
    means: 'Port from which the packet was sent: by it the sender finds the connection that it is about.',
    source,
    firewall: 'filter',
  },
  'Destination port': {
    means: 'Port that the packet was for.',
    source,
    firewall: 'filter',
  },
  'Sequence number': {
    means: 'Of a segment of TCP the number of its first byte; of an echo its count.',
    source,
  },
  Length: { means: 'Bytes of the UDP datagram that the packet carried.', source },
  Checksum: { means: 'The sum that the packet carried.', source },
  Type: { means: 'What the ICMP message said.', source },
  Code: { means: 'Which case of the type it was.', source },
  Identifier: { means: 'Whose echo it was.', source },
  'More of the packet': {
    means: 'What some systems quote beyond the eight bytes that must be there.',
    source: 'RFC 1122 3.2.2',
  },
};
