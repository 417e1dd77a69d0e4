import type { Outcome } from '../../model/task.ts';
import { openMeeting } from '../conferencing/meeting.ts';
import type { Feature } from '../stage.ts';
import { inParts, PATIENCE } from '../stage.ts';

/** Somebody outside and somebody inside write in a meeting's chat, and each reads the other. */
export const conferenceIm: Feature = {
  id: 'conference-im',
  workload: 'im-presence',
  title: 'Conference instant messages for a remote user',
  between: 'remote user <-> front end',
  *scene(stage) {
    const outside = stage.person('remote');
    const inside = stage.person('internal');
    const signedIn = yield* stage.signIn(outside, inside);
    const from = stage.now;
    if (signedIn.some((one) => !one.ok)) return stage.notReached(signedIn, from);
    const { invitation, failures } = yield* openMeeting(inside);
    if (!invitation) return stage.notReached(failures, from);
    const joined = yield outside.meetings.join(invitation);
    if (!joined.ok) return stage.notReached([joined], from);

    const ours = inside.meetings.in(invitation).chat;
    const theirs = outside.meetings.in(invitation).chat;
    const opened: Outcome[] = [yield ours.open(), yield theirs.open()];
    if (opened.some((one) => !one.ok))
      return { status: 'broken', reached: true, failures: opened.filter((one) => !one.ok), from };
    const outcomes: Outcome[] = [];
    for (const [writer, reader, text] of [
      [theirs, ours, 'Can everybody see my notes?'],
      [ours, theirs, 'Yes, all of us.'],
    ] as const) {
      const said = yield writer.say(text);
      outcomes.push(said.ok ? yield stage.within(PATIENCE, reader.hears(text), said) : said);
    }
    return inParts(outcomes, from);
  },
};
