import { describe, expect, test } from 'vitest';
import { builtinDesign, openDesign } from '../../../simulator/designs/registry.ts';
import { setPath } from '../../../simulator/designs/set.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { REFERENCE } from './helpers.ts';

/** The design after a value was set, through the loader as the command line does it. */
function after(path: string, value: string): Design {
  const set = setPath(JSON.parse(REFERENCE), path, value);
  if ('problem' in set) throw new Error(set.problem);
  const loaded = openDesign(JSON.stringify(set.json), `--set ${path}`);
  if (!loaded.ok) throw new Error(loaded.problems.map((one) => one.message).join('; '));
  return loaded.design;
}

const hostOf = (design: Design, id: string) => design.hosts.find((host) => host.id === id)!;

describe('a value is set', () => {
  test.each<[string, string, (design: Design) => unknown, unknown]>([
    ['title', 'My lab', (design) => design.title, 'My lab'],
    ['title', '"My lab"', (design) => design.title, 'My lab'],
    ['firewalls.external.default', 'reject', (design) => design.firewalls[0]!.default, 'reject'],
    [
      'firewalls.external.rules.E3.enabled',
      'false',
      (design) => design.firewalls[0]!.rules[2]!.enabled,
      false,
    ],
    ['firewalls.1.rules.0.dport', '5062', (design) => design.firewalls[1]!.rules[0]!.dport, '5062'],
    [
      'hosts.alice-pc.interfaces.lan.address',
      '192.168.1.77',
      (design) => design.hosts[0]!.interfaces[0]!.address,
      '192.168.1.77',
    ],
    ['hosts.alice-pc.dns', '["203.0.113.54"]', (design) => design.hosts[0]!.dns, ['203.0.113.54']],
    ['title', '2010', (design) => design.title, '2010'],
    [
      'hosts.edge.roles.access-edge.external.clientPort',
      '5061',
      (design) => hostOf(design, 'edge').roles[0]!['external'],
      expect.objectContaining({ clientPort: 5061 }),
    ],
    [
      'hosts.edge.hostsFile.pool.contoso.net',
      '["192.168.10.91"]',
      (design) => hostOf(design, 'edge').hostsFile['pool.contoso.net'],
      ['192.168.10.91'],
    ],
    [
      'hosts.edge.hostsFile.new.contoso.net',
      '["192.168.10.91"]',
      (design) => hostOf(design, 'edge').hostsFile['new.contoso.net'],
      ['192.168.10.91'],
    ],
    [
      'hosts.bob-pc.hostsFile.new.contoso.net',
      '["192.168.10.91"]',
      (design) => hostOf(design, 'bob-pc').hostsFile,
      { 'new.contoso.net': ['192.168.10.91'] },
    ],
    ['accounts.sip:alice@contoso.com.password', 'other', (design) => design.accounts[0]!.password, 'other'],
    ['knobs.sip.t1_ms', '250', (design) => design.knobs, { 'sip.t1_ms': 250 }],
    [
      'nats.alice-router.link.loss',
      '0.25',
      (design) => design.nats[0]!.link,
      { delay_ms: 8, jitter_ms: 0, loss: 0.25 },
    ],
    [
      'zones.corporate.delay_ms',
      '3',
      (design) => design.zones.find((zone) => zone.id === 'corporate')!.delay_ms,
      3,
    ],
  ])('%s = %s', (path, value, read, expected) => {
    const design = after(path, value);
    expect(read(design)).toEqual(expected);
    expect(read(builtinDesign()), 'it differed before').not.toEqual(expected);
  });

  test('and what was given stays as it was', () => {
    const json: unknown = JSON.parse(REFERENCE);
    setPath(json, 'title', 'x');
    expect(json).toEqual(JSON.parse(REFERENCE));
  });

  test('where the design leaves an object out', () => {
    const json = { hosts: [{ id: 'a', interfaces: [{ id: 'lan' }] }] };
    expect(setPath(json, 'hosts.a.interfaces.lan.link.loss', '0.5')).toEqual({
      json: { hosts: [{ id: 'a', interfaces: [{ id: 'lan', link: { loss: 0.5 } }] }] },
    });
  });

  test('the entry of that number, also of several that are equal', () => {
    expect(setPath({ dns: ['1.1.1.1', '1.1.1.1', null] }, 'dns.1', '2.2.2.2')).toEqual({
      json: { dns: ['1.1.1.1', '2.2.2.2', null] },
    });
  });

  test('the longest name that is there, when names hold dots', () => {
    const json = { hosts: [{ id: 'a' }, { id: 'a.b', title: '' }] };
    expect(setPath(json, 'hosts.a.b.title', 'x')).toEqual({
      json: { hosts: [{ id: 'a' }, { id: 'a.b', title: 'x' }] },
    });
  });

  test('a whole thing by its id', () => {
    expect(setPath({ zones: [{ id: 'a' }, { id: 'b' }] }, 'zones.b', '{ "id": "c" }')).toEqual({
      json: { zones: [{ id: 'a' }, { id: 'c' }] },
    });
  });
});

