import { expect, test } from 'vitest';
import { byId, replaced, rolesOf } from '../../../simulator/designs/builtin/raw.ts';
import { BUILTIN_DESIGNS, builtinDesign } from '../../../simulator/designs/registry.ts';
import type { DesignHost } from '../../../simulator/model/design.ts';

test('each built-in design says what it is', () => {
  for (const { id, description } of BUILTIN_DESIGNS) {
    expect(description).toBe(builtinDesign(id).description);
    expect(description.length).toBeGreaterThan(40);
  }
});

test('addresses and names become others, whole and all at once', () => {
  const texts = { '10.0.0.1': '10.0.0.2', '10.0.0.2': '10.0.0.3', 'edge.contoso.net': 'edge1.contoso.net' };
  expect(
    replaced(
      {
        one: '10.0.0.1',
        list: '10.0.0.1, 10.0.0.2',
        others: ['10.0.0.10', '110.0.0.1', '10.0.0.1.5', 'my-edge.contoso.net', 'edge.contoso.net.example'],
        name: 'edge.contoso.net',
        number: 10,
      },
      texts,
    ),
  ).toEqual({
    one: '10.0.0.2',
    list: '10.0.0.2, 10.0.0.3',
    others: ['10.0.0.10', '110.0.0.1', '10.0.0.1.5', 'my-edge.contoso.net', 'edge.contoso.net.example'],
    name: 'edge1.contoso.net',
    number: 10,
  });
});

test('what a variant is made of must be there', () => {
  expect(() => byId([{ id: 'edge' }], 'egde')).toThrow('no "egde"');
});

test('the variants leave the reference as it is', () => {
  const reference = builtinDesign('reference-1');
  expect(reference.hosts.map((host) => host.id)).not.toContain('edge-2');
  expect(reference.firewalls.every(({ nat, hairpin }) => nat.length === 0 && !hairpin)).toBe(true);
  expect(reference.organizations.find(({ id }) => id === 'fabrikam')?.version).toBe('lync-2010');
});

test('two Edges: every address outside of the Edges and of the reverse proxy has one for the Internet', () => {
  const { hosts, firewalls } = builtinDesign('reference-2');
  const external = firewalls.find(({ id }) => id === 'external')!;
  const outside = hosts.flatMap((host: DesignHost) =>
    host.interfaces.filter(({ zone }) => zone === 'perimeter-external').map(({ address }) => address),
  );
  expect(external.hairpin).toBe(true);
  expect(external.nat.map(({ inside }) => inside).sort()).toEqual(outside.sort());
  const [dns] = rolesOf<{ role: string; records: { type: string; name: string; address?: string }[] }>(
    hosts,
    'dns-server',
  );
  const addresses = (name: string) =>
    dns!.records.flatMap((record) => (record.name === name && record.type === 'A' ? [record.address] : []));
  expect(addresses('sip.contoso.com')).toEqual(['131.107.155.10', '131.107.155.11']);
  expect(addresses('webcon.contoso.com')).toEqual(['131.107.155.20', '131.107.155.21']);
  expect(addresses('av.contoso.com')).toEqual(['131.107.155.30', '131.107.155.31']);
  expect(addresses('webext.contoso.com')).toEqual(['131.107.155.40']);
});

test('one address: the Edge has a single foot outside, and rules name no other', () => {
  const { hosts, firewalls } = builtinDesign('one-address');
  const edge = hosts.find(({ id }) => id === 'edge')!;
  expect(edge.interfaces.map(({ address }) => address)).toEqual(['10.45.16.10', '172.25.33.10']);
  const { rules } = firewalls.find(({ id }) => id === 'external')!;
  expect(JSON.stringify(rules)).not.toMatch(/10\.45\.16\.[23]0/);
  expect(rules.find(({ id }) => id === 'E6')?.dport).toBe('444');
});
