import type { Recording } from '../../capture/recording/recording.ts';
import type { Address } from '../../model/address.ts';
import type { Design } from '../../model/design.ts';
import type { FeatureRun } from '../../model/run.ts';
import { toSeconds } from '../../model/time.ts';
import type { Trace } from '../../model/trace.ts';
import { hashTrace } from '../../model/trace.ts';
import { countPackets } from '../../run.ts';
import type { Renamed } from './ends.ts';
import { Ends } from './ends.ts';
import type { JudgedFlow } from './judged.ts';
import { isFinding, Judge } from './judged.ts';
import { Placer } from './placement.ts';

/** A capture on a design. */
export interface PlacedCapture {
  /** Shaped as a feature's run, so that whatever shows one shows this. */
  readonly run: FeatureRun;
  /** The design with hosts for the addresses that it does not name. */
  readonly design: Design;
  readonly flows: readonly JudgedFlow[];
  /** Frame number in the file by packet of the trace; 0 for what a firewall of the design said of its own accord. */
  readonly frames: Uint32Array;
  readonly foreign: readonly Address[];
  readonly notes: readonly string[];
}

/** More causes than that are not told one by one. */
const CAUSES_MAX = 100;

export interface PlaceOptions {
  readonly renamed?: readonly Renamed[];
  /** What the capture calls addresses. */
  readonly names?: ReadonlyMap<Address, string>;
  /** Its file. */
  readonly title?: string;
}

/**
 * Puts a recording on a design: who is who, what the firewalls would do with each packet, and what that means for each
 * conversation. Pure: the same recording and design give the same answer.
 */
export function placeCapture(
  recording: Recording,
  design: Design,
  options: PlaceOptions = {},
): PlacedCapture {
  const ends = new Ends(recording, design, options.renamed, options.names);
  const placement = new Placer(recording, ends).place();
  const judge = new Judge(placement.trace, ends, recording.packets[0]?.time ?? 0);
  const kept = new Set(recording.packets.map(({ flow }) => flow));
  const flows = [
    ...placement.flows.map((one) => judge.flow(one)),
    ...recording.flows.filter(({ number }) => !kept.has(number)).map((flow) => judge.unjudged(flow)),
  ];
  return {
    run: runOf(placement.trace, flows, judge, options.title ?? 'Capture'),
    design: ends.design,
    flows,
    frames: placement.frames,
    foreign: [...ends.foreign, ...ends.others],
    notes: notesOf(recording, placement.copies, flows),
  };
}

function runOf(trace: Trace, flows: readonly JudgedFlow[], judge: Judge, title: string): FeatureRun {
  const found = flows.filter(isFinding);
  return {
    feature: { id: 'capture', workload: 'Capture', title, between: 'as captured' },
    finding: {
      status: found.length > 0 ? 'broken' : 'works',
      reached: true,
      path: null,
      seconds: toSeconds(trace.events.time.at(-1) ?? 0),
      because: found.slice(0, CAUSES_MAX).map((flow) => judge.because(flow)),
      failures: [],
      lacks: null,
    },
    hash: hashTrace(trace),
    events: trace.events.time.length,
    packets: countPackets(trace),
    asked: [],
    trace,
  };
}

function notesOf(recording: Recording, copies: number, flows: readonly JudgedFlow[]): string[] {
  const notes = [...recording.notes];
  if (copies > 0) notes.push(`${copies} packets were captured on both sides of a NAT and count once.`);
  const assumed = flows.filter((flow) => flow.assumed).length;
  if (assumed > 0)
    notes.push(
      `${assumed === 1 ? 'One conversation' : `${assumed} conversations`} began before the capture: the rules would let that begin, so it is taken as begun.`,
    );
  return notes;
}
