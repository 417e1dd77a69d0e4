import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Engine } from '../../../../simulator/firewall/engine/engine.ts';
import { azure } from '../../../../simulator/firewall/formats/azure/azure.ts';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { recognise } from '../../../../simulator/firewall/formats/registry.ts';
import { formatRange, inRange, parseRange } from '../../../../simulator/model/address.ts';
import type { Policy, Rule } from '../../../../simulator/model/policy.ts';
import { formatPorts } from '../../../../simulator/model/ports.ts';
import { packetOf } from '../packets.ts';
import { at, one, policy, ports, rule } from '../policies.ts';
import { policies, traffic } from './arbitrary.ts';

const text = readFileSync(
  join(import.meta.dirname, '../../../fixtures/firewalls/azure-customer.json'),
  'utf8',
);

function reading(of: unknown, interfaces = DEFAULT_INTERFACES) {
  const result = azure.read(typeof of === 'string' ? of : JSON.stringify(of, null, 2), interfaces);
  if ('problem' in result) throw new Error(result.problem);
  return result;
}

const shown = (rules: readonly Rule[]) =>
  rules.map((one) =>
    [
      one.id,
      one.action,
      one.direction,
      one.transport,
      one.sources.map(formatRange).join(),
      formatPorts(one.sourcePorts),
      one.destinations.map(formatRange).join(),
      formatPorts(one.destinationPorts),
    ].join(' '),
  );
const complaints = ({ ledger }: ReturnType<typeof reading>) =>
  ledger
    .filter(({ status }) => status !== 'understood')
    .map(({ text: line, status, why }) => [line.trim(), status, why]);

/** A rule as the REST API has it. */
const made = (over: Record<string, unknown>, name = 'A') => ({
  name,
  properties: {
    access: 'Allow',
    direction: 'Inbound',
    priority: 100,
    protocol: 'Tcp',
    sourceAddressPrefix: '*',
    sourcePortRange: '*',
    destinationAddressPrefix: '10.45.16.10',
    destinationPortRange: '443',
    ...over,
  },
});
const grouped = (...rules: unknown[]) => ({
  name: 'nsg',
  type: 'Microsoft.Network/networkSecurityGroups',
  properties: { securityRules: rules },
});
const CLOSED = made(
  { access: 'Deny', priority: 4096, protocol: '*', destinationAddressPrefix: '*', destinationPortRange: '*' },
  'Close',
);
/** What becomes of the only rule of a group, before those that Azure adds. */
const alone = (over: Record<string, unknown>) =>
  shown(reading(grouped(made(over), CLOSED)).policy.rules.filter(({ id }) => id.startsWith('A'))).filter(
    (line) => !line.startsWith('Allow'),
  );

const PUBLIC =
  '1.0.0.0-9.255.255.255,11.0.0.0-100.63.255.255,100.128.0.0-126.255.255.255,128.0.0.0-168.63.129.15,' +
  '168.63.129.17-169.253.255.255,169.255.0.0-172.15.255.255,172.32.0.0-191.255.255.255,192.0.1.0-192.167.255.255,' +
  '192.169.0.0-198.17.255.255,198.20.0.0-223.255.255.255';
const NOT_PUBLIC =
  '0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,168.63.129.16,169.254.0.0/16,172.16.0.0/12,192.0.0.0/24,' +
  '192.168.0.0/16,198.18.0.0/15,224.0.0.0/3';
/** The same without 10.45.16.0/20, the network of the customer. */
const CONNECTED = NOT_PUBLIC.replace('10.0.0.0/8', '10.0.0.0-10.45.15.255,10.45.32.0-10.255.255.255');
const INTERNET = 'Internet is taken for every public address; others outside of the network are undetermined';
const OWN =
  'VirtualNetwork is taken for 10.45.16.0/20; other addresses that may be connected are undetermined';

