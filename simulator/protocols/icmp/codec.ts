import type { IcmpError } from '../../model/icmp.ts';
import { formatService, Protocol } from '../../model/packet.ts';
import type { Codec } from '../codec/codec.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import { Writer } from '../codec/writer.ts';
import { writeIpv4 } from '../ip/headers.ts';

/** Of a quoted datagram's data, as RFC 792 has it. */
const QUOTED = 8;

/** What an ICMP error carries (RFC 792): the IP header of the packet that it is about and its first eight bytes. */
export const icmpCodec: Codec<IcmpError> = {
  id: 'icmp',
  title: 'Quoted packet',
  family: 'tls',
  write: ({ quoted }, writer) => {
    // What else the packet had in its header is not kept: as if it had been this short.
    writeIpv4({ ...quoted, identification: 0, flags: 0, seq: 0, ack: 0 }, QUOTED, writer);
    if (quoted.protocol === Protocol.icmp) {
      writer
        .u8(quoted.dport >>> 8, 'Type')
        .u8(quoted.dport & 255, 'Code')
        .u16(0, 'Checksum');
      writer.u16(quoted.sport, 'Identifier').u16(0, 'Sequence number');
    } else {
      writer.u16(quoted.sport, 'Source port').u16(quoted.dport, 'Destination port');
      writer.u32(quoted.protocol === Protocol.udp ? QUOTED << 16 : 0, 'Rest');
    }
  },
  read: (bytes) => {
    const reader = new Reader(bytes);
    if (reader.u8() !== 0x45) throw new DecodeError('no IPv4 header without options', 0);
    reader.bytes(8);
    const protocol = reader.u8();
    reader.bytes(2);
    const [src, dst] = [reader.u32(), reader.u32()];
    const first = reader.u16();
    if (protocol !== Protocol.icmp)
      return { protocol: 'icmp', quoted: { src, dst, protocol, sport: first, dport: reader.u16() } };
    reader.bytes(2);
    return { protocol: 'icmp', quoted: { src, dst, protocol, sport: reader.u16(), dport: first } };
  },
  size: (message) => {
    const writer = new Writer();
    icmpCodec.write(message, writer);
    return writer.length;
  },
  label: ({ quoted }) => `about ${formatService(quoted)}`,
};
