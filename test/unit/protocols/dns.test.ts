import { describe, expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { parseAddress } from '../../../simulator/model/address.ts';
import { fromHex, toHex } from '../../../simulator/protocols/codec/hex.ts';
import { DecodeError } from '../../../simulator/protocols/codec/reader.ts';
import { dnsCodec } from '../../../simulator/protocols/dns/codec.ts';
import type { DnsMessage, DnsRecord } from '../../../simulator/protocols/dns/message.ts';
import { dnsQuery, isDns } from '../../../simulator/protocols/dns/message.ts';
import { bytesOf, write } from '../../../simulator/protocols/registry.ts';
import { run } from '../../../simulator/run.ts';

/** The bytes of a name written in full. */
const name = (text: string) =>
  `${text
    .split('.')
    .map((label) => label.length.toString(16).padStart(2, '0') + toHex(Buffer.from(label)))
    .join('')}00`;
const header = (flags: string, ...counts: readonly number[]) =>
  `1a2b${flags}0001${counts.map((one) => one.toString(16).padStart(4, '0')).join('')}`;
const hexOf = (message: DnsMessage) => toHex(bytesOf(message));

describe('answers as servers send them', () => {
  // A chain of aliases with pointers into the question and into earlier data (RFC 1035 4.1.4), glue and an OPT.
  const CHAIN =
    header('8180', 2, 1, 2) +
    name('lyncdiscover.contoso.com') +
    '00010001' +
    // lyncdiscover.contoso.com CNAME webext.contoso.com
    'c00c' +
    '00050001' +
    '00000e10' +
    '0009' +
    '06776562657874' +
    'c019' +
    // webext.contoso.com A 10.45.16.41
    'c036' +
    '00010001' +
    '0000012c' +
    '0004' +
    '0a2d1029' +
    // contoso.com NS ns1.contoso.com
    'c019' +
    '00020001' +
    '00015180' +
    '0006' +
    '036e7331' +
    'c019' +
    // ns1.contoso.com AAAA 2001:db8::53
    'c05b' +
    '001c0001' +
    '00015180' +
    '0010' +
    '20010db8000000000000000000000053' +
    '00' +
    '0029' +
    '1000' +
    '00008000' +
    '0000';

  test('aliases, glue and EDNS are taken apart and written again byte for byte', () => {
    const message = dnsCodec.read(fromHex(CHAIN));
    expect(message).toEqual({
      ...dnsQuery(0x1a2b, { name: 'lyncdiscover.contoso.com', type: 'A' }),
      response: true,
      recursionAvailable: true,
      answers: [
        { name: 'lyncdiscover.contoso.com', type: 'CNAME', ttl: 3600, target: 'webext.contoso.com' },
        { name: 'webext.contoso.com', type: 'A', ttl: 300, address: parseAddress('10.45.16.41') },
      ],
      authority: [{ name: 'contoso.com', type: 'NS', ttl: 86400, target: 'ns1.contoso.com' }],
      additional: [
        { name: 'ns1.contoso.com', type: 'AAAA', ttl: 86400, address: '20010db8000000000000000000000053' },
        { name: '', type: 'OPT', ttl: 0x8000, payload: 4096, data: '' },
      ],
    });
    expect(hexOf(message)).toBe(CHAIN);
    expect(dnsCodec.label(message)).toBe('lyncdiscover.contoso.com is webext.contoso.com, 10.45.16.41');
  });

  const NEGATIVE =
    header('8583', 0, 1, 0) +
    name('sipinternaltls.contoso.com') +
    '00210001' +
    'c01b' +
    '00060001' +
    '00000e10' +
    '0027' +
    '036e7331' +
    'c01b' +
    '0a686f73746d6173746572' +
    'c01b' +
    '00000007' +
    '00000384' +
    '00000258' +
    '00015180' +
    '00000e10';

  test('a negative answer carries the start of authority (RFC 2308 2.1)', () => {
    const message = dnsCodec.read(fromHex(NEGATIVE));
    expect(message).toMatchObject({ authoritative: true, rcode: 3 });
    expect(message.authority).toEqual([
      {
        name: 'contoso.com',
        type: 'SOA',
        ttl: 3600,
        primary: 'ns1.contoso.com',
        mailbox: 'hostmaster.contoso.com',
        serial: 7,
        refresh: 900,
        retry: 600,
        expire: 86400,
        minimum: 3600,
      },
    ]);
    expect(hexOf(message)).toBe(NEGATIVE);
    expect(dnsCodec.label(message)).toBe('sipinternaltls.contoso.com: no such name');
  });

  const asked = header('8580', 1, 0, 0) + name('_sip._tls.contoso.com') + '00210001';
  const service = (owner: string, length: string, target: string) =>
    `${asked}${owner}002100010000003c${length}0000000001bb${target}`;
  test.each([
    [
      'the target of SRV in full, as RFC 2782 wants it',
      undefined,
      service('c00c', '0017', name('sip.contoso.com')),
    ],
    ['the target of SRV with a pointer, as mDNS does', 'all', service('c00c', '000c', '03736970c016')],
    ['no pointers', 'none', service(name('_sip._tls.contoso.com'), '0017', name('sip.contoso.com'))],
  ])('%s', (_what, compression, text) => {
    const message = dnsCodec.read(fromHex(text));
    expect(message.compression).toBe(compression);
    expect(message.answers).toEqual([
      {
        name: '_sip._tls.contoso.com',
        type: 'SRV',
        ttl: 60,
        priority: 0,
        weight: 0,
        port: 443,
        target: 'sip.contoso.com',
      },
    ]);
    expect(hexOf(message)).toBe(text);
  });

  test.each([
    ['MX', '000f', '0009' + '000a' + '046d61696c' + 'c00c', { preference: 10, target: 'mail.contoso.com' }],
    ['TXT', '0010', '0006' + '0261621c'.slice(0, 6) + '02c3b6', { strings: ['ab', '\u00c3\u00b6'] }],
    ['PTR', '000c', '0006' + '03666531' + 'c00c', { target: 'fe1.contoso.com' }],
  ])('%s', (type, number, data, expected) => {
    const text = `${header('8400', 1, 0, 0)}${name('contoso.com')}00ff0001c00c${number}000100000000${data}`;
    const message = dnsCodec.read(fromHex(text));
    expect(message.question.type).toBe('TYPE255');
    expect(message.answers).toEqual([{ name: 'contoso.com', type, ttl: 0, ...expected }]);
    expect(hexOf(message)).toBe(text);
  });

  test.each([
    ['a type without a name here', '0041', '0001', '0003' + 'abcdef', 65, 1],
    ['another class', '0001', '0003', '0004' + '0a2d1029', 1, 3],
    ['an address of three bytes', '0001', '0001', '0003' + '0a2d10', 1, 1],
    ['a name that does not fill its data', '0005', '0001', '0003' + 'c00c' + '00', 5, 1],
  ])('%s stays as it is', (_what, type, its, data, number, of) => {
    const text = `${header('8400', 1, 0, 0)}${name('contoso.com')}00010001c00c${type}${its}00000000${data}`;
    const message = dnsCodec.read(fromHex(text));
    expect(message.answers).toEqual([
      { name: 'contoso.com', type: 'unknown', ttl: 0, number, class: of, data: data.slice(4) },
    ]);
    expect(hexOf(message)).toBe(text);
  });
});

test('every flag has its bit (RFC 1035 4.1.1, RFC 4035 3.1.6)', () => {
  const plain: DnsMessage = { ...dnsQuery(0, { name: '', type: 'A' }), recursionDesired: false };
  const flags = (over: Partial<DnsMessage>) => hexOf({ ...plain, ...over }).slice(4, 8);
  expect(flags({})).toBe('0000');
  expect(flags({ response: true })).toBe('8000');
  expect(flags({ opcode: 5 })).toBe('2800');
  expect(flags({ authoritative: true })).toBe('0400');
  expect(flags({ truncated: true })).toBe('0200');
  expect(flags({ recursionDesired: true })).toBe('0100');
  expect(flags({ recursionAvailable: true })).toBe('0080');
  expect(flags({ security: 7 })).toBe('0070');
  expect(flags({ rcode: 15 })).toBe('000f');
});

test('a label may hold any byte, and is escaped (RFC 1035 5.1)', () => {
  const text = `${header('0100', 0, 0, 0)}03612e6202205c01ff00` + '00010001';
  const message = dnsCodec.read(fromHex(text));
  expect(message.question.name).toBe('a\\.b.\\032\\\\.\\255');
  expect(hexOf(message)).toBe(text);
});

test('names are pointed to as far as a pointer reaches, and not where letters differ in size', () => {
  const filling = (index: number): DnsRecord => ({
    name: `n${index}`,
    type: 'TXT',
    ttl: 0,
    strings: ['x'.repeat(255)],
  });
  const far: DnsRecord = { name: 'far.example', type: 'A', ttl: 0, address: 1 };
  const message: DnsMessage = {
    ...dnsQuery(1, { name: 'Near.example', type: 'A' }),
    answers: [
      ...Array.from({ length: 64 }, (_, index) => filling(index)),
      far,
      far,
      { ...far, name: 'near.example' },
    ],
  };
  const bytes = bytesOf(message);
  expect(bytes.length).toBeGreaterThan(0x4000);
  expect(dnsCodec.read(bytes)).toEqual(message);
  const [first, second, third] = write(message).fields().slice(-3);
  const written = (field: typeof first) => field!.fields[0]!.length;
  // "far" with a pointer to "example", twice: its own place is too far away; "near" is another name than "Near".
  expect([written(first), written(second), written(third)]).toEqual([6, 6, 7]);
});

describe('what is no DNS', () => {
  const question = `${name('a.b')}00010001`;
  const at = (offset: number) => (0xc000 | offset).toString(16);
  test.each([
    ['a pointer to itself', `${header('0100', 0, 0, 0)}${at(12)}00010001`, 'a name points forwards'],
    ['a pointer forwards', `${header('0100', 0, 0, 0)}${at(20)}00010001`, 'a name points forwards'],
    [
      'two pointers that go round',
      `${header('8180', 1, 0, 0)}${question}${at(23)}${at(21)}000100010000000000040a000001`,
      'a name points forwards',
    ],
    ['a label of an unknown kind', `${header('0100', 0, 0, 0)}4061`, 'a label is longer than 63 bytes'],
    [
      'a name that is too long',
      `${header('0100', 0, 0, 0)}${`3f${'61'.repeat(63)}`.repeat(4)}0000010001`,
      'a name is longer than 255 bytes',
    ],
    ['a label beyond the end', `${header('0100', 0, 0, 0)}0561`, '5 bytes needed, 1 left'],
    ['a pointer cut in two', `${header('0100', 0, 0, 0)}c0`, '1 bytes needed, 0 left'],
    ['more records than there are', `${header('8180', 65535, 0, 0)}${question}`, '1 bytes needed, 0 left'],
    ['bytes behind it', `${header('0100', 0, 0, 0)}${question}00`, '1 bytes follow the last record'],
    ['two questions', `000001000002000000000000${question}${question}`, '2 questions, 1 expected'],
    ['no question', '000001000000000000000000', '0 questions, 1 expected'],
    ['half a header', '0000010000', '2 bytes needed, 1 left'],
  ])('%s', (_what, text, problem) => {
    expect(() => dnsCodec.read(fromHex(text))).toThrow(DecodeError);
    expect(() => dnsCodec.read(fromHex(text))).toThrow(problem);
  });

  test('a long chain of pointers backwards ends', () => {
    // In the data of a record, each leads to the one before it and the first to the end of the question's name.
    const start = 12 + 5 + 4 + 11;
    const chain = Array.from({ length: 2000 }, (_, index) =>
      at(index === 0 ? 12 + 4 : start + 2 * index - 2),
    );
    const data = `000063000100000000${(2 * chain.length).toString(16).padStart(4, '0')}${chain.join('')}`;
    const last = `${at(start + 2 * chain.length - 2)}000100010000000000040a000001`;
    const message = dnsCodec.read(fromHex(`${header('8180', 2, 0, 0)}${question}${data}${last}`));
    expect(message.answers[1]).toEqual({ name: '', type: 'A', ttl: 0, address: 0x0a000001 });
  });
});

test('the servers of a run answer with authority, and say on what a negative answer rests (RFC 2308)', () => {
  const answers = run(builtinDesign(), { only: ['av-remote-internal'] })
    .features.flatMap(({ trace }) => trace.messages)
    .filter(isDns)
    .filter(({ response }) => response);
  expect(answers.length).toBeGreaterThan(3);
  expect(answers.every(({ authoritative, recursionAvailable }) => authoritative && recursionAvailable)).toBe(
    true,
  );
  const negative = answers.filter(({ answers: found }) => found.length === 0);
  expect(negative.length).toBeGreaterThan(0);
  for (const { question, authority } of negative) {
    expect(authority.map(({ type }) => type)).toEqual(['SOA']);
    expect(question.name.endsWith(`.${authority[0]!.name}`)).toBe(true);
  }
  for (const message of answers) expect(dnsCodec.read(bytesOf(message))).toEqual(message);
});
