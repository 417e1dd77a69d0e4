import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { checkPolicy } from '../../../simulator/policies/check.ts';
import { loadPolicy } from '../../../simulator/policies/load.ts';
import { run } from '../../../simulator/run.ts';

const design = builtinDesign();
const policy = (firewall: string, rules: number) =>
  loadPolicy(
    JSON.stringify({
      format: 'edge-lab-policy',
      version: 1,
      rules: [{ id: 'few', rulesAtMost: { firewall, rules } }],
    }),
    'policy.json',
    design,
  );

test('as many as there are may be; one less may not, and it is said which is too many', () => {
  const { rules } = design.firewalls.find(({ id }) => id === 'internal')!;
  const result = run(design, { only: ['remote-sign-in'] });
  const check = (most: number) => {
    const loaded = policy('internal', most);
    if (!loaded.ok) throw new Error(loaded.problems[0]!.message);
    return checkPolicy(loaded.rules, result, design)[0]!;
  };
  expect(check(rules.length).ok).toBe(true);
  const less = check(rules.length - 1);
  expect(less.ok).toBe(false);
  expect(less.evidence[0]!.text).toBe(`More than that: ${rules.at(-1)!.id}.`);
});

test('a firewall that is not there is refused where it stands', () => {
  expect(policy('interal', 3)).toMatchObject({ ok: false });
});
