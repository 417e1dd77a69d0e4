import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { ios } from '../../../../simulator/firewall/formats/ios/ios.ts';
import { recognise } from '../../../../simulator/firewall/formats/registry.ts';
import { ANY_ADDRESS, formatRange } from '../../../../simulator/model/address.ts';
import type { Policy, Rule } from '../../../../simulator/model/policy.ts';
import { formatFlagTests, formatIcmp, formatPorts } from '../../../../simulator/model/ports.ts';
import { packetOf } from '../packets.ts';
import { at, one, policy, ports, rule } from '../policies.ts';
import type { Sayable, Sent } from './arbitrary.ts';
import { policies, traffic, verdicts } from './arbitrary.ts';

const text = readFileSync(join(import.meta.dirname, '../../../fixtures/firewalls/ios-customer.cfg'), 'utf8');

function reading(of: string) {
  const result = ios.read(of, DEFAULT_INTERFACES);
  if ('problem' in result) throw new Error(result.problem);
  return result;
}

/** What a file says of lines that were not understood. */
const doubts = (of: string) =>
  reading(of)
    .ledger.filter(({ status }) => status !== 'understood')
    .map(({ text: line, status, why }) => [line.trim(), status, why]);

const line = (rule: Rule) =>
  [
    rule.id,
    rule.action,
    rule.direction,
    rule.transport,
    rule.sources.map(formatRange).join(),
    formatPorts(rule.sourcePorts),
    rule.destinations.map(formatRange).join(),
    rule.transport === 'icmp' ? formatIcmp(rule.icmp) : formatPorts(rule.destinationPorts),
    ...(rule.flags.length > 0 ? [formatFlagTests(rule.flags)] : []),
    ...(rule.states === 15 ? [] : [`states ${rule.states}`]),
    ...(rule.log ? ['log'] : []),
    ...(rule.enabled ? [] : ['off']),
  ].join(' ');

