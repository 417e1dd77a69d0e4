/** A point of simulated time: whole microseconds since the start of the run. */
export type Instant = number;

/** A length of simulated time in whole microseconds. */
export type Duration = number;

export const MILLISECOND: Duration = 1_000;
export const SECOND: Duration = 1_000_000;
export const MINUTE: Duration = 60 * SECOND;

/** Whole microseconds from milliseconds or seconds as a design states them (which may be fractions). */
export const milliseconds = (value: number): Duration => Math.round(value * MILLISECOND);
export const seconds = (value: number): Duration => Math.round(value * SECOND);

/** Seconds, as people and reports read them. */
export const toSeconds = (value: Duration): number => value / SECOND;
