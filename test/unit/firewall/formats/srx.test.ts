import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { recognise } from '../../../../simulator/firewall/formats/registry.ts';
import { srx } from '../../../../simulator/firewall/formats/srx/srx.ts';
import { formatRange } from '../../../../simulator/model/address.ts';
import type { Policy, Rule } from '../../../../simulator/model/policy.ts';
import { formatIcmp, formatPorts } from '../../../../simulator/model/ports.ts';
import { at, one, policy, ports, rule } from '../policies.ts';
import { policies, traffic, verdicts } from './arbitrary.ts';

const text = readFileSync(join(import.meta.dirname, '../../../fixtures/firewalls/srx-customer.set'), 'utf8');

function reading(of: string) {
  const result = srx.read(of, DEFAULT_INTERFACES);
  if ('problem' in result) throw new Error(result.problem);
  return result;
}

function written(of: Policy): string {
  const result = srx.write(of, DEFAULT_INTERFACES, 'a test');
  if (typeof result !== 'string') throw new Error(result.problems.join('; '));
  return result;
}

/** A rule in one line. */
function shown({ id, action, direction, transport, log, enabled, ...of }: Rule): string {
  return [
    ...[id, action, direction, transport],
    ...[of.sources.map(formatRange).join(), formatPorts(of.sourcePorts)],
    ...[of.destinations.map(formatRange).join()],
    transport === 'icmp' ? formatIcmp(of.icmp) : formatPorts(of.destinationPorts),
    ...[log ? 'log' : '', enabled ? '' : 'off'].filter((word) => word !== ''),
  ].join(' ');
}

const PAIR = 'security policies from-zone outside to-zone inside';
/** A policy that lets everything in. */
const open = (name: string) =>
  `set ${PAIR} policy ${name} match source-address any destination-address any application any\n` +
  `set ${PAIR} policy ${name} then permit\n`;
const rulesOf = (of: string) => reading(of).policy.rules.map(shown);
/** The lines that were not understood, and why. */
const unread = (of: string) =>
  reading(of)
    .ledger.filter(({ status }) => status !== 'understood')
    .map(({ text: line, status, why }) => [line.trim(), status, why]);