test("a customer's file: every line is understood, or says why not", () => {
  expect(recognise(text)?.id).toBe('ios');
  expect(reading(text).ledger.length).toBe(text.trimEnd().split('\n').length);
  expect(doubts(text)).toEqual([
    [
      'service timestamps log datetime msec',
      'ignored',
      '"service" decides nothing about packets between the two sides',
    ],
    ['no service pad', 'ignored', '"no service" decides nothing about packets between the two sides'],
    ['hostname border-rtr-01', 'ignored', '"hostname" decides nothing about packets between the two sides'],
    [
      'boot-start-marker',
      'ignored',
      '"boot-start-marker" decides nothing about packets between the two sides',
    ],
    ['boot-end-marker', 'ignored', '"boot-end-marker" decides nothing about packets between the two sides'],
    ['logging buffered 51200', 'ignored', '"logging" decides nothing about packets between the two sides'],
    ['aaa new-model', 'ignored', '"aaa" decides nothing about packets between the two sides'],
    ['ip cef', 'ignored', '"ip cef" decides nothing about packets between the two sides'],
    ['no ip source-route', 'ignored', '"no ip" decides nothing about packets between the two sides'],
    [
      'ip inspect max-incomplete high 1000',
      'ignored',
      '"max-incomplete high" of inspection is not modelled: it guards against floods or logs',
    ],
    ['ip inspect name FW ftp', 'ignored', 'the helper for ftp is not modelled: nothing here speaks it'],
    ['ip inspect name FW sip', 'approximated', 'SIP on port 5060 is inspected, whoever begins'],
    ['ip inspect name OLD http', 'ignored', 'the rule set OLD is applied to no interface of the two sides'],
    ['crypto isakmp policy 10', 'ignored', '"crypto" decides nothing about packets between the two sides'],
    ['encr aes 256', 'ignored', 'part of "crypto isakmp", which decides nothing here'],
    [
      'ip verify unicast source reachable-via rx',
      'approximated',
      'packets that claim a source of the other side are stopped there, not here',
    ],
    [
      'ip inspect FW out',
      'approximated',
      'answers to what begins inside pass by rules for known connections',
    ],
    ['service-policy output WAN-OUT', 'ignored', 'WAN-OUT says how fast packets go, not which'],
    ['ip access-group LEFTOVER in', 'ignored', 'GigabitEthernet0/2 is neither outside nor inside'],
    ['shutdown', 'ignored', 'GigabitEthernet0/2 is neither outside nor inside'],
    ['router ospf 1', 'ignored', '"router" decides nothing about packets between the two sides'],
    ['network 10.45.16.0 0.0.0.255 area 0', 'ignored', 'part of "router ospf", which decides nothing here'],
    [
      'ip nat inside source list 11 pool GUESTS overload',
      'ignored',
      'NAT to one address with ports only is modelled: sources stay as they are',
    ],
    [
      'ip nat translation timeout 3600',
      'ignored',
      '"nat translation" decides nothing about what is translated',
    ],
    [
      'ip route 0.0.0.0 0.0.0.0 131.107.155.1',
      'ignored',
      '"ip route" decides nothing about packets between the two sides',
    ],
    [
      'permit object-group SIP object-group PARTNERS host 131.107.155.10',
      'approximated',
      'it names addresses outside of NAT: those inside stand for them',
    ],
    [
      'permit tcp any host 131.107.155.10 eq 443 5061 log-input',
      'approximated',
      'it names addresses outside of NAT: those inside stand for them',
    ],
    [
      'permit object-group MEDIA any host 131.107.155.30',
      'approximated',
      'it names addresses outside of NAT: those inside stand for them',
    ],
    [
      'permit tcp any host 131.107.155.40 eq 443',
      'approximated',
      'it names addresses outside of NAT: those inside stand for them',
    ],
    [
      'permit icmp any object-group EDGE echo',
      'approximated',
      'it names addresses outside of NAT: those inside stand for them',
    ],
    [
      'permit icmp any object-group EDGE administratively-prohibited',
      'approximated',
      'it names addresses outside of NAT: those inside stand for them',
    ],
    [
      'permit tcp any host 131.107.155.20 eq 443 time-range OFFICE',
      'ignored',
      'it holds at some times only: what it names is undetermined; it names addresses outside of NAT: those inside stand for them',
    ],
    [
      'permit tcp any host 131.107.155.20 eq www time-range MIGRATION',
      'approximated',
      'a rule that is switched off; it names addresses outside of NAT: those inside stand for them',
    ],
    [
      'permit tcp any object-group ROUND eq www',
      'ignored',
      'the group ROUND refers to itself: what it names is undetermined',
    ],
    [
      'permit tcp any object-group WRONG eq www',
      'ignored',
      '"10.45.16.0 0.0.0.255" in WRONG is no address with a mask: what it names is undetermined',
    ],
    [
      'permit tcp any object-group NOT-THERE eq www',
      'ignored',
      'NOT-THERE is not defined: what it names is undetermined',
    ],
    [
      'permit tcp any host 131.107.155.20 range 90 80',
      'ignored',
      '"90 80" is no range of ports: what it names is undetermined; it names addresses outside of NAT: those inside stand for them',
    ],
    [
      'permit tcp any host 131.107.155.300 eq 25',
      'ignored',
      '"131.107.155.300" is no address: what it names is undetermined',
    ],
    ['permit ip any any dscp ef', 'ignored', '"dscp" is not modelled: what it names is undetermined'],
    ['deny   ip any any fragments', 'ignored', 'it names fragments only: packets come whole here'],
    [
      'evaluate RETURNING',
      'ignored',
      'what was let out is let back by lists that are not modelled: what it names is undetermined',
    ],
    ['permit ip any any', 'ignored', 'the list LEFTOVER is bound to neither of the two interfaces'],
    ['permit 192.168.10.0 0.0.0.255', 'ignored', 'the list VTY is bound to neither of the two interfaces'],
    [
      'access-list 101 permit esp any any reflect RETURNING',
      'approximated',
      'what it lets back by the list RETURNING is asked about there',
    ],
    [
      'access-list 101 dynamic GUEST permit tcp any host 203.0.113.80 eq 8080',
      'ignored',
      'it holds for people who have signed in only: what it names is undetermined',
    ],
    [
      'access-list 700 permit 0000.0c12.3456 0000.0000.0000',
      'ignored',
      '"700" is no number of a list for IP',
    ],
    ['ipv6 access-list V6', 'ignored', '"ipv6" decides nothing about packets between the two sides'],
    ['permit ipv6 any any', 'ignored', 'part of "ipv6 access-list", which decides nothing here'],
    ['line vty 0 4', 'ignored', '"line" decides nothing about packets between the two sides'],
    ['access-class VTY in', 'ignored', 'part of "line vty", which decides nothing here'],
    ['transport input ssh', 'ignored', 'part of "line vty", which decides nothing here'],
    ['ntp server 192.168.10.1', 'ignored', '"ntp" decides nothing about packets between the two sides'],
  ]);
});

