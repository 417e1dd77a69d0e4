import type { FiveTuple, Message, Payload } from './packet.ts';

/** What an ICMP error tells of the packet that it is about, as that looked where it was stopped (RFC 792). */
export interface QuotedPacket extends FiveTuple {
  /** Bytes of the whole IP packet, and the number in its identification field. */
  readonly length: number;
  readonly identification: number;
  /** TCP only, else 0. */
  readonly seq: number;
  /** What it carried, of which the checksum is made when bytes are; read from bytes it is the checksum. */
  readonly carried: Payload | { readonly checksum: number } | null;
  /** Of its IP header; left out where they are as this model's hosts send them. */
  readonly service?: number;
  readonly fragment?: number;
  readonly timeToLive?: number;
  /** What others quote beyond eight bytes of data, in hexadecimal. */
  readonly more?: string;
}

/**
 * What an ICMP packet says besides its type, code and identifier, which stand in the packet as ports do: `sport` is the
 * identifier of a question (RFC 792), `dport` is type * 256 + code.
 */
export interface IcmpError extends Message {
  readonly protocol: 'icmp';
  readonly quoted: QuotedPacket;
}

export const IcmpType = {
  echoReply: 0,
  unreachable: 3,
  sourceQuench: 4,
  redirect: 5,
  echo: 8,
  timeExceeded: 11,
  parameterProblem: 12,
  timestamp: 13,
  timestampReply: 14,
  information: 15,
  informationReply: 16,
  addressMask: 17,
  addressMaskReply: 18,
} as const;

/** Codes of "destination unreachable" (RFC 792, RFC 1812 5.2.7.1). */
export const UnreachableCode = { network: 0, host: 1, port: 3, prohibited: 13 } as const;

/** Which type answers a question, and the other way round; -1 where there is no such pair. */
const COUNTERPART = Int8Array.from({ length: 256 }, () => -1);
for (const [question, answer] of [
  [IcmpType.echo, IcmpType.echoReply],
  [IcmpType.timestamp, IcmpType.timestampReply],
  [IcmpType.information, IcmpType.informationReply],
  [IcmpType.addressMask, IcmpType.addressMaskReply],
] as const) {
  COUNTERPART[question] = answer;
  COUNTERPART[answer] = question;
}

/** Type and code of the answer to an ICMP packet (or of the question that it answers), or -1 when there is none. */
export function icmpCounterpart(typeAndCode: number): number {
  const other = COUNTERPART[typeAndCode >>> 8]!;
  return other < 0 ? -1 : other * 256 + (typeAndCode & 255);
}

/** Does this type ask something, so that it can begin a conversation? */
export function isIcmpQuestion(typeAndCode: number): boolean {
  const type = typeAndCode >>> 8;
  return type === IcmpType.echo || type === 13 || type === 15 || type === 17;
}

/** Does it say that trying again is of no use: protocol or port unreachable, fragmentation needed (RFC 1122 3.2.2.1)? */
export function isHardError(typeAndCode: number): boolean {
  const code = typeAndCode & 255;
  return typeAndCode >>> 8 === IcmpType.unreachable && code >= 2 && code <= 4;
}

/** Is this type about another packet, which it quotes? */
export function isIcmpError(typeAndCode: number): boolean {
  const type = typeAndCode >>> 8;
  return type === 3 || type === 4 || type === 5 || type === 11 || type === 12;
}