test("a customer's file: every line is understood, or says why not", () => {
  expect(recognise(text)?.id).toBe('srx');
  expect(reading(text).ledger.map(({ line }) => line)).toEqual(
    text
      .trimEnd()
      .split('\n')
      .map((_, index) => index + 1),
  );
  const nothing = (word: string) => `"${word}" decides nothing about packets between the two sides`;
  const nat = 'set security nat';
  const undetermined = 'what the policy names is undetermined';
  const screens = 'screens stop floods and forged packets, of which there are none here';
  const limited =
    '"source-address" in a rule of NAT is not modelled: what becomes of its packets is undetermined';
  const exception = '"destination-address" in a rule of NAT is not modelled: sources stay as they are';
  const v6 = 'it names nothing of IPv4, which alone is modelled';
  const intra = 'set security policies from-zone inside to-zone inside policy intra';
  const surf = 'set security policies from-zone guests to-zone outside policy surf';
  const manage = 'set security policies from-zone inside to-zone junos-host policy manage';
  const every = (path: string, ends: readonly string[], why: string) =>
    ends.map((end) => [`${path} ${end}`, 'ignored', why]);
  expect(unread(text)).toEqual([
    [
      'netadmin@srx-dmz-01> show configuration | display set',
      'ignored',
      '"show" changes nothing that decides packets',
    ],
    ['set version 12.1X46-D10.2', 'ignored', nothing('version')],
    ['set groups node0 system host-name srx-dmz-01', 'ignored', 'a group counts where it is applied'],
    [
      'set groups node0 interfaces fxp0 unit 0 family inet address 192.168.10.241/24',
      'ignored',
      'a group counts where it is applied',
    ],
    ['set groups node1 system host-name srx-dmz-02', 'ignored', 'a group counts where it is applied'],
    [
      'set apply-groups "${node}"',
      'ignored',
      'the group ${node} decides nothing about packets between the two sides',
    ],
    ['set system time-zone Europe/Berlin', 'ignored', nothing('system')],
    ['set system syslog host 192.168.10.9 any any', 'ignored', nothing('system')],
    ['set interfaces ge-0/0/0 description "to the provider"', 'ignored', nothing('description')],
    [
      'set interfaces ge-0/0/1 unit 0 family inet6 address 2001:db8:45:16::1/64',
      'ignored',
      'IPv4 only is modelled',
    ],
    [
      'set interfaces ge-0/0/2 unit 0 family inet filter input guests-only',
      'ignored',
      'not at an interface of the two sides',
    ],
    [
      'set interfaces lo0 unit 0 family inet filter input protect-re',
      'ignored',
      'not at an interface of the two sides',
    ],
    [
      'set firewall family inet filter protect-re term 1 then accept',
      'ignored',
      'a packet filter counts where an interface has it, which is then undetermined',
    ],
    [
      'set routing-options static route 0.0.0.0/0 next-hop 131.107.155.1',
      'ignored',
      nothing('routing-options'),
    ],
    ['set security log mode stream', 'ignored', nothing('log')],
    ['set security flow tcp-mss all-tcp mss 1350', 'ignored', 'decides no verdict here'],
    [
      'set security flow tcp-session no-syn-check',
      'approximated',
      'a connection begins with a SYN here: other packets without one are dropped',
    ],
    ['set security screen ids-option outer tcp syn-flood attack-threshold 200', 'ignored', screens],
    ...every(
      `${nat} source rule-set to-internet rule vpn`,
      [
        'match source-address 10.45.16.0/24',
        'match destination-address 172.16.0.0/12',
        'then source-nat off',
      ],
      exception,
    ),
    ...every(
      `${nat} destination rule-set published rule some`,
      [
        'match source-address 198.51.100.0/24',
        'match destination-address 131.107.155.51/32',
        'match destination-port 8443',
        'then destination-nat pool reverse-proxy',
      ],
      limited,
    ),
    [
      `set ${PAIR} policy proxy match source-address old-proxy`,
      'ignored',
      `which addresses the name in old-proxy has is not known: ${undetermined}`,
    ],
    [
      `set ${PAIR} policy round match destination-address round`,
      'ignored',
      `the set round holds itself: ${undetermined}`,
    ],
    [
      `set ${PAIR} policy wrong match source-address old-range`,
      'ignored',
      `the range in old-range is none: ${undetermined}`,
    ],
    [
      `set ${PAIR} policy wrong match destination-address bad-mask`,
      'ignored',
      `"10.45.16.40/33" in bad-mask is no prefix: ${undetermined}`,
    ],
    [
      `set ${PAIR} policy wrong match destination-address not-there`,
      'ignored',
      `"not-there" is not defined: ${undetermined}`,
    ],
    [
      `set ${PAIR} policy wrong match application [ tcp-wrong junos-nothing ]`,
      'ignored',
      `"90-80" in tcp-wrong is no range of ports: ${undetermined}; junos-nothing is not defined: ${undetermined}`,
    ],
    [
      `set ${PAIR} policy office scheduler-name office-hours`,
      'ignored',
      `it holds at some times only: ${undetermined}`,
    ],
    [
      `set ${PAIR} policy inspected then permit application-services idp`,
      'ignored',
      `"idp" may stop it later: ${undetermined}`,
    ],
    ...every(
      `set ${PAIR} policy v6`,
      [
        'match source-address any-ipv6',
        'match destination-address av-edge-v6',
        'match application any',
        'then permit',
      ],
      v6,
    ),
    [
      `set ${PAIR} policy half match source-address any`,
      'ignored',
      `it names no application: ${undetermined}`,
    ],
    ...every(
      intra,
      ['match source-address any', 'match destination-address any', 'match application any', 'then permit'],
      'inside the zone inside, not between the two sides',
    ),
    ...every(
      surf,
      [
        'match source-address any',
        'match destination-address any',
        'match application junos-http',
        'then permit',
      ],
      'from guests to outside, not between the two sides',
    ),
    ...every(
      manage,
      [
        'match source-address pool-servers',
        'match destination-address any',
        'match application junos-ssh',
        'then permit',
      ],
      'from inside to junos-host, not between the two sides',
    ),
    ['set security zones security-zone outside screen outer', 'ignored', screens],
    [
      'set security zones security-zone inside tcp-rst',
      'approximated',
      'what fits no connection is dropped without an answer here',
    ],
    [
      'set security zones security-zone inside host-inbound-traffic system-services ping',
      'ignored',
      'about the firewall itself',
    ],
    [
      'set schedulers scheduler office-hours daily start-time 08:00 stop-time 18:00',
      'ignored',
      nothing('schedulers'),
    ],
    [
      'set applications application tcp-5061 inactivity-timeout 3600',
      'approximated',
      'time-outs of single applications are not modelled: 1800 s hold',
    ],
  ]);
});

