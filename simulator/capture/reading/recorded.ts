import type { Address } from '../../model/address.ts';
import type { Headers } from '../../protocols/ip/headers.ts';

/** One IPv4 packet of a capture file: TCP, UDP or ICMP. Nothing in it is shared with the file's bytes. */
export interface RecordedPacket {
  /** Number of its frame in the file, from 1, as Wireshark counts; pcapng's custom blocks, which it counts too, are none. */
  readonly number: number;
  /** Microseconds since 1970, whole. */
  readonly time: number;
  /** Index in `CaptureSummary.interfaces`. */
  readonly interface: number;
  readonly headers: Headers;
  /** What the transport carries, as far as the file holds it. */
  readonly payload: Uint8Array;
  /** Bytes of the payload that are not here: cut off by the capture, or in later fragments. */
  readonly missing: number;
  readonly comments: readonly string[];
}

/** Something in a file that cannot be read. */
export interface CaptureProblem {
  /** Byte of the file. */
  readonly at: number;
  /** Number of the frame that is concerned, or that would have come next. */
  readonly frame: number;
  /** What is there and what would be right, in one line. */
  readonly text: string;
  /** Nothing behind it is read. */
  readonly fatal: boolean;
}

/** Who is told what a file holds, in the file's order. */
export interface CaptureSink {
  packet(packet: RecordedPacket): void;
  problem(problem: CaptureProblem): void;
}

/** Where frames were captured. */
export interface CaptureInterface {
  /** Empty where the file names none. */
  readonly name: string;
  readonly description: string;
  /** Link type (tcpdump.org/linktypes.html): 1 for Ethernet. */
  readonly link: number;
  /** Unit of the file's times: "10^-9 s". */
  readonly resolution: string;
}

/** What a file has held so far. Each frame became a packet or is counted in `others`. */
export interface CaptureSummary {
  /** Null until the file's first bytes have told. */
  readonly kind: 'pcap' | 'pcapng' | null;
  readonly interfaces: readonly CaptureInterface[];
  readonly frames: number;
  readonly packets: number;
  /** Frames that are no packet to be judged, by what they are: "ARP", "IPv6", "later fragment", "link type 195". */
  readonly others: ReadonlyMap<string, number>;
  /** ARP in words, "who has 10.0.0.1? tell 10.0.0.2", and how often: the first thousand different ones. */
  readonly arp: ReadonlyMap<string, number>;
  /** Frames of which the file holds less than was on the wire. */
  readonly cut: number;
  /** Frames that are fragments of an IPv4 packet, first ones included. */
  readonly fragments: number;
  /** IPv4 packets with a wrong header checksum: the network card was to fill it in. */
  readonly wrongChecksums: number;
  /** Texts of TLS key logs that the file brings along. */
  readonly secrets: readonly string[];
  /** Names of addresses that the file brings along. */
  readonly names: ReadonlyMap<Address, string>;
}
