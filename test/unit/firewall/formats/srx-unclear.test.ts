import { expect, test } from 'vitest';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { srx } from '../../../../simulator/firewall/formats/srx/srx.ts';
import { formatAddress, formatRange } from '../../../../simulator/model/address.ts';

/*
 * What of a Juniper configuration is not modelled: it is said, and what it names is undetermined.
 */

const NAT = 'set security nat';
const PAIR = 'set security policies from-zone outside to-zone inside policy p';

/** What a file of these lines comes to: rules, NAT, and what of it was not understood, why. */
function comesTo(lines: readonly string[]) {
  const result = srx.read(lines.join('\n'), DEFAULT_INTERFACES);
  if ('problem' in result) throw new Error(result.problem);
  const { nat = [], forwards = [], masquerades = [], rules } = result.policy;
  return {
    rules: rules.map(
      ({ action, direction, transport, destinations }) =>
        `${action} ${direction} ${transport} > ${destinations.map(formatRange).join()}`,
    ),
    nat: [
      ...nat.map(({ outside, inside }) => `${formatAddress(outside)} = ${formatAddress(inside)}`),
      ...forwards.map(
        ({ transport, outsidePort, insidePort }) => `${transport} ${outsidePort} > ${insidePort}`,
      ),
      ...masquerades.map(
        ({ inside, outside }) => `${inside.map(formatRange).join()} as ${formatAddress(outside)}`,
      ),
    ],
    whys: result.ledger.filter(({ status }) => status !== 'understood').map(({ why }) => why),
  };
}

const ZONES = [
  'set security policies default-policy deny-all',
  'set security zones security-zone outside interfaces ge-0/0/0.0',
  'set security zones security-zone inside interfaces ge-0/0/1.0',
];
const POOLS = [
  `${NAT} destination pool p address 10.0.0.1/32`,
  `${NAT} destination pool p description one`,
  `${NAT} destination pool q address 10.0.0.1/32 port 8080`,
  `${NAT} destination pool range address 10.0.0.0/30`,
  `${NAT} destination pool ports address 10.0.0.1/32 port 1-9`,
  `${NAT} destination pool word address 10.0.0.1/32 port x`,
  `${NAT} destination pool empty description none`,
];
const BOOK = [
  'set security address-book global address host 1.1.1.1/32',
  'set security address-book global address lan 1.1.1.0/24',
];
const TO = 'match destination-address 1.1.1.1/32';
const rule = (kind: string, ...parts: readonly string[]) => [
  `${NAT} ${kind} rule-set r from zone outside`,
  ...parts.map((part) => `${NAT} ${kind} rule-set r rule n ${part}`),
];

