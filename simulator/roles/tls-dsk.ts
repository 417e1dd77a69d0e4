import { decodeBase64Bytes, encodeBase64Bytes } from '../protocols/codec/base64.ts';
import { fromHex } from '../protocols/codec/hex.ts';
import type { Certificate } from '../protocols/tls/certificate.ts';
import { tlsCodec } from '../protocols/tls/codec.ts';
import { RSA } from '../protocols/tls/handshake.ts';
import { Random } from '../kernel/random.ts';
import type { HandshakeMessage, TlsMessage, TlsRecord } from '../protocols/tls/message.ts';
import { write } from '../protocols/registry.ts';

/*
 * TLS-DSK ([MS-SIPAE]): a TLS handshake whose records travel as gssapi-data in SIP headers. The client proves by its
 * certificate who it is, so that nobody types a password.
 */

const CIPHER_SUITE = 0x002f;
/** Bytes of an encrypted Finished message (RFC 2246 7.4.9, 6.2.3.2). */
const FINISHED = 48;

/** Records as gssapi-data. */
function dskData(records: readonly TlsRecord[]): string {
  const message: TlsMessage = { protocol: 'tls', session: null, records };
  return encodeBase64Bytes(write(message).result());
}

/** A client's first round: its hello. */
export function helloData(random: Random): string {
  const hello: HandshakeMessage = {
    type: 'client-hello',
    random: random.hex(64),
    sessionId: '',
    cipherSuites: [CIPHER_SUITE],
    serverName: null,
  };
  return dskData([{ type: 'handshake', messages: [hello] }]);
}

/** The server's answer: its own certificate, and that it wants one. */
export function requestData(random: Random, own: Certificate): string {
  return dskData([
    {
      type: 'handshake',
      messages: [
        { type: 'server-hello', random: random.hex(64), sessionId: '', cipherSuite: CIPHER_SUITE },
        { type: 'certificate', chain: [own] },
        { type: 'certificate-request', authorities: [] },
        { type: 'server-hello-done' },
      ],
    },
  ]);
}

/** A client's second round: its certificate, and the proof that it is its own. */
export function certificateData(certificate: Certificate): string {
  // What its key pair would make: filler of its length, the same each time.
  const filler = new Random(0, certificate.key);
  return dskData([
    {
      type: 'handshake',
      messages: [
        { type: 'certificate', chain: [certificate] },
        { type: 'client-key-exchange', secret: filler.hex(2 * RSA) },
        { type: 'certificate-verify', signature: filler.hex(2 * RSA) },
      ],
    },
    { type: 'change-cipher-spec' },
    { type: 'encrypted', of: 'handshake', fragment: fromHex(filler.hex(2 * FINISHED)) },
  ]);
}

/** The certificate that a client shows in its gssapi-data; null when there is none. */
export function certificateIn(data: string): Certificate | null {
  try {
    for (const record of tlsCodec.read(decodeBase64Bytes(data)).records)
      if (record.type === 'handshake')
        for (const message of record.messages)
          if (message.type === 'certificate') return message.chain[0] ?? null;
  } catch {
    // Whatever is no handshake proves nothing.
  }
  return null;
}
