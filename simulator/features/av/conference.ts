import type { Outcome, Task } from '../../model/task.ts';
import type { LyncClient } from '../../roles/client/client.ts';
import type { SceneResult, Stage } from '../stage.ts';
import { PATIENCE } from '../stage.ts';

/** Two people join a medium of their meeting, and each hears, or sees, what comes of the other. */
export function* mediaConference(
  stage: Stage,
  inside: LyncClient,
  outside: LyncClient,
  server: string,
  kind: Parameters<LyncClient['calls']['place']>[1],
): Generator<Task, SceneResult, Outcome> {
  const from = stage.now;
  const broken = (failed: Outcome): SceneResult => ({
    status: 'broken',
    reached: true,
    failures: [failed],
    from,
  });
  const ours = inside.calls.place(server, kind);
  const theirs = outside.calls.place(server, kind);
  const here = yield ours.task;
  const there = yield theirs.task;
  for (const one of [there, here]) if (!one.ok) return broken(one);
  const { path } = theirs.call;
  const heard = [
    yield stage.within(PATIENCE, theirs.call.hears(), there),
    yield stage.within(PATIENCE, ours.call.hears(), there),
  ];
  const had = stage.now;
  const deaf = heard.filter((one) => !one.ok);
  if (deaf.length > 0) {
    const status = deaf.length < heard.length ? 'degraded' : 'broken';
    return { status, reached: true, failures: deaf, from, path };
  }
  const talked = yield theirs.call.talks();
  if (!talked.ok) return broken(talked);
  const preferred = yield theirs.call.preferred;
  yield theirs.call.hangUp();
  yield ours.call.hangUp();
  const failures = preferred.ok ? [] : [preferred];
  return { status: preferred.ok ? 'works' : 'degraded', reached: true, failures, from, had, path };
}
