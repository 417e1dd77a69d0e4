import type { Notes } from '../codec/notes.ts';

/** RTP with the tag of SRTP. */
export const rtpNotes: Notes = {
  'Version, padding, extension, sources': {
    means:
      'Version 2 in the first two bits; then whether padding, an extension and contributing sources are there.',
    source: 'RFC 3550 5.1',
  },
  'Marker, payload type': {
    means:
      'The first bit marks the start of a talk spurt or the end of a picture; the rest names the format.',
    source: 'RFC 3550 5.1, [MS-RTP] 2.2.1',
  },
  'Sequence number': {
    means: 'Counts packets by one, so that a receiver notices losses and puts them in order.',
    source: 'RFC 3550 5.1',
    filter: ['rtp.seq', 'number'],
  },
  Timestamp: {
    means: 'When the first sample was taken, in ticks of the format: 16000 a second for wide-band audio.',
    source: 'RFC 3550 5.1',
    filter: ['rtp.timestamp', 'number'],
  },
  'Synchronization source': {
    means: 'Number that the sender gave to this stream; random, so that two do not meet.',
    source: 'RFC 3550 5.1',
    filter: ['rtp.ssrc', 'number'],
  },
  'Contributing source': {
    means: 'A source whose voice a mixer put into this packet.',
    source: 'RFC 3550 5.1',
    filter: ['rtp.csrc.item', 'number'],
  },
  'Extension profile': {
    means: 'Which kind of extension stands between header and payload.',
    source: 'RFC 3550 5.3.1',
    filter: ['rtp.ext.profile', 'number'],
  },
  'Extension length': {
    means: 'Words of four bytes in the extension.',
    source: 'RFC 3550 5.3.1',
    filter: ['rtp.ext.len', 'number'],
  },
  'Extension data': { means: 'What the extension holds.', source: 'RFC 3550 5.3.1' },
  Padding: {
    means:
      'Fills the packet up for an encryption that wants whole blocks; its last byte says how long it is.',
    source: 'RFC 3550 5.1',
  },
  Payload: { means: 'Voice, picture or screen, as the payload type says.', source: 'RFC 3550 5.1' },
  'Payload (encrypted)': {
    means: 'Voice, picture or screen, encrypted with the key that the two ends agreed on in SDP.',
    source: 'RFC 3711 3.1',
  },
  'Authentication tag': {
    means: 'Ten bytes of HMAC-SHA1 over the packet: shows that the other end made it.',
    source: 'RFC 3711 4.2',
  },
};

