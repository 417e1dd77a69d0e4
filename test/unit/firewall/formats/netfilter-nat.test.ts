import { describe, expect, test } from 'vitest';
import type { FirewallFormat } from '../../../../simulator/firewall/formats/format.ts';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { iptables } from '../../../../simulator/firewall/formats/iptables/iptables.ts';
import { nftables } from '../../../../simulator/firewall/formats/nftables/nftables.ts';
import { formatAddress, formatRange } from '../../../../simulator/model/address.ts';

/*
 * NAT of netfilter, as iptables and nftables say it: the same line means the same in both.
 */

const NFT = (hook: string, ...lines: readonly string[]) => `table ip n {
 chain n {
  type nat hook ${hook} priority dstnat;
  ${lines.join('\n  ')}
 }
}
table ip f {
 chain f {
  type filter hook forward priority 0; policy drop;
 }
}`;
const IPTABLES = (chain: string, ...lines: readonly string[]) =>
  `*nat\n${lines.map((line) => `-A ${chain} ${line}\n`).join('')}COMMIT\n*filter\n:FORWARD DROP [0:0]\nCOMMIT\n`;

function comesTo(format: FirewallFormat, text: string) {
  const reading = format.read(text, DEFAULT_INTERFACES);
  if ('problem' in reading) throw new Error(reading.problem);
  const { nat = [], forwards = [], masquerades = [], rules } = reading.policy;
  return {
    nat: [
      ...nat.map(({ outside, inside }) => `${formatAddress(outside)} = ${formatAddress(inside)}`),
      ...forwards.map(
        ({ transport, outside, outsidePort, inside, insidePort }) =>
          `${transport} ${formatAddress(outside)}:${outsidePort} > ${formatAddress(inside)}:${insidePort}`,
      ),
      ...masquerades.map(
        ({ inside, outside }) => `${inside.map(formatRange).join()} as ${formatAddress(outside)}`,
      ),
    ],
    whys: reading.ledger.filter(({ status }) => status !== 'understood').map(({ why }) => why),
    undetermined: rules.map(({ action, direction, transport }) => `${action} ${direction} ${transport}`),
  };
}

const IN = { iptables: 'PREROUTING', nftables: 'prerouting' };
const OUT = { iptables: 'POSTROUTING', nftables: 'postrouting' };
const D = { iptables: '-d 1.1.1.1', nftables: 'ip daddr 1.1.1.1' };
const WAN = { iptables: '-i outside', nftables: 'iifname "outside"' };
const TO = { iptables: '-j DNAT --to-destination 10.0.0.1', nftables: 'dnat to 10.0.0.1' };
const FROM = { iptables: '-j SNAT --to-source 1.1.1.1', nftables: 'snat to 1.1.1.1' };
const TCP = (ports: string) => ({
  iptables: `-p tcp --dport ${ports.replace('-', ':')}`,
  nftables: `tcp dport ${ports}`,
});
type Both = { readonly iptables: string; readonly nftables: string };
const same = (text: string): Both => ({ iptables: text, nftables: text });

const line = (id: 'iptables' | 'nftables', parts: readonly Both[]) => parts.map((part) => part[id]).join(' ');

