import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Scheduler } from '../../../simulator/kernel/scheduler.ts';

/** What a test schedules: notes its name when due. */
function recorder(scheduler: Scheduler) {
  const seen: { name: string; at: number; cause: number }[] = [];
  const target = {
    due: (name: string) => void seen.push({ name, at: scheduler.now, cause: scheduler.cause }),
  };
  const run = () => {
    while (scheduler.step());
    return seen;
  };
  return { seen, target, run };
}

test('events happen by time, and at one instant in the order in which they were scheduled', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 200 }), (times) => {
      const scheduler = new Scheduler();
      const { target, run } = recorder(scheduler);
      times.forEach((time, index) => scheduler.at(time, target, String(index)));
      const expected = times
        .map((time, index) => ({ time, index }))
        .sort((a, b) => a.time - b.time || a.index - b.index);
      expect(run().map((one) => Number(one.name))).toEqual(expected.map((one) => one.index));
    }),
  );
});

test('cancelled events do not happen, whatever is cancelled in which order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(50), fc.boolean()), { maxLength: 100 }), (events) => {
      const scheduler = new Scheduler();
      const { target, run } = recorder(scheduler);
      const handles = events.map(([time], index) => scheduler.at(time, target, String(index)));
      events.forEach(([, cancelled], index) => cancelled && scheduler.cancel(handles[index]!));
      const kept = events.flatMap(([, cancelled], index) => (cancelled ? [] : [index]));
      expect(
        run()
          .map((one) => Number(one.name))
          .sort((a, b) => a - b),
      ).toEqual(kept);
      expect(scheduler.foreground).toBe(0);
    }),
  );
});

test('a handle of an event that has happened cancels nothing else, though its place is used again', () => {
  const scheduler = new Scheduler();
  const { seen, target, run } = recorder(scheduler);
  const old = scheduler.at(1, target, 'first');
  scheduler.step();
  scheduler.at(2, target, 'second');
  scheduler.cancel(old);
  run();
  expect(seen.map((one) => one.name)).toEqual(['first', 'second']);
});

test('each event is handled under the cause that was being handled when it was scheduled', () => {
  const scheduler = new Scheduler();
  const { target, run } = recorder(scheduler);
  scheduler.cause = 7;
  scheduler.at(5, target, 'a');
  scheduler.cause = 9;
  scheduler.at(3, target, 'b');
  expect(run()).toEqual([
    { name: 'b', at: 3, cause: 9 },
    { name: 'a', at: 5, cause: 7 },
  ]);
});

test('time never goes back, and is whole microseconds', () => {
  const scheduler = new Scheduler();
  const { target } = recorder(scheduler);
  scheduler.at(10, target, 'a');
  scheduler.step();
  expect(() => scheduler.at(9, target, 'b')).toThrow('now 10 us');
  expect(() => scheduler.at(10.5, target, 'b')).toThrow();
  expect(() => scheduler.after(Number.NaN, target, 'b')).toThrow();
});

test('an instant that never ends is stopped with a clear error', () => {
  const scheduler = new Scheduler();
  const target = { due: () => void scheduler.after(0, target, null) };
  scheduler.at(0, target, null);
  expect(() => {
    while (scheduler.step());
  }).toThrow('answers itself for ever');
});

test('background events are not counted as work that is left', () => {
  const scheduler = new Scheduler();
  const { target } = recorder(scheduler);
  const one = scheduler.at(1, target, 'a', true);
  scheduler.at(2, target, 'b');
  expect(scheduler.foreground).toBe(1);
  scheduler.cancel(one);
  expect(scheduler.foreground).toBe(1);
});
