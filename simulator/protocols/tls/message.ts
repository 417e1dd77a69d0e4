import type { Message } from '../../model/packet.ts';
import type { Certificate } from './certificate.ts';

/** RFC 2246 7.4 */
export type HandshakeMessage =
  | {
      readonly type: 'client-hello';
      /** 32 bytes, hexadecimal. */
      readonly random: string;
      readonly sessionId: string;
      readonly cipherSuites: readonly number[];
    }
  | {
      readonly type: 'server-hello';
      readonly random: string;
      readonly sessionId: string;
      readonly cipherSuite: number;
    }
  | { readonly type: 'certificate'; readonly chain: readonly Certificate[] }
  | { readonly type: 'certificate-request'; readonly authorities: readonly string[] }
  | { readonly type: 'server-hello-done' }
  | { readonly type: 'client-key-exchange' }
  | { readonly type: 'certificate-verify' }
  | { readonly type: 'finished' };

/** RFC 2246 7.2 */
export const ALERTS = {
  close_notify: 0,
  handshake_failure: 40,
  bad_certificate: 42,
  certificate_revoked: 44,
  certificate_expired: 45,
  certificate_unknown: 46,
  unknown_ca: 48,
  protocol_version: 70,
} as const;

export type AlertDescription = keyof typeof ALERTS;

/** RFC 2246 6.2 */
export type TlsRecord =
  | { readonly type: 'handshake'; readonly messages: readonly HandshakeMessage[] }
  | { readonly type: 'change-cipher-spec' }
  | {
      readonly type: 'alert';
      readonly level: 'warning' | 'fatal';
      readonly description: AlertDescription;
      readonly encrypted: boolean;
    }
  /** `size`: bytes of the content before encryption. */
  | { readonly type: 'application-data'; readonly content: Message; readonly size: number };

/** The records that are written in one go. */
export interface TlsMessage extends Message {
  readonly protocol: 'tls';
  readonly records: readonly TlsRecord[];
}
