import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { countUpTo } from '../../draw/search.ts';
import { counted } from '../../stores/format.ts';
import { repeatWords } from './titles.ts';
import type { Row } from './tree.ts';

/** A row in one sentence, for those who do not see it. */
export function ariaOf(row: Row, reader: TraceReader): string {
  const at = `${(row.time / 1_000_000).toFixed(3)} s`;
  if (row.kind === 'gap') return `${at}: ${row.text}`;
  if (row.kind === 'word') return `${at}: ${row.item.text}`;
  if (row.kind === 'group') {
    const { title, packets, losses } = row.group;
    const dropped = losses.map(
      ({ node, fate, text, count }) => `, ${count} ${fate} at ${reader.node(node).title}: ${text}`,
    );
    return `${at}: ${title}, ${counted(packets.length, 'packet')}${dropped.join('')}`;
  }
  const { label, from, to, lost, repeats } = row.item;
  const ends = `${reader.node(from).title} to ${reader.node(to).title}`;
  const again = row.again ? ', again' : repeats.length > 0 ? `, ${repeatWords(row.item)}` : '';
  return `${at}: ${label}, ${ends}${again}${lost === null ? '' : `, lost: ${lost}`}`;
}

/** Rows in the order of time, to find the one that happened last. */
export interface RowOrder {
  readonly times: Float64Array;
  /** Indexes of the rows. */
  readonly rows: Int32Array;
}

/** Rows stand by conversation, so the one that happened last need not be the one before the next. */
export function orderOf(rows: readonly Row[]): RowOrder {
  const order = Int32Array.from(rows.keys()).filter((index) => rows[index]!.kind !== 'gap');
  order.sort((a, b) => rows[a]!.time - rows[b]!.time || a - b);
  return { times: Float64Array.from(order, (index) => rows[index]!.time), rows: order };
}

/** The row that happened last, or -1. */
export function presentRow({ times, rows }: RowOrder, time: number): number {
  return rows[countUpTo(times, time) - 1] ?? -1;
}
