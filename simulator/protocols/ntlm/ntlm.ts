import { hashText } from '../../kernel/hash.ts';
import { decodeBase64, encodeBase64 } from '../codec/base64.ts';

/*
 * NTLM inside SIP and HTTP headers ([MS-SIPAE], [MS-NTHT]): an empty gssapi-data asks, the server's holds a challenge, the client's next
 * one the proof. Simplified: the proof is our own hash of password and challenge in place of the NTLMv2 one, inside
 * messages of NTLMSSP's length and shape.
 */

/** Bytes of a plausible CHALLENGE_MESSAGE and AUTHENTICATE_MESSAGE around what matters. */
const CHALLENGE_LENGTH = 178;
const AUTHENTICATE_LENGTH = 342;

/** gssapi-data of the server's challenge. */
export function ntlmChallenge(challenge: string): string {
  return encodeBase64(`NTLMSSP\0\x02\0\0\0${challenge}`.padEnd(CHALLENGE_LENGTH, '\0'));
}

/** The challenge inside the server's gssapi-data. */
export function challengeOf(data: string): string {
  return decodeBase64(data).slice(12, 28);
}

/** gssapi-data that proves the knowledge of a password. */
export function ntlmResponse(user: string, password: string, challenge: string): string {
  const lanes = hashText(`${user}/${password}/${challenge}`);
  const proof = lanes.map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  return encodeBase64(`NTLMSSP\0\x03\0\0\0${proof}${user}`.padEnd(AUTHENTICATE_LENGTH, '\0'));
}

/** Parameters of an Authorization or WWW-Authenticate header: `NTLM qop="auth", opaque="12AB", ...`. */
export function authorization(value: string | undefined): Readonly<Record<string, string>> {
  const out: Record<string, string> = {};
  for (const match of (value ?? '').matchAll(/([A-Za-z-]+)=(?:"([^"]*)"|([^",\s]+))/g))
    out[match[1]!.toLowerCase()] = match[2] ?? match[3] ?? '';
  return out;
}

/** Who proves something in an AUTHENTICATE message; "" when it is none. */
export function ntlmUser(data: string): string {
  const text = decodeBase64(data);
  return text.startsWith('NTLMSSP\0\x03') ? text.slice(28).replace(/\0+$/, '') : '';
}
