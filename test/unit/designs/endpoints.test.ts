import { describe, expect, test } from 'vitest';
import { endpointNames, resolveEndpoints } from '../../../simulator/designs/endpoints.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { formatAddress } from '../../../simulator/model/address.ts';

const design = builtinDesign();

function ranges(text: string): string[] {
  const found = resolveEndpoints(text, endpointNames(design));
  if ('unknown' in found) throw new Error(`unknown: ${found.unknown}`);
  return found.ranges.map(({ first, last }) =>
    first === last ? formatAddress(first) : `${formatAddress(first)}-${formatAddress(last)}`,
  );
}

describe('what a rule names as source or destination', () => {
  test.each([
    ['any', ['0.0.0.0-255.255.255.255']],
    ['10.45.16.10', ['10.45.16.10']],
    ['10.45.16.0/24', ['10.45.16.0-10.45.16.255']],
    ['10.0.0.1-10.0.0.9', ['10.0.0.1-10.0.0.9']],
    ['edge', ['10.45.16.10', '10.45.16.20', '10.45.16.30', '172.25.33.10']],
    ['edge.av', ['10.45.16.30']],
    ['alice-router', ['198.51.100.7']],
    ['192.168.10.90, 192.168.10.91', ['192.168.10.90', '192.168.10.91']],
    [' edge.access ,bob-pc', ['10.45.16.10', '192.168.10.51']],
  ])('%s', (text, expected) => expect(ranges(text)).toEqual(expected));

  test.each([
    ['', ''],
    ['edge,', ''],
    ['edge.nothing', 'edge.nothing'],
    ['ANY', 'ANY'],
    ['10.45.16.1/24', '10.45.16.1/24'],
    ['edge, fork, bob', 'fork'],
    ['constructor', 'constructor'],
  ])('%j names nothing: %j', (text, unknown) => {
    expect(resolveEndpoints(text, endpointNames(design))).toEqual({ unknown });
  });
});
