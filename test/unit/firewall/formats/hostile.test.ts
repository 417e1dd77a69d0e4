import { describe, expect, test } from 'vitest';
import { importRules } from '../../../../simulator/designs/import-rules.ts';
import { builtinDesign } from '../../../../simulator/designs/registry.ts';
import type { Reading, Refusal } from '../../../../simulator/firewall/formats/format.ts';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { FORMATS, formatOf, readPolicy, recognise } from '../../../../simulator/firewall/formats/registry.ts';

/*
 * Files that nobody would write but to do harm. That none of them takes long is held by the tests' time-out.
 */

/** So many lines. */
const lines = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');
/** Lines that are nearly as long as they may be. */
const wide = (text: string) => lines(5, () => `x${text.repeat(Math.floor(99_000 / text.length))}x`);
const address = (at: number) => `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}`;

const SHAPELESS: Readonly<Record<string, string>> = {
  'nothing but spaces': ' '.repeat(300_000),
  'many spaces and a letter': `${' '.repeat(300_000)}x`,
  'long lines of spaces': wide(' '),
  'long lines of tabs': wide('\t'),
  'long lines of brackets': wide('['),
  'long lines of braces': wide('{'),
  'long lines of closing braces': wide('}'),
  'long lines of quotation marks': wide('"'),
  'long lines of backslashes in quotation marks': lines(5, () => `x "${'\\'.repeat(99_000)}`),
  'long lines of apostrophes': wide("'"),
  'long lines of commas': wide(','),
  'long lines of commas and blanks': wide('1, '),
  'long lines of semicolons': wide(';'),
  'long lines of colons': wide(': '),
  'long lines of grave accents': wide('`'),
  'long lines of hyphens': lines(5, () => '-'.repeat(99_000)),
  'long lines of number signs': lines(5, () => '#'.repeat(99_000)),
  'long lines of one word': wide('a'),
  'long lines of words': wide('a '),
  'empty lines': `${'\n'.repeat(60_000)}x`,
  'empty lines, as Windows ends them': `${'\r\n'.repeat(60_000)}x`,
  'empty lines, as they once were ended': `${'\r'.repeat(60_000)}x`,
  'lines with a blank': `${' \n'.repeat(60_000)}x`,
  'labels, as lines once were ended': 'aaa:  x\r'.repeat(50_000),
  'separators of lines that end none': `${'aaa:  x\u2028'.repeat(10_000)}\n`.repeat(10),
  'a byte order mark': '\ufeff',
  'byte order marks': '\ufeff\n'.repeat(100_000),
  'control characters': '\0'.repeat(300_000),
  'halves of characters': '\ud800\n'.repeat(100_000) + '\udc00'.repeat(90_000),
  'JSON of open lists': '['.repeat(300_000),
  'JSON of open objects': '{"a":'.repeat(200_000),
  'JSON of closed lists': '['.repeat(100_000) + ']'.repeat(100_000),
  'JSON of brackets that fit nothing': '[}'.repeat(200_000),
  'JSON of braces that fit nothing': '{"a":]'.repeat(200_000),
  'JSON that is deep behind a comment': `{"nftables":/* " */${'['.repeat(100_000)}`,
  'JSON with one long string': `["${'a'.repeat(300_000)}"]`,
  'JSON of quotation marks': '["'.repeat(200_000),
  'JSON of numbers': `[${'1,'.repeat(200_000)}1]`,
  'JSON of words': `[${'a '.repeat(200_000)}`,
  'JSON of an open comment': `[${'/*'.repeat(200_000)}`,
};

/** What lines of a form begin with, and nothing behind it. */
const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  asa: [
    'access-list a',
    'access-list a extended permit',
    'object network a',
    ' nat',
    'access-group a',
    'name',
  ],
  ios: [
    'ip access-list extended a',
    ' permit',
    'interface a',
    ' ip access-group a in',
    'ip nat inside',
    'banner motd x',
  ],
  srx: [
    'set security policies',
    'delete security policies',
    'set security nat',
    'insert security',
    'deactivate security',
  ],
  iptables: ['*filter', '-A FORWARD -j', ':FORWARD', '-A C -j C', 'COMMIT', '# off: -A'],
  nftables: ['table ip t {', 'chain c {', 'ip saddr', '}', '}', '# off: accept'],
  'nftables-json': ['{"nftables":[', '{"rule":{}},', '{"chain":{}},', ']}'],
  azure: ['[{"direction":"Inbound"},', '{"priority":1},', '],'],
  netsh: [
    'Rule Name: a',
    'Direction: In',
    'Domain Profile Settings:',
    'State  ',
    'Protocol: ICMPv4',
    '        3 4',
  ],
  powershell: [
    'Direction : Inbound',
    'Name : a',
    '',
    'New-NetFirewallRule',
    'Set-NetFirewallRule `',
    '         1',
  ],
  csv: ['source,destination,action', '# column a = b', '"', ',,,', '# nat a = b'],
};

