import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completionsAt } from '../../../simulator/filters/completions.ts';
import type { FieldType, FilterField } from '../../../simulator/filters/fields/field.ts';
import { FIELDS } from '../../../simulator/filters/fields/registry.ts';
import type { Asked, Filter, Literal } from '../../../simulator/filters/filter.ts';
import { matcher, matchingPackets } from '../../../simulator/filters/match.ts';
import { readFilter, typeOf } from '../../../simulator/filters/parser.ts';
import { printFilter } from '../../../simulator/filters/print.ts';
import { FilterSource } from '../../../simulator/filters/source.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { closed, designWith, runOne } from '../../story/designs.ts';

const design = closed(designWith(), 'E12', 'E13');
const reader = new TraceReader(runOne(design, 'av-remote-internal').trace);
const source = new FilterSource(reader, design);

function filterOf(text: string): Filter {
  const read = readFilter(text);
  if (!read.ok) throw new Error(`${text}: ${read.problem.message}`);
  return read.filter;
}

const found = (text: string) => matchingPackets(filterOf(text), source);
const count = (text: string) => found(text).length;

const byType = (type: FieldType) => [...FIELDS.values()].filter((field) => field.type === type);
const oneOf = (...types: FieldType[]) => fc.constantFrom(...types.flatMap(byType));
const whole = (field: FilterField): Asked => ({ kind: 'field', field, slice: null, mask: null });

const asked: fc.Arbitrary<Asked> = fc.oneof(
  fc.constantFrom(...FIELDS.values()).map(whole),
  fc.record({ field: oneOf('number'), mask: fc.nat() }).map(({ field, mask }) => ({ ...whole(field), mask })),
  fc
    .record({
      field: oneOf('text', 'bytes', 'presence'),
      from: fc.integer({ min: -9999, max: 99999 }),
      length: fc.option(fc.integer({ min: 1, max: 9999 })),
    })
    .map(({ field, from, length }) => ({ ...whole(field), slice: { from, length } })),
);

function literal(type: FieldType): fc.Arbitrary<Literal> {
  switch (type) {
    case 'text':
      return fc.string({ unit: 'grapheme' }).map((value) => ({ kind: 'text', value }));
    case 'bytes':
    case 'presence':
      return fc.uint8Array({ maxLength: 9 }).map((value) => ({ kind: 'bytes', value }));
    case 'address':
      return fc.record({ address: fc.nat(0xffffffff), length: fc.nat(32) }).map(({ address, length }) => {
        const size = 2 ** (32 - length);
        const first = address - (address % size);
        return { kind: 'address', range: { first, last: first + size - 1 } };
      });
    case 'boolean':
      return fc.nat(1).map((value) => ({ kind: 'number', value }));
    default:
      return fc.maxSafeNat().map((value) => ({ kind: 'number', value: value % 1e15 }));
  }
}

const comparison: fc.Arbitrary<Filter> = asked.chain((left) => {
  const type = typeOf(left);
  if (type === 'presence') return fc.constant<Filter>({ kind: 'present', asked: left });
  return fc
    .record({
      comparison: fc.constantFrom('==', '!=', '===', '!==', '>', '<', '>=', '<=' as const),
      right: fc.oneof(literal(type), fc.constant(left)),
    })
    .map((rest): Filter => ({ kind: 'compare', left, ...rest }));
});
const members: fc.Arbitrary<Filter> = asked.chain((one) => {
  const value = literal(typeOf(one));
  const span = fc.oneof(
    value.map((first) => ({ first, last: first })),
    fc.record({ first: value, last: value }),
  );
  return fc.array(span, { minLength: 1, maxLength: 3 }).map((spans) => ({ kind: 'in', asked: one, spans }));
});
const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4 },
    asked.map((one): Filter => ({ kind: 'present', asked: one })),
    comparison,
    members,
    tie('filter').map((of): Filter => ({ kind: 'not', of })),
    fc
      .record({
        kind: fc.constantFrom('and', 'or', 'xor' as const),
        left: tie('filter'),
        right: tie('filter'),
      })
      .map((joined): Filter => joined as Filter),
  ),
}));

