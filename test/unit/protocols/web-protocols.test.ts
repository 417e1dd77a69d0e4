import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DecodeError } from '../../../simulator/protocols/codec/reader.ts';
import { Writer } from '../../../simulator/protocols/codec/writer.ts';
import { readList, writeList } from '../../../simulator/protocols/crl/list.ts';
import { httpCodec } from '../../../simulator/protocols/http/codec.ts';
import type { HttpMessage } from '../../../simulator/protocols/http/message.ts';
import { parseUrl } from '../../../simulator/protocols/http/message.ts';
import { psomCodec } from '../../../simulator/protocols/psom/codec.ts';
import type { PsomMessage } from '../../../simulator/protocols/psom/message.ts';
import { PSOM_TYPES } from '../../../simulator/protocols/psom/message.ts';
import { rawBytes, rawMessage } from '../../../simulator/protocols/raw/message.ts';
import {
  conferenceAddedBody,
  conferencePart,
  conferenceUri,
  readInvitation,
  readRoster,
  readServerAccess,
  rosterBody,
  serverAccessBody,
} from '../../../simulator/protocols/sip/conference-bodies.ts';
import { digestResponse } from '../../../simulator/protocols/sip/digest.ts';

/** No half of a character: what UTF-8 can carry. */
const isWellFormed = (text: string) => !/\p{Surrogate}/u.test(text);
const token = fc
  .stringMatching(/^[A-Za-z][A-Za-z-]{0,12}$/)
  .filter((name) => !/^content-length$/i.test(name));
const value = fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/);
const body = fc.string({ unit: 'binary', maxLength: 200 }).filter(isWellFormed);
const shared = {
  protocol: fc.constant('http' as const),
  headers: fc.array(fc.tuple(token, value), { maxLength: 6 }),
  body,
};
const http: fc.Arbitrary<HttpMessage> = fc.oneof(
  fc.record({
    ...shared,
    kind: fc.constant('request' as const),
    method: fc.constantFrom('GET', 'POST', 'PUT'),
    target: fc.webPath().map((path) => `/${path.replace(/^\/+/, '')}`),
  }),
  fc.record({
    ...shared,
    kind: fc.constant('response' as const),
    status: fc.integer({ min: 100, max: 599 }),
    reason: fc.stringMatching(/^[A-Za-z]([A-Za-z ]{0,20}[A-Za-z])?$/),
  }),
);
const short = fc.string({ unit: 'grapheme', maxLength: 40 }).filter(isWellFormed);
const psom: fc.Arbitrary<PsomMessage> = fc.record({
  protocol: fc.constant('psom' as const),
  type: fc.constantFrom(...PSOM_TYPES),
  channel: fc.nat(0xffffffff),
  text: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), short, { maxKeys: 5 }),
});

function bytesOf(message: HttpMessage | PsomMessage): Uint8Array {
  const writer = new Writer();
  if (message.protocol === 'http') httpCodec.write(message, writer);
  else psomCodec.write(message, writer);
  return writer.result();
}

const read = (message: HttpMessage | PsomMessage, bytes: Uint8Array) =>
  message.protocol === 'http' ? httpCodec.read(bytes) : psomCodec.read(bytes);

test.each([
  ['HTTP', http],
  ['PSOM', psom],
] as const)('%s: what is written is read back, as long as it was said to be', (_name, any) => {
  fc.assert(
    fc.property(any as fc.Arbitrary<HttpMessage | PsomMessage>, (message) => {
      const bytes = bytesOf(message);
      expect(bytes.length).toBe(
        message.protocol === 'http' ? httpCodec.size(message) : psomCodec.size(message),
      );
      expect(read(message, bytes)).toEqual(message);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['HTTP', http],
  ['PSOM', psom],
] as const)('%s: damaged bytes are read or refused, and nothing else happens', (_name, any) => {
  fc.assert(
    fc.property(
      any as fc.Arbitrary<HttpMessage | PsomMessage>,
      fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 6 }),
      fc.nat(400),
      (message, changes, cut) => {
        const bytes = bytesOf(message);
        const damaged = bytes.slice(0, cut % 2 === 0 ? bytes.length : cut % (bytes.length + 1));
        for (const [at, to] of changes) if (damaged.length > 0) damaged[at % damaged.length] = to;
        try {
          read(message, damaged);
        } catch (error) {
          if (!(error instanceof DecodeError)) throw error;
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test.each([
  ['two lengths that differ', 'GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ['a length beyond the end', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab'],
  ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'],
  ['another version', 'GET / HTTP/9.9\r\n\r\n'],
  ['no end', 'GET / HTTP/1.1\r\nHost: a'],
])('HTTP with %s is refused', (_what, text) => {
  expect(() => httpCodec.read(new TextEncoder().encode(text))).toThrow(DecodeError);
});

test('bytes stay bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(rawBytes(rawMessage(bytes))).toEqual(bytes);
    }),
  );
});

test('addresses are taken apart, and what is none is refused', () => {
  expect(parseUrl('https://webext.contoso.com/abs/handler?x=1')).toEqual({
    scheme: 'https',
    host: 'webext.contoso.com',
    port: 443,
    target: '/abs/handler?x=1',
  });
  expect(parseUrl('http://a:8080')).toMatchObject({ scheme: 'http', port: 8080, target: '/' });
  for (const text of ['', 'ftp://a/', 'https://', 'https://a:99999/', 'https://a/ b', 'javascript:alert(1)'])
    expect(parseUrl(text), text).toBeNull();
});

test('conference bodies say what was put into them', () => {
  const uri = conferenceUri('sip:bob@contoso.com', 'focus', '1A2B3C4D');
  expect(conferencePart('app:conf:focus:id:1A2B3C4D')).toEqual({ part: 'focus', id: '1A2B3C4D' });
  expect(conferencePart('app:conf:focusfactory')).toEqual({ part: 'focusfactory', id: '' });
  for (const text of [undefined, true as const, 'user:epid:x', 'app:conf:'])
    expect(conferencePart(text)).toBeNull();
  const invitation = { uri, key: '00ff', url: 'https://meet.contoso.com/bob/1A2B3C4D' };
  expect(readInvitation(conferenceAddedBody(invitation))).toEqual(invitation);
  expect(readInvitation('<response/>')).toBeNull();
  const there = [{ uri: 'sip:alice@contoso.com', name: 'Alice' }];
  expect(readRoster(rosterBody(uri, there))).toEqual(there);
  const access = { name: 'webcon.contoso.com', port: 443, token: 'fe1/ab' };
  expect(readServerAccess(serverAccessBody(access))).toEqual(access);
  expect(readServerAccess(serverAccessBody(null))).toBeNull();
});

test('Digest as RFC 2069 has it in its example, with the nonce alone', () => {
  // RFC 2069 2.4, with the response of its erratum.
  expect(
    digestResponse(
      'Mufasa',
      'testrealm@host.com',
      'CircleOfLife',
      'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      'GET',
      '/dir/index.html',
    ),
  ).toBe('1949323746fe6a43ef61f9606e7febea');
});

test('a revocation list is read back; what is none is none', () => {
  const list = {
    issuer: 'Public Root CA',
    thisUpdate: '2011-03-01T09:00:00Z',
    nextUpdate: '2011-03-08T09:00:00Z',
    revoked: ['0a1b', 'ff'],
  };
  expect(readList(writeList(list))).toEqual(list);
  expect(readList(writeList({ ...list, revoked: [] }))).toEqual({ ...list, revoked: [] });
  for (const text of ['', '0', '<html>', writeList(list).slice(0, 40)])
    expect(readList(text), text).toBeNull();
});
