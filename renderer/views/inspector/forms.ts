import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { Dissection } from '../../../simulator/protocols/dissect.ts';
import { conversationFilter } from '../../../simulator/protocols/display-filter.ts';
import { dumpText, treeText } from './dump.ts';
import type { Tree } from './panes.ts';

/** A form in which something can be copied: the text is made when it is wanted. */
export interface Form {
  readonly what: string;
  readonly note?: string;
  readonly text: () => string;
}

/** The forms of a packet: its bytes, its fields, the filter that shows its conversation. */
export function packetForms(
  reader: TraceReader,
  event: number,
  { bytes }: Dissection,
  tree: Tree,
): readonly Form[] {
  const filter = conversationFilter(reader.tupleAt(event));
  return [
    { what: 'hex', text: () => dumpText(bytes) },
    { what: 'text', text: () => treeText(tree) },
    { what: 'display filter', note: filter, text: () => filter },
  ];
}
