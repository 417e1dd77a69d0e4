import { finished, type Pieces } from '../kernel/pieces.ts';
import { inRange } from '../model/address.ts';
import type { FieldValue } from './fields/field.ts';
import type { Asked, Comparison, Filter, Literal, Slice } from './filter.ts';
import { patternOf } from './pattern.ts';
import type { FilterSource } from './source.ts';

/**
 * Does a packet match?
 * @param event where it is looked at; left out: wherever it passed, with all addresses that it had
 */
export type Matches = (packet: number, event?: number) => boolean;

type Test = (packet: number, event: number | null) => boolean;

/** What tells whether packets of a run match a filter. */
export function matcher(filter: Filter, source: FilterSource): Matches {
  const test = testOf(filter, source);
  return (packet, event) => test(packet, event ?? null);
}

/** All packets of a run that match, in order. */
export function matchingPackets(filter: Filter, source: FilterSource): readonly number[] {
  return finished(matchingInPieces(filter, source));
}

/** A piece of the work is so many packets. */
const PIECE = 64;

/** The same, packets after packets: the first filter of a long run takes all its messages apart. */
export function* matchingInPieces(filter: Filter, source: FilterSource): Pieces<readonly number[]> {
  const matches = matcher(filter, source);
  const { packetCount } = source.reader;
  const found: number[] = [];
  for (let packet = 0; packet < packetCount; packet++) {
    if (matches(packet)) found.push(packet);
    if (packet % PIECE === PIECE - 1) yield packet / packetCount;
  }
  return found;
}

function testOf(filter: Filter, source: FilterSource): Test {
  switch (filter.kind) {
    case 'not': {
      const inner = testOf(filter.of, source);
      return (packet, event) => !inner(packet, event);
    }
    case 'present': {
      const { isIn } = filter.asked.field;
      if (isIn && !filter.asked.slice) return (packet, event) => isIn(source, packet, event);
      const values = valuesOf(filter.asked, source);
      // What a mask leaves is there when it is not 0 (wireshark-filter(4), bitwise operators).
      return filter.asked.mask === null
        ? (packet, event) => values(packet, event).length > 0
        : (packet, event) => values(packet, event).some((value) => value !== 0);
    }
    case 'compare': {
      const values = valuesOf(filter.left, source);
      const { right, comparison } = filter;
      const holds = COMPARE[comparison];
      if (right.kind !== 'field') {
        const one = relationTo(right, comparison);
        return (packet, event) => holds(values(packet, event), one);
      }
      const others = valuesOf(right, source);
      return (packet, event) => {
        const compared = others(packet, event);
        return holds(
          values(packet, event).flatMap((value) =>
            compared.map((other) => relation(value, other, comparison)),
          ),
          (related) => related,
        );
      };
    }
    case 'in': {
      const values = valuesOf(filter.asked, source);
      const spans = filter.spans.map(
        ({ first, last }) => [relationTo(first, '>='), relationTo(last, '<=')] as const,
      );
      return (packet, event) =>
        values(packet, event).some((value) => spans.some(([from, to]) => from(value) && to(value)));
    }
    default: {
      const left = testOf(filter.left, source);
      const right = testOf(filter.right, source);
      if (filter.kind === 'and') return (packet, event) => left(packet, event) && right(packet, event);
      if (filter.kind === 'or') return (packet, event) => left(packet, event) || right(packet, event);
      return (packet, event) => left(packet, event) !== right(packet, event);
    }
  }
}

function any<V>(values: readonly V[], holds: (value: V) => boolean): boolean {
  return values.some(holds);
}

/** A field that is not there differs from nothing. */
function all<V>(values: readonly V[], holds: (value: V) => boolean): boolean {
  return values.length > 0 && values.every(holds);
}

/** Which of a field's values a comparison asks for (wireshark-filter(4), "any" and "all"). */
const COMPARE: Readonly<Record<Comparison, typeof any>> = {
  '==': any,
  '!=': all,
  '===': all,
  '!==': any,
  '>': any,
  '<': any,
  '>=': any,
  '<=': any,
  contains: any,
  matches: any,
};

function relationTo(literal: Literal, comparison: Comparison): (value: FieldValue) => boolean {
  if (literal.kind === 'address') {
    const { range } = literal;
    return (value) => typeof value === 'number' && inOrder(value, range, comparison);
  }
  const { value: wanted } = literal;
  if (comparison !== 'matches') return (value) => relation(value, wanted, comparison);
  const pattern = patternOf(String(wanted));
  return (value) => pattern !== null && pattern.test(textOf(value));
}

/** A prefix is compared as a whole: what is in it is neither above nor below. */
function inOrder(
  value: number,
  range: Extract<Literal, { kind: 'address' }>['range'],
  comparison: Comparison,
): boolean {
  switch (comparison) {
    case '>':
      return value > range.last;
    case '<':
      return value < range.first;
    case '>=':
      return value >= range.first;
    case '<=':
      return value <= range.last;
    default:
      return inRange(range, value) === (comparison === '==' || comparison === '===');
  }
}

function relation(value: FieldValue, other: FieldValue, comparison: Comparison): boolean {
  if (comparison === 'contains') return contains(value, other);
  const order = compare(value, other);
  switch (comparison) {
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    default:
      return (order === 0) === (comparison === '==' || comparison === '===');
  }
}

function compare(value: FieldValue, other: FieldValue): number {
  if (value instanceof Uint8Array && other instanceof Uint8Array) {
    const at = value.findIndex((byte, index) => byte !== other[index]);
    return at < 0 ? value.length - other.length : value[at]! - (other[at] ?? -1);
  }
  return value === other ? 0 : value < other ? -1 : 1;
}

function contains(value: FieldValue, part: FieldValue): boolean {
  if (typeof value === 'string') return value.includes(String(part));
  return textOf(value).includes(textOf(part));
}

/** Bytes as a text of which each letter is one. */
function textOf(value: FieldValue): string {
  if (!(value instanceof Uint8Array)) return String(value);
  let text = '';
  for (const byte of value) text += String.fromCharCode(byte);
  return text;
}

function valuesOf({ field, slice, mask }: Asked, source: FilterSource) {
  const cut = slice && cutter(slice);
  return (packet: number, event: number | null): readonly FieldValue[] => {
    const values = field.read(source, packet, event);
    if (cut) return values.flatMap(cut);
    return mask === null ? values : values.map((value) => (Number(value) & mask) >>> 0);
  };
}

/** The part of a value; none when it is not as long. */
function cutter({ from, length }: Slice): (value: FieldValue) => readonly FieldValue[] {
  return (value) => {
    if (typeof value === 'number') return [];
    const start = from < 0 ? value.length + from : from;
    const end = length === null ? value.length : start + length;
    return start < 0 || start >= value.length || end > value.length ? [] : [value.slice(start, end)];
  };
}
