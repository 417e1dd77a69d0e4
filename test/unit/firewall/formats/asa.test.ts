import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asa } from '../../../../simulator/firewall/formats/asa/asa.ts';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { recognise } from '../../../../simulator/firewall/formats/registry.ts';
import { formatAddress, formatRange } from '../../../../simulator/model/address.ts';
import { formatIcmp, formatPorts } from '../../../../simulator/model/ports.ts';

const text = readFileSync(join(import.meta.dirname, '../../../fixtures/firewalls/asa-customer.cfg'), 'utf8');

function reading(of: string) {
  const result = asa.read(of, DEFAULT_INTERFACES);
  if ('problem' in result) throw new Error(result.problem);
  return result;
}

test("a customer's file: every line is understood, or says why not", () => {
  expect(recognise(text)?.id).toBe('asa');
  const { ledger } = reading(text);
  expect(ledger.map(({ line }) => line)).toEqual(
    text
      .trimEnd()
      .split('\n')
      .map((_, at) => at + 1),
  );
  expect(
    ledger
      .filter(({ status }) => status !== 'understood')
      .map(({ text: line, status, why }) => [line.trim(), status, why]),
  ).toEqual([
    ['hostname dmz-fw-01', 'ignored', '"hostname" decides nothing about packets between the two sides'],
    [
      'access-list outside_in extended permit tcp any object old-proxy eq www',
      'ignored',
      '"fqdn" in old-proxy is not modelled: what it names is undetermined',
    ],
    [
      'access-list outside_in extended permit tcp any object-group round eq www',
      'ignored',
      'the group round refers to itself: what it names is undetermined',
    ],
    [
      'access-list outside_in extended permit tcp any host 10.45.16.40 range 90 80',
      'ignored',
      '"90 80" is no range of ports: what it names is undetermined',
    ],
    [
      'access-list outside_in extended permit tcp any 10.45.16.0 255.0.255.0 eq 25',
      'ignored',
      '"10.45.16.0 255.0.255.0" is no address with a mask: what it names is undetermined',
    ],
    [
      'access-list outside_in extended permit tcp any object not-there eq www',
      'ignored',
      'not-there is not defined: what it names is undetermined',
    ],
    [
      'access-list outside_in extended permit tcp any host 10.45.16.40 eq 443 time-range office-hours',
      'ignored',
      'it holds at some times only: what it names is undetermined',
    ],
    ['access-list outside_in extended permit tcp any6 any eq 443', 'ignored', 'IPv6 is not modelled'],
    [
      'access-list leftover extended permit ip any any',
      'ignored',
      'the list leftover is bound to no interface',
    ],
    [
      'access-list split standard permit 10.0.0.0 255.0.0.0',
      'ignored',
      'the list split is bound to no interface',
    ],
    [
      'logging host inside 192.168.10.9',
      'ignored',
      '"logging" decides nothing about packets between the two sides',
    ],
    ['access-group leftover in interface management', 'ignored', 'management is neither outside nor inside'],
    ['inspect ftp', 'ignored', 'the helper for ftp is not modelled: nothing here speaks it'],
    ['router ospf 1', 'ignored', '"router" decides nothing about packets between the two sides'],
  ]);
});

test("a customer's file: the rules, with objects and groups put in, and what else it says", () => {
  const { policy } = reading(text);
  expect(
    policy.rules.map((rule) =>
      [
        rule.id,
        rule.action,
        rule.direction,
        rule.transport,
        rule.sources.map(formatRange).join(),
        formatPorts(rule.sourcePorts),
        rule.destinations.map(formatRange).join(),
        formatPorts(rule.destinationPorts),
        rule.log ? 'log' : '',
        rule.enabled ? '' : 'off',
      ].join(' '),
    ),
  ).toEqual([
    'Edge permit in tcp any any 10.45.16.10 443, 5061 log ',
    'L42 permit in udp any any 10.45.16.30 3478  ',
    'L42.2 permit in tcp any any 10.45.16.30 443  ',
    'L43 permit in tcp any any 10.45.16.20 443  off',
    'L44 undetermined in any any any any any  ',
    'L45 undetermined in any any any any any  ',
    'L46 undetermined in any any any 10.45.16.40 any  ',
    'L47 undetermined in any any any any any  ',
    'L48 undetermined in any any any any any  ',
    'L49 undetermined in any any any 10.45.16.40 any  ',
    'L50 permit in icmp any any 10.45.16.10,10.45.16.20,10.45.16.30 any  ',
    'L52 drop in any any any any any log ',
    'L53 permit out tcp 10.45.16.30 50000-59999 any any  ',
    'L54 permit out udp 10.45.16.10 any any 53  ',
  ]);
  expect(policy).toMatchObject({
    default: 'drop',
    stateful: true,
    timeouts: { tcpEstablished_s: 3600, tcpClosing_s: 600, udp_s: 120, icmp_s: 2 },
    nat: [{ outside: 0x836b9b1e, inside: 0x0a2d101e }],
    inspections: [{ kind: 'sip' }],
  });
});

