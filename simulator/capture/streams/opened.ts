import type { Message } from '../../model/packet.ts';
import { fromHex, toHex } from '../../protocols/codec/hex.ts';
import { rawMessage } from '../../protocols/raw/message.ts';
import { frame as sipLength } from '../../protocols/sip/codec.ts';
import { join, RecordCipher, writeKeys } from '../../protocols/tls/cipher.ts';
import { u16 } from './content.ts';
import { MESSAGE_MAX } from './cut.ts';
import type { KeyLog } from './key-log.ts';
import { httpLengths, isHttp, isSip, nameHttp, nameSip } from './text-protocols.ts';
import { ContentType, RECORD_HEADER } from './tls.ts';

const TLS_1_0 = 0x0301;
/** Bytes of the AES key, by cipher suite: TLS_RSA_WITH_AES_128_CBC_SHA and with 256 (RFC 3268). */
const KEYS: Readonly<Record<number, number>> = { 0x002f: 16, 0x0035: 32 };
/** Where a hello's random stands in its record, and behind it. */
const RANDOM = RECORD_HEADER + 6;
const RANDOM_END = RANDOM + 32;
const NOTHING: Uint8Array = new Uint8Array(0);

interface Way {
  cipher: RecordCipher | null;
  /** Content that waits for the rest of its message. */
  waiting: Uint8Array;
}

/**
 * Opens what TLS 1.0 protects on one connection, where the capture holds the session's secret. It must see all records of
 * both ways, in order; after one that does not fit, nothing more is opened.
 */
export class OpenedTls {
  readonly #log: KeyLog;
  readonly #ways: readonly [Way, Way] = [
    { cipher: null, waiting: NOTHING },
    { cipher: null, waiting: NOTHING },
  ];
  #client: 0 | 1 = 0;
  #clientRandom = '';
  #serverRandom = '';
  #keySize = 0;

  constructor(log: KeyLog) {
    this.#log = log;
  }

  /**
   * The next record of a direction.
   * @returns the message that it completes; null while it is closed, or holds only a part
   */
  see(direction: 0 | 1, record: Uint8Array): Message | null {
    const way = this.#ways[direction];
    if (way.cipher) return this.#open(way, way.cipher, record);
    if (record[0] === ContentType.handshake) this.#hello(direction, record);
    else if (record[0] === ContentType.changeCipherSpec) way.cipher = this.#cipherOf(direction);
    return null;
  }

  /** Notes what the two hellos agree on (RFC 2246 7.4.1). */
  #hello(direction: 0 | 1, record: Uint8Array): void {
    if (record.length < RANDOM_END + 3) return;
    const random = toHex(record.subarray(RANDOM, RANDOM_END));
    if (record[RECORD_HEADER] === 1) {
      this.#client = direction;
      this.#clientRandom = random;
    } else if (record[RECORD_HEADER] === 2) {
      this.#serverRandom = random;
      const suite = u16(record, RANDOM_END + 1 + record[RANDOM_END]!);
      this.#keySize = u16(record, RANDOM - 2) === TLS_1_0 ? (KEYS[suite] ?? 0) : 0;
    }
  }

  #cipherOf(direction: 0 | 1): RecordCipher | null {
    const master = this.#keySize > 0 ? this.#log.masterOf(this.#clientRandom) : null;
    if (!master) return null;
    const keys = writeKeys(master, fromHex(this.#clientRandom), fromHex(this.#serverRandom), this.#keySize);
    return new RecordCipher(direction === this.#client ? keys.client : keys.server);
  }

  #open(way: Way, cipher: RecordCipher, record: Uint8Array): Message | null {
    const plain = cipher.open(record[0]!, record.subarray(RECORD_HEADER));
    if (plain === null) {
      this.#keySize = 0;
      for (const one of this.#ways) one.cipher = null;
      return null;
    }
    if (record[0] !== ContentType.applicationData) return null;
    const content = join(way.waiting, plain);
    const length = lengthOf(content);
    const whole = length !== null && length <= content.length;
    way.waiting = whole || (length === null && !isText(content)) ? NOTHING : content;
    if (way.waiting.length > MESSAGE_MAX) way.waiting = NOTHING;
    if (way.waiting.length > 0) return null;
    if (length !== content.length) return content.length === 0 ? null : rawMessage(content);
    return isSip(content) ? nameSip(content) : nameHttp(content);
  }
}

/** Bytes of the SIP or HTTP message that begins some content; null where that cannot be told. */
function lengthOf(content: Uint8Array): number | null {
  if (isSip(content)) return sipLength(content);
  const lengths = isHttp(content) ? httpLengths(content) : null;
  return lengths === null || lengths.body === Infinity ? null : lengths.head + lengths.body;
}

/** Has it begun as such a message? */
function isText(content: Uint8Array): boolean {
  return isSip(content) || isHttp(content);
}