/** RTCP with the trailer of SRTCP. */
export const rtcpNotes: Notes = {
  'Sender report': { means: 'What the sender has sent so far, and what it heard.', source: 'RFC 3550 6.4.1' },
  'Receiver report': { means: 'What one who sends nothing has heard.', source: 'RFC 3550 6.4.2' },
  'Version, count': {
    means: 'Version 2 in the first two bits, a bit for padding, then how many blocks or sources follow.',
    source: 'RFC 3550 6.4.1',
  },
  Type: {
    means: 'Which packet of the compound this is: 200 a sender report, 202 a description, 203 a goodbye.',
    source: 'RFC 3550 12.1',
    filter: ['rtcp.pt', 'number'],
  },
  Length: {
    means: 'Words of four bytes in this packet of the compound, less one.',
    source: 'RFC 3550 6.4.1',
    filter: ['rtcp.length', 'number'],
  },
  Sender: {
    means: 'The stream of the one who reports.',
    source: 'RFC 3550 6.4.1',
    filter: ['rtcp.senderssrc', 'number'],
  },
  'NTP seconds': {
    means: 'The time of day when the report left: seconds since 1900.',
    source: 'RFC 3550 6.4.1',
    filter: ['rtcp.timestamp.ntp.msw', 'number'],
  },
  'NTP fraction': {
    means: 'The rest of that time in parts of 1/4294967296 of a second.',
    source: 'RFC 3550 6.4.1',
    filter: ['rtcp.timestamp.ntp.lsw', 'number'],
  },
  'RTP timestamp': {
    means: 'The same instant in ticks of the stream, so that sound and picture can be put side by side.',
    source: 'RFC 3550 6.4.1',
    filter: ['rtcp.timestamp.rtp', 'number'],
  },
  'Packets sent': {
    means: 'RTP packets sent so far.',
    source: 'RFC 3550 6.4.1',
    filter: ['rtcp.sender.packetcount', 'number'],
  },
  'Octets sent': {
    means: 'Bytes of payload sent so far.',
    source: 'RFC 3550 6.4.1',
    filter: ['rtcp.sender.octetcount', 'number'],
  },
  Report: { means: 'What was heard of one stream.', source: 'RFC 3550 6.4.1' },
  'Report/Source': {
    means: 'The stream that this block is about.',
    source: 'RFC 3550 6.4.1',
    filter: ['rtcp.ssrc.identifier', 'number'],
  },
  'Fraction lost': {
    means: 'Part of the packets lost since the last report, in 256ths.',
    source: 'RFC 3550 6.4.1',
    filter: ['rtcp.ssrc.fraction', 'number'],
  },
  'Packets lost': {
    means: 'Packets lost since the beginning.',
    source: 'RFC 3550 6.4.1',
  },
  'Highest sequence': {
    means: 'The highest sequence number heard, with how often the count went round above it.',
    source: 'RFC 3550 6.4.1',
    filter: ['rtcp.ssrc.ext_high', 'number'],
  },
  Jitter: {
    means: 'How unevenly packets come, in ticks of the stream.',
    source: 'RFC 3550 6.4.1, A.8',
    filter: ['rtcp.ssrc.jitter', 'number'],
  },
  'Last report': {
    means: 'The middle of the NTP time in the last report from that source; 0 when there was none.',
    source: 'RFC 3550 6.4.1',
    filter: ['rtcp.ssrc.lsr', 'number'],
  },
  'Delay since last report': {
    means: 'How long ago that report came, in 1/65536 s: with it the source works out the round trip.',
    source: 'RFC 3550 6.4.1',
    filter: ['rtcp.ssrc.dlsr', 'number'],
  },
  'Source description': { means: 'Who is behind a stream.', source: 'RFC 3550 6.5' },
  Source: {
    means: 'The stream that is described, or that ends.',
    source: 'RFC 3550 6.5',
    filter: ['rtcp.ssrc.identifier', 'number'],
  },
  Item: {
    means: 'What is told of the source: 1 is its canonical name.',
    source: 'RFC 3550 6.5',
  },
  'Item length': {
    means: 'Bytes of the text that follows.',
    source: 'RFC 3550 6.5',
    filter: ['rtcp.sdes.length', 'number'],
  },
  Name: {
    means: 'The canonical name: stays the same when the number of the stream changes.',
    source: 'RFC 3550 6.5.1',
    filter: ['rtcp.sdes.text', 'text'],
  },
  'End and padding': {
    means: 'A zero ends the list of items, more fill up the word of four bytes.',
    source: 'RFC 3550 6.5',
  },
  'Source description/Text': {
    means: 'What is told: a name, an address, a place, a program, a note.',
    source: 'RFC 3550 6.5.2',
    filter: ['rtcp.sdes.text', 'text'],
  },
  Goodbye: { means: 'The source leaves.', source: 'RFC 3550 6.6' },
  'Reason length': { means: 'Bytes of the reason that follows.', source: 'RFC 3550 6.6' },
  Reason: { means: 'Why the source leaves.', source: 'RFC 3550 6.6' },
  Fill: { means: 'Zeros up to the word of four bytes.', source: 'RFC 3550 6.6' },
  'Application-defined': { means: 'A packet of a program of its own.', source: 'RFC 3550 6.7' },
  Application: { means: 'Four letters by which the program knows its packets.', source: 'RFC 3550 6.7' },
  'Extension of the profile': { means: 'What a profile adds to reports.', source: 'RFC 3550 6.4.3' },
  Padding: {
    means: 'Fills the compound up for an encryption that wants whole blocks.',
    source: 'RFC 3550 6.4.1',
  },
  'Other packet': { means: 'Of a type that the lab does not take apart.', source: 'RFC 3550 12.1' },
  'Encrypted report': {
    means: 'Only its header can be read: what follows is encrypted by another program.',
    source: 'RFC 3711 3.4',
  },
  Data: { means: 'What the packet holds.', source: 'RFC 3550 6' },
  'SRTCP index': {
    means: 'Whether the report is encrypted, and its number, which goes into the encryption.',
    source: 'RFC 3711 3.4',
  },
  'Authentication tag': {
    means: 'Ten bytes of HMAC-SHA1 over the report: shows that the other end made it.',
    source: 'RFC 3711 3.4, 4.2',
  },
};
