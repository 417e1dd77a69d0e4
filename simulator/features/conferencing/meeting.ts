import type { SceneResult, Stage } from '../stage.ts';
import type { Outcome, Task } from '../../model/task.ts';
import type { LyncClient } from '../../roles/client/client.ts';
import type { Invitation } from '../../protocols/sip/conference-bodies.ts';

/** Somebody inside schedules a meeting and is in it; null when already that failed. */
export function* openMeeting(
  host: LyncClient,
): Generator<Task, { invitation: Invitation | null; failures: readonly Outcome[] }, Outcome> {
  const scheduled = yield host.meetings.schedule();
  const { invitation } = host.meetings;
  if (!scheduled.ok || !invitation) return { invitation: null, failures: [scheduled] };
  const joined = yield host.meetings.join(invitation);
  return { invitation: joined.ok ? invitation : null, failures: joined.ok ? [] : [joined] };
}

/** Somebody outside joins a meeting of somebody inside; or the result of the scene, when already that failed. */
export function* meetingWithRemote(stage: Stage): Generator<
  Task,
  | { readonly result: SceneResult }
  | {
      readonly inside: LyncClient;
      readonly outside: LyncClient;
      readonly invitation: Invitation;
      readonly from: number;
    },
  Outcome
> {
  const outside = stage.person('remote');
  const inside = stage.person('internal');
  const signedIn = yield* stage.signIn(outside, inside);
  const from = stage.now;
  if (signedIn.some((one) => !one.ok)) return { result: stage.notReached(signedIn, from) };
  const { invitation, failures } = yield* openMeeting(inside);
  if (!invitation) return { result: stage.notReached(failures, from) };
  const joined = yield outside.meetings.join(invitation);
  if (!joined.ok) return { result: stage.notReached([joined], from) };
  return { inside, outside, invitation, from };
}
