import { decodeBase64, encodeBase64 } from '../protocols/codec/base64.ts';
import type { Certificate } from '../protocols/tls/certificate.ts';
import { tlsCodec } from '../protocols/tls/codec.ts';
import type { Random } from '../kernel/random.ts';
import type { HandshakeMessage, TlsMessage, TlsRecord } from '../protocols/tls/message.ts';
import { write } from '../protocols/registry.ts';

/*
 * TLS-DSK ([MS-SIPAE]): a TLS handshake whose records travel as gssapi-data in SIP headers. The client proves by its
 * certificate who it is, so that nobody types a password.
 */

const CIPHER_SUITE = 0x002f;

/** Records as gssapi-data. */
function dskData(records: readonly TlsRecord[]): string {
  const message: TlsMessage = { protocol: 'tls', records };
  let text = '';
  for (const byte of write(message).result()) text += String.fromCharCode(byte);
  return encodeBase64(text);
}

/** A client's first round: its hello. */
export function helloData(random: Random): string {
  const hello: HandshakeMessage = {
    type: 'client-hello',
    random: random.hex(64),
    sessionId: '',
    cipherSuites: [CIPHER_SUITE],
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
  return dskData([
    {
      type: 'handshake',
      messages: [
        { type: 'certificate', chain: [certificate] },
        { type: 'client-key-exchange' },
        { type: 'certificate-verify' },
      ],
    },
    { type: 'change-cipher-spec' },
    { type: 'handshake', messages: [{ type: 'finished' }] },
  ]);
}

/** The certificate that a client shows in its gssapi-data; null when there is none. */
export function certificateIn(data: string): Certificate | null {
  const bytes = Uint8Array.from(decodeBase64(data), (character) => character.charCodeAt(0));
  try {
    for (const record of tlsCodec.read(bytes).records)
      if (record.type === 'handshake')
        for (const message of record.messages)
          if (message.type === 'certificate') return message.chain[0] ?? null;
  } catch {
    // Whatever is no handshake proves nothing.
  }
  return null;
}
