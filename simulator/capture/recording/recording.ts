import type { Address } from '../../model/address.ts';
import type { FiveTuple, Message } from '../../model/packet.ts';
import type { Family } from '../../protocols/codec/codec.ts';
import type { Headers } from '../../protocols/ip/headers.ts';

/** A packet of a capture, with what it carries. */
export interface NamedPacket {
  /** Its frame in the file, from 1. */
  readonly number: number;
  /** Microseconds since 1970. */
  readonly time: number;
  readonly interface: number;
  readonly headers: Headers;
  /** Number of its flow. */
  readonly flow: number;
  /** Bytes that its transport carries, those that the capture cut off included. */
  readonly length: number;
  /** What is carried, or null for headers alone; the first byte of the message and how many it has. */
  readonly message: Message | null;
  readonly offset: number;
  readonly size: number;
  /** The packet of this recording that it repeats, or -1. */
  readonly repeats: number;
  /** A sum of its payload, by which copies of it are known. */
  readonly digest: number;
}

/** Packets of one conversation, both ways. */
export interface RecordedFlow extends FiveTuple {
  readonly number: number;
  /** Microseconds since 1970. */
  readonly first: number;
  readonly last: number;
  /** From its first end, and to it. */
  readonly packets: readonly [number, number];
  readonly bytes: readonly [number, number];
  /** What was said, and how often: the first kinds of it. */
  readonly names: ReadonlyMap<string, number>;
  readonly family: Family;
  /** Its beginning is in the capture: for TCP, a SYN. */
  readonly whole: boolean;
  /** The other end took it up: it answered with more than a refusal. */
  readonly answered: boolean;
}

/** What a capture holds, in bounds. */
export interface Recording {
  /** In the order of their times. */
  readonly packets: readonly NamedPacket[];
  readonly flows: readonly RecordedFlow[];
  /** Packets of each address, sent and received. */
  readonly addresses: ReadonlyMap<Address, number>;
  /** Packets of TCP, UDP and ICMP that the file holds, and copies among them that are counted once. */
  readonly seen: number;
  readonly copies: number;
  /** What is not told because of the bounds, in sentences. */
  readonly notes: readonly string[];
}
