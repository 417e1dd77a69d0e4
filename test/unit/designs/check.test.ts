import { describe, expect, test } from 'vitest';
import { expectProblem, expectProblemAmong, problemsAfter } from './helpers.ts';

const places = 'each zone, host, firewall and NAT must have its own';
const endpoint = 'must be "any", an address, a prefix, a range, a host, host.interface or a group';

describe('ids are unique', () => {
  test.each([
    ['zones', '"id": "alice-home"', '"id": ‸"internet"', `"internet" is taken already: ${places}`],
    ['hosts', '"id": "carol-pc"', '"id": ‸"alice-pc"', `"alice-pc" is taken already: ${places}`],
    [
      'a host and a zone',
      '"id": "alice-pc"',
      '"id": ‸"corporate"',
      `"corporate" is taken already: ${places}`,
    ],
    [
      'a firewall and a zone',
      '"id": "internal",\n      "title": "Internal firewall"',
      '"id": ‸"corporate",\n      "title": "Internal firewall"',
      `"corporate" is taken already: ${places}`,
    ],
    ['a NAT and a host', '"id": "carol-router"', '"id": ‸"edge"', `"edge" is taken already: ${places}`],
    [
      'rules of one firewall',
      '"id": "E2"',
      '"id": ‸"E1"',
      '"E1" is taken already: each rule, also of different firewalls, must have its own',
    ],
    [
      'rules of two firewalls',
      '"id": "I1"',
      '"id": ‸"E1"',
      '"E1" is taken already: each rule, also of different firewalls, must have its own',
    ],
    [
      'interfaces of a host',
      '"id": "av"',
      '"id": ‸"access"',
      '"access" is taken already: each interface of a host must have its own',
    ],
    [
      'certificates',
      '"id": "fe2"',
      '"id": ‸"fe1"',
      '"fe1" is taken already: each certificate must have its own',
    ],
    [
      'accounts',
      '"uri": "sip:carol@contoso.com",\n      "name"',
      '"uri": ‸"sip:bob@contoso.com",\n      "name"',
      '"sip:bob@contoso.com" is taken already: each account must have its own',
    ],
    [
      'people',
      '"id": "carol",',
      '"id": ‸"alice",',
      '"alice" is taken already: each person must have its own',
    ],
  ])('%s', (_name, from, to, message) => {
    // Taking an id away may leave others pointing at nothing: the problem with the id is what is asked here.
    const only = (one: string) => !/does not exist|has no account/.test(one);
    expectProblemAmong(from, to, message, only);
  });

  test('interfaces of different hosts may have one id', () =>
    expect(problemsAfter(() => undefined)).toEqual([]));

  test('and mean one thing in a rule and in a report', () => {
    expectProblem(
      '"id": "E7"',
      '"id": ‸"default"',
      '"default" means that no rule decided: a rule must have another id',
    );
    expectProblem(
      '"id": "pool-web"',
      '"id": ‸"any"',
      '"any" means addresses in a rule: a host or NAT must have another id',
    );
    expectProblem(
      '"id": "pool-web"',
      '"id": ‸"10.0.0.1"',
      '"10.0.0.1" means addresses in a rule: a host or NAT must have another id',
    );
    expectProblem(
      '"id": "pool-web"',
      '"id": ‸"edge.av"',
      '"edge.av" is an interface of "edge" already: must have another id',
    );
  });
});

describe('zones', () => {
  test('overlapping prefixes of two that are not private, at the later one', () => {
    const shared = 'zones that are not private must not share addresses';
    expectProblem(
      '"172.25.33.0/24"',
      '"172.25.33.0/24", ‸"10.45.16.128/25"',
      `10.45.16.128/25 overlaps 10.45.16.0/24 of zone "perimeter-external": ${shared}`,
    );
    expectProblem(
      '"172.25.33.0/24"',
      '"172.25.33.0/24", ‸"10.0.0.0/8"',
      `10.0.0.0/8 overlaps 10.45.16.0/24 of zone "perimeter-external": ${shared}`,
    );
  });

  test('one inside a wide one that another follows', () => {
    const problems = problemsAfter((design) => {
      const zone = (id: string) => design.zones.find((one) => one.id === id)!;
      zone('perimeter-external').prefixes = ['10.0.0.0/8'];
      zone('perimeter-internal').prefixes.push('10.1.0.0/24');
      zone('corporate').prefixes.push('10.200.0.0/24');
    });
    expect(problems).toHaveLength(2);
    expect(problems[1]).toMatch(/10\.200\.0\.0\/24 overlaps 10\.0\.0\.0\/8/);
  });

  test('a private one may repeat the addresses of another', () => {
    const repeated = problemsAfter((design) => {
      design.zones.find((one) => one.id === 'gina-home')!.prefixes = ['192.168.1.0/24', '192.168.10.0/24'];
      design.hosts.find((one) => one.id === 'gina-pc')!.interfaces[0]!.address = '192.168.1.5';
    });
    expect(repeated).toEqual([]);
  });

  test('only one is without prefixes', () => {
    expectProblemAmong(
      '"prefixes": [\n        "172.25.33.0/24"\n      ]',
      '"prefixes": ‸[]',
      'zone "internet" has no prefixes already: only one zone, the Internet, must be without',
      () => true,
    );
  });
});

