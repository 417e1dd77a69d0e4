import { createDecipheriv, createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex } from '../../../simulator/protocols/codec/hex.ts';
import { rawMessage } from '../../../simulator/protocols/raw/message.ts';
import { bytesOf } from '../../../simulator/protocols/registry.ts';
import { masterSecret, prf, RecordCipher, writeKeys } from '../../../simulator/protocols/tls/cipher.ts';
import { tlsCodec } from '../../../simulator/protocols/tls/codec.ts';
import type { EncryptedRecord, TlsMessage, TlsRecord } from '../../../simulator/protocols/tls/message.ts';
import { SessionSealer } from '../../../simulator/protocols/tls/sealer.ts';
import { Wire } from '../../../simulator/protocols/wire.ts';
import { designWith, runOne } from '../../story/designs.ts';

const data = (size: number): TlsRecord => ({
  type: 'application-data',
  content: rawMessage(new Uint8Array(size).fill(120)),
  size,
});
const RANDOM = { client: '11'.repeat(32), server: '22'.repeat(32) };
const message = (from: 'client' | 'server', ...records: TlsRecord[]): TlsMessage => ({
  protocol: 'tls',
  session: { id: RANDOM.client, from },
  records,
});
const finished: TlsRecord[] = [
  { type: 'change-cipher-spec' },
  { type: 'handshake', messages: [{ type: 'finished' }] },
];
const HANDSHAKE: readonly TlsMessage[] = [
  message('client', {
    type: 'handshake',
    messages: [
      { type: 'client-hello', random: RANDOM.client, sessionId: '', cipherSuites: [0x2f], serverName: null },
    ],
  }),
  message('server', {
    type: 'handshake',
    messages: [
      { type: 'server-hello', random: RANDOM.server, sessionId: '', cipherSuite: 0x2f },
      { type: 'server-hello-done' },
    ],
  }),
  message('client', { type: 'handshake', messages: [{ type: 'client-key-exchange' }] }, ...finished),
  message('server', ...finished),
];

/** What Node's own cryptography makes of encrypted records: checks MAC and padding, gives the content. */
class Opener {
  readonly #keys;
  #iv: Uint8Array;
  #sequence = 0n;

  constructor(keys: ReturnType<typeof writeKeys>['client']) {
    this.#keys = keys;
    this.#iv = keys.iv;
  }

  open(type: number, { fragment }: EncryptedRecord): Buffer {
    const decipher = createDecipheriv('aes-128-cbc', this.#keys.key, this.#iv).setAutoPadding(false);
    const plain = Buffer.concat([decipher.update(fragment), decipher.final()]);
    this.#iv = fragment.subarray(-16);
    const padding = plain.at(-1)!;
    expect([...plain.subarray(-padding - 1)].every((one) => one === padding)).toBe(true);
    const content = plain.subarray(0, plain.length - padding - 1 - 20);
    const head = Buffer.alloc(13);
    head.writeBigUInt64BE(this.#sequence++);
    head[8] = type;
    head.writeUInt16BE(0x0301, 9);
    head.writeUInt16BE(content.length, 11);
    const mac = createHmac('sha1', this.#keys.mac).update(head).update(content).digest();
    expect(plain.subarray(content.length, content.length + 20)).toEqual(mac);
    return content;
  }
}

test('the pseudo-random function is that of RFC 2246 5, by the cryptography of Node', () => {
  const hash = (name: string, secret: Uint8Array, seed: Uint8Array, length: number) => {
    let a: Uint8Array = seed;
    let out = Buffer.alloc(0);
    while (out.length < length) {
      a = createHmac(name, secret).update(a).digest();
      out = Buffer.concat([out, createHmac(name, secret).update(a).update(seed).digest()]);
    }
    return out.subarray(0, length);
  };
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 70 }),
      fc.uint8Array({ maxLength: 70 }),
      fc.integer({ min: 1, max: 150 }),
      (secret, seed, length) => {
        const text = Buffer.concat([Buffer.from('key expansion'), seed]);
        const half = Math.ceil(secret.length / 2);
        const first = hash('md5', secret.subarray(0, half), text, length);
        const second = hash('sha1', secret.subarray(secret.length - half), text, length);
        const both = first.map((byte, i) => byte ^ second[i]!);
        expect([...prf(secret, 'key expansion', seed, length)]).toEqual([...both]);
      },
    ),
  );
});

