import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { encodeUtf8 } from '../codec/utf8.ts';
import { crc32 } from './crc32.ts';
import type { Integrity, StunDialect } from './message.ts';

/** RFC 5389 15.5 */
const FINGERPRINT_MASK = 0x5354554e;

/** The key of a long-term credential (RFC 5389 15.4, [MS-TURN] 3.1.3): MD5 of "user:realm:password", in hexadecimal. */
export function longTermKey(user: string, realm: string, password: string): string {
  return bytesToHex(md5(encodeUtf8(`${user}:${realm}:${password}`)));
}

/** The key's bytes. */
export function keyBytes({ key, term }: Extract<Integrity, { key: string }>): Uint8Array {
  return term === 'long' ? hexToBytes(key) : encodeUtf8(key);
}

/**
 * The HMAC of MESSAGE-INTEGRITY.
 * @param text the message up to the attribute, header and all; its length field is set here as the dialect wants it
 */
export function integrityMac(text: Uint8Array, dialect: StunDialect, key: Uint8Array): Uint8Array {
  // RFC 3489 11.2.8 and [MS-TURN]: the covered text is padded with zeros to a multiple of 64 bytes.
  const length = dialect === 'rfc5389' ? text.length : Math.ceil(text.length / 64) * 64;
  const covered = new Uint8Array(length);
  covered.set(text);
  setLength(covered, text.length - 20 + 24);
  return hmac(sha1, key, covered);
}

/**
 * The value of FINGERPRINT (RFC 5389 15.5).
 * @param text the message up to the attribute
 */
export function fingerprint(text: Uint8Array): number {
  const covered = Uint8Array.from(text);
  setLength(covered, text.length - 20 + 8);
  return (crc32(covered) ^ FINGERPRINT_MASK) >>> 0;
}

/** RFC 5389 6: the length counts what follows the header. */
function setLength(message: Uint8Array, length: number): void {
  message[2] = length >>> 8;
  message[3] = length;
}