describe.each([
  ['iptables', iptables, IPTABLES],
  ['nftables', nftables, NFT],
] as const)('%s', (id, format, file) => {
  test.each([
    [IN, [WAN, D, TCP('443'), TO], ['tcp 1.1.1.1:443 > 10.0.0.1:443'], []],
    [IN, [WAN, D, TCP('80-81'), TO], ['tcp 1.1.1.1:80 > 10.0.0.1:80', 'tcp 1.1.1.1:81 > 10.0.0.1:81'], []],
    [
      IN,
      [D, TCP('443'), TO, same(':8443')],
      ['tcp 1.1.1.1:443 > 10.0.0.1:8443'],
      ['only what comes from outside is translated; NAT'],
    ],
    [
      IN,
      [WAN, D, TO],
      ['1.1.1.1 = 10.0.0.1'],
      ['NAT; one-to-one: what the inner address begins is translated, too'],
    ],
    [
      OUT,
      [{ iptables: '-s 10.0.0.0/30 -o outside', nftables: 'ip saddr 10.0.0.0/30 oifname "outside"' }, FROM],
      ['10.0.0.0/30 as 1.1.1.1'],
      [],
    ],
  ])('%j %j', (chain, parts, nat, whys) => {
    const text = line(id, parts).replaceAll(' :', ':');
    expect(comesTo(format, file(chain[id], text))).toEqual({ nat, whys, undetermined: [] });
  });

  test.each([
    [[D, TCP('80-81'), TO, same(':90')], 'several ports cannot go to one'],
    [[D, TCP('1-2000'), TO], 'at most 1024 ports in a row can be forwarded'],
    [[D, TO, same(':90')], 'a port needs TCP or UDP'],
    [[TCP('443'), TO], 'NAT of one address only is modelled'],
    [
      [D, { iptables: '-s 9.9.9.9', nftables: 'ip saddr 9.9.9.9' }, TO],
      'NAT of the destination that depends on the source is not modelled',
    ],
    [
      [D, { iptables: '-i inside', nftables: 'iifname "inside"' }, TO],
      'NAT of the destination of what inside sends is not modelled',
    ],
    [[D, { iptables: '-p 50', nftables: 'meta l4proto 50' }, TO], 'only TCP and UDP can be forwarded'],
    [
      [D, { iptables: '-m conntrack --ctstate NEW', nftables: 'ct state new' }, TO],
      'NAT by the state of a connection is not modelled',
    ],
    [[D, { iptables: '-j ACCEPT', nftables: 'accept' }], 'exceptions from NAT are not modelled'],
    [[D, { iptables: '-j RETURN', nftables: 'return' }], 'exceptions from NAT are not modelled'],
  ])('what is not modelled leaves its packets undetermined: %j', (parts, why) => {
    const text = line(id, parts).replaceAll(' :', ':');
    const found = comesTo(format, file(IN[id], text));
    expect(found.nat).toEqual([]);
    expect(found.undetermined).toEqual([expect.stringMatching(/^undetermined /)]);
    expect(found.whys).toEqual([
      expect.stringContaining(`${why}: what becomes of its packets is undetermined`),
    ]);
  });

  test.each([
    [
      [{ iptables: '-o inside', nftables: 'oifname "inside"' }, FROM],
      'NAT of the source towards inside is not modelled',
    ],
    [
      [{ iptables: '-o outside -d 9.9.9.9', nftables: 'oifname "outside" ip daddr 9.9.9.9' }, FROM],
      'NAT of the source of some packets only is not modelled',
    ],
    [
      [{ iptables: '-o outside -p tcp', nftables: 'oifname "outside" meta l4proto tcp' }, FROM],
      'NAT of the source of some packets only is not modelled',
    ],
    [
      [{ iptables: '-o outside -j MASQUERADE', nftables: 'oifname "outside" masquerade' }],
      "the firewall's own address is not in the file",
    ],
  ])('sources stay as they are where their NAT is not modelled: %j', (parts, why) => {
    expect(comesTo(format, file(OUT[id], line(id, parts)))).toEqual({
      nat: [],
      whys: [expect.stringMatching(new RegExp(`^${why}.*: sources stay as they are$`))],
      undetermined: [],
    });
  });

  test('what only counts or logs changes no verdict', () => {
    const log = { iptables: '-j LOG', nftables: 'log' }[id];
    expect(comesTo(format, file(IN[id], log))).toEqual({ nat: [], whys: [], undetermined: [] });
  });
});

test.each([
  ['prerouting', 'jump more', 'chains of NAT are not modelled: what becomes of its packets is undetermined'],
  ['prerouting', 'dnat ip to 10.0.0.1-10.0.0.9', 'NAT to one address, and one port, only is modelled'],
  ['prerouting', 'dnat to 10.0.0.1 random fully now', 'NAT to one address, and one port, only is modelled'],
  ['postrouting', 'snat to 1.1.1.1:80', 'NAT to one address, and one port, only is modelled'],
  ['prerouting', 'redirect to :80', "the firewall's own address is not in the file"],
  ['output', 'dnat to 10.0.0.1', 'for packets to or from the firewall itself, of which there are none'],
  ['prerouting', 'ip6 daddr ::1 accept', 'names no packet that there is here'],
])('nftables, %s: %s', (hook, text, why) => {
  expect(comesTo(nftables, NFT(hook, text)).whys[0]).toContain(why);
});

test.each([
  ['PREROUTING', '-j DNAT --to-destination 10.0.0.1-10.0.0.9', 'DNAT in PREROUTING is not known'],
  [
    'PREROUTING',
    '-d 1.1.1.1 -p tcp -j DNAT --to-destination 10.0.0.1:99999',
    'DNAT in PREROUTING is not known',
  ],
  ['PREROUTING', '-j DNAT', 'DNAT in PREROUTING is not known'],
  ['POSTROUTING', '-j SNAT --to-source 1.1.1.1-1.1.1.9', 'SNAT in POSTROUTING is not known'],
  ['PREROUTING', '-6 -j ACCEPT', 'IPv6 is not modelled'],
])('iptables, %s: %s', (chain, text, why) => {
  expect(comesTo(iptables, IPTABLES(chain, text)).whys[0]).toContain(why);
});
