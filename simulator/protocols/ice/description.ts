import type { Candidate } from '../sdp/message.ts';
import type { TransportAddress } from '../stun/message.ts';

/** The two forms of ICE: [MS-ICE2] since 2007 R2, [MS-ICE] (draft 6) before. */
export type IceDialect = 'ice2' | 'draft6';

/** What one end tells the other of itself. */
export interface IceDescription {
  readonly dialect: IceDialect;
  /** Empty in the old form, where each candidate has its own. */
  readonly ufrag: string;
  readonly pwd: string;
  readonly candidates: readonly Candidate[];
}

/** The path that one component got. */
export interface SelectedPair {
  readonly component: number;
  readonly local: Candidate;
  readonly remote: Candidate;
  readonly to: TransportAddress;
}

/** Which way media takes: from end to end, or over the A/V Edge, and in what. */
export type PathClass = 'direct' | 'udp-relay' | 'tcp-relay';

export function pathClass({ local, remote }: Pick<SelectedPair, 'local' | 'remote'>): PathClass {
  if (local.type !== 'relay' && remote.type !== 'relay') return 'direct';
  return local.transport === 'UDP' ? 'udp-relay' : 'tcp-relay';
}