describe("a customer's template", () => {
  test('every line is understood, or says why not', () => {
    expect(recognise(text)?.id).toBe('azure');
    const result = reading(text);
    expect(result.ledger.map(({ line, text: shownText }) => [line, shownText])).toEqual(
      text
        .trimEnd()
        .split('\n')
        .map((line, index) => [index + 1, line]),
    );
    const address = result.ledger.filter(({ why }) => why.includes('publicIPAddresses'));
    expect(address.map(({ line, status }) => [line, status])).toEqual(
      Array.from({ length: 14 }, (_, index) => [17 + index, 'ignored']),
    );
    expect(complaints(result).slice(14)).toEqual([
      [
        `"name": "[parameters('nsgName')]",`,
        'approximated',
        `AllowVnetOutBound, which Azure adds: ${OWN}; AllowInternetOutBound, which Azure adds: ${INTERNET}`,
      ],
      ['"sourceAddressPrefix": "Internet",', 'approximated', INTERNET],
      [
        `"sourceAddressPrefix": "[parameters('adminSource')]",`,
        'ignored',
        'the parameter adminSource is given when the template is deployed: what it names is undetermined',
      ],
      [
        '"destinationApplicationSecurityGroups": [',
        'ignored',
        'which addresses an application security group has is not in the file: what it names is undetermined',
      ],
      [
        '"sourceAddressPrefix": "AzureMonitor",',
        'ignored',
        'which addresses the service tag AzureMonitor has is not in the file: what it names is undetermined',
      ],
      [
        '"destinationPortRange": "5070-5060",',
        'ignored',
        '"5070-5060" is no destination port: what it names is undetermined',
      ],
      [
        '"destinationAddressPrefixes": ["10.45.16.20", "10.45.16.300"],',
        'ignored',
        '"10.45.16.300" is no address, prefix or service tag: what it names is undetermined',
      ],
      [
        '"sourceAddressPrefix": "192.168.10.5/24",',
        'ignored',
        '"192.168.10.5/24" is no address, prefix or service tag: what it names is undetermined',
      ],
      [
        '"priority": 200,',
        'ignored',
        'E12-Twin-B has its priority and direction too: what it names is undetermined',
      ],
      [
        '"priority": 200,',
        'ignored',
        'E11-Twin-A has its priority and direction too: what it names is undetermined',
      ],
      ['"sourceAddressPrefix": "::/0",', 'ignored', 'IPv6 is not modelled'],
      ['"destinationAddressPrefix": "2001:db8::20",', 'ignored', 'IPv6 is not modelled'],
      [
        '"protocol": "*",',
        'approximated',
        'with ports, "*" is taken for TCP and UDP; ICMP, ESP and AH are undetermined',
      ],
      ['"name": "E15-Lost",', 'ignored', 'it has no priority: what it names is undetermined'],
      [
        '"priority": 5000,',
        'ignored',
        'the priority "5000" must be 100 to 4096: what it names is undetermined',
      ],
      [
        '"destinationPortRangess": ["8081"]',
        'ignored',
        '"destinationPortRangess" is not known: what it names is undetermined',
      ],
      ['"sourceAddressPrefix": "VirtualNetwork",', 'approximated', OWN],
      ['"destinationAddressPrefix": "VirtualNetwork",', 'approximated', OWN],
      ['"destinationAddressPrefix": "Internet",', 'approximated', INTERNET],
      ['"destinationAddressPrefix": "Internet",', 'approximated', INTERNET],
    ]);
  });

  test('the rules by priority, what is not known before all others, and what Azure adds', () => {
    const { policy: read } = reading(text);
    expect(shown(read.rules)).toEqual([
      'E15-Lost undetermined in tcp any any 10.45.16.40 25',
      'E16-Too-Late undetermined in tcp any any 10.45.16.41 25',
      `E01-Allow-SIP-In permit in tcp ${PUBLIC} any 10.45.16.10 443, 5061`,
      `E01-Allow-SIP-In.2 undetermined in tcp ${CONNECTED} any 10.45.16.10 443, 5061`,
      'E20-DNS-Out permit out udp 10.45.16.10 any any 53',
      'E02-Allow-STUN-In permit in udp any any 10.45.16.30 3478',
      `E21-Media-Out permit out udp 10.45.16.30 3478, 50000-59999 ${PUBLIC} any`,
      `E21-Media-Out.2 undetermined out udp 10.45.16.30 3478, 50000-59999 ${CONNECTED} any`,
      'E03-Allow-AV-In permit in tcp any any 10.45.16.30 443, 50000-59999',
      'E22-ESP-Out permit out 50 10.45.16.30 any 131.107.155.30 any',
      'E04-Partners permit in tcp 198.51.100.0/28,203.0.113.64/26 any 10.45.16.10 5061',
      'E05-Admins-RDP undetermined in tcp any any any 3389',
      'L110 undetermined in tcp any any any 443',
      'E07-Monitoring undetermined in any any any 10.45.16.0/24 any',
      'E08-Typo-Range undetermined in tcp any any 10.45.16.20 any',
      'E09-Typo-Address undetermined in tcp any any any 444',
      'E10-Typo-Prefix undetermined in tcp any any 10.45.16.20 444',
      'E11-Twin-A undetermined in tcp 203.0.113.0/24 any 10.45.16.20 443',
      'E12-Twin-B undetermined in tcp 203.0.113.9 any 10.45.16.20 443',
      'E14-DNS-Any permit in tcp-udp 192.168.10.0/24 any 10.45.16.10 53',
      'E14-DNS-Any.2 undetermined in icmp 192.168.10.0/24 any 10.45.16.10 any',
      'E14-DNS-Any.3 undetermined in 50 192.168.10.0/24 any 10.45.16.10 any',
      'E14-DNS-Any.4 undetermined in 51 192.168.10.0/24 any 10.45.16.10 any',
      'E17-Misspelt undetermined in tcp any any 10.45.16.42 8080',
      'Legacy-OCS permit in tcp 198.51.100.1 any 10.45.16.10 5061',
      'E18-Vnet-Deny drop in any 10.45.16.0/20 any 10.45.16.0/20 any',
      `E18-Vnet-Deny.2 undetermined in any ${NOT_PUBLIC} any ${NOT_PUBLIC} any`,
      `E23-No-Internet drop out any any any ${PUBLIC} any`,
      `E23-No-Internet.2 undetermined out any any any ${CONNECTED} any`,
      'E19-Deny-All-In drop in any any any any any',
      'AllowVnetOutBound permit out any 10.45.16.0/20 any 10.45.16.0/20 any',
      `AllowVnetOutBound.2 undetermined out any ${NOT_PUBLIC} any ${NOT_PUBLIC} any`,
      `AllowInternetOutBound permit out any any any ${PUBLIC} any`,
      `AllowInternetOutBound.2 undetermined out any any any ${CONNECTED} any`,
    ]);
    expect(read).toMatchObject({ default: 'drop', stateful: true, timeouts: { tcpEstablished_s: 600 } });
    const named = (id: string) => read.rules.find((one) => one.id === id);
    expect(named('E04-Partners')).toMatchObject({ purpose: 'Fabrikam: federation, ticket 4711' });
    expect(named('L110')).toMatchObject({ purpose: 'HTTPS: reverse proxy', line: 110 });
    expect(text.split('\n')[named('Legacy-OCS')!.line - 1]).toContain('/Legacy-OCS');
  });
});

