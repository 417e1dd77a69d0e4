import type { Message } from '../../model/packet.ts';
import type { Codec } from '../codec/codec.ts';
import { fromHex, toHex } from '../codec/hex.ts';
import { DecodeError, Reader } from '../codec/reader.ts';
import { Writer } from '../codec/writer.ts';
import { dataCodec } from '../stun/write.ts';
import { readData } from '../stun/read.ts';
import { framedNotes, pseudoTlsNotes, turnFrameNotes } from './notes.ts';

/** MS-TURN over TCP ([MS-TURN] 2.1): a control message, or data for the active destination, behind four bytes. */
export interface TurnFrame extends Message {
  readonly protocol: 'turn-frame';
  readonly type: 'control' | 'data';
  readonly content: Message;
}

const TYPES = { control: 2, data: 3 } as const;

/** Wraps a message for TCP. */
export function turnFrame(type: TurnFrame['type'], content: Message): TurnFrame {
  return { protocol: 'turn-frame', type, content };
}

export const turnFrameCodec: Codec<TurnFrame> = {
  id: 'turn-frame',
  title: 'MS-TURN over TCP',
  family: 'turn',
  notes: turnFrameNotes,
  write({ type, content }, writer) {
    const codec = dataCodec(content);
    writer.u8(TYPES[type], 'Type', type === 'control' ? 'control message' : 'end-to-end data');
    writer.u8(0, 'Reserved').u16(codec.size(content), 'Length');
    writer.group(codec.title, codec.label(content), () => codec.write(content, writer), codec.id);
  },
  read(bytes) {
    const reader = new Reader(bytes);
    const type = reader.u8();
    const reserved = reader.u8();
    const content = reader.bytes(reader.u16());
    if ((type !== TYPES.control && type !== TYPES.data) || reserved !== 0 || reader.left > 0)
      throw new DecodeError('no frame of MS-TURN', 0);
    return turnFrame(type === TYPES.control ? 'control' : 'data', readData(content));
  },
  size: ({ content }) => 4 + dataCodec(content).size(content),
  label: ({ content }) => dataCodec(content).label(content),
  inner: ({ content }) => content,
};

/** A message between two ends of a TCP candidate pair, behind its length (RFC 4571 2). */
export interface FramedMessage extends Message {
  readonly protocol: 'rfc4571';
  readonly content: Message;
}

export const framedCodec: Codec<FramedMessage> = {
  id: 'rfc4571',
  title: 'Framing over TCP (RFC 4571)',
  family: 'rtp',
  notes: framedNotes,
  write({ content }, writer) {
    const codec = dataCodec(content);
    writer.u16(codec.size(content), 'Length');
    writer.group(codec.title, codec.label(content), () => codec.write(content, writer), codec.id);
  },
  read(bytes) {
    const reader = new Reader(bytes);
    const content = reader.bytes(reader.u16());
    if (reader.left > 0) throw new DecodeError('more bytes than the length says', reader.at);
    return { protocol: 'rfc4571', content: readData(content) };
  },
  size: ({ content }) => 2 + dataCodec(content).size(content),
  label: ({ content }) => dataCodec(content).label(content),
  inner: ({ content }) => content,
};

/**
 * The two messages that make a TURN connection look like TLS to a proxy ([MS-TURN] 2.1): a hello each, and nothing of
 * TLS after that.
 */
export interface PseudoTls extends Message {
  readonly protocol: 'pseudo-tls';
  readonly kind: 'client-hello' | 'server-hello';
  /** 32 bytes in hexadecimal; the server's hello has a session id besides. */
  readonly random: string;
  readonly session: string;
}

const CLIENT_HELLO = 50;
const SERVER_HELLO = 83;

export const pseudoTlsCodec: Codec<PseudoTls> = {
  id: 'pseudo-tls',
  title: 'Pseudo-TLS of MS-TURN',
  family: 'turn',
  notes: pseudoTlsNotes,
  write({ kind, random, session }, writer) {
    const client = kind === 'client-hello';
    writer.u8(22, 'Content type', 'handshake').u16(0x0301, 'Version', 'TLS 1.0');
    writer.u16(client ? 0x2d : 0x4e, 'Length');
    writer.u8(client ? 1 : 2, 'Message', client ? 'Client Hello' : 'Server Hello');
    writer.u24(client ? 0x29 : 0x46, 'Message length').u16(0x0301, 'Message version', 'TLS 1.0');
    writer.bytes(fromHex(random), 'Random', random);
    if (client) {
      writer.u8(0, 'Session id length').u16(2, 'Cipher suites length');
      writer.u16(0x0018, 'Cipher suite', 'TLS_DH_anon_WITH_RC4_128_MD5');
      writer.u8(1, 'Compression methods length').u8(0, 'Compression method', 'none');
      return;
    }
    writer.u8(32, 'Session id length').bytes(fromHex(session), 'Session id', session);
    writer.u16(0x0018, 'Cipher suite', 'TLS_DH_anon_WITH_RC4_128_MD5').u8(0, 'Compression method', 'none');
    writer.u8(14, 'Message', 'Server Hello Done').u24(0, 'Message length');
  },
  read(bytes) {
    const client = bytes.length === CLIENT_HELLO && bytes[5] === 1;
    if (!client && !(bytes.length === SERVER_HELLO && bytes[5] === 2))
      throw new DecodeError('neither hello of pseudo-TLS', 0);
    const reader = new Reader(bytes, 11);
    const random = toHex(reader.bytes(32));
    const session = client ? '' : toHex(reader.bytes(reader.u8()));
    const kind = client ? 'client-hello' : 'server-hello';
    const message: PseudoTls = { protocol: 'pseudo-tls', kind, random, session };
    // Nothing but random and session differs from one hello to another.
    const same = new Writer();
    pseudoTlsCodec.write(message, same);
    if (toHex(same.result()) !== toHex(bytes)) throw new DecodeError('a hello, and none of pseudo-TLS', 0);
    return message;
  },
  size: ({ kind }) => (kind === 'client-hello' ? CLIENT_HELLO : SERVER_HELLO),
  label: ({ kind }) => `Pseudo-TLS ${kind === 'client-hello' ? 'Client' : 'Server'} Hello`,
};
