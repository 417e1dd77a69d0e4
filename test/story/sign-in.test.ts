import { expect, test } from 'vitest';
import { EventKind } from '../../simulator/model/trace.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import { header } from '../../simulator/protocols/sip/headers.ts';
import type { SipMessage, SipResponse } from '../../simulator/protocols/sip/message.ts';
import { innermost, labelOf } from '../../simulator/protocols/registry.ts';
import { closed, designWith, runOne } from './designs.ts';

const reference = designWith();

/** Labels of all messages, in the order in which they were first sent, without TLS records' inside. */
function labels(reader: TraceReader): string[] {
  return reader.trace.messages.map(labelOf);
}

function statesOf(reader: TraceReader, actor: string): string[] {
  const index = reader.trace.actors.findIndex((one) => one.id === actor);
  return [...reader.eventsOfActor(index)].map((event) => reader.string(reader.trace.events.b[event]!));
}

function sipMessages(reader: TraceReader): SipMessage[] {
  return reader.trace.messages.map(innermost).filter((one) => one.protocol === 'sip') as SipMessage[];
}

test('Alice signs in: SRV, TCP and TLS to the Access Edge, REGISTER to a front end, challenges, 200 OK', () => {
  const result = runOne(reference, 'remote-sign-in');
  const reader = new TraceReader(result.trace);
  expect(result.finding).toMatchObject({ status: 'works', reached: true, because: [] });
  const seen = labels(reader);
  const order = ['SRV _sip._tls.contoso.com?', 'Client Hello', 'REGISTER', '401 Unauthorized', '200 OK'];
  const places = order.map((label) => seen.indexOf(label));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places[0]).toBeGreaterThanOrEqual(0);
  expect(statesOf(reader, 'alice/registration')).toEqual([
    'signed out',
    'resolving',
    'connecting',
    'registering',
    'registered',
  ]);
  const accepted = sipMessages(reader).find(
    (one): one is SipResponse => one.kind === 'response' && one.status === 200,
  )!;
  expect(header(accepted, 'ms-user-logon-data')).toBe('RemoteUser');
  expect(result.packets.dropped).toBe(0);
});

test('443 to the Access Edge closed: SYNs at 0, 3 and 9 s, given up at 21 s, no rule matched', () => {
  const result = runOne(closed(reference, 'E3'), 'remote-sign-in');
  const { finding, trace } = result;
  expect(finding.status).toBe('broken');
  expect(finding.because).toHaveLength(1);
  expect(finding.because[0]).toMatchObject({ firewall: 'external', rule: 'default', reason: 'no-rule' });
  expect(finding.because[0]!.text).toContain('E3');
  const reader = new TraceReader(trace);
  const drops = [...trace.events.kind.keys()].filter(
    (event) => trace.events.kind[event] === EventKind.verdict,
  );
  const times = drops.map((event) => trace.events.time[event]! / 1e6);
  expect(times.map((time) => Math.round(time - times[0]!))).toEqual([0, 3, 9]);
  expect(finding.seconds).toBeGreaterThan(21);
  expect(finding.seconds).toBeLessThan(21.5);
  expect(reader.disposition(finding.because[0]!.packet).id).toBe('dropped');
});

test('the same with reject: refused at once', () => {
  const design = closed(designWith({ 'firewalls.external.default': 'reject' }), 'E3');
  const { finding } = runOne(design, 'remote-sign-in');
  expect(finding.status).toBe('broken');
  expect(finding.seconds).toBeLessThan(1);
  expect(finding.because[0]).toMatchObject({
    firewall: 'external',
    rule: 'default',
    reason: 'no-rule',
    disposition: 'rejected',
  });
});

test('the pool closed to the Edge: TCP and TLS succeed, the request gets a 504 that names the next hop', () => {
  const result = runOne(closed(reference, 'I1'), 'remote-sign-in');
  const reader = new TraceReader(result.trace);
  expect(labels(reader)).toContain('Change Cipher Spec, Finished');
  const answer = sipMessages(reader).find((one): one is SipResponse => one.kind === 'response')!;
  expect(answer.status).toBe(504);
  expect(header(answer, 'ms-diagnostics')).toContain('fqdn="pool.contoso.net"');
  expect(header(answer, 'ms-diagnostics')).toContain('source="edge.contoso.net"');
  expect(result.finding.because.map((one) => one.firewall)).toEqual(['internal', 'internal']);
  expect(result.finding.because.map((one) => one.flow.split(' -> ')[1]).sort()).toEqual([
    '192.168.10.90:5061',
    '192.168.10.91:5061',
  ]);
});

test('a front end that is down is passed over: sign-in takes longer and works', () => {
  for (const dead of ['front-end-1', 'front-end-2']) {
    const { finding } = runOne(reference, 'remote-sign-in', {
      interventions: [{ at: 0, change: { kind: 'host', host: dead, power: 'off' } }],
    });
    expect(finding.status).toBe('works');
  }
});

test('a stopped service answers with RST: refused at once, for want of a listener', () => {
  const { finding } = runOne(reference, 'remote-sign-in', {
    interventions: [
      { at: 0, change: { kind: 'service', host: 'edge', role: 'access-edge', running: false } },
    ],
  });
  expect(finding).toMatchObject({ status: 'broken' });
  expect(finding.seconds).toBeLessThan(1);
  expect(finding.because[0]).toMatchObject({ firewall: null, rule: null, reason: 'no-listener' });
});

