import type { Card, Gate, MapLayout } from './layout.ts';

/** What one meets on the way from the least trusted side to the most: a zone's hosts, or a wall's gates. */
export interface WalkZone {
  readonly cards: readonly Card[];
  readonly gates: readonly Gate[];
}

/** Zones and walls from left to right, in the order of the Tab key. */
export function zonesOf(layout: MapLayout): readonly WalkZone[] {
  return layout.columns.flatMap((_, index): WalkZone[] => {
    const cards = layout.cards.filter((card) => card.column === index);
    const wall = layout.walls.find((one) => one.after === index);
    return wall
      ? [
          { cards, gates: [] },
          { cards: [], gates: wall.gates },
        ]
      : [{ cards, gates: [] }];
  });
}
