import type { Outcome, Task } from '../../model/task.ts';
import { MINUTE } from '../../model/time.ts';
import type { LyncClient } from '../../roles/client/client.ts';
import type { PersonsCall } from '../../roles/client/calls.ts';
import type { SceneResult, Stage } from '../stage.ts';
import { PATIENCE } from '../stage.ts';

type Kind = Parameters<LyncClient['calls']['place']>[1];

/** Nobody waits longer for a call that has gone silent: it is given up before. */
const LONGEST_TALK = 10 * MINUTE;

/**
 * Somebody calls, the other end answers, each hears the other, they go on for a while and hang up.
 * @param callee whose end is listened at too; null where a server answers
 * @param brief only until they hear each other
 */
export function* mediaCall(
  stage: Stage,
  caller: LyncClient,
  callee: LyncClient | null,
  to: string,
  kind: Kind,
  brief = false,
): Generator<Task, SceneResult, Outcome> {
  const from = stage.now;
  const { task, call } = caller.calls.place(to, kind);
  const placed = yield task;
  if (!placed.ok) return { status: 'broken', reached: true, failures: [placed], from };
  const heard = [yield stage.within(PATIENCE, call.hears(), placed)];
  const theirs = callee?.calls.with(caller.uri);
  if (theirs) heard.push(yield stage.within(PATIENCE, theirs.hears(), placed));
  const result = yield* judged(stage, call, placed, heard, from, brief);
  yield call.hangUp();
  return result;
}

/** What a call came to: both heard each other to the end, by the path that the medium prefers. */
function* judged(
  stage: Stage,
  call: PersonsCall,
  placed: Outcome,
  heard: readonly Outcome[],
  from: number,
  brief: boolean,
): Generator<Task, SceneResult, Outcome> {
  const { path } = call;
  const deaf = heard.filter((one) => !one.ok);
  if (deaf.length > 0) {
    const status = deaf.length < heard.length ? 'degraded' : 'broken';
    return { status, reached: true, failures: deaf, from, path };
  }
  const had = stage.now;
  const talked = brief ? placed : yield stage.within(LONGEST_TALK, call.talks(), placed);
  if (!talked.ok) return { status: 'broken', reached: true, failures: [talked], from, path };
  const preferred = yield call.preferred;
  if (!preferred.ok) return { status: 'degraded', reached: true, failures: [preferred], from, path, had };
  return { status: 'works', reached: true, failures: [], from, path, had };
}

/** The people sign in, one calls the other, and the other calls back: without that it is a call one way only. */
export function* callsBothWays(
  stage: Stage,
  first: LyncClient,
  second: LyncClient,
  kind: Kind,
): Generator<Task, SceneResult, Outcome> {
  const signedIn = yield* stage.signIn(first, second);
  const from = stage.now;
  if (signedIn.some((one) => !one.ok)) return stage.notReached(signedIn, from);
  const there = yield* mediaCall(stage, first, second, second.uri, kind);
  // Without a path between the two it makes no difference who calls.
  if (there.status === 'broken' && first.calls.with(second.uri)?.reached) return there;
  const back = yield* mediaCall(stage, second, first, first.uri, kind, true);
  return bothWays(there, back);
}

/** What works one way only, or one way only well, is a limit. */
function bothWays(there: SceneResult, back: SceneResult): SceneResult {
  const failures = [...there.failures, ...back.failures];
  if (there.status === back.status) return { ...there, failures };
  const path = there.path ?? back.path ?? null;
  const had = there.had ?? back.had;
  return { ...there, status: 'degraded', failures, path, ...(had === undefined ? {} : { had }) };
}
