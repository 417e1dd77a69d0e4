import { describe, expect, test } from 'vitest';
import { endpointNames, resolveEndpoints } from '../../../simulator/designs/endpoints.ts';
import { BUILTIN_DESIGNS, builtinDesign, openDesign } from '../../../simulator/designs/registry.ts';
import { parseAddress, parseRange } from '../../../simulator/model/address.ts';
import type { DesignHost } from '../../../simulator/model/design.ts';
import { problemsOf, REFERENCE } from './helpers.ts';

const design = builtinDesign('reference-1');

/** id, source, its ports, destination, its ports, transport, direction: the article's two tables. */
const EXTERNAL = `
E1  10.45.16.10 any         any         80          tcp out
E2  10.45.16.10 any         any         53          udp out
E3  any         any         10.45.16.10 443         tcp in
E4  any         any         10.45.16.10 5061        tcp in
E5  10.45.16.10 any         any         5061        tcp out
E6  any         any         10.45.16.20 443         tcp in
E7  10.45.16.30 50000-59999 any         any         tcp out
E8  10.45.16.30 50000-59999 any         any         udp out
E9  any         any         10.45.16.30 50000-59999 tcp in
E10 any         any         10.45.16.30 50000-59999 udp in
E11 10.45.16.30 3478        any         3478        udp out
E12 any         any         10.45.16.30 3478        udp in
E13 any         any         10.45.16.30 443         tcp in
E14 any         any         10.45.16.40 80          tcp in
E15 any         any         10.45.16.40 443         tcp in`;
const INTERNAL = `
I1 172.25.33.10                any 192.168.10.90,192.168.10.91 5061 tcp in
I2 192.168.10.90,192.168.10.91 any 172.25.33.10                5061 tcp out
I3 192.168.10.90,192.168.10.91 any 172.25.33.10                4443 tcp out
I4 any                         any 172.25.33.10                8057 tcp out
I5 192.168.10.90,192.168.10.91 any 172.25.33.10                5062 tcp out
I6 any                         any 172.25.33.10                3478 udp out
I7 any                         any 172.25.33.10                443  tcp out
I8 172.25.33.40                any 192.168.10.190              8080 tcp in
I9 172.25.33.40                any 192.168.10.190              4443 tcp in`;

const host = (id: string): DesignHost => design.hosts.find((one) => one.id === id)!;

describe('the built-in designs', () => {
  test.each(BUILTIN_DESIGNS)(
    '$id loads without problems, and its text is its file',
    ({ id, title, text }) => {
      expect(problemsOf(text)).toEqual([]);
      expect(builtinDesign(id)).toMatchObject({ id, title });
      expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
    },
  );

  test('their ids differ, and the first is the reference', () => {
    expect(new Set(BUILTIN_DESIGNS.map((one) => one.id)).size).toBe(BUILTIN_DESIGNS.length);
    expect(builtinDesign()).toEqual(design);
    expect(() => builtinDesign('nothing')).toThrow('nothing');
  });

  test('a loaded design written out loads again, to the same', () => {
    const again = openDesign(JSON.stringify(design), 'again.json');
    expect(again).toEqual({ ok: true, design, interventions: [] });
  });
});

describe('the rules of the reference design', () => {
  test.each([
    ['external', EXTERNAL],
    ['internal', INTERNAL],
  ])('%s: every row of the table, in order, and no other', (id, table) => {
    const firewall = design.firewalls.find((one) => one.id === id)!;
    const rows = table
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/));
    const rules = firewall.rules.map(({ src, sport, dst, dport, transport, direction, ...rule }) => [
      rule.id,
      src.replaceAll(' ', ''),
      sport,
      dst.replaceAll(' ', ''),
      dport,
      transport,
      direction,
    ]);
    expect(rules).toEqual(rows);
    expect(firewall).toMatchObject({ default: 'drop', stateful: true });
  });

  test('each says whose it is, what for and where it is written; only the redirect is optional', () => {
    for (const firewall of design.firewalls)
      firewall.rules.forEach((rule, index) => {
        expect(rule).toMatchObject({ action: 'permit', enabled: true, optional: rule.id === 'E14' });
        expect(rule.role && rule.application && rule.purpose).toBeTruthy();
        expect(rule.source).toBe(`Table ${firewall.id === 'external' ? 1 : 2}, row ${index + 1}`);
      });
  });

  test('their addresses are those of the hosts they are about', () => {
    const named = (text: string) => resolveEndpoints(text, endpointNames(design));
    const rule = (id: string) => design.firewalls.flatMap((one) => one.rules).find((one) => one.id === id)!;
    expect(named(rule('E3').dst)).toEqual(named('edge.access'));
    expect(named(rule('E6').dst)).toEqual(named('edge.webconf'));
    expect(named(rule('E12').dst)).toEqual(named('edge.av'));
    expect(named(rule('E15').dst)).toEqual(named('reverse-proxy.outside'));
    expect(named(rule('I1').src)).toEqual(named('edge.internal'));
    expect(named(rule('I1').dst)).toEqual(named('front-end-1,front-end-2'));
    expect(named(rule('I9').src)).toEqual(named('reverse-proxy.inside'));
    expect(named(rule('I9').dst)).toEqual(named('pool-web'));
  });
});

