import { describe, expect, test } from 'vitest';
import { endpointNames, resolveEndpoints } from '../../../simulator/designs/endpoints.ts';
import { policyOf } from '../../../simulator/designs/policies.ts';
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

test('a firewall that several designs share is told the addresses of the hosts of each', () => {
  const [own] = design.firewalls;
  const firewall = { ...own!, rules: [{ ...own!.rules[0]!, dst: 'edge.access' }] };
  const moved = {
    ...design,
    hosts: design.hosts.map((host) => ({
      ...host,
      interfaces: host.interfaces.map((one) => ({
        ...one,
        address: one.address === '10.45.16.10' ? '10.45.16.11' : one.address,
      })),
    })),
  };
  const told = (of: typeof design) => formatAddress(policyOf(of, firewall).rules[0]!.destinations[0]!.first);
  expect([design, moved, moved, design].map(told)).toEqual([
    '10.45.16.10',
    '10.45.16.11',
    '10.45.16.11',
    '10.45.16.10',
  ]);
});