test("a customer's file: the rules, with groups and NAT put in, and what else it says", () => {
  const { policy } = reading(text);
  expect(policy.rules.map(line)).toEqual([
    'L67 permit in tcp-udp any any any any states 2',
    'L67.2 permit in icmp any any any any states 2',
    'L95 drop in any 10.0.0.0/8 any any any log',
    'Edge permit in tcp 198.51.100.10-198.51.100.20,203.0.113.0/24 any 10.45.16.10 5061',
    'L98 permit in tcp any any 10.45.16.10 443, 5061 log',
    'L99 permit in udp any any 10.45.16.30 3478',
    'L99.2 permit in tcp any any 10.45.16.30 443',
    'L99.3 permit in tcp-udp any any 10.45.16.30 50000-59999',
    'L100 permit in tcp any any 10.45.16.40 8443',
    'L101 permit in icmp any any 10.45.16.10,10.45.16.20,10.45.16.30 8',
    'L102 permit in icmp any any 10.45.16.10,10.45.16.20,10.45.16.30 3/13',
    'L103 undetermined in tcp any any 10.45.16.20 any',
    'L104 permit in tcp any any 10.45.16.20 80 off',
    'L105 permit in tcp any any any any A/A, R/R',
    'L106 permit in udp any 500 any 4500',
    'L107 undetermined in tcp any any any any',
    'L108 undetermined in tcp any any any any',
    'L109 undetermined in tcp any any any any',
    'L110 undetermined in tcp any any 10.45.16.20 any',
    'L111 undetermined in tcp any any any any',
    'L112 undetermined in any any any any any',
    'L114 undetermined in any any any any any states 6',
    'L115 drop in any any any any any log',
    'Web permit out tcp any any any 80, 443',
    'L127 permit out udp 10.45.16.10 any any 53',
    'L128 permit out tcp any any any any S/SA',
    'L129 permit out tcp 10.45.16.0/24,10.45.18.0/24,10.45.20.0/24,10.45.22.0/24 any any 50000-59999',
    'L130 permit out tcp any any any any S/S, F/F',
    'L131 permit out 50 any any any any',
    'L132 undetermined out tcp any any 203.0.113.80 8080',
    'L74 reject out any any any any any',
  ]);
  expect(policy).toMatchObject({
    default: 'drop',
    stateful: false,
    timeouts: { tcpOpening_s: 20, tcpAnswered_s: 20, tcpEstablished_s: 7200, udp_s: 60, icmp_s: 15 },
    nat: [
      { outside: at('131.107.155.10'), inside: at('10.45.16.10') },
      { outside: at('131.107.155.20'), inside: at('10.45.16.20') },
      { outside: at('131.107.155.30'), inside: at('10.45.16.30') },
    ],
    forwards: [
      {
        transport: 'tcp',
        outside: at('131.107.155.40'),
        outsidePort: 443,
        inside: at('10.45.16.40'),
        insidePort: 8443,
      },
    ],
    masquerades: [
      {
        inside: [{ first: at('192.168.10.0'), last: at('192.168.10.255') }],
        outside: at('131.107.155.2'),
      },
    ],
    hairpin: false,
    inspections: [{ kind: 'sip' }],
  });
});

/** A router with what stands below its two interfaces, and the rest of the file. */
const router = (outside: readonly string[], inside: readonly string[], rest: readonly string[] = []) =>
  [
    'interface GigabitEthernet0/0',
    ' description outside',
    ...outside.map((text) => ` ${text}`),
    'interface GigabitEthernet0/1',
    ' description inside',
    ...inside.map((text) => ` ${text}`),
    ...rest,
  ].join('\n');

/** The rules that entries of an extended list at the outer interface become. */
const rulesOf = (...entries: readonly string[]) =>
  reading(
    router(
      ['ip access-group X in', 'no ip unreachables'],
      [],
      ['ip access-list extended X', ...entries.map((entry) => ` ${entry}`)],
    ),
  )
    .policy.rules.filter(({ direction }) => direction === 'in')
    .map(line);

test('entries are asked in the order of their numbers; a number that is taken is undetermined', () => {
  expect(
    rulesOf(
      '30 permit udp any any eq 53',
      'permit icmp any any',
      '10 remark Mail: it comes here',
      '10 deny tcp any any eq smtp',
      '20 permit tcp any any',
      '20 deny tcp any any',
    ),
  ).toEqual([
    'Mail drop in tcp any any any 25',
    'L12 permit in tcp any any any any',
    'L13 undetermined in tcp any any any any',
    'L8 permit in udp any any any 53',
    'L9 permit in icmp any any any any',
  ]);
});

test('ports, wildcards, types of ICMP and flags, as their manual has them', () => {
  expect(
    rulesOf(
      'permit tcp 10.45.16.1 0.0.1.0 gt 1023 any neq 25 80',
      'permit udp any lt ntp any range 50000 59999',
      'permit icmp any any host-unreachable',
      'permit icmp any any 3 4 log',
      'permit icmp any any unreachable',
      'permit 47 any any',
      'permit tcp any any ack rst',
      'permit tcp any any match-any +ack -syn',
      'permit tcp any any match-all +ack -syn',
      'deny tcp any any eq 443 log LOCKED established',
      'permit tcp any any urg',
      'permit tcp any any match-all +syn -syn',
      'permit udp any any established',
      'permit ip any any eq 80',
      'permit tcp 10.0.0.0 0.85.85.85 any',
    ),
  ).toEqual([
    'L8 permit in tcp 10.45.16.1,10.45.17.1 1024-65535 any 0-24, 26-79, 81-65535',
    'L9 permit in udp any 0-122 any 50000-59999',
    'L10 permit in icmp any any any 3/1',
    'L11 permit in icmp any any any 3/4 log',
    'L12 permit in icmp any any any 3',
    'L13 permit in 47 any any any any',
    'L14 permit in tcp any any any any A/A, R/R',
    'L15 permit in tcp any any any any A/A, /S',
    'L16 permit in tcp any any any any A/SA',
    'L17 drop in tcp any any any 443 A/A, R/R log',
    'L18 undetermined in tcp any any any any',
    'L19 undetermined in tcp any any any any',
    'L20 undetermined in udp any any any any',
    'L21 undetermined in any any any any any',
    'L22 undetermined in tcp any any any any',
  ]);
});