describe('the language', () => {
  test('what is printed is read as the same', () => {
    fc.assert(
      fc.property(filter, (one) => {
        expect(filterOf(printFilter(one))).toEqual(one);
      }),
    );
  });

  test('however deep a text may be nested, what is printed of it can be read', () => {
    const innermost = fc.constantFrom('sip', 'ip.ttl not in {1, 2}', 'tcp.flags.syn != true', '(sip or tcp)');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 105 }), innermost, (depth, inside) => {
        const read = readFilter(`${'not '.repeat(depth)}${inside}`);
        if (read.ok) expect(filterOf(printFilter(read.filter))).toEqual(read.filter);
        else expect(read.problem.message).toContain('nested too deeply');
      }),
      { numRuns: 300 },
    );
  });

  test.each(['constructor', '__proto__', 'toString', 'valueOf'])('%s compares nothing', (word) => {
    expect(readFilter(`lab.rule ${word} "E12"`)).toMatchObject({
      ok: false,
      problem: { message: expect.stringContaining(`"${word}" is not expected here`) as string },
    });
  });

  test('no text makes it throw, and what is wrong is told by its place', () => {
    const words = fc.constantFrom(
      'sip',
      'tcp.port',
      '==',
      '!',
      '(',
      ')',
      'in',
      '{',
      '}',
      '..',
      '[',
      '0:2',
      '"',
      ',',
      '&',
      'matches',
      'and',
      'lab.rule',
    );
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.array(words).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(text, fc.nat(40), (junk, at) => {
        const read = readFilter(junk);
        if (!read.ok) {
          expect(read.problem.column).toBeGreaterThanOrEqual(1);
          expect(read.problem.column).toBeLessThanOrEqual(junk.length + 1);
          expect(read.problem.message).not.toContain('\n\n');
        }
        completionsAt(junk, Math.min(at, junk.length), source);
      }),
      { numRuns: 500 },
    );
    expect(readFilter('('.repeat(3000))).toMatchObject({ ok: false });
    expect(readFilter(`sip${' or sip'.repeat(2000)}`)).toMatchObject({ ok: false });
  });

  test.each([
    ['sip.Methd == "INVITE"', 1, 'there is no field "sip.Methd"; did you mean "sip.Method"?'],
    ['udp && stun.typ', 8, 'there is no field "stun.typ"; did you mean "stun.type"?'],
    ['tcp.port == abc', 13, 'tcp.port takes a number, such as 443 or 0x1bb, not "abc"'],
    [
      'ip.addr == 10.45.16.0/33',
      12,
      'ip.addr takes an address, such as 10.45.16.10 or 10.45.16.0/24, not "10.45.16.0/33"',
    ],
    ['sip.Via matches "("', 17, 'this is no regular expression of the kind that RE2 reads'],
    ['sip.Via matches "(?=a)"', 17, 'this is no regular expression of the kind that RE2 reads'],
    ['(sip', 5, 'a closing parenthesis is expected here'],
    ['sip udp', 5, '"udp" is not expected here: and, or, xor would be'],
    ['lab.dropped == 3', 13, 'lab.dropped is there or not: write it alone, or behind "not"'],
    ['sip.From == "x', 13, 'this string has no closing quote'],
    ['tcp.port contains "4"', 10, 'contains looks into texts and bytes, and tcp.port has none'],
    ['ip.src == tcp.port', 11, 'tcp.port cannot be compared with ip.src'],
    ['', 1, 'a field is missing here'],
  ])('%s', (text, column, message) => {
    expect(readFilter(text)).toEqual({ ok: false, problem: { column, message } });
  });
});

