import type { Notes } from '../codec/notes.ts';

const TLS = 'RFC 2246 7.4.1, [MS-TURN] 2.1';

/** Microsoft's framing of TURN over TCP. */
export const turnFrameNotes: Notes = {
  Type: {
    means: '2 is a message of MS-TURN, 3 is data for the active destination.',
    source: '[MS-TURN] 2.1',
  },
  Reserved: { means: 'Always 0.', source: '[MS-TURN] 2.1', firewall: 'inspection' },
  Length: { means: 'Bytes that follow.', source: '[MS-TURN] 2.1' },
};

/** Data on a channel of standard TURN. */
export const channelNotes: Notes = {
  Channel: {
    means: 'Stands for a peer to whom the client bound it.',
    source: 'RFC 5766 11.4',
    filter: ['stun.channel', 'number'],
  },
  Length: { means: 'Bytes of data that follow, without padding.', source: 'RFC 5766 11.4' },
  Padding: { means: 'Fills up to whole words, over TCP only.', source: 'RFC 5766 11.5' },
};

/** The framing between two ends of a TCP candidate pair. */
export const framedNotes: Notes = {
  Length: {
    means: 'Bytes that follow: RTP and STUN do not tell their own end in a stream.',
    source: 'RFC 4571 2',
  },
};

/** The two messages that look like TLS. */
export const pseudoTlsNotes: Notes = {
  'Content type': {
    means: '22, as if a TLS handshake began: a proxy on 443 lets it pass.',
    source: '[MS-TURN] 2.1',
    filter: ['tls.record.content_type', 'number'],
    firewall: 'inspection',
  },
  Version: {
    means: 'TLS 1.0, though no TLS follows.',
    source: '[MS-TURN] 2.1',
    filter: ['tls.record.version', 'number'],
    firewall: 'inspection',
  },
  Length: { means: 'Bytes that follow in the record.', source: TLS, filter: ['tls.record.length', 'number'] },
  'Message length': {
    means: 'Bytes that follow in the message.',
    source: TLS,
    filter: ['tls.handshake.length', 'number'],
  },
  'Message version': {
    means: 'TLS 1.0, though no TLS follows.',
    source: '[MS-TURN] 2.1',
    filter: ['tls.handshake.version', 'number'],
  },
  Message: {
    means: 'Client Hello, Server Hello or Server Hello Done: nothing else of a handshake is ever sent.',
    source: '[MS-TURN] 2.1',
    filter: ['tls.handshake.type', 'number'],
  },
  Random: {
    means: 'Thirty-two bytes that nobody uses.',
    source: TLS,
    filter: ['tls.handshake.random', 'bytes'],
  },
  'Session id length': {
    means: '0 from the client, 32 from the server.',
    source: TLS,
    filter: ['tls.handshake.session_id_length', 'number'],
  },
  'Session id': {
    means: 'Thirty-two bytes that nobody uses.',
    source: TLS,
    filter: ['tls.handshake.session_id', 'bytes'],
  },
  'Cipher suites length': {
    means: 'Bytes of the list: one suite.',
    source: TLS,
    filter: ['tls.handshake.cipher_suites_length', 'number'],
  },
  'Cipher suite': {
    means: 'A suite without certificates: there are none in pseudo-TLS.',
    source: '[MS-TURN] 2.1',
    filter: ['tls.handshake.ciphersuite', 'number'],
  },
  'Compression methods length': {
    means: 'Bytes of the list: one method.',
    source: TLS,
    filter: ['tls.handshake.comp_methods_length', 'number'],
  },
  'Compression method': { means: 'None.', source: TLS },
};