test('a time range that ended before the clock begins switches off; others are undetermined', () => {
  const file = (range: string) =>
    reading(
      router(
        ['ip access-group X in'],
        [],
        ['ip access-list extended X', ' permit tcp any any time-range T', 'time-range T', ` ${range}`],
      ),
    ).policy.rules[0];
  expect(file('absolute end 00:00 01 January 1993')).toMatchObject({ action: 'permit', enabled: false });
  expect(file('absolute end 00:00 01 January 1999')).toMatchObject({ action: 'undetermined', enabled: true });
  expect(file('periodic daily 8:00 to 9:00')).toMatchObject({ action: 'undetermined' });
  expect(rulesOf('permit tcp any any time-range NONE')).toEqual(['L8 undetermined in tcp any any any any']);
});

test('groups have masks, where entries have wildcards', () => {
  const file = (member: string) =>
    reading(
      router(
        ['ip access-group X in'],
        [],
        [
          'object-group network G',
          ` ${member}`,
          'ip access-list extended X',
          ' permit ip any object-group G',
        ],
      ),
    ).policy.rules.map(line)[0];
  expect(file('10.45.16.0 255.255.255.0')).toBe('L9 permit in any any any 10.45.16.0/24 any');
  expect(file('10.45.16.0 /24')).toBe('L9 permit in any any any 10.45.16.0/24 any');
  expect(file('10.45.16.0 255.255.0.255')).toBe('L9 undetermined in any any any any any');
});

test('a standard list names sources only; a direction without a list lets everything pass', () => {
  const { policy } = reading(
    router(
      ['ip access-group 10 in', 'no ip unreachables'],
      [],
      ['access-list 10 deny 203.0.113.9', 'access-list 10 permit 203.0.113.0 0.0.0.255 log'],
    ),
  );
  expect(policy).toMatchObject({ default: 'drop', stateful: false });
  expect(policy.rules.map(line)).toEqual([
    'L7 drop in any 203.0.113.9 any any any',
    'L8 permit in any 203.0.113.0/24 any any any log',
    'L8.2 permit out any any any any any',
  ]);
  expect(reading(router([], [])).policy).toMatchObject({ default: 'permit', rules: [] });
});

test('whoever is denied is told, unless the interface says no: also of what no entry names', () => {
  const file = (outside: string) =>
    reading(
      router(
        ['ip access-group X in', outside],
        ['ip access-group Y in'],
        [
          'ip access-list extended X',
          ' deny tcp any any eq 25',
          ' permit tcp any any',
          'ip access-list extended Y',
          ' permit udp any any',
          ' deny ip any any',
        ],
      ),
    ).policy.rules.map(({ id, direction, action, rejectWith }) => [id, direction, action, rejectWith]);
  const inner = [
    ['L12', 'out', 'permit', null],
    ['L13', 'out', 'reject', 'admin-prohibited'],
  ];
  expect(file('no ip unreachables')).toEqual([
    ['L9', 'in', 'drop', null],
    ['L10', 'in', 'permit', null],
    ...inner,
  ]);
  expect(file('ip unreachables')).toEqual([
    ['L9', 'in', 'reject', 'admin-prohibited'],
    ['L10', 'in', 'permit', null],
    ...inner,
    ['L3', 'in', 'reject', 'admin-prohibited'],
  ]);
});

const LISTS = [
  'ip access-list extended X',
  ' permit tcp any host 10.45.16.10 eq 443',
  ' deny ip any any',
  'ip access-list extended Y',
  ' permit tcp any any eq 80',
];
const INSPECTED = ['tcp', 'udp', 'icmp'].map((protocol) => `ip inspect name FW ${protocol}`);
const inspected = (outside: string, inside: string, rest: readonly string[]) =>
  router(
    ['ip access-group X in', 'no ip unreachables', ...(outside ? [outside] : [])],
    ['ip access-group Y in', 'no ip unreachables', ...(inside ? [inside] : [])],
    [...rest],
  );

test('what is inspected both ways is a firewall that remembers connections', () => {
  const both = [...INSPECTED, ...LISTS];
  const strict = inspected('ip inspect FW in', 'ip inspect FW in', [
    'ip inspect tcp block-non-session',
    ...both,
  ]);
  expect(reading(strict).policy.stateful).toBe(true);
  expect(reading(strict).policy.rules.map(({ action }) => action)).toEqual(['permit', 'drop', 'permit']);
  expect(doubts(strict)).toEqual([]);
  // Out at the other interface is the same.
  expect(reading(inspected('', 'ip inspect FW in', both)).policy.stateful).toBe(false);
  const outer = inspected('ip inspect FW out', 'ip inspect FW out', both);
  expect(reading(outer).policy.stateful).toBe(true);
  expect(doubts(outer).map(([, status]) => status)).toEqual(['approximated', 'approximated']);
});