test("a customer's file: the rules, with addresses and applications put in, and what else it says", () => {
  const { policy: read } = reading(text);
  expect(read.rules.map(shown)).toEqual([
    'L59 undetermined in any any any 131.107.155.51 any',
    'Edge-SIP permit in tcp any any 10.45.16.10 443, 5061 log',
    'media permit in udp any any 10.45.16.30 3478',
    'media.2 permit in tcp any any 10.45.16.30 443',
    'webconf permit in tcp any any 10.45.16.20 443 off',
    'not-fabrikam reject in tcp 0.0.0.0-198.51.99.255,198.51.101.0-255.255.255.255 any 10.45.16.10,10.45.16.20,10.45.16.30 22',
    'own-entry permit in tcp-udp 203.0.113.66 any 10.45.16.9-10.45.16.10,10.45.17.9,10.45.18.9,10.45.19.9 5060',
    'proxy undetermined in tcp any any any 80',
    'round undetermined in tcp any any any 80',
    'wrong undetermined in any any any any any',
    'office undetermined in tcp any any 10.45.16.10 443',
    'inspected undetermined in tcp any any 10.45.16.20 80',
    'half undetermined in any any any any any',
    'last drop in any any any any any log',
    'dns permit out tcp-udp 10.45.16.10 any any 53',
    'media-out permit out tcp-udp 10.45.16.30 50000-59999 any 1024-65535',
    'fabrikam permit out tcp 10.45.16.10 any 198.51.100.0/24 5061',
    'pings permit in icmp any any 10.45.16.10,10.45.16.20,10.45.16.30 8',
  ]);
  expect(read.rules[1]).toMatchObject({ line: 67, purpose: 'remote access and federation' });
  expect(read).toMatchObject({
    default: 'drop',
    stateful: true,
    timeouts: { tcpOpening_s: 30, tcpEstablished_s: 1800, tcpTimeWait_s: 150, udp_s: 60, icmp_s: 60 },
    nat: [{ outside: at('131.107.155.30'), inside: at('10.45.16.30') }],
    forwards: [
      {
        transport: 'tcp',
        outside: at('131.107.155.50'),
        outsidePort: 443,
        inside: at('10.45.16.50'),
        insidePort: 4443,
      },
    ],
    // Without the address that an earlier rule leaves as it is; the interface gives its own.
    masquerades: [
      {
        outside: at('131.107.155.2'),
        inside: [
          { first: at('10.45.16.0'), last: at('10.45.16.29') },
          { first: at('10.45.16.31'), last: at('10.45.16.31') },
        ],
      },
    ],
    hairpin: false,
    inspections: [{ kind: 'sip' }],
  });
});

describe('commands that change what stood before', () => {
  test('insert puts a policy elsewhere in its order, and only there', () => {
    const three = open('a') + open('b') + open('c');
    const order = (more: string) => reading(three + more).policy.rules.map(({ id }) => id);
    expect(order('')).toEqual(['a', 'b', 'c']);
    expect(order(`insert ${PAIR} policy c before policy a`)).toEqual(['c', 'a', 'b']);
    expect(order(`insert ${PAIR} policy a after policy b`)).toEqual(['b', 'a', 'c']);
    const lost = `insert ${PAIR} policy c before policy z`;
    expect(order(lost)).toEqual(['a', 'b', 'c']);
    expect(unread(three + lost)).toEqual([
      [lost, 'ignored', 'there is nothing of these names to be put in order'],
    ]);
  });

  test('delete and deactivate take away a policy, what it stands in, or a part of it', () => {
    const rules = (more: string) => rulesOf(open('a') + open('b') + more);
    const b = 'b permit in any any any any any';
    expect(rules(`delete ${PAIR} policy a`)).toEqual([b]);
    expect(rules(`deactivate ${PAIR} policy a`)).toEqual(['a permit in any any any any any off', b]);
    expect(rules(`deactivate ${PAIR} policy a\nactivate ${PAIR} policy a`)[0]).not.toMatch(/off/);
    for (const path of [PAIR, 'security policies', 'security'])
      expect(rules(`deactivate ${path}`), path).toEqual([
        'a permit in any any any any any off',
        'b permit in any any any any any off',
      ]);
    for (const part of ['match application any', 'match source-address', 'match', 'then', 'then permit'])
      for (const verb of ['delete', 'deactivate'])
        expect(rules(`${verb} ${PAIR} policy a ${part}`), `${verb} ${part}`).toEqual([
          'a undetermined in any any any any any',
          b,
        ]);
    expect(rules(`delete ${PAIR} policy a then permit\nset ${PAIR} policy a then deny`)[0]).toMatch(/drop/);
    expect(unread(open('a') + `delete ${PAIR} policy z`)).toEqual([
      [`delete ${PAIR} policy z`, 'ignored', `there is no "${`${PAIR} policy z`.slice(0, 60)}" so far`],
    ]);
  });

  test('what is deactivated elsewhere counts for nothing', () => {
    const defined = 'set security address-book global address srv 10.45.16.10/32\n';
    const named = open('a').replace('destination-address any', 'destination-address srv');
    expect(rulesOf(defined + named)).toEqual(['a permit in any any any 10.45.16.10 any']);
    expect(rulesOf(`${defined}deactivate security address-book global address srv\n${named}`)).toEqual([
      'a undetermined in any any any any any',
    ]);
    const filtered = 'set interfaces ge-0/0/0 unit 0 family inet filter input x\n' + open('a');
    expect(rulesOf(filtered)[0]).toBe('L1 undetermined both any any any any any');
    expect(rulesOf(`${filtered}deactivate interfaces ge-0/0/0 unit 0 family inet filter`)).toEqual([
      'a permit in any any any any any',
    ]);
  });

  test('a later value takes the place of an earlier one, where there can be one only', () => {
    const application = (more: string) =>
      `set applications application x protocol tcp destination-port 80\n${more}` +
      open('a').replace('application any', 'application x');
    expect(rulesOf(application('set applications application x destination-port 81\n'))).toEqual([
      'a permit in tcp any any any 81',
    ]);
    expect(rulesOf(application('set applications application x term t protocol udp\n'))).toEqual([
      'a permit in tcp any any any 80',
      'a.2 permit in udp any any any any',
    ]);
  });
});

