import { expect, test } from 'vitest';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { nftables, nftablesJson } from '../../../../simulator/firewall/formats/nftables/nftables.ts';
import { formatAddress, formatRange } from '../../../../simulator/model/address.ts';
import type { Policy, Rule } from '../../../../simulator/model/policy.ts';
import { formatIcmp, formatPorts } from '../../../../simulator/model/ports.ts';
import { policy, rule } from '../policies.ts';

const HOOK = 'type filter hook forward priority filter; policy drop;';

function reading(text: string, format = nftables) {
  const result = format.read(text, DEFAULT_INTERFACES);
  if ('problem' in result) throw new Error(result.problem);
  return result;
}

/** A rule in one line. */
function shown(of: Rule): string {
  const range = ({ first, last }: { first: number; last: number }) =>
    first === last ? formatAddress(first) : formatRange({ first, last });
  const { action, direction, transport, sources, destinations, sourcePorts, destinationPorts, icmp } = of;
  const service = transport === 'icmp' ? formatIcmp(icmp) : formatPorts(destinationPorts);
  return [
    ...[action, direction, transport, sources.map(range).join(), formatPorts(sourcePorts), '>'],
    ...[destinations.map(range).join(), service],
    ...(of.log ? ['log'] : []),
    ...(of.rejectWith === null ? [] : [of.rejectWith]),
  ].join(' ');
}

/** What a file comes to, and what of it was not understood, why. */
function comesTo(text: string, format = nftables) {
  const { policy: read, ledger } = reading(text, format);
  return {
    rules: read.rules.map(shown),
    whys: ledger.filter(({ status }) => status !== 'understood').map(({ why }) => why),
    read,
  };
}

/** A file whose forwarded packets meet these rules. */
const forward = (...rules: readonly string[]) =>
  `table inet t {\n chain f {\n ${HOOK}\n ${rules.join('\n ')}\n }\n}`;

const ANY = 'any any > any any';

test.each([
  // Protocols and ports.
  ['meta l4proto tcp accept', `permit both tcp ${ANY}`],
  ['ip protocol { tcp, udp } accept', `permit both tcp-udp ${ANY}`],
  ['ip protocol != icmp drop', 'undetermined both any any any > any any'],
  ['th dport 53 accept', 'permit both tcp-udp any any > any 53'],
  ['udp sport 1000-2000 accept', 'permit both udp any 1000-2000 > any any'],
  ['tcp dport < 1024 accept', 'permit both tcp any any > any 0-1023'],
  ['tcp dport <= 1024 accept', 'permit both tcp any any > any 0-1024'],
  ['tcp dport > 1024 accept', 'permit both tcp any any > any 1025-65535'],
  ['tcp dport ge 1024 accept', 'permit both tcp any any > any 1024-65535'],
  ['tcp dport ne 443 accept', 'permit both tcp any any > any 0-442, 444-65535'],
  ['tcp dport != { 80, 443 } accept', 'permit both tcp any any > any 0-79, 81-442, 444-65535'],
  // Addresses.
  ['ip saddr 10.45.16.0/24 accept', 'permit both any 10.45.16.0/24 any > any any'],
  ['ip daddr 10.45.16.10-10.45.16.12 accept', 'permit both any any any > 10.45.16.10-10.45.16.12 any'],
  [
    'ip saddr . tcp dport { 10.45.16.10 . 443, 10.45.16.20 . 444 } accept',
    'permit both tcp 10.45.16.10 any > any 443',
    'permit both tcp 10.45.16.20 any > any 444',
  ],
  // ICMP.
  ['icmp type echo-request accept', 'permit both icmp any any > any 8'],
  ['icmp type 3 icmp code 1 accept', 'permit both icmp any any > any 3/1'],
  ['icmp type destination-unreachable icmp code host-unreachable drop', 'drop both icmp any any > any 3/1'],
  // Interfaces: in at the outer one is out at the inner one.
  ['iifname "outside" accept', `permit in any ${ANY}`],
  ['oif inside accept', `permit in any ${ANY}`],
  ['iifname != "outside" accept', `permit out any ${ANY}`],
  ['oifname "out*" accept', `permit out any ${ANY}`],
  // Families.
  ['meta nfproto ipv4 accept', `permit both any ${ANY}`],
  ['meta protocol ip accept', `permit both any ${ANY}`],
  // Refusals.
  ['reject', `reject both any ${ANY} port-unreachable`],
  ['reject with icmp type host-unreachable', `reject both any ${ANY} host-unreachable`],
  ['reject with icmpx no-route', `reject both any ${ANY} net-unreachable`],
  ['tcp dport 1 reject with tcp reset', 'reject both tcp any any > any 1 reset'],
  // Logs, counters and verdict maps.
  ['udp dport 53 counter log prefix "a" accept', 'permit both udp any any > any 53 log'],
  ['log; drop', `drop both any ${ANY}`],
  [
    'tcp dport vmap { 22 : drop, 80 : accept, 81 : continue }',
    'drop both tcp any any > any 22',
    'permit both tcp any any > any 80',
  ],
])('%s', (words, ...rules) => {
  const { rules: found, whys } = comesTo(forward(words));
  if (!rules[0]!.startsWith('undetermined')) expect(whys).toEqual([]);
  expect(found).toEqual(rules);
});

