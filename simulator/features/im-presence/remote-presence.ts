import type { Feature } from '../stage.ts';
import { PATIENCE } from '../stage.ts';

/** Contact list and lights at once; then each sees the other's light change. Without the changes it is stale. */
export const remotePresence: Feature = {
  id: 'remote-presence',
  workload: 'im-presence',
  title: 'Presence and contact list of a remote user',
  between: 'remote user <-> front end',
  *scene(stage) {
    const outside = stage.person('remote');
    const inside = stage.person('internal');
    const signedIn = yield* stage.signIn(outside, inside);
    const from = stage.now;
    if (signedIn.some((one) => !one.ok)) return stage.notReached(signedIn, from);

    const list = yield stage.within(PATIENCE, outside.presence.loaded(), signedIn[0]);
    yield stage.within(PATIENCE, inside.presence.loaded(), signedIn[1]);
    if (!list.ok) return { status: 'broken', reached: true, failures: [list], from };

    const busy = yield inside.presence.set('Busy');
    const inward = busy.ok
      ? yield stage.within(PATIENCE, outside.presence.sees(inside.uri, 'Busy'), busy)
      : busy;
    const away = yield outside.presence.set('Away');
    const outward = away.ok
      ? yield stage.within(PATIENCE, inside.presence.sees(outside.uri, 'Away'), away)
      : away;

    const failures = [inward, outward].filter((one) => !one.ok);
    return { status: failures.length === 0 ? 'works' : 'degraded', reached: true, failures, from };
  },
};
