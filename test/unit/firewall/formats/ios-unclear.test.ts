import { expect, test } from 'vitest';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { ios } from '../../../../simulator/firewall/formats/ios/ios.ts';
import { formatAddress, formatRange } from '../../../../simulator/model/address.ts';
import { formatIcmp, formatPorts } from '../../../../simulator/model/ports.ts';

/*
 * What of a Cisco router's configuration is not modelled: it is said, and what it names is undetermined.
 */

const INTERFACES = [
  'interface outside',
  ' ip address 1.1.1.254 255.255.255.0',
  ' ip access-group 101 in',
  'interface inside',
  ' ip address 10.0.0.254 255.255.255.0',
  ' ip access-group 102 in',
];
const NAT = INTERFACES.flatMap((line) =>
  line.startsWith('interface') ? [line, ` ip nat ${line.split(' ')[1]!}`] : [line],
);

/** What a file of these lines comes to: rules, NAT, and what of it was not understood, why. */
function comesTo(lines: readonly string[]) {
  const result = ios.read(lines.join('\n'), DEFAULT_INTERFACES);
  if ('problem' in result) throw new Error(result.problem);
  const { nat = [], forwards = [], masquerades = [], rules } = result.policy;
  const range = (one: { first: number; last: number }) =>
    one.first === one.last ? formatAddress(one.first) : formatRange(one);
  return {
    rules: rules.map((rule) => {
      const service = rule.transport === 'icmp' ? formatIcmp(rule.icmp) : formatPorts(rule.destinationPorts);
      return `${rule.action} ${rule.direction} ${rule.transport} ${rule.sources.map(range).join()} ${formatPorts(rule.sourcePorts)} > ${rule.destinations.map(range).join()} ${service}`;
    }),
    nat: [
      ...nat.map(({ outside, inside }) => `${formatAddress(outside)} = ${formatAddress(inside)}`),
      ...forwards.map(
        ({ transport, outside, outsidePort, inside, insidePort }) =>
          `${transport} ${formatAddress(outside)}:${outsidePort} > ${formatAddress(inside)}:${insidePort}`,
      ),
      ...masquerades.map(({ inside, outside }) => `${inside.map(range).join()} as ${formatAddress(outside)}`),
    ],
    whys: result.ledger.filter(({ status }) => status !== 'understood').map(({ why }) => why),
    policy: result.policy,
  };
}

const GROUPS = [
  ...['object-group network lan', ' 10.0.0.0 /24', ' any'],
  ...['object-group network hole', ' description none'],
  ...['object-group network round', ' range 10.0.0.9 10.0.0.1'],
  ...['object-group network wide', ' 10.0.0.0 /33'],
  ...['object-group network mask', ' 10.0.0.0 255.0.255.0'],
  ...['object-group network all', ' 0.0.0.0 /0'],
  ...['object-group service web', ' description both', ' tcp eq www', ' tcp source 7 8080', ' icmp echo'],
  ...['object-group service none', ' description none'],
  ...['object-group service spx', ' spx'],
  ...['object-group service bad', ' tcp eq x'],
  ...['object-group service odd', ' tcp every'],
  ...['object-group service deep', ' group-object spx'],
  ...['object-group service loop', ' group-object loop'],
];

test.each([
  ['permit ip object-group all host 10.0.0.1', 'permit in any any any > 10.0.0.1 any'],
  ['permit ip object-group lan any', 'permit in any any any > any any'],
  ['permit tcp host 1.2.3.4 any eq 80 443', 'permit in tcp 1.2.3.4 any > any 80, 443'],
  [
    'permit object-group web any any',
    'permit in tcp any any > any 80',
    'permit in tcp any 7 > any 8080',
    'permit in icmp any any > any 8',
  ],
  ['permit tcp any any log here', 'permit in tcp any any > any any'],
  ['permit tcp any any log established', 'permit in tcp any any > any any'],
  ['permit tcp any any reflect r timeout 300', 'permit in tcp any any > any any'],
  ['permit icmp any any 3 1', 'permit in icmp any any > any 3/1'],
])('an entry "%s" names what it says', (entry, ...rules) => {
  const found = comesTo([
    ...INTERFACES,
    ...GROUPS,
    `access-list 101 ${entry}`,
    'access-list 102 deny ip any any',
  ]);
  expect(found.rules.filter((one) => !one.startsWith('reject'))).toEqual(rules);
});

