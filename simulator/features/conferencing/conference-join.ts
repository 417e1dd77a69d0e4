import type { Outcome, Task } from '../../model/task.ts';
import type { LyncClient } from '../../roles/client/client.ts';
import type { Invitation } from '../../protocols/sip/conference-bodies.ts';
import type { Feature, SceneResult, Stage } from '../stage.ts';
import { oneStep, PATIENCE, withLess } from '../stage.ts';
import { meetingBy } from './meeting.ts';

/** Somebody joins, and sees somebody else come after them: without that the list of who is there is stale. */
function* join(
  stage: Stage,
  invitation: Invitation,
  guest: LyncClient,
  later: LyncClient,
  from: number,
): Generator<Task, SceneResult, Outcome> {
  const joined = yield guest.meetings.join(invitation);
  if (!joined.ok) return oneStep(joined, from);
  yield later.meetings.join(invitation);
  const seen = yield stage.within(PATIENCE, guest.meetings.in(invitation).sees(later.uri), joined);
  return withLess(seen, from);
}

/** The meeting's host, and a colleague who comes last; both inside, so that only the guest's way matters. */
function* colleagues(stage: Stage, guest: LyncClient | null) {
  const later = stage.person('internal', 1);
  const meeting = yield* meetingBy(stage, stage.person('internal'), guest ? [guest] : [], [later]);
  return 'result' in meeting ? meeting : { ...meeting, later };
}

export const conferenceJoinRemote: Feature = {
  id: 'conference-join-remote',
  workload: 'conferencing',
  title: 'Remote user joins a conference',
  between: 'remote user -> front end (focus)',
  *scene(stage) {
    const guest = stage.person('remote');
    const open = yield* colleagues(stage, guest);
    if ('result' in open) return open.result;
    return yield* join(stage, open.invitation, guest, open.later, open.from);
  },
};

export const conferenceJoinFederated: Feature = {
  id: 'conference-join-federated',
  workload: 'conferencing',
  title: 'Federated user joins a conference',
  between: "Lync 2010 partner's user -> front end (focus)",
  *scene(stage) {
    const guest = stage.partner('lync-2010');
    const open = yield* colleagues(stage, guest);
    if ('result' in open) return open.result;
    return yield* join(stage, open.invitation, guest, open.later, open.from);
  },
};

/** A guest has only the link: the join page tells the client where the meeting is. */
export const conferenceJoinAnonymous: Feature = {
  id: 'conference-join-anonymous',
  workload: 'conferencing',
  title: 'Anonymous user joins a conference',
  between: 'anonymous client -> front end (focus)',
  *scene(stage) {
    const guest = stage.person('anonymous');
    const browser = stage.browser('anonymous');
    const open = yield* colleagues(stage, null);
    if ('result' in open) return open.result;
    const { invitation, from } = open;
    const page = yield browser.fetch(
      `${guest.person.name} opens the link of the invitation`,
      'GET',
      invitation.url,
    );
    if (!page.ok) return oneStep(page, from);
    return yield* join(stage, invitation, guest, open.later, from);
  },
};
