import { expect, test } from 'vitest';
import { middleOf, ntpTime } from '../../../simulator/protocols/rtp/ntp.ts';
import { Reception } from '../../../simulator/protocols/rtp/reception.ts';
import type { RtpMessage } from '../../../simulator/protocols/rtp/message.ts';

const packet = (sequence: number, timestamp: number, ssrc = 7): RtpMessage => ({
  protocol: 'rtp',
  payloadType: 0,
  marker: false,
  sequence,
  timestamp,
  ssrc,
  payload: 160,
  encrypted: true,
  count: 1,
  spacing: 0,
});

/** What is reported of packets that come at these times (in microseconds), of a format with 8000 ticks a second. */
function reception(...came: readonly (readonly [sequence: number, timestamp: number, at: number])[]) {
  const heard = new Reception(8000);
  for (const [sequence, timestamp, at] of came) heard.take(packet(sequence, timestamp), at);
  return heard;
}

test('the time of day of a report counts from 1900 (RFC 3550 4)', () => {
  // NTP's own example: 1970 is 2208988800 (RFC 5905 6).
  expect(ntpTime(0, 0)).toEqual({ seconds: 2208988800, fraction: 0 });
  expect(ntpTime(0, 1_500_000)).toEqual({ seconds: 2208988801, fraction: 0x80000000 });
  expect(ntpTime(Date.parse('2011-03-01T09:00:00.250Z'), 999_999)).toEqual({
    seconds: 2208988800 + Date.parse('2011-03-01T09:00:01Z') / 1000,
    fraction: Math.floor(0.249999 * 2 ** 32),
  });
});

test('the round trip of the example in RFC 3550 6.4.1', () => {
  // n sends a report at 10 Nov 1995 11:33:25.125 UTC; r answers 5.25 s after it came.
  const ntp = ntpTime(Date.parse('1995-11-10T11:33:25.125Z'), 0);
  expect(ntp).toEqual({ seconds: 0xb44db705, fraction: 0x20000000 });
  expect(middleOf(ntp)).toBe(0xb7052000);
  const heard = reception([1, 0, 0]);
  heard.reported(ntp, 1_000_000);
  expect(heard.report(6_250_000)).toMatchObject({ lastReport: 0xb7052000, delay: 0x00054000 });
  // It comes back at 11:33:36.500: the way there and back took 6.125 s.
  const back = middleOf(ntpTime(Date.parse('1995-11-10T11:33:36.500Z'), 0));
  expect(back).toBe(0xb7108000);
  expect(back - 0x00054000 - 0xb7052000).toBe(0x00062000);
});

test('without a report of the sender both are 0', () => {
  expect(reception([1, 0, 0]).report(9_000_000)).toMatchObject({ lastReport: 0, delay: 0 });
});

test('jitter as RFC 3550 A.8 reckons it: a sixteenth of each difference', () => {
  // Twenty milliseconds are 160 ticks; the third packet is 10 ms late, the fourth on time again.
  const heard = reception([1, 0, 0], [2, 160, 20_000], [3, 320, 50_000], [4, 480, 60_000]);
  const first = 80 / 16;
  expect(heard.report(60_000)!.jitter).toBe(Math.round(first + (80 - first) / 16));
});

test('losses as RFC 3550 A.3 reckons them: since the last report, in 256ths, and since the beginning', () => {
  const heard = reception([65534, 0, 0], [65535, 160, 20_000], [1, 480, 60_000], [2, 640, 80_000]);
  // Five were due, one is missing; the count has gone round once.
  expect(heard.report(80_000)).toMatchObject({ fraction: Math.floor(256 / 5), lost: 1, highest: 0x10002 });
  heard.take(packet(3, 800), 100_000);
  expect(heard.report(100_000)).toMatchObject({ fraction: 0, lost: 1, highest: 0x10003 });
  heard.take(packet(7, 1440), 180_000);
  expect(heard.report(180_000)).toMatchObject({ fraction: 192, lost: 4 });
});
