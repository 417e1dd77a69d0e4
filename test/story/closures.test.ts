import { expect, test } from 'vitest';
import { EventKind } from '../../simulator/model/trace.ts';
import { DISPOSITIONS } from '../../simulator/model/disposition.ts';
import type { Run } from '../../simulator/model/run.ts';
import { run } from '../../simulator/run.ts';
import { closed, designWith } from './designs.ts';

const reference = designWith();
const rules = reference.firewalls.flatMap((firewall) => firewall.rules.map((rule) => rule.id));
const runs = new Map<string, Run>(rules.map((rule) => [rule, run(closed(reference, rule))]));

const REMOTE_AV = 'av-remote-internal av-remote-remote av-conference-remote pstn-remote';
const REMOTE_TCP = 'sharing-remote-internal sharing-conference-remote file-transfer-remote-internal';
const FEDERATED_IM = 'federation-im-lync2010 federation-im-ocs2007r2 federation-im-ocs2007';
const FEDERATED_AV = 'federation-av-lync2010 federation-av-ocs2007r2 federation-av-ocs2007';
const FEDERATED_SHARING = 'federation-sharing-lync2010 federation-sharing-ocs2007r2';
const FEDERATED_FILE = 'federation-file-transfer-lync2010';
/** What nobody outside even begins with who has not signed in. */
const AFTER_SIGN_IN = `client-certificate remote-presence remote-im conference-im address-book group-expansion conference-join-remote web-conferencing ${REMOTE_AV} ${REMOTE_TCP}`;

/** Features that a closed row breaks, limits, or keeps from being tried: what the article says of that row's purpose. */
const EXPECTED: Readonly<Record<string, { broken?: string; degraded?: string; unreached?: string }>> = {
  E1: { broken: 'revocation-check' },
  E2: {
    broken: `conference-join-federated ${FEDERATED_IM} ${FEDERATED_AV} ${FEDERATED_SHARING} ${FEDERATED_FILE} hosted-exchange-um revocation-check`,
    degraded: 'public-im public-av-wlm',
  },
  E3: { broken: 'remote-sign-in conference-join-anonymous', unreached: AFTER_SIGN_IN },
  E4: {
    broken: 'conference-join-federated',
    degraded: `${FEDERATED_IM} ${FEDERATED_AV} ${FEDERATED_SHARING} ${FEDERATED_FILE} public-im public-av-wlm hosted-exchange-um`,
  },
  E5: {
    broken: `hosted-exchange-um ${FEDERATED_FILE}`,
    degraded: `conference-join-federated ${FEDERATED_IM} ${FEDERATED_AV} ${FEDERATED_SHARING} public-im public-av-wlm`,
  },
  E6: { broken: 'web-conferencing' },
  // E7 to E11: the other end opens what ours may not, or another port does; see the closures of several rows.
  E12: { degraded: REMOTE_AV },
  E13: { broken: REMOTE_TCP },
  E14: { broken: 'http-redirect mobile-autodiscover' },
  E15: {
    broken:
      'client-certificate address-book group-expansion meeting-join-page web-app meeting-content device-update dial-in-page conference-join-anonymous',
    degraded: 'web-conferencing',
  },
  I1: {
    broken: 'remote-sign-in conference-join-anonymous conference-join-federated',
    degraded: `${FEDERATED_IM} ${FEDERATED_AV} ${FEDERATED_SHARING} ${FEDERATED_FILE} public-im public-av-wlm hosted-exchange-um`,
    unreached: AFTER_SIGN_IN,
  },
  I2: {
    broken: `web-conferencing hosted-exchange-um av-remote-remote ${FEDERATED_FILE}`,
    degraded: `remote-presence remote-im conference-im conference-join-remote conference-join-anonymous conference-join-federated av-remote-internal sharing-remote-internal file-transfer-remote-internal ${FEDERATED_IM} ${FEDERATED_AV} ${FEDERATED_SHARING} public-im public-av-wlm`,
  },
  I3: { broken: 'cms-replication' },
  I4: { broken: 'web-conferencing' },
  I5: {
    broken: `${REMOTE_AV} ${REMOTE_TCP} ${FEDERATED_AV} ${FEDERATED_SHARING} ${FEDERATED_FILE} public-av-wlm hosted-exchange-um`,
  },
  I6: {
    degraded: `av-remote-internal av-conference-remote pstn-remote ${FEDERATED_AV} public-av-wlm hosted-exchange-um`,
  },
  I7: { broken: `${REMOTE_TCP} ${FEDERATED_SHARING} ${FEDERATED_FILE}` },
  I8: { broken: 'mobile-autodiscover' },
  I9: {
    broken:
      'client-certificate address-book group-expansion meeting-join-page web-app meeting-content device-update dial-in-page conference-join-anonymous',
    degraded: 'web-conferencing',
  },
};

