import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { callLab } from './call-lab.ts';
import { FORMATS } from '../../simulator/firewall/formats/registry.ts';

const folder = mkdtempSync(join(tmpdir(), 'edge-lab-firewall-'));

const lab = (args: readonly string[], input = '') => callLab(args, { cwd: folder, input });

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const shadowing = `*filter
:FORWARD DROP [0:0]
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -m conntrack --ctstate INVALID -j DROP
-A FORWARD -i outside -p udp --dport 1024:65535 -j DROP
-A FORWARD -i outside -d 10.45.16.30 -p udp --dport 3478 -m comment --comment "E12: STUN" -j ACCEPT
-A FORWARD -i outside -d 10.45.16.10 -p tcp --dport 443 -m geoip --source-country DE -j ACCEPT
COMMIT
`;

test('firewall import --json: the form, rules as a design has them, and the ledger of every line', () => {
  const { status, stdout, stderr } = lab(['firewall', 'import', file('a.rules', shadowing), '--json']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const { format, rules, ledger } = JSON.parse(stdout) as {
    format: string;
    rules: Record<string, unknown>[];
    ledger: { line: number; text: string; status: string; why: string }[];
  };
  expect(format).toBe('iptables');
  expect(rules.map(({ id, action }) => [id, action])).toEqual([
    ['L5', 'drop'],
    ['E12', 'permit'],
    ['L7', 'undetermined'],
  ]);
  expect(ledger.map(({ line, status: is }) => [line, is])).toEqual([
    [1, 'understood'],
    [2, 'understood'],
    [3, 'understood'],
    [4, 'understood'],
    [5, 'understood'],
    [6, 'understood'],
    [7, 'ignored'],
    [8, 'understood'],
  ]);
  expect(ledger[6]!.why).toContain('undetermined');
});

test('firewall verdict: one answer a line, in order; connections live, and expire as time goes on', () => {
  const flow = { firewall: 'external', transport: 'udp', side: 'outside' };
  const there = { ...flow, src: '203.0.113.9', sport: 50000, dst: '10.45.16.30', dport: 3478 };
  const back = { ...flow, side: 'inside', dst: '203.0.113.9', dport: 50000, src: '10.45.16.30', sport: 3478 };
  const lines = [
    { t: 0, ...back, sport: 5000 },
    { t: 1, ...there },
    { t: 2, ...back, dport: 50000 },
    { t: 3, ...there, dport: 3479 },
    { t: 4, ...there, transport: 'tcp', flags: 'A' },
    { t: 5, ...there, dst: '10.45.16.10', dport: 443, transport: 'tcp', flags: 'S' },
    {
      t: 6,
      firewall: 'external',
      src: '203.0.113.9',
      dst: '10.45.16.10',
      transport: 'icmp',
      type: 8,
      code: 0,
      ident: 1,
      side: 'outside',
    },
  ];
  const { status, stdout } = lab(
    ['firewall', 'verdict'],
    lines.map((line) => JSON.stringify(line)).join('\n'),
  );
  expect(status).toBe(0);
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { action: 'drop', rule: 'default', reason: 'no-rule' },
    { action: 'accept', rule: 'E12', reason: 'rule' },
    { action: 'accept', rule: 'E12', reason: 'state' },
    { action: 'drop', rule: 'default', reason: 'no-rule' },
    { action: 'drop', rule: null, reason: 'no-state' },
    { action: 'accept', rule: 'E3', reason: 'rule' },
    { action: 'drop', rule: 'default', reason: 'no-rule' },
  ]);
});

test('firewall lint: a shadowed permit is an error, and says by which line; the reference design has none', () => {
  const { status, stdout } = lab([
    'firewall',
    'lint',
    '--firewall',
    `external=${file('b.rules', shadowing)}`,
  ]);
  expect(status).toBe(1);
  expect(stdout).toMatch(/E12 \(line 6\) never matches.* by L5 \(line 5\), which does the opposite/);
  expect(lab(['firewall', 'lint', '--json'])).toMatchObject({ status: 0, stderr: '' });
});

test('diff --json: nothing between a design and itself; a moved port is blocked here and opened there', () => {
  expect(JSON.parse(lab(['diff', 'reference-1', 'reference-1', '--json']).stdout)).toMatchObject({
    features: [],
    newlyBlocked: [],
    newlyAllowed: [],
    onlyIn: { before: [], after: [] },
  });
  const { newlyBlocked, newlyAllowed } = JSON.parse(
    lab(['diff', 'reference-1', 'one-address', '--json']).stdout,
  ) as Record<'newlyBlocked' | 'newlyAllowed', { flow: string; features: string[]; ports?: number }[]>;
  expect(newlyBlocked).toContainEqual(
    expect.objectContaining({
      flow: expect.stringContaining('10.45.16.20:443') as string,
      features: ['web-conferencing'],
    }),
  );
  expect(newlyAllowed).toContainEqual(
    expect.objectContaining({ flow: expect.stringContaining('10.45.16.10:444') as string, ports: 1 }),
  );
});

test('what cannot be read is refused in one line that names the place', () => {
  const refused = (args: readonly string[], input = '') => {
    const { status, stdout, stderr } = lab(args, input);
    expect({ status, stdout, lines: stderr.split('\n').length }).toEqual({ status: 2, stdout: '', lines: 2 });
    return stderr;
  };
  expect(refused(['firewall', 'import', file('empty', '')])).toContain('there is nothing in it');
  expect(refused(['firewall', 'import', file('binary', 'table\0')])).toMatch(/binary:1:1: this is no text/);
  expect(refused(['firewall', 'import', file('prose', 'Dear Sir\n')])).toMatch(
    /prose:1:1: its form is not known/,
  );
  expect(refused(['firewall', 'import', file('cut.nft', 'table ip a {\n chain forward {\n')])).toMatch(
    /cut\.nft:2:2: the file ends inside the chain forward/,
  );
  expect(
    refused(['firewall', 'import', file('eth.rules', shadowing.replaceAll('outside', 'eth0'))]),
  ).toContain('--interfaces outside=NAME,inside=NAME');
  expect(refused(['firewall', 'export', '--firewall', 'external', '--format', 'pdf'])).toContain(
    FORMATS[0]!.id,
  );
  expect(refused(['firewall', 'verdict'], '{"firewall": "external"}')).toContain('standard input:1:1:');
  expect(refused(['firewall', 'verdict'], 'x')).toContain('no JSON object');
});
