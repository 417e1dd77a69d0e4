import type { DesignOrganization } from '../../model/design.ts';
import type { Outcome, Task } from '../../model/task.ts';
import type { LyncClient } from '../../roles/client/client.ts';
import type { Feature, SceneResult, Stage } from '../stage.ts';
import { inParts, PATIENCE } from '../stage.ts';

/** Each sees the other's light change, and each reaches the other with a message. */
export function* imAndPresence(
  stage: Stage,
  ours: LyncClient,
  theirs: LyncClient,
): Generator<Task, SceneResult, Outcome> {
  const signedIn = yield* stage.signIn(ours, theirs);
  const from = stage.now;
  if (signedIn.some((one) => !one.ok)) return stage.notReached(signedIn, from);
  const outcomes = [
    yield* light(stage, ours, theirs, 'Busy'),
    yield* light(stage, theirs, ours, 'Away'),
    yield ours.conversations.say(theirs.uri, 'Did you get our offer?'),
    yield theirs.conversations.say(ours.uri, 'Yes, thank you.'),
  ];
  return inParts(outcomes, from);
}

/** One puts the other on the contact list, and sees the other's light change. */
function* light(
  stage: Stage,
  watcher: LyncClient,
  watched: LyncClient,
  state: string,
): Generator<Task, Outcome, Outcome> {
  const added = yield watcher.presence.watch(watched.uri);
  if (!added.ok) return added;
  const set = yield watched.presence.set(state);
  return set.ok ? yield stage.within(PATIENCE, watcher.presence.sees(watched.uri, state), set) : set;
}

/** Messages and presence with the people of a partner, by what the partner runs. */
export function federationIm(version: DesignOrganization['version'], id: string, product: string): Feature {
  return {
    id,
    workload: 'federation',
    title: `Instant messages and presence with ${product} partner`,
    between: 'internal user <-> partner user',
    *scene(stage) {
      const theirs = stage.partner(version);
      return yield* imAndPresence(stage, stage.person('internal'), theirs);
    },
  };
}
