import { expect, test } from 'vitest';
import { EventKind } from '../../simulator/model/trace.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import { STRAY_MESSAGES } from '../../simulator/model/run.ts';
import { innermost } from '../../simulator/protocols/registry.ts';
import { header, headers } from '../../simulator/protocols/sip/headers.ts';
import type { SipMessage } from '../../simulator/protocols/sip/message.ts';
import { run } from '../../simulator/run.ts';
import { CmsMaster } from '../../simulator/roles/cms-master/cms-master.ts';
import { World } from '../../simulator/world/world.ts';
import { closed, designWith, findingOf, runOne } from './designs.ts';

const reference = designWith();
const stop = (host: string, role: string) => ({
  at: 0,
  change: { kind: 'service' as const, host, role, running: false },
});

function seen(result: ReturnType<typeof runOne>): string[] {
  const reader = new TraceReader(result.trace);
  return [...result.trace.events.kind.keys()]
    .filter((event) => result.trace.events.kind[event] === EventKind.see)
    .map((event) => reader.string(result.trace.events.a[event]!));
}

test('the reverse proxy ends TLS on 443 and opens its own to the pool on 4443; plain HTTP goes to 8080', () => {
  const ways = (feature: string) => {
    const { trace } = runOne(reference, feature);
    const ports = new Set<string>();
    for (let packet = 0; packet < trace.packets.src.length; packet++)
      if (trace.packets.flags[packet] === 2)
        ports.add(
          `${new TraceReader(trace).node(trace.events.node[trace.packets.sent[packet]!]!).id} ${trace.packets.dport[packet]!}`,
        );
    return ports;
  };
  const page = ways('dial-in-page');
  for (const way of ['alice-pc 443', 'reverse-proxy 4443', 'pool-web 4443']) expect(page).toContain(way);
  const plain = ways('mobile-autodiscover');
  for (const way of ['carol-mobile 80', 'reverse-proxy 8080', 'pool-web 8080']) expect(plain).toContain(way);
});