describe('forms', () => {
  const flat = { name: 'A', ...made({}).properties };
  const listed = [
    {
      ...flat,
      name: 'AllowVnetInBound',
      priority: 65000,
      protocol: '*',
      destinationPortRange: '*',
      sourceAddressPrefix: 'VirtualNetwork',
      destinationAddressPrefix: 'VirtualNetwork',
    },
    {
      ...flat,
      name: 'DenyAllInBound',
      access: 'Deny',
      priority: 65500,
      protocol: '*',
      destinationPortRange: '*',
      destinationAddressPrefix: '*',
    },
  ];
  const upper = (value: object) =>
    Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name[0]!.toUpperCase() + name.slice(1),
        inner as unknown,
      ]),
    );

  test.each([
    ['az network nsg show', { name: 'nsg', securityRules: [flat], defaultSecurityRules: [] }],
    ['az network nsg rule list', [flat]],
    ['az network nsg rule show', flat],
    ['REST', { value: [grouped(made({}))] }],
    [
      'PowerShell',
      {
        Name: 'nsg',
        SecurityRules: [upper({ ...flat, sourceAddressPrefix: ['*'], sourcePortRange: ['*'] })],
      },
    ],
    [
      'child resources',
      {
        resources: [
          grouped(),
          { ...made({}, 'nsg/A'), type: 'Microsoft.Network/networkSecurityGroups/securityRules' },
        ],
      },
    ],
    [
      'nested resources',
      { resources: [{ ...grouped(), resources: [{ ...made({}), type: 'securityRules' }] }] },
    ],
    [
      'a nested deployment',
      {
        resources: [
          {
            type: 'Microsoft.Resources/deployments',
            properties: { template: { resources: [grouped(made({}))] } },
          },
        ],
      },
    ],
    [
      'variables',
      {
        variables: { rules: [made({})] },
        resources: [{ ...grouped(), properties: { securityRules: "[variables('rules')]" } }],
      },
    ],
  ])('%s', (_, form) => {
    const { policy: read } = reading(form);
    expect(shown(read.rules)[0]).toBe('A permit in tcp any any 10.45.16.10 443');
    expect(read.rules.map(({ id }) => id.replace(/\.2$/, ''))).toEqual([
      'A',
      'AllowVnetInBound',
      'AllowVnetOutBound',
      'AllowAzureLoadBalancerInBound',
      'AllowInternetOutBound',
      'AllowInternetOutBound',
    ]);
    expect(recognise(JSON.stringify(form))?.id).toBe('azure');
  });

  test('comments, commas after the last entry and a byte order mark are passed over', () => {
    const marked = `\ufeff// exported\n[${JSON.stringify(flat)}, /* no more */]\n`;
    expect(reading(marked).policy.rules[0]).toMatchObject({ id: 'A', line: 2 });
    expect(recognise(marked)?.id).toBe('azure');
  });

  test("Azure's own rules, listed: in their lines, or never asked behind one that decides everything", () => {
    const file = { name: 'nsg', securityRules: [flat], defaultSecurityRules: listed };
    const { policy: read } = reading(file);
    expect(shown(read.rules.filter(({ direction }) => direction === 'in'))).toEqual([
      'A permit in tcp any any 10.45.16.10 443',
      `AllowVnetInBound undetermined in any ${NOT_PUBLIC} any ${NOT_PUBLIC} any`,
      'AllowAzureLoadBalancerInBound permit in any 168.63.129.16 any any any',
      'DenyAllInBound drop in any any any any any',
    ]);
    const closed = reading({
      ...file,
      securityRules: [flat, { ...CLOSED.properties, name: 'DenyAllInBound' }],
    });
    expect(closed.policy.rules.filter(({ direction }) => direction === 'in').map(({ id }) => id)).toEqual([
      'A',
      'DenyAllInBound',
    ]);
    expect(
      closed.ledger.filter(({ why }) => why.startsWith('never asked')).map(({ text: line }) => line.trim()),
    ).toEqual(['"name": "AllowVnetInBound",', '"name": "DenyAllInBound",']);
  });

  test('in a file of one line every rule has an entry of its own', () => {
    const { ledger, policy: read } = reading(
      JSON.stringify(grouped(made({}), made({ priority: 110, access: 'Perhaps' }, 'B'))),
    );
    expect(ledger.map(({ line, status, text: piece }) => [line, status, piece.slice(0, 11)])).toEqual([
      [1, 'approximated', '{"name":"ns'],
      [1, 'understood', '{"name":"A"'],
      [1, 'ignored', '{"name":"B"'],
    ]);
    expect(read.rules.every(({ line }) => line === 1)).toBe(true);
  });

  test('of several groups the one that is named is read', () => {
    const two = [grouped(made({})), { ...grouped(made({ access: 'Deny' })), name: 'other' }];
    expect(azure.read(JSON.stringify(two), DEFAULT_INTERFACES)).toMatchObject({
      problem: expect.stringContaining('several network security groups, nsg, other: say which') as unknown,
    });
    const { policy: read, ledger } = reading(two, { outside: 'Internet', inside: 'Other' });
    expect(read.rules[0]).toMatchObject({ id: 'A', action: 'drop' });
    expect(ledger[1]).toMatchObject({ status: 'ignored', why: 'another group, nsg' });
  });

  test.each([
    ['cut off', '{"securityRules": [{"access": "Deny"', 'this is no JSON here (CloseBraceExpected)'],
    ['nested lists', '['.repeat(100_000), 'nested too deep'],
    ['nested objects', '{"a":'.repeat(100_000), 'nested too deep'],
    ['another thing', '{"virtualMachines": []}', 'it has no network security group'],
  ])('refused: %s', (_, broken, problem) => {
    expect(azure.read(broken, DEFAULT_INTERFACES)).toMatchObject({
      problem: expect.stringContaining(problem) as unknown,
    });
  });
});

