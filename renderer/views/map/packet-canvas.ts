import type { ZoomTransform } from 'd3';
import type { Family } from '../../../simulator/protocols/codec/codec.ts';
import { FAMILY_IDS } from '../../draw/families.ts';
import { protocolPath } from '../../draw/marks.ts';
import { tag } from '../../pictures/drawing/paint.ts';
import { paintedAs } from '../../pictures/drawing/painted.ts';
import type { Point } from './curves.ts';
import { headingAt, pointAt } from './curves.ts';
import type { Flow } from './flows.ts';
import { flowsOf, MOST_MARKS } from './flows.ts';
import type { Flights } from './flights.ts';
import type { Journeys } from './journeys.ts';

const RADIUS = 5.4;
/** Of a packet in a flow. */
const DOT = 1.8;
/** As far from a packet's middle one still points at it. */
const REACH = 10;

/** What a frame shows. */
export interface PacketFrame {
  readonly journeys: Pick<Journeys, 'packet' | 'way' | 'ways' | 'depart' | 'arrive' | 'familyOf' | 'shareOf'>;
  readonly flights: Pick<Flights, 'curves'>;
  readonly time: number;
  readonly moving: readonly number[];
  /** The chosen packet, or -1. */
  readonly selected: number;
  /** Nothing glides: a packet stands where its leg ends. */
  readonly still: boolean;
}

interface Mark {
  readonly leg: number;
  readonly at: Point;
}

