import { describe, expect, test } from 'vitest';
import type { CaptureOptions } from '../../simulator/capture/writing/export.ts';
import { writeCapture } from '../../simulator/capture/writing/export.ts';
import { CaptureReader } from '../../simulator/capture/reading/reader.ts';
import type { CaptureSummary, RecordedPacket } from '../../simulator/capture/reading/recorded.ts';
import type { Design } from '../../simulator/model/design.ts';
import { Flag, Protocol } from '../../simulator/model/packet.ts';
import type { FeatureRun } from '../../simulator/model/run.ts';
import { toHex } from '../../simulator/protocols/codec/hex.ts';
import { bytesOf } from '../../simulator/protocols/registry.ts';
import type { TlsMessage } from '../../simulator/protocols/tls/message.ts';
import { designWith, runOne } from './designs.ts';

/** A run as a file, and what our own reader finds in it. */
function written(design: Design, { trace }: FeatureRun, options: CaptureOptions = {}) {
  const parts: Uint8Array[] = [];
  const frames = writeCapture({ design, traces: [trace], comments: ['a test'] }, options, (part) =>
    parts.push(part),
  );
  const file = Buffer.concat(parts);
  const packets: RecordedPacket[] = [];
  const reader = new CaptureReader({
    packet: (packet) => void packets.push(packet),
    problem: ({ text }) => expect.unreachable(text),
  });
  reader.push(file);
  reader.end();
  const summary: CaptureSummary = reader.summary();
  return { file, frames, packets, summary, parts };
}

const design = designWith();

test('the same run is the same file, and every frame of it is read again', () => {
  const run = runOne(design, 'av-remote-internal');
  const one = written(design, run);
  expect(written(design, run).file.equals(one.file)).toBe(true);
  expect(one.packets).toHaveLength(one.frames);
  expect(one.summary.interfaces.map(({ name }) => name)).toEqual([
    ...new Set(one.summary.interfaces.map(({ name }) => name)),
  ]);
  const walls = design.firewalls.flatMap(({ id }) => [`${id}/outside`, `${id}/inside`]);
  expect(one.summary.interfaces.map(({ name }) => name)).toEqual(
    expect.arrayContaining([...walls, ...design.hosts.map(({ id }) => id)]),
  );
  // It streams: no part is as large as the whole.
  expect(Math.max(...one.parts.map((part) => part.length))).toBeLessThan(1 << 19);
  expect(one.summary.secrets.join('\n')).toMatch(/^CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}$/m);
});

test('one place sees what passes it in the order of time', () => {
  for (const place of ['alice-pc', 'edge', 'external/outside', 'internal/inside']) {
    const { packets } = written(design, runOne(design, 'sharing-remote-internal'), { points: [place] });
    expect(packets.length).toBeGreaterThan(20);
    const times = packets.map(({ time }) => time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  }
});

test('a stream that was advanced in bulk is captured packet by packet', () => {
  const media = (bulk: string, place: string) => {
    const own = designWith({ 'knobs.call.talk_s': 30, 'knobs.media.bulk': bulk });
    const { packets } = written(own, runOne(own, 'av-remote-internal'), { points: [place] });
    // RTP, by itself or at the end of what a relay wraps around it; with the gateways that were passed.
    return packets
      .filter(({ headers, payload }) => headers.protocol === Protocol.udp && payload.length >= 94)
      .map(
        ({ time, headers, payload }) =>
          `${time} ${headers.sport} ${headers.dport} ${headers.timeToLive} ${toHex(payload.subarray(-94))}`,
      );
  };
  for (const place of ['alice-pc', 'external/inside', 'bob-pc']) {
    const single = media('off', place);
    expect(single.length).toBeGreaterThan(2000);
    expect(media('on', place)).toEqual(single);
  }
});

describe('with TLS taken off', () => {
  const run = runOne(design, 'address-book');
  const place = 'alice-pc';
  const { packets } = written(design, run, { points: [place], clear: true });

  /** What a side sends, put together by sequence numbers; a gap would be seen. */
  function streams(): Map<string, Uint8Array> {
    const out = new Map<string, { next: number; bytes: number[] }>();
    for (const { headers, payload } of packets) {
      if (headers.protocol !== Protocol.tcp) continue;
      const key = `${headers.sport} ${headers.dport}`;
      if (headers.flags & Flag.syn) out.set(key, { next: (headers.seq + 1) >>> 0, bytes: [] });
      const stream = out.get(key)!;
      if (payload.length === 0) continue;
      expect(headers.seq).toBe(stream.next);
      stream.bytes.push(...payload);
      stream.next = (stream.next + payload.length) >>> 0;
    }
    return new Map([...out].map(([key, { bytes }]) => [key, Uint8Array.from(bytes)]));
  }

  test('the contents follow each other without gaps, and none is missing', () => {
    const all = [...streams().values()].map((bytes) => Buffer.from(bytes));
    const contents = run.trace.messages.flatMap((message) =>
      message.protocol === 'tls'
        ? (message as TlsMessage).records.flatMap((record) =>
            record.type === 'application-data' ? [Buffer.from(bytesOf(record.content))] : [],
          )
        : [],
    );
    const here = contents.filter((content) => all.some((bytes) => bytes.includes(content)));
    // The other contents travel between other hosts; some go on to others as they came.
    const whole = [...new Set(here.map((content) => content.toString('latin1')))];
    expect(whole.length).toBeGreaterThan(20);
    expect(all.reduce((sum, bytes) => sum + bytes.length, 0)).toBe(whole.join('').length);
  });

  test('acknowledgements say what has come in', () => {
    const sent = new Map<string, number>();
    for (const { headers, payload } of packets) {
      if (headers.protocol !== Protocol.tcp) continue;
      const [own, other] = [`${headers.sport} ${headers.dport}`, `${headers.dport} ${headers.sport}`];
      if (headers.flags & Flag.ack && sent.has(other))
        expect((sent.get(other)! - headers.ack) | 0).toBeGreaterThanOrEqual(0);
      const length = payload.length + (headers.flags & (Flag.syn | Flag.fin) ? 1 : 0);
      sent.set(own, (headers.seq + length) >>> 0);
    }
    expect(sent.size).toBeGreaterThan(2);
  });
});
