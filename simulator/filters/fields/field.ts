import type { FilterSource } from '../source.ts';

/**
 * What a field's values are. A "presence" is there or not: protocols, whose bytes can be searched, and marks.
 * "seconds" are numbers with a fraction.
 */
export type FieldType = 'number' | 'seconds' | 'boolean' | 'address' | 'text' | 'bytes' | 'presence';

/** Numbers, also for addresses and booleans (1, 0); texts; bytes, also for what a presence holds. */
export type FieldValue = number | string | Uint8Array;

/** A field by which packets can be told apart. */
export interface FilterField {
  /** "tcp.dstport" */
  readonly name: string;
  readonly type: FieldType;
  /** What it holds, in one sentence. */
  readonly means: string;
  /** Values that it may have, as a filter writes them: for who writes one. Left out where nobody can list them. */
  readonly values?: (source: FilterSource) => readonly string[];
  /**
   * The field's values in a packet: none where it is not there, several where it occurs more than once.
   * @param event where the packet is looked at; null: wherever it passed, with all addresses that it had
   */
  readonly read: (source: FilterSource, packet: number, event: number | null) => readonly FieldValue[];
  /** Is it there? Where that is known without its values. */
  readonly isIn?: (source: FilterSource, packet: number, event: number | null) => boolean;
}

/** A field that is there or not. */
export function mark(
  name: string,
  means: string,
  isThere: (source: FilterSource, packet: number, event: number | null) => boolean,
): FilterField {
  return {
    name,
    type: 'presence',
    means,
    isIn: isThere,
    read: (source, packet, event) => (isThere(source, packet, event) ? THERE : NOWHERE),
  };
}

export const NOWHERE: readonly FieldValue[] = [];
const THERE: readonly FieldValue[] = [new Uint8Array(0)];
