import type { FiveTuple } from '../../model/packet.ts';
import { ICMP_HEADER, IPV4_HEADER, Protocol, TCP_HEADER, UDP_HEADER } from '../../model/packet.ts';
import { DecodeError, Reader } from '../codec/reader.ts';

/** What the headers of a packet say. What is left out is as the simulated hosts have it. */
export interface Headers extends FiveTuple {
  /** Number in the IP header's identification field. */
  readonly identification: number;
  /** TCP only: the eight flags of RFC 793 3.1 and RFC 3168 6.1; else 0. */
  readonly flags: number;
  readonly seq: number;
  readonly ack: number;
  /** Differentiated services and congestion (RFC 2474, RFC 3168). */
  readonly service?: number;
  /** Flags and fragment offset as they stand in the header (RFC 791 3.1). */
  readonly fragment?: number;
  readonly timeToLive?: number;
  /** Options of the IP header, whole words. */
  readonly ipOptions?: Uint8Array;
  /** TCP: as it stands in the header, not scaled. */
  readonly window?: number;
  readonly urgent?: number;
  /** Options of the TCP header, whole words. */
  readonly tcpOptions?: Uint8Array;
  /** ICMP: the last two bytes of the header, a sequence number where it is a question or an answer (RFC 792). */
  readonly sequence?: number;
}

/**
 * Reads the headers of an IPv4 packet to the last field, except lengths and checksums.
 * @param bytes from the IP header on; what follows the packet is ignored
 * @returns them, and where the body begins
 * @throws DecodeError
 */
export function readHeaders(bytes: Uint8Array): { readonly headers: Headers; readonly body: number } {
  const reader = new Reader(bytes);
  const first = reader.u8();
  if (first >> 4 !== 4) throw new DecodeError(`IP version ${first >> 4}, 4 expected`, 0);
  const start = (first & 15) * 4;
  if (start < IPV4_HEADER) throw new DecodeError(`an IP header of ${start} bytes`, 0);
  const service = reader.u8();
  reader.u16();
  const identification = reader.u16();
  const fragment = reader.u16();
  const timeToLive = reader.u8();
  const protocol = reader.u8();
  reader.u16();
  const src = reader.u32();
  const dst = reader.u32();
  const ipOptions = start === IPV4_HEADER ? NOTHING : reader.bytes(start - IPV4_HEADER);
  const transport = readTransport(protocol, new Reader(bytes, start), start);
  const { sport, dport, flags, seq, ack, window, urgent, tcpOptions, sequence, body } = transport;
  // One literal for all, not a spread: many packets are read, and that is ten times as quick.
  return {
    headers: {
      src,
      dst,
      protocol,
      sport,
      dport,
      identification,
      flags,
      seq,
      ack,
      service,
      fragment,
      timeToLive,
      ipOptions,
      window,
      urgent,
      tcpOptions,
      sequence,
    },
    body,
  };
}

const NOTHING = new Uint8Array(0);

/** What follows the IP header; what a protocol does not have is 0. */
interface Transport {
  readonly sport: number;
  readonly dport: number;
  readonly flags: number;
  readonly seq: number;
  readonly ack: number;
  readonly window: number;
  readonly urgent: number;
  readonly tcpOptions: Uint8Array;
  readonly sequence: number;
  /** Where the body begins. */
  readonly body: number;
}

function readTransport(protocol: number, reader: Reader, start: number): Transport {
  if (protocol !== Protocol.tcp && protocol !== Protocol.udp && protocol !== Protocol.icmp)
    throw new DecodeError(`protocol ${protocol} is neither TCP, UDP nor ICMP`, 9);
  const [first, second] = [reader.u16(), reader.u16()];
  if (protocol === Protocol.udp) return plain(first, second, 0, start + UDP_HEADER);
  // Type and code stand where the source port would be, the identifier behind the checksum.
  if (protocol === Protocol.icmp) return plain(reader.u16(), first, reader.u16(), start + ICMP_HEADER);
  const seq = reader.u32();
  const ack = reader.u32();
  const length = (reader.u8() >> 4) * 4;
  if (length < TCP_HEADER) throw new DecodeError(`a TCP header of ${length} bytes`, start + 12);
  const flags = reader.u8();
  const window = reader.u16();
  reader.u16();
  const urgent = reader.u16();
  const tcpOptions = length === TCP_HEADER ? NOTHING : reader.bytes(length - TCP_HEADER);
  return {
    sport: first,
    dport: second,
    flags,
    seq,
    ack,
    window,
    urgent,
    tcpOptions,
    sequence: 0,
    body: start + length,
  };
}

/** A transport without what only TCP has. */
function plain(sport: number, dport: number, sequence: number, body: number): Transport {
  return {
    sport,
    dport,
    flags: 0,
    seq: 0,
    ack: 0,
    window: 0,
    urgent: 0,
    tcpOptions: NOTHING,
    sequence,
    body,
  };
}
