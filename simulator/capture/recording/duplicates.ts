import type { Headers } from '../../protocols/ip/headers.ts';

/** What tells a packet from others that look like it. */
export interface Copy {
  readonly headers: Headers;
  /** Microseconds. */
  readonly time: number;
  readonly interface: number;
  /** A sum of its payload, as `digestOf` makes it. */
  readonly digest: number;
}

/** A packet passes all capture points of a file within this time, microseconds (assumption). */
const WINDOW_US = 100_000;
const REMEMBERED = 8192;

/** Finds packets that a capture saw several times: at several interfaces, on both sides of a router. */
export class Duplicates {
  #seen = new Map<string, { readonly time: number; readonly interfaces: number[] }>();

  /**
   * Is it the copy of a packet that came shortly before?
   * @param key what a copy has in common with its original besides number and payload: its two ends
   */
  isCopy({ headers, time, interface: own, digest }: Copy, key: string): boolean {
    const { identification, flags, seq, ack } = headers;
    const name = `${key} ${identification} ${flags} ${seq} ${ack} ${digest}`;
    const before = this.#seen.get(name);
    if (before && Math.abs(time - before.time) <= WINDOW_US && !before.interfaces.includes(own)) {
      before.interfaces.push(own);
      return true;
    }
    if (this.#seen.size >= REMEMBERED) this.#forget(time);
    this.#seen.delete(name);
    this.#seen.set(name, { time, interfaces: [own] });
    return false;
  }

  #forget(now: number): void {
    for (const [name, { time }] of this.#seen) {
      if (now - time <= WINDOW_US && this.#seen.size < REMEMBERED) break;
      this.#seen.delete(name);
    }
  }
}

/** A sum by which different payloads are told apart (FNV-1a). */
export function digestOf(bytes: Uint8Array): number {
  let value = 0x811c9dc5;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}
