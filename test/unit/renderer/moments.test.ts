import { expect, test } from 'vitest';
import {
  dropAfter,
  dropBefore,
  dropsPassed,
  instantAfter,
  instantBefore,
  momentsOf,
} from '../../../renderer/stores/moments.ts';
import { Disposition } from '../../../simulator/model/disposition.ts';
import { Protocol } from '../../../simulator/model/packet.ts';
import { EventKind, NO_PACKET, TraceWriter, type Trace } from '../../../simulator/model/trace.ts';

/** A packet delivered, a person acting, a packet dropped at a firewall after a long wait, one lost on a link. */
function trace(): Trace {
  const writer = new TraceWriter();
  const packet = () =>
    writer.packet({
      src: 1,
      dst: 2,
      sport: 1,
      dport: 443,
      protocol: Protocol.tcp,
      flags: 2,
      seq: 0,
      ack: 0,
      payload: null,
    });
  const first = packet();
  writer.event(1_000, EventKind.send, 0, first, -1, -1);
  writer.event(3_000, EventKind.verdict, 1, first, 0);
  writer.event(5_000, EventKind.deliver, 2, first, 1);
  writer.end(first, Disposition.delivered);
  writer.event(5_000, EventKind.act, 0, NO_PACKET, -1);
  writer.event(9_000, EventKind.see, 0, NO_PACKET, -1);
  const second = packet();
  writer.event(900_000, EventKind.send, 0, second, -1, -1);
  writer.end(second, Disposition.dropped);
  writer.event(902_000, EventKind.verdict, 1, second, 5);
  const third = packet();
  writer.event(1_000_000, EventKind.send, 0, third, -1, -1);
  writer.end(third, Disposition['link-loss']);
  writer.event(1_001_000, EventKind.lose, 1, third, 7);
  writer.event(4_000_000, EventKind.see, 0, NO_PACKET, -1);
  return writer.finish();
}

const moments = momentsOf(trace());

test('an instant for each time at which a packet moved, once', () => {
  expect([...moments.instants]).toEqual([1_000, 3_000, 5_000, 900_000, 902_000, 1_000_000, 1_001_000]);
});

test('steps go from instant to instant, from between them too', () => {
  expect(instantAfter(moments, 0)).toBe(1_000);
  expect(instantAfter(moments, 1_000)).toBe(3_000);
  expect(instantAfter(moments, 3_500)).toBe(5_000);
  expect(instantAfter(moments, 1_001_000)).toBeNull();
  expect(instantBefore(moments, 1_000)).toBeNull();
  expect(instantBefore(moments, 3_500)).toBe(3_000);
  expect(instantBefore(moments, 5_000)).toBe(3_000);
  expect(instantBefore(moments, 4_000_000)).toBe(1_001_000);
});

test('a drop is the last event of a packet that was lost, at a firewall as on a link', () => {
  expect(moments.drops).toEqual([
    { time: 902_000, event: 6, packet: 1 },
    { time: 1_001_000, event: 8, packet: 2 },
  ]);
  expect(dropAfter(moments, 0)?.packet).toBe(1);
  expect(dropAfter(moments, 902_000)?.packet).toBe(2);
  expect(dropAfter(moments, 1_001_000)).toBeNull();
});

test('drops are passed once, when the clock reaches them', () => {
  expect(dropsPassed(moments, 0, 901_999)).toEqual([]);
  expect(dropsPassed(moments, 901_999, 902_000)).toHaveLength(1);
  expect(dropsPassed(moments, 902_000, 1_000_000)).toEqual([]);
  expect(dropsPassed(moments, 0, 4_000_000)).toHaveLength(2);
});

test('waits are the longer stretches in which nothing is under way, the last one too', () => {
  expect(moments.waits).toEqual([
    { from: 5_000, to: 900_000 },
    { from: 1_001_000, to: 4_000_000 },
  ]);
  expect(moments.end).toBe(4_000_000);
});

test('a run without events has nothing to play', () => {
  expect(momentsOf(new TraceWriter().finish())).toEqual({
    instants: new Float64Array(0),
    drops: [],
    waits: [],
    end: 0,
  });
});

test('the drop before is the last that came earlier: standing on one leads to the one before it', () => {
  const [first, second] = moments.drops;
  expect(dropBefore(moments, moments.end)).toBe(second);
  expect(dropBefore(moments, second!.time)).toBe(first);
  expect(dropBefore(moments, first!.time)).toBeNull();
});
