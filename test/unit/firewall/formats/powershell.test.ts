import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { recognise } from '../../../../simulator/firewall/formats/registry.ts';
import { powershell } from '../../../../simulator/firewall/formats/windows/windows.ts';
import { formatRange } from '../../../../simulator/model/address.ts';
import type { Policy } from '../../../../simulator/model/policy.ts';
import { formatIcmp, formatPorts } from '../../../../simulator/model/ports.ts';

const folder = join(import.meta.dirname, '../../../fixtures/firewalls');
const listing = readFileSync(join(folder, 'powershell-customer.txt'), 'utf8');
const script = readFileSync(join(folder, 'powershell-script.ps1'), 'utf8');

function reading(of: string) {
  const result = powershell.read(of, DEFAULT_INTERFACES);
  if ('problem' in result) throw new Error(result.problem);
  return result;
}

const doubts = (of: string) =>
  reading(of)
    .ledger.filter(({ status }) => status !== 'understood')
    .map(({ text: line, status, why }) => [line.trim().replace(/\s+/g, ' '), status, why]);

const named = ({ rules }: Pick<Policy, 'rules'>) =>
  rules.map((one) =>
    [
      one.id,
      one.action,
      one.direction,
      one.transport,
      one.sources.map(formatRange).join(),
      formatPorts(one.sourcePorts),
      one.destinations.map(formatRange).join(),
      one.transport === 'icmp' ? formatIcmp(one.icmp) : formatPorts(one.destinationPorts),
      one.enabled ? '' : 'off',
    ]
      .join(' ')
      .trim(),
  );

const undetermined = (why: string) => `${why}: what it names is undetermined`;

test("a customer's listing: every line is understood, or says why not", () => {
  expect(recognise(listing)?.id).toBe('powershell');
  expect(doubts(listing)).toEqual([
    [
      'Profile : Domain, Private',
      'ignored',
      undetermined('it is for Domain, Private only, and others may be active'),
    ],
    ['Profile : Private', 'ignored', 'it is for Private only, which is not active'],
    [
      'RemoteAddress : {192.168.10.5, 192.168.10.6, 192.168.10.7, 192.168.10.8...}',
      'ignored',
      undetermined('the list of addresses is cut off'),
    ],
    ['Protocol : ICMPv6', 'ignored', 'IPv6 is not modelled'],
    [
      'Package : S-1-15-2-1239072475',
      'ignored',
      undetermined('Package "S-1-15-2-1239072475" is not modelled'),
    ],
    [
      'Program : C:\\Program Files\\Contoso\\update.exe',
      'ignored',
      'Program "C:\\Program Files\\Contoso\\update.exe" is not modelled: what it allows passes anyway',
    ],
    ['Program : System', 'ignored', undetermined('Program "System" is not modelled')],
    ['Authentication : Required', 'ignored', undetermined('Authentication "Required" is not modelled')],
    ['OverrideBlockRules : True', 'ignored', undetermined('OverrideBlockRules "True" is not modelled')],
    [
      'Name : {5A000010-12AB-4C3D-9E8F-0123456789AB}',
      'ignored',
      undetermined('the listing leaves out LocalPort, RemotePort'),
    ],
    [
      'Name : {5A000011-12AB-4C3D-9E8F-0123456789AB}',
      'approximated',
      'the listing leaves out Package, InterfaceAlias, InterfaceType, Authentication, OverrideBlockRules, LocalUser, ' +
        'RemoteUser, RemoteMachine: taken for any',
    ],
    ['LocalPort : Teredo', 'ignored', undetermined('"Teredo" stands for ports that change')],
    [
      'Name : http-in',
      'ignored',
      undetermined('Get-NetFirewallRule alone lists neither addresses nor ports: Show-NetFirewallRule does'),
    ],
  ]);
});

test("a customer's listing: two networks, lists over several lines, rules with their filters below", () => {
  expect(named(reading(listing).policy)).toEqual([
    'L416 undetermined in any 192.168.10.66 any any any',
    'L478 drop in any 198.51.100.0/24 any any any',
    'L502 undetermined out udp any any any any',
    'Edge permit in tcp any any 10.45.16.10 443, 5061',
    'L103 permit in udp any any 10.45.16.30 3478',
    'L127 permit out tcp 10.45.16.30 50000-59999 any any',
    'L151 permit in tcp any any 10.45.16.20 443',
    'L223 permit in tcp 192.168.10.90,192.168.10.91,192.168.11.0/24 any 10.45.16.10 5062',
    'L272 permit in icmp any any any 8, 3/4',
    'L320 permit in tcp any any 10.45.16.40 80, 443 off',
    'L462 permit in tcp 192.168.10.0/24 any 10.45.16.20 8057',
    'L528 permit in tcp 192.168.10.0/24 any 10.45.16.10 22',
    'L175 undetermined in tcp any any 10.45.16.20 4443',
    'L248 undetermined in tcp any any any 3389',
    'L344 undetermined in any any any any any',
    'L392 undetermined in tcp any any any 80',
    'L440 undetermined in tcp any any 10.45.16.40 any',
    'L582 undetermined in any any any any any',
    'L58 permit out any any any any any',
  ]);
  expect(reading(listing).policy).toMatchObject({ default: 'drop', stateful: true });
});

