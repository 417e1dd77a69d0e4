import { bisectRight } from 'd3';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { codecOf, innermost } from '../../../simulator/protocols/registry.ts';

/** What was said in one protocol. */
export interface ProtocolRow {
  readonly title: string;
  /** The first packet of it. */
  readonly first: number;
  /** When each of its packets was sent, in order. */
  readonly times: readonly number[];
}

/** What a run needs: the protocols of its messages, the first one to be heard first. */
export function protocolsOf(reader: TraceReader): readonly ProtocolRow[] {
  const { trace } = reader;
  const rows = new Map<
    string,
    { readonly title: string; readonly first: number; readonly times: number[] }
  >();
  for (let packet = 0; packet < reader.packetCount; packet++) {
    const said = reader.message(packet);
    if (said === null) continue;
    const { title } = codecOf(innermost(said));
    const row = rows.get(title) ?? { title, first: packet, times: [] };
    rows.set(title, row);
    row.times.push(trace.events.time[trace.packets.sent[packet]!]!);
  }
  return [...rows.values()];
}

/** What a frame needs: how many packets had been sent by then. */
export function sentBy({ times }: ProtocolRow, time: number): number {
  return bisectRight(times, time);
}