test('without a list on the inner interface, what begins there passes; towards a higher level it does not', () => {
  const lists = text.split('\n').filter((line) => !line.startsWith('access-group inside_in'));
  expect(reading(lists.join('\n')).policy.rules.at(-1)).toMatchObject({ action: 'permit', direction: 'out' });
  const level = lists.join('\n').replace('security-level 50', 'security-level 0');
  expect(reading(level).policy.rules.at(-1)).toMatchObject({ direction: 'in' });
});

test('groups within groups within groups are gone through once each', () => {
  const levels = Array.from({ length: 40 }, (_, level) =>
    [
      `object-group network g${level}`,
      ...Array.from({ length: 3 }, () => ` group-object g${level + 1}`),
    ].join('\n'),
  );
  const nested = [
    ...levels,
    'object-group network g40',
    ' network-object host 10.45.16.10',
    'access-list outside_in extended permit tcp any object-group g0 eq 443',
    'access-group outside_in in interface outside',
  ].join('\n');
  expect(reading(nested).policy.rules[0]).toMatchObject({
    action: 'permit',
    destinations: [{ first: 0x0a2d100a, last: 0x0a2d100a }],
  });
});

const BOUND = ['access-group to in interface outside', 'access-group from in interface inside'];

/** What a file of these lines comes to: rules, NAT, and what of it was not understood, why. */
function comesTo(...lines: readonly string[]) {
  const { policy, ledger } = reading([...lines, ...BOUND].join('\n'));
  const range = ({ first, last }: { first: number; last: number }) =>
    first === last ? formatAddress(first) : formatRange({ first, last });
  return {
    rules: policy.rules.map((rule) => {
      const services = rule.transport === 'icmp' ? formatIcmp(rule.icmp) : formatPorts(rule.destinationPorts);
      return `${rule.action} ${rule.direction} ${rule.transport} ${rule.sources.map(range).join()} ${formatPorts(rule.sourcePorts)} > ${rule.destinations.map(range).join()} ${services}`;
    }),
    whys: ledger.filter(({ status }) => status !== 'understood').map(({ why }) => why),
    policy,
  };
}

test.each([
  // Addresses.
  ['permit ip 10.45.16.0 255.255.255.0 host 203.0.113.9', 'any 10.45.16.0/24 any > 203.0.113.9 any'],
  ['permit ip any4 any', 'any any any > any any'],
  ['permit ip host edge object lan', 'any 10.45.16.10 any > 10.45.16.0/24 any'],
  ['permit ip object some any', 'any 10.45.16.20-10.45.16.30 any > any any'],
  ['permit ip object-group both any', 'any 10.45.16.0/24,203.0.113.9 any > any any'],
  // Ports.
  ['permit tcp any eq www any neq 443', 'tcp any 80 > any 0-442, 444-65535'],
  ['permit udp any gt 1023 any lt 1024', 'udp any 1024-65535 > any 0-1023'],
  ['permit udp any range 1 9 any', 'udp any 1-9 > any any'],
  ['permit tcp any object-group web any', 'tcp any 80 > any any'],
  // Services.
  ['permit 50 any any', '50 any any > any any'],
  ['permit object-group mixed any any', 'tcp any 7-9 > any 443', 'icmp any any > any 8'],
  ['permit object-group protocols any any', 'tcp any any > any any', '47 any any > any any'],
  ['permit object-group nested any any', 'udp any any > any 53', 'tcp any any > any any'],
  // Types of ICMP.
  ['permit icmp any any', 'icmp any any > any any'],
  ['permit icmp any any object-group types', 'icmp any any > any 8', 'icmp any any > any 3/1'],
  ['permit icmp any any unreachable 3', 'icmp any any > any 3/3'],
  ['permit icmp any any echo log disable', 'icmp any any > any 8'],
])('an entry "%s" names what it says', (entry, ...rules) => {
  const { rules: found, whys } = comesTo(
    'name 10.45.16.10 edge',
    'object network lan',
    ' subnet 10.45.16.0 255.255.255.0',
    'object network some',
    ' range 10.45.16.20 10.45.16.30',
    'object-group network both',
    ' network-object object lan',
    ' network-object host 203.0.113.9',
    'object-group service web tcp',
    ' port-object eq www',
    'object-group service mixed',
    ' description two of them',
    ' service-object tcp source range 7 9 destination eq 443',
    ' service-object icmp echo',
    'object-group protocol protocols',
    ' protocol-object tcp',
    ' protocol-object gre',
    'object-group icmp-type types',
    ' icmp-object echo',
    ' icmp-object host-unreachable',
    'object service name-service',
    ' service udp destination eq domain',
    'object-group service nested',
    ' service-object object name-service',
    ' service-object tcp',
    `access-list to line 1 extended ${entry}`,
  );
  expect(whys).toEqual([]);
  expect(found.map((one) => one.replace('permit in ', ''))).toEqual(rules);
});

