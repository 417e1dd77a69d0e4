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

test.each([
  ['killed', { kind: 'host', power: 'off' } as const, 90],
  ['shut down in order', { kind: 'host', power: 'shutdown' } as const, 30],
])('the front end on the way is %s: the message goes over the other one', (_how, change, patience) => {
  const { world, alice, bob, settle, until } = conversation();
  until(10);
  const own = alice.connection!;
  expect(own.isOpen).toBe(true);
  // Bob is signed in at one front end; the other is the one that only Alice's way uses, when they differ.
  world.apply({ ...change, host: 'front-end-1' });
  until(300);
  const from = world.simulation.now;
  const said = settle(alice.conversations.say(bob.uri, 'Are you still there?'));
  expect(said.ok).toBe(true);
  expect((world.simulation.now - from) / SECOND).toBeLessThan(patience);
  world.apply({ kind: 'host', host: 'front-end-1', power: 'on' });
  world.apply({ ...change, host: 'front-end-2' });
  until(900);
  expect(settle(alice.conversations.say(bob.uri, 'And now?')).ok).toBe(true);
});
