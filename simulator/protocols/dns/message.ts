import type { Address } from '../../model/address.ts';
import type { Message } from '../../model/packet.ts';

/** RFC 1035 3.2.2, RFC 2782, RFC 3596, RFC 6891 */
export const RecordType = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  OPT: 41,
} as const;

/** What a question asks for; a type without a name here is written as RFC 3597 5 has it: "TYPE65". */
export type QuestionType = keyof typeof RecordType | `TYPE${number}`;

interface Shared {
  /** Labels with dots between; a dot or a strange byte in a label as RFC 1035 5.1 writes it: "\.", "\009". */
  readonly name: string;
  /** Seconds. */
  readonly ttl: number;
}

/** A resource record of the class IN (RFC 1035 3.2 and 3.3, RFC 2782, RFC 3596), an OPT (RFC 6891), or any other. */
export type DnsRecord =
  | (Shared & { readonly type: 'A'; readonly address: Address })
  | (Shared & { readonly type: 'NS' | 'CNAME' | 'PTR'; readonly target: string })
  | (Shared & {
      readonly type: 'SOA';
      readonly primary: string;
      readonly mailbox: string;
      readonly serial: number;
      /** Seconds, all four. */
      readonly refresh: number;
      readonly retry: number;
      readonly expire: number;
      readonly minimum: number;
    })
  | (Shared & { readonly type: 'MX'; readonly preference: number; readonly target: string })
  /** Each string's bytes as characters. */
  | (Shared & { readonly type: 'TXT'; readonly strings: readonly string[] })
  /** Sixteen bytes in hexadecimal. */
  | (Shared & { readonly type: 'AAAA'; readonly address: string })
  | (Shared & {
      readonly type: 'SRV';
      readonly priority: number;
      readonly weight: number;
      readonly port: number;
      readonly target: string;
    })
  /** `ttl` holds the extended return code, version and flags; `data` the options, in hexadecimal. */
  | (Shared & { readonly type: 'OPT'; readonly payload: number; readonly data: string })
  /** Data in hexadecimal: what has another type or class, or is not made as its type says. */
  | (Shared & {
      readonly type: 'unknown';
      readonly number: number;
      readonly class: number;
      readonly data: string;
    });

/** A query or an answer, with one question (RFC 9619 4). */
export interface DnsMessage extends Message {
  readonly protocol: 'dns';
  readonly id: number;
  readonly response: boolean;
  /** 0 is a standard query. */
  readonly opcode: number;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly recursionDesired: boolean;
  readonly recursionAvailable: boolean;
  /** Z, AD and CD as they stand beside each other (RFC 4035 3.1.6). */
  readonly security: number;
  readonly rcode: number;
  /** `class` only where it is not IN. */
  readonly question: { readonly name: string; readonly type: QuestionType; readonly class?: number };
  readonly answers: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
  readonly additional: readonly DnsRecord[];
  /** Which names are written as pointers to earlier ones; left out: all but those of SRV, as RFC 2782 wants it. */
  readonly compression?: Compression;
}

export type Compression = 'none' | 'owners' | 'all';

/** A query as resolvers of the time send it (RFC 1035 4.1.1). */
export function dnsQuery(id: number, question: DnsMessage['question']): DnsMessage {
  return {
    protocol: 'dns',
    id,
    response: false,
    opcode: 0,
    authoritative: false,
    truncated: false,
    recursionDesired: true,
    recursionAvailable: false,
    security: 0,
    rcode: Rcode.noError,
    question,
    answers: [],
    authority: [],
    additional: [],
  };
}

/** Is it a DNS message? What comes to a port may be anything. */
export function isDns(message: Message): message is DnsMessage {
  return message.protocol === 'dns';
}

/** RFC 1035 4.1.1 */
export const Rcode = { noError: 0, serverFailure: 2, nameError: 3 } as const;