describe('what is found', () => {
  test('De Morgan', () => {
    fc.assert(
      fc.property(filter, filter, (left, right) => {
        const not = (of: Filter): Filter => ({ kind: 'not', of });
        const join = (kind: 'and' | 'or' | 'xor', one: Filter, other: Filter): Filter => ({
          kind,
          left: one,
          right: other,
        });
        const same = (one: Filter, other: Filter) =>
          expect(matchingPackets(one, source)).toEqual(matchingPackets(other, source));
        same(not(join('and', left, right)), join('or', not(left), not(right)));
        same(join('xor', left, right), join('and', join('or', left, right), not(join('and', left, right))));
      }),
      { numRuns: 60 },
    );
  });

  test('a field that occurs twice: == means any, != means all, and neither where it is not there', () => {
    const tcp = count('tcp');
    expect(count('tcp.port == 443')).toBeGreaterThan(0);
    expect(count('tcp.port == 443') + count('tcp.port != 443')).toBe(tcp);
    expect(count('tcp.port !== 443')).toBe(tcp);
    expect(count('!(tcp.port == 443)')).toBe(reader.packetCount - count('tcp.port == 443'));
  });

  test('and binds closer than xor, and that closer than or', () => {
    expect(found('udp or tcp xor tcp and tcp.flags.syn == 1')).toEqual(
      found('udp or (tcp xor (tcp and tcp.flags.syn == 1))'),
    );
    expect(count('tcp or udp xor tcp')).toBe(reader.packetCount);
    expect(found('(tcp or udp) xor tcp')).toEqual(found('udp'));
  });

  test('what only a simulator knows', () => {
    const { packets } = reader.trace;
    const lost = [...packets.disposition.keys()].filter((packet) => reader.disposition(packet).lost);
    expect(found('lab.lost')).toEqual(lost);
    expect(found('lab.dropped == false')).toEqual(found('!lab.dropped'));
    const stopped = found('lab.closed_rule in {"E12", "E13"}');
    expect(stopped.length).toBeGreaterThan(0);
    expect(stopped).toEqual(
      found('lab.dropped and lab.firewall == "External firewall" and lab.person == "Alice"'),
    );
    expect(count('lab.rule == "E12"')).toBe(0);
    expect(count('lab.disposition == "dropped" and lab.reason == "no-rule"')).toBe(stopped.length);
    expect(count('lab.host == "edge" and lab.zone == "corporate"')).toBeGreaterThan(0);
    expect(found('lab.retransmission')).toEqual(
      found('lab.retransmission and udp or lab.retransmission and tcp'),
    );
  });

  test('a packet is found by every address that it had on its way, or by those of one place', () => {
    const both = found('ip.src == 192.168.1.5 && ip.src == 198.51.100.7');
    expect(both.length).toBeGreaterThan(0);
    const outside = matcher(filterOf('ip.src == 198.51.100.7'), source);
    for (const packet of both) {
      expect(outside(packet)).toBe(true);
      expect(outside(packet, reader.trace.packets.sent[packet])).toBe(false);
    }
  });

  test('text inside TLS, in parts and by patterns', () => {
    expect(count('sip.Method == "INVITE"')).toBeGreaterThan(0);
    expect(found('sip.Method == INVITE')).toEqual(
      found('sip.Method[0:3] == "INV" and sip.Method[-1:] == "E"'),
    );
    expect(found('sip contains "INVITE sip:"')).toEqual(found('sip.Method == "INVITE"'));
    expect(found('sip.Request-Line matches "^invite "')).toEqual(found('sip.Method == "INVITE"'));
    expect(found('tcp.flags & 2')).toEqual(found('tcp.flags.syn == 1'));
  });
});

describe('what may come next', () => {
  const offered = (text: string) => completionsAt(text, text.length, source).options.map((one) => one.text);

  test('fields at the beginning and behind a joint', () => {
    expect(offered('sip.Me')).toEqual(['sip.Method']);
    expect(offered('udp and lab.ru')).toEqual(['lab.rule']);
    expect(offered('(tcp.flags.s')[0]).toBe('tcp.flags.syn');
  });

  test('operators for the field, then values of this run', () => {
    expect(offered('lab.rule ')).toContain('==');
    expect(offered('lab.rule ')).not.toContain('>');
    expect(offered('lab.rule == "E1')).toContain('"E12"');
    expect(offered('lab.person == ')).toContain('"Alice"');
    expect(offered('sip.Method in {"INVITE", ')).toContain('"BYE"');
    expect(offered('tcp.port == 443 ')).toEqual(['and', 'or', 'xor']);
  });

  test('the word at the cursor is what is replaced', () => {
    expect(completionsAt('tcp and sip.Met == 1', 11, source)).toMatchObject({ from: 8, to: 15 });
  });
});