test('inspection remembers TCP, UDP and ICMP only: where others pass one way, rules for answers say so', () => {
  const file = inspected('ip inspect FW in', 'ip inspect FW in', [
    'ip inspect tcp block-non-session',
    ...INSPECTED,
    ...LISTS,
    ' permit ip any any',
  ]);
  const { policy } = reading(file);
  expect(policy.stateful).toBe(false);
  expect(policy.rules.map(line)).toEqual([
    'L5 permit out tcp-udp any any any any states 2',
    'L5.2 permit out icmp any any any any states 2',
    'L10 permit in tcp-udp any any any any states 2',
    'L10.2 permit in icmp any any any any states 2',
    'L11 drop both tcp any any any any states 8',
    'L16 permit in tcp any any 10.45.16.10 443',
    'L17 drop in any any any any any',
    'L19 permit out tcp any any any 80',
    'L20 permit out any any any any any',
  ]);
  // ESP that was let out: its answer is for the list to judge.
  const esp = (fromOutside: boolean): Sent => ({
    packet: packetOf({
      src: at(fromOutside ? '203.0.113.9' : '10.45.16.10'),
      dst: at(fromOutside ? '10.45.16.10' : '203.0.113.9'),
      protocol: 50,
    }),
    fromOutside,
    after_s: 0,
  });
  expect(verdicts(policyWith(policy), [esp(false), esp(true)])).toMatchObject([
    { action: 'accept' },
    { action: 'drop' },
  ]);
});

test('a rule set that names applications remembers these', () => {
  const file = (...protocols: string[]) =>
    inspected('', 'ip inspect FW in', [...protocols.map((one) => `ip inspect name FW ${one}`), ...LISTS]);
  expect(reading(file('http', 'rtsp')).policy.rules.slice(0, 2).map(line)).toEqual([
    'L10 permit in tcp any 80 any any states 2',
    'L11 undetermined in tcp-udp any any any any states 2',
  ]);
  expect(doubts(file('tcp', 'udp', 'rtsp')).map(([, status, why]) => [status, why])).toContainEqual([
    'ignored',
    'the helper for rtsp is not modelled: nothing here speaks it',
  ]);
});

test.each([
  ['ip access-group NONE in', 'in', 'the list NONE is not defined: what goes there is undetermined'],
  ['ip access-group X', 'both', 'it must say in or out: what goes there is undetermined'],
  ['shutdown', 'both', 'the interface is shut down: what goes there is undetermined'],
  [
    'zone-member security OUT',
    'both',
    'what the zone-based firewall decides is not modelled: what goes there is undetermined',
  ],
  [
    'ip policy route-map R',
    'in',
    'where it sends packets by policy is not modelled: what goes there is undetermined',
  ],
  ['ip nat enable', 'in', 'NAT from inside to outside only is modelled: what goes there is undetermined'],
  ['service-policy input WORMS', 'in', 'WORMS drops what is not modelled: what goes there is undetermined'],
])('"%s" stops what it may decide', (command, direction, why) => {
  const file = router([command], [], [...LISTS, 'policy-map WORMS', ' class W', '  drop']);
  expect(reading(file).policy.rules[0]).toMatchObject({ line: 3, direction, action: 'undetermined' });
  expect(doubts(file)[0]).toEqual([command, 'ignored', why]);
});

test('two lists for the same packets, and entries that are taken away, are undetermined', () => {
  const file = router(['ip access-group X in'], ['ip access-group Y out'], LISTS);
  expect(reading(file).policy.rules[0]).toMatchObject({ line: 6, direction: 'in', action: 'undetermined' });
  expect(rulesOf('permit tcp any any', 'no 10')).toEqual([
    'L8 permit in tcp any any any any',
    'L9 undetermined in any any any any any',
  ]);
});

test('lines without an indent belong to the list above; a banner does not', () => {
  const file = router(
    ['ip access-group X in', 'no ip unreachables'],
    [],
    [
      'ip access-list extended X',
      'deny tcp any any eq 25',
      'banner motd #',
      'permit ip any any',
      '#',
      'ip access-list extended X',
      'permit tcp any any',
      'exit',
    ],
  );
  expect(reading(file).policy.rules.map(line).slice(0, 2)).toEqual([
    'L8 drop in tcp any any any 25',
    'L13 permit in tcp any any any any',
  ]);
});

const NAT = [
  'ip nat inside source static 10.45.16.10 131.107.155.10',
  'ip nat inside source static tcp 10.45.16.40 8443 131.107.155.40 443',
  'ip access-list standard S',
  ' permit 10.45.16.64 0.0.0.63',
  'ip nat pool P 131.107.155.99 131.107.155.99 netmask 255.255.255.0',
  'ip nat inside source list S pool P overload',
];
const translated = (outside: readonly string[], inside: readonly string[], ...entries: string[]) =>
  reading(
    router(
      ['ip nat outside', 'no ip unreachables', ...outside],
      ['ip nat inside', 'no ip unreachables', ...inside],
      [...NAT, 'ip access-list extended X', ...entries.map((entry) => ` ${entry}`)],
    ),
  ).policy.rules.map(line);