test.each([
  ['allow ip any any', '"allow" must be permit or deny'],
  ['permit spx any any', '"spx" is no protocol'],
  ['permit ip host x any', '"x" is no address'],
  ['permit ip 10.0.0.0 any', '"10.0.0.0 any" is no address with a wildcard'],
  ['permit ip 10.0.0.0 85.85.85.85 any', 'the wildcard 85.85.85.85 has too many holes'],
  ['permit ip any eq 80 any', 'ports need TCP or UDP'],
  ['permit tcp any eq x any', '"x" is no port'],
  ['permit icmp any any ping', '"ping" is no type of ICMP'],
  ['permit tcp any any match-all +urg', 'the flag urg is not modelled'],
  ['permit tcp any any match-any any', '"any" is no flag'],
  ['permit tcp any any match-all +ack -ack', 'a flag cannot be set and not set'],
  ['permit udp any any ack', 'flags need TCP'],
  ['permit ip any any dscp ef', '"dscp" is not modelled'],
  ['permit ip any any sometimes', '"sometimes" is not known'],
  ['permit ip any any time-range gone', 'the time range gone is not defined'],
  ['permit ip object-group gone any', 'gone is not defined'],
  ['permit ip object-group hole any', 'hole holds no address'],
  ['permit ip object-group round any', 'the range in round is none'],
  ['permit ip object-group wide any', '"10.0.0.0 /33" in wide is no address with a mask'],
  ['permit ip object-group mask any', '"10.0.0.0 255.0.255.0" in mask is no address with a mask'],
  ['permit object-group gone any any', 'gone is not defined'],
  ['permit object-group none any any', 'none holds no service'],
  ['permit object-group spx any any', '"spx" in spx is no service'],
  ['permit object-group deep any any', '"spx" in spx is no service'],
  ['permit object-group loop any any', 'the group loop refers to itself'],
  ['permit object-group bad any any', '"x" is no port'],
  ['permit object-group odd any any', '"every" in odd is not known'],
  ['dynamic door timeout 9 permit tcp any any eq 22', 'it holds for people who have signed in only'],
  ['dynamic door dynamic door permit ip any any', 'it holds for people who have signed in only'],
  ['evaluate r', 'what was let out is let back by lists that are not modelled'],
])('an entry "%s" is undetermined, and says why', (entry, why) => {
  const found = comesTo([
    ...INTERFACES,
    ...GROUPS,
    `access-list 101 ${entry}`,
    'access-list 102 deny ip any any',
  ]);
  expect(found.rules[0]).toMatch(/^undetermined in /);
  expect(found.whys).toEqual([`${why}: what it names is undetermined`]);
});

test.each([
  ['99', 'permit host x', '"x" is no address'],
  ['99', 'permit any sometimes', '"sometimes" is not known'],
])('a standard list %s that says "%s" is undetermined', (number, entry, why) => {
  const lines = INTERFACES.map((line) => line.replace('101', number));
  const found = comesTo([...lines, `access-list ${number} ${entry}`, 'access-list 102 deny ip any any']);
  expect(found.rules[0]).toBe('undetermined in any any any > any any');
  expect(found.whys).toEqual([`${why}: what it names is undetermined`]);
});

