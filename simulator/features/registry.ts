import { avConferenceRemote, avRemoteInternal, avRemoteRemote, pstnRemote } from './av/av.ts';
import {
  conferenceJoinAnonymous,
  conferenceJoinFederated,
  conferenceJoinRemote,
} from './conferencing/conference-join.ts';
import { webConferencing } from './conferencing/web-conferencing.ts';
import { federationIm } from './federation/im-and-presence.ts';
import { federationFileTransfer, federationMedia } from './federation/media.ts';
import { hostedExchangeUm } from './hosted-exchange/hosted-exchange-um.ts';
import { conferenceIm } from './im-presence/conference-im.ts';
import { remoteIm } from './im-presence/remote-im.ts';
import { remotePresence } from './im-presence/remote-presence.ts';
import { busyHour } from './load/busy-hour.ts';
import { cmsReplication, revocationCheck } from './management/management.ts';
import { publicAv } from './public-im/public-av.ts';
import { publicIm } from './public-im/public-im.ts';
import {
  fileTransferRemoteInternal,
  sharingConferenceRemote,
  sharingRemoteInternal,
} from './sharing/sharing.ts';
import { remoteSignIn } from './sign-in/remote-sign-in.ts';
import type { Feature } from './stage.ts';
import {
  deviceUpdate,
  dialInPage,
  httpRedirect,
  meetingContent,
  meetingJoinPage,
  mobileAutodiscover,
  webApp,
} from './web-services/pages.ts';
import { addressBook, clientCertificate, groupExpansion } from './web-services/with-ticket.ts';

/** Every feature, in the order in which people see them. */
export const FEATURES: readonly Feature[] = [
  remoteSignIn,
  clientCertificate,
  remotePresence,
  remoteIm,
  conferenceIm,
  addressBook,
  groupExpansion,
  meetingJoinPage,
  httpRedirect,
  webApp,
  meetingContent,
  deviceUpdate,
  dialInPage,
  mobileAutodiscover,
  conferenceJoinRemote,
  conferenceJoinAnonymous,
  conferenceJoinFederated,
  webConferencing,
  avRemoteInternal,
  avRemoteRemote,
  avConferenceRemote,
  pstnRemote,
  sharingRemoteInternal,
  sharingConferenceRemote,
  fileTransferRemoteInternal,
  federationIm('lync-2010', 'federation-im-lync2010', 'a Lync 2010'),
  federationIm('ocs-2007-r2', 'federation-im-ocs2007r2', 'an OCS 2007 R2'),
  federationIm('ocs-2007', 'federation-im-ocs2007', 'an OCS 2007'),
  federationMedia('lync-2010', 'federation-av-lync2010', 'Audio/video with a Lync 2010 partner', 'audio'),
  federationMedia(
    'ocs-2007-r2',
    'federation-av-ocs2007r2',
    'Audio/video with an OCS 2007 R2 partner',
    'audio',
  ),
  federationMedia('ocs-2007', 'federation-av-ocs2007', 'Audio/video with an OCS 2007 partner', 'audio'),
  federationMedia(
    'lync-2010',
    'federation-sharing-lync2010',
    'Application sharing with a Lync 2010 partner',
    'applicationsharing',
  ),
  federationMedia(
    'ocs-2007-r2',
    'federation-sharing-ocs2007r2',
    'Desktop sharing with an OCS 2007 R2 partner',
    'applicationsharing',
  ),
  federationFileTransfer,
  publicIm,
  publicAv,
  hostedExchangeUm,
  cmsReplication,
  revocationCheck,
];

/** Scenes that are no features: played when somebody asks for one, and in no table of features. */
export const SCENES: readonly Feature[] = [busyHour];

/**
 * What can be played under an id: a feature or another scene.
 * @returns undefined when there is none
 */
export function sceneOf(id: string): Feature | undefined {
  return [...FEATURES, ...SCENES].find((one) => one.id === id);
}
