import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Codec } from '../../../simulator/protocols/codec/codec.ts';
import { DecodeError } from '../../../simulator/protocols/codec/reader.ts';
import { decodeUtf8, encodeUtf8, utf8Length } from '../../../simulator/protocols/codec/utf8.ts';
import { decodeBase64Bytes, encodeBase64Bytes } from '../../../simulator/protocols/codec/base64.ts';
import { Writer } from '../../../simulator/protocols/codec/writer.ts';
import { dnsCodec } from '../../../simulator/protocols/dns/codec.ts';
import type { DnsMessage, DnsRecord } from '../../../simulator/protocols/dns/message.ts';
import { dnsQuery } from '../../../simulator/protocols/dns/message.ts';
import { sipCodec } from '../../../simulator/protocols/sip/codec.ts';
import type { SipMessage } from '../../../simulator/protocols/sip/message.ts';
import type { Certificate } from '../../../simulator/protocols/tls/certificate.ts';
import { tlsCodec } from '../../../simulator/protocols/tls/codec.ts';
import { certificateSize, readCertificate, writeCertificate } from '../../../simulator/protocols/tls/der.ts';
import type { TlsMessage, TlsRecord } from '../../../simulator/protocols/tls/message.ts';

function bytesOf<M extends { protocol: string }>(codec: Codec<M>, message: M): Uint8Array {
  const writer = new Writer();
  codec.write(message, writer);
  return writer.result();
}

const label = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,12}$/);
const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const u16 = fc.nat(65535);
const u32 = fc.nat(0xffffffff);

/** A name with labels that are no host's, as RFC 1035 5.1 writes them. */
const anyName = fc.oneof(name, fc.constantFrom('', 'a\\.b.contoso.com', 'x\\032\\255', '\\\\.c'));
const owner = { name: anyName, ttl: u32 };
const record: fc.Arbitrary<DnsRecord> = fc.oneof(
  fc.record({ ...owner, type: fc.constant('A' as const), address: u32 }),
  fc.record({
    ...owner,
    type: fc.constant('SRV' as const),
    priority: u16,
    weight: u16,
    port: u16,
    target: anyName,
  }),
  fc.record({ ...owner, type: fc.constantFrom('NS', 'CNAME', 'PTR'), target: anyName }),
  fc.record({ ...owner, type: fc.constant('MX' as const), preference: u16, target: anyName }),
  fc.record({
    ...owner,
    type: fc.constant('SOA' as const),
    primary: anyName,
    mailbox: anyName,
    serial: u32,
    refresh: u32,
    retry: u32,
    expire: u32,
    minimum: u32,
  }),
  fc.record({
    ...owner,
    type: fc.constant('TXT' as const),
    strings: fc.array(fc.stringMatching(/^[ -~ä]{0,20}$/), { maxLength: 3 }),
  }),
  fc.record({ ...owner, type: fc.constant('AAAA' as const), address: hex(32) }),
  fc.record({ ...owner, type: fc.constant('OPT' as const), payload: u16, data: hex(8) }),
  fc.record({
    ...owner,
    type: fc.constant('unknown' as const),
    number: fc.constantFrom(65, 99, 255, 65535),
    class: u16,
    data: hex(6),
  }),
);
const dnsMessage: fc.Arbitrary<DnsMessage> = fc.record({
  protocol: fc.constant('dns' as const),
  id: u16,
  response: fc.boolean(),
  opcode: fc.nat(15),
  authoritative: fc.boolean(),
  truncated: fc.boolean(),
  recursionDesired: fc.boolean(),
  recursionAvailable: fc.boolean(),
  security: fc.nat(7),
  rcode: fc.nat(15),
  question: fc.record({ name: anyName, type: fc.constantFrom('A', 'SRV', 'AAAA', 'TYPE65', 'TYPE255') }),
  answers: fc.array(record, { maxLength: 4 }),
  authority: fc.array(record, { maxLength: 2 }),
  additional: fc.array(record, { maxLength: 2 }),
});

