import { expect, test } from 'vitest';
import { builtinDesign } from '../../simulator/designs/registry.ts';
import { FEATURES, SCENES } from '../../simulator/features/registry.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { FeatureRun, RunOptions } from '../../simulator/model/run.ts';
import { EventKind } from '../../simulator/model/trace.ts';
import { run } from '../../simulator/run.ts';
import { crowdDesign } from '../bench/users.ts';

const reference = builtinDesign();

function busyHour(design: Design, options: RunOptions = {}): FeatureRun {
  return run(design, { ...options, only: ['busy-hour'] }).features[0]!;
}

function without(design: Design, ...closed: readonly string[]): Design {
  const firewalls = design.firewalls.map((wall) => ({
    ...wall,
    rules: wall.rules.map((rule) => (closed.includes(rule.id) ? { ...rule, enabled: false } : rule)),
  }));
  return { ...design, firewalls };
}

/** When people do what begins like that. */
function acts({ trace }: FeatureRun, words: RegExp): readonly number[] {
  const { kind, time, a } = trace.events;
  return [...time].filter(
    (_, event) => kind[event] === EventKind.act && words.test(trace.strings[a[event]!]!),
  );
}

test('the busy hour is no feature: no run of all features has it', () => {
  const ids = FEATURES.map(({ id }) => id);
  expect(ids).toHaveLength(39);
  expect(SCENES.filter(({ id }) => ids.includes(id))).toEqual([]);
  expect(run(reference).features.map(({ feature }) => feature.id)).toEqual(ids);
});

test('on every built-in design people sign in at different times, call each other and hang up', () => {
  for (const id of ['reference-1', 'reference-2', 'one-address', 'two-edge-pools', 'ocs-2007-partner']) {
    const one = busyHour(builtinDesign(id));
    expect(one.finding).toMatchObject({ reached: true, lacks: null });
    const times = acts(one, /signs in/);
    expect(new Set(times).size).toBe(times.length);
    const calls = acts(one, / calls /);
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.every((time) => time > Math.max(...times))).toBe(true);
    expect(acts(one, /hangs up/)).toHaveLength(calls.length);
  }
});

test('a crowd: each signs in once, everybody has at most one call, and all of it works', () => {
  const one = busyHour(crowdDesign(40, true));
  expect(one.finding.status).toBe('works');
  const people = crowdDesign(40, true).people.filter(
    ({ plays }) => plays === 'remote' || plays === 'internal',
  );
  expect(acts(one, /signs in/)).toHaveLength(people.length);
  expect(acts(one, / calls /)).toHaveLength(Math.floor(people.length / 2));
});

test('the status is what became of the people: some, none', () => {
  const crowd = crowdDesign(12, true);
  // Nobody outside comes in; who is inside still does.
  const signIn = busyHour(without(crowd, 'E3'));
  expect(signIn.finding.status).toBe('degraded');
  expect(signIn.finding.because.map(({ firewall }) => firewall)).toEqual(['external']);
  expect(acts(signIn, / calls /)).toEqual([]);
  // Without the A/V Edge all are there, and nobody hears anybody.
  const relays = busyHour(without(crowd, 'E12', 'E13'));
  expect(relays.finding.status).toBe('degraded');
  expect(relays.finding.failures).toHaveLength(acts(relays, / calls /).length);
  const nobody = busyHour(crowd, {
    interventions: crowd.hosts
      .filter(({ roles }) => roles.some(({ role }) => role === 'front-end'))
      .map(({ id }) => ({ at: 0, change: { kind: 'host', host: id, power: 'off' } as const })),
  });
  expect(nobody.finding.status).toBe('broken');
});

test('a design without anybody outside says so', () => {
  const people = reference.people.filter(({ plays }) => plays !== 'remote');
  const { finding } = busyHour({ ...reference, people });
  expect(finding).toMatchObject({ reached: false, lacks: 'This design has no person who plays "remote".' });
});

test('the same seed is the same hour, another is another', () => {
  const hash = (seed: number) => busyHour(reference, { seed }).hash;
  expect(hash(3)).toBe(hash(3));
  expect(hash(3)).not.toBe(hash(4));
});