test.each([
  ['1', 'standard'],
  ['1999', 'standard'],
  ['100', 'extended'],
  ['2699', 'extended'],
  ['200', null],
  ['2700', null],
  ['9999', null],
  ['x', null],
])('a list by number %s: %s', (number, kind) => {
  const lines = INTERFACES.map((line) => line.replace('101', number));
  const entry = kind === 'standard' ? 'deny any' : 'deny ip any any';
  const { whys } = comesTo([...lines, `access-list ${number} ${entry}`, 'access-list 102 deny ip any any']);
  expect(whys.includes(`"${number}" is no number of a list for IP`)).toBe(kind === null);
});

test('a list that is taken away is written anew', () => {
  const list = (port: number) => ['ip access-list extended 101', ` permit tcp any any eq ${port}`];
  const deny = 'access-list 102 deny ip any any';
  for (const away of ['no ip access-list extended 101', 'no access-list 101', 'no access-list 103']) {
    const { rules, whys } = comesTo([...INTERFACES, ...list(80), 'exit', away, ...list(443), deny]);
    const anew = !away.endsWith('103');
    expect(rules.filter((one) => one.includes('permit'))).toEqual([
      ...(anew ? [] : ['permit in tcp any any > any 80']),
      'permit in tcp any any > any 443',
    ]);
    expect(whys).toEqual(anew ? ['the list is written anew further down'] : []);
  }
});

test.each([
  ['ip nat inside source static 10.0.0.1 1.1.1.1 extendable', ['1.1.1.1 = 10.0.0.1']],
  ['ip nat inside source static tcp 10.0.0.1 443 1.1.1.1 8443', ['tcp 1.1.1.1:8443 > 10.0.0.1:443']],
  [
    'ip nat inside source static tcp 10.0.0.1 443 interface outside 443',
    ['tcp 1.1.1.254:443 > 10.0.0.1:443'],
  ],
  ['ip nat inside source list 10 interface outside overload', ['10.0.0.0/24 as 1.1.1.254']],
  ['ip nat inside source list 10 pool p overload', ['10.0.0.0/24 as 1.1.1.9']],
])('NAT: %s', (line, nat) => {
  const found = comesTo([
    ...NAT,
    'ip nat pool p 1.1.1.9 1.1.1.9 prefix-length 24',
    'access-list 10 permit 10.0.0.0 0.0.0.255',
    'access-list 101 deny ip any any',
    'access-list 102 deny ip any any',
    line,
  ]);
  expect(found.nat).toEqual(nat);
  expect(found.rules.filter((one) => one.startsWith('undetermined'))).toEqual([]);
});

test.each([
  ['ip nat inside source route-map x', 'this kind of NAT is not modelled', true],
  ['ip nat outside source static 9.9.9.9 10.0.0.9', 'this kind of NAT is not modelled', true],
  ['ip nat inside source static', 'static NAT of one address only is modelled', true],
  ['ip nat inside source static 10.0.0.1 interface gone', 'static NAT of one address only is modelled', true],
  ['ip nat inside source static tcp 10.0.0.1 x 1.1.1.1 80', 'a port of it is none', true],
  ['ip nat inside source static tcp 10.0.0.1 80 1.1.1.1', 'a port of it is none', true],
  ['ip nat inside source static 10.0.0.1 1.1.1.1 vrf x', '"vrf" is not modelled', true],
  ['ip nat inside source list', 'the list  is not defined', false],
  ['ip nat inside source list 11 interface outside overload', 'the list 11 is not defined', false],
  ['ip nat inside source list 12 interface outside overload', 'the list 12 says more than sources', false],
  ['ip nat inside source list 13 interface outside overload', 'the list 13 permits nothing', false],
  [
    'ip nat inside source list 10 pool wide overload',
    'NAT to one address with ports only is modelled',
    false,
  ],
  [
    'ip nat inside source list 10 pool gone overload',
    'NAT to one address with ports only is modelled',
    false,
  ],
  [
    'ip nat inside source list 10 pool half overload',
    'NAT to one address with ports only is modelled',
    false,
  ],
  ['ip nat inside source list 10 interface outside', 'NAT to one address with ports only is modelled', false],
  ['ip nat inside source list 10 interface outside overload vrf', '"vrf" is not modelled', false],
])('NAT that is not modelled: %s', (line, why, stops) => {
  const found = comesTo([
    ...NAT,
    'ip nat pool wide 1.1.1.8 1.1.1.9',
    'ip nat pool half 1.1.1.8',
    'access-list 10 permit 10.0.0.0 0.0.0.255',
    'ip access-list extended 12',
    ' permit tcp any any',
    'access-list 13 deny any',
    'access-list 101 deny ip any any',
    'access-list 102 deny ip any any',
    line,
  ]);
  expect(found.nat).toEqual([]);
  expect(found.whys).toContain(
    `${why}: ${stops ? 'what comes from outside is undetermined' : 'sources stay as they are'}`,
  );
  expect(found.rules.includes('undetermined in any any any > any any')).toBe(stops);
});

