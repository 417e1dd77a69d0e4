import type { Policy } from '../../../model/policy.ts';
import type { Inexpressible } from '../format.ts';
import { PROFILES } from './profiles.ts';
import { writeSettings } from './settings.ts';
import type { Written } from './write.ts';
import { addressList, portList, problemsOf, writtenOf } from './write.ts';

const DASHES = '-'.repeat(70);
const WIDTH = 38;

/** Writes rules as "netsh advfirewall firewall show rule name=all verbose" lists them, profiles before them. */
export function writeNetsh(policy: Policy, _interfaces: unknown, title: string): string | Inexpressible {
  const problems = problemsOf(policy);
  if (problems.length > 0) return { problems };
  const firewall = policy.default === 'permit' ? 'AllowInbound,AllowOutbound' : 'BlockInbound,BlockOutbound';
  return `${[
    `# ${title}`,
    ...writeSettings(policy),
    ...PROFILES.flatMap((profile) => [
      '',
      `${profile} Profile Settings:`,
      DASHES,
      `${'State'.padEnd(WIDTH)}ON`,
      `${'Firewall Policy'.padEnd(WIDTH)}${firewall}`,
    ]),
    'Ok.',
    ...policy.rules.flatMap((rule) => writtenOf(rule).flatMap((one) => ['', ...block(one)])),
    'Ok.',
  ].join('\n')}\n`;
}

function block(rule: Written): string[] {
  const line = (label: string, value: string) => `${`${label}:`.padEnd(WIDTH)}${value}`.trimEnd();
  const addresses = (ranges: Written['local']) => addressList(ranges, (length) => `/${length}`).join(',');
  return [
    line('Rule Name', rule.name),
    DASHES,
    line('Enabled', rule.enabled ? 'Yes' : 'No'),
    line('Direction', rule.inbound ? 'In' : 'Out'),
    line('Profiles', PROFILES.join(',')),
    line('Grouping', ''),
    line('LocalIP', addresses(rule.local)),
    line('RemoteIP', addresses(rule.remote)),
    line('Protocol', rule.protocol),
    ...(rule.types === null ? [] : types(rule.types)),
    ...(rule.localPorts ? [line('LocalPort', portList(rule.localPorts).join(','))] : []),
    ...(rule.remotePorts ? [line('RemotePort', portList(rule.remotePorts).join(','))] : []),
    line('Edge traversal', 'No'),
    line('InterfaceTypes', 'Any'),
    line('Security', 'NotRequired'),
    line('Rule source', 'Local Setting'),
    line('Action', rule.allow ? 'Allow' : 'Block'),
  ];
}

/** Types of ICMP, in a table below the protocol. */
function types(list: readonly string[]): string[] {
  const row = (type: string, code: string) => `${' '.repeat(WIDTH)}${type.padEnd(8)}${code}`;
  return [
    row('Type', 'Code'),
    ...list.map((one) => {
      const [type = '', code = 'Any'] = one.split('/');
      return row(type === 'any' ? 'Any' : type, code);
    }),
  ];
}