test.each([
  ['ct count over 3 drop', 'ct count is not modelled'],
  ['ct original saddr 10.0.0.1 accept', 'ct saddr of one direction is not modelled'],
  ['meta mark 1 accept', 'meta mark is not modelled'],
  ['ip ttl 1 accept', 'ip ttl is not modelled'],
  ['ip saddr & 255.0.0.0 == 10.0.0.0 accept', 'ip saddr with a mask is not modelled'],
  ['tcp dport 9-8 accept', '"{"range":[9,8]}" is no value of tcp dport'],
  ['tcp dport { 80, x } accept', '"x" is no value of tcp dport'],
  ['tcp dport x-y accept', '"x-y" is no value of tcp dport'],
  ['ip saddr 10.0.0.300 accept', '"10.0.0.300" is no value of ip saddr'],
  ['ip saddr . tcp dport { 10.0.0.1 } accept', '"10.0.0.1" is no value of these fields'],
  [
    'ip saddr . tcp dport { 10.0.0.1 . x } accept',
    '"{"concat":["10.0.0.1","x"]}" is no value of these fields',
  ],
  ['icmp type 8/0 accept', '"8/0" is no value of icmp type'],
  ['icmp code 300 accept', '"300" is no value of icmp code'],
  ['icmp code none accept', '"none" is no value of icmp code'],
  ['ct state { new, dnat } accept', '"dnat" is no value of ct state'],
  ['meta nfproto ipx accept', '"ipx" is no value of meta nfproto'],
  ['iifname 7-8 accept', '"{"range":[7,8]}" is no value of meta iifname'],
  ['tcp flags & (fin | none-such) == fin accept', 'the flags are not known'],
  ['tcp flags 256 accept', 'the flags are not known'],
  ['tcp flags @gone accept', 'the set @gone is not in the file'],
  ['tcp dport vmap @gone', 'the set @gone is not in the file'],
  ['tcp dport vmap { x : drop, 80 : accept }', '"x" is no value of tcp dport'],
  ['tcp dport vmap { 80 : queue }', 'a verdict of the map is not known'],
  ['tcp dport vmap { 80 }', '"null" is no value of tcp dport'],
  ['queue num 3', '"queue" is not modelled'],
  ['dnat 10.0.0.1', '"10.0.0.1" is not modelled'],
  ['', ''],
  ['{ 80 } accept', '"{" is not modelled'],
  ['tcp accept', '"tcp" is not modelled'],
  ['tcp dport accept ; drop', '"accept" is no value of tcp dport'],
  ['ip saddr ( 10.0.0.1 accept', '"ip" is not modelled'],
  ['reject with icmp type x', ''],
])('what "%s" comes to is not known, and said so', (words, why) => {
  const { rules, whys } = comesTo(forward(words, 'accept'));
  if (words !== '') expect(rules.some((one) => one.startsWith('undetermined'))).toBe(true);
  if (why !== '') expect(whys[0]).toBe(`${why}: what it names is undetermined`);
});

test.each([
  ['a table of IPv6', `table ip6 v6 {\n chain f {\n ${HOOK}\n drop\n }\n}\n${forward('accept')}`],
  [
    'counters, quotas, flags',
    `table inet t {\n flags dormant\n comment "x"\n counter c { packets 1; }\n quota q\n}\n${forward('accept')}`,
  ],
  [
    'a set that nobody asks',
    `table inet t {\n define A = 1\n set s { type ipv4_addr; comment "x"; }\n}\n${forward('accept')}`,
  ],
  ['what empties', `flush ruleset; delete table x\nundefine A\n${forward('accept')}`],
  ['words about a chain', forward('comment "the way in"', 'accept')],
  ['options of a log', forward('log flags tcp sequence,options level warn counter packets 1 bytes 2 accept')],
  [
    'a second hook for what is to or from the firewall',
    `${forward('accept')}\ntable ip u { chain o { type filter hook output priority 0; drop; } }`,
  ],
])('%s: changes nothing', (_, text) => {
  expect(comesTo(text).rules.map((one) => one.replace(' log', ''))).toEqual([`permit both any ${ANY}`]);
});

