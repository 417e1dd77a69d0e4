import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asa } from '../../../../simulator/firewall/formats/asa/asa.ts';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { recognise } from '../../../../simulator/firewall/formats/registry.ts';
import { formatRange } from '../../../../simulator/model/address.ts';
import { formatPorts } from '../../../../simulator/model/ports.ts';

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
