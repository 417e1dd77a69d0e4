import { md5, sha1 } from '@noble/hashes/legacy.js';
import { hashText } from '../../kernel/hash.ts';
import { Random } from '../../kernel/random.ts';
import type { Message } from '../../model/packet.ts';
import { fromHex, toHex } from '../codec/hex.ts';
import { Writer } from '../codec/writer.ts';
import { join, masterSecret, RecordCipher, verifyData, writeKeys } from './cipher.ts';
import { ContentType, MAX_FRAGMENT, RECORD_HEADER, tlsCodec } from './codec.ts';
import { RSA } from './handshake.ts';
import type { EncryptedRecord, HandshakeMessage, TlsMessage, TlsRecord } from './message.ts';
import { ALERTS } from './message.ts';

/** RFC 2246 7.4.9: type, length, and what is verified. */
const FINISHED_HEAD = [20, 0, 0, 12];
/** RFC 2246 7.4.7.1: version, and 46 bytes that nobody can guess. */
const PRE_MASTER = 48;

type Side = 'client' | 'server';

/** Writes a message that travels inside a session. */
export type WriteContent = (content: Message) => Uint8Array;

/**
 * Turns the messages of one session into what travels: key exchange, Finished, and everything encrypted with the keys
 * that come of it. Takes them in the order in which they were sent. What is secret is drawn from the client's random, so
 * that the same run gives the same bytes.
 */
export class SessionSealer {
  readonly #write: WriteContent;
  /** The handshake messages so far. */
  #said: Uint8Array = new Uint8Array(0);
  readonly #ciphers: Record<Side, RecordCipher | null> = { client: null, server: null };
  #clientRandom = '';
  #serverRandom = '';
  #master: Uint8Array | null = null;
  #random: Random | null = null;

  constructor(write: WriteContent) {
    this.#write = write;
  }

  /**
   * A line for those who may read along ("CLIENT_RANDOM", random, master secret: NSS key log); null before the keys are
   * agreed.
   */
  get secret(): string | null {
    return this.#master && `CLIENT_RANDOM ${this.#clientRandom} ${toHex(this.#master)}`;
  }

  /**
   * The next message of the session, as it travels.
   * @throws Error when it belongs to none, or would have to be encrypted before there are keys: a broken invariant
   */
  seal(message: TlsMessage): TlsMessage {
    const from = message.session?.from;
    if (!from) throw new Error('a TLS message without a session');
    return { ...message, records: message.records.flatMap((record) => this.#record(record, from)) };
  }

  #record(record: TlsRecord, from: Side): TlsRecord | TlsRecord[] {
    switch (record.type) {
      case 'handshake':
        if (record.messages[0]?.type === 'finished') return this.#finished(from);
        return this.#handshake(record.messages);
      case 'change-cipher-spec':
        this.#activate(from);
        return record;
      case 'alert':
        if (!record.encrypted) return record;
        return this.#encrypt('alert', Uint8Array.of(...alertBytes(record)), from);
      case 'application-data': {
        const plain = this.#write(record.content);
        if (plain.length !== record.size)
          throw new Error(
            `${record.content.protocol}: ${plain.length} bytes written, ${record.size} expected`,
          );
        const out: TlsRecord[] = [];
        for (let at = 0; at < record.size; at += MAX_FRAGMENT)
          out.push(
            this.#encrypt(
              'application-data',
              plain.subarray(at, Math.min(at + MAX_FRAGMENT, record.size)),
              from,
            ),
          );
        return out;
      }
      case 'encrypted':
        return record;
    }
  }

  #handshake(messages: readonly HandshakeMessage[]): TlsRecord {
    const record: TlsRecord = { type: 'handshake', messages: messages.map((one) => this.#exchange(one)) };
    const writer = new Writer();
    tlsCodec.write({ protocol: 'tls', session: null, records: [record] }, writer);
    this.#note(writer.result().subarray(RECORD_HEADER));
    return record;
  }

  /** Fills in what only the key pairs could make: filler, since nobody here has the other half. */
  #exchange(message: HandshakeMessage): HandshakeMessage {
    switch (message.type) {
      case 'client-hello':
        this.#clientRandom = message.random;
        this.#random = new Random(hashText(message.random)[0], 'tls');
        return message;
      case 'server-hello':
        this.#serverRandom = message.random;
        return message;
      case 'client-key-exchange':
        this.#agree();
        return { ...message, secret: this.#filler(RSA) };
      case 'certificate-verify':
        return { ...message, signature: this.#filler(RSA) };
      default:
        return message;
    }
  }

  #filler(length: number): string {
    return this.#random!.hex(2 * length);
  }

  #agree(): void {
    const preMaster = fromHex(`0301${this.#filler(PRE_MASTER - 2)}`);
    this.#master = masterSecret(preMaster, fromHex(this.#clientRandom), fromHex(this.#serverRandom));
  }

  #activate(from: Side): void {
    if (!this.#master) throw new Error('Change Cipher Spec before the key exchange');
    const keys = writeKeys(this.#master, fromHex(this.#clientRandom), fromHex(this.#serverRandom));
    this.#ciphers[from] = new RecordCipher(keys[from]);
  }

  #finished(from: Side): TlsRecord {
    const so = join(md5(this.#said), sha1(this.#said));
    const message = join(Uint8Array.from(FINISHED_HEAD), verifyData(this.#master!, from, so));
    this.#note(message);
    return this.#encrypt('handshake', message, from);
  }

  #note(handshake: Uint8Array): void {
    this.#said = join(this.#said, handshake);
  }

  #encrypt(of: EncryptedRecord['of'], plain: Uint8Array, from: Side): EncryptedRecord {
    const cipher = this.#ciphers[from];
    if (!cipher) throw new Error(`${of} to be encrypted before Change Cipher Spec`);
    return { type: 'encrypted', of, fragment: cipher.seal(ContentType[of], plain) };
  }
}

function alertBytes({ level, description }: TlsRecord & { type: 'alert' }): [number, number] {
  return [level === 'fatal' ? 2 : 1, ALERTS[description]];
}