test.each([
  [
    `define A = {\n 10.0.0.1,\n 10.0.0.2 }\n${forward('ip saddr $A accept')}`,
    '10.0.0.1-10.0.0.2 any > any any',
  ],
  [
    `add table t\nadd chain t f { ${HOOK} }\nadd set t s { type ipv4_addr; }\nadd element t s { 10.0.0.1 }\nadd element ip t s { 10.0.0.2 }\nadd rule ip t f ip saddr @s accept`,
    '10.0.0.1-10.0.0.2 any > any any',
  ],
  // Elements of a set that stands in no file: only they are known.
  [`${forward('ip saddr @s accept')}\nadd element inet t s { 10.0.0.1 }`, '10.0.0.1 any > any any'],
  [
    `table inet t {\n set s {\n type ipv4_addr\n flags interval\n elements = { 10.0.0.0/31 counter packets 0 bytes 0 comment "a", 10.0.0.2 timeout 1h }\n }\n chain f {\n ${HOOK}\n ip saddr @s accept\n }\n}`,
    '10.0.0.0-10.0.0.2 any > any any',
  ],
])('names and sets are put in: %s', (text, expected) => {
  expect(comesTo(text).rules).toEqual([`permit both any ${expected}`]);
});

test.each([
  ['table t { }', '1: it has no chain with "hook forward": nothing in it decides what passes'],
  ['table', '1: the file ends inside the file'],
  ['chain f { }', '1: "chain" is not known here: must be table, define, flush or add'],
  ['include "x"', '1: it includes another file: must hold all rules, as "nft list ruleset" writes them'],
  ['add limit t l', '1: "add limit" is not known: must be table, chain, rule, set, map or element'],
  ['table t {\n rule x\n}', '2: "rule" is not known in a table: must be chain, set or map'],
  ['table t {\n set s {\n type ipv4_addr', '2: the file ends inside the set s: "}" is missing'],
  ['table t {\n set s {\n elements = { 1', '2: the file ends inside a list: "}" is missing'],
  ['table t {\n set s {\n elements : { 1 }', '3: ":" must be "="'],
  ['table t {\n set s\n }', '3: "}" must be "{"'],
  ['define A\n', '1: the end of the line must be "="'],
  ['table t {\n counter c {\n packets 1', '2: the file ends inside a block: "}" is missing'],
  [forward('ip saddr $A drop'), '4: "$A" is not defined'],
  [
    forward('accept').replace('policy drop', 'policy reject'),
    '3: the policy must be accept or drop, behind the type of the chain',
  ],
  [
    'table t {\n chain f {\n policy drop; }',
    '3: the policy must be accept or drop, behind the type of the chain',
  ],
  [
    forward('accept').replace('priority filter', 'priority late'),
    '3: the priority "late" must be a number or a name such as filter',
  ],
])('refused, with the place: %s', (text, expected) => {
  const refused = nftables.read(text, DEFAULT_INTERFACES);
  expect('problem' in refused && `${refused.line}: ${refused.problem}`).toBe(expected);
});

test('chains that are asked one after the other: each may drop, only the last lets through', () => {
  const early = (policy: string, ...rules: readonly string[]) =>
    `table inet raw {\n chain p {\n type filter hook prerouting priority raw - 10; policy ${policy};\n ${rules.join('\n ')}\n }\n}\n`;
  expect(comesTo(early('accept', 'udp dport 1 drop', 'accept') + forward('accept')).rules).toEqual([
    'drop both udp any any > any 1',
    `permit both any ${ANY}`,
  ]);
  // One that permits only some drops everything else: all but TCP, and TCP to other ports.
  expect(comesTo(early('drop', 'tcp dport 443 accept') + forward('accept')).rules).toEqual([
    `undetermined both any ${ANY}`,
    'drop both tcp any any > any 0-442, 444-65535',
    `permit both any ${ANY}`,
  ]);
  // Where addresses are translated in between, nobody knows what packets are called there.
  const nat = 'table ip n {\n chain o {\n type nat hook postrouting priority srcnat;\n }\n}\n';
  expect(comesTo(nat + early('drop', 'tcp dport 443 drop') + forward('accept')).rules).toEqual([
    'undetermined both tcp any any > any 443',
    `undetermined both any ${ANY}`,
    `permit both any ${ANY}`,
  ]);
});

test('what comes before IP leaves everything undetermined', () => {
  const ingress =
    'table netdev n {\n chain i {\n type filter hook ingress device "outside" priority 0;\n drop\n }\n}\n';
  expect(comesTo(ingress + forward('accept'))).toMatchObject({
    rules: [`undetermined both any ${ANY}`, `permit both any ${ANY}`],
    whys: ['what comes before IP is not modelled: every verdict is undetermined'],
  });
});

/** Chains beside the one that packets come to. */
const chains = (first: string, ...others: readonly string[]) =>
  forward(first, 'accept').replace(/\}\s*$/, `${others.join('\n')}\n}`);

