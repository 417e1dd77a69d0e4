import { DecodeError } from '../../protocols/codec/reader.ts';
import type { CaptureForm, Frame } from './form.ts';
import { FRAME_MAX, NO_COMMENTS } from './form.ts';
import type { CaptureInterface } from './recorded.ts';
import type { ByteWindow } from './window.ts';

const FILE_HEADER = 24;

interface Variant {
  readonly recordHeader: number;
  readonly nanoseconds: boolean;
}

/** By magic number, in the file's order of bytes. The third is Alexey Kuznetsov's, which adds an interface to each record. */
const VARIANTS: ReadonlyMap<number, Variant> = new Map([
  [0xa1b2c3d4, { recordHeader: 16, nanoseconds: false }],
  [0xa1b23c4d, { recordHeader: 16, nanoseconds: true }],
  [0xa1b2cd34, { recordHeader: 24, nanoseconds: false }],
]);

/** The classic form (draft-ietf-opsawg-pcap): a header for the file, a record for each frame. */
export class Pcap implements CaptureForm {
  readonly interfaces: CaptureInterface[] = [];
  readonly within = false;
  readonly #variant: Variant;

  private constructor(variant: Variant) {
    this.#variant = variant;
  }

  /**
   * Does the file begin as one of this form does? Sets the window's order of bytes.
   * @param window with at least four bytes
   * @returns null when it does not
   */
  static recognise(window: ByteWindow): Pcap | null {
    for (const little of [true, false]) {
      window.little = little;
      const variant = VARIANTS.get(window.u32(0));
      if (variant) return new Pcap(variant);
    }
    return null;
  }

  next(window: ByteWindow): Frame | null {
    if (this.interfaces.length === 0 && !this.#readFileHeader(window)) return null;
    const { recordHeader, nanoseconds } = this.#variant;
    if (!window.has(recordHeader)) return null;
    const captured = window.u32(8);
    if (captured > FRAME_MAX)
      throw new DecodeError(
        `a record of ${captured} captured bytes, at most ${FRAME_MAX} expected`,
        window.at + 8,
      );
    if (!window.has(recordHeader + captured)) return null;
    const fraction = window.u32(4);
    const frame: Frame = {
      at: window.at,
      interface: 0,
      time: window.u32(0) * 1e6 + (nanoseconds ? Math.floor(fraction / 1000) : fraction),
      bytes: window.bytes(recordHeader, captured),
      length: Math.max(window.u32(12), captured),
      comments: NO_COMMENTS,
    };
    window.skip(recordHeader + captured);
    return frame;
  }

  #readFileHeader(window: ByteWindow): boolean {
    if (!window.has(FILE_HEADER)) return false;
    const version = window.u16(4);
    if (version !== 2) throw new DecodeError(`pcap version ${version}, 2 expected`, window.at + 4);
    // The upper half tells of a frame check sequence, which goes with the padding.
    const link = window.u32(20) & 0xffff;
    const resolution = this.#variant.nanoseconds ? '10^-9 s' : '10^-6 s';
    this.interfaces.push({ name: '', description: '', link, resolution });
    window.skip(FILE_HEADER);
    return true;
  }
}