const certificate: fc.Arbitrary<Certificate> = fc.record({
  serial: hex(20).map((text) => `7${text.slice(1)}`),
  subject: name,
  names: fc.array(name, { minLength: 1, maxLength: 3 }),
  issuer: fc.stringMatching(/^[A-Z][A-Za-z ]{0,20}$/),
  notBefore: fc.constantFrom('2010-12-01', '2011-03-01T09:00:00Z'),
  notAfter: fc.constantFrom('2012-12-01', '2013-01-31T23:59:59Z'),
  crl: fc.option(fc.constant('http://crl.example/root.crl')),
  key: hex(16),
});
const hello = { random: hex(64), sessionId: fc.constantFrom('', 'ab'.repeat(32)) };
const tlsRecord: fc.Arbitrary<TlsRecord> = fc.oneof(
  fc.record({
    type: fc.constant('handshake' as const),
    messages: fc.array(
      fc.oneof(
        fc.record({
          type: fc.constant('client-hello' as const),
          ...hello,
          cipherSuites: fc.array(u16, { minLength: 1, maxLength: 5 }),
          serverName: fc.option(name),
        }),
        fc.record({ type: fc.constant('server-hello' as const), ...hello, cipherSuite: u16 }),
        fc.record({
          type: fc.constant('certificate-request' as const),
          authorities: fc.array(fc.stringMatching(/^[A-Z][a-z ]{0,9}$/), { maxLength: 3 }),
        }),
        fc.record({ type: fc.constant('server-hello-done' as const) }),
        fc.record({ type: fc.constant('client-key-exchange' as const), secret: hex(512) }),
        fc.record({ type: fc.constant('certificate-verify' as const), signature: hex(512) }),
      ),
      { minLength: 1, maxLength: 4 },
    ),
  }),
  fc.record({
    type: fc.constant('alert' as const),
    level: fc.constantFrom('warning' as const, 'fatal' as const),
    description: fc.constantFrom(
      'unknown_ca' as const,
      'certificate_expired' as const,
      'close_notify' as const,
    ),
    encrypted: fc.constant(false),
  }),
  fc.record({
    type: fc.constant('encrypted' as const),
    of: fc.constant('application-data' as const),
    fragment: fc.uint8Array({ minLength: 1, maxLength: 100 }),
  }),
);

/** Names of headers whose values the codec does not judge. */
const token = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,10}$/)
  .filter((text) => !/^(content-.*|contact|route|from|to|via|call-id|cseq|[a-z])$/i.test(text));
const value = fc.stringMatching(/^[!-~]([ -~äöü€\ufeff\u2028]{0,30}[!-~])?$/);
const sipHeaders = (method: string) =>
  fc
    .array(fc.tuple(token, value), { maxLength: 5 })
    .map((more) => [
      ['Via', 'SIP/2.0/TLS 192.168.1.5:5061;branch=z9hG4bK1'] as const,
      ['From', '<sip:a@b.c>;tag=1'] as const,
      ['To', '<sip:a@b.c>'] as const,
      ['Call-ID', '1'] as const,
      ['CSeq', `1 ${method}`] as const,
      ...more,
    ]);
/** Bytes that are no UTF-8, as the codec keeps them: no sequence begins with 0xff. */
const binary = fc
  .uint8Array()
  .map((bytes) => String.fromCharCode(0xdcff, ...[...bytes].map((one) => (one < 0x80 ? one : 0xdc00 + one))));
const body = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), binary);
const sipMessage: fc.Arbitrary<SipMessage> = fc.oneof(
  fc.constantFrom('INVITE', 'BENOTIFY', "!odd-Method_*+`.%'~").chain((method) =>
    fc.record({
      protocol: fc.constant('sip' as const),
      kind: fc.constant('request' as const),
      method: fc.constant(method),
      uri: fc.constantFrom('sip:bob@contoso.com', 'tel:+49-30-1', "sip:a;b=c%40d?/'&@contoso.com:5061;lr"),
      headers: sipHeaders(method),
      body,
    }),
  ),
  fc.record({
    protocol: fc.constant('sip' as const),
    kind: fc.constant('response' as const),
    status: fc.integer({ min: 100, max: 699 }),
    reason: fc.constantFrom('OK', 'Server Time-out', '', '= 2**3 пройти'),
    headers: sipHeaders('INVITE'),
    body,
  }),
  fc.constant({ protocol: 'sip' as const, kind: 'keep-alive' as const }),
);