describe('what lets less through rather than more', () => {
  const unclear = (of: string) => expect(rulesOf(of)[0]).toMatch(/^\S+ undetermined /);

  test('conditions and services that the model does not have', () => {
    for (const more of [
      'match source-identity staff',
      'match from-zone inside',
      'match dynamic-application junos:FACEBOOK-CHAT',
      'match url-category Enhanced_Games',
      'then permit tunnel ipsec-vpn branch',
      'then permit application-services utm-policy strict',
      'then permit firewall-authentication pass-through',
      'then permit destination-address drop-translated',
      'then reject',
      'then weird',
      'scheduler-name nights',
      'apply-groups more',
    ])
      unclear(`${open('a')}set ${PAIR} policy a ${more}`);
    for (const more of [
      'match source-identity any',
      'match dynamic-application none',
      'then permit tcp-options syn-check-required',
      'then permit services-offload',
      'then count',
    ])
      expect(rulesOf(`${open('a')}set ${PAIR} policy a ${more}`), more).toEqual([
        'a permit in any any any any any',
      ]);
  });

  test('what decides about all policies and is not modelled comes before them', () => {
    for (const more of [
      `set ${PAIR} apply-groups more`,
      'set security policies apply-groups more',
      'set security apply-groups more',
      'set apply-groups missing',
      'set groups g security policies default-policy permit-all\nset apply-groups g',
      'set security forwarding-options family mpls mode packet-based',
      'set forwarding-options family inet filter input x',
      'set interfaces ge-0/0/0 disable',
      'set securty policies default-policy deny-all',
      'set security nat natting rule-set r',
    ]) {
      unclear(more + '\n' + open('a'));
      expect(unread(more + '\n' + open('a')).at(-1)![2]).toMatch(/undetermined$/);
    }
  });

  test('zones of other pairs and other names', () => {
    expect(srx.read(text.replace(/zone (outside|inside)/g, 'zone x$1'), DEFAULT_INTERFACES)).toMatchObject({
      problem: expect.stringContaining('its interfaces are xoutside, xinside, guests') as unknown,
    });
    const other = open('a').replaceAll('from-zone outside', 'from-zone any');
    unclear(other + open('b'));
  });

  test('commands that are not followed refuse the file; braces and nothing at all, too', () => {
    expect(srx.read(open('a') + 'edit security nat', DEFAULT_INTERFACES)).toMatchObject({ line: 3 });
    const braces = 'policies {\n    from-zone outside to-zone inside {\n        policy a {\n';
    expect(recognise(braces)?.id).toBe('srx');
    expect(srx.read(braces, DEFAULT_INTERFACES)).toMatchObject({
      problem: expect.stringContaining('braces') as unknown,
    });
    expect(srx.read('set system services ssh', DEFAULT_INTERFACES)).toMatchObject({
      problem: expect.stringContaining('no security policies') as unknown,
    });
  });
});

