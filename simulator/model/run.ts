import type { DispositionId, FaultReason, VerdictReason } from './disposition.ts';
import type { Design } from './design.ts';
import type { Outcome } from './task.ts';
import type { Trace } from './trace.ts';

/** What became of a feature, for the people who wanted it. */
export type Status = 'works' | 'degraded' | 'broken';

/** The words with which a cause says why. */
export type Reason = VerdictReason | FaultReason;

/** One independent cause of a failure: a packet of the trace and what became of it. */
export interface Because {
  /** Id of the firewall that stopped the packet, or null when none did. */
  readonly firewall: string | null;
  /** Id of the rule that decided, "default" when none matched, null when no firewall was asked. */
  readonly rule: string | null;
  readonly reason: Reason;
  readonly disposition: DispositionId;
  /** "udp 198.51.100.7:50012 -> 10.45.16.30:3478", as it stood where it was stopped. */
  readonly flow: string;
  readonly packet: number;
  /** Event of the trace at which it was stopped or refused. */
  readonly event: number;
  /** Seconds since the start of the run. */
  readonly time: number;
  /** One sentence for a person. */
  readonly text: string;
}

/** From end to end, or over A/V Edges, and in what. */
export type FeaturePath = 'direct' | 'udp-relay' | 'tcp-relay';

/** A status with its evidence. */
export interface Finding {
  readonly status: Status;
  /** False when the feature was never tried, because something before it broke. */
  readonly reached: boolean;
  /** Class of the media path, for features with media. */
  readonly path: FeaturePath | null;
  /** Simulated seconds until the person had the feature, or gave up. */
  readonly seconds: number;
  /** Every independent cause, the first one first. */
  readonly because: readonly Because[];
  /** The steps of people that failed. */
  readonly failures: readonly Outcome[];
  /** What the design has not, so that the feature could not even be tried; null when it has all. */
  readonly lacks: string | null;
}

/** One of the things that people do across the Edge. */
export interface FeatureInfo {
  readonly id: string;
  readonly workload: string;
  readonly title: string;
  readonly between: string;
}

export interface PacketCounts {
  readonly sent: number;
  readonly delivered: number;
  readonly dropped: number;
  readonly hops: number;
}

/** A rule by its place. */
export interface AskedRule {
  readonly firewall: string;
  /** Index among the firewall's rules. */
  readonly rule: number;
}

/** The run of one feature's scene. */
export interface FeatureRun {
  readonly feature: FeatureInfo;
  readonly finding: Finding;
  readonly hash: string;
  readonly events: number;
  readonly packets: PacketCounts;
  /**
   * Rules of which it came to matter whether they are switched on, in that order. With any other rules switched on or
   * off, the run is the same, to its hash.
   */
  readonly asked: readonly AskedRule[];
  readonly trace: Trace;
}

/** The runs of the chosen features of one design. */
export interface Run {
  readonly design: string;
  readonly seed: number;
  readonly hash: string;
  readonly events: number;
  readonly packets: PacketCounts;
  readonly features: readonly FeatureRun[];
}

/** A timed change of the design while it runs. */
export interface Intervention {
  /** Microseconds since the start of the run. */
  readonly at: number;
  readonly change: Change;
  /** The only feature in whose scene it happens; every one when left out. */
  readonly feature?: string;
}

export type Change =
  /** A rule switched on or off; without a firewall, the rule of that id in any of them. */
  | { readonly kind: 'rule'; readonly rule: string; readonly firewall?: string; readonly enabled: boolean }
  | { readonly kind: 'host'; readonly host: string; readonly power: 'on' | 'off' | 'shutdown' }
  | { readonly kind: 'service'; readonly host: string; readonly role: string; readonly running: boolean }
  | { readonly kind: 'firewall'; readonly firewall: string; readonly mode: 'enforcing' | 'open' | 'failed' }
  | { readonly kind: 'zone'; readonly zone: string; readonly connected: boolean }
  /** The cable of a host or a NAT pulled out or put back; of one interface where it is named. */
  | { readonly kind: 'link'; readonly host: string; readonly interface?: string; readonly connected: boolean }
  /** A firewall forgets a connection by its number, or all of them (null). */
  | { readonly kind: 'expire'; readonly firewall: string; readonly connection: number | null }
  /** The host sends something that nobody asked for, on each of its open connections and ports. */
  | { readonly kind: 'inject'; readonly host: string; readonly message: StrayMessage };

export const STRAY_MESSAGES = [
  'sip-response',
  'sip-malformed',
  'http-response',
  'garbage',
  'stun-request',
  'stun-response',
  'turn-truncated',
] as const;

export type StrayMessage = (typeof STRAY_MESSAGES)[number];

/** What is run: a design, and what happens to it while it runs. */
export interface Setup {
  readonly design: Design;
  readonly interventions: readonly Intervention[];
}

/** Of runs for which nobody names another. */
export const DEFAULT_SEED = 1;

export interface RunOptions {
  /** DEFAULT_SEED when left out. */
  readonly seed?: number;
  readonly interventions?: readonly Intervention[];
  /** Features to run; all when left out. */
  readonly only?: readonly string[];
}