describe('the network of the reference design', () => {
  test('trust grows from the Internet to the company, across both firewalls', () => {
    const trust = (id: string) => design.zones.find((zone) => zone.id === id)!.trust;
    for (const { outside, inside } of design.firewalls) expect(trust(inside)).toBeGreaterThan(trust(outside));
    expect(trust('perimeter-internal')).toBeGreaterThanOrEqual(trust('perimeter-external'));
  });

  test('every host asks DNS servers that are there', () => {
    const servers = design.hosts.filter((one) => one.roles.some((role) => role.role === 'dns-server'));
    const addresses = servers.flatMap((one) => one.interfaces.map((port) => port.address));
    for (const one of design.hosts) for (const server of one.dns) expect(addresses).toContain(server);
  });

  test('names lead to addresses of hosts: those of both DNS servers and of hosts files', () => {
    const known = design.hosts.flatMap((one) => one.interfaces.map((port) => port.address));
    const records = ['public-dns', 'internal-dns'].flatMap(
      (id) =>
        (
          host(id).roles[0] as unknown as {
            records: { type: string; name: string; address?: string; target?: string }[];
          }
        ).records,
    );
    for (const { type, address, target } of records)
      if (type === 'A') expect(known).toContain(address);
      else expect(records.map((one) => one.name)).toContain(target);
    for (const one of design.hosts)
      for (const addresses of Object.values(one.hostsFile))
        for (const address of addresses) expect(known).toContain(address);
  });

  test('homes are private, behind a NAT with an address outside', () => {
    const homes = design.zones.filter((zone) => zone.private && zone.trust === 0).map((zone) => zone.id);
    expect(homes).toEqual(['alice-home', 'carol-home', 'gina-home']);
    expect(design.nats.map((nat) => [nat.inside, nat.outside, nat.address])).toEqual([
      ['alice-home', 'internet', '198.51.100.7'],
      ['carol-home', 'internet', '203.0.113.24'],
      ['gina-home', 'internet', '203.0.113.77'],
    ]);
  });
});

describe('certificates and people of the reference design', () => {
  test('everybody trusts who they meet, and remote computers not the company', () => {
    const internal = 'Contoso Internal CA';
    expect(host('alice-pc').trusts).toEqual(['Public Root CA']);
    expect(host('carol-pc').trusts).toEqual(['Public Root CA']);
    for (const id of ['edge', 'front-end-1', 'front-end-2', 'bob-pc'])
      expect(host(id).trusts).toContain(internal);
  });

  test('certificates hold the names that their servers are asked for, on the day of the run', () => {
    const names = (id: string) => design.certificates.find((one) => one.id === id)!.names;
    expect(names('edge-external')).toContain('sip.contoso.com');
    expect(names('edge-internal')).toContain('edge.contoso.net');
    for (const [id, name] of [
      ['fe1', 'fe1.contoso.net'],
      ['fe2', 'fe2.contoso.net'],
    ] as const)
      expect(names(id)).toEqual(['pool.contoso.net', name, 'sip.contoso.com']);
    for (const { notBefore, notAfter } of design.certificates) {
      expect(Date.parse(notBefore)).toBeLessThan(Date.parse(design.date));
      expect(Date.parse(notAfter)).toBeGreaterThan(Date.parse(design.date));
    }
  });

  test('people of every part, each at a computer of their own; ours know only ours', () => {
    expect(design.people.map(({ plays, host: at }) => [plays, at])).toEqual([
      ['remote', 'alice-pc'],
      ['remote', 'carol-pc'],
      ['internal', 'bob-pc'],
      ['internal', 'ben-pc'],
      ['federated', 'dave-pc'],
      ['federated', 'dina-pc'],
      ['federated', 'doris-pc'],
      ['public', 'erin-pc'],
      ['anonymous', 'gina-pc'],
    ]);
    for (const { uri, contacts } of design.accounts)
      for (const contact of contacts) expect(contact.split('@')[1]).toBe(uri.split('@')[1]);
  });
});

test('the file holds no address outside its zones', () => {
  const prefixes = design.zones.flatMap((zone) => zone.prefixes.map((text) => parseRange(text)!));
  // Documentation addresses (RFC 5737) stand for the Internet's.
  const internet = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'].map((text) => parseRange(text)!);
  for (const [text] of REFERENCE.matchAll(/\b\d+\.\d+\.\d+\.\d+\b(?!\/)/g)) {
    const address = parseAddress(text)!;
    expect(
      [...prefixes, ...internet].some((range) => address >= range.first && address <= range.last),
      text,
    ).toBe(true);
  }
});
