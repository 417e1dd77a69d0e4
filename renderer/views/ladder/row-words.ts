import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
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

/** The row in sight that happened last, or -1: rows stand by conversation, so it need not be the one before the next. */
export function presentRow(rows: readonly Row[], time: number): number {
  let best = -1;
  rows.forEach((row, index) => {
    if (row.kind !== 'gap' && row.time <= time && (best < 0 || row.time >= rows[best]!.time)) best = index;
  });
  return best;
}