test.each([
  ['allow ip any any', 'undetermined in any any any > any any', '"allow" must be permit or deny'],
  ['permit spx any any', 'undetermined in any any any > any any', '"spx" is no protocol'],
  ['permit 256 any any', 'undetermined in any any any > any any', '"256" is no protocol'],
  [
    'permit ip any host 10.45.16.300',
    'undetermined in any any any > any any',
    '"10.45.16.300" is no address',
  ],
  [
    'permit ip host 10.45.16.10 10.0.0.0 none',
    'undetermined in any 10.45.16.10 any > any any',
    '"10.0.0.0 none" is no address with a mask',
  ],
  ['permit ip any eq 80 host 10.45.16.10', 'undetermined in any any any > any any', 'ports need TCP or UDP'],
  ['permit tcp any host 10.45.16.10 eq x', 'undetermined in any any any > 10.45.16.10 any', '"x" is no port'],
  ['permit tcp any any gt 65535', 'undetermined in any any any > any any', 'no port is greater'],
  ['permit tcp any any lt 0', 'undetermined in any any any > any any', 'no port is less'],
  [
    'permit tcp any any object-group ports',
    'undetermined in any any any > any any',
    'a port in ports is none',
  ],
  ['permit object-group odd any any', 'undetermined in any any any > any any', '"spx" in odd is no service'],
  [
    'permit object-group odder any any',
    'undetermined in any any any > any any',
    '"every" in odder is not known',
  ],
  ['permit object-group oddest any any', 'undetermined in any any any > any any', '"x" is no port'],
  ['permit object-group deep any any', 'undetermined in any any any > any any', '"spx" in odd is no service'],
  ['permit object-group strange any any', 'undetermined in any any any > any any', '"spx" is no protocol'],
  ['permit object-group hollow any any', 'undetermined in any any any > any any', 'hollow holds no service'],
  ['permit ip object-group hollow any', 'undetermined in any any any > any any', 'hollow holds no address'],
  ['permit ip object round any', 'undetermined in any any any > any any', 'the range in round is none'],
  ['permit icmp any any ping', 'undetermined in any any any > any any', '"ping" is no type of ICMP'],
  ['permit icmp any any echo 256', 'undetermined in any any any > any any', '256 is no code of ICMP'],
  ['permit icmp any any object-group none', 'undetermined in any any any > any any', 'none is not defined'],
  [
    'permit tcp any any object-group sources',
    'undetermined in any any any > any any',
    'sources holds more than ports',
  ],
  [
    'permit tcp any any object-group loose',
    'undetermined in any any any > any any',
    'the ports in loose are of no protocol',
  ],
  ['permit ip any any sometimes', 'undetermined in any any any > any any', '"sometimes" is not known'],
])('an entry "%s" is undetermined, and says why', (entry, rule, why) => {
  const { rules, whys } = comesTo(
    'object network round',
    ' range 10.45.16.30 10.45.16.20',
    'object-group service ports tcp',
    ' port-object eq x',
    'object-group service odd',
    ' service-object spx',
    'object-group service odder',
    ' service-object tcp every',
    'object-group service oddest',
    ' service-object udp source eq x',
    'object-group service deep',
    ' group-object odd',
    'object-group service sources',
    ' service-object tcp source eq 1',
    'object-group service loose',
    ' port-object eq 80',
    'object-group protocol strange',
    ' protocol-object spx',
    'object-group service hollow',
    ' description nothing',
    `access-list to extended ${entry}`,
  );
  expect(rules).toEqual([rule]);
  expect(whys).toEqual([`${why}: what it names is undetermined`]);
});

test('a command that is cut off names nobody knows what', () => {
  expect(comesTo('access-list', 'access-list to')).toMatchObject({
    rules: ['undetermined in any any any > any any'],
    whys: ['the list  is bound to no interface', '"" must be extended: what it names is undetermined'],
  });
});

