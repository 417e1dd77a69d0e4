import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex } from '../../../simulator/protocols/codec/hex.ts';
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
const http: fc.Arbitrary<HttpMessage> = fc
  .oneof(
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
    fc.record({
      ...shared,
      kind: fc.constant('response' as const),
      version: fc.constant('1.0' as const),
      status: fc.integer({ min: 200, max: 203 }),
      reason: fc.constant('OK'),
      unsized: fc.constant(true as const),
    }),
    // A body of ASCII in two chunks: its length in bytes is that of the text.
    fc
      .tuple(fc.stringMatching(/^[ -~]{1,20}$/), fc.stringMatching(/^[ -~]{1,20}$/))
      .map(([one, other]): HttpMessage => ({
        protocol: 'http',
        kind: 'response',
        status: 200,
        reason: 'OK',
        headers: [
          ['Transfer-Encoding', 'chunked'],
          ['Date', 'today'],
        ],
        body: one + other,
        chunks: { sizes: [one.length, other.length], trailer: [['X-Last', other.trim() || 'x']] },
      })),
  )
  .map((message) =>
    // These never have a body.
    message.kind === 'response' && (message.status < 200 || [204, 304].includes(message.status))
      ? { ...message, body: '' }
      : message,
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

const latin = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0));
const GET = 'GET / HTTP/1.1\r\nHost: a\r\n';
const OK = 'HTTP/1.1 200 OK\r\n';

// As servers and browsers write them: read and written again they are the same.
test.each([
  ['a GET says nothing of its length', `${GET}\r\n`],
  ['a GET that does', `${GET}Content-Length: 0\r\nAccept: */*\r\n\r\n`],
  ['a POST without a body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n'],
  ['a length that does not stand last', `${OK}content-length: 2\r\nServer: IIS\r\n\r\nab`],
  ['a length that stands last', `${OK}Server: IIS\r\nContent-Length: 2\r\n\r\nab`],
  ['a length with zeros in front', `${OK}Content-Length: 0002\r\n\r\nab`],
  ['the same length twice', `${OK}Content-Length: 2\r\nContent-Length: 2\r\n\r\nab`],
  ['a body up to the end of the connection', `${OK}Connection: close\r\n\r\nab\xff`],
  ['HTTP/1.0', 'HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n'],
  [
    'nothing changed, with a length that is not sent',
    'HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n',
  ],
  ['go on', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ['one chunk', `${OK}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`],
  [
    'chunks that part a letter',
    `${OK}Transfer-Encoding: chunked\r\n\r\n1\r\n\xc3\r\n2\r\n\xb6z\r\n0\r\n\r\n`,
  ],
  ['chunks with a trailer', `${OK}Transfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\nX: y\r\n\r\n`],
  ['no chunk at all', `${OK}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
])('HTTP: %s', (_what, text) => {
  const message = httpCodec.read(latin(text));
  expect(String.fromCharCode(...bytesOf(message))).toBe(text);
  expect(httpCodec.size(message)).toBe(text.length);
});

test('a body in chunks is one, and when it changes so do they', () => {
  const message = httpCodec.read(
    latin(`${OK}Transfer-Encoding: chunked\r\n\r\n1;x=1\r\na\r\n2\r\nbc\r\n0\r\n\r\n`),
  );
  expect(message).toMatchObject({ body: 'abc', chunks: { sizes: [1, 2] } });
  expect(httpCodec.read(bytesOf({ ...message, body: 'other' })).body).toBe('other');
});

test('a length follows the body where it stands', () => {
  const message = httpCodec.read(latin(`${OK}Content-Length: 2\r\nServer: IIS\r\n\r\nab`));
  const longer = { ...message, body: 'abcö' };
  expect(String.fromCharCode(...bytesOf(longer)).split('\r\n')[1]).toBe('Content-Length: 5');
  expect(httpCodec.size(longer)).toBe(bytesOf(longer).length);
});

test.each([
  ['a chunk that does not end there', '3\r\nab\r\n0\r\n\r\n'],
  ['a chunk without a size', 'x\r\n\r\n'],
  ['no last chunk', '1\r\na\r\n'],
  ['bytes behind the last chunk', '0\r\n\r\nabc'],
  ['a size that is too long', '123456789\r\n'],
])('HTTP with %s is refused', (_what, body) => {
  expect(() => httpCodec.read(latin(`${OK}Transfer-Encoding: chunked\r\n\r\n${body}`))).toThrow(DecodeError);
});

test.each([
  ['bytes behind it', '00000000000000000000ff'],
  ['a name that is none', '000000000000000000050001300000'],
  ['a name twice', '0000000000000000000a00016100000001610000'],
])('PSOM with %s is refused', (_what, text) => {
  expect(() => psomCodec.read(fromHex(text))).toThrow(DecodeError);
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
