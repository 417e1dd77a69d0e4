import {
  conferenceJoinAnonymous,
  conferenceJoinFederated,
  conferenceJoinRemote,
} from './conferencing/conference-join.ts';
import { webConferencing } from './conferencing/web-conferencing.ts';
import { federationIm } from './federation/im-and-presence.ts';
import { hostedExchangeUm } from './hosted-exchange/hosted-exchange-um.ts';
import { conferenceIm } from './im-presence/conference-im.ts';
import { remoteIm } from './im-presence/remote-im.ts';
import { remotePresence } from './im-presence/remote-presence.ts';
import { cmsReplication, revocationCheck } from './management/management.ts';
import { publicIm } from './public-im/public-im.ts';
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
  federationIm('lync-2010', 'federation-im-lync2010', 'a Lync 2010'),
  federationIm('ocs-2007-r2', 'federation-im-ocs2007r2', 'an OCS 2007 R2'),
  federationIm('ocs-2007', 'federation-im-ocs2007', 'an OCS 2007'),
  publicIm,
  hostedExchangeUm,
  cmsReplication,
  revocationCheck,
];