const SESSIONS = (...sets: readonly string[]) => [
  ...sets.map((one) => `ip inspect name FW ${one}`),
  ...INTERFACES.flatMap((line) =>
    line === 'interface outside'
      ? [line, ' ip inspect FW out', ' ip inspect FW out', ' ip inspect GONE in']
      : [line],
  ),
  'access-list 101 deny ip any any',
  'access-list 102 permit ip any any',
];

test('answers come back to what is inspected one way', () => {
  const answers = 'answers to what begins inside pass by rules for known connections';
  expect(comesTo(SESSIONS('tcp', 'udp', 'fragment', 'kazaa')).whys).toEqual([
    'packets come whole here',
    'the helper for kazaa is not modelled: nothing here speaks it',
    answers,
    answers,
    'the rule set GONE is not defined',
  ]);
  // Whatever it says of an application that nobody knows, the answers are undetermined.
  expect(comesTo(SESSIONS('kazaa'))).toMatchObject({
    rules: expect.arrayContaining(['undetermined in tcp-udp any any > any any']) as string[],
    whys: expect.arrayContaining([
      'sessions of kazaa are not modelled: answers over TCP and UDP are undetermined',
    ]) as string[],
  });
  const dns = comesTo(SESSIONS('tcp', 'dns', 'http'));
  expect(dns.rules).toContain('permit in tcp-udp any 53 > any any');
  expect(dns.rules.some((one) => one.includes(' 80 >'))).toBe(false);
});

test('what is of no session of TCP is dropped, or nobody knows', () => {
  const strict = 'ip inspect tcp block-non-session';
  expect(comesTo([strict, ...SESSIONS('udp')]).whys).toContain('TCP is not inspected');
  const one = comesTo([strict, ...SESSIONS('tcp')]);
  expect(one.whys).toContain('TCP is inspected one way only: what is of no session is undetermined');
  expect(one.rules).toContain('undetermined both tcp any any > any any');
  const both = comesTo([strict, ...SESSIONS('tcp').map((line) => line.replace('GONE', 'FW'))]);
  expect(both.whys.some((why) => why.includes('no session'))).toBe(false);
  expect(both.rules).toContain('drop both tcp any any > any any');
});

test('inspection that says neither in nor out, time-outs that are none', () => {
  const found = comesTo([
    'ip inspect name FW',
    'ip inspect name FW tcp timeout x',
    'ip inspect name FW sip timeout 60',
    'ip inspect tcp idle-time never',
    'ip inspect udp idle-time 9',
    ...INTERFACES.flatMap((line) =>
      line === 'interface inside' ? [line, ' ip inspect FW sideways'] : [line],
    ),
    'access-list 101 deny ip any any',
    'access-list 102 deny ip any any',
  ]);
  expect(found.whys).toContain('it must say in or out: nothing is remembered');
  expect(found.whys).toContain(
    '"tcp idle-time" of inspection is not modelled: it guards against floods or logs',
  );
  expect(found.policy.timeouts).toMatchObject({ tcpEstablished_s: 3600, udp_s: 9 });
});
