import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BUILTIN_DESIGNS, builtinDesign } from '../../simulator/designs/registry.ts';
import { designText } from '../../simulator/designs/text.ts';
import { FEATURES } from '../../simulator/features/registry.ts';
import { callLab } from './call-lab.ts';
import { run } from '../../simulator/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'edge-lab-cli-'));

const lab = (...args: string[]) => callLab(args, { cwd: folder });

interface RunJson {
  hash: string;
  features: {
    id: string;
    status: string;
    reached: boolean;
    because: { packet: number; firewall: string | null }[];
  }[];
}

test('run --json: the shape that others rely on, nothing else on standard output', () => {
  const { status, stdout, stderr } = lab('run', '--only', 'remote-sign-in', '--close', 'E3', '--json');
  expect(status).toBe(0);
  expect(stderr).toBe('');
  const result = JSON.parse(stdout) as Record<string, unknown>;
  expect(Object.keys(result)).toEqual(['design', 'seed', 'hash', 'events', 'packets', 'features']);
  expect(Object.keys(result['packets'] as object)).toEqual(['sent', 'delivered', 'dropped', 'hops']);
  const [feature] = result['features'] as Record<string, unknown>[];
  expect(Object.keys(feature!)).toEqual(['id', 'status', 'reached', 'path', 'seconds', 'because']);
  const [because] = feature!['because'] as Record<string, unknown>[];
  expect(Object.keys(because!)).toEqual(['firewall', 'rule', 'reason', 'flow', 'packet', 'time', 'text']);
  expect(because).toMatchObject({ firewall: 'external', rule: 'default', reason: 'no-rule' });
  expect(because!['flow']).toMatch(/^tcp 198\.51\.100\.7:\d+ -> 10\.45\.16\.10:443$/);
});

test('the command line and the engine give the same hash; another seed gives another', () => {
  const one = JSON.parse(lab('run', '--json').stdout) as RunJson;
  expect(one.hash).toBe(run(builtinDesign()).hash);
  expect((JSON.parse(lab('run', '--json', '--seed', '2').stdout) as RunJson).hash).not.toBe(one.hash);
});

test('each cause names a packet of the trace that --trace writes', () => {
  const file = join(folder, 'trace.jsonl');
  const { features } = JSON.parse(lab('run', '--json', '--close', 'I1', '--trace', file).stdout) as RunJson;
  const events = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { feature: string; kind: string; packet?: number; action?: string });
  for (const { id, because, status } of features) {
    expect(because.length > 0).toBe(status !== 'works');
    for (const { packet } of because)
      expect(
        events.some((one) => one.feature === id && one.packet === packet && one.action === 'dropped'),
      ).toBe(true);
  }
});

test('a printed design is a design file, and gives the run of the built-in one', () => {
  const file = join(folder, 'copy.json');
  writeFileSync(file, lab('design', 'reference-1').stdout);
  expect((JSON.parse(lab('run', file, '--json').stdout) as RunJson).hash).toBe(
    (JSON.parse(lab('run', '--json').stdout) as RunJson).hash,
  );
});

test('features and designs are listed, as text and as JSON', () => {
  const { features } = JSON.parse(lab('features', '--json').stdout) as { features: { id: string }[] };
  expect(features.map((one) => one.id)).toEqual(FEATURES.map((one) => one.id));
  expect(lab('features').stdout).toContain('remote-im');
  expect(JSON.parse(lab('design', '--json').stdout)).toEqual({
    designs: BUILTIN_DESIGNS.map(({ id, title, description }) => ({ id, title, description })),
  });
  expect(lab('design').stdout).toMatch(/^reference-2 +Two Edges/m);
});

test('explain tells the steps, the rule and the sources; with a design file, as text and as JSON', () => {
  const text = lab('explain', 'remote-sign-in', '--close', 'E3').stdout;
  expect(text).toContain(
    'Cause 1 of 1: The external firewall dropped it: no rule for TCP 443 to 10.45.16.10.',
  );
  expect(text).toContain('[Table 1, row 3]');
  expect(text).toContain('Repair: Open E3 at the external firewall.');
  const file = join(folder, 'explained.json');
  writeFileSync(file, lab('design', 'reference-1').stdout);
  const json = JSON.parse(lab('explain', file, 'remote-sign-in', '--json').stdout) as Record<string, unknown>;
  expect(json).toMatchObject({ id: 'remote-sign-in', status: 'works', reached: true });
  const wrong = lab('explain', 'remote-sing-in');
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toMatch(/^lab: feature "remote-sing-in" does not exist: must be one of /);
});