test.each<readonly [string, string, readonly string[]]>([
  [
    'exceptions from NAT of the destination are not modelled',
    '1.1.1.1',
    rule('destination', TO, 'then destination-nat off'),
  ],
  ['exceptions from NAT of the destination are not modelled', '1.1.1.1', rule('destination', TO)],
  ['the pool gone is not defined', '1.1.1.1', rule('destination', TO, 'then destination-nat pool gone')],
  [
    'the pool range must be one address',
    '1.1.1.1',
    rule('destination', TO, 'then destination-nat pool range'),
  ],
  [
    'the pool empty must be one address',
    '1.1.1.1',
    rule('destination', TO, 'then destination-nat pool empty'),
  ],
  [
    'the pool ports must have one port',
    '1.1.1.1',
    rule('destination', TO, 'then destination-nat pool ports'),
  ],
  ['"x" in word is no range of ports', '1.1.1.1', rule('destination', TO, 'then destination-nat pool word')],
  ['it names no address', 'any', rule('destination', 'then destination-nat pool p')],
  [
    '"x" in n is no prefix',
    'any',
    rule('destination', 'match destination-address x', 'then destination-nat pool p'),
  ],
  [
    '"gone" is not defined',
    'any',
    rule('destination', 'match destination-address-name gone', 'then destination-nat pool p'),
  ],
  [
    'NAT of the destination of single addresses only is modelled',
    '1.1.1.0/24',
    rule('destination', 'match destination-address-name lan', 'then destination-nat pool p'),
  ],
  [
    '"y" in n is no range of ports',
    '1.1.1.1',
    rule('destination', TO, 'match destination-port y', 'then destination-nat pool p'),
  ],
  [
    'only TCP and UDP can be forwarded',
    '1.1.1.1',
    rule('destination', TO, 'match protocol 50', 'match destination-port 80', 'then destination-nat pool p'),
  ],
  [
    'several ports cannot go to one',
    '1.1.1.1',
    rule('destination', TO, 'match destination-port 80 to 81', 'then destination-nat pool q'),
  ],
  [
    'at most 1024 ports can be forwarded',
    '1.1.1.1',
    rule('destination', TO, 'match destination-port 1 to 2000', 'then destination-nat pool p'),
  ],
  [
    'NAT of the destination needs a port, or must be of one whole address',
    '1.1.1.1',
    rule('destination', TO, 'then destination-nat pool q'),
  ],
  ['static NAT to a prefix only is modelled', '1.1.1.1', rule('static', TO, 'then static-nat inet')],
  ['static NAT to a prefix only is modelled', '1.1.1.1', rule('static', TO)],
  [
    '"x" in n is no prefix',
    'any',
    rule('static', 'match destination-address x', 'then static-nat prefix 10.0.0.1/32'),
  ],
  ['"x" in n is no prefix', '1.1.1.1', rule('static', TO, 'then static-nat prefix x')],
  [
    'static NAT of one prefix to another as long only is modelled',
    '1.1.1.1',
    rule('static', TO, 'then static-nat prefix 10.0.0.0/30'),
  ],
  [
    'static NAT of at most 1024 addresses is modelled',
    '1.1.0.0/16',
    rule('static', 'match destination-address 1.1.0.0/16', 'then static-nat prefix 10.1.0.0/16'),
  ],
])('NAT: %s; packets to %s are undetermined', (why, destinations, lines) => {
  const found = comesTo([...ZONES, ...BOOK, ...POOLS, ...lines]);
  expect(found.nat).toEqual([]);
  expect(found.rules).toEqual([`undetermined in any > ${destinations}`]);
  expect(new Set(found.whys)).toEqual(new Set([`${why}: what becomes of its packets is undetermined`]));
});

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    'undetermined both any > any',
    ['for which zones it is cannot be told'],
    [`${NAT} destination rule-set r from interface ge-9/9/9.0`],
  ],
  [
    'undetermined out any > 1.1.1.1',
    ['NAT of the destination of what begins inside is not modelled'],
    [`${NAT} destination rule-set r from zone inside`],
  ],
  [
    'undetermined in any > 1.1.1.1',
    ['"tagged" is not modelled'],
    [`${NAT} destination rule-set r from zone outside`, `${NAT} destination rule-set r tagged x`],
  ],
])('a rule-set of NAT: %s', (rules, whys, lines) => {
  const found = comesTo([
    ...ZONES,
    ...POOLS,
    ...lines,
    `${NAT} destination rule-set r rule n ${TO}`,
    `${NAT} destination rule-set r rule n then destination-nat pool p`,
  ]);
  expect(found.rules).toEqual([rules.replace('both any > any', 'both any > 1.1.1.1')]);
  expect(found.whys).toEqual(
    expect.arrayContaining(whys.map((why) => `${why}: what becomes of its packets is undetermined`)),
  );
});

test('NAT between other zones, or that decides nothing, is left', () => {
  const found = comesTo([
    ...ZONES,
    `${NAT} static rule-set r from zone guests`,
    `${NAT} static rule-set r rule n ${TO}`,
    `${NAT} static rule-set r rule n then static-nat prefix 10.0.0.1/32`,
    `${NAT} traceoptions file x`,
    `${NAT} natv6v4 no-v6-frag-header`,
  ]);
  expect(found).toMatchObject({ rules: [], nat: [] });
  expect(comesTo([...ZONES, `${NAT} sorcery on`]).rules).toEqual(['undetermined both any > any']);
  expect(comesTo([...ZONES, `${NAT} destination sorcery on`]).rules).toEqual(['undetermined in any > any']);
});

const SOURCE = [
  `${NAT} source pool p address 1.1.1.9/32`,
  `${NAT} source pool p address-pooling paired`,
  `${NAT} source pool two address 1.1.1.0/30`,
  `${NAT} source pool odd address 1.1.1.9/32`,
  `${NAT} source pool odd port no-translation`,
  `${NAT} source port-randomization disable`,
];
const sources = (from: string, to: string, ...parts: readonly string[]) => [
  `${NAT} source rule-set r from ${from}`,
  `${NAT} source rule-set r to ${to}`,
  ...parts.map((part) => `${NAT} source rule-set r rule n ${part}`),
];
const HARMLESS = 'which address or port is taken does not depend on it here';

