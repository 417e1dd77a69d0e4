import type { CaptureInterface } from './recorded.ts';
import type { ByteWindow } from './window.ts';

/** The most that Wireshark takes for a packet. */
export const FRAME_MAX = 262_144;

/** A frame as the file holds it, whatever its link layer. */
export interface Frame {
  /** Byte of the file at which its record or block begins. */
  readonly at: number;
  /** Index in the list of interfaces. */
  readonly interface: number;
  /** Microseconds since 1970, whole. */
  readonly time: number;
  /** What was captured, shared with the window until more is pushed. */
  readonly bytes: Uint8Array;
  /** Its length on the wire. */
  readonly length: number;
  readonly comments: readonly string[];
}

/** One of the two kinds of capture file. */
export interface CaptureForm {
  readonly interfaces: readonly CaptureInterface[];
  /** Does it stand inside something, so that the file must go on? */
  readonly within: boolean;
  /**
   * Reads on to the next frame.
   * @returns null when that takes more bytes than are here
   * @throws DecodeError with the byte of the file
   */
  next(window: ByteWindow): Frame | null;
}

/** A frame without comments. */
export const NO_COMMENTS: readonly string[] = [];
