import type { Message } from '../../model/packet.ts';

/**
 * A message of web conferencing in the shape that this model gives it: [MS-PSOM] is proprietary, and only direction,
 * order and plausible sizes matter here.
 */
export interface PsomMessage extends Message {
  readonly protocol: 'psom';
  readonly type: PsomType;
  /** Number of a participant on the connection that the Edge and a server share; 0 on a participant's own. */
  readonly channel: number;
  readonly text: Readonly<Record<string, string>>;
}

export const PSOM_TYPES = ['connect', 'connected', 'refused', 'content', 'upload', 'closed'] as const;

export type PsomType = (typeof PSOM_TYPES)[number];
