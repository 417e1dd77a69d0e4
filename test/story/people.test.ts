import { expect, test } from 'vitest';
import { FEATURES } from '../../simulator/features/registry.ts';
import { run } from '../../simulator/run.ts';
import { closed, designWith, findingOf, runOne } from './designs.ts';

const reference = designWith();

test('everything works as designed', () => {
  const result = run(reference);
  expect(result.features.map(({ feature, finding }) => [feature.id, finding.status])).toEqual(
    FEATURES.map(({ id }) => [id, 'works']),
  );
});

test('what was never tried is not reached, and says what broke before it', () => {
  const result = run(closed(reference, 'E3'));
  expect(findingOf(result, 'remote-sign-in')).toMatchObject({ status: 'broken', reached: true });
  for (const id of ['remote-presence', 'remote-im']) {
    expect(findingOf(result, id)).toMatchObject({ status: 'broken', reached: false });
    expect(findingOf(result, id).because[0]).toMatchObject({ firewall: 'external', rule: 'default' });
  }
});

test('the pool cannot reach the Edge: answers come, news does not; presence is stale and messages go one way', () => {
  const result = run(closed(reference, 'I2'));
  expect(findingOf(result, 'remote-sign-in').status).toBe('works');
  for (const id of ['remote-presence', 'remote-im']) {
    const finding = findingOf(result, id);
    expect(finding).toMatchObject({ status: 'degraded', reached: true });
    expect(finding.because[0]).toMatchObject({ firewall: 'internal', rule: 'default', reason: 'no-rule' });
    expect(finding.because[0]!.flow).toContain('-> 172.25.33.10:5061');
  }
});

test('a feature whose packets never met a rule is unchanged by closing it, to the last packet', () => {
  const before = run(reference);
  const rules = reference.firewalls.flatMap((firewall) =>
    firewall.rules.map((rule) => ({ firewall: firewall.id, id: rule.id })),
  );
  for (const [index, rule] of rules.entries()) {
    const after = run(closed(reference, rule.id));
    for (const [f, one] of after.features.entries()) {
      const { trace, hash } = before.features[f]!;
      const node = trace.nodes.findIndex((place) => place.id === rule.firewall);
      const own = reference.firewalls
        .find((firewall) => firewall.id === rule.firewall)!
        .rules.findIndex((r) => r.id === rule.id);
      const met = trace.events.kind.some(
        (kind, event) => kind === 2 && trace.events.node[event] === node && trace.events.a[event] === own,
      );
      if (!met) expect(one.hash, `${one.feature.id} without ${rule.id} (${index})`).toBe(hash);
      else expect(one.finding.status, `${one.feature.id} without ${rule.id}`).not.toBe('works');
    }
  }
});

test('a design without anyone to play a part says so and breaks nothing', () => {
  const result = run(designWith({ people: [] }));
  for (const one of result.features)
    expect(one.finding).toMatchObject({ status: 'broken', reached: false, because: [] });
});

test('a status does not depend on which other features were asked for', () => {
  const all = run(reference);
  for (const one of all.features) expect(runOne(reference, one.feature.id).hash).toBe(one.hash);
});
