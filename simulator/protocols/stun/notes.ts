import type { Notes } from '../codec/notes.ts';

const ATTRIBUTE = 'RFC 5389 15, [MS-TURN] 2.2.2';

/** What all messages and all attributes share; the attributes by name. */
export const stunNotes: Notes = {
  Type: {
    means:
      'Method and class in one number: 1 is a Binding request, 3 an Allocate request, 0x0115 a Data indication.',
    source: 'RFC 5389 6, [MS-TURN] 2.2.1',
    filter: ['stun.type', 'number'],
  },
  Length: {
    means: 'Bytes of the attributes that follow the header of 20 bytes.',
    source: 'RFC 5389 6',
    filter: ['stun.length', 'number'],
  },
  'Magic cookie': {
    means: 'A fixed number that tells STUN from what else comes to the same port.',
    source: 'RFC 5389 6',
    filter: ['stun.cookie', 'bytes'],
  },
  'Transaction id': {
    means: 'Random: an answer carries that of its request.',
    source: 'RFC 5389 6',
    filter: ['stun.id', 'bytes'],
  },
  'Attribute type': {
    means: 'Number of the attribute.',
    source: ATTRIBUTE,
    filter: ['stun.att.type', 'number'],
  },
  'Attribute length': {
    means: 'Bytes of its value, without padding.',
    source: ATTRIBUTE,
    filter: ['stun.att.length', 'number'],
  },
  Padding: {
    means: 'Fills up to a multiple of four bytes; MS-TURN has none.',
    source: 'RFC 5389 15, [MS-TURN] 2.2.2',
  },
  Value: { means: 'The value of the attribute.', source: ATTRIBUTE },
  'Unknown attribute': {
    means: 'Of a number that the lab does not know: below 0x8000 its receiver would have to.',
    source: 'RFC 5389 15',
  },
  'USERNAME/Value': {
    means: 'Who asks: handed out by the A/V authentication service, or the two fragments of an ICE pair.',
    source: 'RFC 5389 15.3, [MS-TURN] 2.2.2.2',
    filter: ['stun.att.username', 'text'],
  },
  'REALM/Value': {
    means: 'Where the name counts; in quotation marks here, which belong to it.',
    source: 'RFC 5389 15.7, [MS-TURN] 2.2.2.14',
    filter: ['stun.att.realm', 'text'],
  },
  'NONCE/Value': {
    means: 'What the server wants to see in the next request: shows that this is no recording.',
    source: 'RFC 5389 15.8, [MS-TURN] 2.2.2.13',
    filter: ['stun.att.nonce', 'text'],
  },
  'LIFETIME/Value': {
    means: 'Seconds for which the allocation is kept without another request.',
    source: '[MS-TURN] 2.2.2.6',
    filter: ['stun.att.lifetime', 'number'],
  },
  'BANDWIDTH/Value': {
    means: 'Kilobits a second that the allocation may carry.',
    source: '[MS-TURN] 2.2.2.9',
    filter: ['stun.port.bandwidth', 'number'],
  },
  'PRIORITY/Value': {
    means: 'The priority that a candidate learnt from this check would have.',
    source: 'RFC 5245 19.1',
    filter: ['stun.att.priority', 'number'],
  },
  'ICE-CONTROLLED/Value': {
    means: 'A random number that decides when both ends want the same role.',
    source: 'RFC 5245 19.1',
    filter: ['stun.att.tie-breaker', 'bytes'],
  },
  'ICE-CONTROLLING/Value': {
    means: 'A random number that decides when both ends want the same role.',
    source: 'RFC 5245 19.1',
    filter: ['stun.att.tie-breaker', 'bytes'],
  },
  'CANDIDATE-IDENTIFIER/Value': {
    means: 'The foundation of the candidate, filled up with zeros.',
    source: '[MS-ICE2] 2.2.2',
    filter: ['stun.att.ms.foundation', 'text'],
  },
  'MS-VERSION/Value': {
    means: 'Which ICE the program speaks: 1 is that of OCS 2007, 2 that of 2007 R2 and later.',
    source: '[MS-TURN] 2.2.2.17',
    filter: ['stun.att.ms.version', 'number'],
  },
  'MS-IMPLEMENTATION-VERSION/Value': {
    means: '2 and more compute FINGERPRINT with the right table.',
    source: '[MS-ICE2] 2.2.2',
  },
  Cookie: { means: "Microsoft's own fixed number, by which its TURN is known.", source: '[MS-TURN] 2.2.2.8' },
  HMAC: {
    means: 'HMAC-SHA1 over all before it, with the key that both know.',
    source: 'RFC 5389 15.4, [MS-TURN] 2.2.2.3',
    filter: ['stun.att.hmac', 'bytes'],
  },
  'CRC-32': {
    means: 'CRC-32 over all before it, masked with 0x5354554e.',
    source: 'RFC 5389 15.5',
    filter: ['stun.att.crc32', 'number'],
  },
  Reserved: { means: 'Always 0.', source: ATTRIBUTE },
  Class: {
    means: "Hundreds of the error's number.",
    source: 'RFC 5389 15.6',
    filter: ['stun.att.error.class', 'number'],
  },
  Number: {
    means: "The rest of the error's number.",
    source: 'RFC 5389 15.6',
    filter: ['stun.att.error', 'number'],
  },
  Reason: {
    means: 'The error in words, for people.',
    source: 'RFC 5389 15.6',
    filter: ['stun.att.error.reason', 'text'],
  },
  Family: { means: '1 is IPv4.', source: 'RFC 5389 15.1', filter: ['stun.att.family', 'number'] },
  Port: { means: 'The port.', source: 'RFC 5389 15.1', filter: ['stun.att.port', 'number'] },
  Address: { means: 'The address.', source: 'RFC 5389 15.1', filter: ['stun.att.ipv4', 'address'] },
  'XOR-MAPPED-ADDRESS/Port': {
    means: 'The port, masked with the first two bytes of the transaction id so that no NAT rewrites it.',
    source: 'RFC 5389 15.2, [MS-TURN] 2.2.2.16',
    filter: ['stun.att.port', 'plain'],
  },
  'XOR-MAPPED-ADDRESS/Address': {
    means: 'The address, masked with the first four bytes of the transaction id so that no NAT rewrites it.',
    source: 'RFC 5389 15.2, [MS-TURN] 2.2.2.16',
    filter: ['stun.att.ipv4', 'plain'],
  },
  'Stream type': {
    means: 'Which medium the allocation is for: 1 audio, 2 video, 4 data.',
    source: '[MS-TURN] 2.2.2.19',
    filter: ['stun.att.ms.stream_type', 'number'],
  },
  'Service quality': {
    means: '0 is best effort, 1 is reliable delivery.',
    source: '[MS-TURN] 2.2.2.19',
    filter: ['stun.att.ms.service_quality', 'number'],
  },
  'Connection id': {
    means: 'Handed out with the allocation: the server knows its owner again by it.',
    source: '[MS-TURN] 2.2.2.21',
    filter: ['stun.att.ms.connection_id', 'bytes'],
  },
  'Sequence number': {
    means: 'Counts the requests of one allocation: a recorded one would not count on.',
    source: '[MS-TURN] 2.2.2.21',
    filter: ['stun.att.ms.sequence_number', 'number'],
  },
  'MAGIC-COOKIE': { means: 'Stands first in every message of MS-TURN.', source: '[MS-TURN] 2.2.2.8' },
  'MS-VERSION': { means: 'What the program can do.', source: '[MS-TURN] 2.2.2.17' },
  'MS-SERVICE-QUALITY': { means: 'What the allocation is for.', source: '[MS-TURN] 2.2.2.19' },
  'MS-SEQUENCE-NUMBER': {
    means: 'Where this message stands in the life of the allocation.',
    source: '[MS-TURN] 2.2.2.21',
  },
  'MS-IMPLEMENTATION-VERSION': { means: 'How new the ICE of the program is.', source: '[MS-ICE2] 2.2.2' },
  'ERROR-CODE': {
    means: 'Why the request was turned down; 401 only asks for credentials.',
    source: 'RFC 5389 15.6, [MS-TURN] 2.2.2.4',
  },
  REALM: { means: 'Where the user name counts.', source: 'RFC 5389 15.7, [MS-TURN] 2.2.2.14' },
  NONCE: { means: 'A word of the server against recordings.', source: 'RFC 5389 15.8, [MS-TURN] 2.2.2.13' },
  USERNAME: { means: 'Who asks.', source: 'RFC 5389 15.3, [MS-TURN] 2.2.2.2' },
  'MESSAGE-INTEGRITY': {
    means: 'Shows that who asks knows the password, and that nobody changed the message.',
    source: 'RFC 5389 15.4, [MS-TURN] 2.2.2.3',
  },
  FINGERPRINT: { means: 'Tells STUN from media on the same port.', source: 'RFC 5389 15.5' },
  'MAPPED-ADDRESS': {
    means: "In the answer to Allocate the relay's own address; in one to Binding whence the request came.",
    source: 'RFC 5389 15.1, [MS-TURN] 2.2.2.1',
  },
  'XOR-MAPPED-ADDRESS': {
    means: 'Whence the request came, as the other side saw it: the address that a NAT gave out.',
    source: 'RFC 5389 15.2, [MS-TURN] 2.2.2.16',
  },
  'ALTERNATE-SERVER': {
    means: 'Another address under which the same server can be asked.',
    source: 'RFC 5389 15.11, [MS-TURN] 2.2.2.7',
  },
  'DESTINATION-ADDRESS': {
    means: 'To whom the relay is to send the data; whoever it names may send back.',
    source: '[MS-TURN] 2.2.2.10',
  },
  'REMOTE-ADDRESS': { means: 'From whom the relay got the data.', source: '[MS-TURN] 2.2.2.11' },
  DATA: { means: 'What the relay passes on: a check of ICE, or media.', source: '[MS-TURN] 2.2.2.12' },
  LIFETIME: { means: 'How long the allocation is kept; 0 gives it up.', source: '[MS-TURN] 2.2.2.6' },
  BANDWIDTH: { means: 'How much the allocation may carry.', source: '[MS-TURN] 2.2.2.9' },
  PRIORITY: { means: 'How much the sender likes this pair.', source: 'RFC 5245 7.1.2.1, 19.1' },
  'USE-CANDIDATE': {
    means: 'The controlling end chooses this pair for the media.',
    source: 'RFC 5245 7.1.2.1, 19.1',
  },
  'ICE-CONTROLLED': {
    means: 'The sender leaves the choice of the pair to the other.',
    source: 'RFC 5245 7.1.2.2',
  },
  'ICE-CONTROLLING': { means: 'The sender chooses the pair.', source: 'RFC 5245 7.1.2.2' },
  'CANDIDATE-IDENTIFIER': { means: 'From which candidate the check is sent.', source: '[MS-ICE2] 2.2.2' },
  SOFTWARE: { means: 'Which program sent this.', source: 'RFC 5389 15.10' },
  Attribute: { means: 'Number of an attribute that was not understood.', source: 'RFC 5389 15.9' },
  Channel: { means: 'The channel that stands for a peer.', source: 'RFC 5766 14.1' },
  Protocol: { means: '17: the relay is to speak UDP.', source: 'RFC 5766 14.7' },
  'XOR-PEER-ADDRESS': { means: 'The peer that is meant, masked.', source: 'RFC 5766 14.3' },
  'XOR-RELAYED-ADDRESS': { means: 'The address of the relay itself, masked.', source: 'RFC 5766 14.5' },
  'REQUESTED-TRANSPORT': { means: 'What the relay is to speak with peers.', source: 'RFC 5766 14.7' },
  'CHANNEL-NUMBER': { means: 'Which channel is to stand for the peer.', source: 'RFC 5766 14.1' },
  'RESPONSE-ADDRESS': { means: 'Where the answer is to be sent.', source: 'RFC 3489 11.2.2' },
  'CHANGE-REQUEST': { means: 'Whether to answer from another address or port.', source: 'RFC 3489 11.2.4' },
  'SOURCE-ADDRESS': { means: 'From where the answer was sent.', source: 'RFC 3489 11.2.5' },
  'CHANGED-ADDRESS': {
    means: 'From where it would be sent if another were asked for.',
    source: 'RFC 3489 11.2.3',
  },
  PASSWORD: { means: 'The password that goes with the user name.', source: 'RFC 3489 11.2.7' },
  'UNKNOWN-ATTRIBUTES': {
    means: 'The attributes that the server did not understand.',
    source: 'RFC 5389 15.9, [MS-TURN] 2.2.2.5',
  },
  'REFLECTED-FROM': { means: 'Who caused an answer to a third.', source: 'RFC 3489 11.2.11' },
  'REQUESTED-ADDRESS-FAMILY': {
    means: 'Whether the relay is to have an address of IPv4 or IPv6.',
    source: 'RFC 6156 4.1.1, [MS-TURN] 2.2.2.15',
  },
  'EVEN-PORT': { means: 'Whether the port of the relay has to be even.', source: 'RFC 5766 14.6' },
  'DONT-FRAGMENT': { means: 'The relay is to forbid fragments.', source: 'RFC 5766 14.8' },
  'RESERVATION-TOKEN': { means: 'Stands for a port that was kept back.', source: 'RFC 5766 14.9' },
  'CONNECTION-ID': { means: 'Which connection of the relay with a peer is meant.', source: 'RFC 6062 6.2.1' },
  'RESPONSE-ORIGIN': { means: 'From where the answer was sent.', source: 'RFC 5780 7.3' },
  'OTHER-ADDRESS': { means: 'Another address of the server.', source: 'RFC 5780 7.4' },
  'MS-ALTERNATE-HOST-NAME': { means: 'The name of another server.', source: '[MS-TURN] 2.2.2' },
};

/**
 * Wireshark reads messages without the standard's cookie, so all of MS-TURN, by another name: what it calls the fields
 * that it knows there.
 */
export const CLASSIC_FILTERS: Readonly<Record<string, string>> = {
  'stun.type': 'classicstun.type',
  'stun.length': 'classicstun.length',
  'stun.id': 'classicstun.id',
  'stun.att.type': 'classicstun.att.type',
  'stun.att.length': 'classicstun.att.length',
  'stun.att.family': 'classicstun.att.family',
  'stun.att.ipv4': 'classicstun.att.ipv4',
  'stun.att.port': 'classicstun.att.port',
  'stun.att.error.class': 'classicstun.att.error.class',
  'stun.att.error': 'classicstun.att.error',
  'stun.att.error.reason': 'classicstun.att.error.reason',
  'stun.att.lifetime': 'classicstun.att.lifetime',
  'stun.port.bandwidth': 'classicstun.att.bandwidth',
};
