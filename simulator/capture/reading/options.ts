import { DecodeError } from '../../protocols/codec/reader.ts';
import { decodeUtf8 } from '../../protocols/codec/utf8.ts';
import type { ByteWindow } from './window.ts';

const END_OF_OPTIONS = 0;

/** The most that is kept of a name, so that a file of names alone does not fill the memory. */
const NAME_MAX = 255;

/** Bytes with the padding that pcapng puts behind them. */
export const padded = (length: number): number => Math.ceil(length / 4) * 4;

/**
 * Goes through entries of a code, a length and a padded value: a block's options (draft-ietf-opsawg-pcapng 3.5), and
 * the records of a name resolution block (4.5). Code 0 ends them.
 * @param from where they begin, from where the window stands
 * @param to where their block's trailing length begins
 * @param read is given each value's place
 * @throws DecodeError with the byte of the file
 */
export function readOptions(
  window: ByteWindow,
  from: number,
  to: number,
  read: (code: number, at: number, length: number) => void,
): void {
  for (let at = from; at + 4 <= to;) {
    const code = window.u16(at);
    const length = window.u16(at + 2);
    if (code === END_OF_OPTIONS) return;
    if (at + 4 + length > to)
      throw new DecodeError(
        `option ${code} with ${length} bytes, at most ${to - at - 4} expected before its block ends`,
        window.at + at + 2,
      );
    read(code, at + 4, length);
    at += 4 + padded(length);
  }
}

/** The text at a place of the window: UTF-8, or Latin-1 where it is none. */
export function readText(window: ByteWindow, at: number, length: number): string {
  const bytes = window.bytes(at, length);
  try {
    return decodeUtf8(bytes);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  }
}

/** A name at a place of the window, up to a zero if there is one, with nothing in it that would leave its line. */
export function readName(window: ByteWindow, at: number, length: number): string {
  const [name] = readText(window, at, Math.min(length, NAME_MAX)).split('\0');
  return name!.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
