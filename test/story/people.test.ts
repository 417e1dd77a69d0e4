import { expect, test } from 'vitest';
import { FEATURES } from '../../simulator/features/registry.ts';
import type { Task } from '../../simulator/model/task.ts';
import { LyncClient } from '../../simulator/roles/client/client.ts';
import { PoolDatabase } from '../../simulator/roles/front-end/database.ts';
import { run } from '../../simulator/run.ts';
import { World } from '../../simulator/world/world.ts';
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
  const unharmed: string[] = [];
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
      // Media have other ways to take, and who signs in goes on without credentials for the A/V Edge (I5).
      else if (one.finding.status === 'works' && one.finding.path === null && rule.id !== 'I5')
        unharmed.push(`${rule.id} ${one.feature.id}`);
    }
  }
  // Without revocation lists the Edge goes on after a while (crl.policy soft); mobiles find another way.
  expect(unharmed).toEqual([
    'E1 conference-join-federated',
    'E1 federation-im-lync2010',
    'E1 federation-im-ocs2007r2',
    'E1 federation-im-ocs2007',
    'E1 public-im',
    'E15 mobile-autodiscover',
  ]);
});

test('a design without anyone to play a part says so and breaks nothing', () => {
  const result = run(designWith({ people: [] }));
  const alone = ['device-update', 'mobile-autodiscover', 'cms-replication', 'revocation-check'];
  for (const { feature, finding } of result.features)
    if (alone.includes(feature.id)) expect(finding.status).toBe('works');
    else {
      expect(finding).toMatchObject({ status: 'broken', reached: false, because: [] });
      expect(finding.lacks).toMatch(/^This design has no /);
    }
});

test('a status does not depend on which other features were asked for', () => {
  const all = run(reference);
  for (const one of all.features) expect(runOne(reference, one.feature.id).hash).toBe(one.hash);
});

test('what was lost on the way and then came through is no cause', () => {
  const lossy = closed(designWith({ 'zones.internet.loss': 0.25 }), 'E3');
  let recovered = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const { finding, packets } = runOne(lossy, 'remote-sign-in', { seed });
    const atFirewall = finding.because.some((one) => one.firewall === 'external');
    if (!atFirewall) continue;
    // The name was found, so no lost question about it matters any more.
    if (packets.dropped > 3) recovered++;
    expect(
      finding.because.filter((one) => /:53( |$)/.test(one.flow)),
      `seed ${seed}`,
    ).toEqual([]);
  }
  expect(recovered).toBeGreaterThan(0);
});

test('the pool takes requests only from people whom it has signed in', () => {
  const world = new World(reference, 1, 'test');
  const { scheduler } = world.simulation;
  const bob = world.directory.on('bob-pc', LyncClient)!;
  const settle = (task: Task) => {
    while (!task.outcome && scheduler.step());
    return task.outcome;
  };
  expect(settle(bob.registration.signIn())).toMatchObject({ ok: true });
  expect(settle(bob.presence.set('Busy'))).toMatchObject({ ok: true });
  world.directory.pool('pool.contoso.net', () => new PoolDatabase()).associations.clear();
  expect(settle(bob.presence.set('Away'))).toMatchObject({ ok: false, why: '401 Unauthorized' });
});
