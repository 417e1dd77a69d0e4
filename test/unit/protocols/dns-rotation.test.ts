import { expect, test } from 'vitest';
import { openDesign } from '../../../simulator/designs/registry.ts';
import { formatAddress } from '../../../simulator/model/address.ts';
import { resolverOf } from '../../../simulator/protocols/dns/resolver.ts';
import { World } from '../../../simulator/world/world.ts';

/** The addresses of two names as four computers learn them, one after the other. */
function answers(rotate: boolean): string[] {
  const host = (id: string, address: string) => ({
    id,
    title: id,
    interfaces: [{ id: 'lan', zone: 'lan', address }],
    dns: ['10.0.0.53'],
  });
  const clients = ['one', 'two', 'three', 'four'];
  const record = (name: string, address: string) => ({ name, type: 'A', address });
  const loaded = openDesign(
    JSON.stringify({
      format: 'edge-lab-design',
      version: 1,
      id: 'dns',
      title: 'DNS',
      zones: [{ id: 'lan', title: 'LAN', trust: 0, prefixes: ['10.0.0.0/24'], delay_ms: 1 }],
      hosts: [
        ...clients.map((id, index) => host(id, `10.0.0.${index + 1}`)),
        {
          ...host('dns', '10.0.0.53'),
          roles: [
            {
              role: 'dns-server',
              interface: 'lan',
              rotate,
              records: [
                record('pool.example', '10.0.1.1'),
                record('pool.example', '10.0.1.2'),
                record('pool.example', '10.0.1.3'),
                record('web.example', '10.0.2.1'),
                record('web.example', '10.0.2.2'),
              ],
            },
          ],
        },
      ],
      firewalls: [],
    }),
    'dns.json',
  );
  if (!loaded.ok) throw new Error(loaded.problems[0]!.message);
  const world = new World(loaded.design, 1, 'dns');
  const { scheduler } = world.simulation;
  const seen: string[] = [];
  for (const id of clients)
    for (const name of ['pool.example', 'web.example']) {
      resolverOf(world.hosts.get(id)!).addresses(name, (found) =>
        seen.push(found.map((address) => formatAddress(address).slice(5)).join(' ')),
      );
      while (scheduler.foreground > 0) scheduler.step();
    }
  return seen;
}

test('a server that rotates begins each answer one further on, for each name on its own (RFC 1794)', () => {
  expect(answers(true)).toEqual([
    '1.1 1.2 1.3',
    '2.1 2.2',
    '1.2 1.3 1.1',
    '2.2 2.1',
    '1.3 1.1 1.2',
    '2.1 2.2',
    '1.1 1.2 1.3',
    '2.2 2.1',
  ]);
});

test('one that does not answers in the order of its records', () => {
  expect(new Set(answers(false))).toEqual(new Set(['1.1 1.2 1.3', '2.1 2.2']));
});
