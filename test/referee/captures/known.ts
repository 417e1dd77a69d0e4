import type { Field } from './rows.ts';

/** What Wireshark must see in a message of the lab. */
export interface Known {
  /** What it is, as figures are counted. */
  readonly kind: string;
  /** Protocols by Wireshark's names that must be among the frame's. */
  readonly names: readonly string[];
  /** Values of fields, in order; where several stand in no order of their own, sorted (`SORTED`). */
  readonly fields: Readonly<Partial<Record<Field, readonly string[]>>>;
  /** Why Wireshark cannot know it, or part of it; null when it can. */
  readonly unknown: string | null;
}

/** What Wireshark 4.0 has no way to know, and why. */
export const UNKNOWN = {
  framed: 'MS-TURN over TCP: no dissector knows its framing',
  media: 'RTP and RTCP over TCP (RFC 4571): known only by SDP, which ICE leaves without their ports',
  oldFramed: 'STUN of RFC 3489 over TCP (RFC 4571): its dissector wants no length before it',
  mixed:
    'STUN after RTP on one connection: the dissector of STUN over TCP has taken the RTP for the beginning of a message',
  srtcp: 'SRTCP: nothing behind the first header is to be read',
  psom: 'PSOM: no dissector',
  data: 'what a DATA attribute of MS-TURN carries: shown as data',
  keepAlive: 'a keep-alive of SIP: two ends of lines, no message',
  raw: 'bytes of no protocol',
} as const;

/** Fields whose values are compared without their order. */
export const SORTED: ReadonlySet<Field> = new Set<Field>([
  'stun.att.type',
  'classicstun.att.type',
  'classicstun.att.ipv4',
  'classicstun.att.port',
]);

export const NOTHING = { names: [], fields: {}, unknown: null };

/** A number as tshark shows those that are no amounts. */
export const hex = (value: number, digits: number) => `0x${value.toString(16).padStart(digits, '0')}`;
export const flag = (value: boolean) => (value ? '1' : '0');