describe('a path that leads nowhere', () => {
  test.each<[string, unknown]>([
    ['firewals.external.default', '"firewals" is not in the design; did you mean "firewalls"?'],
    ['firewalls.extern.default', '"extern" is not in the design; did you mean "external"?'],
    [
      'firewalls.7.default',
      '"7" is not in the design: must be one of "external", "internal", "fabrikam-firewall", "litware-firewall", "proseware-firewall", "messenger-firewall", "hosted-exchange-firewall"',
    ],
    [
      'firewalls.default',
      '"default" is not in the design: must be one of "external", "internal", "fabrikam-firewall", "litware-firewall", "proseware-firewall", "messenger-firewall", "hosted-exchange-firewall"',
    ],
    ['hosts.edge.dns.5', '"5" is not in the design: must be one of "0"'],
    ['hosts.edge.dns.-1', '"-1" is not in the design: must be one of "0"'],
    ['title.x', 'nothing can be set below "title": it is a single value'],
    ['firewalls.external.rules.E3.dport.x', 'nothing can be set below "dport": it is a single value'],
    ['hosts.edge.__proto__.x', expect.stringMatching(/^"__proto__" is not in the design/)],
    ['hosts.edge.constructor.x', expect.stringMatching(/^"constructor" is not in the design/)],
    ['', expect.stringMatching(/^"" is not in the design/)],
    ['.', expect.stringMatching(/^"" is not in the design/)],
    ['hosts..x', expect.stringMatching(/^"" is not in the design/)],
    ['__proto__', expect.stringMatching(/^"__proto__" is not in the design/)],
  ])('%s', (path, problem) => {
    expect(setPath(JSON.parse(REFERENCE), path, '1')).toEqual({ problem });
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  test.each([
    ['firewalls.external.defualt', 'drop', '"defualt" is no field here; did you mean "default"?'],
    [
      'firewalls.external.default',
      'allow',
      '"allow" is wrong for "default": it must be "drop", "reject" or "permit"',
    ],
    [
      'hosts.edge.roles.access-edge.external.clientPort',
      '70000',
      '70000 is wrong for "clientPort": it must be a port: a whole number from 0 to 65535',
    ],
    [
      'zones.internet.delay_ms',
      '1e999',
      '"1e999" is wrong for "delay_ms": it must be a delay in milliseconds: a number from 0 to 1000000000',
    ],
    [
      'knobs.sip.t1',
      '1',
      'knob "sip.t1" does not exist: must be one that the model has; did you mean "sip.t1_ms"?',
    ],
    ['knobs.__proto__', '1', '"__proto__" is not in the design'],
    ['hosts', '{"__proto__":{"x":1}}', '"__proto__" is no field: it must be taken out'],
    [
      'title',
      '['.repeat(100_000) + ']'.repeat(100_000),
      'the value is too large or nested too deep: must be a value of a design',
    ],
  ])('what does not fit is told by the loader: %s', (path, value, problem) => {
    expect(() => after(path, value)).toThrow(problem);
  });
});
