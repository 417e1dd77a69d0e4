import { siblingUri } from '../../protocols/sip/conference-bodies.ts';
import { MediationServer } from '../../roles/mediation-server/mediation-server.ts';
import { meetingWithRemote } from '../conferencing/meeting.ts';
import type { Feature } from '../stage.ts';
import { mediaConference } from './conference.ts';
import { callsBothWays, mediaCall } from './media-call.ts';

export const avRemoteInternal: Feature = {
  id: 'av-remote-internal',
  workload: 'av',
  title: 'Audio/video call between a remote and an internal user',
  between: 'remote user <-> internal user',
  *scene(stage) {
    return yield* callsBothWays(stage, stage.person('remote'), stage.person('internal'), 'audio');
  },
};

export const avRemoteRemote: Feature = {
  id: 'av-remote-remote',
  workload: 'av',
  title: 'Audio/video call between two remote users',
  between: 'remote user <-> remote user',
  *scene(stage) {
    return yield* callsBothWays(stage, stage.person('remote'), stage.person('remote', 1), 'audio');
  },
};

/** Somebody outside and somebody inside hear each other in a meeting. */
export const avConferenceRemote: Feature = {
  id: 'av-conference-remote',
  workload: 'av',
  title: 'Remote user in an audio/video conference',
  between: 'remote user <-> A/V conferencing server',
  *scene(stage) {
    const meeting = yield* meetingWithRemote(stage);
    if ('result' in meeting) return meeting.result;
    const { host: inside, outside, invitation } = meeting;
    return yield* mediaConference(stage, inside, outside, siblingUri(invitation.uri, 'audio-video'), 'audio');
  },
};

/** A number of the range that is kept for stories. */
const TELEPHONE = '+14255550123';

export const pstnRemote: Feature = {
  id: 'pstn-remote',
  workload: 'av',
  title: 'Phone (PSTN) call of a remote user',
  between: 'remote user <-> mediation server',
  *scene(stage) {
    stage.service(MediationServer, 'mediation server');
    const outside = stage.person('remote');
    const signedIn = yield* stage.signIn(outside);
    if (!signedIn[0]!.ok) return stage.notReached(signedIn, stage.now);
    const number = `sip:${TELEPHONE}@${outside.domain};user=phone`;
    return yield* mediaCall(stage, outside, null, number, 'audio');
  },
};
