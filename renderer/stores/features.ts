import type { FeatureInfo, FeatureRun } from '../../simulator/model/run.ts';
import { shownStatus, STATUS_ORDER, type Shown } from '../parts/status.ts';

/** Short names for narrow places; the full title is in the inspector. */
const NAMES: Readonly<Record<string, string>> = {
  'remote-sign-in': 'Remote sign-in',
  'client-certificate': 'Client certificate',
  'remote-presence': 'Presence, contacts',
  'remote-im': 'Remote IM',
  'conference-im': 'Conference IM',
  'address-book': 'Address book',
  'group-expansion': 'Group expansion',
  'meeting-join-page': 'Meeting join page',
  'http-redirect': 'HTTP redirect',
  'web-app': 'Lync Web App',
  'meeting-content': 'Meeting content',
  'device-update': 'Device update',
  'dial-in-page': 'Dial-in page',
  'mobile-autodiscover': 'Mobile autodiscover',
  'conference-join-remote': 'Join: remote',
  'conference-join-anonymous': 'Join: anonymous',
  'conference-join-federated': 'Join: federated',
  'web-conferencing': 'Web conferencing',
  'av-remote-internal': 'Remote ↔ internal',
  'av-remote-remote': 'Remote ↔ remote',
  'av-conference-remote': 'A/V conference',
  'pstn-remote': 'Phone call (PSTN)',
  'sharing-remote-internal': 'Desktop sharing',
  'sharing-conference-remote': 'Conference sharing',
  'file-transfer-remote-internal': 'File transfer',
  'federation-im-lync2010': 'IM: Lync 2010',
  'federation-im-ocs2007r2': 'IM: OCS 2007 R2',
  'federation-im-ocs2007': 'IM: OCS 2007',
  'federation-av-lync2010': 'A/V: Lync 2010',
  'federation-av-ocs2007r2': 'A/V: OCS 2007 R2',
  'federation-av-ocs2007': 'A/V: OCS 2007',
  'federation-sharing-lync2010': 'Sharing: Lync 2010',
  'federation-sharing-ocs2007r2': 'Sharing: OCS 2007 R2',
  'federation-file-transfer-lync2010': 'Files: Lync 2010',
  'public-im': 'Public IM',
  'public-av-wlm': 'A/V: Windows Live',
  'hosted-exchange-um': 'Hosted voice mail',
  'cms-replication': 'CMS replication',
  'revocation-check': 'Revocation lists',
};

const WORKLOADS: Readonly<Record<string, string>> = {
  'sign-in': 'Sign-in',
  'im-presence': 'IM and presence',
  'web-services': 'Web services',
  conferencing: 'Conferencing',
  av: 'Audio and video',
  sharing: 'Sharing',
  federation: 'Federation',
  'public-im': 'Public IM',
  'hosted-exchange': 'Hosted Exchange',
  management: 'Management',
};

export function featureName(feature: FeatureInfo): string {
  return NAMES[feature.id] ?? feature.title;
}

export interface FeatureGroup {
  readonly workload: string;
  readonly title: string;
  readonly features: readonly FeatureRun[];
  /** The worst of what was tried; not reached only when nothing was. */
  readonly status: Shown;
}

/** Features by workload, in the order in which the run has them. */
export function grouped(features: readonly FeatureRun[]): readonly FeatureGroup[] {
  const groups = new Map<string, FeatureRun[]>();
  for (const one of features)
    groups.set(one.feature.workload, [...(groups.get(one.feature.workload) ?? []), one]);
  return [...groups].map(([workload, members]) => ({
    workload,
    title: WORKLOADS[workload] ?? workload,
    features: members,
    status: worst(members),
  }));
}

export function countByStatus(features: readonly FeatureRun[]): ReadonlyMap<Shown, number> {
  const counts = new Map<Shown, number>(STATUS_ORDER.map((status) => [status, 0]));
  for (const { finding } of features)
    counts.set(shownStatus(finding), (counts.get(shownStatus(finding)) ?? 0) + 1);
  return counts;
}

function worst(features: readonly FeatureRun[]): Shown {
  const tried = features
    .map(({ finding }) => shownStatus(finding))
    .filter((status) => status !== 'unreached');
  if (tried.length === 0) return 'unreached';
  return tried.reduce((one, other) =>
    STATUS_ORDER.indexOf(other) > STATUS_ORDER.indexOf(one) ? other : one,
  );
}
