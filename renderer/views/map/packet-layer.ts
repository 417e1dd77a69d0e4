import { easePolyIn, select } from 'd3';
import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import { protocolPath } from '../../draw/marks.ts';
import { pointAt } from './curves.ts';
import type { Fall, Leg } from './flights.ts';

/** More marks than this on the map say no more than their number. */
const MOST_MARKS = 200;
const FALL_MS = 420;
const FALL_TURN = 24;

interface Moving {
  readonly leg: Leg;
  readonly share: number;
}

/** Draws the packets that are under way: one pooled mark each. */
export function drawPackets(
  layer: SVGGElement,
  moving: readonly Moving[],
  selected: number | null,
  choose: (leg: Leg) => void,
): void {
  const shown = moving.length > MOST_MARKS ? moving.slice(moving.length - MOST_MARKS) : moving;
  select(layer)
    .selectAll<SVGPathElement, Moving>('path')
    .data(shown, ({ leg }) => `${leg.event}/${leg.depart}`)
    .join((enter) =>
      enter
        .append('path')
        .attr('class', 'packet')
        .attr('d', ({ leg }) => protocolPath(leg.family, 5.4))
        .style('fill', ({ leg }) => `var(--p-${leg.family})`)
        .on('click', (_event, { leg }) => choose(leg)),
    )
    .attr('transform', ({ leg, share }) => {
      const { x, y } = pointAt(leg.curve, share);
      return `translate(${x},${y})`;
    })
    .classed('selected', ({ leg }) => leg.packet === selected);
}

/** Lets a packet fall at the wall that stopped it; its mark on the ground is drawn by the map itself. */
export function dropPacket(layer: SVGGElement, fall: Fall, family: Family): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const { x, y } = fall.at;
  const side = fall.fromRight ? 1 : -1;
  select(layer)
    .append('path')
    .attr('d', protocolPath(family, 5.4))
    .style('fill', `var(--p-${family})`)
    .attr('transform', `translate(${x + side * 6},${y}) rotate(0)`)
    .transition()
    .duration(FALL_MS)
    .ease(easePolyIn.exponent(2.2))
    .attr('transform', `translate(${x + side * 20},${y + 24}) rotate(${side * FALL_TURN})`)
    .style('opacity', 0.2)
    .remove();
}
