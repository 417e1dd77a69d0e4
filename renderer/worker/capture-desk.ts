import type { CaptureProblem } from '../../simulator/capture/reading/recorded.ts';
import { CaptureIntake } from '../../simulator/capture/recording/intake.ts';
import type { Recording } from '../../simulator/capture/recording/recording.ts';
import type { Address } from '../../simulator/model/address.ts';
import { formatAddress, parseAddress, parseRange } from '../../simulator/model/address.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { Renamed } from '../../simulator/review/placed/ends.ts';
import type { JudgedFlow } from '../../simulator/review/placed/judged.ts';
import type { PlacedCapture } from '../../simulator/review/placed/review.ts';
import { placeCapture } from '../../simulator/review/placed/review.ts';
import { suggestNames } from '../../simulator/review/placed/suggest.ts';

/** An address or prefix of the capture, and the design's address that it is, as somebody writes them. */
export interface AddressPair {
  readonly from: string;
  readonly to: string;
}

/** What a capture file holds, in a few figures. */
export interface CaptureTold {
  readonly frames: number;
  readonly packets: number;
  /** Frames that are no TCP, UDP or ICMP over IPv4: "12 ARP". */
  readonly others: readonly string[];
  readonly problems: readonly CaptureProblem[];
}

/** A capture on a design, and what may be meant by the addresses that the design does not name. */
export interface CapturePlaced extends PlacedCapture {
  readonly suggestions: readonly (AddressPair & { readonly why: string })[];
}

/** The capture that is open: read piece by piece, and put on one design after the other. */
export class CaptureDesk {
  #intake: CaptureIntake | null = null;
  #recording: Recording | null = null;
  #names: ReadonlyMap<Address, string> = new Map();

  /** Lets go of what was open. */
  begin(): void {
    this.#recording = null;
    this.#intake = new CaptureIntake();
  }

  push(bytes: Uint8Array): void {
    this.#intake?.push(bytes);
  }

  /** Null when none was begun: the thread that read it was ended. */
  end(): CaptureTold | null {
    if (!this.#intake) return null;
    const { recording, summary, problems } = this.#intake.end();
    const { frames, packets, others, names } = summary;
    this.#intake = null;
    this.#names = names;
    this.#recording = recording;
    return {
      frames,
      packets,
      others: [...others].map(([name, times]) => `${times} ${name}`),
      problems,
    };
  }

  /**
   * Null when none is open: the thread that had it was ended.
   * @throws Error when a pair is none: the window asks with good ones only
   */
  place(design: Design, pairs: readonly AddressPair[], title: string): CapturePlaced | null {
    const recording = this.#recording;
    if (!recording) return null;
    const placed = placeCapture(recording, design, {
      renamed: pairs.map(renamedOf),
      names: this.#names,
      title,
    });
    const suggestions = suggestNames(recording, design, placed.foreign).map(({ from, to, why }) => ({
      from: formatAddress(from),
      to: formatAddress(to),
      why,
    }));
    return { ...placed, suggestions };
  }

  /** What another design makes of the same, for comparison; null when none is open. */
  judge(design: Design, pairs: readonly AddressPair[]): readonly JudgedFlow[] | null {
    return this.#recording && placeCapture(this.#recording, design, { renamed: pairs.map(renamedOf) }).flows;
  }
}

function renamedOf({ from, to }: AddressPair): Renamed {
  const [range, address] = [parseRange(from), parseAddress(to)];
  if (!range || address === null) throw new Error(`"${from}" and "${to}" are no pair of addresses`);
  return { from: range, to: address };
}
