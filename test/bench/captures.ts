import { writeCapture } from '../../simulator/capture/writing/export.ts';
import { CaptureReader } from '../../simulator/capture/reading/reader.ts';
import { talk } from './calls.ts';

/** What a long capture costs, written and read again. */
export interface LongCapture {
  readonly frames: number;
  readonly framesWrittenPerSecond: number;
  readonly framesReadPerSecond: number;
  readonly megabytesReadPerSecond: number;
  /** How much more memory the process had at most while it wrote. */
  readonly memory_mb: number;
}

/** Many calls at the external firewall, from both sides, as one capture that nobody keeps. */
export function longCapture(users: number, calls: number): LongCapture {
  const { design, trace } = talk(users, calls, 600);
  const source = { design, traces: [trace], comments: [] };
  const options = { points: ['external/outside', 'external/inside'] };
  const before = process.memoryUsage.rss();
  let most = before;
  const start = performance.now();
  const frames = writeCapture(source, options, () => (most = Math.max(most, process.memoryUsage.rss())));
  const written = performance.now();
  let bytes = 0;
  let reading = 0;
  const reader = new CaptureReader({
    packet: () => undefined,
    problem: ({ text }) => {
      throw new Error(text);
    },
  });
  writeCapture(source, options, (chunk) => {
    const begin = performance.now();
    reader.push(chunk);
    reading += performance.now() - begin;
    bytes += chunk.length;
  });
  return {
    frames,
    framesWrittenPerSecond: (1000 * frames) / (written - start),
    framesReadPerSecond: (1000 * frames) / reading,
    megabytesReadPerSecond: bytes / 1000 / reading,
    memory_mb: (most - before) / 1e6,
  };
}