describe('what a rule names', () => {
  test.each([
    [{ destinationPortRange: '443,5061' }, ['A undetermined in tcp any any 10.45.16.10 any']],
    [{ destinationPortRange: 443 }, ['A permit in tcp any any 10.45.16.10 443']],
    [{ destinationPortRanges: ['80'] }, ['A undetermined in tcp any any 10.45.16.10 any']],
    [
      { destinationPortRange: null, destinationPortRanges: ['80', '81'] },
      ['A permit in tcp any any 10.45.16.10 80-81'],
    ],
    [{ protocol: 'Icmp' }, ['A undetermined in icmp any any 10.45.16.10 any']],
    [{ protocol: 'Gre' }, ['A undetermined in any any any 10.45.16.10 any']],
    [{ protocol: '*', destinationPortRange: '0-65535' }, ['A permit in any any any 10.45.16.10 any']],
    [{ sourceAddressPrefix: '0.0.0.0/0' }, ['A permit in tcp any any 10.45.16.10 443']],
    [{ sourceAddressPrefix: '10.0.0.1-10.0.0.9' }, ['A undetermined in tcp any any 10.45.16.10 443']],
    [{ sourceAddressPrefix: '' }, ['A undetermined in tcp any any 10.45.16.10 443']],
    [
      { sourceAddressPrefixes: ['10.0.0.1', 'fd00::/8'], sourceAddressPrefix: '' },
      ['A permit in tcp 10.0.0.1 any 10.45.16.10 443'],
    ],
    [
      { sourceAddressPrefixes: ['10.0.0.1', 'Storage.WestEurope'], sourceAddressPrefix: '' },
      [
        'A permit in tcp 10.0.0.1 any 10.45.16.10 443',
        'A.2 undetermined in tcp 0.0.0.0-10.0.0.0,10.0.0.2-255.255.255.255 any 10.45.16.10 443',
      ],
    ],
    [{ sourceAddressPrefix: 'AzureLoadBalancer' }, ['A permit in tcp 168.63.129.16 any 10.45.16.10 443']],
    [{ sourceAddressPrefix: 'VirtualNetwork' }, [`A undetermined in tcp ${NOT_PUBLIC} any 10.45.16.10 443`]],
    [{ sourceApplicationSecurityGroups: [] }, ['A permit in tcp any any 10.45.16.10 443']],
    [{ direction: 'Sideways' }, ['A undetermined both tcp any any 10.45.16.10 443']],
    [{ access: undefined }, ['A undetermined in tcp any any 10.45.16.10 443']],
    [{ condition: "[parameters('open')]" }, ['A undetermined in tcp any any 10.45.16.10 443']],
    [{ condition: false }, []],
    [{ copy: { count: 3 } }, ['A undetermined in tcp any any 10.45.16.10 443']],
  ])('%j', (over, expected) => {
    expect(alone(over)).toEqual(expected);
  });

  test('a route or a network in public addresses counts as connected', () => {
    const routes = {
      type: 'Microsoft.Network/routeTables',
      properties: { routes: [{ properties: { addressPrefix: '0.0.0.0/0' } }] },
    };
    const { policy: read } = reading({
      resources: [grouped(made({ sourceAddressPrefix: 'Internet' })), routes],
    });
    expect(shown(read.rules).slice(0, 2)).toEqual([
      'A undetermined in tcp any any 10.45.16.10 443',
      'AllowVnetInBound undetermined in any any any any any',
    ]);
  });

  test('a network whose subnets have another group says nothing about this one', () => {
    const other = text.replace(
      "networkSecurityGroups', parameters('nsgName'))]\"\n                  }",
      "networkSecurityGroups', 'x')]\"\n                  }",
    );
    const read = reading(
      other.replace(
        /"id": "\[resourceId\('Microsoft.Network\/networkSecurityGroups', parameters\('nsgName'\)\)\]"/,
        '"id": "/x/nsg-other"',
      ),
    );
    expect(read.policy.timeouts).toMatchObject({ tcpEstablished_s: 240 });
    expect(
      read.policy.rules.some(({ id, action }) => id === 'AllowVnetOutBound' && action === 'permit'),
    ).toBe(false);
  });

  test('a rule that stands twice: the same again counts once, another makes both undetermined', () => {
    const twice = (over: Record<string, unknown>) =>
      shown(reading(grouped(made({}), made(over), CLOSED)).policy.rules).slice(0, 3);
    expect(twice({})[1]).toBe('Close drop in any any any any any');
    expect(
      twice({ access: 'Deny', priority: 110, destinationAddressPrefix: '10.45.16.11' }).slice(0, 2),
    ).toEqual([
      'A undetermined in tcp any any 10.45.16.10,10.45.16.11 443',
      'Close drop in any any any any any',
    ]);
  });

  test.each([
    [
      { securityRules: "[parameters('rules')]" },
      'the parameter rules is given when the template is deployed',
    ],
    [{ securityRuls: [made({})], securityRules: [] }, '"securityRuls" is not known'],
    [{ securityRules: 'none' }, 'securityRules must be a list of rules'],
  ])('without its list of rules everything is undetermined: %j', (properties, why) => {
    const result = reading({ resources: [{ ...grouped(), properties }] });
    expect(shown(result.policy.rules)[0]).toMatch(/^L\d+ undetermined both any any any any any$/);
    expect(complaints(result).map(([, , reason]) => reason)).toContain(`${why}: everything is undetermined`);
  });
});

