/** A certificate revocation list, as far as anyone here looks at it (RFC 5280 5). */
export interface RevocationList {
  readonly issuer: string;
  /** Seconds for which it may be used. */
  readonly life_s: number;
  /** Serial numbers, hexadecimal. */
  readonly revoked: readonly string[];
}

export const CRL_TYPE = 'application/pkix-crl';

/** The list as the body of an HTTP answer. A text in place of DER: simplified. */
export function writeList({ issuer, life_s, revoked }: RevocationList): string {
  return ['Certificate Revocation List', issuer, String(life_s), ...revoked, ''].join('\n');
}

/** Reads such a body; null when it is none. */
export function readList(body: string): RevocationList | null {
  const [title, issuer, life, ...serials] = body.split('\n');
  const life_s = Number(life);
  if (title !== 'Certificate Revocation List' || issuer === undefined || !(life_s >= 0)) return null;
  return { issuer, life_s, revoked: serials.filter((one) => /^[0-9a-f]+$/i.test(one)) };
}