test('a script: commands one after the other; what it decides while it runs is undetermined', () => {
  expect(recognise(script)?.id).toBe('powershell');
  expect(doubts(script).map(([line, ...rest]) => [line!.slice(0, 50), ...rest])).toEqual([
    ["$front = '192.168.10.90', '192.168.10.91'", 'ignored', 'not known in this format'],
    [
      "Remove-NetFirewallRule -Group 'Lync Edge' -ErrorAc",
      'ignored',
      'it takes away rules that are not in this file',
    ],
    ["New-NetFirewallRule -DisplayName 'from the pool' -", 'ignored', undetermined('"$front" is no address')],
    [
      "New-NetFirewallRule -DisplayName 'proxy' -Protocol",
      'ignored',
      undetermined('Program "C:\\proxy\\proxy.exe" is not modelled'),
    ],
    ["New-NetFirewallRule -DisplayName 'try' -Protocol T", 'ignored', 'it only tells what it would do'],
    ['foreach ($port in 80, 8080) {', 'ignored', 'not known in this format'],
    [
      'New-NetFirewallRule -DisplayName "web $port" -Prot',
      'ignored',
      `${undetermined('whether it is done is decided while the script runs')}; ${undetermined('"$port" is no port')}`,
    ],
    ['}', 'ignored', 'not known in this format'],
    [
      "New-NetFirewallRule -DisplayName 'odd' -Protocol T",
      'ignored',
      undetermined('Remote "10.0.0.1" is not modelled'),
    ],
    [
      "Enable-NetFirewallRule -DisplayGroup 'Remote Deskt",
      'ignored',
      undetermined('it switches on rules that are not in this file'),
    ],
  ]);
  expect(named(reading(script).policy)).toEqual([
    'L15 drop in any 198.51.100.0/24 any any any',
    'Edge permit in tcp any any 10.45.16.10 443, 5061',
    'STUN permit in udp any any 10.45.16.30 3478',
    'L10 permit out tcp 10.45.16.30 50000-59999 any any',
    'L12 permit in icmp any any any 8 off',
    'L11 undetermined in tcp any any any 5062',
    'L13 undetermined in tcp any any any 8080',
    'L17 undetermined in tcp any any 10.45.16.40 any',
    'L19 undetermined in tcp any any any 25',
    'L20 undetermined both any any any any any',
  ]);
  expect(reading(script).policy.rules.find(({ id }) => id === 'STUN')?.purpose).toBe("partners' media");
  expect(reading(script).policy.default).toBe('drop');
});

test('a command: what is not said is inbound, allowed and any; what comes behind it counts', () => {
  const one = (command: string) => {
    const { rules } = reading(command).policy;
    return named({ rules: rules.filter(({ purpose }) => !purpose.startsWith('what no rule names')) });
  };
  expect(one('New-NetFirewallRule -DisplayName x')).toEqual(['L1 permit in any any any any any']);
  expect(one('New-NetFirewallRule -DisplayName:x -Direction:Outbound -Action:Block')).toEqual([
    'L1 drop out any any any any any',
  ]);
  expect(
    one('$null = New-NetFirewallRule -DisplayName "a `"b`" ""c""" -Protocol UDP -LocalPort 53 # DNS'),
  ).toEqual(['L1 permit in udp any any any 53']);
  for (const unclear of [
    'New-NetFirewallRule -DisplayName x | Set-NetFirewallRule -Enabled False',
    'New-NetFirewallRule -DisplayName x @more',
    'New-NetFirewallRule -DisplayName "x -LocalPort 80',
    'if ($late) { New-NetFirewallRule -DisplayName x -Action Block }',
    'New-NetFirewallRule -DisplayName x -Enabled $true',
    'New-NetFirewallRule -DisplayName x -Protocol TCP -Protocol UDP',
  ])
    expect([unclear, reading(unclear).policy.rules[0]?.action]).toEqual([unclear, 'undetermined']);
  // Taking away a rule of the file may let more through.
  expect(
    reading('New-NetFirewallRule -DisplayName x -Action Block\nRemove-NetFirewallRule -DisplayName x').policy
      .rules,
  ).toContainEqual(expect.objectContaining({ action: 'undetermined', direction: 'both', line: 2 }));
});

test('addresses of IPv6 name nothing here; what is only like one is no address', () => {
  const source = (text: string) => {
    const [first] = reading(`New-NetFirewallRule -DisplayName x -Action Block -RemoteAddress ${text}`).policy
      .rules;
    return first?.line === 1 && first.purpose === 'x'
      ? `${first.action} ${first.sources.map(formatRange).join()}`
      : null;
  };
  expect(source('fe80::/64')).toBeNull();
  expect(source('2001:db8::1-2001:db8::9,LocalSubnet6')).toBeNull();
  expect(source('2001:db8::1,192.168.10.9')).toBe('drop 192.168.10.9');
  expect(source('10.45:16.10')).toBe('undetermined any');
  expect(source('10:45:16:10')).toBe('undetermined any');
  expect(source('10.45.16.10/255.255.255.0')).toBe('drop 10.45.16.0/24');
  expect(source('10.45.16.10/255.0.255.0')).toBe('undetermined any');
  expect(source('10.45.16.20-10.45.16.10')).toBe('undetermined any');
  expect(source('Any')).toBe('drop any');
});
