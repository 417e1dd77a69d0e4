import { decodeBase64, encodeBase64 } from '../protocols/codec/base64.ts';
import type { Certificate } from '../protocols/tls/certificate.ts';
import { tlsCodec } from '../protocols/tls/codec.ts';
import type { TlsMessage, TlsRecord } from '../protocols/tls/message.ts';
import { write } from '../protocols/registry.ts';

/*
 * TLS-DSK ([MS-SIPAE]): a TLS handshake whose records travel as gssapi-data in SIP headers. The client proves by its
 * certificate who it is, so that nobody types a password.
 */

/** Records as gssapi-data. */
export function dskData(records: readonly TlsRecord[]): string {
  const message: TlsMessage = { protocol: 'tls', records };
  let text = '';
  for (const byte of write(message).result()) text += String.fromCharCode(byte);
  return encodeBase64(text);
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
