import type { Address } from '../../model/address.ts';
import { formatAddress } from '../../model/address.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import type { Writer } from '../codec/writer.ts';
import type { MacAddress } from './ethernet.ts';
import { EtherType, formatMac, readMac, writeMac } from './ethernet.ts';

/** A question or an answer about who has an IPv4 address (RFC 826). */
export interface Arp {
  readonly operation: 'request' | 'reply';
  readonly senderMac: MacAddress;
  readonly sender: Address;
  /** 0 in a question. */
  readonly targetMac: MacAddress;
  readonly target: Address;
}

const ETHERNET = 1;
const OPERATIONS = { request: 1, reply: 2 } as const;

/** RFC 826: 28 bytes for Ethernet and IPv4. */
export function writeArp(arp: Arp, writer: Writer): void {
  writer.u16(ETHERNET, 'Hardware type', 'Ethernet');
  writer.u16(EtherType.ipv4, 'Protocol type', 'IPv4');
  writer.u8(6, 'Hardware size');
  writer.u8(4, 'Protocol size');
  writer.u16(OPERATIONS[arp.operation], 'Operation', arp.operation);
  writeMac(arp.senderMac, 'Sender MAC address', writer);
  writer.u32(arp.sender, 'Sender IP address', formatAddress(arp.sender));
  writeMac(arp.targetMac, 'Target MAC address', writer);
  writer.u32(arp.target, 'Target IP address', formatAddress(arp.target));
}

/**
 * Reads what `writeArp` writes; bytes behind it are padding.
 * @throws DecodeError when it is no question or answer for Ethernet and IPv4
 */
export function readArp(bytes: Uint8Array): Arp {
  const reader = new Reader(bytes);
  if (reader.u16() !== ETHERNET) throw new DecodeError('ARP for something else than Ethernet', 0);
  if (reader.u16() !== EtherType.ipv4) throw new DecodeError('ARP for something else than IPv4', 2);
  if (reader.u16() !== 0x0604) throw new DecodeError('ARP with addresses that are not 6 and 4 bytes long', 4);
  const operation = reader.u16();
  if (operation !== OPERATIONS.request && operation !== OPERATIONS.reply)
    throw new DecodeError(`ARP operation ${operation} is neither a request (1) nor a reply (2)`, 6);
  return {
    operation: operation === OPERATIONS.request ? 'request' : 'reply',
    senderMac: readMac(reader),
    sender: reader.u32(),
    targetMac: readMac(reader),
    target: reader.u32(),
  };
}

/** "who has 10.0.0.1? tell 10.0.0.2", "10.0.0.1 is at 02:00:0a:00:00:01" */
export function formatArp({ operation, sender, senderMac, target }: Arp): string {
  return operation === 'request'
    ? `who has ${formatAddress(target)}? tell ${formatAddress(sender)}`
    : `${formatAddress(sender)} is at ${formatMac(senderMac)}`;
}
