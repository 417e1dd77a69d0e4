import type { Outcome, Task } from '../../model/task.ts';
import type { LyncClient } from '../../roles/client/client.ts';
import type { Feature } from '../stage.ts';
import { inParts } from '../stage.ts';

/** Somebody outside writes to somebody inside and is answered; then the one inside begins with another outside. */
export const remoteIm: Feature = {
  id: 'remote-im',
  workload: 'im-presence',
  title: 'Instant messages between a remote and an internal user',
  between: 'remote user <-> internal user',
  *scene(stage) {
    const first = stage.person('remote');
    const second = stage.person('remote', 1);
    const inside = stage.person('internal');
    const signedIn = yield* stage.signIn(first, second, inside);
    const from = stage.now;
    if (signedIn.some((one) => !one.ok)) return stage.notReached(signedIn, from);

    const outcomes = [
      ...(yield* exchange(first, inside, 'Hello, are you in?', 'Yes, what is it?')),
      ...(yield* exchange(inside, second, 'Can you join us?', 'On my way.')),
    ];
    return inParts(outcomes, from);
  },
};

/** One writes, the other answers what arrived. */
function* exchange(
  asks: LyncClient,
  answers: LyncClient,
  question: string,
  answer: string,
): Generator<Task, readonly Outcome[], Outcome> {
  const asked = yield asks.conversations.say(answers.uri, question);
  if (!asked.ok) return [asked];
  return [asked, yield answers.conversations.say(asks.uri, answer)];
}