describe.each(FORMATS)('$id', (format) => {
  const keywords = KEYWORDS[format.id]!;
  test.each([
    ...Object.entries(SHAPELESS),
    ['short lines of its words', lines(60_000, (at) => keywords[at % keywords.length]!)],
  ])('%s: read or refused', (_, text) => {
    expect(format.recognise(text)).toBeLessThanOrEqual(1);
    sound(readPolicy(text, format, DEFAULT_INTERFACES), text);
  });
});

/** A reading that has a word for each line, or a refusal in one line. */
function sound(reading: Reading | Refusal, text: string): void {
  if ('problem' in reading) {
    expect(reading.problem).not.toMatch(/[\r\n]/);
    expect(reading.problem.length).toBeLessThan(400);
    return;
  }
  const last = text.split(/\r\n|\n|\r/).length;
  expect(
    reading.ledger.some(
      ({ line, status, why }) => line < 1 || line > last || (status !== 'understood' && why === ''),
    ),
  ).toBe(false);
  expect(reading.policy.rules.some(({ line }) => line < 1 || line > last)).toBe(false);
}

/** What a file comes to: why it is refused, or its rules by what they do. */
function outcome(id: string, text: string): string {
  const reading = readPolicy(text, formatOf(id)!, DEFAULT_INTERFACES);
  sound(reading, text);
  if ('problem' in reading) return reading.problem;
  const counts = new Map<string, number>();
  for (const { action } of reading.policy.rules) counts.set(action, (counts.get(action) ?? 0) + 1);
  return [...counts].map(([action, count]) => `${count} ${action}`).join(', ');
}

test('a text that is too long is refused at once, recognised or not, in one line or in many', () => {
  for (const text of ['a'.repeat(50_000_000), `["${'a'.repeat(50_000_000)}"]`, 'a\n'.repeat(25_000_000)])
    for (const format of [null, ...FORMATS])
      expect(readPolicy(text, format, DEFAULT_INTERFACES)).toEqual({
        problem: `it has ${text.length} characters: must be at most 16000000`,
      });
});

test('a text of too many lines, or of too long a line that is no JSON, is refused', () => {
  for (const format of FORMATS) {
    expect(outcome(format.id, 'a\n'.repeat(300_001))).toBe(
      'it has more than 300000 lines: must be at most that many',
    );
    if (format.extension !== 'json')
      for (const sign of ['a', '[', '{'])
        expect(readPolicy(`a\n${sign.repeat(100_001)}`, format, DEFAULT_INTERFACES)).toEqual({
          problem: 'the line has 100001 characters: must have at most 100000',
          line: 2,
        });
  }
});

test('any text may be asked for its form, however long', () => {
  for (const text of [
    '\n',
    '\r',
    '\r\n',
    ' ',
    '\t',
    'aaa:  x\r',
    '*nat \t',
    'table ip \t',
    'Direction \r',
    '[',
    '"',
  ])
    expect(recognise(text.repeat(16_000_000 / text.length))).toBeNull();
});

test('rules behind a long comment are recognised', () => {
  const comment = lines(20_000, () => '# Nothing in here says what this file is.');
  expect(recognise(`${comment}\n*filter\n:FORWARD DROP [0:0]\nCOMMIT\n`)?.id).toBe('iptables');
  expect(recognise(`${comment}\ntable inet filter {\n\tchain forward {\n\t}\n}\n`)?.id).toBe('nftables');
  expect(recognise(`${comment.replaceAll('#', '!')}\nip access-list extended a\n`)?.id).toBe('ios');
});

const asa = (text: string) => `access-group a in interface outside\n${text}`;
const ios = (text: string) =>
  `interface A\n description outside\n ip access-group a in\ninterface B\n description inside\n${text}`;
const srx = (text: string) =>
  `${text}\n${['match destination-address any', 'then permit'].map((word) => `set security policies from-zone outside to-zone inside policy p ${word}`).join('\n')}`;
const iptables = (text: string) => `*filter\n:FORWARD DROP [0:0]\n${text}\nCOMMIT\n`;
const nftables = (rules: string, before = '') =>
  `table ip t {\n${before}\nchain c {\ntype filter hook forward priority 0; policy drop;\n${rules}\n}\n}\n`;
