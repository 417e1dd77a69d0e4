import type { Outcome } from '../../model/task.ts';
import { WebConferencingServer } from '../../roles/web-conferencing-server/web-conferencing-server.ts';
import type { Feature } from '../stage.ts';
import { PATIENCE, withLess } from '../stage.ts';
import { meetingWithRemote } from './meeting.ts';

/** Whiteboard both ways and a slide; when only the slide stays blank, the meeting goes on with less. */
export const webConferencing: Feature = {
  id: 'web-conferencing',
  workload: 'conferencing',
  title: 'Web conferencing content (whiteboard, polls, slides over PSOM) for external users',
  between: 'remote, anonymous, federated <-> web conferencing server',
  *scene(stage) {
    // The pool's servers have been up since long before, and hold their connections to the Edge.
    for (const server of stage.services(WebConferencingServer)) server.connectEdges();
    const meeting = yield* meetingWithRemote(stage);
    if ('result' in meeting) return meeting.result;
    const { host: inside, outside, invitation, from } = meeting;
    const ours = inside.meetings.in(invitation).content;
    const theirs = outside.meetings.in(invitation).content;
    const broken = (...failed: readonly Outcome[]) =>
      ({ status: 'broken', reached: true, failures: failed, from }) as const;
    const opened = [yield stage.within(PATIENCE, ours.open()), yield stage.within(PATIENCE, theirs.open())];
    if (opened.some((one) => !one.ok)) return broken(...opened.filter((one) => !one.ok));

    const drawn = yield ours.draw('a network');
    const seen = drawn.ok ? yield stage.within(PATIENCE, theirs.sees('a network'), drawn) : drawn;
    const answered = yield theirs.draw('a question mark');
    const back = answered.ok
      ? yield stage.within(PATIENCE, ours.sees('a question mark'), answered)
      : answered;
    if (!seen.ok || !back.ok) return broken(...[seen, back].filter((one) => !one.ok));

    const shown = yield ours.showSlide('Our plan');
    const there = shown.ok ? yield stage.within(PATIENCE, theirs.sees('Our plan'), shown) : shown;
    const slide = there.ok ? yield theirs.loadSlide() : there;
    return withLess(slide, from);
  },
};
