/* What RFC 4475 says of its valid messages (3.1.1), and what holds for any message with mistakes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DecodeError } from '../../../simulator/protocols/codec/reader.ts';
import { utf8Length } from '../../../simulator/protocols/codec/utf8.ts';
import { Writer } from '../../../simulator/protocols/codec/writer.ts';
import { frame, refusalOf, sipCodec } from '../../../simulator/protocols/sip/codec.ts';
import {
  cseq,
  header,
  headers,
  parseNameAddress,
  parseUri,
  parseVia,
} from '../../../simulator/protocols/sip/headers.ts';
import type { SipMessage, SipRequest, SipResponse } from '../../../simulator/protocols/sip/message.ts';
import { sdp } from './rfc4475-text.ts';
import { VALID } from './rfc4475-valid.ts';

const request = (bytes: Uint8Array) => sipCodec.read(bytes) as SipRequest;
const address = (message: SipRequest, name: string) => parseNameAddress(header(message, name)!);

function bytesOf(message: SipMessage): Uint8Array {
  const writer = new Writer();
  sipCodec.write(message, writer);
  return writer.result();
}

test('3.1.1.1 a short tortuous INVITE (wsinv)', () => {
  const message = request(VALID.wsinv);
  expect(message).toMatchObject({
    method: 'INVITE',
    uri: 'sip:vivekg@chair-dnrc.example.com;unknownparam',
    body: sdp('192.0.2.3', '0 0', '192.0.2.4').replaceAll('\n', '\r\n'),
  });
  expect(parseUri(message.uri).params).toEqual({ unknownparam: true });
  expect(address(message, 'To')).toEqual({
    display: null,
    uri: 'sip:vivekg@chair-dnrc.example.com',
    params: { tag: '1918181833n' },
  });
  expect(address(message, 'From')).toEqual({
    display: 'J Rosenberg \\"',
    uri: 'sip:jdrosen@example.com',
    params: { tag: '98asjd8' },
  });
  expect(Number(header(message, 'Max-Forwards'))).toBe(68);
  expect(cseq(message)).toEqual({ number: 9, method: 'INVITE' });
  expect(headers(message, 'Via').map(parseVia)).toEqual([
    { transport: 'UDP', host: '192.0.2.2', port: null, params: { branch: '390skdjuw' } },
    { transport: 'TCP', host: 'spindle.example.com', port: null, params: { branch: 'z9hG4bK9ikj8' } },
    { transport: 'UDP', host: '192.168.255.111', port: null, params: { branch: 'z9hG4bK30239' } },
  ]);
  expect(header(message, 'Subject')).toBe('');
  expect(header(message, 'NewFangledHeader')).toBe('newfangled value continued newfangled value');
  expect(header(message, 'UnknownHeaderWithUnusualValue')).toBe(';;,,;;,;');
  expect(parseUri(address(message, 'Route').uri)).toMatchObject({
    host: 'services.example.com',
    params: { lr: true, unknownwith: 'value', 'unknown-no-value': true },
  });
  expect(address(message, 'Contact')).toEqual({
    display: 'Quoted string ""',
    uri: 'sip:jdrosen@example.com',
    params: { newparam: 'newvalue', secondparam: true, q: '0.33' },
  });
});

test('3.1.1.2 a wide range of valid characters (intmeth)', () => {
  const message = request(VALID.intmeth);
  const method = "!interesting-Method0123456789_*+`.%indeed'~";
  expect(message.method).toBe(method);
  expect(cseq(message)).toEqual({ number: 139122385, method });
  expect(parseUri(message.uri)).toMatchObject({
    user: "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)",
    host: 'example.com',
  });
  expect(parseVia(header(message, 'Via')!).params['branch']).toBe("z9hG4bK-.!%66*_+`'~");
  expect(address(message, 'To')).toEqual({
    display: 'BEL:\x07 NUL:\0 DEL:\x7f',
    uri: "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com",
    params: {},
  });
  expect(address(message, 'From')).toEqual({
    display: "token1~` token2'+_ token3*%!.-",
    uri: 'sip:mundane@example.com',
    params: { "fromparam''~+*_!.-%": '"работающий"', tag: "_token~1'+`*%!-." },
  });
  expect(header(message, 'Call-ID')).toBe('intmeth.word%ZK-!.*_+\'@word`~)(><:\\/"][?}{');
  expect(header(message, "extensionHeader-!.%*+_`'~")).toBe('\ufeff大停電');
  // An endpoint turns it down with the methods that it knows.
  expect(refusalOf(message, { methods: ['INVITE', 'ACK'], extensions: [] }, 'Require')).toEqual({
    status: 501,
    headers: [['Allow', 'INVITE, ACK']],
  });
});

test('3.1.1.3 valid use of the % escape (esc01): once, in URIs', () => {
  const message = request(VALID.esc01);
  expect(decodeURIComponent(parseUri(message.uri).user!)).toBe('sips:user@example.com');
  expect(parseUri(message.uri).host).toBe('example.net');
  expect(parseUri(address(message, 'To').uri).user).toBe('user');
  expect(decodeURIComponent(parseUri(address(message, 'From').uri).user!)).toBe('I have spaces');
  const contact = parseUri(address(message, 'Contact').uri);
  expect(contact).toMatchObject({ user: 'caller', host: 'host5.example.net', params: { lr: true } });
  expect(decodeURIComponent(String(contact.params['name']))).toBe('value%41');
});

test('3.1.1.4 escaped nulls (escnull) do not cut the user short', () => {
  const message = request(VALID.escnull);
  expect(decodeURIComponent(parseUri(header(message, 'To')!).user!)).toBe('null-\0-null');
  expect(headers(message, 'Contact')).toEqual([
    '<sip:%00@host5.example.com>',
    '<sip:%00%00@host5.example.com>',
  ]);
});

test('3.1.1.5 % where it is no escape (esc02)', () => {
  const message = request(VALID.esc02);
  expect(message.method).toBe('RE%47IST%45R');
  expect(address(message, 'To').display).toBe('%Z%45');
  expect(address(message, 'From').display).toBe('%Z%45');
  expect(headers(message, 'Contact')).toHaveLength(2);
  expect(header(message, 'C%6Fntact')).toBe('<sip:alias2@host2.example.com>');
  expect(refusalOf(message, { methods: ['REGISTER'], extensions: [] }, 'Require')?.status).toBe(501);
});

test('3.1.1.6 no blank between display name and "<" (lwsdisp)', () => {
  expect(address(request(VALID.lwsdisp), 'From')).toEqual({
    display: 'caller',
    uri: 'sip:caller@example.com',
    params: { tag: '323' },
  });
});

test('3.1.1.7 long values (longreq)', () => {
  const message = request(VALID.longreq);
  const to = address(message, 'To');
  expect(to.display).toBe(`I have a user name of ${'extreme'.repeat(10)} proportion`);
  expect(parseUri(to.uri)).toMatchObject({ host: 'example.com', port: 6000 });
  expect(Object.keys(parseUri(to.uri).params)).toHaveLength(3);
  const from = address(message, 'From');
  expect(parseUri(from.uri).user).toBe('amazinglylongcallername'.repeat(5));
  expect(String(from.params['tag'])).toMatch(/^1(298)+2424$/);
  expect(Object.keys(from.params)).toHaveLength(3);
  expect(header(message, 'Call-ID')).toBe(`longreq.one${'really'.repeat(20)}longcallid`);
  const vias = headers(message, 'Via').map(parseVia);
  expect(vias.map((one) => one.host)).toEqual([
    ...Array.from({ length: 33 }, (_, i) => `sip${33 - i}.example.com`),
    'host.example.com',
  ]);
  expect(vias.at(-1)!.params).toMatchObject({ received: '192.0.2.5' });
  expect(message.body).toHaveLength(150);
});

test('3.1.1.8 what follows the body in a datagram is noise (dblreq)', () => {
  const message = request(VALID.dblreq);
  expect(message).toMatchObject({ method: 'REGISTER', body: '' });
  expect(header(message, 'Call-ID')).toBe('dblreq.0ha0isndaksdj99sdfafnl3lk233412');
  expect(new TextDecoder().decode(bytesOf(message))).not.toContain('joe');
  // In a stream it is the next message, after an empty line too many.
  const next = VALID.dblreq.slice(frame(VALID.dblreq)!);
  expect(request(next.slice(0, frame(next)!))).toMatchObject({
    method: 'INVITE',
    uri: 'sip:joe@example.com',
  });
});

test('3.1.1.9 a semicolon in the user (semiuri)', () => {
  const message = request(VALID.semiuri);
  const uri = parseUri(message.uri);
  expect(decodeURIComponent(uri.user!)).toBe('user;par=u@example.net');
  expect(uri).toMatchObject({ host: 'example.com', params: {} });
  expect(headers(message, 'Accept')).toHaveLength(6);
});

test('3.1.1.10 all kinds of transports (transports)', () => {
  const vias = headers(request(VALID.transports), 'Via').map(parseVia);
  expect(vias.map((one) => one.transport)).toEqual(['UDP', 'SCTP', 'TLS', 'UNKNOWN', 'TCP']);
});

test('3.1.1.11 a body with binary parts (mpart01) is kept byte for byte', () => {
  const message = request(VALID.mpart01);
  expect(message.method).toBe('MESSAGE');
  expect(header(message, 'Content-Type')).toBe('multipart/mixed;boundary=7a9cbec02ceef655');
  expect(header(message, 'Route')).toBe('<sip:127.0.0.1:5080>');
  const parts = message.body.split('--7a9cbec02ceef655');
  expect(parts).toHaveLength(4);
  expect(parts[1]).toContain('\r\n\r\nHello\r\n');
  expect(message.body).toHaveLength(553);
  const written = bytesOf(message);
  expect([...written.slice(-553)]).toEqual([...VALID.mpart01.slice(-553)]);
  expect(sipCodec.size(message)).toBe(written.length);
  expect(sipCodec.read(written)).toEqual(message);
});

test('3.1.1.12 an unusual reason phrase (unreason)', () => {
  const message = sipCodec.read(VALID.unreason) as SipResponse;
  expect(message.status).toBe(200);
  expect(message.reason).toBe('= 2**3 * 5**2 но сто девяносто девять - простое');
  expect(utf8Length(message.body)).toBe(154);
});

test('3.1.1.13 an empty reason phrase (noreason), also without its blank', () => {
  expect(sipCodec.read(VALID.noreason)).toMatchObject({ kind: 'response', status: 100, reason: '' });
  const liberal = Uint8Array.from([...VALID.noreason.slice(0, 11), ...VALID.noreason.slice(12)]);
  expect(sipCodec.read(liberal)).toMatchObject({ status: 100, reason: '' });
});

test.each(Object.entries(VALID))('%s: what was read is written and read back equal', (_name, bytes) => {
  const message = sipCodec.read(bytes);
  const written = bytesOf(message);
  expect(sipCodec.read(written)).toEqual(message);
  expect(sipCodec.size(message)).toBe(written.length);
  expect(frame(written)).toBe(written.length);
});

/** One mistake: bytes taken out at a place, and others put there. */
const mistake = fc.tuple(
  fc.nat(5000),
  fc.nat(3),
  fc.oneof(
    fc.uint8Array({ maxLength: 3 }),
    fc.constantFrom(
      ...['\r\n', '\r\n\r\n', '"', '\\', '<', '>', ';', ',', ':', ' ', '%', '@', '\0'].map(ascii),
    ),
  ),
);

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (one) => one.charCodeAt(0));
}