test.each(rules)('%s closed: what it is for breaks, and nothing else', (rule) => {
  const { broken = '', degraded = '', unreached = '' } = EXPECTED[rule] ?? {};
  const named = (text: string) => text.split(' ').filter(Boolean).sort();
  const { features } = runs.get(rule)!;
  const ids = (wanted: (finding: Run['features'][number]['finding']) => boolean) =>
    features
      .filter(({ finding }) => wanted(finding))
      .map(({ feature }) => feature.id)
      .sort();
  expect(ids(({ reached }) => !reached)).toEqual(named(unreached));
  expect(ids(({ status, reached }) => status === 'broken' && reached)).toEqual(named(broken));
  expect(ids(({ status }) => status === 'degraded')).toEqual(named(degraded));
});

test.each(rules)('%s closed: every cause names a packet that this firewall stopped, and the row', (rule) => {
  const owner = reference.firewalls.find((firewall) => firewall.rules.some((one) => one.id === rule))!.id;
  for (const { feature, finding, trace } of runs.get(rule)!.features) {
    expect(finding.because.length > 0, feature.id).toBe(finding.status !== 'works');
    for (const cause of finding.because) {
      expect(cause, feature.id).toMatchObject({ firewall: owner, rule: 'default', reason: 'no-rule' });
      expect(cause.text, feature.id).toContain(`${rule} would let it`);
      expect(trace.events.packet[cause.event]).toBe(cause.packet);
      expect(trace.events.kind[cause.event]).toBe(EventKind.verdict);
      expect(DISPOSITIONS[trace.packets.disposition[cause.packet]!]!.id).toBe('dropped');
    }
  }
});

test('a list that the Edge went on without is no cause of what failed for another reason', () => {
  // Their Edge comes to ours, which looks for the list in vain, goes on, and cannot reach the pool.
  const { features } = run(closed(reference, 'E1', 'I1'), { only: ['conference-join-federated'] });
  const { because } = features[0]!.finding;
  expect(because.length).toBeGreaterThan(0);
  for (const { text } of because) expect(text).toContain('I1 would let it');
});

test('names and order of the rules mean nothing: the same things happen to everybody', () => {
  for (const rule of ['E5', 'I9']) {
    const turned = {
      ...reference,
      firewalls: reference.firewalls.map((firewall) => ({
        ...firewall,
        rules: firewall.rules
          .map((one) => ({ ...one, id: `rule-${one.id}`, enabled: one.id !== rule }))
          .reverse(),
      })),
    };
    const after = run(turned).features;
    for (const [index, before] of runs.get(rule)!.features.entries()) {
      expect(after[index]!.packets).toEqual(before.packets);
      expect(after[index]!.finding).toMatchObject({
        status: before.finding.status,
        seconds: before.finding.seconds,
      });
      expect(after[index]!.finding.because.map((one) => one.text.replaceAll('rule-', ''))).toEqual(
        before.finding.because.map((one) => one.text),
      );
    }
  }
});