test.each([
  ['goto a', ['chain a {\n tcp dport 1 drop\n }'], ['drop both tcp any any > any 1'], []],
  [
    'udp dport 9 goto a',
    ['chain a {\n drop\n }'],
    [
      'drop both udp any any > any 9',
      // All but one protocol takes too many rules.
      `undetermined both any ${ANY}`,
      'permit both udp any any > any 0-8, 10-65535',
    ],
    ['it names "all but" some protocols, which is not modelled'],
  ],
  [
    'jump a',
    ['chain a {\n tcp dport 1 return\n tcp drop\n }'],
    null,
    [
      '"tcp" is not modelled: what it names is undetermined; it names "all but" some protocols, which is not modelled',
    ],
  ],
  [
    'jump b',
    [],
    [`undetermined both any ${ANY}`, `permit both any ${ANY}`],
    ['the chain inet t b is not in the file'],
  ],
  [
    'jump a',
    ['chain a {\n jump a\n }'],
    [`undetermined both any ${ANY}`, `permit both any ${ANY}`],
    ['the chain inet t a leads back to itself'],
  ],
  [
    'ct count 3 goto a',
    ['chain a {\n drop\n }'],
    [`undetermined both any ${ANY}`, `undetermined both any ${ANY}`],
    ['ct count is not modelled: what it names is undetermined'],
  ],
])('from chain to chain: %s, %s', (first, others, rules, whys) => {
  const found = comesTo(chains(first, ...others));
  if (rules) expect(found.rules).toEqual(rules);
  expect(found.whys).toEqual(whys);
});

test('chains too deep in each other, and cases too many, are undetermined', () => {
  const deep = Array.from({ length: 20 }, (_, at) => `chain c${at} {\n jump c${at + 1}\n }`);
  expect(comesTo(chains('jump c0', ...deep, 'chain c20 {\n drop\n }')).whys).toContain(
    'more than 16 chains lead into each other',
  );
  const left = (count: number) => {
    const returns = Array.from(
      { length: count },
      (_, at) => `ip saddr 10.0.${at}.1 ip daddr 10.9.${at}.1 return`,
    );
    return comesTo(chains('jump a', `chain a {\n ${returns.join('\n ')}\n drop\n }`)).rules;
  };
  expect(left(30).every((one) => /^(drop|permit) /.test(one))).toBe(true);
  expect(left(40)).toEqual([`undetermined both any ${ANY}`, `permit both any ${ANY}`]);
});

test.each([
  [{ rule: { expr: 'x' } }, 'a statement of it is not known'],
  [{ rule: { expr: [null] } }, 'a statement of it is not known'],
  [{ rule: { expr: [{ vmap: { key: { meta: { key: 'l4proto' } }, data: 7 } }] } }, 'the map is not known'],
  [{ rule: { expr: [{ vmap: { key: { meta: { key: 'l4proto' } }, data: { set: [7] } } }] } }, 'null'],
  [
    { rule: { expr: [{ match: { op: 'like', left: { meta: { key: 'l4proto' } }, right: 6 } }] } },
    'like is not known',
  ],
  [{ rule: { expr: [{ match: { op: '==', left: 7, right: 6 } }] } }, 'what it compares is not modelled'],
  [
    { rule: { expr: [{ match: { left: { payload: { protocol: 'tcp', field: 'flags' } }, right: -1 } }] } },
    'the flags are not known',
  ],
])('JSON that nobody writes: %j', (object, why) => {
  const chain = { family: 'inet', table: 't', name: 'f', type: 'filter', hook: 'forward' };
  const rule = { family: 'inet', table: 't', chain: 'f', ...object.rule };
  const text = JSON.stringify({ nftables: [{ metainfo: { sysctl: [7] } }, { chain }, 7, { rule }] });
  const { rules, whys } = comesTo(text, nftablesJson);
  expect(rules).toEqual([`undetermined both any ${ANY}`]);
  expect(whys).toEqual(['"" changes no verdict by itself', expect.stringContaining(why)]);
});

test.each([
  ['', 'this is no JSON here (ValueExpected): must be what "nft -j list ruleset" writes'],
  ['{}', 'it must be {"nftables": [...]}, as "nft -j list ruleset" writes it'],
  ['{"nftables":[]}', 'it has no chain with "hook forward": nothing in it decides what passes'],
])('JSON without rules is refused: %s', (text, problem) => {
  expect(nftablesJson.read(text, DEFAULT_INTERFACES)).toMatchObject({ problem });
});

test('JSON has no comments in which a rule that is switched off could stand', () => {
  const off: Policy = policy([rule({ id: 'E9', enabled: false })]);
  expect(nftablesJson.write(off, DEFAULT_INTERFACES, 'a test')).toEqual({
    problems: ['rule E9 is switched off: JSON has no comments to keep it in'],
  });
});
