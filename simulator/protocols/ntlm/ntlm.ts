import type { Random } from '../../kernel/random.ts';
import { decodeBase64Bytes, encodeBase64Bytes } from '../codec/base64.ts';
import { concat } from '../codec/concat.ts';
import { fromHex } from '../codec/hex.ts';
import { remembered } from '../codec/remembered.ts';
import {
  OFFERS,
  readAuthenticate,
  readChallenge,
  writeAuthenticate,
  writeChallenge,
  writeNegotiate,
} from './messages.ts';
import { ntProof, PROOF, responseKey } from './proof.ts';
import type { Target } from './target.ts';
import { netbiosName, targetInfo, timeIn } from './target.ts';

/*
 * NTLM version 2 inside headers: as gssapi-data of SIP's ([MS-SIPAE]), where an empty one asks, and in HTTP's ([MS-NTHT]).
 */

/** Who proves, and by what. */
export interface Credentials {
  /** User principal name: "alice@contoso.com". */
  readonly user: string;
  readonly password: string;
  /** The computer that they sit at. */
  readonly workstation: string;
}

/** What a client over HTTP begins with: it asks for a challenge. */
export const NEGOTIATE = encodeBase64Bytes(writeNegotiate());

/**
 * A server's challenge, as headers carry it.
 * @param challenge 16 hexadecimal digits, never the same twice
 */
export function ntlmChallenge(over: keyof typeof OFFERS, challenge: string, target: Target): string {
  const message = { flags: OFFERS[over], challenge: fromHex(challenge), targetInfo: targetInfo(target) };
  return encodeBase64Bytes(writeChallenge(message, netbiosName(target.domain)));
}

/** Answers a challenge with the proof of a password; null when it is none. */
export function ntlmResponse(
  { user, password, workstation }: Credentials,
  data: string,
  random: Random,
): string | null {
  const asked = readChallenge(decodeBase64Bytes(data));
  if (!asked) return null;
  const blob = concat(
    BLOB_HEAD,
    timeIn(asked.targetInfo) ?? new Uint8Array(8),
    fromHex(random.hex(16)),
    RESERVED,
    asked.targetInfo,
    RESERVED,
  );
  const proof = ntProof(responseKey(user, '', password), asked.challenge, blob);
  return encodeBase64Bytes(
    writeAuthenticate({
      flags: asked.flags,
      ntResponse: concat(proof, blob),
      user,
      domain: '',
      workstation: netbiosName(workstation),
      // Any 16 bytes are the encryption of some key that was drawn; what it would sign is not modelled.
      sessionKey: fromHex(random.hex(32)),
    }),
  );
}

/** Response type 1, and that no other is understood ([MS-NLMP] 2.2.2.7). */
const BLOB_HEAD = [1, 1, 0, 0, 0, 0, 0, 0];
const RESERVED = [0, 0, 0, 0];

/** Who proves something: their user principal name; "" when it is no proof. */
export function ntlmUser(data: string): string {
  return readAuthenticate(decodeBase64Bytes(data))?.user ?? '';
}

/**
 * Does an answer to a challenge prove that somebody knows their password?
 * @param challenge 16 hexadecimal digits
 */
export function ntlmProves(
  data: string,
  { user, password }: Pick<Credentials, 'user' | 'password'>,
  challenge: string,
): boolean {
  const message = readAuthenticate(decodeBase64Bytes(data));
  if (!message || message.ntResponse.length <= PROOF) return false;
  const { domain, ntResponse } = message;
  const right = ntProof(responseKey(user, domain, password), fromHex(challenge), ntResponse.subarray(PROOF));
  return right.every((byte, i) => ntResponse[i] === byte);
}

/** Parameters of an Authorization or WWW-Authenticate header: `NTLM qop="auth", opaque="12AB", ...`. */
export function authorization(value = ''): Readonly<Record<string, string>> {
  return parameters(value);
}

const parameters = remembered((value) => {
  const out: Record<string, string> = {};
  for (const match of value.matchAll(/([A-Za-z-]+)=(?:"([^"]*)"|([^",\s]+))/g))
    out[match[1]!.toLowerCase()] = match[2] ?? match[3] ?? '';
  return out;
});
