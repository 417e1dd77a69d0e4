import { DecodeError } from '../../protocols/codec/reader.ts';
import { readName, readOptions } from './options.ts';
import type { CaptureInterface } from './recorded.ts';
import type { ByteWindow } from './window.ts';

/** Options of an interface description block (draft-ietf-opsawg-pcapng 4.2), with the lengths that they must have. */
const Option = { name: 2, description: 3, resolution: 9, offset: 14 } as const;
const LENGTHS: ReadonlyMap<number, number> = new Map([
  [Option.resolution, 1],
  [Option.offset, 8],
]);

const MICROSECONDS = 1_000_000n;

/** An interface of a pcapng file, and how to read its times. */
export interface BlockInterface extends CaptureInterface {
  /** The most that is captured of a frame; 0 for all. */
  readonly snap: number;
  /** Units of time in a second. */
  readonly ticks: bigint;
  /** To be added to its times, in microseconds. */
  readonly offset: bigint;
}

/**
 * Reads an interface description block at which the window stands.
 * @param end where the block's trailing length begins
 * @throws DecodeError with the byte of the file
 */
export function readInterface(window: ByteWindow, end: number): BlockInterface {
  let [name, description, ticks, offset, resolution] = ['', '', MICROSECONDS, 0n, '10^-6 s'];
  readOptions(window, 16, end, (code, at, length) => {
    const right = LENGTHS.get(code) ?? length;
    if (length !== right)
      throw new DecodeError(`option ${code} with ${length} bytes, ${right} expected`, window.at + at - 2);
    if (code === Option.name) name = readName(window, at, length);
    else if (code === Option.description) description = readName(window, at, length);
    else if (code === Option.resolution) {
      const value = window.bytes(at, 1)[0]!;
      const [base, digits] = [value & 0x80 ? 2 : 10, value & 0x7f];
      ticks = BigInt(base) ** BigInt(digits);
      resolution = `${base}^-${digits} s`;
    } else if (code === Option.offset) {
      const [high, low] = window.little ? [at + 4, at] : [at, at + 4];
      offset = BigInt.asIntN(64, wide(window.u32(high), window.u32(low))) * MICROSECONDS;
    }
  });
  return { name, description, link: window.u16(8), snap: window.u32(12), ticks, offset, resolution };
}

/** Microseconds since 1970 of a time in two halves, the fraction cut off; exact, which doubles would not be for 10^-9 s. */
export function timeOf({ ticks, offset }: BlockInterface, high: number, low: number): number {
  return Number((wide(high, low) * MICROSECONDS) / ticks + offset);
}

function wide(high: number, low: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}
