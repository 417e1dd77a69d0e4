import { formatAddress } from '../../model/address.ts';
import type { Candidate, CandidateTransport, CandidateType } from '../sdp/message.ts';
import type { TransportAddress } from '../stun/message.ts';

const TYPE_PREFERENCE: Readonly<Record<CandidateType, number>> = {
  host: 126,
  prflx: 110,
  srflx: 100,
  relay: 10,
};
const TRANSPORT_PREFERENCE: Readonly<Record<CandidateTransport, number>> = {
  UDP: (15 << 12) | (7 << 9),
  'TCP-ACT': (6 << 12) | (5 << 9),
  'TCP-PASS': (6 << 12) | (2 << 9),
};

/** Where a kind of candidate stands in Lync's list; the foundation is one more (seen in real offers). */
const ORDER: Readonly<Record<string, number>> = {
  'UDP host': 0,
  'TCP-ACT host': 1,
  'TCP-PASS host': 1,
  'TCP-PASS relay': 2,
  'UDP relay': 3,
  'TCP-ACT relay': 4,
  'TCP-ACT srflx': 5,
  'UDP srflx': 6,
  'UDP prflx': 7,
  'TCP-ACT prflx': 7,
  'TCP-PASS prflx': 7,
};

/** RFC 5245 4.1.2.1 with Microsoft's local preference: transport, direction, and the place in the list. */
export function priorityOf(type: CandidateType, transport: CandidateTransport, component: number): number {
  const other = 63 - 2 * ((ORDER[`${transport} ${type}`] ?? 7) + component - 1);
  const local = TRANSPORT_PREFERENCE[transport] | (7 << 6) | other;
  return TYPE_PREFERENCE[type] * 0x1000000 + local * 256 + (256 - component);
}

/** A candidate of one's own. */
export function candidate(
  type: CandidateType,
  transport: CandidateTransport,
  component: number,
  at: TransportAddress,
  related: TransportAddress | null,
  old: { readonly user: string; readonly password: string },
): Candidate {
  return {
    foundation: String((ORDER[`${transport} ${type}`] ?? 7) + 1),
    component,
    transport,
    priority: priorityOf(type, transport, component),
    address: at.address,
    port: at.port,
    type,
    related,
    ...old,
  };
}

/** "relay UDP 10.45.16.30:50012" */
export function candidateName({ type, transport, address, port }: Candidate): string {
  return `${type} ${transport} ${formatAddress(address)}:${port}`;
}

/**
 * RFC 5245 5.7.2, as two numbers to compare one after the other: the whole does not fit a double.
 * @returns more than 0 when the first pair is to be preferred
 */
export function comparePairs(a: PairPriority, b: PairPriority): number {
  const [aLow, bLow] = [Math.min(a.controlling, a.controlled), Math.min(b.controlling, b.controlled)];
  if (aLow !== bLow) return aLow - bLow;
  const [aHigh, bHigh] = [Math.max(a.controlling, a.controlled), Math.max(b.controlling, b.controlled)];
  if (aHigh !== bHigh) return aHigh - bHigh;
  return Number(a.controlling > a.controlled) - Number(b.controlling > b.controlled);
}

/** Priorities of a pair's two candidates, by the role of their ends. */
export interface PairPriority {
  readonly controlling: number;
  readonly controlled: number;
}
