import { createReadStream } from 'node:fs';
import { CaptureReader } from '../../simulator/capture/reading/reader.ts';
import type { CaptureProblem, CaptureSummary } from '../../simulator/capture/reading/recorded.ts';
import { Recorder } from '../../simulator/capture/recording/recorder.ts';
import type { Recording } from '../../simulator/capture/recording/recording.ts';
import { CliError } from './output.ts';
import { whyUnread } from './read-file.ts';

const CHUNK = 1 << 20;

/** A capture file as far as it could be read. */
export interface ReadCapture {
  readonly recording: Recording;
  readonly summary: CaptureSummary;
  readonly problems: readonly CaptureProblem[];
}

/**
 * Reads a capture file piece by piece: it may be larger than memory.
 * @throws CliError when there is no such file
 */
export async function readCapture(file: string): Promise<ReadCapture> {
  const recorder = new Recorder(() => reader.secrets);
  const problems: CaptureProblem[] = [];
  const reader: CaptureReader = new CaptureReader({
    packet: (packet) => recorder.add(packet),
    problem: (problem) => void problems.push(problem),
  });
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: CHUNK })) reader.push(chunk as Buffer);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new CliError(
      `${file}: cannot be read: ${whyUnread(error as NodeJS.ErrnoException)}; must be a capture, pcap or pcapng`,
    );
  }
  reader.end();
  return { recording: recorder.finish(), summary: reader.summary(), problems };
}
