import { expect, test } from 'vitest';
import { DecodeError } from '../../../simulator/protocols/codec/reader.ts';
import { decodeUtf8, encodeUtf8 } from '../../../simulator/protocols/codec/utf8.ts';
import { Writer } from '../../../simulator/protocols/codec/writer.ts';
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

// Read and written again they are the same, Content-Length where it stood.
test.each([
  ['Content-Length last', request('Server: RTC/4.0', 'Content-Length: 2', '', 'ab')],
  ['Content-Length in the middle', request('Content-Length: 2', 'Server: RTC/4.0', '', 'ab')],
  ['Content-Length in its short form', request('l: 2', '', 'ab')],
  ['zeros in front', request('Content-Length: 002', '', 'ab')],
  ['the same length twice', request('Content-Length: 2', 'l: 2', '', 'ab')],
  [
    "a client's registration",
    text(
      'REGISTER sip:contoso.com SIP/2.0',
      'Via: SIP/2.0/TLS 192.168.1.5:49512',
      'Max-Forwards: 70',
      'From: <sip:bob@contoso.com>;tag=2d2a0f3a5e;epid=3a7f6b0f2c',
      'To: <sip:bob@contoso.com>',
      'Call-ID: 0f2e4c6a8b0d4f1e8c3a5b7d9e1f2a3b',
      'CSeq: 3 REGISTER',
      'Contact: <sip:192.168.1.5:49512;transport=tls;ms-opaque=d9f5a3c1e7>;methods="INVITE, MESSAGE, INFO, OPTIONS, BYE, CANCEL, NOTIFY, ACK, REFER, BENOTIFY";proxy=replace;+sip.instance="<urn:uuid:B8E1C8A2-6B8A-5D7E-9C55-2F7E5C6E2A11>"',
      'User-Agent: UCCAPI/4.0.7577.0 OC/4.0.7577.0 (Microsoft Lync 2010)',
      'Supported: gruu-10, adhoclist, msrtc-event-categories',
      'Supported: ms-forking',
      'Supported: ms-cluster-failover',
      'ms-keep-alive: UAC;hop-hop=yes',
      'Event: registration',
      'Proxy-Authorization: TLS-DSK qop="auth", realm="SIP Communications Service", opaque="4E5C2D1B", targetname="fe1.contoso.com", crand="5a1b2c3d", cnum="1", response="602b8a3f7e1c9d20"',
      'Content-Length: 0',
      '',
      '',
    ),
  ],
])('%s: as it stood', (_what, bytes) => {
  const message = sipCodec.read(bytes);
  const writer = new Writer();
  sipCodec.write(message, writer);
  expect(decodeUtf8(writer.result())).toBe(decodeUtf8(bytes));
  expect(sipCodec.size(message)).toBe(bytes.length);
});

test('a length in the middle follows the body', () => {
  const message = sipCodec.read(request('Content-Length: 2', 'Server: RTC/4.0', '', 'ab')) as SipRequest;
  const writer = new Writer();
  sipCodec.write({ ...message, body: 'longer' }, writer);
  expect(decodeUtf8(writer.result())).toContain('\r\nContent-Length: 6\r\nServer: RTC/4.0\r\n\r\nlonger');
  expect(sipCodec.size({ ...message, body: 'longer' })).toBe(writer.length);
});
