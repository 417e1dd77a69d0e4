import { expect, test } from 'vitest';
import { policyOf } from '../../../simulator/designs/policies.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { DEFAULT_INTERFACES } from '../../../simulator/firewall/formats/format.ts';
import { union } from '../../../simulator/firewall/formats/ranges.ts';
import { readPolicy } from '../../../simulator/firewall/formats/registry.ts';
import { ufw } from '../../../simulator/firewall/formats/ufw/ufw.ts';

const FILE = `# kept by the network team
ufw default deny routed
ufw route allow in on outside out on inside proto tcp from any to 10.45.16.10 port 443 comment 'E3: People sign in'
ufw route deny log in on inside from 10.0.0.0/8 to any port 25,465
# off: ufw route reject in on outside out on inside proto udp from any to 10.45.16.30 port 3478
ufw limit 22/tcp
`;

test('a file with its ledger, line by line', () => {
  const reading = readPolicy(FILE, null, DEFAULT_INTERFACES);
  if ('problem' in reading) throw new Error(reading.problem);
  expect(reading.format.id).toBe('ufw');
  expect(reading.ledger.map(({ status }) => status)).toEqual([
    ...Array<string>(5).fill('understood'),
    'ignored',
  ]);
  expect(
    reading.policy.rules.map(({ id, action, direction, transport, enabled, log }) => [
      id,
      action,
      direction,
      transport,
      enabled,
      log,
    ]),
  ).toEqual([
    ['E3', 'permit', 'in', 'tcp', true, false],
    ['L4', 'drop', 'out', 'tcp-udp', true, true],
    ['L5', 'reject', 'in', 'udp', false, false],
    ['L6', 'undetermined', 'both', 'any', true, false],
  ]);
});

test('the rules of the reference design, written and read again, are the same', () => {
  const design = builtinDesign();
  for (const firewall of design.firewalls) {
    const policy = policyOf(design, firewall);
    const written = ufw.write(policy, DEFAULT_INTERFACES, firewall.title);
    if (typeof written !== 'string') throw new Error(written.problems.join('; '));
    const reading = readPolicy(written, null, DEFAULT_INTERFACES);
    if ('problem' in reading) throw new Error(reading.problem);
    // Addresses side by side come back as one range; lines are those of the file.
    const strip = (rules: typeof policy.rules) =>
      rules.map(({ line: _, sources, destinations, ...rule }) => ({
        ...rule,
        sources: union(sources),
        destinations: union(destinations),
      }));
    expect(strip(reading.policy.rules)).toEqual(strip(policy.rules));
  }
});

test('what ufw cannot say is not written', () => {
  const design = builtinDesign();
  const policy = policyOf(design, design.firewalls[0]!);
  const written = ufw.write({ ...policy, stateful: false, hairpin: true }, DEFAULT_INTERFACES, '');
  expect(typeof written !== 'string' && written.problems).toHaveLength(2);
});
