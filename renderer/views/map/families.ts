import type { Family } from '../../../simulator/protocols/codec/codec.ts';

/** Order in which what is shared by several protocols takes its colour. */
export const FAMILY_RANK: readonly Family[] = ['rtp', 'turn', 'sip', 'psom', 'http', 'dns', 'tls'];