test('order: policies of the zones, then the global ones, then the default', () => {
  const global = (name: string, more = '') =>
    open(name).replaceAll(PAIR, 'security policies global') +
    (more && `set security policies global policy ${name} match ${more}\n`);
  expect(
    rulesOf(
      global('g') +
        global('h', 'from-zone inside') +
        global('i', 'from-zone [ guests outside ] to-zone inside') +
        global('j', 'from-zone guests') +
        open('a'),
    ),
  ).toEqual([
    'a permit in any any any any any',
    'g permit both any any any any any',
    'h permit out any any any any any',
    'i permit in any any any any any',
  ]);
  expect(reading(`${open('a')}set security policies default-policy permit-all`).policy.default).toBe(
    'permit',
  );
  expect(
    reading(
      `${open('a')}set security policies default-policy permit-all\ndeactivate security policies default-policy`,
    ).policy.default,
  ).toBe('drop');
});

test('a rejected packet is answered where it is TCP or UDP, and dropped where it is not', () => {
  expect(rulesOf(open('a').replace('permit', 'reject'))).toEqual([
    'a reject in tcp-udp any any any any',
    'a.2 drop in any any any any any',
  ]);
});

describe('address books', () => {
  const policyFor = (name: string) => open('a').replace('source-address any', `source-address ${name}`);
  test("a zone's own book comes before the global one, and only on its side", () => {
    const books =
      'set security address-book global address srv 10.0.0.1/32\n' +
      'set security zones security-zone outside address-book address srv 10.0.0.2/32\n' +
      'set security zones security-zone inside address-book address srv 10.0.0.3/32\n';
    expect(rulesOf(books + policyFor('srv'))).toEqual(['a permit in any 10.0.0.2 any any any']);
    expect(rulesOf(books + policyFor('srv').replaceAll(PAIR, 'security policies global'))).toEqual([
      'a permit both any 10.0.0.1 any any any',
    ]);
  });

  test('ranges, wildcards, nested sets; everything but some', () => {
    const books =
      'set security address-book global address r range-address 10.0.0.1 to 10.0.0.6\n' +
      'set security address-book global address w wildcard-address 10.0.0.7/255.255.255.253\n' +
      'set security address-book global address-set s [ address r ]\n' +
      'set security address-book global address-set t address [ r w ]\n' +
      'set security address-book global address-set u address-set t\n' +
      'set security address-book global address v6 2001:db8::/32\n' +
      'set security address-book global address-set mixed address [ v6 r ]\n';
    const sources = (name: string) => rulesOf(books + policyFor(name))[0];
    expect(sources('u')).toBe('a permit in any 10.0.0.1-10.0.0.7 any any any');
    expect(sources('[ r w ]')).toBe(sources('u'));
    expect(sources('w')).toBe('a permit in any 10.0.0.5,10.0.0.7 any any any');
    expect(sources('mixed')).toBe('a permit in any 10.0.0.1-10.0.0.6 any any any');
    expect(sources('v6')).toBeUndefined();
    expect(sources('s')).toMatch(/undetermined/);
    expect(sources('r source-address-excluded')).toBe(
      'a permit in any 0.0.0.0-10.0.0.0,10.0.0.7-255.255.255.255 any any any',
    );
  });
});

test('a set of more addresses than a function takes arguments is read', () => {
  const lines = Array.from({ length: 130_000 }, (_, index) => {
    const name = `a${index}`;
    const range = `10.${index >> 15}.${(index >> 7) & 255}.${(index & 127) * 2}`;
    return (
      `set security address-book global address-set s address ${name}\n` +
      `set security address-book global address ${name} ${range}`
    );
  });
  const all = `${lines.join('\n')}\n${open('a').replace('source-address any', 'source-address [ s a1 ]')}`;
  expect(reading(all).policy.rules[0]!.sources).toHaveLength(130_000);
});

