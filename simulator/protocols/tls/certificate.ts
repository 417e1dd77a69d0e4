/** An X.509 certificate, as far as anyone here looks at it. The key pair and the signature are filler of real length. */
export interface Certificate {
  /** Serial number, hexadecimal. */
  readonly serial: string;
  readonly subject: string;
  /** Subject alternative names. */
  readonly names: readonly string[];
  readonly issuer: string;
  /** Dates: 2011-03-01 or 2011-03-01T09:00:00Z. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** Where its revocation list is, or null. */
  readonly crl: string | null;
  /** Seed of the filler that stands for public key and signature, hexadecimal. */
  readonly key: string;
  /** Its bytes, where they were read and not made. */
  readonly der?: Uint8Array;
}