test('DNS: what is written is read back, and as long as it was said to be', () => {
  fc.assert(
    fc.property(dnsMessage, (message) => {
      const bytes = bytesOf(dnsCodec, message);
      expect(dnsCodec.read(bytes)).toEqual(message);
      expect(dnsCodec.size(message)).toBe(bytes.length);
    }),
  );
});

test('TLS: what is written is read back, and as long as it was said to be', () => {
  fc.assert(
    fc.property(fc.array(tlsRecord, { minLength: 1, maxLength: 3 }), (records) => {
      const message: TlsMessage = { protocol: 'tls', session: null, records };
      const bytes = bytesOf(tlsCodec, message);
      expect(tlsCodec.read(bytes)).toEqual(message);
      expect(tlsCodec.size(message)).toBe(bytes.length);
    }),
  );
});

test('X.509: names, dates and revocation points are read back, and it is as long as it was said to be', () => {
  fc.assert(
    fc.property(certificate, (one) => {
      // The seed of the filler cannot be read back.
      const bytes = writeCertificate(one);
      expect({ ...readCertificate(bytes), key: one.key }).toEqual(one);
      expect(certificateSize(one)).toBe(bytes.length);
    }),
  );
});

test('SIP: what is written is read back, and as long as it was said to be', () => {
  fc.assert(
    fc.property(sipMessage, (message) => {
      const bytes = bytesOf(sipCodec, message);
      expect(sipCodec.read(bytes)).toEqual(message);
      expect(sipCodec.size(message)).toBe(bytes.length);
    }),
  );
});

test('UTF-8 and base64 agree with the platform', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const bytes = encodeUtf8(text);
      expect([...bytes]).toEqual([...new TextEncoder().encode(text)]);
      expect(utf8Length(text)).toBe(bytes.length);
      expect(decodeUtf8(bytes)).toBe(text);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = String.fromCharCode(...bytes);
      expect(encodeBase64Bytes(bytes)).toBe(btoa(text));
      expect([...decodeBase64Bytes(btoa(text))]).toEqual([...bytes]);
    }),
  );
});

test.each([
  ['dns', dnsCodec as unknown as Codec, dnsMessage.map((one) => bytesOf(dnsCodec, one))],
  [
    'tls',
    tlsCodec as unknown as Codec,
    fc
      .array(tlsRecord, { minLength: 1 })
      .map((records) => bytesOf(tlsCodec, { protocol: 'tls', session: null, records })),
  ],
  ['sip', sipCodec as unknown as Codec, sipMessage.map((one) => bytesOf(sipCodec, one))],
])('%s: bytes with mistakes are read or refused, never more', (_name, codec, written) => {
  fc.assert(
    fc.property(
      written,
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
      fc.nat(),
      (bytes, changes, cut) => {
        const damaged = bytes.slice(0, changes.length % 2 === 0 ? bytes.length : cut % (bytes.length + 1));
        for (const [at, to] of changes) if (damaged.length > 0) damaged[at % damaged.length] = to;
        try {
          codec.read(damaged);
        } catch (error) {
          if (!(error instanceof DecodeError)) throw error;
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test('DNS: a name that points at itself is refused', () => {
  const bytes = bytesOf(dnsCodec, dnsQuery(1, { name: 'ab', type: 'A' }));
  bytes.set([0xc0, 12], 12);
  expect(() => dnsCodec.read(bytes)).toThrow(DecodeError);
});

test('every byte that is written belongs to a field', () => {
  fc.assert(
    fc.property(sipMessage, dnsMessage, (sip, dns) => {
      for (const [codec, message] of [
        [sipCodec, sip],
        [dnsCodec, dns],
      ] as const) {
        const writer = new Writer();
        (codec as unknown as Codec).write(message, writer);
        let at = 0;
        for (const field of writer.fields()) {
          expect(field.start).toBe(at);
          at += field.length;
        }
        expect(at).toBe(writer.length);
      }
    }),
    { numRuns: 50 },
  );
});
