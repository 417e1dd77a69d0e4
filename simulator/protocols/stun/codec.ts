import { formatAddress } from '../../model/address.ts';
import type { Message } from '../../model/packet.ts';
import type { Codec } from '../codec/codec.ts';
import { fromHex } from '../codec/hex.ts';
import { DecodeError } from '../codec/reader.ts';
import { encodeUtf8, utf8Length } from '../codec/utf8.ts';
import type { Writer } from '../codec/writer.ts';
import { rawCodec } from '../raw/codec.ts';
import { rtcpCodec, rtpCodec } from '../rtp/codec.ts';
import {
  Attribute,
  MAGIC_COOKIE,
  MS_VERSIONS,
  nonceNumber,
  realmNumber,
  STREAM_TYPES,
} from './attributes.ts';
import { fingerprint, integrityMac, keyBytes } from './integrity.ts';
import type { StunMessage, TransportAddress } from './message.ts';
import { readStun } from './read.ts';
import { typeName, typeNumber } from './types.ts';

const HEADER = 20;
const ADDRESS = 8;
const MAC = 20;

/** STUN and MS-TURN, each in the dialect that the message says. */
export const stunCodec: Codec<StunMessage> = {
  id: 'stun',
  title: 'Session Traversal Utilities for NAT',
  family: 'turn',
  write(message, writer) {
    new StunWriter(message, writer).write();
  },
  read(bytes) {
    const message = readStun(bytes);
    if (message === null) throw new DecodeError('no STUN message', 0);
    return message;
  },
  size: sizeOf,
  label(message) {
    const { error, useCandidate, data } = message.attributes;
    const inside = data ? ` (${dataCodec(data).label(data)})` : '';
    const more = error ? ` ${error.code} ${error.reason}` : useCandidate ? ', nominated' : inside;
    return `${typeName(message)}${more}`;
  },
};

const TRAVELLERS: Readonly<Record<string, unknown>> = {
  stun: stunCodec,
  rtp: rtpCodec,
  rtcp: rtcpCodec,
  raw: rawCodec,
};

/** Can a message travel through relays? What comes to a port may be anything. */
export function travels(message: Message): boolean {
  return Object.hasOwn(TRAVELLERS, message.protocol);
}

/** The codec of a message that travels through relays; throws for any other: a broken invariant. */
export function dataCodec(message: Message): Codec {
  const codec = TRAVELLERS[message.protocol];
  if (!codec) throw new Error(`${message.protocol} does not travel through relays`);
  return codec as Codec;
}

/** Length of the message, counted without writing it. */
function sizeOf(message: StunMessage): number {
  const { dialect, attributes: own } = message;
  const padded = dialect === 'rfc5389';
  let size = HEADER;
  const add = (length: number) => (size += 4 + (padded ? (length + 3) & ~3 : length));
  if (dialect === 'ms-turn') add(4);
  if (own.version !== undefined) add(4);
  if (own.username !== undefined) add(utf8Length(own.username));
  if (own.priority !== undefined) add(4);
  if (own.useCandidate) add(0);
  if (own.controlling !== undefined) add(8);
  if (own.controlled !== undefined) add(8);
  if (own.candidate !== undefined) add((utf8Length(own.candidate) + 3) & ~3);
  if (own.implementation !== undefined) add(4);
  if (own.error) add(4 + utf8Length(own.error.reason));
  for (const one of [own.mapped, own.xorMapped, own.alternateServer, own.destination, own.remote])
    if (one) add(ADDRESS);
  if (own.realm !== undefined) add(utf8Length(own.realm) + (dialect === 'ms-turn' ? 2 : 0));
  if (own.nonce !== undefined) add(utf8Length(own.nonce) + (dialect === 'ms-turn' ? 2 : 0));
  if (own.lifetime !== undefined) add(4);
  if (own.bandwidth !== undefined) add(4);
  if (own.quality) add(4);
  if (own.sequence) add(24);
  if (own.software !== undefined) add(utf8Length(own.software));
  for (const { bytes } of own.others ?? []) add(bytes.length / 2);
  if (own.data) add(dataCodec(own.data).size(own.data));
  if (message.integrity) add(MAC);
  if (dialect === 'rfc5389') add(4);
  return size;
}

