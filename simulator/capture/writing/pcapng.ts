import { encodeUtf8 } from '../../protocols/codec/utf8.ts';

/*
 * pcapng, little-endian (draft-ietf-opsawg-pcapng, sections 3 and 4).
 */

const BlockType = { section: 0x0a0d0d0a, interface: 1, names: 4, packet: 6, secrets: 10 } as const;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const LINKTYPE_ETHERNET = 1;
/** if_tsresol: 10^-9 seconds. */
const NANOSECONDS = 9;
/** Secrets type of an NSS key log. */
const TLS_KEY_LOG = 0x544c534b;
/** Option codes. */
const Code = {
  end: 0,
  comment: 1,
  interfaceName: 2,
  interfaceDescription: 3,
  resolution: 9,
  os: 3,
  application: 4,
  flags: 2,
  packetId: 5,
  verdict: 7,
} as const;
/** epb_flags: direction. */
const DIRECTION = { in: 1, out: 2 } as const;
/** epb_verdict: eBPF XDP, and its XDP_DROP: what Wireshark shows as a verdict. */
const XDP = 2;
const XDP_DROP = 1;
const RECORD_IPV4 = 1;
/** Bytes that are put together before they are handed over. */
const CHUNK = 1 << 18;
const KEPT_TEXTS = 1000;
const U32 = 4294967296;

/** Takes the bytes of a file, in order. Each chunk is the taker's own. */
export type Sink = (chunk: Uint8Array<ArrayBuffer>) => void;

/** One packet as it was seen at one place. */
export interface PacketBlock {
  readonly interface: number;
  /** Microseconds since 1970. */
  readonly time: number;
  readonly frame: Uint8Array;
  readonly comments: readonly string[];
  readonly direction: 'in' | 'out';
  /** The same for a packet wherever it is seen. */
  readonly packetId: number;
  readonly dropped: boolean;
}

/** Writes a capture block after block; hands over chunks as they fill, so that a file of any size takes no memory. */
export class PcapngWriter {
  readonly #sink: Sink;
  #bytes = new Uint8Array(CHUNK);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;
  #interfaces = 0;
  /** Comments as bytes: the same come again and again. */
  readonly #texts = new Map<string, Uint8Array>();

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  /** Begins the file (Section Header Block). */
  section(application: string, comments: readonly string[]): void {
    const start = this.#begin(BlockType.section);
    this.#u32(BYTE_ORDER_MAGIC);
    this.#u16(1);
    this.#u16(0);
    // Length of the section: not known.
    this.#u32(0xffffffff);
    this.#u32(0xffffffff);
    for (const comment of comments) this.#text(Code.comment, comment);
    this.#text(Code.application, application);
    this.#end(start, true);
  }

  /** A place where packets are seen (Interface Description Block); gives its number. */
  interface(name: string, description: string): number {
    const start = this.#begin(BlockType.interface);
    this.#u16(LINKTYPE_ETHERNET);
    this.#u16(0);
    // No limit to what is captured of a packet.
    this.#u32(0);
    this.#text(Code.interfaceName, name);
    this.#text(Code.interfaceDescription, description);
    this.#option(Code.resolution, Uint8Array.of(NANOSECONDS));
    this.#end(start, true);
    return this.#interfaces++;
  }

  /** Names of IPv4 addresses (Name Resolution Block). */
  names(records: readonly (readonly [address: number, name: string])[]): void {
    if (records.length === 0) return;
    const start = this.#begin(BlockType.names);
    for (const [address, name] of records) {
      const text = encodeUtf8(name);
      this.#u16(RECORD_IPV4);
      this.#u16(4 + text.length + 1);
      this.#room(4);
      this.#view.setUint32(this.#length, address);
      this.#length += 4;
      this.#raw(text);
      this.#raw(Uint8Array.of(0));
      this.#pad();
    }
    this.#u32(0);
    this.#end(start, false);
  }

  /** Lines of an NSS key log, for what follows (Decryption Secrets Block). */
  secrets(lines: readonly string[]): void {
    const text = encodeUtf8(lines.map((line) => `${line}\n`).join(''));
    const start = this.#begin(BlockType.secrets);
    this.#u32(TLS_KEY_LOG);
    this.#u32(text.length);
    this.#raw(text);
    this.#pad();
    this.#end(start, false);
  }

  /** A packet (Enhanced Packet Block). */
  packet({ interface: own, time, frame, comments, direction, packetId, dropped }: PacketBlock): void {
    const start = this.#begin(BlockType.packet);
    this.#u32(own);
    this.#time(time);
    this.#u32(frame.length);
    this.#u32(frame.length);
    this.#raw(frame);
    this.#pad();
    for (const comment of comments) this.#text(Code.comment, comment);
    this.#u16(Code.flags);
    this.#u16(4);
    this.#u32(DIRECTION[direction]);
    this.#u16(Code.packetId);
    this.#u16(8);
    this.#u32(packetId);
    this.#u32(0);
    if (dropped) this.#option(Code.verdict, Uint8Array.of(XDP, XDP_DROP, 0, 0, 0, 0, 0, 0, 0));
    this.#end(start, true);
    if (this.#length >= CHUNK / 2) this.flush();
  }

  /** Hands over what is left. */
  flush(): void {
    if (this.#length === 0) return;
    this.#sink(this.#bytes.slice(0, this.#length));
    this.#length = 0;
  }

  /** Nanoseconds since 1970 in two words: more than a number holds, so it is multiplied in halves. */
  #time(microseconds: number): void {
    const high = Math.floor(microseconds / U32);
    const low = (microseconds - high * U32) * 1000;
    const carry = Math.floor(low / U32);
    this.#u32(high * 1000 + carry);
    this.#u32(low - carry * U32);
  }

  #begin(type: number): number {
    const start = this.#length;
    this.#u32(type);
    this.#u32(0);
    return start;
  }

  #end(start: number, options: boolean): void {
    if (options) this.#u32(Code.end);
    const length = this.#length - start + 4;
    this.#view.setUint32(start + 4, length, true);
    this.#u32(length);
  }

  #text(code: number, text: string): void {
    let bytes = this.#texts.get(text);
    if (!bytes) {
      bytes = encodeUtf8(text);
      if (this.#texts.size >= KEPT_TEXTS) this.#texts.clear();
      this.#texts.set(text, bytes);
    }
    this.#option(code, bytes);
  }

  #option(code: number, value: Uint8Array): void {
    this.#u16(code);
    this.#u16(value.length);
    this.#raw(value);
    this.#pad();
  }

  #u16(value: number): void {
    this.#room(2);
    this.#view.setUint16(this.#length, value, true);
    this.#length += 2;
  }

  #u32(value: number): void {
    this.#room(4);
    this.#view.setUint32(this.#length, value, true);
    this.#length += 4;
  }

  #raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** To a whole number of words. */
  #pad(): void {
    const more = -this.#length & 3;
    this.#room(more);
    this.#bytes.fill(0, this.#length, this.#length + more);
    this.#length += more;
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const wider = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more));
    wider.set(this.#bytes);
    this.#bytes = wider;
    this.#view = new DataView(wider.buffer);
  }
}
