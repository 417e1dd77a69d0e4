import type { Certificate } from './certificate.ts';
import type { AlertDescription } from './message.ts';

/** Why a certificate is refused: the reason, the alert that says so (RFC 2246 7.2.2), and half a sentence. */
export interface Distrust {
  readonly reason: 'name' | 'certificate';
  readonly alert: AlertDescription;
  readonly text: string;
}

/** Whoever knows whether a certificate was revoked; it may have to fetch a list first. */
export interface Revocation {
  /** `done` gets null when the certificate may be used. */
  check(certificate: Certificate, done: (distrust: Distrust | null) => void): void;
}

/**
 * Checks a certificate as a Windows host of the time would: issuer, dates, name.
 * @param expect the name that it must have; null when any will do (a server looks at its client's name later)
 * @param now milliseconds since 1970
 * @returns null when it is trusted
 */
export function judge(
  certificate: Certificate,
  expect: string | null,
  trusts: readonly string[],
  now: number,
): Distrust | null {
  if (!trusts.includes(certificate.issuer))
    return {
      reason: 'certificate',
      alert: 'unknown_ca',
      text: `its issuer "${certificate.issuer}" is not among the trusted ones`,
    };
  if (now < Date.parse(certificate.notBefore))
    return {
      reason: 'certificate',
      alert: 'bad_certificate',
      text: `it is valid only from ${day(certificate.notBefore)}`,
    };
  if (now > Date.parse(certificate.notAfter))
    return {
      reason: 'certificate',
      alert: 'certificate_expired',
      text: `it expired on ${day(certificate.notAfter)}`,
    };
  if (expect !== null && !hasName(certificate, expect))
    return { reason: 'name', alert: 'bad_certificate', text: `it is not for ${expect}` };
  return null;
}

/** Does the certificate name that host? Names are compared without case; "*" stands for one label (RFC 2818 3.1). */
export function hasName(certificate: Certificate, name: string): boolean {
  const wanted = name.toLowerCase();
  return [certificate.subject, ...certificate.names].some((one) => {
    const own = one.toLowerCase();
    return own === wanted || (own.startsWith('*.') && own.slice(1) === wanted.slice(wanted.indexOf('.')));
  });
}

function day(iso: string): string {
  return iso.slice(0, 10);
}
