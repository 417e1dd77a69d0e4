import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../simulator/kernel/random.ts';
import { decodeBase64Bytes, encodeBase64Bytes } from '../../../simulator/protocols/codec/base64.ts';
import { fromHex, toHex } from '../../../simulator/protocols/codec/hex.ts';
import { encodeUtf8 } from '../../../simulator/protocols/codec/utf8.ts';
import { md4 } from '../../../simulator/protocols/ntlm/md4.ts';
import { readAuthenticate, readChallenge } from '../../../simulator/protocols/ntlm/messages.ts';
import {
  NEGOTIATE,
  ntlmChallenge,
  ntlmProves,
  ntlmResponse,
  ntlmUser,
} from '../../../simulator/protocols/ntlm/ntlm.ts';
import { ntProof, responseKey } from '../../../simulator/protocols/ntlm/proof.ts';

test.each([
  ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
  ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
  ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
  ['message digest', 'd9130a8164549fe818874806e1c7014b'],
  ['abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9'],
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', '043f8582f241db351ce627e153e7f0e4'],
  [
    '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
    'e33b4ddc9c38f2199c3e7b164fcc0536',
  ],
])('MD4 of %o (RFC 1320 A.5)', (text, digest) => {
  expect(toHex(md4(encodeUtf8(text)))).toBe(digest);
});

// What fills the last block, or needs one more; computed with OpenSSL.
test.each([
  [55, 'c889c81dd86c4d2e025778944ea02881'],
  [56, 'd5f9a9e9257077a5f08b0b92f348b0ad'],
  [63, '7ea3da77432d44c323671097d1348fc8'],
  [64, '52f5076fabd22680234a3fa9f9dc5732'],
  [120, 'b03ddbd470b47c013e0c7ab2ddd763db'],
])('MD4 of %i letters', (length, digest) => {
  expect(toHex(md4(encodeUtf8('a'.repeat(length))))).toBe(digest);
});

test('the proof of [MS-NLMP] 4.2.4', () => {
  const key = responseKey('User', 'Domain', 'Password');
  expect(toHex(key)).toBe('0c868a403bfd7a93a3001ef22ef02e3f');
  const blob =
    '01010000000000000000000000000000aaaaaaaaaaaaaaaa0000000002000c0044006f006d00610069006e0001000c005300650072007600650072000000000000000000';
  expect(toHex(ntProof(key, fromHex('0123456789abcdef'), fromHex(blob)))).toBe(
    '68cd0ab851e51c96aabc927bebef6a1c',
  );
});

describe('between a client and a server', () => {
  const target = { computer: 'front-end-1', domain: 'contoso.net', time: Date.UTC(2011, 2, 1, 9) };
  const alice = { user: 'alice@contoso.com', password: 'Alice-2010!', workstation: 'alice-pc' };
  const asked = '0123456789abcdef';
  const answer = (credentials = alice, challenge = asked, seed = 1) =>
    ntlmResponse(credentials, ntlmChallenge('sip', challenge, target), new Random(seed, 'client'))!;

  test('whoever knows the password proves it, to that challenge and as nobody else', () => {
    const proof = answer();
    expect(ntlmUser(proof)).toBe(alice.user);
    expect(ntlmProves(proof, alice, asked)).toBe(true);
    expect(ntlmProves(proof, alice, 'fedcba9876543210')).toBe(false);
    expect(ntlmProves(proof, { ...alice, password: 'Alice-2011!' }, asked)).toBe(false);
    // Somebody else who chose the same password.
    expect(ntlmProves(proof, { ...alice, user: 'bob@contoso.com' }, asked)).toBe(false);
    // Two answers to one challenge differ: the client adds a challenge of its own.
    const response = (data: string) => readAuthenticate(decodeBase64Bytes(data))!.ntResponse;
    expect(response(answer(alice, asked, 2))).not.toEqual(response(proof));
  });

  test('any names and passwords', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (user, password) => {
        const credentials = { ...alice, user: `${user}@x.test`, password };
        expect(ntlmProves(answer(credentials), credentials, asked)).toBe(true);
      }),
    );
  });

  test('a changed answer proves nothing, whatever was changed of the proof or of what it covers', () => {
    const bytes = decodeBase64Bytes(answer());
    const { ntResponse } = readAuthenticate(bytes)!;
    const start = ntResponse.byteOffset - bytes.byteOffset;
    for (let at = start; at < start + ntResponse.length; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 1;
      expect(ntlmProves(encodeBase64Bytes(changed), alice, asked), `byte ${at}`).toBe(false);
    }
  });

  test('an answer tells when, by the clock of the server', () => {
    const { targetInfo } = readChallenge(decodeBase64Bytes(ntlmChallenge('sip', asked, target)))!;
    // FILETIME of 2011-03-01T09:00:00Z: seconds since 1601 in steps of 100 ns.
    const time = (BigInt(target.time / 1000) + 11_644_473_600n) * 10_000_000n;
    const { ntResponse } = readAuthenticate(decodeBase64Bytes(answer()))!;
    expect(new DataView(ntResponse.slice().buffer).getBigUint64(16 + 8, true)).toBe(time);
    expect(toHex(ntResponse)).toContain(toHex(targetInfo));
  });

  test('what is no message of its kind, or a damaged one, is no proof and no challenge', () => {
    for (const data of ['', 'x', NEGOTIATE, ntlmChallenge('http', asked, target), 'TlRMTVNTUAADAAAA'])
      expect([ntlmUser(data), ntlmProves(data, alice, asked)]).toEqual(['', false]);
    for (const data of ['', NEGOTIATE, answer()])
      expect(ntlmResponse(alice, data, new Random(1, 'client'))).toBeNull();
    const bytes = decodeBase64Bytes(answer());
    fc.assert(
      fc.property(
        fc.nat(bytes.length),
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 8 }),
        (length, changes) => {
          const damaged = bytes.slice(0, length);
          for (const [at, value] of changes) damaged[at] = value;
          const data = encodeBase64Bytes(damaged);
          expect(typeof ntlmUser(data)).toBe('string');
          expect(typeof ntlmProves(data, alice, asked)).toBe('boolean');
          ntlmResponse(alice, data, new Random(1, 'client'));
        },
      ),
    );
  });
});
