import type { FiveTuple } from './packet.ts';
import type { RejectWith } from './policy.ts';
import type { Instant } from './time.ts';

/** Why a firewall or a NAT let a packet pass or not. The reasons are the words of the command line's answers. */
export type VerdictReason =
  'rule' | 'state' | 'no-rule' | 'no-state' | 'nat' | 'inspection' | 'open' | 'table-full';

/** What became of a packet at a gate. */
export interface Verdict {
  readonly action: 'accept' | 'drop' | 'reject';
  readonly reason: VerdictReason;
  /** Index of the rule that decided, in the firewall's own order; -1 is its default, -2 when no rule was asked. */
  readonly rule: number;
  /** Number of the connection that it belongs to, or -1. */
  readonly connection: number;
  /** How far that connection has come: a `TcpState`, plus `ANSWERED`. */
  readonly phase: number;
  /** When that connection is forgotten if nothing more comes. */
  readonly expires: Instant;
  /** How a rejected sender is told; null: a RST for TCP, "port unreachable" for the rest. */
  readonly rejectWith: RejectWith | null;
  /** Does the rule want it written down? */
  readonly log: boolean;
  /** Does it go back inside, by hairpin? Then it was judged on its way out, too: by this rule, numbered like `rule`. */
  readonly back: boolean;
  readonly outward: number;
  /** The packet as it goes on. */
  readonly out: FiveTuple;
}

export const RULE_DEFAULT = -1;
export const RULE_NONE = -2;

/**
 * How a packet's way can end. A closed list in two halves; every packet of a finished run has exactly one.
 * Index 0 is "still under way".
 */
export const DISPOSITIONS = [
  { id: 'in-flight', lost: false, text: 'still under way' },
  { id: 'delivered', lost: false, text: 'taken by the host' },
  { id: 'dropped', lost: true, text: 'dropped in silence by a firewall' },
  { id: 'rejected', lost: true, text: 'refused by a firewall, which told the sender' },
  { id: 'nat', lost: true, text: 'no translation at a NAT leads inside' },
  { id: 'no-listener', lost: true, text: 'nothing listens on that port' },
  { id: 'no-route', lost: true, text: 'no way leads to that address' },
  { id: 'host-down', lost: true, text: 'the host is not up' },
  { id: 'link-loss', lost: true, text: 'lost on the link' },
  { id: 'zone-cut', lost: true, text: 'the network there is cut off' },
  { id: 'link-cut', lost: true, text: 'the cable is unplugged' },
] as const;

export type DispositionId = (typeof DISPOSITIONS)[number]['id'];

/** Number of a disposition, as the trace keeps it. */
export const Disposition = Object.fromEntries(DISPOSITIONS.map(({ id }, index) => [id, index])) as Record<
  DispositionId,
  number
>;

/**
 * What went wrong that is not a lost packet: a name that is not there, a certificate refused, an answer that says no.
 * With the lost packets, these are the causes that a finding can name.
 */
export type FaultReason = 'name' | 'certificate' | 'no-permission' | 'timeout' | 'no-listener' | 'inspection';