test.each([
  [
    'expired',
    { 'certificates.edge-external.notAfter': '2011-01-01' },
    'certificate',
    'expired on 2011-01-01',
  ],
  [
    'for another name',
    {
      'certificates.edge-external.names': ['mail.contoso.com'],
      'certificates.edge-external.subject': 'mail.contoso.com',
    },
    'name',
    'not for sip.contoso.com',
  ],
  ['from a stranger', { 'certificates.edge-external.issuer': 'Nobody' }, 'certificate', '"Nobody"'],
])('a certificate that is %s is refused by the client, who says so', (_what, values, reason, words) => {
  const result = runOne(designWith(values), 'remote-sign-in');
  expect(result.finding.because[0]).toMatchObject({ reason, firewall: null });
  expect(result.finding.because[0]!.text).toContain(words);
  expect(
    new TraceReader(result.trace).trace.strings.some((text) => text.includes('verifying the certificate')),
  ).toBe(true);
});

test('a wrong password is refused with the packet that carried it', () => {
  const result = runOne(designWith({ 'people.alice.password': 'guess' }), 'remote-sign-in');
  expect(result.finding).toMatchObject({ status: 'broken' });
  expect(result.finding.because[0]!.reason).toBe('no-permission');
});

test('no DNS server answers: the query is asked again and given up', () => {
  const result = runOne(reference, 'remote-sign-in', {
    interventions: [{ at: 0, change: { kind: 'host', host: 'public-dns', power: 'off' } }],
  });
  expect(result.finding.status).toBe('broken');
  expect(result.finding.because[0]!.flow).toContain('203.0.113.53:53');
});

test('no record in DNS: nothing was lost, a name is missing', () => {
  const design = designWith({ 'hosts.public-dns.roles.dns-server.records': [] });
  expect(runOne(design, 'remote-sign-in').finding.because[0]).toMatchObject({
    reason: 'name',
    firewall: null,
  });
});

test('outcomes follow the design: the Access Edge on 444 needs DNS and a rule to follow', () => {
  const moved = { 'hosts.edge.roles.access-edge.external.clientPort': 444 };
  expect(runOne(designWith(moved), 'remote-sign-in').finding.status).toBe('broken');
  const dns = { 'hosts.public-dns.roles.dns-server.records.0.port': 444 };
  expect(runOne(designWith({ ...moved, ...dns }), 'remote-sign-in').finding).toMatchObject({
    status: 'broken',
    because: [{ firewall: 'external', rule: 'default' }],
  });
  expect(
    runOne(designWith({ ...moved, ...dns, 'firewalls.external.rules.E3.dport': '444' }), 'remote-sign-in')
      .finding.status,
  ).toBe('works');
});

test('put Alice inside, and no rule of the external firewall matters to her', () => {
  const inside = designWith({
    'hosts.alice-pc.interfaces.lan.zone': 'corporate',
    'hosts.alice-pc.interfaces.lan.address': '192.168.10.60',
    'hosts.alice-pc.dns': ['192.168.10.5'],
    'hosts.alice-pc.trusts': ['Contoso Internal CA'],
  });
  const all = inside.firewalls.flatMap((firewall) => firewall.rules.map((rule) => rule.id));
  expect(runOne(closed(inside, ...all), 'remote-sign-in').finding.status).toBe('works');
});

test('names of rules mean nothing: renamed and reversed, the same things happen', () => {
  const before = runOne(closed(reference, 'E3'), 'remote-sign-in');
  const renamed = {
    ...reference,
    firewalls: reference.firewalls.map((firewall) => ({
      ...firewall,
      rules: firewall.rules
        .map((rule) => ({ ...rule, id: `rule-${rule.id}`, enabled: rule.id !== 'E3' }))
        .reverse(),
    })),
  };
  const after = runOne(renamed, 'remote-sign-in');
  expect(after.packets).toEqual(before.packets);
  expect(after.finding.because[0]).toMatchObject({
    firewall: 'external',
    rule: 'default',
    packet: before.finding.because[0]!.packet,
  });
  expect(after.finding.because[0]!.text).toContain('rule-E3');
});

test('a host that is shut down and started again serves again, and its machine says so', () => {
  const result = runOne(reference, 'remote-im', {
    interventions: [
      { at: 0, change: { kind: 'host', host: 'edge', power: 'shutdown' } },
      { at: 11_000_000, change: { kind: 'host', host: 'edge', power: 'on' } },
    ],
  });
  expect(result.finding).toMatchObject({ status: 'broken', reached: false });
  expect(result.finding.because[0]).toMatchObject({ reason: 'no-listener' });
  const late = runOne({ ...reference, knobs: { 'host.boot_s': 0.1 } }, 'remote-sign-in', {
    interventions: [
      { at: 0, change: { kind: 'host', host: 'edge', power: 'off' } },
      { at: 20_000, change: { kind: 'host', host: 'edge', power: 'on' } },
    ],
  });
  expect(late.finding.status).toBe('works');
  expect(statesOf(new TraceReader(late.trace), 'edge/host')).toEqual(['up', 'down', 'starting', 'up']);
});
