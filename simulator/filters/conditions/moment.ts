import { seconds } from '../../model/time.ts';
import type { FilterSource } from '../source.ts';
import { eventsMatching } from './events.ts';
import { readCondition } from './read.ts';

export type Moment =
  | { readonly ok: true; readonly time: number }
  /** One line: what is not understood, or that it does not happen. */
  | { readonly ok: false; readonly message: string };

/**
 * When something that is said in words is in a run: "start", "end", "2.5 s", or the first time that a condition is met.
 * @returns microseconds since the start of the run
 */
export function momentOf(text: string, source: FilterSource): Moment {
  const { time } = source.reader.trace.events;
  const end = time.at(-1) ?? 0;
  if (text === 'start') return { ok: true, time: 0 };
  if (text === 'end') return { ok: true, time: end };
  const written = /^(\d+(?:\.\d+)?) s$/.exec(text);
  if (written) {
    const wanted = seconds(Number(written[1]));
    return wanted <= end
      ? { ok: true, time: wanted }
      : { ok: false, message: `the run is over at ${(end / 1e6).toFixed(1)} s, before ${text}` };
  }
  const read = readCondition(text, source);
  if (!read.ok) return read;
  const [event] = eventsMatching(read.condition, source);
  return event === undefined
    ? { ok: false, message: `this does not happen in the run: ${text}` }
    : { ok: true, time: time[event]! };
}