test('records are encrypted as Node decrypts them, one after the other', () => {
  const keys = writeKeys(new Uint8Array(48).fill(7), fromHex(RANDOM.client), fromHex(RANDOM.server)).client;
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 5 }), (contents) => {
      const cipher = new RecordCipher(keys);
      const opener = new Opener(keys);
      for (const content of contents) {
        const fragment = cipher.seal(23, content);
        expect([...opener.open(23, { type: 'encrypted', of: 'application-data', fragment })]).toEqual([
          ...content,
        ]);
      }
    }),
  );
});

test('what is sealed has the size that was promised, whatever it holds', () => {
  // 20 bytes of MAC, at least one of padding, to whole blocks of 16, and 5 of header (RFC 2246 6.2.3.2).
  const sizeOf = (size: number) => tlsCodec.size(message('client', data(size)));
  expect([1, 11, 12, 27, 28].map(sizeOf)).toEqual([37, 37, 53, 53, 69]);
  expect(sizeOf(20000)).toBe(5 + 16416 + 5 + 3648);
  const sealer = new SessionSealer(bytesOf);
  for (const one of HANDSHAKE) expect(bytesOf(sealer.seal(one)).length).toBe(tlsCodec.size(one));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40000 }), (size) => {
      const one = message('server', data(size));
      expect(bytesOf(sealer.seal(one)).length).toBe(tlsCodec.size(one));
    }),
    { numRuns: 30 },
  );
  const alert = message('client', {
    type: 'alert',
    level: 'warning',
    description: 'close_notify',
    encrypted: true,
  });
  expect(bytesOf(sealer.seal(alert)).length).toBe(tlsCodec.size(alert));
});

test('both Finished messages verify all that was said before', () => {
  const sealer = new SessionSealer(bytesOf);
  const sealed = HANDSHAKE.map((one) => sealer.seal(one));
  const [, , secret] = sealer.secret!.split(' ');
  const master = fromHex(secret!);
  const keys = writeKeys(master, fromHex(RANDOM.client), fromHex(RANDOM.server));
  // The content of a handshake record is what follows five bytes.
  const said = sealed.map((one) => bytesOf({ ...one, records: [one.records[0]!] } as TlsMessage).subarray(5));
  const transcript = said.slice(0, 3);
  for (const [at, from] of [
    [2, 'client'],
    [3, 'server'],
  ] as const) {
    const content = new Opener(keys[from]).open(22, sealed[at]!.records.at(-1) as EncryptedRecord);
    const digest = (name: string) => createHash(name).update(Buffer.concat(transcript)).digest();
    expect(content.subarray(0, 4)).toEqual(Buffer.from([20, 0, 0, 12]));
    expect([...content.subarray(4)]).toEqual([
      ...prf(master, `${from} finished`, Buffer.concat([digest('md5'), digest('sha1')]), 12),
    ]);
    transcript.push(content);
  }
});

test('nothing is written that should have been encrypted', () => {
  expect(() => bytesOf(message('client', data(5)))).toThrow('before it is encrypted');
  expect(() => new SessionSealer(bytesOf).seal(message('client', data(5)))).toThrow(
    'before Change Cipher Spec',
  );
});

test('a handshake record that holds nothing is none (RFC 2246 6.2.1)', () => {
  expect(() => tlsCodec.read(fromHex('1603010000'))).toThrow('without a message');
  expect(tlsCodec.label(tlsCodec.read(fromHex('1703010000')))).toBe('Application Data');
});

test('master secrets differ with either random', () => {
  const secret = (client: number, server: number) =>
    masterSecret(
      new Uint8Array(48),
      new Uint8Array(32).fill(client),
      new Uint8Array(32).fill(server),
    ).toString();
  expect(new Set([secret(1, 2), secret(2, 1), secret(1, 1)]).size).toBe(3);
});

test('whoever asks for messages in any order gets the same bytes', () => {
  const { trace } = runOne(designWith(), 'remote-sign-in');
  const inOrder = new Wire(trace);
  const indexes = [...trace.messages.keys()].filter((i) => trace.messages[i]!.protocol === 'tls');
  const bytes = new Map(indexes.map((i) => [i, bytesOf(inOrder.message(i))]));
  expect(indexes.length).toBeGreaterThan(20);
  fc.assert(
    fc.property(fc.shuffledSubarray(indexes, { minLength: 5 }), (some) => {
      const wire = new Wire(trace);
      for (const i of some) expect(bytesOf(wire.message(i))).toEqual(bytes.get(i));
    }),
    { numRuns: 20 },
  );
});
