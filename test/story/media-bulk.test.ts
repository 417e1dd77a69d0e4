import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '../../simulator/model/packet.ts';
import type { FeatureRun, Intervention } from '../../simulator/model/run.ts';
import { EventKind } from '../../simulator/model/trace.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import type { RtcpMessage, RtpMessage } from '../../simulator/protocols/rtp/message.ts';
import type { StunMessage } from '../../simulator/protocols/stun/message.ts';
import { designWith, runOne } from './designs.ts';

/** What travels in a message of a relay. */
function inside(message: Message | null): Message | null {
  return message?.protocol === 'stun' ? ((message as StunMessage).attributes.data ?? message) : message;
}

/**
 * Every passing of every media packet: when, where, what happened, which stream and number. A packet that stands for
 * several is taken apart: each of them at its own time.
 */
function passings({ trace }: FeatureRun): string[] {
  const reader = new TraceReader(trace);
  const found: string[] = [];
  const { kind, packet, time, node } = trace.events;
  for (let event = 0; event < reader.length; event++) {
    const way = kind[event]!;
    if (way > EventKind.lose || packet[event]! >= reader.packetCount) continue;
    const message = inside(reader.message(packet[event]!)) as RtpMessage | null;
    if (message?.protocol !== 'rtp') continue;
    for (let i = 0; i < trace.packets.count[packet[event]!]!; i++)
      found.push(
        `${time[event]! + i * message.spacing} ${node[event]!} ${way} ${message.ssrc} ${(message.sequence + i) & 0xffff}`,
      );
  }
  return found.sort();
}

/** Every report, with the time at which it says that it was made, in an order of its own. */
function reports({ trace }: FeatureRun): string[] {
  return trace.messages
    .map((message) => inside(message))
    .filter((message): message is RtcpMessage => message?.protocol === 'rtcp')
    .map((message) => JSON.stringify(message))
    .sort();
}

function both(feature: string, talk_s: number, interventions: readonly Intervention[] = []) {
  const [bulk, single] = (['on', 'off'] as const).map((choice) =>
    runOne(designWith({ 'knobs.call.talk_s': talk_s, 'knobs.media.bulk': choice }), feature, {
      interventions,
    }),
  );
  return { bulk: bulk!, single: single! };
}

function expectEqual({ bulk, single }: ReturnType<typeof both>): void {
  expect(bulk.finding.status).toBe(single.finding.status);
  expect(bulk.finding.seconds).toBe(single.finding.seconds);
  expect(bulk.finding.because.map((one) => one.text)).toEqual(single.finding.because.map((one) => one.text));
  expect(bulk.packets).toEqual(single.packets);
  expect(passings(bulk)).toEqual(passings(single));
  expect(reports(bulk)).toEqual(reports(single));
  const accounts = (one: FeatureRun) => one.trace.strings.filter((text) => text.includes('packets sent'));
  expect(accounts(bulk)).toEqual(accounts(single));
}

test.each(['av-remote-internal', 'av-remote-remote', 'federation-av-lync2010', 'av-conference-remote'])(
  '%s: in bulk as packet by packet',
  (feature) => {
    const pair = both(feature, 8);
    expectEqual(pair);
    expect(pair.bulk.events).toBeLessThan(pair.single.events * 0.6);
  },
);

test('whatever happens in the middle of a call', () => {
  const change = fc.constantFrom<Intervention['change']>(
    { kind: 'rule', rule: 'E12', enabled: false },
    { kind: 'host', host: 'edge', power: 'off' },
    { kind: 'host', host: 'bob-pc', power: 'off' },
    { kind: 'firewall', firewall: 'external', mode: 'failed' },
    { kind: 'zone', zone: 'alice-home', connected: false },
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 2000, max: 20_000 }),
      fc.integer({ min: 4_000_000, max: 14_000_000 }),
      change,
      (talk_ms, at, one) => expectEqual(both('av-remote-internal', talk_ms / 1000, [{ at, change: one }])),
    ),
    { numRuns: 12, seed: 5 },
  );
});
