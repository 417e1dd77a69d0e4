import type { Address } from '../../model/address.ts';
import { DecodeError } from '../../protocols/codec/reader.ts';
import type { CaptureForm, Frame } from './form.ts';
import { FRAME_MAX, NO_COMMENTS } from './form.ts';
import type { BlockInterface } from './interface.ts';
import { readInterface, timeOf } from './interface.ts';
import { padded, readName, readOptions, readText } from './options.ts';
import type { ByteWindow } from './window.ts';

/** Types of blocks (draft-ietf-opsawg-pcapng 4); Packet is the old one of its appendix A. */
const Block = {
  section: 0x0a0d0d0a,
  interface: 1,
  packet: 2,
  simple: 3,
  names: 4,
  enhanced: 6,
  secrets: 10,
} as const;

interface BlockBounds {
  /** With its article. */
  readonly title: string;
  readonly min: number;
  readonly max: number;
}

/** Comments of a frame may be long, but not endless. */
const PACKET_MAX = FRAME_MAX + (1 << 18);
const OTHER_MAX = 1 << 24;
const BOUNDS: ReadonlyMap<number, BlockBounds> = new Map([
  [Block.section, { title: 'a section header block', min: 28, max: OTHER_MAX }],
  [Block.interface, { title: 'an interface description block', min: 20, max: OTHER_MAX }],
  [Block.packet, { title: 'a packet block', min: 32, max: PACKET_MAX }],
  [Block.simple, { title: 'a simple packet block', min: 16, max: PACKET_MAX }],
  [Block.names, { title: 'a name resolution block', min: 12, max: OTHER_MAX }],
  [Block.enhanced, { title: 'an enhanced packet block', min: 32, max: PACKET_MAX }],
  [Block.secrets, { title: 'a decryption secrets block', min: 20, max: OTHER_MAX }],
]);
/** It is read past without being kept. */
const UNKNOWN: BlockBounds = { title: 'a block', min: 12, max: 2 ** 32 };

const BYTE_ORDER = 0x1a2b3c4d;
const TLS_KEY_LOG = 0x544c534b;
const COMMENT = 1;
const IPV4_NAME = 1;
const INTERFACES_MAX = 65_536;
const NAMES_MAX = 100_000;
const SECRETS_MAX = 1 << 22;

/** The form of blocks (draft-ietf-opsawg-pcapng): sections, with interfaces, frames and what goes with them. */
export class Pcapng implements CaptureForm {
  readonly interfaces: BlockInterface[] = [];
  /** Texts of TLS key logs. */
  readonly secrets: string[] = [];
  readonly names = new Map<Address, string>();
  /** The section's interface 0, among those of all sections. */
  #base = 0;
  /** Time of the last frame. */
  #time = 0;
  #secretBytes = 0;
  /** The length that stands at the end of the unknown block that is being read past. */
  #trailing: number | null = null;

  /** Does the file begin as one of this form does? */
  static recognise(window: ByteWindow): Pcapng | null {
    return window.u32(0) === Block.section ? new Pcapng() : null;
  }

  get within(): boolean {
    return this.#trailing !== null;
  }

  next(window: ByteWindow): Frame | null {
    for (;;) {
      if (this.#trailing !== null) {
        if (!window.has(4)) return null;
        checkTrailing(window, 0, this.#trailing);
        this.#trailing = null;
        window.skip(4);
      }
      if (!window.has(12)) return null;
      const type = window.u32(0);
      if (type === Block.section) this.#beginSection(window);
      const bounds = BOUNDS.get(type) ?? UNKNOWN;
      const length = lengthOf(window, type, bounds);
      if (bounds === UNKNOWN) {
        this.#trailing = length;
        window.skip(length - 4);
        continue;
      }
      if (!window.has(length)) return null;
      checkTrailing(window, length - 4, length);
      const frame = this.#read(type, window, length - 4);
      window.skip(length);
      if (frame) return frame;
    }
  }

  /** @param end where the block's trailing length begins */
  #read(type: number, window: ByteWindow, end: number): Frame | null {
    if (type === Block.enhanced) {
      const number = this.#interface(window, window.u32(8), 8);
      return this.#timed(window, number, end);
    }
    if (type === Block.packet) {
      const number = this.#interface(window, window.u16(8), 8);
      return this.#timed(window, number, end);
    }
    if (type === Block.simple) return this.#simple(window, end);
    if (type === Block.interface) this.#addInterface(window, end);
    else if (type === Block.names) this.#addNames(window, end);
    else if (type === Block.secrets) this.#addSecrets(window, end);
    return null;
  }

