import { inRange } from '../../model/address.ts';
import type { Message, Packet } from '../../model/packet.ts';
import { Protocol } from '../../model/packet.ts';
import type { Inspection } from '../../model/policy.ts';

/** The bytes of a message, as they travel. */
export type BytesOf = (message: Message) => Uint8Array;

/** Content types of TLS records: change cipher spec, alert, handshake, application data (RFC 5246 6.2.1). */
const FIRST_RECORD = 20;
const LAST_RECORD = 23;

/** "REGISTER sip:", "SIP/2.0 200": how messages of SIP begin (RFC 3261 7). */
const SIP = /^(?:SIP\/2\.0 |[A-Z]{3,16} sips?:)/;

/**
 * Looks into TCP connections to some ports: whether what is said there is what the port is for. Each message is judged
 * by its first bytes; a handshake that only looks like TLS passes, what follows it does not.
 */
export class Inspector {
  readonly #inspections: readonly Inspection[];
  readonly #bytesOf: BytesOf;

  constructor(inspections: readonly Inspection[], bytesOf: BytesOf) {
    this.#inspections = inspections;
    this.#bytesOf = bytesOf;
  }

  get active(): boolean {
    return this.#inspections.length > 0;
  }

  /**
   * What finds the packet's content wrong.
   * @param server the end to which the connection was opened, by its address inside
   * @returns null when nothing does
   */
  refuses(packet: Packet, server: { readonly dst: number; readonly dport: number }): Inspection | null {
    const { protocol, payload } = packet;
    if (protocol !== Protocol.tcp || payload?.offset !== 0 || payload.length === 0) return null;
    for (const one of this.#inspections)
      if (
        one.ports.some((range) => inRange(range, server.dport)) &&
        one.destinations.some((range) => inRange(range, server.dst)) &&
        !fits(one.kind, this.#bytesOf(payload.message))
      )
        return one;
    return null;
  }
}

function fits(kind: Inspection['kind'], bytes: Uint8Array): boolean {
  if (kind === 'tls')
    return bytes.length >= 5 && bytes[0]! >= FIRST_RECORD && bytes[0]! <= LAST_RECORD && bytes[1] === 3;
  return SIP.test(String.fromCharCode(...bytes.subarray(0, 24)));
}