test('time-outs and bounds that are known are taken, others left', () => {
  const { policy } = comesTo(
    'timeout conn 2:00:00 half-closed 0:1:00 xlate 3:00:00 udp',
    '! lab: maxConnections = 7',
    '! lab: other_s = 9.5',
    '! lab: nothing = 3',
  );
  expect(policy.maxConnections).toBe(7);
  expect(policy.timeouts).toMatchObject({
    tcpEstablished_s: 7200,
    tcpClosing_s: 600,
    udp_s: 120,
    other_s: 9.5,
  });
});

test('groups in groups without an end are not followed; a standard list names nobody knows what', () => {
  const levels = Array.from({ length: 70 }, (_, level) => [
    `object-group network g${level}`,
    ` group-object g${level + 1}`,
  ]);
  expect(comesTo(...levels.flat(), 'access-list to extended permit ip object-group g0 any').whys).toEqual([
    'the groups in g64 are nested too deep: what it names is undetermined',
  ]);
  expect(comesTo('access-list to standard permit any')).toMatchObject({
    rules: ['undetermined in any any any > any any'],
    whys: ['"standard" must be extended: what it names is undetermined'],
  });
});

test('a second list for the same packets leaves them undetermined', () => {
  const list = (name: string) => `access-list ${name} extended permit tcp any any`;
  const second = comesTo(list('to'), 'access-group to out interface inside');
  expect(second.rules[0]).toBe('undetermined in any any any > any any');
  expect(second.whys).toContain('several lists for the same packets are not modelled: they are undetermined');
  // One for all interfaces is for packets both ways.
  const all = comesTo(list('all'), 'access-group all global');
  expect(all.rules).toEqual([
    'undetermined in any any any > any any',
    'undetermined out any any any > any any',
    'permit both tcp any any > any any',
  ]);
});

const NETWORK = ['object network real', ' host 10.45.16.10', 'object network public', ' host 131.107.155.10'];
test.each([
  ['nat (inside,outside) source static real public', { nat: [['131.107.155.10', '10.45.16.10']] }],
  ['nat (inside,outside) after-auto source dynamic real public', { masquerades: ['131.107.155.10'] }],
  [
    'object network real\n nat (inside,outside) static 131.107.155.10 service tcp https 8443',
    { forwards: ['tcp 131.107.155.10:8443 > 10.45.16.10:443'] },
  ],
])('NAT: %s', (line, expected) => {
  const { policy, whys } = comesTo(...NETWORK, ...line.split('\n'));
  expect(whys).toEqual([]);
  expect({
    nat: policy.nat?.map(({ outside, inside }) => [outside, inside].map(formatAddress)),
    masquerades: policy.masquerades?.map(({ outside }) => formatAddress(outside)),
    forwards: policy.forwards?.map(
      ({ transport, outside, outsidePort, inside, insidePort }) =>
        `${transport} ${formatAddress(outside)}:${outsidePort} > ${formatAddress(inside)}:${insidePort}`,
    ),
  }).toEqual({ nat: [], masquerades: [], forwards: [], ...expected });
});

test.each([
  ['nat (outside,inside) source static real public', 'NAT from inside to outside only is modelled'],
  ['nat (inside,outside) 1 10.45.16.0', 'this kind of NAT is not modelled'],
  ['nat (inside,outside) source', 'this kind of NAT is not modelled', ' is not defined'],
  ['nat (inside,outside) source static gone public', 'gone is not defined'],
  ['nat (inside,outside) source static real gone', 'NAT to one address only is modelled'],
  ['nat (inside,outside) source static real net', 'NAT to one address only is modelled'],
  ['nat (inside,outside) source static net public', 'static NAT of one address only is modelled'],
  ['nat (inside,outside) source twisted real public', 'static NAT of one address only is modelled'],
  ['nat (inside,outside) source static real public service tcp x 80', '"service tcp x 80" is not modelled'],
  ['nat (inside,outside) source static real public service gre 1 1', '"service gre 1 1" is not modelled'],
  ['nat (inside,outside) source static real public dns', '"dns" is not modelled'],
])('NAT that is not modelled leaves what comes in undetermined: %s', (line, ...whys) => {
  const { rules, whys: found } = comesTo(
    ...NETWORK,
    'object network net',
    ' subnet 10.45.16.0 255.255.255.0',
    line,
    'access-list to extended permit ip any any',
  );
  expect(found).toEqual([`${whys.at(-1)}: what comes from outside is undetermined`]);
  expect(rules).toEqual(['undetermined in any any any > any any', 'permit in any any any > any any']);
});

test('NAT of sources that is not modelled leaves them as they are', () => {
  const { policy, whys } = comesTo(...NETWORK, 'nat (inside,outside) source dynamic real public dns');
  expect(whys).toEqual(['"dns" is not modelled: sources stay as they are']);
  expect(policy).toMatchObject({ rules: [], masquerades: [] });
});