/** What becomes of a first packet: let through or not, or nobody knows. */
function fate(
  tested: Partial<Policy> & Pick<Policy, 'rules'>,
  sent: Parameters<Engine['decide']>[0],
  fromOutside: boolean,
): string {
  const { action, rule: index } = new Engine(policy(tested.rules, tested)).decide(sent, fromOutside, 0);
  return tested.rules[index]?.action === 'undetermined' ? 'undetermined' : action;
}

interface Parts {
  readonly access: string;
  readonly direction: string;
  readonly sourceAddressPrefix: string;
  readonly destinationAddressPrefix: string;
}

describe('whatever the virtual network turns out to be', () => {
  const PREFIXES = ['*', 'Internet', 'VirtualNetwork', '10.45.16.0/24', '203.0.113.9', 'AzureLoadBalancer'];
  const PLACES = [
    '10.45.16.10',
    '10.45.99.1',
    '192.168.10.5',
    '203.0.113.9',
    '131.107.155.10',
    '168.63.129.16',
  ];
  const NETWORKS = [
    ['10.45.16.0/24'],
    ['10.45.0.0/16', '192.168.10.0/24'],
    ['10.0.0.0/8'],
    ['172.16.0.0/12'],
  ];
  const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
  const way = (access: string, direction: string, from: string, to: string): Parts => ({
    access,
    direction,
    sourceAddressPrefix: from,
    destinationAddressPrefix: to,
  });
  /** The rules that Azure adds, as its documentation lists them. */
  const ADDED = [
    way('Allow', 'Inbound', 'VirtualNetwork', 'VirtualNetwork'),
    way('Allow', 'Inbound', 'AzureLoadBalancer', '*'),
    way('Deny', 'Inbound', '*', '*'),
    way('Allow', 'Outbound', 'VirtualNetwork', 'VirtualNetwork'),
    way('Allow', 'Outbound', '*', 'Internet'),
    way('Deny', 'Outbound', '*', '*'),
  ];
  const some = fc.array(
    fc.record({
      access: fc.constantFrom('Allow', 'Deny'),
      direction: fc.constantFrom('Inbound', 'Outbound'),
      sourceAddressPrefix: fc.constantFrom(...PREFIXES),
      destinationAddressPrefix: fc.constantFrom(...PREFIXES),
    }),
    { maxLength: 5 },
  );
  const file = (list: readonly object[]) =>
    grouped(
      ...list.map((parts, index) =>
        made({ protocol: '*', ...parts, priority: 100 + index, destinationPortRange: '*' }, `R${index}`),
      ),
    );

  /** Does a side name the address, when the network is this one and private addresses are Internet or not? */
  function holds(side: string, address: number, network: readonly string[], apart: boolean): boolean {
    const within = (prefixes: readonly string[]) =>
      prefixes.some((prefix) => inRange(parseRange(prefix)!, address));
    const inside = within([...network, '168.63.129.16']);
    if (side === '*') return true;
    if (side === 'VirtualNetwork') return inside;
    if (side === 'Internet') return !inside && !(apart && within(PRIVATE));
    return within([side === 'AzureLoadBalancer' ? '168.63.129.16' : side]);
  }

  test('no verdict is wrong', () => {
    let known = 0;
    let all = 0;
    fc.assert(
      fc.property(
        some,
        fc.constantFrom(...NETWORKS),
        fc.constantFrom(...PLACES),
        fc.constantFrom(...PLACES),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (list, network, source, destination, fromOutside, tell, apart) => {
          const subnets = [
            { properties: { networkSecurityGroup: { id: '/subscriptions/0/networkSecurityGroups/nsg' } } },
          ];
          const vnet = {
            type: 'Microsoft.Network/virtualNetworks',
            properties: { addressSpace: { addressPrefixes: network }, subnets },
          };
          const read = reading({ resources: tell ? [file(list), vnet] : [file(list)] });
          const [src, dst] = [at(source), at(destination)];
          const packet = packetOf({ src, dst, protocol: 6, sport: 50000, dport: 443, flags: 2 });
          const verdict = fate(read.policy, packet, fromOutside);
          all++;
          if (verdict === 'undetermined') return;
          known++;
          const first = [...list, ...ADDED].find(
            (parts) =>
              (parts.direction === 'Inbound') === fromOutside &&
              holds(parts.sourceAddressPrefix, src, network, apart) &&
              holds(parts.destinationAddressPrefix, dst, network, apart),
          );
          expect(verdict).toBe(first?.access === 'Allow' ? 'accept' : 'drop');
        },
      ),
      { numRuns: Number(process.env['RUNS'] ?? 500) },
    );
    // Two thirds of these places are private: where the file says nothing of them, it cannot be known.
    expect(known / all).toBeGreaterThan(0.4);
  });
});

