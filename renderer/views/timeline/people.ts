import { EventKind } from '../../../simulator/model/trace.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';

/** What is so from one time to another, with words: a person's sentence, a machine's state. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly kind: 'act' | 'see' | 'state';
  /** The event that began it. */
  readonly event: number;
}

export interface Band {
  readonly node: number;
  readonly person: string;
  readonly sentences: readonly Span[];
}

/** People's deeds and sights, a band for each; those with the most to tell first. */
export function bandsOf(reader: TraceReader): readonly Band[] {
  const { events } = reader.trace;
  const end = events.time.at(-1) ?? 0;
  const bands = new Map<number, Span[]>();
  for (let event = 0; event < reader.length; event++) {
    const kind = events.kind[event];
    if (kind !== EventKind.act && kind !== EventKind.see) continue;
    const node = events.node[event]!;
    const own = bands.get(node) ?? [];
    const from = events.time[event]!;
    const text = reader.string(events.a[event]!);
    const last = own.pop();
    // Of several at one instant, each is told.
    if (last?.from === from) own.push({ ...last, text: `${last.text} ${text}` });
    else {
      if (last) own.push({ ...last, to: from });
      own.push({ from, to: end, text, kind: kind === EventKind.act ? 'act' : 'see', event });
    }
    bands.set(node, own);
  }
  return [...bands]
    .map(([node, sentences]) => ({ node, person: reader.node(node).title, sentences }))
    .sort((a, b) => b.sentences.length - a.sentences.length);
}
