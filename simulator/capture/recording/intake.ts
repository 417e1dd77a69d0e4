import { CaptureReader } from '../reading/reader.ts';
import type { CaptureProblem, CaptureSummary } from '../reading/recorded.ts';
import { Recorder } from './recorder.ts';
import type { Recording } from './recording.ts';

/** A capture file as far as it could be read. */
export interface TakenIn {
  readonly recording: Recording;
  readonly summary: CaptureSummary;
  readonly problems: readonly CaptureProblem[];
}

/** Takes a capture file in, piece by piece: its packets are recorded, and opened by the secrets that it holds. */
export class CaptureIntake {
  readonly #problems: CaptureProblem[] = [];
  readonly #recorder = new Recorder(() => this.#reader.secrets);
  readonly #reader = new CaptureReader({
    packet: (packet) => this.#recorder.add(packet),
    problem: (problem) => void this.#problems.push(problem),
  });

  /** The next bytes of the file; they are the caller's again when it returns. */
  push(bytes: Uint8Array): void {
    this.#reader.push(bytes);
  }

  /** The file has no more bytes. */
  end(): TakenIn {
    this.#reader.end();
    return {
      recording: this.#recorder.finish(),
      summary: this.#reader.summary(),
      problems: this.#problems,
    };
  }
}