describe('addresses', () => {
  const own = 'each interface and NAT must have its own';
  test.each([
    [
      '"zone": "perimeter-external",\n          "address": "10.45.16.20"',
      '"zone": "perimeter-external",\n          "address": ‸"10.45.16.10"',
      `10.45.16.10 is the address of "edge.access" already: ${own}`,
    ],
    [
      '"address": "203.0.113.24"',
      '"address": ‸"203.0.113.53"',
      `203.0.113.53 is the address of "public-dns.wan" already: ${own}`,
    ],
    [
      '"zone": "corporate",\n          "address": "192.168.10.51"',
      '"zone": "corporate",\n          "address": ‸"192.168.11.51"',
      '192.168.11.51 is not in zone "corporate": must be in 192.168.10.0/24',
    ],
    [
      '"address": "198.51.100.7"',
      '"address": ‸"10.45.16.77"',
      '10.45.16.77 belongs to zone "perimeter-external": must be an address that no other zone has',
    ],
    [
      '"zone": "internet",\n          "address": "203.0.113.53"',
      '"zone": "internet",\n          "address": ‸"172.25.33.9"',
      '172.25.33.9 belongs to zone "perimeter-internal": must be an address that no other zone has',
    ],
  ])('%s', (from, to, message) => {
    expectProblem(from, to, message);
  });

  test('the Internet has the addresses of private zones too, though nobody will reach them', () => {
    expect(problemsAfter((design) => void (design.nats[0]!.address = '192.168.1.99'))).toEqual([]);
  });
});

describe('one-to-one NAT', () => {
  const WALL = '"inside": "perimeter-external",\n      "default": "drop"';
  const PAIR = '{ "outside": "131.107.155.10", "inside": "10.45.16.10" }';
  test.each([
    [
      'an outside address of an inner zone',
      '{ "outside": ‸"10.45.16.77", "inside": "10.45.16.20" }',
      '10.45.16.77 belongs to zone "perimeter-external": must be an address that no other zone has',
    ],
    [
      'an outside address that a host has',
      '{ "outside": ‸"203.0.113.53", "inside": "10.45.16.20" }',
      '203.0.113.53 is the address of "public-dns.wan" already: each interface and NAT must have its own',
    ],
    [
      'an outside address twice',
      `${PAIR}, { "outside": ‸"131.107.155.10", "inside": "10.45.16.20" }`,
      '131.107.155.10 is the address of "external" already: each interface and NAT must have its own',
    ],
    [
      'an inside address twice',
      `${PAIR}, { "outside": "131.107.155.20", "inside": ‸"10.45.16.10" }`,
      '10.45.16.10 has an outside address already: each must have one of its own',
    ],
    [
      'an inside address that nobody has',
      '{ "outside": "131.107.155.20", "inside": ‸"10.45.16.99" }',
      '10.45.16.99 is nobody\'s in zone "perimeter-external": must be the address of an interface there',
    ],
    [
      'an inside address of another zone',
      '{ "outside": "131.107.155.20", "inside": ‸"172.25.33.10" }',
      '172.25.33.10 is nobody\'s in zone "perimeter-external": must be the address of an interface there',
    ],
    [
      'something that is no pair',
      '{ "outside": "131.107.155.20", "inside": ‸"edge" }',
      '"edge" is wrong for "inside": it must be an IPv4 address: four numbers from 0 to 255, such as 10.45.16.10',
    ],
  ])('%s', (_, pairs, message) => expectProblem(WALL, `${WALL}, "nat": [${pairs}]`, message));

  test('two pairs that fit', () => {
    const fits = problemsAfter((design) => {
      const wall = design.firewalls.find((one) => one.id === 'external')!;
      wall.hairpin = true;
      wall.nat = [
        { outside: '131.107.155.10', inside: '10.45.16.10' },
        { outside: '131.107.155.20', inside: '10.45.16.20' },
      ];
    });
    expect(fits).toEqual([]);
  });
});