test('applications: predefined ones, terms, sets, and what is none', () => {
  const services = (definition: string, name = 'x') =>
    rulesOf(definition + open('a').replace('application any', `application ${name}`)).map((line) =>
      line.replace(/^\S+ (\S+) in (\S+) any (.+) any (.+)$/, '$1 $2 $3 $4'),
    );
  expect(services('', 'junos-sip')).toEqual(['permit tcp-udp any 5060']);
  expect(services('', 'junos-icmp-ping')).toEqual(['permit icmp any 8']);
  expect(services('', 'junos-gre')).toEqual(['permit 47 any any']);
  expect(services('', 'junos-pingv6')).toEqual([]);
  expect(services('', '[ junos-http junos-https any ]')).toEqual(['permit any any any']);
  const x = 'set applications application x';
  expect(services(`${x} protocol tcp source-port 1024-65535 destination-port https\n`)).toEqual([
    'permit tcp 1024-65535 443',
  ]);
  expect(services(`${x} protocol icmp icmp-type unreachable icmp-code 3\n`)).toEqual(['permit icmp any 3/3']);
  expect(services('set applications application junos-ssh inactivity-timeout 7200\n', 'junos-ssh')).toEqual([
    'permit tcp any 22',
  ]);
  for (const wrong of [
    'destination-port 80',
    'protocol tcp destination-port 80-90-100',
    'protocol tcp destination-port web',
    'protocol icmp destination-port 80',
    'protocol tcp icmp-type 8',
    'protocol icmp icmp-code 3',
    'protocol weird',
    'protocol tcp rpc-program-number 100003',
    'description nothing',
  ])
    expect(services(`${x} ${wrong}\n`), wrong).toEqual(['undetermined any any any']);
  const deep = Array.from(
    { length: 40 },
    (_, index) => `set applications application-set s${index} application-set s${index + 1}\n`,
  ).join('');
  const end = 'set applications application-set s40 application junos-http\n';
  expect(services(deep + end, 's20')).toEqual(['permit tcp any 80']);
  expect(services(deep + end, 's0')).toEqual(['undetermined any any any']);
});

test('the helper for SIP is modelled where the file says whether it is on', () => {
  const sip = open('a').replace('application any', 'application junos-sip');
  const policyOf = (more: string) => reading(sip + more).policy;
  expect(policyOf('')).not.toHaveProperty('inspections');
  expect(unread(sip)).toEqual([
    [
      sip.split('\n')[0],
      'approximated',
      'the helper for SIP is modelled only where the file says that it is on',
    ],
  ]);
  expect(policyOf('set security alg sip disable').inspections).toEqual([]);
  expect(unread(`${sip}set security alg sip disable`)).toEqual([]);
  expect(policyOf('set security alg sip t1-interval 500').inspections).toMatchObject([
    { kind: 'sip', ports: [{ first: 5060, last: 5060 }] },
  ]);
});

test('time-outs: what the file says, and what SRX does when it is silent', () => {
  const timeouts = (more: string) => reading(open('a') + more).policy.timeouts;
  expect(timeouts('set security flow tcp-session tcp-initial-timeout 40')).toMatchObject({
    tcpOpening_s: 40,
    tcpAnswered_s: 40,
  });
  expect(timeouts('')).toMatchObject({
    tcpOpening_s: 20,
    tcpEstablished_s: 1800,
    tcpClosing_s: 1800,
    tcpTimeWait_s: 150,
    udp_s: 60,
  });
  const state = 'set security flow tcp-session time-wait-state';
  expect(timeouts(`${state} session-timeout 30`)).toMatchObject({
    tcpClosing_s: 1800,
    tcpLastAck_s: 30,
    tcpTimeWait_s: 30,
  });
  expect(timeouts(`${state} session-timeout 30\n${state} apply-to-half-close-state`)).toMatchObject({
    tcpClosing_s: 30,
    tcpCloseWait_s: 30,
  });
  expect(timeouts('set security flow tcp-session tcp-initial-timeout 3')).toMatchObject({ tcpOpening_s: 20 });
});

