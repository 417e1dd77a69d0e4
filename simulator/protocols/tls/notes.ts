import type { Notes } from '../codec/notes.ts';

/** Records and handshake of TLS 1.0. */
export const tlsNotes: Notes = {
  Record: { means: 'What TLS hands to TCP at a time.', source: 'RFC 2246 6.2' },
  'Content type': {
    means: 'What the record holds: 20 a change of keys, 21 an alert, 22 handshake, 23 data.',
    source: 'RFC 2246 6.2.1',
    filter: ['tls.record.content_type', 'number'],
    firewall: 'inspection',
  },
  'Record/Version': {
    means: '3.1 is TLS 1.0, what servers of the time spoke.',
    source: 'RFC 2246 6.2.1',
    filter: ['tls.record.version', 'number'],
    firewall: 'inspection',
  },
  'Record/Length': {
    means: 'Bytes that follow in this record.',
    source: 'RFC 2246 6.2.1',
    filter: ['tls.record.length', 'number'],
  },
  'Encrypted fragment': {
    means: 'Data, their HMAC-SHA1 and padding, encrypted with AES: only the two ends can read it.',
    source: 'RFC 2246 6.2.3.2, RFC 3268',
  },
  'Change Cipher Spec message': {
    means: 'From here on this end encrypts.',
    source: 'RFC 2246 7.1',
  },
  Level: {
    means: '1 is a warning, 2 ends the connection.',
    source: 'RFC 2246 7.2',
    filter: ['tls.alert_message.level', 'number'],
  },
  Description: {
    means: 'What was wrong: 42 to 48 are complaints about a certificate.',
    source: 'RFC 2246 7.2.2',
    filter: ['tls.alert_message.desc', 'number'],
  },
  'Client Hello': { means: 'The client begins and says what it can do.', source: 'RFC 2246 7.4.1.2' },
  'Server Hello': { means: 'The server chooses from what the client can do.', source: 'RFC 2246 7.4.1.3' },
  'Certificate/Certificate': {
    means: 'One certificate of the chain: first the own one, each next signed the one before it.',
    source: 'RFC 2246 7.4.2, RFC 5280 4.1',
    filter: ['tls.handshake.certificate', 'bytes'],
  },
  Certificate: {
    means: 'Who the sender is, shown by certificates; between servers both ends show theirs.',
    source: 'RFC 2246 7.4.2',
  },
  'Certificate Request': {
    means: 'The server wants to see a certificate of the client, too: mutual TLS.',
    source: 'RFC 2246 7.4.4',
  },
  'Server Hello Done': { means: 'The server waits for the client.', source: 'RFC 2246 7.4.5' },
  'Client Key Exchange': {
    means: 'The secret from which both ends make the keys, readable only with the private key of the server.',
    source: 'RFC 2246 7.4.7',
  },
  'Certificate Verify': {
    means: 'Shows that the client has the private key of its certificate.',
    source: 'RFC 2246 7.4.8',
  },
  Finished: { means: 'Shows that both ends saw the same handshake.', source: 'RFC 2246 7.4.9' },
  'Handshake type': {
    means: 'Which message of the handshake follows.',
    source: 'RFC 2246 7.4',
    filter: ['tls.handshake.type', 'number'],
  },
  Length: {
    means: 'Bytes of this message.',
    source: 'RFC 2246 7.4',
    filter: ['tls.handshake.length', 'number'],
  },
  Version: {
    means: 'The newest version that the sender speaks, or the one that was chosen.',
    source: 'RFC 2246 7.4.1',
    filter: ['tls.handshake.version', 'number'],
  },
  Random: {
    means: 'Thirty-two bytes that go into the keys, so that no two sessions have the same.',
    source: 'RFC 2246 7.4.1',
    filter: ['tls.handshake.random', 'bytes'],
  },
  'Session ID length': {
    means: 'Bytes of the number of the session.',
    source: 'RFC 2246 7.4.1',
    filter: ['tls.handshake.session_id_length', 'number'],
  },
  'Session ID': {
    means: 'A number with which the client could take up this session again.',
    source: 'RFC 2246 7.4.1',
    filter: ['tls.handshake.session_id', 'bytes'],
  },
  'Cipher suites length': {
    means: 'Bytes of the list of suites.',
    source: 'RFC 2246 7.4.1.2',
    filter: ['tls.handshake.cipher_suites_length', 'number'],
  },
  'Cipher suite': {
    means: 'A way of exchanging keys, encrypting and signing; the client offers some, the server takes one.',
    source: 'RFC 2246 A.5, RFC 3268',
    filter: ['tls.handshake.ciphersuite', 'number'],
  },
  'Compression methods length': {
    means: 'Bytes of the list of methods.',
    source: 'RFC 2246 7.4.1.2',
    filter: ['tls.handshake.comp_methods_length', 'number'],
  },
  'Compression method': { means: 'How data are made shorter first: not at all.', source: 'RFC 2246 7.4.1.2' },
  'Extensions length': {
    means: 'Bytes of the extensions.',
    source: 'RFC 3546 2.3',
    filter: ['tls.handshake.extensions_length', 'number'],
  },
  Extension: {
    means: 'Which extension follows: 0 names the server that is meant.',
    source: 'RFC 3546 2.3',
    filter: ['tls.handshake.extension.type', 'number'],
  },
  'Extension length': {
    means: 'Bytes of the extension.',
    source: 'RFC 3546 2.3',
    filter: ['tls.handshake.extension.len', 'number'],
  },
  'Server names length': {
    means: 'Bytes of the list of names.',
    source: 'RFC 3546 3.1',
    filter: ['tls.handshake.extensions_server_name_list_len', 'number'],
  },
  'Name type': {
    means: '0 is the name of a host.',
    source: 'RFC 3546 3.1',
    filter: ['tls.handshake.extensions_server_name_type', 'number'],
  },
  'Server name length': {
    means: 'Bytes of the name.',
    source: 'RFC 3546 3.1',
    filter: ['tls.handshake.extensions_server_name_len', 'number'],
  },
  'Server name': {
    means: 'The host that the client wants; a server with several chooses its certificate by it.',
    source: 'RFC 3546 3.1',
    filter: ['tls.handshake.extensions_server_name', 'text'],
  },
  'Certificates length': {
    means: 'Bytes of the whole chain.',
    source: 'RFC 2246 7.4.2',
    filter: ['tls.handshake.certificates_length', 'number'],
  },
  'Certificate length': {
    means: 'Bytes of the certificate that follows.',
    source: 'RFC 2246 7.4.2',
    filter: ['tls.handshake.certificate_length', 'number'],
  },
  'Certificate types count': {
    means: 'How many kinds of certificates will do.',
    source: 'RFC 2246 7.4.4',
    filter: ['tls.handshake.cert_types_count', 'number'],
  },
  'Certificate type': {
    means: 'A kind of certificate that will do: 1 signs with RSA.',
    source: 'RFC 2246 7.4.4',
    filter: ['tls.handshake.cert_type', 'number'],
  },
  'Authorities length': {
    means: 'Bytes of the list of names.',
    source: 'RFC 2246 7.4.4',
    filter: ['tls.handshake.dnames_len', 'number'],
  },
  'Authority length': {
    means: 'Bytes of the name.',
    source: 'RFC 2246 7.4.4',
    filter: ['tls.handshake.dname_len', 'number'],
  },
  Authority: {
    means: 'An authority whose certificates the server trusts.',
    source: 'RFC 2246 7.4.4, RFC 5280 4.1.2.4',
  },
  'Encrypted pre-master secret length': {
    means: 'Bytes of the secret as it is encrypted.',
    source: 'RFC 2246 7.4.7.1',
    filter: ['tls.handshake.epms_len', 'number'],
  },
  'Encrypted pre-master secret': {
    means: 'The secret, encrypted with the public key of the certificate.',
    source: 'RFC 2246 7.4.7.1',
    filter: ['tls.handshake.epms', 'bytes'],
  },
  'Signature length': {
    means: 'Bytes of the signature.',
    source: 'RFC 2246 7.4.8',
    filter: ['tls.handshake.client_cert_vrfy.sig_len', 'number'],
  },
  Signature: {
    means: 'The signature over all messages of the handshake so far.',
    source: 'RFC 2246 7.4.8',
    filter: ['tls.handshake.client_cert_vrfy.sig', 'bytes'],
  },
};