test('sources get the address of a pool, whoever is named', () => {
  const named = sources(
    'zone inside',
    'zone outside',
    'match source-address-name host',
    'then source-nat pool p',
  );
  expect(comesTo([...ZONES, ...BOOK, ...SOURCE, ...named])).toEqual({
    rules: [],
    nat: ['1.1.1.1 as 1.1.1.9'],
    whys: [HARMLESS],
  });
  const all = sources(
    'interface ge-0/0/1.0',
    'interface ge-0/0/0.0',
    'then source-nat pool p persistent-nat permit any-remote-host',
  );
  expect(comesTo([...ZONES, ...SOURCE, ...all])).toMatchObject({
    nat: ['any as 1.1.1.9'],
    whys: [HARMLESS, 'that others may come back in by it is not modelled'],
  });
});

test.each<readonly [string, readonly string[]]>([
  [
    'for which zones it is cannot be told',
    sources('routing-instance x', 'zone outside', 'then source-nat interface'),
  ],
  [
    'for which zones it is cannot be told',
    sources('zone inside', 'interface ge-9/9/9.0', 'then source-nat interface'),
  ],
  [
    'NAT of sources from inside to outside only is modelled',
    sources('zone outside', 'zone inside', 'then source-nat interface'),
  ],
  [
    'which address the interface of outside has is not known',
    sources('zone inside', 'zone outside', 'then source-nat interface'),
  ],
  [
    'it must say interface, pool or off',
    sources('zone inside', 'zone outside', 'match source-address 10.0.0.0/8'),
  ],
  ['the pool gone is not defined', sources('zone inside', 'zone outside', 'then source-nat pool gone')],
  ['the pool two must be one address', sources('zone inside', 'zone outside', 'then source-nat pool two')],
  [
    '"port no-translation" of the pool odd is not modelled',
    sources('zone inside', 'zone outside', 'then source-nat pool odd'),
  ],
  [
    '"x" in n is no prefix',
    sources('zone inside', 'zone outside', 'match source-address x', 'then source-nat pool p'),
  ],
  [
    '"gone" is not defined',
    sources('zone inside', 'zone outside', 'match source-address-name gone', 'then source-nat pool p'),
  ],
])('NAT of sources: %s; they stay as they are', (why, lines) => {
  const found = comesTo([...ZONES, ...SOURCE, ...lines]);
  expect(found).toMatchObject({ rules: [], nat: [] });
  expect(found.whys.filter((one) => one !== HARMLESS)).toContain(`${why}: sources stay as they are`);
});

const APPLICATIONS = 'set applications application';
test.each([
  ['protocol tcp source-port x', '"x" in a is no range of ports'],
  ['protocol icmp icmp-type x', '"x" in a is no type of ICMP'],
  ['protocol icmp icmp-type 3 icmp-code 256', '"256" in a is no code of ICMP that is modelled'],
  ['protocol icmp icmp-code 3', 'the code in a needs a type'],
  ['protocol tcp icmp-type 8', 'types in a need ICMP'],
  ['protocol gre destination-port 7', 'ports in a need TCP or UDP'],
  ['protocol xyz', '"xyz" in a is no protocol'],
  ['destination-port 7', 'a names no protocol'],
  ['protocol tcp sorcery on', '"sorcery" in a is not modelled'],
])('an application "%s"', (words, why) => {
  const found = comesTo([
    ...ZONES,
    `${APPLICATIONS} a ${words}`,
    'set applications application-set s application a',
    `${PAIR} match source-address any destination-address any application s`,
    `${PAIR} then permit`,
  ]);
  expect(found.rules).toEqual(['undetermined in any > any']);
  expect(found.whys).toEqual([`${why}: what the policy names is undetermined`]);
});

test.each([
  ['address-set a description none', 'the set a is empty'],
  ['address-set a sorcery on', '"sorcery" in a is not known'],
  ['address a description none', 'a must be one prefix, range or name'],
  ['address a range-address 1.1.1.9 to 1.1.1.1', 'the range in a is none'],
  ['address a wildcard-address 1.1.1.1/x', '"1.1.1.1/x" in a is no wildcard that is modelled'],
  ['address a sorcery on', '"sorcery on" in a is not known'],
  ['address a 1.1.1.1-1.1.1.2', '"1.1.1.1-1.1.1.2" in a is no prefix'],
  ['address a dns-name x.example', 'which addresses the name in a has is not known'],
])('an entry of an address book "%s"', (words, why) => {
  const found = comesTo([
    ...ZONES,
    `set security address-book global ${words}`,
    `${PAIR} match source-address any destination-address a application any`,
    `${PAIR} then permit`,
  ]);
  expect(found.rules).toEqual(['undetermined in any > any']);
  expect(found.whys).toEqual([`${why}: what the policy names is undetermined`]);
});
