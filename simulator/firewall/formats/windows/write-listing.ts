import { formatAddress } from '../../../model/address.ts';
import type { Policy } from '../../../model/policy.ts';
import type { Inexpressible } from '../format.ts';
import { PROFILES } from './profiles.ts';
import { writeSettings } from './settings.ts';
import type { Written } from './write.ts';
import { addressList, portList, problemsOf, writtenOf } from './write.ts';

/** Writes rules as Format-List lists Get-NetFirewallRule joined with its filters, profiles before them. */
export function writeListing(policy: Policy, _interfaces: unknown, title: string): string | Inexpressible {
  const problems = problemsOf(policy);
  if (problems.length > 0) return { problems };
  const action = policy.default === 'permit' ? 'Allow' : 'Block';
  return `${[
    `# ${title}`,
    ...writeSettings(policy),
    ...PROFILES.flatMap((profile) => [
      '',
      ...properties({
        Name: profile,
        Enabled: 'True',
        DefaultInboundAction: action,
        DefaultOutboundAction: action,
      }),
    ]),
    ...policy.rules.flatMap((rule) => writtenOf(rule).flatMap((one) => ['', ...block(one)])),
  ].join('\n')}\n`;
}

function block(rule: Written): string[] {
  return properties({
    DisplayName: rule.name,
    Enabled: rule.enabled ? 'True' : 'False',
    Profile: 'Any',
    Direction: rule.inbound ? 'Inbound' : 'Outbound',
    Action: rule.allow ? 'Allow' : 'Block',
    Protocol: rule.protocol,
    LocalPort: list(rule.localPorts ? portList(rule.localPorts) : ['Any']),
    RemotePort: list(rule.remotePorts ? portList(rule.remotePorts) : ['Any']),
    IcmpType: list(rule.types?.map((type) => (type === 'any' ? 'Any' : type.replace('/', ':'))) ?? ['Any']),
    LocalAddress: list(addressList(rule.local, mask)),
    RemoteAddress: list(addressList(rule.remote, mask)),
    Program: 'Any',
    Package: '',
    Service: 'Any',
    InterfaceAlias: 'Any',
    InterfaceType: 'Any',
    Authentication: 'NotRequired',
    Encryption: 'NotRequired',
    OverrideBlockRules: 'False',
    LocalUser: 'Any',
    RemoteUser: 'Any',
    RemoteMachine: 'Any',
  });
}

function properties(values: Readonly<Record<string, string>>): string[] {
  const names = Object.keys(values);
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => `${name.padEnd(width)} : ${values[name]!}`.trimEnd());
}

/** "443", "{80, 443}" */
function list(members: readonly string[]): string {
  return members.length === 1 ? members[0]! : `{${members.join(', ')}}`;
}

/** PowerShell lists lengths of prefixes as masks. */
function mask(length: number): string {
  if (length === 32) return '';
  return `/${formatAddress(length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0)}`;
}
