import type { Design } from '../../simulator/model/design.ts';
import type { Task } from '../../simulator/model/task.ts';
import type { Trace } from '../../simulator/model/trace.ts';
import { LyncClient } from '../../simulator/roles/client/client.ts';
import { World } from '../../simulator/world/world.ts';
import { crowdDesign } from './users.ts';

/** What many calls at once cost. */
export interface CallCrowd {
  readonly users: number;
  readonly calls: number;
  /** Simulated seconds. */
  readonly seconds: number;
  readonly ms: number;
  readonly events: number;
  /** Packets that the streams stand for. */
  readonly packets: number;
  /** Megabytes of the trace. */
  readonly trace_mb: number;
  readonly relayed: number;
  /** What setting up one call took, once everybody had signed in. */
  readonly setUp_ms: number;
}

const SECOND = 1_000_000;

/**
 * Remote people, each behind a NAT, sign in within two minutes; pairs of them call each other in the next two, and all
 * talk until ten minutes are over.
 */
export function callCrowd(users: number, calls: number): CallCrowd {
  return talk(users, calls, 600).figures;
}

/** The same, with its trace and design: what there is to capture. */
export function talk(
  users: number,
  calls: number,
  seconds: number,
): { readonly figures: CallCrowd; readonly design: Design; readonly trace: Trace } {
  const design = crowdDesign(users, true);
  const world = new World({ ...design, knobs: { ...design.knobs, 'call.talk_s': 900 } }, 1, 'calls');
  const { scheduler, trace } = world.simulation;
  const clients = Array.from({ length: users }, (_, i) => world.directory.on(`user-${i}`, LyncClient)!);
  const start = performance.now();
  const at = (time: number, action: () => void) =>
    scheduler.at(Math.round(time), { due: action }, null, true);
  let up = 0;
  let relayed = 0;
  const must = (task: Task, what: string, then: () => void) =>
    task.whenSettled(({ ok, why }) => {
      if (!ok) throw new Error(`${what}: ${why}`);
      then();
    });
  clients.forEach((client, i) =>
    at((i * 120 * SECOND) / users, () => must(client.registration.signIn(), `user ${i}`, () => undefined)),
  );
  for (let i = 0; i < calls; i++)
    at(130 * SECOND + (i * 120 * SECOND) / calls, () => {
      const [caller, callee] = [clients[2 * i]!, clients[2 * i + 1]!];
      const { task, call } = caller.calls.place(callee.uri, 'audio');
      must(task, `call ${i}`, () => {
        up++;
        if (call.path !== 'direct') relayed++;
      });
    });
  const until = (end: number) => {
    while (scheduler.next() <= end * SECOND && scheduler.step());
  };
  until(129);
  const signedIn = performance.now();
  while (up < calls && scheduler.next() <= seconds * SECOND && scheduler.step());
  const setUp_ms = (performance.now() - signedIn) / calls;
  until(seconds);
  const ms = performance.now() - start;
  if (up < calls) throw new Error(`only ${up} of ${calls} calls came up`);
  const done = trace.finish();
  const bytes = [...Object.values(done.events), ...Object.values(done.packets)].reduce(
    (sum, column) => sum + column.byteLength,
    0,
  );
  const figures = {
    users,
    calls,
    seconds,
    ms,
    events: done.events.time.length,
    packets: done.packets.count.reduce((sum, count) => sum + count, 0),
    trace_mb: bytes / 1e6,
    relayed,
    setUp_ms,
  };
  return { figures, design, trace: done };
}