class StunWriter {
  readonly #message: StunMessage;
  readonly #writer: Writer;
  readonly #start: number;

  constructor(message: StunMessage, writer: Writer) {
    this.#message = message;
    this.#writer = writer;
    this.#start = writer.length;
  }

  write(): void {
    const { dialect, transaction, integrity } = this.#message;
    const writer = this.#writer;
    writer.u16(typeNumber(this.#message), 'Type', typeName(this.#message));
    writer.u16(sizeOf(this.#message) - HEADER, 'Length');
    const words = fromHex(transaction);
    if (dialect === 'rfc5389') {
      writer.bytes(words.subarray(0, 4), 'Magic cookie', `0x${transaction.slice(0, 8)}`);
      writer.bytes(words.subarray(4), 'Transaction id', transaction.slice(8));
    } else writer.bytes(words, 'Transaction id', transaction);
    if (dialect === 'ms-turn')
      this.#attribute(Attribute.magicCookie, 'MAGIC-COOKIE', '0x72C64BC6', 4, () =>
        writer.u32(MAGIC_COOKIE, 'Cookie', '0x72C64BC6'),
      );
    this.#own();
    if (integrity) this.#integrity();
    if (dialect === 'rfc5389') {
      const value = fingerprint(this.#text());
      this.#attribute(Attribute.fingerprint, 'FINGERPRINT', hex(value), 4, () =>
        writer.u32(value, 'CRC-32', hex(value)),
      );
    }
  }

  #own(): void {
    const { dialect, attributes: own } = this.#message;
    this.#number(Attribute.version, 'MS-VERSION', own.version, (value) => MS_VERSIONS[value] ?? '');
    this.#text16(Attribute.username, 'USERNAME', own.username);
    this.#number(Attribute.priority, 'PRIORITY', own.priority);
    if (own.useCandidate) this.#attribute(Attribute.useCandidate, 'USE-CANDIDATE', '', 0, () => undefined);
    this.#hexBytes(Attribute.controlling, 'ICE-CONTROLLING', own.controlling);
    this.#hexBytes(Attribute.controlled, 'ICE-CONTROLLED', own.controlled);
    if (own.candidate !== undefined) {
      const zeros = '\0'.repeat(-utf8Length(own.candidate) & 3);
      this.#text16(Attribute.candidate, 'CANDIDATE-IDENTIFIER', own.candidate + zeros);
    }
    this.#number(Attribute.implementation, 'MS-IMPLEMENTATION-VERSION', own.implementation);
    if (own.error) this.#error(own.error);
    this.#address(Attribute.mapped, 'MAPPED-ADDRESS', own.mapped);
    const xor = dialect === 'rfc5389' ? Attribute.xorMapped : Attribute.msXorMapped;
    this.#address(xor, 'XOR-MAPPED-ADDRESS', own.xorMapped, true);
    this.#quoted(realmNumber(dialect), 'REALM', own.realm);
    this.#quoted(nonceNumber(dialect), 'NONCE', own.nonce);
    this.#number(Attribute.lifetime, 'LIFETIME', own.lifetime, () => 's');
    this.#number(Attribute.bandwidth, 'BANDWIDTH', own.bandwidth, () => 'kbit/s');
    this.#address(Attribute.alternateServer, 'ALTERNATE-SERVER', own.alternateServer);
    this.#address(Attribute.destination, 'DESTINATION-ADDRESS', own.destination);
    this.#address(Attribute.remote, 'REMOTE-ADDRESS', own.remote);
    const { quality, sequence } = own;
    if (quality)
      this.#attribute(Attribute.quality, 'MS-SERVICE-QUALITY', STREAM_TYPES[quality.stream] ?? '', 4, () =>
        this.#writer.u16(quality.stream, 'Stream type').u16(quality.quality, 'Service quality'),
      );
    if (sequence)
      this.#attribute(Attribute.sequence, 'MS-SEQUENCE-NUMBER', String(sequence.number), 24, () => {
        this.#writer.bytes(fromHex(sequence.connection), 'Connection id', sequence.connection);
        this.#writer.u32(sequence.number, 'Sequence number');
      });
    this.#text16(Attribute.software, 'SOFTWARE', own.software);
    for (const { type, bytes } of own.others ?? []) this.#hexBytes(type, `Attribute ${hex(type)}`, bytes);
    if (own.data) this.#data(own.data);
  }

  #data(data: Message): void {
    const codec = dataCodec(data);
    this.#attribute(Attribute.data, 'DATA', codec.label(data), codec.size(data), () =>
      codec.write(data, this.#writer),
    );
  }

  #integrity(): void {
    const integrity = this.#message.integrity!;
    const mac =
      'mac' in integrity
        ? fromHex(integrity.mac)
        : integrityMac(this.#text(), this.#message.dialect, keyBytes(integrity));
    this.#attribute(Attribute.integrity, 'MESSAGE-INTEGRITY', 'HMAC-SHA1', MAC, () =>
      this.#writer.bytes(mac, 'HMAC'),
    );
  }

  /** What was written of this message so far. */
  #text(): Uint8Array {
    return this.#writer.result().subarray(this.#start);
  }

  /** Number, length, value, and padding where the dialect has it (RFC 5389 15). */
  #attribute(type: number, name: string, text: string, length: number, value: () => unknown): void {
    const writer = this.#writer;
    writer.group(name, text, () => {
      writer.u16(type, 'Type', hex(type)).u16(length, 'Length');
      value();
      if (this.#message.dialect === 'rfc5389' && length % 4 > 0)
        writer.bytes(new Uint8Array(4 - (length % 4)), 'Padding');
    });
  }

  #number(type: number, name: string, value: number | undefined, unit?: (value: number) => string): void {
    if (value === undefined) return;
    const text = unit ? `${value} ${unit(value)}`.trim() : String(value);
    this.#attribute(type, name, text, 4, () => this.#writer.u32(value, 'Value', text));
  }

  #text16(type: number, name: string, value: string | undefined): void {
    if (value === undefined) return;
    const text = value.replaceAll('\0', '');
    const bytes = encodeUtf8(value);
    this.#attribute(type, name, text, bytes.length, () => this.#writer.bytes(bytes, 'Value', text));
  }

  /** Realm and nonce: MS-TURN puts them in quotation marks, and their length counts these ([MS-TURN] 2.2.2.14). */
  #quoted(type: number, name: string, value: string | undefined): void {
    if (value === undefined) return;
    this.#text16(type, name, this.#message.dialect === 'ms-turn' ? `"${value}"` : value);
  }

  #hexBytes(type: number, name: string, value: string | undefined): void {
    if (value === undefined) return;
    const bytes = fromHex(value);
    this.#attribute(type, name, value, bytes.length, () => this.#writer.bytes(bytes, 'Value', value));
  }

  #error({ code, reason }: { code: number; reason: string }): void {
    const phrase = encodeUtf8(reason);
    this.#attribute(Attribute.error, 'ERROR-CODE', `${code} ${reason}`, 4 + phrase.length, () => {
      this.#writer
        .u16(0, 'Reserved')
        .u8(Math.floor(code / 100), 'Class')
        .u8(code % 100, 'Number');
      this.#writer.bytes(phrase, 'Reason', reason);
    });
  }

  #address(type: number, name: string, value: TransportAddress | undefined, xor = false): void {
    if (!value) return;
    const { transaction } = this.#message;
    const mask = xor ? parseInt(transaction.slice(0, 8), 16) : 0;
    const text = `${formatAddress(value.address)}:${value.port}`;
    this.#attribute(type, name, text, ADDRESS, () =>
      this.#writer
        .u8(0, 'Reserved')
        .u8(1, 'Family', 'IPv4')
        .u16(value.port ^ (mask >>> 16), 'Port', String(value.port))
        .u32((value.address ^ mask) >>> 0, 'Address', formatAddress(value.address)),
    );
  }
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(4, '0')}`;
}
