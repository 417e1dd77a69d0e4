import type { Asked, Filter, Slice } from './filter.ts';
import { printLiteral } from './literals.ts';

const JOINTS = { or: '||', xor: '^^', and: '&&' } as const;
const TIGHTNESS: Readonly<Record<Filter['kind'], number>> = {
  or: 1,
  xor: 2,
  and: 3,
  not: 4,
  present: 5,
  compare: 5,
  in: 5,
};

/** A filter as a text: `readFilter` reads it as the same. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'or':
    case 'xor':
    case 'and': {
      const own = TIGHTNESS[filter.kind];
      return `${within(filter.left, own)} ${JOINTS[filter.kind]} ${within(filter.right, own + 1)}`;
    }
    case 'not':
      return `!${within(filter.of, TIGHTNESS.not)}`;
    case 'present':
      return printAsked(filter.asked);
    case 'compare': {
      const { left, comparison, right } = filter;
      return `${printAsked(left)} ${comparison} ${right.kind === 'field' ? printAsked(right) : printLiteral(right)}`;
    }
    case 'in': {
      const spans = filter.spans.map(({ first, last }) =>
        first === last ? printLiteral(first) : `${printLiteral(first)}..${printLiteral(last)}`,
      );
      return `${printAsked(filter.asked)} in {${spans.join(', ')}}`;
    }
  }
}

/** In parentheses where it would be read otherwise. */
function within(filter: Filter, tightness: number): string {
  const text = printFilter(filter);
  return TIGHTNESS[filter.kind] < tightness ? `(${text})` : text;
}

function printAsked({ field, slice, mask }: Asked): string {
  return `${field.name}${slice ? printSlice(slice) : ''}${mask === null ? '' : ` & ${mask}`}`;
}

function printSlice({ from, length }: Slice): string {
  return `[${from}:${length ?? ''}]`;
}
