import { expect, test } from 'vitest';
import { conversationOf } from '../../../renderer/draw/conversation.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';

test.each(['reference-1', 'reference-2'])(
  '%s: both directions of a conversation have one name, whatever NATs are between',
  (id) => {
    const [feature] = run(builtinDesign(id), { only: ['remote-sign-in'] }).features;
    const reader = new TraceReader(feature!.trace);
    const { packets, events } = feature!.trace;
    const senders = new Map<string, Set<number>>();
    for (let packet = 0; packet < reader.packetCount; packet++) {
      const name = conversationOf(reader, packet);
      const known = senders.get(name) ?? new Set();
      senders.set(name, known.add(events.node[packets.sent[packet]!]!));
    }
    expect(senders.size).toBeGreaterThan(4);
    for (const [name, ends] of senders) expect(ends.size, name).toBe(2);
  },
);