test('a list at the outer interface names addresses outside of NAT, one at the inner interface those inside', () => {
  const entries = [
    'permit tcp any host 131.107.155.10 eq 443',
    'permit tcp any host 131.107.155.40 eq 443',
    'permit tcp any host 131.107.155.40 eq 8443',
    'deny ip any 10.45.16.0 0.0.0.15',
    'permit udp any host 131.107.155.99',
    'permit tcp any host 10.45.16.40 eq 8443',
  ];
  expect(translated(['ip access-group X in'], [], ...entries).slice(0, -1)).toEqual([
    'L17 permit in tcp any any 10.45.16.10 443',
    'L18 permit in tcp any any 10.45.16.40 8443',
    // What nobody has is no rule; nor is the inner address, which nobody uses outside.
    'L20 drop in any any any 10.45.16.0-10.45.16.9,10.45.16.11-10.45.16.15 any',
    // Answers only: nothing can begin there.
    'L21 permit in udp any any 10.45.16.64/26 any states 6',
  ]);
  expect(translated([], ['ip access-group X out'], 'permit tcp any host 10.45.16.10').slice(0, -1)).toEqual([
    'L17 permit in tcp any any 10.45.16.10 any',
  ]);
  expect(
    translated(
      ['ip access-group X out'],
      [],
      'permit tcp host 131.107.155.10 any',
      'permit udp host 131.107.155.99 any',
      'permit tcp host 131.107.155.40 eq 443 any',
    ).slice(0, -1),
  ).toEqual([
    'L17 permit out tcp 10.45.16.10 any any any',
    'L18 permit out udp 10.45.16.64/26 any any any',
    'L19 permit out tcp 10.45.16.40 8443 any any states 6',
  ]);
});

test('a list at the outer interface decides new packets as it would before NAT', () => {
  const [plain, mapped, forward, shared] = [
    '10.45.16.70',
    '131.107.155.10',
    '131.107.155.40',
    '131.107.155.99',
  ];
  const places = [plain, mapped, forward, shared] as const;
  const port = fc.constantFrom(443, 8443, 80);
  const entry = fc.record({
    permit: fc.boolean(),
    // Also the inner addresses, which packets from outside never have.
    to: fc.constantFrom(...places, '10.45.16.10', '10.45.16.40', 'any'),
    port: fc.option(port, { nil: null }),
  });
  const packet = fc.record({ to: fc.constantFrom(...places), port });
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 6 }), packet, (entries, { to, port: dport }) => {
      const lines = entries.map(
        (one) =>
          ` ${one.permit ? 'permit' : 'deny'} tcp any ${one.to === 'any' ? 'any' : `host ${one.to}`}` +
          (one.port === null ? '' : ` eq ${one.port}`),
      );
      const { policy: read } = reading(
        router(
          ['ip nat outside', 'ip access-group X in'],
          ['ip nat inside'],
          [...NAT, 'ip access-list extended X', ...lines],
        ),
      );
      const first = entries.find(
        (one) => (one.to === 'any' || one.to === to) && (one.port === null || one.port === dport),
      );
      const arrives = to === plain || to === mapped || (to === forward && dport === 443);
      const sent = packetOf({
        src: at('203.0.113.9'),
        dst: at(to),
        protocol: 6,
        sport: 50000,
        dport,
        flags: 2,
      });
      const [verdict] = verdicts(policyWith(read), [{ packet: sent, fromOutside: true, after_s: 0 }]);
      expect((verdict as { action: string }).action === 'accept').toBe(first?.permit === true && arrives);
    }),
    { numRuns: Number(process.env['RUNS'] ?? 500) },
  );
});

test('NAT of other kinds stops what comes from outside; without marks there is none', () => {
  const file = (marks: readonly [string, string], nat: string) =>
    reading(router([marks[0]], [marks[1]], [nat])).policy;
  const marks = ['ip nat outside', 'ip nat inside'] as const;
  const stopped = [{ direction: 'in', action: 'undetermined' }];
  expect(file(marks, 'ip nat outside source static 203.0.113.9 10.9.9.9').rules).toMatchObject(stopped);
  expect(file(marks, 'ip nat inside source static 10.0.0.1 131.107.155.9 route-map R').rules).toMatchObject(
    stopped,
  );
  // Without "overload" each address would stand for one inside.
  const list = (words: string) =>
    reading(router([marks[0]], [marks[1]], [...NAT.slice(2, 5), `ip nat inside source list S ${words}`]));
  expect(list('pool P overload').policy.masquerades).toHaveLength(1);
  expect(list('pool P').policy.masquerades).toEqual([]);
  expect(list('pool P').ledger.at(-1)).toMatchObject({
    status: 'ignored',
    why: 'NAT to one address with ports only is modelled: sources stay as they are',
  });
  expect(file(['ip nat inside', 'ip nat outside'], NAT[0]!).rules).toMatchObject([
    { direction: 'both', action: 'undetermined' },
  ]);
  expect(file(['no cdp enable', 'no cdp enable'], NAT[0]!)).toEqual({
    rules: [],
    default: 'permit',
    stateful: false,
  });
});

test('interfaces are known by name, in full or shortened, and by description; others are refused', () => {
  const of = (outside: string) =>
    ios.read(router(['ip access-group X in'], [], LISTS), { outside, inside: 'none' });
  for (const name of ['gi0/0', 'GigabitEthernet0/0', 'OUTSIDE'])
    expect(of(name)).toMatchObject({ policy: { rules: [{ direction: 'in' }, {}, {}] } });
  expect(of('Gi0/7')).toEqual({
    problem: expect.stringContaining(
      'its interfaces are GigabitEthernet0/0, GigabitEthernet0/1, none of them',
    ) as string,
    line: 1,
  });
  expect(ios.read(LISTS.join('\n'), DEFAULT_INTERFACES)).toMatchObject({
    problem: expect.stringContaining('it has no interfaces') as string,
  });
});

