import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { decodeBase64Bytes, encodeBase64Bytes } from '../codec/base64.ts';
import { toHex, fromHex } from '../codec/hex.ts';
import { encodeUtf8 } from '../codec/utf8.ts';

/** What a client shows to the A/V Edge ([MS-AVEDGEA] 2.2). */
export interface RelayCredentials {
  readonly username: string;
  readonly password: string;
}

/** The realm of the A/V Edge (assumption: "rtcmedia" was seen in traces). */
export const REALM = 'rtcmedia';

/**
 * Makes credentials that any server with the same secret can check without having seen them (assumption: how Microsoft
 * makes them is not documented; that all nodes of a pool accept them is).
 * @param secret key that the authentication service and the A/V Edge share, in hexadecimal
 * @param expires milliseconds since 1970
 * @param salt hexadecimal, so that no two are alike
 */
export function issueCredentials(secret: string, expires: number, salt: string): RelayCredentials {
  const username = encodeBase64Bytes(fromHex(expires.toString(16).padStart(16, '0') + salt));
  return { username, password: passwordOf(secret, username) };
}

/** The password that belongs to a user name. */
export function passwordOf(secret: string, username: string): string {
  return encodeBase64Bytes(hmac(sha1, fromHex(secret), encodeUtf8(username)));
}

/** Until when a user name is good, in milliseconds since 1970; null when it is none that we gave out. */
export function expiryOf(username: string): number | null {
  const bytes = decodeBase64Bytes(username);
  if (bytes.length < 8 || encodeBase64Bytes(bytes) !== username) return null;
  return parseInt(toHex(bytes.subarray(0, 8)), 16);
}
