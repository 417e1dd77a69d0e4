import type { Codec } from '../codec/codec.ts';
import { fromHex, toHex } from '../codec/hex.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import type { Writer } from '../codec/writer.ts';
import { filler, TAG } from './filler.ts';
import type { RtpMessage } from './message.ts';
import { FORMATS } from './message.ts';
import { rtpNotes } from './notes.ts';

const HEADER = 12;
const PADDING = 0x20;
const EXTENSION = 0x10;
/** Beyond all sequence numbers: so a tag's filler is no payload's. */
const TAG_SEED = 0x10000;

const NAMES: Readonly<Record<number, string>> = Object.fromEntries(
  Object.values(FORMATS).map(({ type, name }) => [type, name]),
);

/** Payload types in a word. */
const KINDS: Readonly<Record<number, string>> = {
  [FORMATS.audio.type]: 'audio',
  [FORMATS.video.type]: 'video',
  [FORMATS.sharing.type]: 'data',
};

/** RFC 3550 5.1, with the tag of RFC 3711 behind it. */
export const rtpCodec: Codec<RtpMessage> = {
  id: 'rtp',
  title: 'Real-time Transport Protocol',
  family: 'rtp',
  notes: rtpNotes,
  write(message, writer) {
    const { payloadType, marker, sources = [], extension, padding } = message;
    writer.u8(
      0x80 | (padding === undefined ? 0 : PADDING) | (extension ? EXTENSION : 0) | sources.length,
      'Version, padding, extension, sources',
      'version 2',
    );
    const format = NAMES[payloadType] ?? 'unknown format';
    writer.u8(
      (marker ? 0x80 : 0) | payloadType,
      'Marker, payload type',
      `${payloadType} ${format}${marker ? ', first of a talk spurt' : ''}`,
    );
    writer.u16(message.sequence, 'Sequence number').u32(message.timestamp, 'Timestamp');
    writer.u32(message.ssrc, 'Synchronization source', hex);
    for (const one of sources) writer.u32(one, 'Contributing source', hex);
    if (extension) writeExtension(extension, writer);
    writePayload(message, writer);
    if (padding !== undefined) writer.bytes(fromHex(padding), 'Padding');
    if (message.encrypted)
      writer.bytes(
        filler(TAG, message.sequence + TAG_SEED),
        'Authentication tag',
        'HMAC-SHA1-80 (RFC 3711 4.2)',
      );
  },
  read(bytes) {
    const reader = new Reader(bytes);
    const first = reader.u8();
    if (first >> 6 !== 2) throw new DecodeError(`RTP version ${first >> 6}, 2 expected`, 0);
    const second = reader.u8();
    const [sequence, timestamp, ssrc] = [reader.u16(), reader.u32(), reader.u32()];
    const sources = Array.from({ length: first & 15 }, () => reader.u32());
    const extension = first & EXTENSION ? readExtension(reader) : null;
    const rest = reader.bytes(reader.left);
    const padding = first & PADDING ? rest.subarray(rest.length - paddingOf(rest, bytes.length)) : null;
    return {
      protocol: 'rtp',
      payloadType: second & 127,
      marker: second > 127,
      sequence,
      timestamp,
      ssrc,
      ...(sources.length > 0 && { sources }),
      ...(extension && { extension }),
      ...(padding && { padding: toHex(padding) }),
      ...readPayload(rest.subarray(0, rest.length - (padding?.length ?? 0)), sequence),
      count: 1,
      spacing: 0,
    };
  },
  size: ({ payload, encrypted, sources, extension, padding }) =>
    HEADER +
    4 * (sources?.length ?? 0) +
    (extension ? 4 + extension.data.length / 2 : 0) +
    payload +
    (padding?.length ?? 0) / 2 +
    (encrypted ? TAG : 0),
  label({ payloadType, sequence, count }) {
    const kind = KINDS[payloadType] ?? 'media';
    return count > 1
      ? `RTP ${kind} ${sequence} to ${(sequence + count - 1) & 0xffff} (${count} packets)`
      : `RTP ${kind} ${sequence}`;
  },
};

function writeExtension({ profile, data }: NonNullable<RtpMessage['extension']>, writer: Writer): void {
  const bytes = fromHex(data);
  writer.u16(profile, 'Extension profile', hex(profile)).u16(bytes.length / 4, 'Extension length');
  writer.bytes(bytes, 'Extension data', data);
}

function readExtension(reader: Reader): NonNullable<RtpMessage['extension']> {
  const profile = reader.u16();
  return { profile, data: toHex(reader.bytes(4 * reader.u16())) };
}

function writePayload({ encrypted, content, payload, sequence }: RtpMessage, writer: Writer): void {
  const bytes = content === undefined ? filler(payload, sequence) : fromHex(content);
  writer.bytes(bytes, encrypted ? 'Payload (encrypted)' : 'Payload');
}

/**
 * Whether there is a tag is agreed in signalling and nowhere in the packet: only this model's own is known again, by its
 * filler.
 */
function readPayload(
  rest: Uint8Array,
  sequence: number,
): Pick<RtpMessage, 'payload' | 'encrypted' | 'content'> {
  const payload = rest.length - TAG;
  if (
    payload >= 0 &&
    same(rest.subarray(payload), filler(TAG, sequence + TAG_SEED)) &&
    same(rest.subarray(0, payload), filler(payload, sequence))
  )
    return { payload, encrypted: true };
  const plain = { payload: rest.length, encrypted: false };
  return same(rest, filler(rest.length, sequence)) ? plain : { ...plain, content: toHex(rest) };
}

/** RFC 3550 5.1: the last byte says how many there are, itself included. */
function paddingOf(rest: Uint8Array, end: number): number {
  const count = rest.at(-1) ?? 0;
  if (count === 0 || count > rest.length)
    throw new DecodeError(`padding of ${count} bytes, 1 to ${rest.length} expected`, end - 1);
  return count;
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((byte, at) => byte === b[at]);
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