test('lists by number are recognised, and those of a PIX are not taken for them', () => {
  const lines = 'access-list 101 remark web\naccess-list 101 permit tcp any any eq 80\n';
  expect(recognise(lines)?.id).toBe('ios');
  expect(recognise(`PIX Version 6.3(5)\n${lines}access-group 101 in interface outside\n`)?.id).toBe('asa');
});

test('ten thousand entries with groups are read in no time', () => {
  const members = Array.from({ length: 250 }, (_, index) => ` host 10.45.17.${index}`);
  const entries = Array.from({ length: 10_000 }, (_, index) =>
    index % 2 === 0
      ? ` permit tcp any object-group G eq ${index}`
      : ` deny udp 10.45.16.0 0.0.${index % 256}.255 any eq 53`,
  );
  const file = router(
    ['ip access-group X in', 'ip nat outside'],
    ['ip nat inside'],
    [...NAT.slice(0, 1), 'object-group network G', ...members, 'ip access-list extended X', ...entries],
  );
  const before = performance.now();
  expect(reading(file).policy.rules.length).toBeGreaterThan(10_000);
  expect(performance.now() - before).toBeLessThan(2000);
});

function written(of: Policy, interfaces = DEFAULT_INTERFACES): string {
  const result = ios.write(of, interfaces, 'a test');
  if (typeof result !== 'string') throw new Error(result.problems.join('; '));
  return result;
}

const policyWith = (over: ReturnType<typeof reading>['policy']): Policy => ({ ...policy([]), ...over });

test('what is written: numbers in one count, inspection, groups, a time range that never holds', () => {
  expect(
    written(
      policy([
        rule({
          id: 'E1',
          purpose: 'web',
          direction: 'in',
          transport: 'tcp',
          destinations: [one('10.45.16.10'), one('10.45.16.20')],
          destinationPorts: [ports(80), ports(443)],
          log: true,
        }),
        rule({ id: 'E2', transport: 'tcp-udp', destinationPorts: [ports(53)], enabled: false }),
      ]),
      { outside: 'Gi0/1', inside: 'inside' },
    ).split('\n'),
  ).toEqual([
    '! a test',
    'ip inspect tcp synwait-time 120',
    'ip inspect tcp finwait-time 30',
    'ip inspect tcp idle-time 3600',
    'ip inspect udp idle-time 60',
    '! lab: tcpAnswered_s = 60',
    '! lab: tcpTimeWait_s = 120',
    'ip inspect tcp block-non-session',
    'ip inspect name EDGE-LAB tcp',
    'ip inspect name EDGE-LAB udp',
    'ip inspect name EDGE-LAB icmp timeout 30',
    'object-group network E1-dst',
    ' host 10.45.16.10',
    ' host 10.45.16.20',
    'object-group service E2-svc',
    ' tcp-udp eq 53',
    'interface Gi0/1',
    ' ip access-group FROM-OUTSIDE in',
    ' no ip unreachables',
    ' ip inspect EDGE-LAB in',
    'interface GigabitEthernet0/0',
    ' description inside',
    ' ip access-group FROM-INSIDE in',
    ' no ip unreachables',
    ' ip inspect EDGE-LAB in',
    'ip access-list extended FROM-OUTSIDE',
    ' remark E1: web',
    ' 10 permit tcp any object-group E1-dst eq 80 443 log',
    ' remark E2:',
    ' 20 permit object-group E2-svc any any time-range SWITCHED-OFF',
    ' remark default:',
    ' 40 deny ip any any',
    'ip access-list extended FROM-INSIDE',
    ' remark E2:',
    ' 30 permit object-group E2-svc any any time-range SWITCHED-OFF',
    ' remark default:',
    ' 50 deny ip any any',
    'time-range SWITCHED-OFF',
    ' absolute end 00:00 01 January 1993',
    'end',
    '',
  ]);
});

test('with NAT both lists are at the inner interface, where packets look as rules name them', () => {
  const text = written(
    policy([rule({ direction: 'in', transport: 'tcp' })], {
      nat: [{ outside: at('131.107.155.10'), inside: at('10.45.16.10') }],
    }),
  );
  expect(text).toContain(
    [
      ' description outside',
      ' no ip unreachables',
      ' ip nat outside',
      ' ip inspect EDGE-LAB in',
      'interface GigabitEthernet0/1',
      ' description inside',
      ' ip access-group FROM-INSIDE in',
      ' ip access-group FROM-OUTSIDE out',
    ].join('\n'),
  );
  const shared = policy([], {
    masquerades: [
      { inside: [{ first: at('10.45.16.0'), last: at('10.45.16.255') }], outside: at('131.107.155.2') },
    ],
  });
  expect(written(shared)).toContain(
    [
      'ip nat pool NAT-1 131.107.155.2 131.107.155.2 prefix-length 32',
      'ip nat inside source list NAT-1 pool NAT-1 overload',
      'ip access-list standard NAT-1',
      ' permit 10.45.16.0 0.0.0.255',
    ].join('\n'),
  );
});

const refused = (rules: readonly Partial<Rule>[], over: Partial<Policy> = {}) => {
  const result = ios.write(
    policy(
      rules.map((one, index) => rule({ id: `R${index + 1}`, ...one })),
      { stateful: false, ...over },
    ),
    DEFAULT_INTERFACES,
    'a test',
  );
  return typeof result === 'string' ? [] : result.problems;
};
const told = { action: 'reject', rejectWith: 'admin-prohibited' } as const;