const azure = (rule: object, around = '') =>
  `{${around}"resources":[{"type":"Microsoft.Network/networkSecurityGroups","properties":{"securityRules":[${lines(500, (at) => `${JSON.stringify({ name: `r${at}`, ...rule, priority: 100 + at })},`).slice(0, -1)}]}}]}`;
const azureRule = {
  access: 'Allow',
  direction: 'Inbound',
  protocol: 'Tcp',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '443',
};
/** 60 groups, each of which holds the one before twice. */
const doubled = (head: (at: number) => string, member: (at: number) => string) =>
  lines(60, (at) => `${head(at + 1)}\n${member(at)}\n${member(at)}`);

const STEPS = /^its [a-z A-Z]+ take more than 2000000 steps to be worked out: must be fewer, or hold less$/;
const COMBINATIONS =
  'its rules name more than 500000 combinations of addresses and ports: must be at most that many';
const RULES = /^it (comes to|has) more than 100000 rules: must be at most that many$/;

describe('what a short file says at length', () => {
  test.each<[string, string, () => string, string | RegExp]>([
    [
      'asa',
      'groups of addresses that hold each other twice',
      () =>
        asa(
          `object-group network g0\n network-object host 10.0.0.1\n${doubled(
            (at) => `object-group network g${at}`,
            (at) => ` group-object g${at}`,
          )}\naccess-list a extended permit ip object-group g60 any`,
        ),
      '2 permit',
    ],
    [
      'asa',
      'groups of services that hold each other twice',
      () =>
        asa(
          `object-group service g0\n service-object tcp destination eq 443\n${doubled(
            (at) => `object-group service g${at}`,
            (at) => ` group-object g${at}`,
          )}\naccess-list a extended permit object-group g60 any any`,
        ),
      STEPS,
    ],
    [
      'asa',
      'a thousand services for a thousand networks in thousands of lines',
      () =>
        asa(
          `object-group service s\n${lines(1000, (at) => ` service-object tcp destination eq ${at}`)}\nobject-group network n\n${lines(1000, (at) => ` network-object host ${address(2 * at)}`)}\n${lines(5000, () => 'access-list a extended permit object-group s object-group n any')}`,
        ),
      COMBINATIONS,
    ],
    [
      'asa',
      'a large group in many others',
      () =>
        asa(
          `object-group network n\n${lines(20_000, (at) => ` network-object host ${address(2 * at)}`)}\n${lines(1000, (at) => `object-group network m${at}\n group-object n\naccess-list a extended deny ip object-group m${at} any inactive wrong`)}`,
        ),
      COMBINATIONS,
    ],
    ['asa', 'too many rules', () => asa('access-list a extended permit ip any any\n'.repeat(100_001)), RULES],
    [
      'asa',
      'remarks of blanks',
      () =>
        asa(
          lines(
            50,
            () => `access-list a remark E1: x${' '.repeat(98_000)}x\naccess-list a extended deny ip any any`,
          ),
        ),
      '1 drop',
    ],
    [
      'ios',
      'groups of services that hold each other many times',
      () =>
        ios(
          `object-group service g0\n tcp eq 443\n${lines(15, (at) => `object-group service g${at + 1}\n${lines(99, () => ` group-object g${at}`)}`)}\nip access-list extended a\n permit object-group g15 any any`,
        ),
      STEPS,
    ],
    [
      'ios',
      'wildcards full of holes',
      () => ios(`ip access-list extended a\n${lines(4000, () => ' permit ip 10.0.0.0 0.85.85.0 any')}`),
      /undetermined/,
    ],
    [
      'srx',
      'a large set in many others',
      () =>
        srx(
          `${lines(10_000, (at) => `set security address-book global address a${at} ${address(2 * at)}/32\nset security address-book global address-set s address a${at}`)}\n${lines(1000, (at) => `set security address-book global address-set t${at} address-set s\nset security policies from-zone outside to-zone inside policy p match source-address t${at}`)}`,
        ),
      STEPS,
    ],
    [
      'srx',
      'a large set of applications in many others',
      () =>
        srx(
          `${lines(5000, (at) => `set applications application a${at} protocol tcp\nset applications application a${at} source-port ${2 * at}\nset applications application a${at} destination-port ${2 * at}\nset applications application-set s application a${at}`)}\n${lines(1000, (at) => `set applications application-set t${at} application-set s\nset security policies from-zone outside to-zone inside policy p match application t${at}`)}`,
        ),
      STEPS,
    ],
    [
      'srx',
      'one description after the other among many addresses',
      () =>
        srx(
          lines(
            40_000,
            (at) =>
              `set security address-book global address a${at} ${address(at)}/32\nset security address-book global description x${at}`,
          ),
        ),
      STEPS,
    ],
    [
      'srx',
      'what is not there deleted again and again',
      () => srx(lines(40_000, (at) => `set security x a${at}\ndelete security x b${at}`)),
      STEPS,
    ],
    [
      'srx',
      'pools of NAT',
      () =>
        srx(
          lines(
            15_000,
            (at) =>
              `set security nat destination pool p${at} address ${address(at)}/32\nset security nat destination rule-set r from zone outside\nset security nat destination rule-set r rule r${at} match destination-address ${address(at)}/32\nset security nat destination rule-set r rule r${at} then destination-nat pool p${14_999 - at}`,
          ),
        ),
      /undetermined/,
    ],
    [
      'iptables',
      'chains that lead into each other twice',
      () =>
        iptables(
          `-A FORWARD -j C0\n${lines(15, (at) => `-A C${at} -j ${at === 14 ? 'ACCEPT' : `C${at + 1}`}\n`.repeat(99))}`,
        ),
      RULES,
    ],
    [
      'iptables',
      'chains that lead into each other and do nothing',
      () =>
        iptables(
          `-A FORWARD -j C0\n${lines(15, (at) => `-A C${at} -j ${at === 14 ? 'LOG' : `C${at + 1}`}\n`.repeat(99))}`,
        ),
      STEPS,
    ],
    [
      'iptables',
      'thousands of exceptions',
      () => iptables(lines(60_000, (at) => `-A FORWARD -s ${address(2 * at)} -j RETURN`)),
      STEPS,
    ],
    [
      'iptables',
      'thousands of addresses for thousands of others',
      () =>
        iptables(
          `-A FORWARD -s ${lines(5000, (at) => address(2 * at)).replaceAll('\n', ',')} -d ${lines(2000, (at) => address(2 * at)).replaceAll('\n', ',')} -j ACCEPT`,
        ),
      COMBINATIONS,
    ],
    [
      'iptables',
      'more ports forwarded than anybody has',
      () =>
        `*nat\n${lines(5000, (at) => `-A PREROUTING -i outside -p tcp --dport 1:1024 -d ${address(at)} -j DNAT --to-destination 10.0.0.1`)}\nCOMMIT\n${iptables('-A FORWARD -j ACCEPT')}`,
      /^4903 undetermined, 1 permit$/,
    ],
    [
      'nftables',
      'definitions that hold each other twice',
      () =>
        `define a0 = { 10.0.0.1 }\n${lines(60, (at) => `define a${at + 1} = { $a${at}, $a${at} }`)}\n${nftables('ip saddr $a60 accept')}`,
      'its definitions grow too long',
    ],
    [
      'nftables',
      'braces in braces',
      () => nftables(`ip saddr ${'{'.repeat(40_000)}10.0.0.1${'}'.repeat(40_000)} accept`),
      '1 undetermined',
    ],
    [
      'nftables',
      'braces in braces over many lines',
      () => nftables(`ip saddr ${'{\n'.repeat(40_000)}10.0.0.1${'}\n'.repeat(40_000)} accept`),
      '1 undetermined',
    ],
    [
      'nftables',
      'parentheses in parentheses',
      () => nftables(`tcp flags & ${'('.repeat(90_000)} accept`),
      '1 undetermined',
    ],
    [
      'nftables',
      'sets for sets for sets',
      () =>
        nftables(
          ['saddr', 'daddr', 'saddr']
            .map(
              (field) =>
                `ip ${field} . tcp dport { ${lines(500, (at) => `${address(at)} . ${at}`).replaceAll('\n', ', ')} }`,
            )
            .join(' ') + ' accept',
        ),
      STEPS,
    ],
    [
      'nftables',
      'all but thousands of pairs',
      () =>
        nftables(
          `ip saddr . tcp dport != { ${lines(5000, (at) => `${address(at)} . ${at}`).replaceAll('\n', ', ')} } accept`,
        ),
      STEPS,
    ],
    [
      'nftables',
      'all but thousands of addresses',
      () => nftables(`ip saddr != { ${lines(7000, (at) => address(2 * at)).replaceAll('\n', ', ')} } accept`),
      '1 permit',
    ],
    [
      'nftables',
      'a large set in many rules that name nothing',
      () =>
        nftables(
          'ip saddr @s ip6 saddr ::1 accept\n'.repeat(20_000),
          `set s { type ipv4_addr; elements = { ${lines(5000, (at) => `${address(2 * at)},`)} } }`,
        ),
      STEPS,
    ],
    [
      'nftables',
      'elements one by one',
      () =>
        nftables('ip saddr @s accept', 'set s { type ipv4_addr; }') +
        lines(60_000, (at) => `add element ip t s { ${address(at)} }`),
      '1 permit',
    ],
    [
      'nftables',
      'one chain after the other',
      () =>
        nftables(lines(20_000, (at) => `ip saddr ${address(2 * at)} accept`)) +
        nftables(lines(20_000, (at) => `ip daddr ${address(2 * at)} accept`))
          .replace('table ip t', 'table ip u')
          .replace('priority 0', 'priority 1'),
      STEPS,
    ],
    [
      'azure',
      'a large list in many rules',
      () =>
        azure(
          { ...azureRule, sourceAddressPrefix: "[variables('v')]" },
          `"variables":{"v":[${lines(20_000, (at) => `"${address(2 * at)}"`).replaceAll('\n', ',')}]},`,
        ),
      STEPS,
    ],
    [
      'azure',
      'more prefixes than a function takes arguments',
      () =>
        azure(
          { ...azureRule, sourceAddressPrefix: '*' },
          `"addressSpace":{"addressPrefixes":[${lines(200_000, (at) => `"${address(at)}"`).replaceAll('\n', ',')}]},`,
        ),
      '502 permit, 3 undetermined',
    ],
    [
      'powershell',
      'more properties than a function takes arguments',
      () => `DefaultInboundAction : Block\n${lines(200_000, (at) => `a${at} : x`)}`,
      /undetermined/,
    ],
    [
      'powershell',
      'a list over thousands of lines',
      () => `New-NetFirewallRule -LocalPort \`\n${lines(100_000, () => '1, `')}`,
      /undetermined/,
    ],
    [
      'csv',
      'thousands of columns',
      () => `source,destination,action${',x'.repeat(40_000)}\n${'any,any,permit\n'.repeat(20_000)}`,
      'it has 40003 columns: must have at most 500',
    ],
    [
      'csv',
      'a rule of thousands of lines',
      () => `id,source,destination,action\n${lines(50_000, (at) => `E1,${address(2 * at)},any,permit`)}`,
      '1 permit',
    ],
    [
      'csv',
      'a name that thousands of rules have',
      () =>
        `id,source,destination,action\n${lines(40_000, (at) => `E1,any,any,${at % 2 ? 'permit' : 'drop'}`)}`,
      '20000 drop, 20000 permit',
    ],
  ])('%s: %s', (id, _, text, expected) => {
    expect(outcome(id, text())).toMatch(expected);
  });
});

