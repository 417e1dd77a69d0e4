import type { SceneResult, Stage } from '../stage.ts';
import type { Outcome, Task } from '../../model/task.ts';
import type { LyncClient } from '../../roles/client/client.ts';
import type { Invitation } from '../../protocols/sip/conference-bodies.ts';

/** Somebody inside schedules a meeting and is in it; null when already that failed. */
function* openMeeting(
  host: LyncClient,
): Generator<Task, { invitation: Invitation | null; failures: readonly Outcome[] }, Outcome> {
  const scheduled = yield host.meetings.schedule();
  const { invitation } = host.meetings;
  if (!scheduled.ok || !invitation) return { invitation: null, failures: [scheduled] };
  const joined = yield host.meetings.join(invitation);
  return { invitation: joined.ok ? invitation : null, failures: joined.ok ? [] : [joined] };
}

/** A meeting that somebody has opened, and the instant from which the scene counts; or how that failed. */
type Meeting<More = unknown> =
  | { readonly result: SceneResult }
  | ({ readonly host: LyncClient; readonly invitation: Invitation; readonly from: number } & More);

/** The host signs in among others, and opens a meeting. */
export function* meetingBy(
  stage: Stage,
  host: LyncClient,
  before: readonly LyncClient[] = [],
  after: readonly LyncClient[] = [],
): Generator<Task, Meeting, Outcome> {
  const signedIn = yield* stage.signIn(...before, host, ...after);
  const from = stage.now;
  if (signedIn.some((one) => !one.ok)) return { result: stage.notReached(signedIn, from) };
  const { invitation, failures } = yield* openMeeting(host);
  return invitation ? { host, invitation, from } : { result: stage.notReached(failures, from) };
}

/** Somebody outside joins a meeting of somebody inside. */
export function* meetingWithRemote(
  stage: Stage,
): Generator<Task, Meeting<{ readonly outside: LyncClient }>, Outcome> {
  const outside = stage.person('remote');
  const meeting = yield* meetingBy(stage, stage.person('internal'), [outside]);
  if ('result' in meeting) return meeting;
  const joined = yield outside.meetings.join(meeting.invitation);
  return joined.ok ? { ...meeting, outside } : { result: stage.notReached([joined], meeting.from) };
}