test('what cannot be said is refused, and says why', () => {
  expect(refused([{ states: 1 }])).toEqual(['rule R1 asks for the state of a connection: this form cannot']);
  expect(refused([{ action: 'reject', direction: 'in' }])).toContain(
    'rule R1 rejects: this form can only say "administratively prohibited"',
  );
  expect(refused([{ ...told, direction: 'in', transport: 'tcp' }, { action: 'drop' }])).toEqual([
    'rule R2 drops where others reject: an interface does one or the other for all',
  ]);
  expect(refused([{ ...told, direction: 'in', transport: 'tcp' }])).toEqual([
    'what no rule names is dropped where others reject (in): an interface does one or the other for all',
  ]);
  expect(refused([{ ...told, direction: 'in' }])).toEqual([]);
  expect(
    refused([{ ...told, direction: 'in' }], {
      nat: [{ outside: at('131.107.155.10'), inside: at('10.45.16.10') }],
    }),
  ).toEqual(['senders are told one way only: with NAT, both lists are at the inner interface']);
  expect(refused([{ direction: 'out' }], { stateful: true })).toEqual([
    'protocols other than TCP, UDP and ICMP pass one way or in part: this form remembers none of their connections',
  ]);
  expect(refused([{ direction: 'both' }], { stateful: true })).toEqual([]);
  expect(
    refused([{ transport: '50' }, { transport: '47', action: 'drop' }], { stateful: true }),
  ).toHaveLength(1);
  expect(refused([{ transport: '50', enabled: false }], { stateful: true })).toEqual([]);
  expect(refused([], { default: 'reject' })).toHaveLength(1);
  expect(refused([], { hairpin: true })).toHaveLength(1);
  const sip = { kind: 'sip', destinations: [ANY_ADDRESS], ports: [ports(5060)] } as const;
  expect(refused([], { stateful: true, inspections: [sip] })).toEqual([]);
  expect(refused([], { stateful: false, inspections: [sip] })).toHaveLength(1);
  expect(refused([], { stateful: true, inspections: [{ ...sip, ports: [ports(5061)] }] })).toHaveLength(1);
});

/** What comes back when it has been written and read again, with nothing but understood lines. */
function again(before: Policy): Policy {
  const text = written(before);
  expect(doubts(text)).toEqual([]);
  return { ...before, ...reading(text).policy };
}

test.each([
  [
    'every protocol, without memory',
    { stateful: [false], actions: ['permit', 'drop'], defaults: ['drop', 'permit'] },
  ],
  [
    'rejects',
    {
      stateful: [false],
      actions: ['permit', 'reject'],
      rejectWith: ['admin-prohibited'],
      defaults: ['permit'],
    },
  ],
] satisfies [string, Sayable][])(
  'written and read again decides every packet the same way: %s',
  (_, sayable) => {
    fc.assert(
      fc.property(policies({ ...sayable, flags: true, nat: true }), traffic(), (before, packets) => {
        // With NAT, both lists are at one interface, which tells senders or does not.
        const result = ios.write(before, DEFAULT_INTERFACES, 'a test');
        fc.pre(typeof result === 'string');
        expect(verdicts(again(before), packets)).toEqual(verdicts(before, packets));
      }),
      { numRuns: Number(process.env['RUNS'] ?? 200) },
    );
  },
);

test('rejects one way and drops the other come back as they were', () => {
  const before = policy(
    [
      rule({ id: 'A', direction: 'in', transport: 'tcp', destinationPorts: [ports(443)] }),
      rule({ id: 'B', direction: 'in', ...told }),
      rule({ id: 'C', direction: 'out', transport: 'udp', action: 'drop' }),
    ],
    { stateful: false },
  );
  const after = again(before);
  expect(after.default).toBe('drop');
  expect(
    after.rules.map(({ id, direction, action, rejectWith }) => [id, direction, action, rejectWith]),
  ).toEqual([
    ['A', 'in', 'permit', null],
    ['B', 'in', 'reject', 'admin-prohibited'],
    ['C', 'out', 'drop', null],
  ]);
});

test('flags that are "established" are written as that', () => {
  const flags = (...tests: Rule['flags']) =>
    written(
      policy([rule({ id: 'A', direction: 'in', transport: 'tcp', flags: tests })], { stateful: false }),
    );
  expect(flags({ set: 16, mask: 16 }, { set: 4, mask: 4 })).toContain('permit tcp any any established\n');
  const [ack, rst, fin] = [16, 4, 1].map((bit) => ({ set: bit, mask: bit }));
  expect(flags(ack!, rst!, fin!)).not.toContain('established');
  // Said twice, written once, so that it is one rule again.
  expect(flags(fin!, fin!).split('match-all +fin')).toHaveLength(2);
  expect(flags({ set: 16, mask: 16 }, { set: 4, mask: 6 })).toContain(
    'permit tcp any any match-all -syn +rst\n',
  );
  expect(flags({ set: 2, mask: 23 })).toContain('permit tcp any any match-all -fin +syn -rst -ack\n');
});
