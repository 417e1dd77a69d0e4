import type { Counted, Message } from '../../model/packet.ts';
import { SINGLE } from '../../model/packet.ts';

/**
 * One RTP packet (RFC 3550 5.1), protected by SRTP (RFC 3711 3.1) unless the two ends agreed otherwise. Its payload is
 * filler: nobody listens to what is said.
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
}

/** A sender report with its source description (RFC 3550 6.4.1, 6.5), or a goodbye (6.6). */
export interface RtcpMessage extends Message {
  readonly protocol: 'rtcp';
  readonly ssrc: number;
  /** Microseconds since the start of the run, as the NTP time of the report. */
  readonly time: number;
  readonly timestamp: number;
  readonly packets: number;
  readonly octets: number;
  readonly reports: readonly ReportBlock[];
  readonly cname: string;
  readonly bye: boolean;
  readonly encrypted: boolean;
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
