import type { Message } from '../../model/packet.ts';

export const NTP_PORT = 123;

/** Seconds since 1900 and 2^-32ths of one (RFC 5905 6). */
export interface NtpTime {
  readonly seconds: number;
  readonly fraction: number;
}

export const NO_TIME: NtpTime = { seconds: 0, fraction: 0 };

/** RFC 5905 7.3: who asks, who answers. */
export const NtpMode = { client: 3, server: 4 } as const;

/** A message of the Network Time Protocol, version 4, without authentication (RFC 5905 7.3). */
export interface NtpMessage extends Message {
  readonly protocol: 'ntp';
  readonly leap: number;
  readonly version: number;
  readonly mode: number;
  readonly stratum: number;
  readonly poll: number;
  readonly precision: number;
  /** In 2^-16ths of a second. */
  readonly rootDelay: number;
  readonly rootDispersion: number;
  readonly referenceId: number;
  readonly reference: NtpTime;
  readonly originate: NtpTime;
  readonly receive: NtpTime;
  readonly transmit: NtpTime;
}

/** From 1900, where NTP begins to count, to 1970. */
const TO_1970 = 2_208_988_800;
const FRACTIONS = 2 ** 32;

/** @param at milliseconds since 1970 */
export function ntpTime(at: number): NtpTime {
  const seconds = Math.floor(at / 1000);
  return {
    seconds: (seconds + TO_1970) % FRACTIONS,
    fraction: Math.floor(((at - seconds * 1000) / 1000) * FRACTIONS),
  };
}

/** Milliseconds from one time to another. */
export function between(from: NtpTime, to: NtpTime): number {
  return (to.seconds - from.seconds) * 1000 + ((to.fraction - from.fraction) / FRACTIONS) * 1000;
}

/** What a client asks with: all but its own time is empty (RFC 4330 5). */
export function ntpQuestion(transmit: NtpTime): NtpMessage {
  return {
    protocol: 'ntp',
    leap: 0,
    version: 4,
    mode: NtpMode.client,
    stratum: 0,
    poll: 0,
    precision: 0,
    rootDelay: 0,
    rootDispersion: 0,
    referenceId: 0,
    reference: NO_TIME,
    originate: NO_TIME,
    receive: NO_TIME,
    transmit,
  };
}

export function isNtp(message: Message): message is NtpMessage {
  return message.protocol === 'ntp';
}
