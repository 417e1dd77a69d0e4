import type { Counted, Message } from '../../model/packet.ts';
import { SINGLE } from '../../model/packet.ts';

/**
 * One RTP packet (RFC 3550 5.1), protected by SRTP (RFC 3711 3.1) unless the two ends agreed otherwise. Its payload is
 * filler, unless it was read: nobody listens to what is said.
 */
export interface RtpMessage extends Message {
  readonly protocol: 'rtp';
  readonly payloadType: number;
  readonly marker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  /** Bytes of payload. */
  readonly payload: number;
  readonly encrypted: boolean;
  /** What sources a mixer put together. */
  readonly sources?: readonly number[];
  /** RFC 3550 5.3.1; the data, whole words of four bytes, in hexadecimal. */
  readonly extension?: { readonly profile: number; readonly data: string };
  /** Bytes of padding, in hexadecimal; the last one says how many they are. */
  readonly padding?: string;
  /** The payload's bytes in hexadecimal, where they are not this model's filler. */
  readonly content?: string;
  /**
   * How many packets this one stands for, itself and those that follow it at even distances: more than one only where
   * a stream is advanced in bulk.
   */
  readonly count: number;
  /** Microseconds from one of them to the next. */
  readonly spacing: number;
}

/** RFC 3550 6.4.1: what one end tells of a stream that it receives. */
export interface ReportBlock {
  readonly ssrc: number;
  /** Share lost since the last report, in 256ths. */
  readonly fraction: number;
  readonly lost: number;
  readonly highest: number;
  readonly jitter: number;
  /** Middle of the NTP time in the last report from that source, and how long ago that came in 1/65536 s; 0 without one. */
  readonly lastReport: number;
  readonly delay: number;
}

/** Time of day: seconds since 1900 and parts of 2^32 of the next one (RFC 3550 4). */
export interface NtpTime {
  readonly seconds: number;
  readonly fraction: number;
}

/** RFC 3550 6.5; the first item is the canonical name, number 1. */
export interface SourceChunk {
  readonly ssrc: number;
  readonly items: readonly { readonly item: number; readonly text: string }[];
}

/** One packet of a compound; what an extension or data hold is hexadecimal. */
export type RtcpPacket =
  | {
      readonly type: 'sender-report';
      readonly ssrc: number;
      readonly ntp: NtpTime;
      readonly timestamp: number;
      readonly packets: number;
      readonly octets: number;
      readonly reports: readonly ReportBlock[];
      readonly extension: string;
    }
  | {
      readonly type: 'receiver-report';
      readonly ssrc: number;
      readonly reports: readonly ReportBlock[];
      readonly extension: string;
    }
  | { readonly type: 'description'; readonly chunks: readonly SourceChunk[] }
  | { readonly type: 'goodbye'; readonly sources: readonly number[]; readonly reason: string | null }
  | {
      readonly type: 'application';
      readonly subtype: number;
      readonly ssrc: number;
      /** Four characters. */
      readonly name: string;
      readonly data: string;
    }
  /** A type that is not known here, or what is made otherwise than its type says. */
  | { readonly type: 'other'; readonly number: number; readonly count: number; readonly data: string }
  /** A compound that another program encrypted: the first packet's header, and what cannot be read. */
  | {
      readonly type: 'sealed';
      readonly first: number;
      readonly number: number;
      readonly length: number;
      readonly data: string;
    };

/** A compound of reports, descriptions and goodbyes (RFC 3550 6.1). */
export interface RtcpMessage extends Message {
  readonly protocol: 'rtcp';
  readonly packets: readonly RtcpPacket[];
  /** Bytes at the end of the last packet that fill it up, in hexadecimal; none as a rule (RFC 3550 6.4.1). */
  readonly padding: string;
  /** What SRTCP puts behind it (RFC 3711 3.4); null without. */
  readonly trailer: RtcpTrailer | null;
}

export interface RtcpTrailer {
  readonly index: number;
  readonly encrypted: boolean;
  /** Ten bytes in hexadecimal; left out: filler, since nobody looks at it here. */
  readonly tag?: string;
}

/** How many packets of its kind a message stands for: an RTP packet says so itself. */
export function countedIn(message: Message): Counted {
  return message.protocol === 'rtp' ? (message as RtpMessage) : SINGLE;
}

/** A payload format (RFC 3551, [MS-RTPDT], [MS-RTPRAD]). */
export interface PayloadFormat {
  readonly type: number;
  readonly name: string;
  readonly clock: number;
  /** Time between packets, in milliseconds, and bytes in each: what a stream of it looks like (assumption: typical). */
  readonly every_ms: number;
  readonly bytes: number;
}

export const FORMATS = {
  audio: { type: 114, name: 'x-msrta/16000', clock: 16000, every_ms: 20, bytes: 72 },
  video: { type: 121, name: 'x-rtvc1/90000', clock: 90000, every_ms: 40, bytes: 1000 },
  sharing: { type: 127, name: 'x-data/90000', clock: 90000, every_ms: 400, bytes: 1200 },
  file: { type: 127, name: 'x-data/90000', clock: 90000, every_ms: 50, bytes: 1200 },
} as const satisfies Record<string, PayloadFormat>;
