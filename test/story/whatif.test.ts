import { expect, test } from 'vitest';
import type { Crew } from '../../electron/cli/sweeps/crew.ts';
import { runPlan } from '../../electron/cli/sweeps/run-plan.ts';
import { sweptJson, sweptText } from '../../electron/cli/sweeps/told.ts';
import type { Plan } from '../../simulator/sweep/sweep.ts';
import { sweepFeature } from '../../simulator/sweep/sweep.ts';
import { callLab } from './call-lab.ts';
import { closed, designWith } from './designs.ts';

const reference = designWith();

const lab = (...args: string[]) => callLab(args);

/** A crew of one that works here and now. */
const alone: Crew = {
  sweep: (plan, told) => {
    for (const feature of plan.features) told(sweepFeature(plan, feature));
    return Promise.resolve();
  },
  leave: () => Promise.resolve(),
};
const plan = (over: Partial<Plan>): Plan => ({
  design: reference,
  interventions: [],
  seed: 1,
  features: ['remote-sign-in', 'av-remote-internal', 'revocation-check'],
  kinds: ['rule'],
  depth: 1,
  ...over,
});

interface Told {
  baseline: Record<string, string>;
  closures: { close: string[]; changed: Record<string, string>; emerges?: Record<string, string> }[];
  singles?: { close: string[]; changed: Record<string, string> }[];
  runs: number;
  seconds: number;
}

test('whatif --json: the shape that others rely on, whole, from threads; nothing else on standard output', () => {
  const { status, stdout, stderr } = lab('whatif', '--only', 'remote-sign-in,http-redirect', '--json');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const told = JSON.parse(stdout) as Told;
  expect(told.baseline).toEqual({ 'remote-sign-in': 'works', 'http-redirect': 'works' });
  expect(told.closures).toHaveLength(24);
  const changed = Object.fromEntries(told.closures.map((one) => [one.close.join(), one.changed]));
  expect(changed['E3']).toEqual({ 'remote-sign-in': 'broken' });
  expect(changed['E14']).toEqual({ 'http-redirect': 'broken' });
  expect(changed['E12']).toEqual({});
  expect(told.runs).toBeGreaterThan(2);
  expect(told.seconds).toBeGreaterThan(0);
});

test('whatif --depth 2 --json: every pair, what emerges first, and the single closures beside', async () => {
  const told = sweptJson(await runPlan(plan({ depth: 2 }), alone)) as Told;
  expect(told.closures).toHaveLength(276);
  expect(told.singles).toHaveLength(24);
  const pair = told.closures.find(({ close }) => close.join() === 'E12,E13')!;
  expect(pair).toMatchObject({
    changed: { 'av-remote-internal': 'broken' },
    emerges: { 'av-remote-internal': 'broken' },
  });
  const emerges = told.closures.map((one) => Object.keys(one.emerges!).length);
  expect(emerges).toEqual([...emerges].sort((a, b) => b - a));
});

test('a feature that comes later, or by another way, is told though it works still', async () => {
  const told = sweptJson(await runPlan(plan({}), alone)) as {
    closures: { close: string[]; details: unknown }[];
  };
  const of = (rule: string) => told.closures.find(({ close }) => close[0] === rule)!.details;
  expect(of('E12')).toMatchObject({
    'av-remote-internal': { status: 'degraded', path: 'tcp-relay', reached: true },
  });
  expect(of('E3')).toMatchObject({
    'remote-sign-in': { because: expect.stringContaining('E3 would let it') as string },
  });
});

test('CSV has a row for each case and a column for each feature', () => {
  const { stdout } = lab('whatif', '--only', 'remote-sign-in,http-redirect', '--csv');
  const rows = stdout.trimEnd().split('\n');
  expect(rows[0]).toBe('close,remote-sign-in,http-redirect');
  expect(rows).toHaveLength(25);
  expect(rows).toContain('E3,broken,');
  expect(rows).toContain('E14,,broken');
});

test('other things that can be wrong have their say', () => {
  const { stdout } = lab('whatif', '--only', 'remote-sign-in', '--faults', 'host,dns', '--json');
  const { closures } = JSON.parse(stdout) as Told;
  const broken = closures.flatMap(({ close, changed }) => (changed['remote-sign-in'] ? close : []));
  expect(broken).toContain('host:edge');
  expect(broken).toContain('dns:public-dns/A/sip.contoso.com');
  expect(broken).not.toContain('host:reverse-proxy');
});

test('what is broken before anything is closed is said, and the sweep goes on', () => {
  const { status, stdout, stderr } = lab(
    'whatif',
    '--close',
    'E3',
    '--only',
    'remote-sign-in,http-redirect',
    '--csv',
  );
  expect(status).toBe(0);
  expect(stderr).toBe('lab: before anything is wrong, remote-sign-in is broken\n');
  expect(stdout).toContain('E14,,broken');
});

test('a sweep that is stopped keeps what it has and says what is missing', async () => {
  const stopped: Crew = {
    ...alone,
    sweep: (of, told, stop) => {
      told(sweepFeature(of, of.features[0]!));
      process.emit('SIGINT');
      expect(stop.aborted).toBe(true);
      return Promise.resolve();
    },
  };
  const swept = await runPlan(plan({ design: closed(reference, 'E1') }), stopped);
  expect(swept.matrix.missing).toEqual(['av-remote-internal', 'revocation-check']);
  expect(sweptJson(swept)).toMatchObject({ missing: ['av-remote-internal', 'revocation-check'] });
  expect(sweptText(swept)).toContain('E3 closed\n  broken    remote-sign-in');
});

test.each([
  [['--depth', '3'], /It must be 1 or 2/],
  [['--only', 'telepathy'], /feature "telepathy" does not exist/],
  [['--faults', 'gremlins'], /"gremlins" is no kind of faults: must be one of rule, .*service/],
  [['--workers', '0'], /from 1 to 999/],
])('bad usage %j: one line, status 2', (args, text) => {
  const { status, stdout, stderr } = lab('whatif', ...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(text);
  expect(stderr.trimEnd()).not.toContain('\n');
});

test('minimal --json: a smallest rule set with its proof', () => {
  const { status, stdout } = lab('minimal', '--features', 'remote-sign-in,http-redirect', '--json');
  expect(status).toBe(0);
  const told = JSON.parse(stdout) as { features: string[]; rules: string[]; proof: { without: string }[] };
  expect(told.features).toEqual(['remote-sign-in', 'http-redirect']);
  expect(told.rules).toEqual(['E3', 'E14', 'I1']);
  expect(told.proof).toMatchObject([
    { without: 'E3', breaks: ['remote-sign-in'] },
    { without: 'E14', breaks: ['http-redirect'] },
    { without: 'I1', breaks: ['remote-sign-in'] },
  ]);
});

test('minimal and repair say no where rules alone do not help', () => {
  const args = ['--features', 'address-book', '--set', 'hosts.reverse-proxy.roles=[]'];
  for (const command of ['minimal', 'repair']) {
    const { status, stdout } = lab(command, ...args);
    expect(status).toBe(1);
    expect(stdout).toContain('address-book does not work even with every rule open.');
  }
});

test('repair names what to open, and explain tells what lies behind the first obstacle', () => {
  const args = ['--close', 'E3,I1'];
  expect(lab('repair', ...args, '--features', 'remote-sign-in').stdout).toMatch(/^Open E3, I1\./);
  const told = lab('explain', ...args, 'remote-sign-in').stdout;
  expect(told).toContain('Behind that, with E3 open:');
  expect(told).toContain('What would make it work, the way that exposes least first:\n  open E3 and I1');
});