describe('NAT', () => {
  const zone = (kind: string, more = 'from zone outside') => `set security nat ${kind} rule-set r ${more}\n`;
  const rules = (...lines: readonly string[]) => reading(open('a') + lines.join('\n'));

  test('static NAT of a prefix, address by address', () => {
    const fixed = 'set security nat static rule-set r rule n';
    const { policy: read } = rules(
      zone('static'),
      `${fixed} match destination-address 131.107.155.8/30`,
      `${fixed} then static-nat prefix 10.45.16.8/30`,
    );
    expect(read.nat).toHaveLength(4);
    expect(read.nat?.[3]).toEqual({ outside: at('131.107.155.11'), inside: at('10.45.16.11') });
    expect(read.rules).toHaveLength(1);
  });

  test('of the destination: ports in a row, both transports, a whole address', () => {
    const into = 'set security nat destination rule-set r rule n';
    const pool = 'set security nat destination pool p address 10.45.16.9/32';
    const base = [zone('destination'), pool, `${into} match destination-address 131.107.155.9/32`];
    const then = `${into} then destination-nat pool p`;
    expect(rules(...base, `${into} match destination-port 80 to 82`, then).policy.forwards).toHaveLength(6);
    const whole = rules(...base, then);
    expect(whole.policy.nat).toEqual([{ outside: at('131.107.155.9'), inside: at('10.45.16.9') }]);
    expect(whole.ledger.at(-1)).toMatchObject({ status: 'approximated' });
  });

  test('what is not modelled stops its packets: by their own address, and by that inside', () => {
    const fixed = 'set security nat static rule-set r rule';
    const base = [
      zone('static'),
      `${fixed} n match destination-address 131.107.155.9/32`,
      `${fixed} n then static-nat prefix 10.45.16.9/32`,
      `${fixed} m match destination-address 131.107.155.9/32`,
    ];
    const stop = (...more: readonly string[]) => rules(...base, ...more).policy.rules.map(shown)[0];
    expect(stop(`${fixed} m then static-nat prefix 10.45.16.7/32`)).toMatch(
      / undetermined in any any any 10.45.16.9,131.107.155.9 any$/,
    );
    const only = [zone('static'), `${fixed} m match destination-address 131.107.155.9/32`];
    const mapped = rules(...only, `${fixed} m then static-nat prefix 10.45.16.7/32 mapped-port 80`).policy;
    expect(mapped.nat).toEqual([]);
    expect(mapped.rules.map(shown)[0]).toMatch(/ undetermined in any any any 131.107.155.9 any$/);
    expect(stop(`${fixed} m then static-nat inet`)).toMatch(/ undetermined in /);
  });

  test('of sources: the first rule that names one decides; without an address of the interface they stay', () => {
    const out = 'set security nat source rule-set r rule';
    const base = [
      zone('source', 'from zone inside'),
      zone('source', 'to zone outside'),
      'set security nat source pool p address 131.107.155.9/32',
    ];
    const off = [`${out} x match source-address 10.45.16.8/32`, `${out} x then source-nat off`];
    const all = [`${out} y match source-address 10.45.16.8/31`, `${out} y then source-nat pool p`];
    expect(rules(...base, ...off, ...all).policy.masquerades).toEqual([
      { outside: at('131.107.155.9'), inside: [{ first: at('10.45.16.9'), last: at('10.45.16.9') }] },
    ]);
    expect(rules(...base, ...all, ...off).policy.masquerades).toMatchObject([
      { inside: [{ first: at('10.45.16.8') }] },
    ]);
    const own = rules(...base, `${out} z then source-nat interface`);
    expect(own.policy.masquerades).toEqual([]);
    expect(own.ledger.at(-1)?.why).toBe(
      'which address the interface of outside has is not known: sources stay as they are',
    );
  });
});

