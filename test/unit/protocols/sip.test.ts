import { expect, test } from 'vitest';
import { DecodeError } from '../../../simulator/protocols/codec/reader.ts';
import { encodeUtf8 } from '../../../simulator/protocols/codec/utf8.ts';
import { frame, sipCodec } from '../../../simulator/protocols/sip/codec.ts';
import {
  dropFirst,
  formatUri,
  formatVia,
  header,
  headers,
  parseNameAddress,
  parseUri,
  parseVia,
  prepend,
  withHeader,
} from '../../../simulator/protocols/sip/headers.ts';
import type { SipRequest } from '../../../simulator/protocols/sip/message.ts';

const text = (...lines: string[]) => encodeUtf8(lines.join('\r\n'));

const request = (...change: string[]) =>
  text(
    'OPTIONS sip:a@b.example SIP/2.0',
    'Via: SIP/2.0/TCP h;branch=z9hG4bK1',
    'From: <sip:a@b.example>;tag=1',
    'To: <sip:a@b.example>',
    'Call-ID: 1',
    'CSeq: 1 OPTIONS',
    ...change,
  );

test.each([
  ['a start line of another version', text('INVITE sip:a@b.example SIP/7.0', '', '')],
  ['a start line with blanks too many', text('INVITE  sip:a@b.example SIP/2.0', '', '')],
  ['a header without a colon', request('Nonsense', '', '')],
  ['a Content-Length that is no number', request('Content-Length: -999', '', '')],
  ['a Content-Length beyond the body', request('Content-Length: 9999', '', 'short')],
  ['two Content-Lengths that differ', request('Content-Length: 1', 'Content-Length: 2', '', 'ab')],
  [
    'no Call-ID',
    text(
      'OPTIONS sip:a@b.example SIP/2.0',
      'Via: SIP/2.0/TCP h',
      'From: x',
      'To: y',
      'CSeq: 1 OPTIONS',
      '',
      '',
    ),
  ],
  ['headers without an end', request()],
  ['bytes that are no text', Uint8Array.from([0xff, 0xfe, 0x00])],
])('%s is refused', (_what, bytes) => {
  expect(() => sipCodec.read(bytes)).toThrow(DecodeError);
});

test('a body is cut at its Content-Length', () => {
  expect(sipCodec.read(request('Content-Length: 2', '', 'abcdef'))).toMatchObject({ body: 'ab' });
});

test('a stream is taken apart into messages', () => {
  const one = request('Content-Length: 3', '', 'abc');
  expect(frame(one)).toBe(one.length);
  expect(frame(one.slice(0, -1))).toBeNull();
  expect(frame(Uint8Array.from([...one, 1, 2, 3]))).toBe(one.length);
  expect(frame(encodeUtf8('\r\n\r\n'))).toBe(4);
});

test('Via and Route values are put on top and taken off one at a time, also out of a list', () => {
  const message = sipCodec.read(
    request('Route: <sip:a.example;lr>, <sip:b.example;lr>', '', ''),
  ) as SipRequest;
  expect(headers(dropFirst(message, 'Route'), 'Route')).toEqual(['<sip:b.example;lr>']);
  expect(headers(prepend(message, 'Route', '<sip:c.example>'), 'Route')).toEqual([
    '<sip:c.example>',
    '<sip:a.example;lr>',
    '<sip:b.example;lr>',
  ]);
  expect(headers(dropFirst(dropFirst(message, 'Route'), 'route'), 'Route')).toEqual([]);
  expect(header(withHeader(message, 'Max-Forwards', '69'), 'max-forwards')).toBe('69');
});

test('URIs and Vias are written as they were read', () => {
  for (const uri of [
    'sip:bob@contoso.com',
    'sips:contoso.com:5061;transport=tls;lr',
    'sip:pool.contoso.net:5061;transport=tls;ms-fe=fe1.contoso.net;lr',
  ])
    expect(formatUri(parseUri(uri))).toBe(uri);
  expect(parseUri('http://contoso.com').host).toBe('');
  const via = 'SIP/2.0/TLS 192.168.1.5:12723;branch=z9hG4bK1;received=198.51.100.7';
  expect(formatVia(parseVia(via))).toBe(via);
  expect(parseVia('SIP/2.0/TLS [2001:db8::1]:5061;branch=z9hG4bK1')).toMatchObject({
    host: '[2001:db8::1]',
    port: 5061,
  });
  expect(parseNameAddress('<sip:a@b.example;transport=tls>;expires=60')).toEqual({
    display: null,
    uri: 'sip:a@b.example;transport=tls',
    params: { expires: '60' },
  });
});