function readOrRefuse(bytes: Uint8Array): SipMessage | null {
  try {
    return sipCodec.read(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

test('a valid message with mistakes is read or refused with a DecodeError, never more', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(VALID)),
      fc.array(mistake, { minLength: 1, maxLength: 4 }),
      (valid, mistakes) => {
        let bytes = valid;
        for (const [place, out, into] of mistakes) {
          const at = place % (bytes.length + 1);
          bytes = Uint8Array.from([...bytes.subarray(0, at), ...into, ...bytes.subarray(at + out)]);
        }
        frame(bytes);
        const message = readOrRefuse(bytes);
        // What was accepted is passed on as it was understood.
        if (message) expect(sipCodec.read(bytesOf(message))).toEqual(message);
      },
    ),
    { numRuns: 10_000 },
  );
});

test.each([
  ['blanks in a From', `From: ${' '.repeat(50_000)}x`],
  ['blanks before a parameter', `From: <sip:a@b>${' ;a'.repeat(20_000)} ${' '.repeat(50_000)}"`],
  ['open quotes', `Contact: "${'\\";a="'.repeat(15_000)}`],
  ['tokens', `From: ${'a '.repeat(30_000)}`],
  ['commas', `Via: ${','.repeat(50_000)}`],
  ['folds', `Via: a${'\r\n ;b'.repeat(10_000)}`],
])('a request with many %s is refused soon', (_what, line) => {
  expect(() => sipCodec.read(ascii(`OPTIONS sip:a@b SIP/2.0\r\n${line}\r\n\r\n`))).toThrow(DecodeError);
});
