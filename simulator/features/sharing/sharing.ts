import type { Outcome, Task } from '../../model/task.ts';
import { siblingUri } from '../../protocols/sip/conference-bodies.ts';
import type { LyncClient } from '../../roles/client/client.ts';
import { mediaConference } from '../av/conference.ts';
import { callsBothWays } from '../av/media-call.ts';
import { meetingWithRemote } from '../conferencing/meeting.ts';
import type { Feature, SceneResult, Stage } from '../stage.ts';
import { PATIENCE } from '../stage.ts';

export const sharingRemoteInternal: Feature = {
  id: 'sharing-remote-internal',
  workload: 'sharing',
  title: 'Application and desktop sharing between a remote and an internal user',
  between: 'remote user <-> internal user',
  *scene(stage) {
    return yield* callsBothWays(
      stage,
      stage.person('remote'),
      stage.person('internal'),
      'applicationsharing',
    );
  },
};

export const sharingConferenceRemote: Feature = {
  id: 'sharing-conference-remote',
  workload: 'sharing',
  title: 'Application sharing in a conference for a remote user',
  between: 'remote user <-> application sharing server',
  *scene(stage) {
    const meeting = yield* meetingWithRemote(stage);
    if ('result' in meeting) return meeting.result;
    const { host: inside, outside, invitation } = meeting;
    const server = siblingUri(invitation.uri, 'applicationsharing');
    return yield* mediaConference(stage, inside, outside, server, 'applicationsharing');
  },
};

export const fileTransferRemoteInternal: Feature = {
  id: 'file-transfer-remote-internal',
  workload: 'sharing',
  title: 'File transfer between a remote and an internal user',
  between: 'remote user <-> internal user',
  *scene(stage) {
    return yield* fileTransfer(stage, stage.person('remote'), stage.person('internal'));
  },
};

/** One sends the other a file, and learns when it is there: without that the sender does not know. */
export function* fileTransfer(
  stage: Stage,
  sender: LyncClient,
  receiver: LyncClient,
): Generator<Task, SceneResult, Outcome> {
  const signedIn = yield* stage.signIn(sender, receiver);
  const from = stage.now;
  if (signedIn.some((one) => !one.ok)) return stage.notReached(signedIn, from);
  const { task, call } = sender.calls.place(receiver.uri, 'data');
  const done = call.transferred();
  const placed = yield task;
  if (!placed.ok) return { status: 'broken', reached: true, failures: [placed], from };
  const arrived = receiver.calls.with(sender.uri)!.received();
  const received = yield stage.within(PATIENCE, arrived, placed);
  const had = stage.now;
  const confirmed = received.ok ? yield stage.within(PATIENCE, done, placed) : received;
  const { path } = call;
  yield call.hangUp();
  const failures = confirmed.ok ? [] : [confirmed];
  const status = confirmed.ok ? 'works' : received.ok ? 'degraded' : 'broken';
  return { status, reached: true, failures, from, had, path };
}
