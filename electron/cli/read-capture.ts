import { createReadStream } from 'node:fs';
import type { TakenIn } from '../../simulator/capture/recording/intake.ts';
import { CaptureIntake } from '../../simulator/capture/recording/intake.ts';
import { CliError } from './output.ts';
import { whyUnread } from './read-file.ts';

const CHUNK = 1 << 20;

/**
 * Reads a capture file piece by piece: it may be larger than memory.
 * @throws CliError when there is no such file
 */
export async function readCapture(file: string): Promise<TakenIn> {
  const intake = new CaptureIntake();
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: CHUNK })) intake.push(chunk as Buffer);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new CliError(
      `${file}: cannot be read: ${whyUnread(error as NodeJS.ErrnoException)}; must be a capture, pcap or pcapng`,
    );
  }
  return intake.end();
}
