import type { Notes } from '../codec/notes.ts';

/** The header of IPv4. */
export const ipNotes: Notes = {
  'Version and header length': {
    means:
      'The first four bits say which IP this is, the next four how many words of four bytes the header has.',
    source: 'RFC 791 3.1',
  },
  'Differentiated services': {
    means: 'How urgently routers are asked to pass the packet on; 0 is nothing special.',
    source: 'RFC 2474 3',
    filter: ['ip.dsfield', 'number'],
  },
  'Total length': {
    means: 'Bytes of the whole packet from the first byte of this header on.',
    source: 'RFC 791 3.1',
    filter: ['ip.len', 'number'],
  },
  Identification: {
    means:
      'Tells the fragments of one packet from those of another; here the number of the packet in the run.',
    source: 'RFC 791 3.1',
    filter: ['ip.id', 'number'],
  },
  'Flags and fragment offset': {
    means: 'Whether routers may cut the packet into fragments, and where in the whole this one would belong.',
    source: 'RFC 791 3.1',
  },
  'Time to live': {
    means: 'Each router takes one away and drops the packet at 0, so that none goes round for ever.',
    source: 'RFC 791 3.2',
    filter: ['ip.ttl', 'number'],
  },
  Protocol: {
    means: 'What follows this header: 6 is TCP, 17 is UDP, 1 is ICMP.',
    source: 'RFC 791 3.1',
    filter: ['ip.proto', 'number'],
    firewall: 'filter',
  },
  'Header checksum': {
    means: 'Sum over this header, by which a router notices that it was damaged on the way.',
    source: 'RFC 1071',
    filter: ['ip.checksum', 'number'],
  },
  Source: {
    means: 'The sender as it is known at this place: a NAT on the way writes its own address here.',
    source: 'RFC 791 3.1, RFC 3022 2.2',
    filter: ['ip.src', 'address'],
    firewall: 'filter',
  },
  Destination: {
    means: 'Where routers send it; a one-to-one NAT replaces the public address by the one inside.',
    source: 'RFC 791 3.1, RFC 3022 2.1',
    filter: ['ip.dst', 'address'],
    firewall: 'filter',
  },
  Options: { means: 'What routers are to do besides; of no use today.', source: 'RFC 791 3.1' },
};

/** The header of UDP. */
export const udpNotes: Notes = {
  'Source port': {
    means: 'Where the sender takes answers; a NAT may write another one here.',
    source: 'RFC 768',
    filter: ['udp.srcport', 'number'],
    firewall: 'filter',
  },
  'Destination port': {
    means: 'Which program at the destination is meant.',
    source: 'RFC 768',
    filter: ['udp.dstport', 'number'],
    firewall: 'filter',
  },
  Length: {
    means: 'Bytes of this header and of what it carries.',
    source: 'RFC 768',
    filter: ['udp.length', 'number'],
  },
  Checksum: {
    means: 'Sum over addresses, ports and data; a NAT that changes these writes a new one.',
    source: 'RFC 768, RFC 1071',
    filter: ['udp.checksum', 'number'],
  },
};

/** The header of ICMP. */
export const icmpHeaderNotes: Notes = {
  Type: {
    means: 'What is told: 3 says that a packet could not be delivered, 8 asks for an echo, 0 answers that.',
    source: 'RFC 792',
    filter: ['icmp.type', 'number'],
    firewall: 'filter',
  },
  Code: {
    means:
      'Which case of the type: of "destination unreachable", 3 is a closed port, 13 a firewall that refuses.',
    source: 'RFC 792, RFC 1812 5.2.7.1',
    filter: ['icmp.code', 'number'],
    firewall: 'filter',
  },
  Checksum: {
    means: 'Sum over the whole ICMP message.',
    source: 'RFC 792, RFC 1071',
    filter: ['icmp.checksum', 'number'],
  },
  Identifier: {
    means: 'Tells the echoes of one program from those of another; unused in an error.',
    source: 'RFC 792',
  },
  'Sequence number': { means: 'Counts the echoes of one program; unused in an error.', source: 'RFC 792' },
};

/** Bytes of a message that does not fit into one packet. */
export const segmentNotes: Notes = {
  Segment: {
    means: 'What this packet carries of a message that travels in several; its fields stand under "Message".',
    source: 'RFC 793 2.8',
  },
};
