import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { readPolicy, recognise } from '../../../../simulator/firewall/formats/registry.ts';
import { netsh, powershell } from '../../../../simulator/firewall/formats/windows/windows.ts';
import { formatRange } from '../../../../simulator/model/address.ts';
import type { Policy } from '../../../../simulator/model/policy.ts';
import { formatIcmp, formatPorts } from '../../../../simulator/model/ports.ts';
import { policy, rule } from '../policies.ts';
import { policies, traffic, verdicts } from './arbitrary.ts';

const folder = join(import.meta.dirname, '../../../fixtures/firewalls');
const text = readFileSync(join(folder, 'netsh-customer.txt'), 'utf8');

function reading(of: string) {
  const result = netsh.read(of, DEFAULT_INTERFACES);
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

test("a customer's listing: every line is understood, or says why not", () => {
  expect(recognise(text)?.id).toBe('netsh');
  const undetermined = (why: string) => `${why}: what it names is undetermined`;
  const svchost = 'Program "C:\\Windows\\system32\\svchost.exe" is not modelled';
  expect(doubts(text)).toEqual([
    ['Profiles: Domain,Private', 'ignored', 'it is for Domain, Private only, which is not active'],
    ['Program: C:\\Windows\\system32\\svchost.exe', 'ignored', undetermined(svchost)],
    ['Service: dhcp', 'ignored', undetermined('Service "dhcp" is not modelled')],
    ['Program: C:\\Windows\\system32\\svchost.exe', 'ignored', `${svchost}: what it allows passes anyway`],
    ['Service: dnscache', 'ignored', 'Service "dnscache" is not modelled: what it allows passes anyway'],
    ['Protocol: ICMPv6', 'ignored', 'IPv6 is not modelled'],
    ['LocalPort: RPC', 'ignored', undetermined('"RPC" stands for ports that change')],
    ['RemoteIP: fe80::/64', 'ignored', 'IPv6 is not modelled'],
    ['Security: Authenticate', 'ignored', undetermined('Security "Authenticate" is not modelled')],
    ['Security: Authenticate', 'ignored', undetermined('Security "Authenticate" is not modelled')],
    ['Action: Bypass', 'ignored', undetermined('who is authenticated is not modelled')],
    ['InterfaceTypes: Wireless', 'ignored', undetermined('InterfaceTypes "Wireless" is not modelled')],
    ['LocalPort: 90-80', 'ignored', undetermined('"90-80" is no port')],
    ['RemoteIP: 10.45.16.300', 'ignored', undetermined('"10.45.16.300" is no address')],
    [
      'Rule Name: Pasted from another server',
      'ignored',
      undetermined('it is listed without "verbose", which leaves out for which program it is'),
    ],
    ['Tenant: contoso', 'ignored', undetermined('Tenant "contoso" is not modelled')],
    [
      'RemoteIP: LocalSubnet',
      'ignored',
      undetermined('"LocalSubnet" depends on the network that the computer is in'),
    ],
  ]);
});

test("a customer's listing: what blocks comes first, what is unclear behind what is clear, the default last", () => {
  expect(named(reading(text).policy)).toEqual([
    'L323 undetermined in any 192.168.10.66 any any any',
    'L436 drop in any 198.51.100.0/24 any any any',
    'L468 drop out tcp any any any 445',
    'L451 undetermined in udp any any any 137-138',
    'Edge permit in tcp any any 10.45.16.10 443, 5061',
    'L94 permit in udp any any 10.45.16.30 3478',
    'L111 permit out tcp 10.45.16.30 50000-59999 any any',
    'L145 permit in tcp any any 10.45.16.40 80, 443 off',
    'L164 permit in tcp any any 10.45.16.40 80',
    'L220 permit in icmp any any any 8, 13/0',
    'L255 permit in tcp 192.168.10.0/24 any 10.45.16.10-10.45.16.40 135',
    'L355 permit in 47 131.107.155.9 any any any',
    'L182 undetermined in udp any 67 any 68',
    'L272 undetermined in tcp 192.168.10.9 any any any',
    'L306 undetermined in tcp 192.168.10.0/24 any any 3389',
    'L338 undetermined in tcp any any any 8080',
    'L370 undetermined in tcp any any any any',
    'L387 undetermined in tcp any any any 25',
    'L404 undetermined in tcp any any any 8443',
    'L418 undetermined in tcp any any any 9443',
    'L59 permit out any any any any any',
  ]);
  expect(reading(text).policy).toMatchObject({ default: 'drop', stateful: true });
});

describe('profiles', () => {
  /** One rule for a profile, behind what "show allprofiles" says, and perhaps "show currentprofile". */
  function listing(
    profiles: string,
    states: Readonly<Record<string, string>>,
    over: Readonly<Record<string, string>> = {},
    current = '',
  ): string {
    const section = (name: string) =>
      `${name} Profile Settings:\n${states[name] ?? 'State   ON\nFirewall Policy   BlockInbound,AllowOutbound'}\n`;
    const fields = {
      'Rule Name': 'web',
      Enabled: 'Yes',
      Direction: 'In',
      Profiles: profiles,
      LocalIP: 'Any',
      RemoteIP: 'Any',
      Protocol: 'TCP',
      LocalPort: '80',
      RemotePort: 'Any',
      InterfaceTypes: 'Any',
      Security: 'NotRequired',
      Action: 'Allow',
      ...over,
    };
    return [
      'netsh advfirewall show allprofiles\n',
      ...['Domain', 'Private', 'Public'].map(section),
      current && `netsh advfirewall show currentprofile\n\n${section(current)}`,
      'netsh advfirewall firewall show rule name=all verbose\n',
      ...Object.entries(fields).map(([name, value]) => `${name}:  ${value}`),
    ].join('\n');
  }
  const actions = (of: string) =>
    reading(of).policy.rules.map(({ action, direction, transport }) => `${action} ${direction} ${transport}`);
  const off = 'State   OFF\nFirewall Policy   BlockInbound,AllowOutbound';

  test('a rule for one of them is undetermined until the file says which is active', () => {
    expect(actions(listing('Public', {}))).toEqual(['undetermined in tcp', 'permit out any']);
    expect(actions(listing('Public', {}, {}, 'Public'))).toEqual(['permit in tcp', 'permit out any']);
    expect(actions(listing('Public', {}, {}, 'Domain'))).toEqual(['permit out any']);
    expect(actions(listing('Public', {}, { Action: 'Block' }))).toEqual([
      'undetermined in tcp',
      'permit out any',
    ]);
  });

  test('one that is off lets pass what it would allow, and whatever nobody names', () => {
    expect(actions(listing('Domain,Private,Public', { Public: off }))).toEqual([
      'permit in tcp',
      'undetermined in any',
      'permit out any',
    ]);
    expect(actions(listing('Domain,Private,Public', { Public: off }, { Action: 'Block' }))).toEqual([
      'undetermined in tcp',
      'undetermined in any',
      'permit out any',
    ]);
    expect(
      reading(listing('Domain,Private,Public', { Public: off }, { Action: 'Block' }, 'Public')).policy,
    ).toMatchObject({ rules: [], default: 'permit', stateful: false });
  });

  test('"block all" leaves out what is allowed inbound; a policy that cannot be read may be off', () => {
    const always = 'State   ON\nFirewall Policy   BlockInboundAlways,BlockOutbound';
    const everywhere = { Domain: always, Private: always, Public: always };
    expect(reading(listing('Domain,Private,Public', everywhere)).policy).toMatchObject({
      rules: [],
      default: 'drop',
    });
    expect(actions(listing('Domain,Private,Public', { Domain: 'State   ?' }))).toEqual([
      'permit in tcp',
      'undetermined in any',
      'permit out any',
    ]);
  });

  test("a group policy may leave out the computer's own rules", () => {
    const policies = 'State   ON\nFirewall Policy   BlockInbound,AllowOutbound\nLocalFirewallRules   Disable';
    const states = { Domain: policies, Private: policies, Public: policies };
    const from = (source: string) =>
      actions(listing('Domain,Private,Public', states, { 'Rule source': source }));
    expect(from('Local Setting')).toEqual(['permit out any']);
    expect(from('Group Policy Setting')).toEqual(['permit in tcp', 'permit out any']);
    expect(from('Elsewhere')).toEqual(['undetermined in tcp', 'permit out any']);
  });

  test('AllowInbound with BlockOutbound: the other direction becomes the last rule', () => {
    const open = 'State   ON\nFirewall Policy   AllowInbound,BlockOutbound';
    const states = { Domain: open, Private: open, Public: open };
    expect(actions(listing('Domain,Private,Public', states))).toEqual(['permit in tcp', 'permit in any']);
    // What a rule allows that is for some program only passes anyway.
    expect(actions(listing('Domain,Private,Public', states, { Program: 'System' }))).toEqual([
      'permit in any',
    ]);
    expect(actions(listing('Domain,Private,Public', states, { Program: 'System', Action: 'Block' }))).toEqual(
      ['undetermined in tcp', 'permit in any'],
    );
  });
});

test('a listing in another language is refused in one line; commands that change rules are undetermined', () => {
  const german = text
    .replaceAll('Rule Name:', 'Regelname:')
    .replaceAll('Profile Settings:', 'Profileinstellungen:')
    .replaceAll('Enabled:', 'Aktiviert:');
  expect(readPolicy(german, null, DEFAULT_INTERFACES)).toEqual({
    problem:
      'its labels are not in English: list the rules with PowerShell, whose names are the same in every language',
    line: 1,
  });
  const told = `${text}netsh advfirewall firewall delete rule name="Block SMB out"\r\n`;
  expect(reading(told).policy.rules).toContainEqual(
    expect.objectContaining({ action: 'undetermined', direction: 'both', transport: 'any' }),
  );
});

describe.each([netsh, powershell])('what $id cannot say, it refuses', (format) => {
  const refused = (over: Partial<Policy>, ...rules: Parameters<typeof rule>[0][]) => {
    const written = format.write(
      policy(
        rules.map((one, at) => rule({ id: `R${at + 1}`, ...one })),
        over,
      ),
      DEFAULT_INTERFACES,
      'a test',
    );
    return typeof written === 'string' ? [] : written.problems;
  };
  const web = { transport: 'tcp', destinationPorts: [{ first: 80, last: 80 }] } as const;

  test('a rule that drops what one before it lets pass, and only such a rule', () => {
    expect(refused({}, web, { action: 'drop', direction: 'in' })).toEqual([
      'rule R2 drops what rule R1 before it lets pass, such as tcp 203.0.113.9:50000 -> 203.0.113.9:80, from outside: ' +
        'Windows asks rules that block first',
    ]);
    expect(refused({}, { ...web, direction: 'out' }, { action: 'drop', direction: 'in' })).toEqual([]);
    expect(refused({}, { ...web, enabled: false }, { action: 'drop', direction: 'in' })).toEqual([]);
    // What a rule blocks that comes before both is blocked either way.
    expect(refused({}, { ...web, action: 'drop' }, web, { ...web, action: 'drop' })).toEqual([]);
  });

  test('rejecting, states, logs, and packets without connections', () => {
    expect(refused({}, { action: 'reject' }, { states: 1 }, { log: true })).toEqual([
      'rule R1 rejects: this form can only drop',
      'rule R2 asks for the state of a connection: this form cannot',
      'rule R3 is logged: this form cannot say so of one rule',
    ]);
    expect(refused({ stateful: false, default: 'reject' })).toHaveLength(2);
  });

  test('time-outs and the size of the table are kept in comments', () => {
    const before = policy([], { maxConnections: 7 });
    const timeouts = { ...before.timeouts, tcpClosing_s: 2.5, udp_s: 61 };
    const written = format.write({ ...before, timeouts }, DEFAULT_INTERFACES, 'a test') as string;
    expect(format.read(written, DEFAULT_INTERFACES)).toMatchObject({
      policy: { rules: [], default: 'drop', timeouts, maxConnections: 7 },
    });
  });

  test('random orders are refused, or decide every packet as before', () => {
    let [written, total] = [0, 0];
    const sayable = {
      actions: ['permit', 'drop'],
      defaults: ['drop', 'permit'],
      stateful: [true],
      logs: false,
    } as const;
    fc.assert(
      fc.property(policies(sayable, 5), traffic(), (before, packets) => {
        total++;
        const file = format.write(before, DEFAULT_INTERFACES, 'a test');
        if (typeof file !== 'string') return;
        written++;
        const after = format.read(file, DEFAULT_INTERFACES);
        if ('problem' in after) throw new Error(after.problem);
        expect(verdicts({ ...before, ...after.policy }, packets)).toEqual(verdicts(before, packets));
      }),
      { numRuns: 500 },
    );
    expect(written).toBeGreaterThan(total / 10);
    expect(written).toBeLessThan(total);
  });

  test('a line that is lost or doubled lets nothing more through', () => {
    const sayable = {
      actions: ['permit', 'drop'],
      stateful: [true],
      defaults: ['drop', 'permit'],
      logs: false,
      dropsFirst: true,
      disabled: false,
      icmp: false,
    } as const;
    fc.assert(
      fc.property(
        policies(sayable, 5),
        traffic(),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.boolean(),
        (before, packets, at, to, lost) => {
          const lines = (format.write(before, DEFAULT_INTERFACES, 'a test') as string).split('\n');
          const place = Math.floor(at * lines.length);
          if (lost) lines.splice(place, 1);
          else lines.splice(Math.floor(to * lines.length), 0, lines[place]!);
          const after = format.read(lines.join('\n'), DEFAULT_INTERFACES);
          if ('problem' in after) return;
          const passed = (of: Policy) =>
            packets.map((one) => (verdicts(of, [one])[0] as { action: string }).action === 'accept');
          const were = passed(before);
          const more = passed({ ...before, ...after.policy }).filter((is, index) => is && !were[index]);
          expect({ more, line: lines[place] }).toEqual({ more: [], line: lines[place] });
        },
      ),
      { numRuns: 500 },
    );
  }, 3_600_000);
});
