import { matchingPackets } from '../filters/match.ts';
import { readFilter } from '../filters/parser.ts';
import { FilterSource } from '../filters/source.ts';
import type { Design } from '../model/design.ts';
import type { TraceReader } from '../model/trace-reader.ts';

/** The first packet of a run that a display filter names; null when there is none. */
export function firstMatch(reader: TraceReader, design: Design, filter: string): number | null {
  return matches(reader, design, filter)[0] ?? null;
}

/** All packets of a run that a display filter names, in order. */
export function matches(reader: TraceReader, design: Design, filter: string): readonly number[] {
  const read = readFilter(filter);
  return read.ok ? matchingPackets(read.filter, new FilterSource(reader, design)) : [];
}
