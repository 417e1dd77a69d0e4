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
