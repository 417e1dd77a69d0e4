import { Reader } from '../codec/reader.ts';
import type { Writer } from '../codec/writer.ts';

/** A MAC address as a number from 0 to 2^48 - 1. */
export type MacAddress = number;

/** Who is meant when everyone is. */
export const BROADCAST: MacAddress = 0xffffffffffff;

/** What an Ethernet frame carries (IANA, IEEE 802 numbers). */
export const EtherType = { ipv4: 0x0800, arp: 0x0806, vlan: 0x8100, ipv6: 0x86dd, provider: 0x88a8 } as const;

export const ETHERNET_HEADER = 14;

/** The header of an Ethernet II frame (IEEE 802.3 3.2). A VLAN tag's type and what follows it count as the payload. */
export interface EthernetHeader {
  readonly destination: MacAddress;
  readonly source: MacAddress;
  readonly type: number;
}

/** "02:00:0a:2d:10:0a" */
export function formatMac(address: MacAddress): string {
  return address
    .toString(16)
    .padStart(12, '0')
    .replace(/..(?!$)/g, '$&:');
}

/** Six bytes, most significant first. */
export function writeMac(address: MacAddress, name: string, writer: Writer): void {
  writer.u48(address, name, formatMac);
}

/** @throws DecodeError when fewer than six bytes are left */
export function readMac(reader: Reader): MacAddress {
  return reader.u16() * 2 ** 32 + reader.u32();
}

/** IEEE 802.3 3.2: 14 bytes, without preamble and check sequence, which captures do not hold. */
export function writeEthernet(header: EthernetHeader, writer: Writer): void {
  writeMac(header.destination, 'Destination', writer);
  writeMac(header.source, 'Source', writer);
  writer.u16(header.type, 'Type', (type) => `0x${type.toString(16).padStart(4, '0')}`);
}

/**
 * Reads the 14 bytes that `writeEthernet` writes.
 * @throws DecodeError when there are fewer
 */
export function readEthernet(bytes: Uint8Array): EthernetHeader {
  const reader = new Reader(bytes);
  return { destination: readMac(reader), source: readMac(reader), type: reader.u16() };
}

/** The tag types of IEEE 802.1Q and 802.1ad, and 0x9100, which some switches used before the latter. */
const TAGS: ReadonlySet<number> = new Set([EtherType.vlan, EtherType.provider, 0x9100]);

/**
 * Goes past VLAN tags, of four bytes each.
 * @param at where a frame's type stands
 * @returns where the type behind the last tag stands, which may be beyond the end
 */
export function skipTags(bytes: Uint8Array, at: number): number {
  let type = at;
  while (type + 1 < bytes.length && TAGS.has(bytes[type]! * 256 + bytes[type + 1]!)) type += 4;
  return type;
}