test('a member that is damaged or missing never lets more through', () => {
  const sayable = {
    actions: ['permit', 'drop'],
    defaults: ['drop', 'permit'],
    stateful: [true],
    icmp: false,
    logs: false,
    disabled: false,
  } as const;
  const names = [
    'access',
    'direction',
    'priority',
    'protocol',
    'sourceAddressPrefix',
    'sourceAddressPrefixes',
    'destinationAddressPrefix',
    'sourcePortRange',
    'destinationPortRange',
    'destinationPortRanges',
    'whatever',
  ];
  const values = [undefined, null, '', 'x', -7, ['x'], {}, '[x]', '443-80', '10.0.0.1/8', true];
  let changed = 0;
  fc.assert(
    fc.property(
      policies(sayable),
      traffic(8),
      fc.nat(),
      fc.constantFrom(...names),
      fc.constantFrom<unknown>(...values),
      (before, packets, which, name, value) => {
        const written = azure.write(before, DEFAULT_INTERFACES, 'a test');
        if (typeof written !== 'string') throw new Error(written.problems.join());
        const file = JSON.parse(written) as Written;
        const list = file.resources[0]!.properties.securityRules;
        list[which % list.length]!.properties[name] = value;
        const { policy: damaged } = reading(file);
        for (const { packet, fromOutside } of packets) {
          const now = fate(damaged, packet, fromOutside);
          if (now === 'accept') expect(fate(before, packet, fromOutside)).toBe('accept');
          if (now === 'undetermined') changed++;
        }
      },
    ),
    { numRuns: Number(process.env['RUNS'] ?? 500) },
  );
  expect(changed).toBeGreaterThan(100);
});