describe('what is named exists', () => {
  test.each([
    [
      '"zone": "corporate"',
      '"zone": ‸"corporat"',
      'zone "corporat" does not exist: must be the id of a zone; did you mean "corporate"?',
    ],
    [
      '"outside": "internet",\n      "inside": "perimeter-external"',
      '"outside": ‸"internets",\n      "inside": "perimeter-external"',
      'zone "internets" does not exist: must be the id of a zone; did you mean "internet"?',
    ],
    [
      '"inside": "carol-home"',
      '"inside": ‸"karol-home"',
      'zone "karol-home" does not exist: must be the id of a zone; did you mean "carol-home"?',
    ],
    [
      '"inside": "corporate"',
      '"inside": ‸"perimeter-internal"',
      'both sides of "internal" are zone "perimeter-internal": must be two zones',
    ],
    [
      '"inside": "alice-home"',
      '"inside": ‸"internet"',
      'both sides of "alice-router" are zone "internet": must be two zones',
    ],
    [
      '"dst": "10.45.16.20"',
      '"dst": ‸"egde"',
      `"egde" is neither an address nor a host: ${endpoint}; did you mean "edge"?`,
    ],
    [
      '"dst": "10.45.16.20"',
      '"dst": ‸"edge.acess"',
      `"edge.acess" is neither an address nor a host: ${endpoint}; did you mean "edge.access"?`,
    ],
    ['"dst": "10.45.16.20"', '"dst": ‸"edge, "', `"" is neither an address nor a host: ${endpoint}`],
    [
      '"dst": "10.45.16.20"',
      '"dst": ‸"10.45.16.20, 10.45.16.9-10.45.16.1"',
      `"10.45.16.9-10.45.16.1" is neither an address nor a host: ${endpoint}`,
    ],
    [
      '"src": "10.45.16.10"',
      '"src": ‸"10.45.16.300"',
      `"10.45.16.300" is neither an address nor a host: ${endpoint}`,
    ],
    [
      '"interface": "access"',
      '"interface": ‸"acces"',
      'interface "acces" does not exist: must be the id of an interface of "edge"; did you mean "access"?',
    ],
    [
      '"interface": "internal",\n            "name": "edge.contoso.net"',
      '"interface": ‸"lan",\n            "name": "edge.contoso.net"',
      'interface "lan" does not exist: must be the id of an interface of "edge"',
    ],
    [
      '"interface": "wan"',
      '"interface": ‸"wlan"',
      'interface "wlan" does not exist: must be the id of an interface of "public-dns"; did you mean "wan"?',
    ],
    [
      '"certificate": "edge-internal"',
      '"certificate": ‸"edge-intern"',
      'certificate "edge-intern" does not exist: must be the id of a certificate; did you mean "edge-internal"?',
    ],
    [
      '"certificate": "fe1"',
      '"certificate": ‸"front"',
      'certificate "front" does not exist: must be the id of a certificate',
    ],
    [
      '"host": "alice-pc"',
      '"host": ‸"alice-cp"',
      'host "alice-cp" does not exist: must be the id of a host; did you mean "alice-pc"?',
    ],
    [
      '"host": "bob-pc",\n      "uri": "sip:bob@contoso.com"',
      '"host": "bob-pc",\n      "uri": ‸"sip:rob@contoso.com"',
      '"sip:rob@contoso.com" has no account: must be the "uri" of one; did you mean "sip:bob@contoso.com"?',
    ],
    [
      '{\n      "id": "bob",\n      "name": "Bob",\n      "plays": "internal",\n      "host": "bob-pc",\n      "uri": "sip:bob@contoso.com"',
      '‸{\n      "id": "bob",\n      "name": "Bob",\n      "plays": "internal",\n      "host": "bob-pc"',
      '"uri" is missing: "Bob" signs in, so it must be the SIP address of an account',
    ],
    [
      '"crl": "http',
      '"notBefore": "2012-12-01", "notAfter": ‸"2010-12-01", "crl": "http',
      '2010-12-01 is before notBefore, 2012-12-01: must be later',
    ],
  ])('%s becomes %s', (from, to, message) => expectProblem(from, to, message));

  test('but contacts, and people of other companies, need no account of ours', () => {
    const free = problemsAfter((design) => {
      design.accounts[0]!.contacts.push('sip:someone@fabrikam.com');
      design.people.push({
        id: 'dan',
        name: 'Dan',
        plays: 'federated',
        host: 'alice-pc',
        uri: 'sip:dan@fabrikam.com',
      });
      design.people.push({ id: 'eve', name: 'Eve', plays: 'anonymous', host: 'alice-pc' });
    });
    expect(free).toEqual([]);
  });
});

test('an interface is called by its host and its id: two hosts cannot have one of one name', () => {
  expect(
    problemsAfter((design) => {
      design.hosts[0]!.id = 'pc';
      design.hosts[0]!.interfaces[0]!.id = 'a.b';
      design.hosts[1]!.id = 'pc.a';
      design.hosts[1]!.interfaces[0]!.id = 'b';
    }).filter((one) => one.includes('pc.a.b')),
  ).toEqual([expect.stringContaining('"pc.a.b" is an interface of "pc" already: must have another id')]);
});

test.each([
  ['any', '"any" means addresses already: a group must have another name'],
  ['10.0.0.1', '"10.0.0.1" means addresses already: a group must have another name'],
  ['edge', '"edge" means addresses already: a group must have another name'],
])('a group "%s" cannot be called so', (name, message) => {
  const said = problemsAfter((design) => {
    design.firewalls[0]!.groups = { [name]: 'edge.access' };
  });
  expect(said).toEqual([expect.stringContaining(message)]);
});

test('a knob of choices takes one of them', () => {
  const said = (value: string) =>
    problemsAfter((design) => {
      design.knobs = { 'crl.policy': value };
    });
  expect(said('hard')).toEqual([]);
  expect(said('odd')).toEqual([
    expect.stringContaining('"odd" is wrong for knob "crl.policy": it must be one of "soft", "hard"'),
  ]);
});
