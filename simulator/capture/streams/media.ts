import type { Message } from '../../model/packet.ts';
import { rtpCodec } from '../../protocols/rtp/codec.ts';
import { rtcpCodec } from '../../protocols/rtp/rtcp.ts';
import { readAs, u16, u32 } from './content.ts';

const RTP_HEADER = 12;
/** So many packets of one source in a row, with numbers that go up, are taken for RTP. */
const ENOUGH = 3;
/** The most that sequence numbers jump from one to the next. */
const MOST_JUMP = 16;

/** Do bytes look like RTP of version 2 (RFC 3550 5.1)? Types 64 to 95 are RTCP's (RFC 5761 4). */
export function looksLikeRtp(bytes: Uint8Array): boolean {
  const type = (bytes[1] ?? 0) & 127;
  return bytes.length >= RTP_HEADER && bytes[0]! >> 6 === 2 && (type < 64 || type > 95);
}

/** Do bytes look like RTCP (RFC 3550 6.4)? The length in its header fits into the packet. */
export function looksLikeRtcp(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 8 &&
    bytes[0]! >> 6 === 2 &&
    bytes[1]! >= 192 &&
    bytes[1]! <= 223 &&
    (u16(bytes, 2) + 1) * 4 <= bytes.length
  );
}

/** Names what goes where media go: RTP, RTCP, or null for anything else. */
export function nameMedia(bytes: Uint8Array): Message | null {
  if (looksLikeRtcp(bytes)) return readAs(rtcpCodec, 'RTCP', bytes);
  return looksLikeRtp(bytes) ? readAs(rtpCodec, 'RTP', bytes) : null;
}

/** Tells from the shape of several packets in a row that they are RTP, where nobody announced it. */
export class RtpShape {
  #source = -1;
  #sequence = 0;
  #type = 0;
  #seen = 0;

  /** @returns true once enough of them have come */
  add(bytes: Uint8Array): boolean {
    const [source, sequence, type] = [u32(bytes, 8), u16(bytes, 2), bytes[1]! & 127];
    const jump = (sequence - this.#sequence) & 0xffff;
    const follows = source === this.#source && type === this.#type && jump > 0 && jump <= MOST_JUMP;
    this.#seen = follows ? this.#seen + 1 : 1;
    this.#source = source;
    this.#sequence = sequence;
    this.#type = type;
    return this.#seen >= ENOUGH;
  }
}

/** Addresses and ports that descriptions of sessions have named for media: the last of them. */
export class Announced {
  readonly #ends = new Set<string>();
  static readonly #most = 4096;

  /** Takes up what a message in clear says (RFC 4566 5.7, 5.14; candidates: RFC 5245 15.1). */
  read(message: string): void {
    let session = '';
    let port = '';
    for (const line of message.split(/\r?\n/)) {
      const connection = /^c=IN IP4 ([\d.]+)/.exec(line)?.[1];
      const media = /^m=\w+ (\d+)/.exec(line)?.[1];
      const candidate = /^a=candidate:\S+ \d \S+ \S+ ([\d.]+) (\d+)/.exec(line);
      if (media !== undefined) {
        port = media;
        if (session !== '') this.#add(session, port);
      }
      if (connection !== undefined && port !== '') this.#add(connection, port);
      else if (connection !== undefined) session = connection;
      if (candidate) this.#add(candidate[1]!, candidate[2]!);
    }
  }

  /** @param address dotted decimal */
  has(address: string, port: number): boolean {
    return this.#ends.has(`${address}:${port}`) || this.#ends.has(`${address}:${port & ~1}`);
  }

  #add(address: string, port: string): void {
    if (this.#ends.size >= Announced.#most) {
      const [oldest] = this.#ends;
      this.#ends.delete(oldest!);
    }
    this.#ends.add(`${address}:${port}`);
  }
}
