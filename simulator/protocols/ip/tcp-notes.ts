import type { Notes } from '../codec/notes.ts';

/** The header of TCP with its options. */
export const tcpNotes: Notes = {
  'Source port': {
    means: 'Where the sender takes answers: of a client any free port, of a server the one that it serves.',
    source: 'RFC 793 3.1',
    filter: ['tcp.srcport', 'number'],
    firewall: 'filter',
  },
  'Destination port': {
    means: 'Which program at the destination is meant: 443 and 5061 are where an Edge listens.',
    source: 'RFC 793 3.1',
    filter: ['tcp.dstport', 'number'],
    firewall: 'filter',
  },
  'Sequence number': {
    means:
      'Number of the first byte of data here in what its sender says in this connection; begins anywhere.',
    source: 'RFC 793 3.3',
    filter: ['tcp.seq_raw', 'number'],
  },
  'Acknowledgement number': {
    means: 'The next byte that the sender of this packet waits for: all before it has come.',
    source: 'RFC 793 3.3',
    filter: ['tcp.ack_raw', 'number'],
  },
  'Header length': {
    means: 'The first four bits say how many words of four bytes this header has with its options.',
    source: 'RFC 793 3.1',
  },
  Flags: {
    means: 'What the packet does: SYN opens, ACK acknowledges, PSH hands over, FIN closes, RST breaks off.',
    source: 'RFC 793 3.1',
    filter: ['tcp.flags', 'number'],
    firewall: 'filter',
  },
  Window: {
    means: 'How many bytes more the sender of this packet is ready to take.',
    source: 'RFC 793 3.1',
    filter: ['tcp.window_size_value', 'number'],
  },
  Checksum: {
    means: 'Sum over addresses, header and data; a NAT that changes these writes a new one.',
    source: 'RFC 793 3.1, RFC 1071',
    filter: ['tcp.checksum', 'number'],
  },
  'Urgent pointer': {
    means: 'Where urgent data end; of no use without the flag URG, which nothing here sets.',
    source: 'RFC 793 3.1',
    filter: ['tcp.urgent_pointer', 'number'],
  },
  'Maximum segment size': {
    means: 'The largest segment that the sender of this SYN is ready to take.',
    source: 'RFC 793 3.1',
  },
  'Window scale': {
    means: 'The windows of its sender are to be taken times a power of two.',
    source: 'RFC 1323 2.2',
  },
  'Selective acknowledgement permitted': {
    means: 'Its sender can be told which segments came behind a gap.',
    source: 'RFC 2018 2',
  },
  'Selective acknowledgement': { means: 'Which bytes came behind a gap.', source: 'RFC 2018 3' },
  Timestamps: {
    means: 'When this left, and the last such time of the other: for measuring the way.',
    source: 'RFC 1323 3.2',
  },
  'No operation': {
    means: 'Fills up, so that the next option stands where it should.',
    source: 'RFC 793 3.1',
  },
  'End of options': { means: 'No more options follow.', source: 'RFC 793 3.1' },
  'Options that cannot be read': { means: 'An option whose length cannot be right.', source: 'RFC 793 3.1' },
};
