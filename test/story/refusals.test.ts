import { expect, test } from 'vitest';
import type { Outcome, Task } from '../../simulator/model/task.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import { labelOf } from '../../simulator/protocols/registry.ts';
import { LyncClient } from '../../simulator/roles/client/client.ts';
import { PoolDatabase } from '../../simulator/roles/front-end/database.ts';
import { Browser } from '../../simulator/roles/web-program/web-program.ts';
import { World } from '../../simulator/world/world.ts';
import { designWith, runOne } from './designs.ts';

/** A world, its people by their computers, and a way to wait. */
function stage(values: Record<string, unknown> = {}) {
  const world = new World(designWith(values), 1, 'refusals');
  const { scheduler } = world.simulation;
  const settle = (task: Task): Outcome => {
    while (!task.outcome && scheduler.step());
    return task.outcome!;
  };
  const client = (host: string) => world.directory.on(host, LyncClient)!;
  const seen = () => new TraceReader(world.simulation.trace.finish()).trace.strings;
  return { world, settle, client, seen };
}

/** Bob has a meeting. */
function meeting() {
  const all = stage();
  const bob = all.client('bob-pc');
  expect(all.settle(bob.registration.signIn()).ok).toBe(true);
  expect(all.settle(bob.meetings.schedule()).ok).toBe(true);
  return { ...all, bob, invitation: bob.meetings.invitation! };
}

test('a guest with a wrong key is not let in, and reads why', () => {
  const { client, settle, invitation, seen } = meeting();
  const joined = settle(client('gina-pc').meetings.join({ ...invitation, key: 'guessed' }));
  expect(joined).toMatchObject({ ok: false, why: '403 Forbidden: Conference key is wrong' });
  expect(seen()).toContain('Cannot join the meeting (403 Forbidden: Conference key is wrong).');
});

test('a meeting that does not exist is said to be none, by the focus and by its page', () => {
  const { client, settle, invitation, world } = meeting();
  const wrong = invitation.uri.replace(/id:\w+$/, 'id:00000000');
  const joined = settle(client('gina-pc').meetings.join({ ...invitation, uri: wrong }));
  expect(joined.why).toBe('404 Not Found: Meeting does not exist');
  const browser = world.directory.on('gina-pc', Browser)!;
  const page = settle(browser.fetch('Gina mistypes', 'GET', 'https://meet.contoso.com/bob/00000000'));
  expect(page).toMatchObject({ ok: false, why: '404 Not Found' });
});

test('a slide is only for those who know its key', () => {
  const { bob, settle, invitation, world } = meeting();
  expect(settle(bob.meetings.join(invitation)).ok).toBe(true);
  const { content } = bob.meetings.in(invitation);
  for (const task of [() => content.open(), () => content.showSlide('Plan'), () => content.sees('Plan')])
    expect(settle(task()).ok).toBe(true);
  const address = content.slides[0]!.replace('webpool.contoso.net', 'webext.contoso.com');
  const browser = world.directory.on('gina-pc', Browser)!;
  expect(settle(browser.fetch('Gina has the link', 'GET', address)).ok).toBe(true);
  const guessed = address.replace(/key=\w+/, 'key=0');
  expect(settle(browser.fetch('Gina guesses', 'GET', guessed)).why).toBe('403 Forbidden');
});

test('web services want a ticket, and a ticket wants the password', () => {
  const { client, settle, world } = stage({ 'people.alice.password': 'Alice-2010!' });
  const alice = client('alice-pc');
  expect(settle(alice.registration.signIn()).ok).toBe(true);
  expect(settle(alice.presence.loaded()).ok).toBe(true);
  const browser = world.directory.on('alice-pc', Browser)!;
  const without = settle(
    browser.fetch('Alice has no ticket', 'GET', 'https://webext.contoso.com/abs/handler/x'),
  );
  expect(without.why).toBe('401 Unauthorized');
  expect(settle(alice.web.loadAddressBook()).ok).toBe(true);
});

test('what the proxy does not publish it does not pass on', () => {
  const { settle, world } = stage({
    'hosts.reverse-proxy.roles.reverse-proxy.sites.dialin': 'numbers.contoso.com',
  });
  const browser = world.directory.on('alice-pc', Browser)!;
  const page = settle(browser.fetch('Alice looks for a number', 'GET', 'https://dialin.contoso.com/'));
  expect(page.why).toBe('403 Forbidden');
});

test('a certificate that the pool has forgotten: the password must do', () => {
  const { client, settle, world } = stage();
  const alice = client('alice-pc');
  expect(settle(alice.registration.signIn()).ok).toBe(true);
  expect(settle(alice.presence.loaded()).ok).toBe(true);
  expect(settle(alice.web.fetchCertificate()).ok).toBe(true);
  expect(settle(alice.registration.signOut()).ok).toBe(true);
  world.directory.pool('pool.contoso.net', () => new PoolDatabase()).clientCertificates.clear();
  expect(settle(alice.registration.signIn()).ok).toBe(true);
  expect(alice.registration.proof.scheme).toBe('NTLM');
});

test('somebody else’s certificate proves nothing', () => {
  const { client, settle, world } = stage();
  const [alice, carol] = [client('alice-pc'), client('carol-pc')];
  expect(settle(carol.registration.signIn()).ok).toBe(true);
  expect(settle(carol.presence.loaded()).ok).toBe(true);
  expect(settle(carol.web.fetchCertificate()).ok).toBe(true);
  const { clientCertificates } = world.directory.pool('pool.contoso.net', () => new PoolDatabase());
  alice.registration.proof.takeCertificate([...clientCertificates.keys()][0]!);
  expect(settle(alice.registration.signIn()).ok).toBe(true);
  expect(alice.registration.proof.scheme).toBe('NTLM');
});

test('all of a meeting meet at one web conferencing server, whichever front ends they come over', () => {
  for (let seed = 1; seed <= 12; seed++)
    expect(runOne(designWith(), 'web-conferencing', { seed }).finding.status, `seed ${seed}`).toBe('works');
});

test('a revocation list is fetched once and kept while it is valid', () => {
  const { trace } = runOne(designWith(), 'federation-im-lync2010');
  const asked = trace.messages.map(labelOf).filter((label) => label === 'GET /root.crl');
  // Our Edge and the partner's, each looks at the other's certificate twice.
  expect(asked).toHaveLength(2);
});

test('who signed out is not reached any more', () => {
  const { client, settle } = stage();
  const [alice, bob] = [client('alice-pc'), client('bob-pc')];
  expect(settle(alice.registration.signIn()).ok && settle(bob.registration.signIn()).ok).toBe(true);
  expect(settle(bob.registration.signOut()).ok).toBe(true);
  expect(settle(alice.conversations.say(bob.uri, 'Hello?')).why).toBe('480 Temporarily Unavailable');
});
