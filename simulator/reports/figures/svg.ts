import { escapeMarkup } from '../clean.ts';
import type { Colour } from '../colours.ts';
import { LIGHT } from '../colours.ts';
import type { Drawing } from '../report.ts';

/*
 * Drawings as text. A shape has its colour on light ground in itself, so that it can stand alone, and the colour's name
 * in its class, by which a page can give it another one.
 */

export interface Paint {
  readonly fill?: Colour;
  readonly stroke?: Colour;
  readonly width?: number;
  /** Lengths of dashes and gaps. */
  readonly dash?: string;
}

/** A shape of SVG, such as `shape('rect', { x: 0, y: 0, width: 8, height: 8 }, { fill: 'ink' })`. */
export function shape(
  name: 'rect' | 'circle' | 'path',
  geometry: Readonly<Record<string, string | number>>,
  { fill, stroke, width = 1, dash }: Paint,
): string {
  const classes = [fill && `fill-${fill}`, stroke && `stroke-${stroke}`].filter(Boolean).join(' ');
  const attributes = {
    ...geometry,
    class: classes,
    fill: fill ? LIGHT[fill] : 'none',
    ...(stroke && { stroke: LIGHT[stroke], 'stroke-width': width, 'stroke-linecap': 'round' }),
    ...(dash && { 'stroke-dasharray': dash }),
  };
  return `<${name}${written(attributes)}/>`;
}

export interface Lettering {
  readonly size?: number;
  readonly fill?: Colour;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly strong?: boolean;
  /** Degrees, clockwise. */
  readonly turn?: number;
}

/** A line of text with its baseline at a point. */
export function label(x: number, y: number, text: string, lettering: Lettering = {}): string {
  const { size = 11, fill = 'ink', anchor = 'start', strong = false, turn } = lettering;
  const attributes = {
    x,
    y,
    class: `fill-${fill}`,
    fill: LIGHT[fill],
    'font-size': size,
    ...(anchor !== 'start' && { 'text-anchor': anchor }),
    ...(strong && { 'font-weight': 'bold' }),
    ...(turn !== undefined && { transform: `rotate(${turn} ${x} ${y})` }),
  };
  return `<text${written(attributes)}>${escapeMarkup(text)}</text>`;
}

/** Moves what is drawn around (0, 0). */
export function moved(x: number, y: number, content: string): string {
  return `<g transform="translate(${x} ${y})">${content}</g>`;
}

/** A whole drawing. */
export function drawing(width: number, height: number, parts: readonly string[]): Drawing {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    'font-family': 'sans-serif',
  };
  return { svg: `<svg${written(attributes)}>${parts.join('')}</svg>`, width, height };
}

/** A text cut to a number of characters. */
export function cut(text: string, most: number): string {
  const letters = Array.from(text);
  return letters.length > most
    ? `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : text;
}

function written(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeMarkup(String(value))}"`)
    .join('');
}
