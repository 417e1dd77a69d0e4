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
      /** The name that the server is called by (RFC 3546 3.1), or null. */
      readonly serverName: string | null;
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
  /** `secret`: the pre-master secret encrypted for the server, hexadecimal; known once it is sealed. */
  | { readonly type: 'client-key-exchange'; readonly secret?: string }
  /** `signature`: hexadecimal; known once it is sealed. */
  | { readonly type: 'certificate-verify'; readonly signature?: string }
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

/** A record as it travels once keys are agreed: nobody sees what it holds. */
export interface EncryptedRecord {
  readonly type: 'encrypted';
  readonly of: 'handshake' | 'alert' | 'application-data';
  readonly fragment: Uint8Array;
}

/** RFC 2246 6.2. What is to be encrypted (Finished, some alerts, application data) is so by a `SessionSealer`. */
export type TlsRecord =
  | EncryptedRecord
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
  /**
   * The session that they belong to (its client's random), and who sends them: what they are encrypted with hangs on
   * both. Null for records outside of a connection, and for those that were read.
   */
  readonly session: { readonly id: string; readonly from: 'client' | 'server' } | null;
  readonly records: readonly TlsRecord[];
}
