import { tickNear, type Tick } from './marks.ts';
import type { Scale } from './paint.ts';
import type { Row } from './rows.ts';

/** What somebody points at. */
export type Pointed =
  | { readonly kind: 'tick'; readonly tick: Tick }
  | { readonly kind: 'change'; readonly tick: Tick }
  | { readonly kind: 'span'; readonly time: number; readonly actor: number | null }
  | null;

/** So near is meant, pixels; and so much of a row's top belongs to changes of state. */
const REACH = 5;
const TOP = 7;

/**
 * Finds what is meant in a row.
 * @param x pixels of the timeline
 * @param down pixels below the row's upper edge
 */
export function pointedIn(
  { marks, changes, spans, actor }: Row,
  scale: Scale,
  x: number,
  down: number,
): Pointed {
  const time = scale.invert(x);
  const reach = scale.invert(x + REACH) - time;
  const change = changes && down < TOP ? tickNear(changes, time, reach) : null;
  if (change) return { kind: 'change', tick: change };
  const tick = marks && tickNear(marks, time, reach);
  if (tick) return { kind: 'tick', tick };
  const span = actor === null ? undefined : spans.find(({ from, to }) => from <= time && time < to);
  return span ? { kind: 'span', time: span.from, actor } : null;
}