test('the pool closed to the proxy: the proxy answers 502, and people read it', () => {
  const result = runOne(closed(reference, 'I9'), 'address-book');
  expect(seen(result).at(-1)).toMatch(
    /^Cannot synchronize with the corporate address book\. \(502 Bad Gateway/,
  );
});

test('web services stopped on one front end: the load balancer takes the other; on both: reset, not silence', () => {
  const one = run(reference, {
    only: ['dial-in-page'],
    interventions: [stop('front-end-1', 'web-services')],
  });
  const other = run(reference, {
    only: ['dial-in-page'],
    interventions: [stop('front-end-2', 'web-services')],
  });
  for (const each of [one, other]) expect(findingOf(each, 'dial-in-page').status).toBe('works');
  const both = run(reference, {
    only: ['dial-in-page'],
    interventions: [stop('front-end-1', 'web-services'), stop('front-end-2', 'web-services')],
  });
  expect(findingOf(both, 'dial-in-page')).toMatchObject({ status: 'broken' });
  expect(findingOf(both, 'dial-in-page').seconds).toBeLessThan(2);
  expect(findingOf(both, 'dial-in-page').because.map((cause) => cause.reason)).toContain('no-listener');
});

test.each([
  ['web-conferencing', 'edge', 'web-conferencing-edge'],
  ['cms-replication', 'edge', 'cms-replica'],
  ['revocation-check', 'public-ca', 'crl-server'],
  ['http-redirect', 'reverse-proxy', 'reverse-proxy'],
  ['hosted-exchange-um', 'hosted-um', 'exchange-um'],
])('%s with the service on %s stopped: refused, with the port as the reason', (feature, host, role) => {
  const { finding } = runOne(reference, feature, { interventions: [stop(host, role)] });
  expect(finding.status).toBe('broken');
  expect(finding.because[0]!.reason).toBe('no-listener');
  expect(finding.seconds).toBeLessThan(10);
});

test('a certificate lets people sign in without a password: the second time by TLS-DSK', () => {
  const { trace } = runOne(reference, 'client-certificate');
  const sip = trace.messages.map(innermost).filter((one): one is SipMessage => one.protocol === 'sip');
  const schemes = sip.flatMap((one) =>
    one.kind === 'request' && one.method === 'REGISTER' ? headers(one, 'Authorization') : [],
  );
  expect(schemes[0]).toMatch(/^NTLM/);
  expect(schemes.at(-1)).toMatch(/^TLS-DSK/);
});

test('a design without a reverse proxy, a partner, a voice mail says what it has not', () => {
  const without = (host: string) => designWith({ [`hosts.${host}.roles`]: [] });
  expect(runOne(without('reverse-proxy'), 'address-book').finding).toMatchObject({
    status: 'broken',
    reached: false,
    lacks: 'This design has no reverse proxy.',
  });
  expect(runOne(without('hosted-um'), 'hosted-exchange-um').finding.lacks).toBe(
    'This design has no hosted Exchange.',
  );
});

test('a guest proves by the conference key that they were invited', () => {
  const { trace } = runOne(reference, 'conference-join-anonymous');
  const sip = trace.messages.map(innermost).filter((one): one is SipMessage => one.protocol === 'sip');
  const answers = sip.flatMap((one) => (one.kind === 'response' ? [one] : []));
  const challenges = answers.map((one) => header(one, 'WWW-Authenticate') ?? '');
  expect(challenges.some((one) => one.startsWith('Digest '))).toBe(true);
});

test('the replica that is not reached drifts: its version stays, and the rest goes on working', () => {
  const world = new World(closed(reference, 'I3'), 1, 'cms');
  const [master] = world.directory.every(CmsMaster);
  const task = master!.publish();
  while (!task.outcome && world.simulation.scheduler.step());
  expect(task.outcome!.ok).toBe(false);
  expect(master!.status()).toEqual([{ server: 'edge.contoso.net', version: 1, upToDate: false }]);
  const after = run(closed(reference, 'I3'));
  expect(
    after.features.filter(({ finding }) => finding.status !== 'works').map((one) => one.feature.id),
  ).toEqual(['cms-replication']);
});

test('a third front end is reached by the Edge only when a rule names it', () => {
  const third = (rule: string) => {
    const copy = JSON.parse(JSON.stringify(reference)) as typeof reference;
    const first = copy.hosts.find((host) => host.id === 'front-end-1')!;
    copy.hosts.push({
      ...(JSON.parse(JSON.stringify(first)) as typeof first),
      id: 'front-end-3',
      title: 'Front end 3',
      interfaces: [{ ...first.interfaces[0]!, address: '192.168.10.92' }],
      roles: [{ ...first.roles[0]!, name: 'fe3.contoso.net' }],
    });
    const edge = copy.hosts.find((host) => host.id === 'edge')!;
    edge.hostsFile = { ...edge.hostsFile, 'pool.contoso.net': ['192.168.10.92'] };
    copy.firewalls[1]!.rules[0]!.dst = rule;
    return runOne(copy, 'remote-sign-in').finding;
  };
  expect(third('192.168.10.90, 192.168.10.91').because[0]!.flow).toContain('192.168.10.92:5061');
  expect(third('192.168.10.90, 192.168.10.91, 192.168.10.92').status).toBe('works');
});

test('put Alice inside, and her web services need no row of the external firewall', () => {
  const inside = designWith({
    'hosts.alice-pc.interfaces.lan.zone': 'corporate',
    'hosts.alice-pc.interfaces.lan.address': '192.168.10.60',
    'hosts.alice-pc.dns': ['192.168.10.5'],
    'hosts.alice-pc.trusts': ['Contoso Internal CA'],
  });
  const all = inside.firewalls.flatMap((firewall) => firewall.rules.map((rule) => rule.id));
  for (const id of [
    'address-book',
    'group-expansion',
    'conference-im',
    'conference-join-remote',
    'web-conferencing',
  ])
    expect(runOne(closed(inside, ...all), id).finding.status, id).toBe('works');
});

test.each(STRAY_MESSAGES)('%s that nobody asked for, at every host: counted, shown, survived', (message) => {
  const { features } = run(reference, {
    interventions: reference.hosts.map((host, index) => ({
      at: 300_000 + 1000 * index,
      change: { kind: 'inject' as const, host: host.id, message },
    })),
  });
  let strays = 0;
  for (const { finding, feature, trace } of features) {
    // A TURN connection ends with a message that is no frame ([MS-TURN] 3.1.10): sharing goes with it.
    if (/^(sharing|file-transfer|federation-(sharing|file))/.test(feature.id))
      expect(['works', 'degraded', 'broken'], feature.id).toContain(finding.status);
    else expect(finding.status, feature.id).toBe('works');
    strays += trace.strings.filter((text) => text.includes('(stray message ')).length;
  }
  expect(strays).toBeGreaterThan(10);
});