/** Draws packets that are under way: a mark each, or flows with a rate where they are many. */
export class PacketCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #shapes: Readonly<Record<string, Path2D>>;
  #colours: Readonly<Record<string, string>> = {};
  #marks: readonly Mark[] = [];
  #frame: PacketFrame | null = null;
  #view: ZoomTransform | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d')!;
    this.#shapes = Object.fromEntries(
      FAMILY_IDS.map((family) => [family, new Path2D(protocolPath(family, RADIUS))]),
    );
    this.dress();
    paintedAs(canvas, () => this.#vectors());
  }

  /** Takes the colours of the theme that holds now. */
  dress(): void {
    const style = getComputedStyle(this.#canvas);
    const names = ['surface', 'accent', 'ink-2', 'hairline', ...FAMILY_IDS.map((family) => `p-${family}`)];
    this.#colours = Object.fromEntries(
      names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
    );
    this.#context.font = `11px ${style.fontFamily}`;
  }

  /** @param width of the canvas on screen, pixels; and `height` */
  draw(frame: PacketFrame, view: ZoomTransform, width: number, height: number): void {
    const context = this.#fresh(width, height);
    const marks = marksOf(frame);
    const flows =
      marks.length > MOST_MARKS ? flowsOf(frame.journeys, frame.flights.curves, frame.moving) : [];
    this.#view = view;
    this.#marks = marks;
    this.#frame = frame;
    context.save();
    context.translate(view.x, view.y);
    context.scale(view.k, view.k);
    if (flows.length === 0) for (const mark of marks) this.#mark(frame, mark);
    else this.#flows(frame, marks, flows);
    context.restore();
  }

  /** The packet at a place of the canvas, by its leg; -1 where there is none. */
  at(x: number, y: number): number {
    if (!this.#view) return -1;
    const [mapX, mapY] = this.#view.invert([x, y]);
    let [best, nearest] = [-1, REACH];
    for (const { leg, at } of this.#marks) {
      const off = Math.hypot(at.x - mapX, at.y - mapY);
      if (off < nearest) [best, nearest] = [leg, off];
    }
    return best;
  }

  /** An empty canvas, as fine as the screen. */
  #fresh(wide: number, high: number): CanvasRenderingContext2D {
    const fine = devicePixelRatio;
    const [width, height] = [Math.round(wide * fine), Math.round(high * fine)];
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
      this.dress();
    }
    this.#context.setTransform(fine, 0, 0, fine, 0, 0);
    this.#context.clearRect(0, 0, wide, high);
    return this.#context;
  }

  /** The same marks as elements of SVG; null where they are too many to be drawn one by one. */
  #vectors(): string | null {
    const [frame, view] = [this.#frame, this.#view];
    if (!frame || !view || this.#marks.length > MOST_MARKS) return null;
    const marks = this.#marks.map(({ leg, at }) => {
      const packet = frame.journeys.packet[leg]!;
      const family = frame.journeys.familyOf(packet);
      return tag('path', {
        d: protocolPath(family, RADIUS),
        transform: `translate(${at.x} ${at.y}) rotate(${turnOf(frame, leg)})`,
        fill: this.#colours[`p-${family}`],
        stroke: this.#colours[packet === frame.selected ? 'accent' : 'surface'],
        'stroke-width': packet === frame.selected ? 6 : 2,
        'paint-order': 'stroke',
      });
    });
    return tag('g', { transform: `translate(${view.x} ${view.y}) scale(${view.k})` }, marks.join(''));
  }

  #mark(frame: PacketFrame, { leg, at }: Mark): void {
    const { journeys, selected } = frame;
    const context = this.#context;
    const packet = journeys.packet[leg]!;
    const family = journeys.familyOf(packet);
    const shape = this.#shapes[family]!;
    context.save();
    context.translate(at.x, at.y);
    context.rotate((turnOf(frame, leg) * Math.PI) / 180);
    context.lineWidth = packet === selected ? 6 : 2;
    context.strokeStyle = this.#colours[packet === selected ? 'accent' : 'surface']!;
    context.stroke(shape);
    context.fillStyle = this.#colours[`p-${family}`]!;
    context.fill(shape);
    context.restore();
  }

  /** Dots of one colour in one go; then what says how many they are. */
  #flows(frame: PacketFrame, marks: readonly Mark[], flows: readonly Flow[]): void {
    const context = this.#context;
    const dots = new Map<Family, Path2D>();
    for (const { leg, at } of marks) {
      const family = frame.journeys.familyOf(frame.journeys.packet[leg]!);
      const path = dots.get(family) ?? new Path2D();
      dots.set(family, path);
      path.rect(at.x - DOT, at.y - DOT, 2 * DOT, 2 * DOT);
    }
    for (const [family, path] of dots) {
      context.fillStyle = this.#colours[`p-${family}`]!;
      context.fill(path);
    }
    for (const flow of flows) this.#flow(flow);
    for (const mark of marks) if (frame.journeys.packet[mark.leg] === frame.selected) this.#mark(frame, mark);
  }

  #flow({ family, at, text, width }: Flow): void {
    const context = this.#context;
    context.save();
    context.translate(at.x, at.y);
    context.beginPath();
    context.roundRect(-9, -10, width, 20, 10);
    context.fillStyle = this.#colours['surface']!;
    context.strokeStyle = this.#colours['hairline']!;
    context.lineWidth = 1;
    context.fill();
    context.stroke();
    context.fillStyle = this.#colours[`p-${family}`]!;
    context.fill(this.#shapes[family]!);
    context.fillStyle = this.#colours['ink-2']!;
    context.textBaseline = 'middle';
    context.fillText(text, 10, 0.5);
    context.restore();
  }
}

/** How far a mark is turned: one that has a direction goes by its way, degrees. */
function turnOf({ journeys, flights, time, still }: PacketFrame, leg: number): number {
  if (journeys.familyOf(journeys.packet[leg]!) !== 'rtp') return 0;
  return headingAt(flights.curves[journeys.way[leg]!]!, still ? 1 : journeys.shareOf(leg, time));
}

function marksOf({ journeys, flights, time, moving, still }: PacketFrame): readonly Mark[] {
  const marks: Mark[] = [];
  for (const leg of moving) {
    const way = flights.curves[journeys.way[leg]!];
    if (way) marks.push({ leg, at: pointAt(way, still ? 1 : journeys.shareOf(leg, time)) });
  }
  return marks;
}