test('JSON of nftables that is cut off or damaged is refused whole: it may lack the rules that drop', () => {
  const whole =
    '{"nftables":[{"chain":{"family":"ip","table":"t","name":"c","type":"filter","hook":"forward","prio":0,"policy":"accept"}},\n' +
    '{"rule":{"family":"ip","table":"t","chain":"c","expr":[{"drop":null}]}}]}';
  expect(outcome('nftables-json', whole)).toBe('1 drop');
  for (const damaged of [whole.slice(0, -70), whole.slice(0, -1), whole.replace('\n', '\n,'), `${whole}]`])
    expect(outcome('nftables-json', damaged)).toMatch(
      /^this is no JSON here \(\w+\): must be what "nft -j list ruleset" writes$/,
    );
});

test('text of nftables is read whatever ends its lines', () => {
  const text = nftables('ip saddr 10.0.0.1 drop\naccept');
  for (const end of ['\r\n', '\r', '\n'])
    expect(outcome('nftables', text.replaceAll('\n', end))).toBe('1 drop, 1 permit');
  expect(outcome('nftables', text.replace('accept', 'accept\u2028drop'))).toMatch(/is out of place here$/);
});

test('a list of rules as designs have them is refused when it is too deep or too long', () => {
  const design = builtinDesign();
  const problemOf = (text: string) =>
    importRules(design, design.firewalls[0]!, text, null, DEFAULT_INTERFACES);
  expect(problemOf('['.repeat(100_000) + ']'.repeat(100_000))).toEqual({
    problem: 'nested too deep: it must have at most 64 levels',
  });
  expect(problemOf(`[${'1,'.repeat(600_000)}1]`)).toEqual({
    problem: 'too many values: it must have at most 500000',
  });
});
