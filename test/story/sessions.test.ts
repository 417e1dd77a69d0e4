import { expect, test } from 'vitest';
import type { Task } from '../../simulator/model/task.ts';
import { SECOND } from '../../simulator/model/time.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import { labelOf } from '../../simulator/protocols/registry.ts';
import { LyncClient } from '../../simulator/roles/client/client.ts';
import { World } from '../../simulator/world/world.ts';
import { designWith } from './designs.ts';

/** Two people in a conversation, and the hours after. */
function conversation() {
  const world = new World(designWith(), 1, 'sessions');
  const { scheduler } = world.simulation;
  const settle = (task: Task) => {
    while (!task.outcome && scheduler.step());
    return task.outcome!;
  };
  const alice = world.directory.on('alice-pc', LyncClient)!;
  const bob = world.directory.on('bob-pc', LyncClient)!;
  expect(settle(alice.registration.signIn()).ok && settle(bob.registration.signIn()).ok).toBe(true);
  expect(settle(alice.conversations.say(bob.uri, 'Hello')).ok).toBe(true);
  const until = (seconds: number) => {
    while (scheduler.next() <= seconds * SECOND) scheduler.step();
  };
  const dialogs = () => {
    const reader = new TraceReader(world.simulation.trace.finish());
    const { actors } = reader.trace;
    return {
      reader,
      ends: actors.flatMap((actor, index) =>
        actor.machine === 'sip-dialog'
          ? [reader.string(reader.trace.events.b[reader.eventsOfActor(index).at(-1)!]!)]
          : [],
      ),
    };
  };
  return { world, alice, bob, settle, until, dialogs };
}

test('a session is refreshed by UPDATE at half its time, over the Edge, and lives on', () => {
  const { until, dialogs, world } = conversation();
  until(4000);
  const { reader, ends } = dialogs();
  const updates = reader.trace.messages.map(labelOf).filter((label) => label === 'UPDATE');
  // Each refresh crosses three connections: to the Edge, to a front end, to Bob.
  expect(updates.length).toBeGreaterThanOrEqual(4 * 3);
  expect(ends).toEqual(['confirmed', 'confirmed']);
  expect(world.simulation.now).toBeGreaterThan(0);
});

test('without refreshes both ends give the session up, and nobody is told twice', () => {
  const { until, dialogs, world } = conversation();
  until(100);
  world.apply({ kind: 'zone', zone: 'perimeter-internal', connected: false });
  until(4000);
  expect(dialogs().ends).toEqual(['terminated', 'terminated']);
});
