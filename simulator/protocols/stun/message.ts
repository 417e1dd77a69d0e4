import type { Address } from '../../model/address.ts';
import type { Message } from '../../model/packet.ts';

/** An address with a port, as STUN attributes carry it. */
export interface TransportAddress {
  readonly address: Address;
  readonly port: number;
}

/**
 * How the bytes are written:
 * - rfc5389: cookie in the transaction id, attributes padded to four bytes, FINGERPRINT; connectivity checks since 2007 R2;
 * - rfc3489: none of these; the checks of OCS 2007 ([MS-ICE]);
 * - ms-turn: Microsoft's cookie as the first attribute, no padding, NONCE and REALM with swapped numbers ([MS-TURN] 2.2).
 */
export type StunDialect = 'rfc5389' | 'rfc3489' | 'ms-turn';

export type StunMethod =
  | 'binding'
  | 'shared-secret'
  | 'allocate'
  | 'refresh'
  | 'send'
  | 'data'
  | 'set-active-destination'
  | 'create-permission'
  | 'channel-bind'
  | 'connect'
  | 'connection-bind'
  | 'connection-attempt';
export type StunClass = 'request' | 'indication' | 'response' | 'error';

/**
 * MESSAGE-INTEGRITY. The sender says with which key it signs; the bytes of the HMAC are made when somebody looks, and
 * two ends agree when their keys do. Read from bytes it is the HMAC itself.
 */
export type Integrity =
  /** Short-term: the password's characters. Long-term: the MD5 of [MS-TURN] 3.1.3, in hexadecimal. */
  { readonly key: string; readonly term: 'short' | 'long' } | { readonly mac: string };

/** Attributes by name; written in the order of `attributes.ts`. */
export interface StunAttributes {
  readonly version?: number;
  readonly mapped?: TransportAddress;
  readonly xorMapped?: TransportAddress;
  readonly username?: string;
  readonly error?: { readonly code: number; readonly reason: string };
  readonly realm?: string;
  readonly nonce?: string;
  /** Seconds. */
  readonly lifetime?: number;
  /** kbit/s */
  readonly bandwidth?: number;
  readonly alternateServer?: TransportAddress;
  readonly destination?: TransportAddress;
  readonly remote?: TransportAddress;
  /** RFC 5766 14: whom it is about, the relayed address, the protocol to be relayed (17: UDP), and a channel's number. */
  readonly peer?: TransportAddress;
  readonly relayed?: TransportAddress;
  readonly transport?: number;
  readonly channel?: number;
  readonly data?: Message;
  readonly priority?: number;
  readonly useCandidate?: true;
  /** Tie-breakers of 64 bits, in hexadecimal. */
  readonly controlling?: string;
  readonly controlled?: string;
  /** Foundation of the candidate that the check comes from ([MS-ICE2] 0x8054). */
  readonly candidate?: string;
  /** [MS-ICE2] 0x8070 */
  readonly implementation?: number;
  readonly quality?: { readonly stream: number; readonly quality: number };
  readonly sequence?: { readonly connection: string; readonly number: number };
  readonly software?: string;
  /** Attributes that this model does not know, or that hold what it does not (an IPv6 address). */
  readonly others?: readonly { readonly type: number; readonly bytes: string }[];
}

/** STUN (RFC 5389, RFC 3489) and MS-TURN share one form. */
export interface StunMessage extends Message {
  readonly protocol: 'stun';
  readonly dialect: StunDialect;
  readonly method: StunMethod;
  readonly kind: StunClass;
  /** Sixteen bytes in hexadecimal; with rfc5389 the first four are the cookie. */
  readonly transaction: string;
  readonly attributes: StunAttributes;
  readonly integrity: Integrity | null;
  /** All attributes as they stood, where they were read and would not be written so: order, padding, repetitions. */
  readonly asRead?: readonly StunSlot[];
}

/** One attribute as it stands in the bytes: its number, value and padding, in hexadecimal. */
export interface StunSlot {
  readonly type: number;
  readonly value: string;
  readonly padding: string;
}

export const COOKIE = '2112a442';

/** Is it STUN? What comes to a port may be anything. */
export function isStun(message: Message): message is StunMessage {
  return message.protocol === 'stun';
}

/** Was it signed with this key? */
export function isSignedWith({ integrity }: StunMessage, key: string): boolean {
  return integrity !== null && 'key' in integrity && integrity.key === key;
}

/** Error codes that this model's servers answer with ([MS-TURN] 2.2.2.9; RFC 5389 15.6; RFC 5245 21). */
export const STUN_ERRORS: Readonly<Record<number, string>> = {
  300: 'Try Alternate',
  400: 'Bad Request',
  401: 'Unauthorized',
  420: 'Unknown Attribute',
  430: 'Stale Credentials',
  431: 'Integrity Check Failure',
  432: 'Missing Username',
  434: 'Missing Realm',
  435: 'Missing Nonce',
  436: 'Unknown User',
  437: 'Allocation Mismatch',
  438: 'Stale Nonce',
  486: 'Allocation Quota Reached',
  487: 'Role Conflict',
  500: 'Server Error',
  508: 'Insufficient Port Capacity',
};

/** The error attribute of a code. */
export function stunError(code: number): { code: number; reason: string } {
  return { code, reason: STUN_ERRORS[code] ?? 'Unknown' };
}
