import { expect, test } from 'vitest';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import { innermost } from '../../simulator/protocols/registry.ts';
import { header } from '../../simulator/protocols/sip/headers.ts';
import type { SipMessage } from '../../simulator/protocols/sip/message.ts';
import { designWith, runOne } from './designs.ts';

const FEDERATION = 'federation-im-lync2010';

/** Every diagnostic of a run, by number. */
function diagnostics(result: ReturnType<typeof runOne>): Set<string> {
  const found = result.trace.messages
    .map(innermost)
    .filter((one): one is SipMessage => one.protocol === 'sip')
    .flatMap((one) => (one.kind === 'response' ? [header(one, 'ms-diagnostics')] : []));
  return new Set(found.flatMap((one) => (one === undefined ? [] : [one.split(';')[0]!])));
}

/** Where the records of a name are in the public DNS of the reference design. */
const record = (name: string) => {
  const design = designWith();
  const dns = design.hosts.find((host) => host.id === 'public-dns')!.roles[0]! as unknown as {
    records: { name: string }[];
  };
  const index = dns.records.findIndex((one) => one.name === name);
  return `hosts.public-dns.roles.dns-server.records.${index}`;
};

test.each([
  [
    'no SRV record of the partner',
    { [`${record('_sipfederationtls._tcp.fabrikam.com')}.name`]: 'elsewhere.fabrikam.com' },
    '1008',
    'name',
  ],
  [
    'a SRV record that leads into another domain',
    { [`${record('_sipfederationtls._tcp.fabrikam.com')}.target`]: 'sip.litware.com' },
    '1009',
    'name',
  ],
  [
    'no address of the partner’s Edge',
    { [`${record('sip.fabrikam.com')}.name`]: 'other.fabrikam.com' },
    '1014',
    'name',
  ],
  [
    'an expired certificate of the partner',
    { 'certificates.fabrikam-edge-external.notAfter': '2011-01-01' },
    '1010',
    'certificate',
  ],
  [
    'a certificate of the partner for another name',
    {
      'certificates.fabrikam-edge-external.subject': 'mail.fabrikam.com',
      'certificates.fabrikam-edge-external.names': ['mail.fabrikam.com'],
    },
    '1010',
    'name',
  ],
  [
    'a certificate that the partner’s authority has revoked',
    { 'hosts.public-ca.roles.crl-server.revoked': ['fabrikam-edge-external'] },
    '1010',
    'certificate',
  ],
])('%s: the server says why', (_what, values, id, reason) => {
  const result = runOne(designWith(values), FEDERATION);
  // Where only their address is missing, they still reach us.
  expect(result.finding.status).toBe(id === '1014' ? 'degraded' : 'broken');
  expect(diagnostics(result)).toContain(id);
  expect(result.finding.because.map((one) => one.reason)).toContain(reason);
});

test('our own expired certificate is refused by the partner too', () => {
  const result = runOne(designWith({ 'certificates.edge-external.notAfter': '2011-01-01' }), FEDERATION);
  expect(result.finding.status).toBe('broken');
  expect(result.finding.because.some((one) => one.text.startsWith('Fabrikam Edge does not trust'))).toBe(
    true,
  );
});

test('a partner whose Edge is written down needs no SRV record to be reached', () => {
  const noRecord = { [`${record('_sipfederationtls._tcp.fabrikam.com')}.name`]: 'elsewhere.fabrikam.com' };
  const written = {
    'hosts.edge.roles.access-edge.federation.routes': [
      { domains: ['fabrikam.com'], edge: 'sip.fabrikam.com' },
    ],
  };
  expect(runOne(designWith({ ...noRecord, ...written }), FEDERATION).finding.status).toBe('works');
});

test('whom the Edge does not talk to, it does not talk to', () => {
  const result = runOne(
    designWith({ 'hosts.edge.roles.access-edge.federation.blocked': ['fabrikam.com'] }),
    FEDERATION,
  );
  expect(result.finding.status).toBe('broken');
  expect(diagnostics(result)).toContain('1002');
});

test('revocation lists that cannot be had: with the soft policy a delay, with the hard one no federation', () => {
  const gone = { 'hosts.public-ca.roles': [] };
  const soft = runOne(designWith(gone), FEDERATION).finding;
  expect(soft.status).toBe('works');
  const hard = runOne(designWith({ ...gone, 'knobs.crl.policy': 'hard' }), FEDERATION).finding;
  expect(hard.status).toBe('broken');
  expect(hard.because[0]).toMatchObject({ reason: 'no-listener' });
});

test('what a partner runs decides which feature is theirs', () => {
  const changed = designWith({ 'organizations.fabrikam.version': 'ocs-2007' });
  for (const id of [FEDERATION, 'conference-join-federated']) {
    const { finding } = runOne(changed, id);
    expect(finding).toMatchObject({ status: 'broken', reached: false });
    expect(finding.lacks).toBe('This design has no partner that runs Lync Server 2010.');
  }
  // Messages and presence with an OCS 2007 partner are now those with Fabrikam.
  const reader = new TraceReader(runOne(changed, 'federation-im-ocs2007').trace);
  expect(reader.trace.strings).toContain('Dave signs in');
});

test('each side opens a connection of its own on 5061', () => {
  const { trace } = runOne(designWith(), FEDERATION);
  const between = new Set<string>();
  for (let packet = 0; packet < trace.packets.src.length; packet++)
    if (trace.packets.dport[packet] === 5061 && trace.packets.flags[packet] === 2)
      between.add(`${trace.packets.src[packet]!} ${trace.packets.dst[packet]!}`);
  const [ours, theirs] = [0x0a2d100a, 0xc000020a];
  expect(between).toContain(`${ours} ${theirs}`);
  expect(between).toContain(`${theirs} ${ours}`);
});

test('names are remembered for as long as their records say, or not at all', () => {
  const questions = (values: Record<string, unknown>) => {
    const { trace } = runOne(designWith(values), FEDERATION);
    return trace.packets.dport.filter((port) => port === 53).length;
  };
  expect(questions({ 'knobs.dns.longestCache_s': 0 })).toBeGreaterThan(questions({}));
});
