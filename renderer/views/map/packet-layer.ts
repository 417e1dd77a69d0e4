import { select } from 'd3';
import { protocolPath } from '../../draw/marks.ts';
import type { Point } from './curves.ts';
import { headingAt, pointAt } from './curves.ts';
import type { Leg, Moving } from './flights.ts';

/** With more packets than this in view, each way shows one mark and a rate. */
const MOST_MARKS = 200;
const RADIUS = 5.4;

export interface PacketLayer {
  readonly selected: number | null;
  /** False while it plays: what moves is not in the order of the Tab key. */
  readonly reachable: boolean;
  readonly choose: (leg: Leg) => void;
  readonly nameOf: (leg: Leg) => string;
}

/** Draws the packets that are under way: one pooled mark each, or a flow with a rate where they are many. */
export function drawPackets(
  layer: SVGGElement,
  moving: readonly Moving[],
  selected: number | null,
  choose: (leg: Leg) => void,
  options: Pick<PacketLayer, 'reachable' | 'nameOf'> = { reachable: false, nameOf: () => '' },
): void {
  const flows = moving.length > MOST_MARKS ? flowsOf(moving) : [];
  const single = flows.length > 0 ? moving.filter(({ leg }) => leg.packet === selected) : moving;
  const marks = select(layer)
    .selectAll<SVGPathElement, Moving>('path.packet')
    .data(single, ({ leg }) => `${leg.event}/${leg.depart}`)
    .join((enter) =>
      enter
        .append('path')
        .attr('class', 'packet')
        .attr('role', 'button')
        .attr('d', ({ leg }) => protocolPath(leg.family, RADIUS))
        .style('fill', ({ leg }) => `var(--p-${leg.family})`)
        .attr('aria-label', ({ leg }) => options.nameOf(leg))
        .on('click', (_event, { leg }) => choose(leg))
        .on('keydown', (event: KeyboardEvent, { leg }) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          event.stopPropagation();
          choose(leg);
        }),
    )
    .attr('transform', ({ leg, share }) => {
      const { x, y } = pointAt(leg.curve, share);
      const turn = leg.family === 'rtp' ? ` rotate(${headingAt(leg.curve, share)})` : '';
      return `translate(${x},${y})${turn}`;
    })
    .classed('selected', ({ leg }) => leg.packet === selected);
  marks.attr('tabindex', options.reachable ? 0 : -1);
  drawFlows(layer, flows, choose);
}

/** The packets of one way, together. */
interface Flow {
  readonly key: number;
  readonly leg: Leg;
  readonly at: Point;
  readonly text: string;
}

/** Packets a second on each way, from how many are on it and how long each takes. */
function flowsOf(moving: readonly Moving[]): readonly Flow[] {
  const ways = new Map<Leg['curve'], { leg: Leg; count: number; seconds: number }>();
  for (const { leg } of moving) {
    const way = ways.get(leg.curve) ?? { leg, count: 0, seconds: 0 };
    way.count++;
    way.seconds += Math.max(1, leg.arrive - leg.depart) / 1_000_000;
    ways.set(leg.curve, way);
  }
  return [...ways.values()].map(({ leg, count, seconds }, key) => {
    const rate = (count * count) / seconds;
    const text = `${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`;
    return { key, leg, at: pointAt(leg.curve, 0.5), text };
  });
}

function drawFlows(layer: SVGGElement, flows: readonly Flow[], choose: (leg: Leg) => void): void {
  const groups = select(layer)
    .selectAll<SVGGElement, Flow>('g.flow')
    .data(flows, ({ key }) => key)
    .join((enter) => {
      const group = enter.append('g').attr('class', 'flow');
      group.append('rect').attr('x', -9).attr('y', -10).attr('height', 20).attr('rx', 10);
      group.append('path');
      group.append('text').attr('x', 10);
      return group;
    });
  groups.attr('transform', ({ at }) => `translate(${at.x},${at.y})`);
  groups.on('click', (_event, { leg }) => choose(leg));
  groups.select('rect').attr('width', ({ text }) => 26 + text.length * 6.2);
  groups
    .select('path')
    .attr('d', ({ leg }) => protocolPath(leg.family, RADIUS))
    .style('fill', ({ leg }) => `var(--p-${leg.family})`);
  groups.select('text').text(({ text }) => text);
}
