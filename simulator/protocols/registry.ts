import type { Message } from '../model/packet.ts';
import type { Codec, Family } from './codec/codec.ts';
import { Writer } from './codec/writer.ts';
import { dnsCodec } from './dns/codec.ts';
import { httpCodec } from './http/codec.ts';
import { icmpCodecOf } from './icmp/codec.ts';
import { psomCodec } from './psom/codec.ts';
import { rawCodec } from './raw/codec.ts';
import { recordedCodec } from './recorded/codec.ts';
import { rtpCodec } from './rtp/codec.ts';
import { rtcpCodec } from './rtp/rtcp.ts';
import { sipCodec } from './sip/codec.ts';
import { stunCodec } from './stun/codec.ts';
import { tlsCodec } from './tls/codec.ts';
import { channelDataCodec } from './turn/channel.ts';
import { framedCodec, pseudoTlsCodec, turnFrameCodec } from './turn/framing.ts';

/** Every protocol whose messages travel. A new one is one folder and one line here. */
export const CODECS: readonly Codec<never>[] = [
  dnsCodec,
  tlsCodec,
  sipCodec,
  httpCodec,
  psomCodec,
  stunCodec,
  turnFrameCodec,
  channelDataCodec,
  pseudoTlsCodec,
  framedCodec,
  rtpCodec,
  rtcpCodec,
  icmpCodecOf(bytesOf),
  rawCodec,
  recordedCodec,
] as readonly unknown[] as readonly Codec<never>[];

const byId = new Map<string, Codec>(CODECS.map((codec) => [codec.id, codec as unknown as Codec]));

/** The codec of a message; throws for a protocol that is not registered: a broken invariant. */
export function codecOf(message: Message): Codec {
  const codec = byId.get(message.protocol);
  if (!codec) throw new Error(`no codec for "${message.protocol}"`);
  return codec;
}

/** The message inside a message inside a message. */
export function innermost(message: Message): Message {
  const inner = codecOf(message).inner?.(message);
  return inner && byId.has(inner.protocol) ? innermost(inner) : message;
}

/** A few words for a message, of what it is in the end about. */
export function labelOf(message: Message): string {
  const inside = innermost(message);
  return codecOf(inside).label(inside);
}

export function familyOf(message: Message): Family {
  const inside = innermost(message);
  const codec = codecOf(inside);
  return codec.familyOf?.(inside) ?? codec.family;
}

/** A message's bytes. */
export function bytesOf(message: Message): Uint8Array {
  const writer = new Writer(false);
  codecOf(message).write(message, writer);
  return writer.result();
}

/** A message's bytes and the fields that they belong to. */
export function write(message: Message): Writer {
  const writer = new Writer();
  codecOf(message).write(message, writer);
  return writer;
}
