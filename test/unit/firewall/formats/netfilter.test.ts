import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { readPolicy } from '../../../../simulator/firewall/formats/registry.ts';
import { formatAddress, formatRange } from '../../../../simulator/model/address.ts';
import type { Rule } from '../../../../simulator/model/policy.ts';
import { formatPorts } from '../../../../simulator/model/ports.ts';

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
}: Rule): string {
  const of = (ranges: Rule['sources']) => ranges.map(formatRange).join();
  return `${id} ${action} ${direction} ${transport} ${of(sources)} -> ${of(destinations)} ${formatPorts(destinationPorts)}${log ? ' log' : ''}`;
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
      'L26 permit both any any -> any any',
      'L27 drop both any any -> any any',
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
      'L23 permit both any any -> any any',
      'L23.2 permit both any any -> any any',
      'L23.3 drop both any any -> any any',
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
  ['-p tcp ! --syn', 'permit both tcp any -> any any'],
  ['-i eth0 -p udp --sport 53 -c 7 9', 'permit in udp any -> any any'],
  ['! -i eth0', 'permit out any any -> any any'],
])('iptables: %s', (words, rule) => {
  const text = `*filter\n:FORWARD DROP [0:0]\n-A FORWARD ${words} -j ACCEPT\nCOMMIT\n`;
  const reading = readPolicy(text, null, { ...DEFAULT_INTERFACES, outside: 'eth0', inside: 'eth1' });
  if ('problem' in reading) throw new Error(reading.problem);
  expect(reading.policy.rules.map(ruleText)).toEqual([`L3 ${rule}`]);
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
])('iptables: what %s comes to is said', (words, why) => {
  const text = `*filter\n:FORWARD DROP [0:0]\n-A FORWARD ${words} -j ACCEPT\nCOMMIT\n`;
  const reading = readPolicy(text, null, DEFAULT_INTERFACES);
  if ('problem' in reading) throw new Error(reading.problem);
  const said = reading.ledger[2]!.why;
  if (why === null) expect(reading.policy.rules).toHaveLength(1);
  else expect(said).toContain(why);
});
