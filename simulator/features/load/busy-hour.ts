import type { Random } from '../../kernel/random.ts';
import type { Outcome, Task } from '../../model/task.ts';
import { SECOND } from '../../model/time.ts';
import type { LyncClient } from '../../roles/client/client.ts';
import { mediaCall } from '../av/media-call.ts';
import type { Feature, SceneResult, Stage } from '../stage.ts';
import { MissingPart, oneStep } from '../stage.ts';

/** Everybody comes to work within this time, and those who call begin within the next (assumption). */
const ARRIVALS = 20 * SECOND;
const CALLS = 20 * SECOND;

/** Everybody outside and inside signs in, then pairs call each other: the beginning of a day, in fast motion. */
export const busyHour: Feature = {
  id: 'busy-hour',
  workload: 'load',
  title: 'Everybody signs in and pairs call each other',
  between: 'all remote and internal users',
  *scene(stage) {
    const [remote, internal] = [stage.people('remote'), stage.people('internal')];
    if (remote.length === 0) throw new MissingPart('person who plays "remote"');
    const random = stage.random('busy-hour');
    const everybody = [...remote, ...internal];
    const signedIn = yield* stage.together(
      everybody.map((one) => signsIn(stage, one, drawn(random, ARRIVALS))),
    );
    const there = new Set(everybody.filter((_, index) => signedIn[index]!.status === 'works'));
    const pairs = pairsOf(random, remote, internal).filter((pair) => pair.every((one) => there.has(one)));
    const called = yield* stage.together(pairs.map((pair) => calls(stage, pair, drawn(random, CALLS))));
    return summedUp([...signedIn, ...called]);
  },
};

type Pair = readonly [caller: LyncClient, callee: LyncClient];

/** Somebody outside calls somebody inside, as long as there is anybody; then each other. Who is left over calls nobody. */
function pairsOf(random: Random, remote: readonly LyncClient[], internal: readonly LyncClient[]): Pair[] {
  const callers = random.shuffled(remote);
  const callees = random.shuffled(internal).slice(0, callers.length);
  const pairs: Pair[] = callees.map((callee) => [callers.pop()!, callee]);
  while (callers.length > 1) pairs.push([callers.pop()!, callers.pop()!]);
  return pairs;
}

function drawn(random: Random, within: number): number {
  return Math.floor(random.fraction() * within);
}

function* signsIn(stage: Stage, one: LyncClient, delay: number): Generator<Task, SceneResult, Outcome> {
  yield stage.after(delay);
  const from = stage.now;
  return oneStep(yield one.registration.signIn(), from);
}

function* calls(stage: Stage, [caller, callee]: Pair, delay: number): Generator<Task, SceneResult, Outcome> {
  yield stage.after(delay);
  return yield* mediaCall(stage, caller, callee, callee.uri, 'audio');
}

/** All had what they wanted, nobody had, or some. */
function summedUp(results: readonly SceneResult[]): SceneResult {
  const alike = (status: SceneResult['status']) => results.every((one) => one.status === status);
  return {
    status: alike('works') ? 'works' : alike('broken') ? 'broken' : 'degraded',
    reached: true,
    failures: results.flatMap((one) => one.failures),
    from: 0,
  };
}
