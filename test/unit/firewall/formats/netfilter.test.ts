import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { readPolicy } from '../../../../simulator/firewall/formats/registry.ts';
import { formatAddress, formatRange } from '../../../../simulator/model/address.ts';
import type { Rule } from '../../../../simulator/model/policy.ts';
import { ANY_STATE } from '../../../../simulator/model/policy.ts';
import { formatFlagTests, formatPorts } from '../../../../simulator/model/ports.ts';

function customer(file: string) {
  const text = readFileSync(join(import.meta.dirname, '../../../fixtures/firewalls', file), 'utf8');
  const reading = readPolicy(text, null, DEFAULT_INTERFACES);
  if ('problem' in reading) throw new Error(reading.problem);
  // Every line has its place in the ledger, in order; of JSON, every object that stands in one.
  const lines = text.trimEnd().split('\n');
  const told = lines.flatMap((line, at) =>
    /^[{]"nftables|^]/.test(line) ? [] : [[at + 1, line.replace(/,$/, '')]],
  );
  expect(reading.ledger.map(({ line, text: of }) => [line, of])).toEqual(
    reading.format.extension === 'json' ? told : lines.map((line, at) => [at + 1, line]),
  );
  return {
    ...reading,
    odd: reading.ledger
      .filter(({ status }) => status !== 'understood')
      .map(({ line, status, why }) => [line, status, why]),
    rules: reading.policy.rules.map(ruleText),
  };
}

function ruleText({
  id,
  action,
  direction,
  transport,
  sources,
  destinations,
  destinationPorts,
  log,
  states,
  flags,
}: Rule): string {
  const of = (ranges: Rule['sources']) => ranges.map(formatRange).join();
  return `${id} ${action} ${direction} ${transport} ${of(sources)} -> ${of(destinations)} ${formatPorts(destinationPorts)}${log ? ' log' : ''}${states === ANY_STATE ? '' : ` in states ${states}`}${flags.length === 0 ? '' : ` with ${formatFlagTests(flags)}`}`;
}

describe("iptables-save of a customer's firewall", () => {
  const { format, odd, rules, policy } = customer('iptables-customer.rules');

  test('every line is understood, or says why not', () => {
    expect(format.id).toBe('iptables');
    expect(odd).toEqual([
      [7, 'ignored', 'the table mangle changes no verdict here'],
      [14, 'ignored', 'REDIRECT in PREROUTING is not known: what becomes of its packets is undetermined'],
      [24, 'ignored', 'for packets to or from the firewall itself, of which there are none'],
      [25, 'ignored', 'for packets to or from the firewall itself, of which there are none'],
      [31, 'ignored', 'wlan0 is neither outside nor inside, between which this firewall stands'],
      [35, 'ignored', '--timestart is not known: what it names is undetermined'],
      [36, 'ignored', '--match-set is not known: what it names is undetermined'],
      [37, 'ignored', '"90:80" behind --dport is not known: what it names is undetermined'],
      [38, 'ignored', '"10.45.16.300/32" behind -d is not known: what it names is undetermined'],
      [39, 'ignored', '--limit is not known: what it names is undetermined'],
      [44, 'ignored', 'no packet comes to the chain old-vpn'],
    ]);
  });

  test('chains are unfolded where they are jumped to; what was not understood names what it might', () => {
    expect(rules).toEqual([
      'L14 undetermined in tcp any -> any 2525',
      'L26 permit both any any -> any any in states 6',
      'L27 drop both any any -> any any in states 8',
      'Access permit in tcp any -> 10.45.16.10 443, 5061',
      'L34 permit in udp any -> 10.45.16.30 3478',
      'L35 undetermined in tcp any -> 10.45.16.20 443',
      'L36 undetermined in tcp any -> 10.45.16.40 443',
      'L37 undetermined in tcp any -> 10.45.16.40 any',
      'L38 undetermined in tcp any -> any 80',
      'L39 undetermined in icmp any -> any any',
      'L40 drop in udp any -> any 1024-65535',
      'L41 permit in tcp any -> 10.45.16.30 443',
      'L43 reject in tcp any -> any any log',
      'L29 permit out udp 10.45.16.0/24 -> any 53',
      'L30 permit out tcp 10.45.16.0/24 -> any 80, 443, 5061',
      'L32 permit in udp any -> any 3478',
    ]);
  });

  test('NAT and settings', () => {
    expect(policy.nat?.map(({ outside, inside }) => [outside, inside].map(formatAddress))).toEqual([
      ['131.107.155.10', '10.45.16.10'],
    ]);
    expect(policy.forwards).toMatchObject([{ transport: 'tcp', outsidePort: 8443, insidePort: 443 }]);
    expect(policy.masquerades?.map(({ outside }) => formatAddress(outside))).toEqual(['131.107.155.99']);
    expect(policy.timeouts).toMatchObject({ udpUnreplied_s: 30, tcpEstablished_s: 7200 });
    expect(policy).toMatchObject({ default: 'drop', hairpin: false });
  });
});

describe("nftables of a customer's firewall", () => {
  const { format, odd, rules } = customer('nftables-customer.nft');

  test('every line is understood, or says why not', () => {
    expect(format.id).toBe('nftables');
    expect(odd).toEqual([
      [19, 'ignored', 'for packets to or from the firewall itself, of which there are none'],
      [24, 'ignored', 'names no packet that there is here (IPv6, or another interface)'],
      [28, 'ignored', 'meta mark is not modelled: what it names is undetermined'],
      [31, 'ignored', 'the set @blocked is filled while the firewall runs: what it names is undetermined'],
      [35, 'ignored', 'ct count is not modelled: what it names is undetermined'],
      [37, 'ignored', expect.stringContaining('is no value of tcp dport: what it names is undetermined')],
      [38, 'ignored', '"limit" is not modelled: what it names is undetermined'],
      [39, 'ignored', 'the set @nosuch is not in the file: what it names is undetermined'],
    ]);
  });

  test('variables, sets and maps are put in; chains unfolded', () => {
    expect(rules).toEqual([
      'L23 permit both any any -> any any in states 2',
      'L23.2 permit both any any -> any any in states 4',
      'L23.3 drop both any any -> any any in states 8',
      'L31 undetermined in any any -> any any',
      'Access permit in tcp any -> 10.45.16.10 443, 5061',
      'L33 permit in tcp 192.0.2.0/24,198.51.100.10 -> 10.45.16.40 443',
      'L34 permit in udp any -> 10.45.16.30 3478',
      'L35 undetermined in tcp any -> 10.45.16.30 443',
      'L36 permit in tcp any -> 10.45.16.30 443',
      'L37 undetermined in any any -> any any',
      'L38 undetermined in icmp any -> any any',
      'L39 undetermined in any any -> any any',
      'L40 permit in udp any -> any 3478',
      'L41 reject in tcp any -> any 1-65535 log',
      'L26 permit out udp 10.45.16.0/24 -> any 53',
      'L27 permit out tcp 10.45.16.10,10.45.16.20,10.45.16.30 -> any 80, 443, 5061',
      'L28 undetermined both any any -> any any',
    ]);
  });
});

test("nftables of a customer's firewall as JSON: every object is understood, or says why not", () => {
  const { format, odd, rules, policy } = customer('nftables-customer.json');
  expect(format.id).toBe('nftables-json');
  expect(odd).toEqual([
    [10, 'ignored', 'meta skuid is not modelled: what it names is undetermined'],
    [11, 'ignored', '"quota" changes no verdict by itself'],
  ]);
  expect(rules).toEqual([
    'Access permit in tcp any -> 10.45.16.10 443, 5061',
    'L8 permit both udp 192.0.2.0/24 -> any 3478',
    'L9 undetermined both any any -> any any',
  ]);
  expect(policy).toMatchObject({ default: 'drop', stateful: true });
});

test.each([
  ['-p all', 'permit both any any -> any any'],
  ['-p 0', 'permit both any any -> any any'],
  ['-p icmp --icmp-type any', 'permit both icmp any -> any any'],
  ['! -s 10.45.16.0/25', 'permit both any 0.0.0.0-10.45.15.255,10.45.16.128-255.255.255.255 -> any any'],
  ['-p tcp ! --dport 443', 'permit both tcp any -> any 0-442, 444-65535'],
  ['-p tcp ! --syn', 'permit both tcp any -> any any with F/F, /S, R/R, A/A'],
  ['-i eth0 -p udp --sport 53 -c 7 9', 'permit in udp any -> any any'],
  ['! -i eth0', 'permit out any any -> any any'],
  ['-i eth+', 'permit both any any -> any any'],
  ['-p tcp --tcp-flags ALL URG', undefined],
  ['-p tcp --tcp-flags SYN,ACK SYN', 'permit both tcp any -> any any with S/SA'],
  ['-m conntrack ! --ctstate INVALID', 'permit both any any -> any any in states 7'],
  ['! -f', 'permit both any any -> any any'],
  ['-p tcp --dport :80', 'permit both tcp any -> any 0-80'],
  ['-p tcp --dport 1024:', 'permit both tcp any -> any 1024-65535'],
  ['-p icmp --icmp-type host-unreachable', 'permit both icmp any -> any any'],
  ['-s 10.0.0.0/255.255.255.0', 'permit both any 10.0.0.0/24 -> any any'],
  ['-m iprange --src-range 10.0.0.1-10.0.0.2', 'permit both any 10.0.0.1-10.0.0.2 -> any any'],
])('iptables: %s', (words, rule) => {
  const text = `*filter\n:FORWARD DROP [0:0]\n-A FORWARD ${words} -j ACCEPT\nCOMMIT\n`;
  const reading = readPolicy(text, null, { ...DEFAULT_INTERFACES, outside: 'eth0', inside: 'eth1' });
  if ('problem' in reading) throw new Error(reading.problem);
  expect(reading.policy.rules.map(ruleText)).toEqual(rule === undefined ? [] : [`L3 ${rule}`]);
});

test.each([
  ['! -p all', 'it names no packet'],
  ['! -p icmp --icmp-type 8', null],
  ['! --icmp-type any', 'it names no packet'],
  ['-6', 'IPv6 is not modelled'],
  ['-f', 'packets are not cut into fragments here'],
  ['--tcp-flags SYN ACK', 'the flags are not known'],
  ['--ctstate DNAT', 'a state of "DNAT" is not modelled'],
  ['--dport 80', '--dport without -p tcp or -p udp'],
  ['-p tcp --dport', '"-j" behind --dport is not known'],
  ['constructor', 'constructor is not known'],
  ['-p icmp --icmp-type 8/0/0', '"8/0/0" behind --icmp-type is not known'],
  ['-p icmp --icmp-type 3/256', '"3/256" behind --icmp-type is not known'],
  ['-s 10.0.0.2-10.0.0.1', '"10.0.0.2-10.0.0.1" behind -s is not known'],
  ['-s 10.0.0.0/255.0', '"10.0.0.0/255.0" behind -s is not known'],
  ['-p tcp --tcp-flags SYN,X SYN', 'the flags are not known'],
])('iptables: what %s comes to is said', (words, why) => {
  const text = `*filter\n:FORWARD DROP [0:0]\n-A FORWARD ${words} -j ACCEPT\nCOMMIT\n`;
  const reading = readPolicy(text, null, DEFAULT_INTERFACES);
  if ('problem' in reading) throw new Error(reading.problem);
  const said = reading.ledger[2]!.why;
  if (why === null) expect(reading.policy.rules).toHaveLength(1);
  else expect(said).toContain(why);
});

/** What of a file is not understood, and which packets are undetermined. */
function doubts(text: string) {
  const reading = readPolicy(text, null, DEFAULT_INTERFACES);
  if ('problem' in reading) return reading.problem;
  return {
    rules: reading.policy.rules.map(ruleText),
    whys: reading.ledger.filter(({ status }) => status !== 'understood').map(({ why }) => why),
    default: reading.policy.default,
  };
}

const FILTER = '*filter\n:FORWARD DROP [0:0]\nCOMMIT\n';
const UNCLEAR = 'undetermined both any any -> any any';
test.each([
  [
    '*filter\n:FORWARD QUEUE [0:0]\nCOMMIT',
    { rules: [], whys: ['the policy "QUEUE" must be ACCEPT or DROP; taken as DROP'], default: 'drop' },
  ],
  [
    `${FILTER}*raw\n:PREROUTING DROP [0:0]\nCOMMIT`,
    { rules: [`L5 ${UNCLEAR}`], whys: ['what the table raw drops is not modelled'] },
  ],
  [
    `${FILTER}*raw\n-A PREROUTING -p udp -j DROP\nCOMMIT`,
    {
      rules: ['L5 undetermined both udp any -> any any'],
      whys: ['what the table raw does is not modelled: it is undetermined'],
    },
  ],
  [`${FILTER}*raw\n-A PREROUTING -j CT --notrack\nCOMMIT`, { rules: [`L5 ${UNCLEAR}`] }],
  [
    `${FILTER}*raw\n-A PREROUTING -j CT --zone 1\nCOMMIT`,
    { rules: [], whys: ['the table raw changes no verdict here'] },
  ],
  [`${FILTER}*mangle\n-A FORWARD -j LOG\n-A FORWARD\n-A INPUT -j DROP\nCOMMIT`, { rules: [] }],
  [
    FILTER.replace('COMMIT', '-D FORWARD 1\nCOMMIT'),
    { rules: [`L3 ${UNCLEAR}`], whys: ['"-D" is not what iptables-save writes: must be -A CHAIN'] },
  ],
  [
    `${FILTER}*nat\n-D PREROUTING 1\nCOMMIT`,
    { rules: [], whys: ['"-D" is not what iptables-save writes: must be -A CHAIN'] },
  ],
  [
    FILTER.replace('\nCOMMIT', ''),
    {
      rules: [`L2 ${UNCLEAR}`],
      whys: [
        'what becomes of packets that no rule names; the table filter has no COMMIT: the file is cut off',
      ],
    },
  ],
  [
    FILTER.replace('COMMIT', '-A FORWARD -p tcp -g more\n-A more -j ACCEPT\nCOMMIT'),
    { rules: ['L4 permit both tcp any -> any any'], whys: [] },
  ],
  [
    FILTER.replace('COMMIT', '-A FORWARD -j QUEUE\nCOMMIT'),
    { rules: [`L3 ${UNCLEAR}`], whys: ['the chain QUEUE is not in the file'] },
  ],
  [
    FILTER.replace('COMMIT', '-A FORWARD -j REJECT --reject-with x\nCOMMIT'),
    { rules: [`L3 ${UNCLEAR}`], whys: ['the target "REJECT" is not known: what it names is undetermined'] },
  ],
  [
    FILTER.replace('COMMIT', '-A FORWARD -j REJECT\nCOMMIT'),
    { rules: ['L3 reject both any any -> any any'], whys: [] },
  ],
  [
    FILTER.replace('COMMIT', '-A FORWARD -i eth7 -j ACCEPT\nCOMMIT'),
    'its interfaces are eth7, none of them "outside" or "inside": say which is which, as in --interfaces outside=NAME,inside=NAME',
  ],
])('iptables: what stands around the rules counts, too: %j', (text, expected) => {
  if (typeof expected === 'string') expect(doubts(text)).toBe(expected);
  else expect(doubts(text)).toMatchObject(expected);
});