  #beginSection(window: ByteWindow): void {
    window.little = true;
    if (window.u32(8) !== BYTE_ORDER) window.little = false;
    if (window.u32(8) !== BYTE_ORDER)
      throw new DecodeError(
        `byte-order magic 0x${hex(window.u32(8))}, 0x${hex(BYTE_ORDER)} expected in either order`,
        window.at + 8,
      );
    this.#base = this.interfaces.length;
  }

  #interface(window: ByteWindow, number: number, offset: number): number {
    const known = this.interfaces.length - this.#base;
    if (number >= known)
      throw new DecodeError(
        `interface ${number} of ${known}, an interface that the section described before expected`,
        window.at + offset,
      );
    return this.#base + number;
  }

  /** Enhanced packet blocks and the older ones differ in how they say their interface only. */
  #timed(window: ByteWindow, number: number, end: number): Frame {
    const captured = window.u32(20);
    const options = 28 + padded(captured);
    if (captured > FRAME_MAX || options > end)
      throw new DecodeError(
        `${captured} captured bytes, at most ${Math.min(FRAME_MAX, end - 28)} expected`,
        window.at + 20,
      );
    const comments: string[] = [];
    if (options < end)
      readOptions(window, options, end, (code, at, length) => {
        if (code === COMMENT) comments.push(readText(window, at, length));
      });
    this.#time = timeOf(this.interfaces[number]!, window.u32(12), window.u32(16));
    return {
      at: window.at,
      interface: number,
      time: this.#time,
      bytes: window.bytes(28, captured),
      length: Math.max(window.u32(24), captured),
      comments: comments.length > 0 ? comments : NO_COMMENTS,
    };
  }

  /** It tells no time: that of the frame before it is taken. */
  #simple(window: ByteWindow, end: number): Frame {
    const number = this.#interface(window, 0, 0);
    const length = window.u32(8);
    const { snap } = this.interfaces[number]!;
    const captured = snap === 0 ? length : Math.min(length, snap);
    if (captured > FRAME_MAX || 12 + captured > end)
      throw new DecodeError(
        `a frame of ${captured} bytes, at most ${Math.min(FRAME_MAX, end - 12)} expected`,
        window.at + 8,
      );
    return {
      at: window.at,
      interface: number,
      time: this.#time,
      bytes: window.bytes(12, captured),
      length,
      comments: NO_COMMENTS,
    };
  }

  #addInterface(window: ByteWindow, end: number): void {
    if (this.interfaces.length === INTERFACES_MAX)
      throw new DecodeError(`one more interface, at most ${INTERFACES_MAX} expected`, window.at);
    this.interfaces.push(readInterface(window, end));
  }

  #addNames(window: ByteWindow, end: number): void {
    readOptions(window, 8, end, (code, at, length) => {
      if (code !== IPV4_NAME) return;
      if (length < 4)
        throw new DecodeError(
          `a name record of ${length} bytes, an address of 4 and a name expected`,
          window.at + at - 2,
        );
      if (this.names.size === NAMES_MAX)
        throw new DecodeError(`one more name, at most ${NAMES_MAX} expected`, window.at + at);
      const [a, b, c, d] = window.bytes(at, 4);
      const name = readName(window, at + 4, length - 4);
      if (name) this.names.set(a! * 2 ** 24 + b! * 2 ** 16 + c! * 256 + d!, name);
    });
  }

  #addSecrets(window: ByteWindow, end: number): void {
    const length = window.u32(12);
    if (16 + length > end)
      throw new DecodeError(`secrets of ${length} bytes, at most ${end - 16} expected`, window.at + 12);
    if (window.u32(8) !== TLS_KEY_LOG) return;
    // The whole block counts: many empty ones are many texts too.
    this.#secretBytes += end;
    if (this.#secretBytes > SECRETS_MAX)
      throw new DecodeError(
        `${this.#secretBytes} bytes of secrets, at most ${SECRETS_MAX} expected`,
        window.at,
      );
    this.secrets.push(readText(window, 16, length));
  }
}

function lengthOf(window: ByteWindow, type: number, { title, min, max }: BlockBounds): number {
  const length = window.u32(4);
  const is = `${title} of type 0x${hex(type)} and ${length} bytes`;
  if (length < min) throw new DecodeError(`${is}, at least ${min} expected`, window.at + 4);
  if (length > max) throw new DecodeError(`${is}, at most ${max} expected`, window.at + 4);
  if (length % 4 !== 0) throw new DecodeError(`${is}, a multiple of 4 expected`, window.at + 4);
  return length;
}

function checkTrailing(window: ByteWindow, offset: number, length: number): void {
  if (window.u32(offset) !== length)
    throw new DecodeError(
      `a block ends with the length ${window.u32(offset)}, ${length} as at its beginning expected`,
      window.at + offset,
    );
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