test('values are set and things changed in the middle of a run', () => {
  const reject = JSON.parse(
    lab(
      'run',
      '--only',
      'remote-sign-in',
      '--close',
      'E3',
      '--set',
      'firewalls.external.default=reject',
      '--json',
    ).stdout,
  ) as { features: { seconds: number }[] };
  expect(reject.features[0]!.seconds).toBeLessThan(1);
  const late = JSON.parse(
    lab('run', '--only', 'remote-sign-in', '--at', '0.2:close I1', '--json').stdout,
  ) as RunJson;
  expect(late.features[0]).toMatchObject({ status: 'broken' });
});

const reference = lab('design', 'reference-1').stdout;

test.each([
  ['no JSON', '{ "format": ', /^lab: \S+bad\.json:1:\d+: this is no JSON/],
  [
    'a port of 70000',
    reference.replace('"clientPort": 443', '"clientPort": 70000'),
    /^lab: \S+bad\.json:\d+:\d+: .*70000.*0 to 65535/,
  ],
  [
    'a negative delay',
    reference.replace('"delay_ms": 12', '"delay_ms": -12'),
    /^lab: \S+bad\.json:\d+:\d+: .*-12.*delay/,
  ],
  [
    'a rule for an unknown host',
    reference.replace('"dst": "10.45.16.10"', '"dst": "edgy"'),
    /^lab: \S+bad\.json:\d+:\d+: .*edgy/,
  ],
  [
    'two things of one id',
    reference.replace('"id": "front-end-2"', '"id": "front-end-1"'),
    /^lab: \S+bad\.json:\d+:\d+: .*front-end-1/,
  ],
  [
    'two hosts of one address',
    reference.replace('"address": "192.168.10.91"', '"address": "192.168.10.90"'),
    /^lab: \S+bad\.json:\d+:\d+: .*192\.168\.10\.90/,
  ],
  ['another form', '[]', /^lab: \S+bad\.json:1:1: /],
])(
  'bad input, %s: one line with file, line and column, exit 2, nothing on standard output',
  (_what, text, line) => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, text);
    const { status, stdout, stderr } = lab('run', file);
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  },
);

test.each([
  [['run', 'nowhere.json'], /nowhere\.json/],
  [['run', '--only', 'telepathy'], /telepathy.*remote-sign-in/],
  [['run', '--close', 'E99'], /E99/],
  [['run', '--seed', '-1'], /seed/],
  [['run', '--at', 'never:close E3'], /SECONDS:CHANGE/],
  [['run', '--at', '1:close Z9'], /Z9/],
  [['run', '--set', 'firewalls.outer.default=drop'], /outer/],
  [['run', '--set', 'firewalls.external.default=maybe'], /maybe.*drop/],
  [['run', '--bogus'], /bogus/],
  [['run', '--only', 'remote-im', '--pcap', 'missing/x.pcapng'], /missing\/x\.pcapng/],
  [['run', '--pcap', 'x.pcapng', '--pcap-at', 'cellar'], /cellar.*external\/outside/],
  [['replay', '--only', 'remote-im'], /--out/],
  [['replay', '--only', 'telepathy', '--out', 'x.html'], /telepathy.*remote-sign-in/],
  [['dance'], /dance/],
  [['design', 'nothing'], /nothing.*reference-1/],
])('bad usage %j: one line, exit 2', (args, line) => {
  const { status, stdout, stderr } = lab(...args);
  expect(stderr).toMatch(line);
  expect(stderr).toMatch(/^lab: /);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

test('what a file says to happen in the run happens, as if --at had said it; more comes on top', () => {
  const design = builtinDesign();
  const interventions = [{ at: 200_000, change: { kind: 'rule', rule: 'I1', enabled: false } }] as const;
  const file = join(folder, 'happens.edgelab');
  writeFileSync(file, designText(design, interventions));
  const hashOf = (...args: string[]) => {
    const { stdout } = lab('run', ...args, '--only', 'remote-sign-in', '--json');
    return (JSON.parse(stdout) as { hash: string }).hash;
  };
  const plain = hashOf();
  const closed = hashOf('--at', '0.2:close I1');
  expect(closed).not.toBe(plain);
  expect(hashOf(file)).toBe(closed);
  const opened = hashOf('--at', '0.2:close I1', '--at', '0.3:open I1');
  expect(opened).not.toBe(closed);
  expect(hashOf(file, '--at', '0.3:open I1')).toBe(opened);
  expect(lab('verify', file, '--require', 'remote-sign-in').status).toBe(1);
  const told = lab('explain', file, 'remote-sign-in').stdout;
  expect(told).toBe(lab('explain', 'remote-sign-in', '--at', '0.2:close I1').stdout);
});

test('help is on standard output, exit 0', () => {
  for (const args of [['--help'], ['run', '--help']]) {
    const { status, stdout } = lab(...args);
    expect(status).toBe(0);
    expect(stdout).toContain('Usage: lab');
  }
});