describe('writing', () => {
  test('what SRX cannot say is refused, rule by rule', () => {
    const refused = (over: Partial<Policy>, rules: readonly Rule[] = []) => {
      const result = srx.write(policy(rules, over), DEFAULT_INTERFACES, 'a test');
      return typeof result === 'string' ? [] : result.problems;
    };
    const reject = (over: Partial<Rule>) => refused({}, [rule({ id: 'R', action: 'reject', ...over })]);
    expect(refused({})).toEqual([]);
    expect(reject({ transport: 'tcp' })).toEqual([]);
    expect(reject({ transport: 'udp', rejectWith: 'port-unreachable' })).toEqual([]);
    for (const over of [
      { transport: 'any' },
      { transport: 'icmp' },
      { transport: 'tcp', rejectWith: 'port-unreachable' },
      { transport: 'udp', rejectWith: 'admin-prohibited' },
    ] as const)
      expect(reject(over), JSON.stringify(over)).toEqual([expect.stringMatching(/^rule R rejects/)]);
    expect(refused({ default: 'reject' })).toEqual([expect.stringContaining('rejected')]);
    expect(refused({ stateful: false, hairpin: true })).toHaveLength(2);
    expect(refused({}, [rule({ id: 'R', transport: '58' })])).toEqual([expect.stringContaining('rule R')]);
    expect(refused({}, [rule({ id: 'R', states: 1 })])).toEqual([expect.stringContaining('rule R')]);
    const mapping = { outside: at('131.107.155.9'), inside: at('10.45.16.9') };
    expect(refused({ nat: [mapping, { ...mapping, inside: at('10.45.16.8') }] })).toHaveLength(1);
    expect(srx.write(policy([]), { outside: 'any', inside: 'a b' }, 'a test')).toMatchObject({
      problems: [expect.stringContaining('"any"'), expect.stringContaining('"a b"')],
    });
  });

  test('rejects of TCP and UDP decide every packet the same way when read again', () => {
    fc.assert(
      fc.property(
        policies({
          transports: ['tcp', 'udp', 'tcp-udp'],
          rejectWith: [null],
          defaults: ['drop', 'permit'],
          stateful: [true],
          nat: true,
        }),
        traffic(),
        (before, packets) => {
          const { policy: after, ledger } = reading(written(before));
          expect(ledger.filter(({ status }) => status !== 'understood')).toEqual([]);
          expect(verdicts({ ...before, ...after }, packets)).toEqual(verdicts(before, packets));
        },
      ),
    );
  });

  test('forwards, masquerades, helpers and settings come back', () => {
    const before = policy([rule({ id: 'E1', direction: 'in', transport: 'tcp' })], {
      default: 'permit',
      maxConnections: 5000,
      forwards: [
        {
          transport: 'udp',
          outside: at('131.107.155.9'),
          outsidePort: 53,
          inside: at('10.45.16.9'),
          insidePort: 5353,
        },
      ],
      // More prefixes than one rule takes.
      masquerades: [
        { inside: [{ first: at('10.45.16.1'), last: at('10.45.17.254') }], outside: at('131.107.155.8') },
        { inside: [one('192.168.10.1')], outside: at('131.107.155.7') },
      ],
      inspections: [{ kind: 'sip', destinations: [{ first: 0, last: 0xffffffff }], ports: [ports(5060)] }],
    });
    const { policy: after, ledger } = reading(written(before));
    expect(ledger.filter(({ status }) => status !== 'understood')).toEqual([]);
    expect({ ...after, rules: after.rules.map((each) => ({ ...each, line: 0 })) }).toEqual(before);
  });

  test('a rule for both directions is one again, also when the device has sorted the file by zones', () => {
    const rules = [
      rule({ id: 'I0', direction: 'out', transport: 'icmp' }),
      rule({ id: 'E1', direction: 'in', transport: 'tcp', destinationPorts: [ports(443)], log: true }),
      rule({ id: 'B1', transport: 'udp', sourcePorts: [ports(3478)], purpose: 'both ways' }),
      rule({ id: 'I1', direction: 'out', action: 'drop' }),
      rule({ id: 'B2', transport: 'tcp-udp', destinationPorts: [ports(50000, 59999)], enabled: false }),
    ];
    const ids = (of: string) => reading(of).policy.rules.map(({ id, direction }) => `${id} ${direction}`);
    const file = written(policy(rules));
    expect(ids(file)).toEqual(['I0 out', 'E1 in', 'B1 both', 'I1 out', 'B2 both']);
    const lines = file.split('\n');
    const inward = lines.filter((line) => line.includes(PAIR));
    const sorted = [...inward, ...lines.filter((line) => !line.includes(PAIR))].join('\n');
    expect(ids(sorted)).toEqual(['E1 in', 'I0 out', 'B1 both', 'I1 out', 'B2 both']);
  });

  test('no application has more than eight terms', () => {
    const many = rule({
      id: 'E1',
      transport: 'tcp',
      destinationPorts: Array.from({ length: 9 }, (_, index) => ports(index * 2 + 1)),
    });
    const file = written(policy([many]));
    expect(file).not.toContain('term t9');
    expect(file).toContain('match application app-E1-2');
    expect(reading(file).policy.rules).toEqual([{ ...many, line: expect.any(Number) as unknown }]);
  });

  test('names are Junos names; an id that is none is kept in the description', () => {
    const file = written(
      policy([rule({ id: 'a.b', purpose: 'first' }), rule({ id: 'a_b', action: 'drop', purpose: '"x"' })]),
    );
    expect(file).toContain('policy a_b description "a.b: first"');
    expect(file).toContain(`policy a_b-2 description "a_b: 'x'"`);
    expect(reading(file).policy.rules.map(({ id, purpose }) => [id, purpose])).toEqual([
      ['a.b', 'first'],
      ['a_b', "'x'"],
    ]);
    // A description that begins like a remark of ours is none when the policy has another name.
    const described = `set ${PAIR} policy web description "Ticket: 4711"\n${open('web')}`;
    expect(reading(described).policy.rules[0]).toMatchObject({ id: 'web', purpose: 'Ticket: 4711' });
  });
});
