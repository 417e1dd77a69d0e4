import { EtherType, skipTags } from '../../protocols/ethernet/ethernet.ts';

/** What a frame's link layer says of what it carries. */
export interface Carried {
  readonly type: number;
  /** Where that begins. */
  readonly start: number;
}

/** Reads a frame's link header: what it carries, or in words what it is when that cannot be told. */
type Link = (bytes: Uint8Array) => Carried | string;

const CUT = 'cut off in its link header';

/** Address families of IPv6 in BSD systems (RFC 3493 leaves the number to the system). */
const INET = 2;
const INET6: ReadonlySet<number> = new Set([24, 28, 30]);

/** A type that stands at a place, perhaps with VLAN tags before it. */
function typed(at: number, start: number): Link {
  return (bytes) => {
    const type = skipTags(bytes, at);
    if (type + 2 > bytes.length) return CUT;
    const value = bytes[type]! * 256 + bytes[type + 1]!;
    // Below it, the number is the frame's length (IEEE 802.3 3.2.6).
    if (value < 0x0600) return 'IEEE 802.3 frame';
    return { type: value, start: start + type - at };
  };
}

/** IP itself: the version tells which. */
function raw(bytes: Uint8Array): Carried | string {
  if (bytes.length === 0) return CUT;
  const version = bytes[0]! >> 4;
  if (version === 4) return { type: EtherType.ipv4, start: 0 };
  return version === 6 ? { type: EtherType.ipv6, start: 0 } : `IP version ${version}`;
}

/** Four bytes with the address family, in the order of bytes of the machine that captured. */
function loopback(bytes: Uint8Array): Carried | string {
  if (bytes.length < 4) return CUT;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 4);
  const family = Math.min(view.getUint32(0, true), view.getUint32(0));
  if (family === INET) return { type: EtherType.ipv4, start: 4 };
  return INET6.has(family) ? { type: EtherType.ipv6, start: 4 } : 'another address family';
}

/** Link types that are understood (tcpdump.org/linktypes.html). */
export const LINKS: ReadonlyMap<number, Link> = new Map([
  [0, loopback],
  [1, typed(12, 14)],
  // What BSD systems write for 101, each its own.
  [12, raw],
  [14, raw],
  [101, raw],
  [108, loopback],
  // Linux's cooked form, from `tcpdump -i any`, and its second version.
  [113, typed(14, 16)],
  [228, raw],
  [276, typed(0, 20)],
]);

const NAMES: ReadonlyMap<number, string> = new Map([
  [EtherType.ipv4, 'IPv4'],
  [EtherType.arp, 'ARP'],
  [EtherType.ipv6, 'IPv6'],
  [0x8847, 'MPLS'],
  [0x8863, 'PPPoE discovery'],
  [0x8864, 'PPPoE'],
  [0x888e, 'IEEE 802.1X'],
  [0x88cc, 'LLDP'],
]);

/** "IPv6", "EtherType 0x88f7": what goes by a number. */
export function formatEtherType(type: number): string {
  return NAMES.get(type) ?? `EtherType 0x${type.toString(16).padStart(4, '0')}`;
}