interface Written {
  readonly resources: readonly {
    readonly properties: {
      readonly securityRules: readonly {
        readonly name: string;
        readonly properties: Record<string, unknown>;
      }[];
    };
  }[];
}

describe('writing', () => {
  const written = (rules: readonly Rule[], over: Partial<Policy> = {}) =>
    azure.write(policy(rules, over), DEFAULT_INTERFACES, 'a test');
  const rulesOf = (file: unknown) => {
    if (typeof file !== 'string') throw new Error(JSON.stringify(file));
    return (JSON.parse(file) as Written).resources[0]!.properties.securityRules;
  };

  test('names and priorities are as Azure takes them, and the order stays', () => {
    const list = rulesOf(
      written([
        rule({ id: 'E1-', transport: 'tcp-udp', purpose: 'p'.repeat(200) }),
        rule({ id: 'e1-', direction: 'in', transport: '6', action: 'drop' }),
        rule({
          id: 'E2',
          direction: 'out',
          sources: [{ first: at('10.45.16.10'), last: at('10.45.16.12') }],
        }),
      ]),
    );
    expect(
      list.map(({ name, properties }) => [
        name,
        properties['priority'],
        properties['direction'],
        properties['protocol'],
      ]),
    ).toEqual([
      ['E1-_tcp_in', 100, 'Inbound', 'Tcp'],
      ['E1-_tcp_out', 100, 'Outbound', 'Tcp'],
      ['E1-_udp_in', 110, 'Inbound', 'Udp'],
      ['E1-_udp_out', 110, 'Outbound', 'Udp'],
      ['e1-_', 120, 'Inbound', 'Tcp'],
      ['E2', 130, 'Outbound', '*'],
      ['default_in', 4096, 'Inbound', '*'],
      ['default_out', 4096, 'Outbound', '*'],
    ]);
    expect(list[0]!.properties['description']).toHaveLength(140);
    expect(list[5]!.properties['sourceAddressPrefixes']).toEqual(['10.45.16.10/31', '10.45.16.12']);
  });

  test('many rules still find their priorities; more than a group takes are refused', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        rule({ id: `R${index}`, direction: 'in', transport: 'tcp' }),
      );
    const list = rulesOf(written(many(998)));
    expect(list).toHaveLength(1000);
    expect(
      new Set(
        list.map(({ properties }) => `${String(properties['priority'])} ${String(properties['direction'])}`),
      ).size,
    ).toBe(1000);
    expect(written(many(999))).toEqual({
      problems: ['it comes to 1001 security rules: a group takes at most 1000'],
    });
  });

  test('what Azure cannot say is refused, by the name of the rule', () => {
    const refused = written(
      [
        rule({ id: 'off', enabled: false }),
        rule({ id: 'logs', log: true }),
        rule({ id: 'gre', transport: '47' }),
        rule({ id: 'echo', transport: 'icmp', icmp: [ports(2048)] }),
        rule({ id: 'rejects', action: 'reject' }),
        rule({ id: 'states', states: 1 }),
        rule({ id: 'flags', transport: 'tcp', flags: [{ set: 2, mask: 2 }] }),
      ],
      { nat: [{ outside: 1, inside: 2 }], maxConnections: 5, hairpin: true, default: 'reject' },
    );
    const { problems } = refused as { problems: string[] };
    expect(problems.filter((problem) => problem.startsWith('rule ')).sort()).toEqual([
      'rule echo asks for types of ICMP: this form cannot',
      'rule flags asks for flags of TCP: this form cannot',
      'rule gre asks for protocol 47: this form has Tcp, Udp, Icmp, Esp and Ah only',
      'rule logs is logged: this form cannot say so of one rule',
      'rule off is switched off: a security rule is there or it is not',
      'rule rejects rejects: this form can only drop',
      'rule states asks for the state of a connection: this form cannot',
    ]);
    expect(problems).toHaveLength(11);
    expect(
      written([
        rule({
          sources: Array.from({ length: 4001 }, (_, index) => one(`10.${index >> 7}.${(index & 127) * 2}.1`)),
          direction: 'in',
        }),
      ]),
    ).toEqual({
      problems: ['its rules name 4002 addresses: a group takes at most 4000'],
    });
    expect(written([rule({})], { stateful: false })).toMatchObject({
      problems: [expect.stringContaining('remembers no connections')],
    });
  });

  test('time-outs come back, whatever they are', () => {
    const timeouts = { ...policy([]).timeouts, udp_s: 12.5, tcpEstablished_s: 86400 };
    expect(reading(written([], { timeouts })).policy).toMatchObject({
      timeouts,
      default: 'drop',
      rules: [],
    });
  });
});
