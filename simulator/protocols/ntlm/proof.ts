import { hmac } from '@noble/hashes/hmac.js';
import { md5 } from '@noble/hashes/legacy.js';
import { remembered } from '../codec/remembered.ts';
import { md4 } from './md4.ts';

/** NTProofStr: what the password makes of challenge and client's data. */
export const PROOF = 16;

/** UTF-16, little-endian, as Windows writes text. */
export function utf16(text: string): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), true);
  return new Uint8Array(view.buffer);
}

/** What stands for a password (NTOWFv2, [MS-NLMP] 3.3.2). `domain` is empty where `user` is a UPN. */
export function responseKey(user: string, domain: string, password: string): Uint8Array {
  return keyed(JSON.stringify([user, domain, password]));
}

const keyed = remembered((text) => {
  const [user, domain, password] = JSON.parse(text) as [string, string, string];
  return hmac(md5, md4(utf16(password)), utf16(user.toUpperCase() + domain));
});

/**
 * The proof of a password (NTProofStr, [MS-NLMP] 3.3.2).
 * @param challenge the server's, 8 bytes
 * @param blob what the client adds: time, a challenge of its own, the server's names ([MS-NLMP] 2.2.2.7)
 */
export function ntProof(key: Uint8Array, challenge: Uint8Array, blob: Uint8Array): Uint8Array {
  return hmac.create(md5, key).update(challenge).update(blob).digest();
}
