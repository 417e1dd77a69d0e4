/** A push is taken in pieces of this size, so that a file given as one piece is not held twice. */
export const PIECE = 1 << 18;

/** The part of a file that is being read: bytes come in behind, and are read and let go in front. */
export class ByteWindow {
  #bytes = new Uint8Array(PIECE);
  #view = new DataView(this.#bytes.buffer);
  #start = 0;
  #end = 0;
  #passed = 0;
  #wanted = 0;
  /** Order of bytes in numbers: least significant first? */
  little = false;

  /** Byte of the file at which reading stands. */
  get at(): number {
    return this.#passed + this.#start;
  }

  /** Bytes that are here; less than none when more was skipped than has come. */
  get left(): number {
    return this.#end - this.#start;
  }

  /** How many bytes are still missing of those last asked for. */
  get missing(): number {
    return this.#wanted - this.left;
  }

  /** Takes over a copy of some bytes. Arrays that `bytes` gave are no longer good. */
  push(piece: Uint8Array): void {
    if (this.#end + piece.length > this.#bytes.length) this.#makeRoom(piece.length);
    // What is skipped beyond the end is not stored: the window stands still and the file moves on.
    const skipped = Math.min(Math.max(-this.left, 0), piece.length);
    this.#passed += skipped;
    this.#start -= skipped;
    this.#bytes.set(skipped > 0 ? piece.subarray(skipped) : piece, this.#end);
    this.#end += piece.length - skipped;
  }

  /** Are this many bytes here? */
  has(length: number): boolean {
    this.#wanted = length;
    return this.left >= length;
  }

  u16(offset: number): number {
    return this.#view.getUint16(this.#start + offset, this.little);
  }

  u32(offset: number): number {
    return this.#view.getUint32(this.#start + offset, this.little);
  }

  /** Bytes that are here, shared with the window until the next `push`. */
  bytes(offset: number, length: number): Uint8Array {
    return this.#bytes.subarray(this.#start + offset, this.#start + offset + length);
  }

  /** Goes on by this many bytes, be they here or not. */
  skip(length: number): void {
    this.#start += length;
  }

  #makeRoom(more: number): void {
    const kept = Math.max(this.left, 0);
    const from = Math.min(this.#start, this.#end);
    // Half of it stays free, so that small pieces do not move a large rest again and again.
    const size = Math.max(this.#bytes.length, 2 * (kept + more));
    const bytes = size === this.#bytes.length ? this.#bytes : new Uint8Array(size);
    if (bytes === this.#bytes) bytes.copyWithin(0, from, this.#end);
    else bytes.set(this.#bytes.subarray(from, this.#end));
    this.#passed += from;
    this.#start -= from;
    this.#end -= from;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}
