import type { Address } from '../../model/address.ts';
import type { Message } from '../../model/packet.ts';

/** A resource record (RFC 1035 3.2, RFC 2782). */
export type DnsRecord =
  | { readonly name: string; readonly type: 'A'; readonly ttl: number; readonly address: Address }
  | {
      readonly name: string;
      readonly type: 'SRV';
      readonly ttl: number;
      readonly priority: number;
      readonly weight: number;
      readonly port: number;
      readonly target: string;
    }
  | { readonly name: string; readonly type: 'CNAME'; readonly ttl: number; readonly target: string };

/** A query or an answer. Left out on purpose: more than one question, authority records, EDNS. */
export interface DnsMessage extends Message {
  readonly protocol: 'dns';
  readonly id: number;
  readonly response: boolean;
  readonly recursionDesired: boolean;
  readonly truncated: boolean;
  readonly rcode: number;
  readonly question: { readonly name: string; readonly type: DnsRecord['type'] };
  readonly answers: readonly DnsRecord[];
  readonly additional: readonly DnsRecord[];
}

/** Is it a DNS message? What comes to a port may be anything. */
export function isDns(message: Message): message is DnsMessage {
  return message.protocol === 'dns';
}

/** RFC 1035 4.1.1 */
export const Rcode = { noError: 0, serverFailure: 2, nameError: 3 } as const;

/** RFC 1035 3.2.2, RFC 2782 */
export const RecordType = { A: 1, CNAME: 5, SRV: 33 } as const;
