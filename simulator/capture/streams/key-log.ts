import { fromHex } from '../../protocols/codec/hex.ts';

/** Sessions of which secrets are kept. */
const SESSIONS_MAX = 100_000;
const LINE = /^CLIENT_RANDOM ([0-9a-fA-F]{64}) ([0-9a-fA-F]{96})\s*$/;

/**
 * The secrets of TLS sessions that a capture holds: lines of NSS key logs ("CLIENT_RANDOM", random, master secret), which
 * may come between its packets.
 */
export class KeyLog {
  readonly #texts: () => readonly string[];
  readonly #masters = new Map<string, string>();
  #read = 0;

  /** @param texts all key logs so far */
  constructor(texts: () => readonly string[]) {
    this.#texts = texts;
  }

  /** The master secret of the session that a client began; null where the capture does not hold it. */
  masterOf(clientRandom: string): Uint8Array | null {
    const texts = this.#texts();
    for (; this.#read < texts.length; this.#read++)
      for (const line of texts[this.#read]!.split('\n')) {
        const found = LINE.exec(line);
        if (found && this.#masters.size < SESSIONS_MAX) this.#masters.set(found[1]!.toLowerCase(), found[2]!);
      }
    const master = this.#masters.get(clientRandom);
    return master === undefined ? null : fromHex(master);
  }
}
