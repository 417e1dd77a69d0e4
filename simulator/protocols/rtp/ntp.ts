import type { Instant } from '../../model/time.ts';
import type { NtpTime } from './message.ts';

/** Seconds from the beginning of NTP's era to that of dates: 1900 to 1970 (RFC 5905 6). */
const ERA = 2_208_988_800;
/** Microseconds to parts of 2^32 of a second. */
const PARTS = 4294.967296;

/**
 * The time of day as RTCP writes it (RFC 3550 4).
 * @param date milliseconds since 1970 when the run begins
 */
export function ntpTime(date: number, now: Instant): NtpTime {
  const whole = date * 1000 + now;
  const seconds = Math.floor(whole / 1_000_000);
  return {
    seconds: (seconds + ERA) >>> 0,
    fraction: Math.floor((whole - seconds * 1_000_000) * PARTS),
  };
}

/** The middle 32 bits, by which a report names an earlier one (RFC 3550 6.4.1). */
export function middleOf({ seconds, fraction }: NtpTime): number {
  return ((seconds << 16) | (fraction >>> 16)) >>> 0;
}
