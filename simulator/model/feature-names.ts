import type { FeatureInfo } from './run.ts';

/** Short names for narrow places. */
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
  'busy-hour': 'Busy hour',
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
  load: 'Load',
};

/** A feature's name for narrow places; its title where it has none. */
export function featureName({ id, title }: FeatureInfo): string {
  return NAMES[id] ?? title;
}

/** A workload's title, by its id; the id where it has none. */
export function workloadTitle(workload: string): string {
  return WORKLOADS[workload] ?? workload;
}
