import type { StunDialect } from './message.ts';

/** Numbers of attributes: RFC 5389 18.2, RFC 5245 19.1, [MS-TURN] 2.2.2, [MS-ICE2] 2.2.2. */
export const Attribute = {
  mapped: 0x0001,
  username: 0x0006,
  integrity: 0x0008,
  error: 0x0009,
  lifetime: 0x000d,
  alternateServer: 0x000e,
  magicCookie: 0x000f,
  bandwidth: 0x0010,
  destination: 0x0011,
  remote: 0x0012,
  data: 0x0013,
  xorMapped: 0x0020,
  priority: 0x0024,
  useCandidate: 0x0025,
  version: 0x8008,
  msXorMapped: 0x8020,
  software: 0x8022,
  fingerprint: 0x8028,
  controlled: 0x8029,
  controlling: 0x802a,
  sequence: 0x8050,
  candidate: 0x8054,
  quality: 0x8055,
  implementation: 0x8070,
} as const;

/** MAGIC-COOKIE, first in every message of MS-TURN ([MS-TURN] 2.2.2.1). */
export const MAGIC_COOKIE = 0x72c64bc6;

/** Realm and nonce have each other's numbers in MS-TURN ([MS-TURN] 2.2.2.13, 2.2.2.14). */
export function realmNumber(dialect: StunDialect): number {
  return dialect === 'rfc5389' ? 0x0014 : 0x0015;
}
export function nonceNumber(dialect: StunDialect): number {
  return dialect === 'rfc5389' ? 0x0015 : 0x0014;
}

/** What MS-VERSION says of a program ([MS-TURN] 2.2.2.17; the names are those of Wireshark). */
export const MS_VERSIONS: Readonly<Record<number, string>> = { 1: 'ICE', 2: 'MS-ICE2' };

/** Streams of MS-SERVICE-QUALITY ([MS-TURN] 2.2.2.19). */
export const STREAM_TYPES: Readonly<Record<number, string>> = { 1: 'audio', 2: 'video', 4: 'data' };
