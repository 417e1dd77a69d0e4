import { expect, test } from 'vitest';
import type { Message } from '../../simulator/model/packet.ts';
import { innermost } from '../../simulator/protocols/registry.ts';
import type { RtcpMessage, RtcpPacket } from '../../simulator/protocols/rtp/message.ts';
import { middleOf } from '../../simulator/protocols/rtp/ntp.ts';
import type { StunMessage } from '../../simulator/protocols/stun/message.ts';
import { designWith, runOne } from './designs.ts';

type SenderReport = Extract<RtcpPacket, { type: 'sender-report' }>;

const design = designWith({ 'knobs.call.talk_s': 40 });
/** The reports that both ends of a call send, each once, in the order in which they are made. */
const compounds = runOne(design, 'av-remote-internal').trace.messages.map(inside).filter(isRtcp);

function inside(message: Message): Message {
  const bare = innermost(message);
  const data = bare.protocol === 'stun' ? (bare as StunMessage).attributes.data : undefined;
  return data ?? bare;
}

function isRtcp(message: Message): message is RtcpMessage {
  return message.protocol === 'rtcp';
}

const reports = compounds
  .flatMap(({ packets }) => packets)
  .filter((one): one is SenderReport => one.type === 'sender-report');

test('a compound is a report, the canonical name, and a goodbye at the end of the call (RFC 3550 6.1)', () => {
  expect(compounds.length).toBeGreaterThan(10);
  for (const { packets } of compounds)
    expect([
      'sender-report description',
      'receiver-report description',
      'sender-report description goodbye',
      'receiver-report description goodbye',
    ]).toContain(packets.map(({ type }) => type).join(' '));
  expect(compounds.filter(({ packets }) => packets.at(-1)!.type === 'goodbye').length).toBeGreaterThanOrEqual(
    2,
  );
});

test('reports tell the time of day: the date of the design and what has passed since', () => {
  const begun = Date.parse(design.date) / 1000 + 2208988800;
  expect(reports.length).toBeGreaterThan(10);
  for (const { ntp } of reports) {
    expect(ntp.seconds).toBeGreaterThanOrEqual(begun);
    expect(ntp.seconds).toBeLessThan(begun + 600);
  }
});

test('each names the latest report of the other end, and how long ago it came (RFC 3550 6.4.1)', () => {
  let named = 0;
  for (const { ntp, reports: blocks } of reports)
    for (const { ssrc, lastReport, delay } of blocks) {
      if (lastReport === 0) continue;
      named++;
      expect(reports.some((other) => other.ssrc === ssrc && middleOf(other.ntp) === lastReport)).toBe(true);
      // What is left is the way of that report: more than nothing, less than half a second.
      const way = (middleOf(ntp) - lastReport - delay) / 65536;
      expect(way).toBeGreaterThan(0);
      expect(way).toBeLessThan(0.5);
    }
  expect(named).toBeGreaterThan(5);
});

test('its timestamp is that of the stream at the same instant', () => {
  const streams = new Map<number, SenderReport>();
  for (const report of reports) {
    const before = streams.get(report.ssrc);
    streams.set(report.ssrc, report);
    if (!before) continue;
    const seconds =
      report.ntp.seconds - before.ntp.seconds + (report.ntp.fraction - before.ntp.fraction) / 2 ** 32;
    const ticks = (report.timestamp - before.timestamp) >>> 0;
    expect([16000, 90000].some((clock) => Math.abs(ticks - seconds * clock) <= 2)).toBe(true);
  }
});
