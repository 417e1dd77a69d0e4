import { is } from 'valibot';
import { describe, expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { field } from '../../../simulator/model/design.ts';
import { knob, KNOBS } from '../../../simulator/model/knobs.ts';
import {
  formatFlagTests,
  formatIcmp,
  formatPorts,
  parseFlags,
  parseIcmp,
  parsePorts,
} from '../../../simulator/model/ports.ts';

describe('ports', () => {
  test.each([
    ['any', [{ first: 0, last: 65535 }]],
    ['443', [{ first: 443, last: 443 }]],
    ['0', [{ first: 0, last: 0 }]],
    ['50000-59999', [{ first: 50000, last: 59999 }]],
    ['50000 - 59999', [{ first: 50000, last: 59999 }]],
    ['443-443', [{ first: 443, last: 443 }]],
    [
      '80, 443,5000-5001',
      [
        { first: 80, last: 80 },
        { first: 443, last: 443 },
        { first: 5000, last: 5001 },
      ],
    ],
    ['65536', null],
    ['60000-50000', null],
    ['443-', null],
    ['-443', null],
    ['', null],
    ['443,', null],
    ['any, 443', null],
    ['1e3', null],
    ['http', null],
    ['443\n', null],
  ])('%j', (text, expected) => expect(parsePorts(text)).toEqual(expected));

  test.each(['any', '443', '80, 50000-59999'])('%j is written as it was read', (text) =>
    expect(formatPorts(parsePorts(text)!)).toBe(text),
  );

  test.each([
    ['8', [{ first: 2048, last: 2303 }]],
    ['3/4', [{ first: 772, last: 772 }]],
    ['256', null],
    ['3/', null],
  ])('ICMP %j', (text, expected) => expect(parseIcmp(text)).toEqual(expected));

  test.each(['any', '8', '3/4, 0', '3, 4/0'])('ICMP %j is written as it was read', (text) =>
    expect(formatIcmp(parseIcmp(text)!)).toBe(text),
  );

  test.each([
    ['S/SA', [{ set: 2, mask: 18 }]],
    ['/FSR', [{ set: 0, mask: 7 }]],
    ['S/A', null],
    ['S', null],
    ['X/X', null],
  ])('flags %j', (text, expected) => expect(parseFlags(text)).toEqual(expected));

  test('flags are written as they are read', () =>
    expect(formatFlagTests(parseFlags('S/SA,/FSR')!)).toBe('S/SA, /FSR'));
});

describe('fields', () => {
  const long = 'a'.repeat(63);
  test.each<[keyof Omit<typeof field, 'whole' | 'atLeast0'>, unknown[], unknown[]]>([
    [
      'id',
      ['E1', 'edge.av', 'a-b_c', '0', 'a'.repeat(64)],
      ['', '-a', '.a', 'a b', 'ä', 'a\n', '__proto__', 'a'.repeat(65), 5],
    ],
    ['text', ['', 'Jörg’s Büro', 'a'.repeat(1000)], ['a\nb', '\0', '\u007f', 'a'.repeat(1001), 5, null]],
    ['port', [0, 443, 65535], [-1, 65536, 0.5, NaN, Infinity, '443']],
    ['delay', [0, 0.5, 1e9], [-0.1, 1e9 + 1, Infinity, NaN, '1']],
    ['loss', [0, 0.5, 1], [-0.1, 1.1, NaN, '0']],
    [
      'address',
      ['0.0.0.0', '255.255.255.255'],
      ['1.2.3', '1.2.3.4.5', '1.2.3.4.', '1..3.4', '01.2.3.4', '1.2.3.256', '1.2.3.+4', ' 1.2.3.4', '', 5],
    ],
    [
      'prefix',
      ['10.0.0.0/8', '0.0.0.0/0', '1.2.3.4/32'],
      ['10.0.0.1/8', '10.0.0.0/33', '10.0.0.0/', 'any', ''],
    ],
    [
      'dnsName',
      ['a', 'sip.contoso.com', '_sip._tls.contoso.com', '*.contoso.com', long, `${long}.${long}`],
      ['', '.', 'a.', '.a', 'a..b', '-a', 'a-', 'a b', `${long}a`, `${`${long}.`.repeat(4)}a`, 'a\n', 'ä.de'],
    ],
    [
      'sipUri',
      ['sip:alice@contoso.com', "sip:a.b+c'd@x"],
      [
        'sips:a@b',
        'sip:a',
        'sip:@b',
        'sip:a@',
        'sip:a@b@c',
        'sip:a b@c',
        'sip:a@b:5061',
        'sip:a@b;x=y',
        'sip:a@..',
        'sip:a\r\n@b',
        'sip:<a>@b',
        'SIP:a@b',
      ],
    ],
    [
      'instant',
      ['2011-03-01', '2012-02-29', '2011-03-01T23:59:59Z'],
      [
        '2011-02-29',
        '2011-04-31',
        '2011-13-01',
        '2011-3-1',
        '2011-03-01T24:00:00Z',
        '2011-03-01T09:00Z',
        '2011-03-01T09:00:00+01:00',
        '2011-03-01T09:00:60Z',
        '',
      ],
    ],
  ])('%s', (name, right, wrong) => {
    for (const value of right) expect(is(field[name], value), JSON.stringify(value)).toBe(true);
    for (const value of wrong) expect(is(field[name], value), JSON.stringify(value)).toBe(false);
  });
});

describe('knobs', () => {
  test('a design without any has the defaults; its own value counts otherwise', () => {
    const design = builtinDesign();
    expect(knob(design, 'sip.t1_ms')).toBe(500);
    expect(knob({ ...design, knobs: { 'sip.t1_ms': 250 } }, 'sip.t1_ms')).toBe(250);
    expect(knob({ ...design, knobs: { 'sip.t1_ms': 0 } }, 'sip.t1_ms')).toBe(0);
  });

  test('each says where its default comes from, and ends in its unit', () => {
    for (const [id, one] of Object.entries(KNOBS)) {
      expect(one.source).not.toBe('');
      if ('choices' in one) {
        expect(one.choices).toContain(one.default);
        continue;
      }
      expect(one.default).toBeGreaterThan(0);
      if (one.unit === 'times') expect(Number.isInteger(one.default)).toBe(true);
      else expect(id.endsWith(`_${one.unit}`)).toBe(true);
    }
  });
});
