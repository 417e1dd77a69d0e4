import { paintOf, short, tag } from './paint.ts';

/** Where something is in the picture, pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const SIDES = ['Top', 'Right', 'Bottom', 'Left'] as const;

/** Keeps what shapes are painted or cut by, once. @returns its name */
export type Define = (element: string) => string;

/** Ground and borders of a box. */
export function boxOf(style: CSSStyleDeclaration, area: Area, define: Define): string {
  const { x, y, width, height } = area;
  if (width <= 0 || height <= 0) return '';
  const most = Math.min(width, height) / 2;
  const radius = Math.min(radiusOf(style, width), most);
  const ground = paintOf(style.backgroundColor);
  const rounded = (inset: number) => ({
    x: x + inset,
    y: y + inset,
    width: Math.max(0, width - 2 * inset),
    height: Math.max(0, height - 2 * inset),
    rx: radius > inset ? radius - inset : null,
  });
  const fill =
    ground && ground.opacity > 0
      ? tag('rect', { ...rounded(0), fill: ground.colour, 'fill-opacity': partly(ground.opacity) })
      : '';
  return `${shadowOf(style, rounded)}${fill}${stripesOf(style, area, rounded(0), define)}${bordersOf(style, area, rounded)}`;
}

type Shape = Readonly<Record<string, number | null>>;
type Rounded = (inset: number) => Shape;

function radiusOf({ borderTopLeftRadius }: CSSStyleDeclaration, width: number): number {
  const radius = parseFloat(borderTopLeftRadius) || 0;
  return borderTopLeftRadius.endsWith('%') ? (radius / 100) * width : radius;
}

/** The thin lines that stand for shadows: without a blur, and no wider than two pixels. */
function shadowOf({ boxShadow }: CSSStyleDeclaration, rounded: Rounded): string {
  const pattern = /((?:rgba?|color)\([^)]*\)) 0px 0px 0px (\d*\.?\d+)px( inset)?/g;
  return [...boxShadow.matchAll(pattern)]
    .map(([, colour = '', spread = '', inset]) => {
      const paint = paintOf(colour);
      const wide = Number(spread);
      if (!paint || wide === 0) return '';
      return tag('rect', {
        ...rounded(inset ? wide / 2 : -wide / 2),
        fill: 'none',
        stroke: paint.colour,
        'stroke-opacity': partly(paint.opacity),
        'stroke-width': wide,
      });
    })
    .join('');
}

/** A ground of stripes, or one that fades. */
function stripesOf(
  { backgroundImage }: CSSStyleDeclaration,
  area: Area,
  shape: Shape,
  define: Define,
): string {
  const [, repeated, angle = '', stops = ''] =
    /^(repeating-)?linear-gradient\((-?[\d.]+)deg, (.*)\)$/.exec(backgroundImage) ?? [];
  if (stops === '') return '';
  const turn = (Number(angle) * Math.PI) / 180;
  const [across, down] = [Math.sin(turn), -Math.cos(turn)];
  // CSS Images 3, 3.1.1: from corner to corner, through the middle.
  const whole = Math.abs(area.width * across) + Math.abs(area.height * down);
  const points = [...stops.matchAll(/((?:rgba?|color)\([^)]*\))((?: [\d.]+(?:px|%))*)/g)].flatMap(
    ([, colour = '', places = ''], i, all) =>
      (places === '' ? [`${(100 * i) / (all.length - 1)}%`] : places.trim().split(' ')).map((place) => ({
        paint: paintOf(colour),
        at: place.endsWith('%') ? (parseFloat(place) / 100) * whole : parseFloat(place),
      })),
  );
  const length = repeated ? (points.at(-1)?.at ?? whole) : whole;
  const [x, y] = [
    area.x + area.width / 2 - (across * whole) / 2,
    area.y + area.height / 2 - (down * whole) / 2,
  ];
  const gradient = tag(
    'linearGradient',
    {
      gradientUnits: 'userSpaceOnUse',
      spreadMethod: repeated ? 'repeat' : null,
      x1: x,
      y1: y,
      x2: x + across * length,
      y2: y + down * length,
    },
    points
      .map(({ paint, at }) =>
        tag('stop', {
          offset: at / length,
          'stop-color': paint?.colour,
          'stop-opacity': partly(paint?.opacity ?? 1),
        }),
      )
      .join(''),
  );
  return tag('rect', { ...shape, fill: `url(#${define(gradient)})` });
}

function bordersOf(style: CSSStyleDeclaration, { x, y, width, height }: Area, rounded: Rounded): string {
  const sides = SIDES.map((side) => {
    const wide = parseFloat(style[`border${side}Width`]) || 0;
    const kind = style[`border${side}Style`];
    const paint = paintOf(style[`border${side}Color`]);
    return { wide, kind, paint, seen: wide > 0 && kind !== 'none' && paint !== null && paint.opacity > 0 };
  });
  const [top] = sides;
  if (!top || !sides.some(({ seen }) => seen)) return '';
  const stroke = (side: typeof top) => ({
    fill: 'none',
    stroke: side.paint!.colour,
    'stroke-opacity': partly(side.paint!.opacity),
    'stroke-width': side.wide,
    'stroke-dasharray':
      side.kind === 'dashed'
        ? `${short(side.wide * 3)} ${short(side.wide * 2)}`
        : side.kind === 'dotted'
          ? `${short(side.wide)} ${short(side.wide)}`
          : null,
  });
  const same = sides.every(
    ({ seen, wide, kind, paint }) =>
      seen && wide === top.wide && kind === top.kind && paint!.colour === top.paint!.colour,
  );
  if (same) return tag('rect', { ...rounded(top.wide / 2), ...stroke(top) });
  const ends = (wide: number) => [
    `M${short(x)},${short(y + wide / 2)}h${short(width)}`,
    `M${short(x + width - wide / 2)},${short(y)}v${short(height)}`,
    `M${short(x)},${short(y + height - wide / 2)}h${short(width)}`,
    `M${short(x + wide / 2)},${short(y)}v${short(height)}`,
  ];
  return sides
    .map((side, i) => (side.seen ? tag('path', { d: ends(side.wide)[i], ...stroke(side) }) : ''))
    .join('');
}

function partly(opacity: number): number | null {
  return opacity === 1 ? null : opacity;
}
