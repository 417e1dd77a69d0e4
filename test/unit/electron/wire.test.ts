import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { packPlan, packSweep, unpackPlan, unpackSweep } from '../../../electron/cli/sweeps/wire.ts';
import { BUILTIN_DESIGNS, builtinDesign } from '../../../simulator/designs/registry.ts';
import { FAULT_KINDS } from '../../../simulator/faults/registry.ts';
import type { Change } from '../../../simulator/model/run.ts';
import type { Plan } from '../../../simulator/sweep/sweep.ts';
import { sweepFeature } from '../../../simulator/sweep/sweep.ts';

const plan: Plan = {
  design: builtinDesign(),
  interventions: [],
  seed: 3,
  features: ['http-redirect'],
  kinds: ['rule'],
  depth: 2,
};
const sweep = sweepFeature(plan, 'http-redirect');
const sent = () => JSON.parse(JSON.stringify(packSweep(sweep))) as Record<string, unknown>;
const nameOf = (text: string) => createHash('sha256').update(text).digest('hex');

const CHANGES: Change[] = [
  { kind: 'rule', rule: 'E3', enabled: false },
  { kind: 'rule', rule: 'E3', firewall: 'external', enabled: true },
  { kind: 'host', host: 'edge', power: 'shutdown' },
  { kind: 'service', host: 'edge', role: 'av-edge', running: false },
  { kind: 'firewall', firewall: 'external', mode: 'open' },
  { kind: 'zone', zone: 'internet', connected: false },
  { kind: 'link', host: 'edge', interface: 'access', connected: false },
  { kind: 'link', host: 'alice-nat', connected: true },
  { kind: 'expire', firewall: 'external', connection: null },
  { kind: 'inject', host: 'edge', message: 'garbage' },
];

test.each(BUILTIN_DESIGNS)('a plan of $id arrives as it was sent', ({ id }) => {
  const whole: Plan = {
    ...plan,
    design: builtinDesign(id),
    interventions: CHANGES.map((change, at) => ({ at, change, feature: 'remote-im' })),
    kinds: FAULT_KINDS.map((kind) => kind.id),
    depth: 1,
  };
  const { text, name } = packPlan(whole);
  expect(unpackPlan(text, name)).toEqual({ ...whole, features: [] });
});

test('which features are asked about makes no other plan; anything else does', () => {
  const { name } = packPlan(plan);
  expect(packPlan({ ...plan, features: ['remote-im'] }).name).toBe(name);
  for (const other of [{ seed: 4 }, { depth: 1 }, { kinds: [] }, { design: builtinDesign('reference-2') }])
    expect(packPlan({ ...plan, ...other } as Plan).name).not.toBe(name);
});

test('a sweep arrives as it was sent', () => {
  expect(unpackSweep(sent(), plan, 'http-redirect')).toEqual(sweep);
});

test('a plan that is none, or not the one that was named, is refused in one line', () => {
  const { text, name } = packPlan(plan);
  expect(() => unpackPlan(`${text} `, name)).toThrow('the plan in Redis is not the one that was sent');
  const damaged = (change: object) => {
    const other = JSON.stringify({ ...(JSON.parse(text) as object), ...change });
    return () => unpackPlan(other, nameOf(other));
  };
  expect(damaged({ design: '{ }' })).toThrow(/^the design of the plan in Redis:1:1: "format" is missing/);
  expect(damaged({ kinds: ['constructor'] })).toThrow(/^the plan in Redis is wrong at kinds\.0: /);
  expect(damaged({ more: '\u001b[2J' })).toThrow(/^the plan in Redis is wrong at more: /);
  expect(damaged({ interventions: [{ at: -1, change: CHANGES[0] }] })).toThrow(
    /interventions\.0\.at: must be/,
  );
  expect(damaged({ interventions: [{ at: 0, change: { kind: 'rule' } }] })).toThrow(/at interventions\.0/);
});

test('a result that cannot be one is refused in one line', () => {
  const refused = (change: object) => () => unpackSweep({ ...sent(), ...change }, plan, 'http-redirect');
  expect(refused({ singles: [0] })).toThrow('the result for http-redirect in Redis is one of another plan');
  expect(refused({ pairs: [] })).toThrow('the result for http-redirect in Redis is one of another plan');
  expect(refused({ singles: sweep.singles.map(() => 99) })).toThrow(/is wrong at singles/);
  expect(refused({ singles: [...sweep.singles].map(() => 99) })).toThrow(/names an outcome that it has not/);
  expect(refused({ outcomes: [] })).toThrow(/is wrong at outcomes/);
  expect(refused({ 'two\nlines': 1 })).toThrow(/is wrong at two\\u000alines: /);
  const [outcome] = sent()['outcomes'] as object[];
  expect(refused({ outcomes: [{ ...outcome, lacks: 'two\nlines' }] })).toThrow(
    /is wrong at outcomes\.0\.lacks/,
  );
});

test('whatever is said to be a result is taken or refused in one printable line', () => {
  fc.assert(
    fc.property(fc.anything(), fc.constantFrom('', ...Object.keys(sent())), (value, field) => {
      try {
        unpackSweep(field ? { ...sent(), [field]: value } : value, plan, 'http-redirect');
      } catch (error) {
        expect((error as Error).message).toMatch(/^the result for http-redirect in Redis \P{Cc}+$/u);
      }
    }),
  );
});
