import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { encodeUtf8 } from '../codec/utf8.ts';

/** RFC 2617 3.2.2.1 without qop: MD5(MD5(user:realm:password):nonce:MD5(method:uri)). */
export function digestResponse(
  user: string,
  realm: string,
  password: string,
  nonce: string,
  method: string,
  uri: string,
): string {
  const hash = (text: string) => bytesToHex(md5(encodeUtf8(text)));
  return hash(`${hash(`${user}:${realm}:${password}`)}:${nonce}:${hash(`${method}:${uri}`)}`);
}
