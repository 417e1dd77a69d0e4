import type { Outcome } from '../../model/task.ts';
import { meetingWithRemote } from '../conferencing/meeting.ts';
import type { Feature } from '../stage.ts';
import { inParts, PATIENCE } from '../stage.ts';

/** Somebody outside and somebody inside write in a meeting's chat, and each reads the other. */
export const conferenceIm: Feature = {
  id: 'conference-im',
  workload: 'im-presence',
  title: 'Conference instant messages for a remote user',
  between: 'remote user <-> front end',
  *scene(stage) {
    const meeting = yield* meetingWithRemote(stage);
    if ('result' in meeting) return meeting.result;
    const { host: inside, outside, invitation, from } = meeting;
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
