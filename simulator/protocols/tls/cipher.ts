import { cbc } from '@noble/ciphers/aes.js';
import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { encodeUtf8 } from '../codec/utf8.ts';

/*
 * The cryptography of TLS 1.0 with TLS_RSA_WITH_AES_128_CBC_SHA (RFC 2246 5, 6; RFC 3268).
 */

/** HMAC-SHA1, and AES-128-CBC's block and key. */
export const MAC = 20;
export const BLOCK = 16;
const KEY = 16;
const MASTER_SECRET = 48;

/** Length of a fragment after MAC and padding; TLS 1.0 has no explicit IV (RFC 2246 6.2.3.2). */
export function cipherSize(plain: number): number {
  return Math.floor((plain + MAC) / BLOCK) * BLOCK + BLOCK;
}

/**
 * The pseudo-random function (RFC 2246 5): half of the secret with MD5, half with SHA-1, mixed.
 * @returns `length` bytes
 */
export function prf(secret: Uint8Array, label: string, seed: Uint8Array, length: number): Uint8Array {
  const half = Math.ceil(secret.length / 2);
  const text = join(encodeUtf8(label), seed);
  const out = expand(md5, secret.subarray(0, half), text, length);
  const other = expand(sha1, secret.subarray(secret.length - half), text, length);
  for (let i = 0; i < length; i++) out[i]! ^= other[i]!;
  return out;
}

/** P_hash (RFC 2246 5). */
function expand(hash: typeof sha1, secret: Uint8Array, seed: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let link = seed;
  for (let at = 0; at < length;) {
    link = hmac(hash, secret, link);
    const part = hmac(hash, secret, join(link, seed));
    out.set(part.subarray(0, length - at), at);
    at += part.length;
  }
  return out;
}

/** The master secret (RFC 2246 8.1). Randoms are 32 bytes each. */
export function masterSecret(
  preMaster: Uint8Array,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
): Uint8Array {
  return prf(preMaster, 'master secret', join(clientRandom, serverRandom), MASTER_SECRET);
}

/** The content of a Finished message (RFC 2246 7.4.9): 12 bytes. `handshake`: MD5 and SHA-1 of all messages before. */
export function verifyData(master: Uint8Array, from: 'client' | 'server', handshake: Uint8Array): Uint8Array {
  return prf(master, `${from} finished`, handshake, 12);
}

/** What one side encrypts with (RFC 2246 6.3). */
export interface WriteKeys {
  readonly mac: Uint8Array;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}

/**
 * The keys of both sides, cut from the key block (RFC 2246 6.3).
 * @param key bytes of an AES key: 16, or 32
 */
export function writeKeys(
  master: Uint8Array,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
  key = KEY,
): Readonly<Record<'client' | 'server', WriteKeys>> {
  const block = prf(master, 'key expansion', join(serverRandom, clientRandom), 2 * (MAC + key + BLOCK));
  const keys = (side: 0 | 1): WriteKeys => ({
    mac: block.subarray(side * MAC, (side + 1) * MAC),
    key: block.subarray(2 * MAC + side * key, 2 * MAC + (side + 1) * key),
    iv: block.subarray(2 * (MAC + key) + side * BLOCK, 2 * (MAC + key) + (side + 1) * BLOCK),
  });
  return { client: keys(0), server: keys(1) };
}

/**
 * Encrypts the records of one side, or decrypts them, one after the other: each takes the last block of the one before
 * as its vector (RFC 2246 6.2.3.2).
 */
export class RecordCipher {
  readonly #key: Uint8Array;
  readonly #mac: ReturnType<typeof hmac.create>;
  #iv: Uint8Array;
  #sequence = 0;

  constructor({ mac, key, iv }: WriteKeys) {
    this.#key = key;
    this.#mac = hmac.create(sha1, mac);
    this.#iv = iv;
  }

  /**
   * @param type the record's content type
   * @param plain its content
   * @returns the encrypted fragment: content, MAC and padding (RFC 2246 6.2.3.1, 6.2.3.2)
   */
  seal(type: number, plain: Uint8Array): Uint8Array {
    const padded = new Uint8Array(cipherSize(plain.length));
    padded.set(plain);
    padded.set(this.#authenticate(type, plain), plain.length);
    padded.fill(padded.length - plain.length - MAC - 1, plain.length + MAC);
    const sealed = cbc(this.#key, this.#iv, { disablePadding: true }).encrypt(padded);
    this.#iv = sealed.slice(-BLOCK);
    return sealed;
  }

  /**
   * @param type the record's content type
   * @param sealed an encrypted fragment
   * @returns its content; null when padding or MAC are wrong: other keys, or a record that is missing
   */
  open(type: number, sealed: Uint8Array): Uint8Array | null {
    if (sealed.length < cipherSize(0) || sealed.length % BLOCK !== 0) return null;
    const padded = cbc(this.#key, this.#iv, { disablePadding: true }).decrypt(sealed);
    this.#iv = sealed.slice(-BLOCK);
    const padding = padded.at(-1)!;
    const length = padded.length - padding - 1 - MAC;
    if (length < 0 || !padded.subarray(-padding - 1).every((byte) => byte === padding)) return null;
    const plain = padded.subarray(0, length);
    const mac = this.#authenticate(type, plain);
    return mac.every((byte, i) => byte === padded[length + i]) ? plain : null;
  }

  /** HMAC of sequence number, type, version, length and content (RFC 2246 6.2.3.1). */
  #authenticate(type: number, plain: Uint8Array): Uint8Array {
    const sequence = this.#sequence++;
    const head = new Uint8Array(13);
    for (let i = 0, rest = sequence; i < 6; i++, rest = Math.floor(rest / 256)) head[7 - i] = rest & 255;
    head[8] = type;
    head[9] = 3;
    head[10] = 1;
    head[11] = plain.length >>> 8;
    head[12] = plain.length;
    return this.#mac.clone().update(head).update(plain).digest();
  }
}

/** Two byte strings as one. */
export function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const out = new Uint8Array(first.length + second.length);
  out.set(first);
  out.set(second, first.length);
  return out;
}
