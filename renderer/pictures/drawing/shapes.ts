import type { Area } from './boxes.ts';
import { escaped, paintOf, tag } from './paint.ts';

/** How elements of drawings were drawn. */
export type Known = Map<Element, string>;

/** What children take from their parents (SVG 2, appendix on properties), with what holds at the root. */
const INHERITED: Readonly<Record<string, string>> = {
  'stroke-width': '1px',
  'stroke-dasharray': 'none',
  'stroke-dashoffset': '0px',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  'paint-order': 'normal',
  'marker-start': 'none',
  'marker-mid': 'none',
  'marker-end': 'none',
};
const OF_TEXT: Readonly<Record<string, string>> = {
  'font-family': '',
  'font-size': '',
  'font-weight': '400',
  'font-style': 'normal',
  'letter-spacing': 'normal',
  'text-anchor': 'start',
  'dominant-baseline': 'auto',
};
/** What each element has for itself. */
const OWN: Readonly<Record<string, string>> = {
  opacity: '1',
  transform: 'none',
  'vector-effect': 'none',
  'stop-color': 'rgb(0, 0, 0)',
};
const PAINTS = [
  ['fill', 'rgb(0, 0, 0)'],
  ['stroke', 'none'],
] as const;

/** Attributes that say where something is, and not how it looks. */
const PLACES = new Set(
  'id x y x1 y1 x2 y2 cx cy r rx ry dx dy d points width height viewBox preserveAspectRatio href offset patternUnits patternTransform patternContentUnits gradientUnits gradientTransform clipPathUnits markerWidth markerHeight markerUnits refX refY orient'.split(
    ' ',
  ),
);
/** What is not seen, or not for pictures. */
const LEFT_OUT = new Set(['title', 'desc', 'style', 'script', 'foreignObject']);

type Looks = Readonly<Record<string, string>>;

/**
 * A drawing of the window as SVG, with the looks that its style sheets give it written into it.
 * @param place where its left upper corner is, in the picture
 * @param known how elements were drawn that have not changed since
 */
export function shapesOf(drawing: SVGSVGElement, place: Area, known: Known = new Map()): string {
  const style = getComputedStyle(drawing);
  const inside = [...drawing.children].map((child) => shape(child, {}, known)).join('');
  return tag(
    'svg',
    {
      ...place,
      viewBox: drawing.getAttribute('viewBox') ?? `0 0 ${place.width} ${place.height}`,
      preserveAspectRatio: drawing.getAttribute('preserveAspectRatio'),
      overflow: style.overflow === 'visible' ? 'visible' : null,
    },
    inside,
  );
}

function shape(element: Element, above: Looks, known: Known): string {
  let drawn = known.get(element);
  if (drawn === undefined) {
    drawn = freshShape(element, above, known);
    known.set(element, drawn);
  }
  return drawn;
}

function freshShape(element: Element, above: Looks, known: Known): string {
  const name = element.localName;
  if (LEFT_OUT.has(name)) return '';
  const style = getComputedStyle(element);
  if (style.display === 'none' || style.visibility === 'hidden') return '';
  const hollow = style.fill === 'none' || paintOf(style.fill)?.opacity === 0;
  const leaf = element.childElementCount === 0;
  if (hollow && style.stroke === 'none' && leaf && name !== 'stop' && name !== 'image') return '';
  const looks = looksOf(element, style);
  const attributes: Record<string, string> = {};
  for (const { name: key, value } of element.attributes) if (PLACES.has(key)) attributes[key] = value;
  for (const [key, value] of Object.entries(looks))
    if (value !== (above[key] ?? INITIAL[key])) attributes[key] = value;
  for (const [key, value] of Object.entries(OWN)) {
    const own = style.getPropertyValue(key);
    if (own !== '' && own !== value) attributes[key] = own;
  }
  let inside = '';
  for (const node of element.childNodes) {
    if (node instanceof Element) inside += shape(node, looks, known);
    else if (name === 'text' || name === 'tspan') inside += escaped(node.nodeValue ?? '');
  }
  return inside === '' && name === 'g' ? '' : tag(name, attributes, inside);
}

const INITIAL: Looks = {
  ...INHERITED,
  ...OF_TEXT,
  ...Object.fromEntries(PAINTS),
  'fill-opacity': '1',
  'stroke-opacity': '1',
};

function looksOf(element: Element, style: CSSStyleDeclaration): Looks {
  const looks: Record<string, string> = {};
  for (const [key] of PAINTS) {
    const value = style.getPropertyValue(key);
    const paint = paintOf(value);
    // A pattern is named by where it stands in the page; the picture holds it by its name alone.
    looks[key] = paint?.colour ?? value.replace(/url\("?[^"#]*(#[^")]*)"?\)/, 'url($1)');
    const opacity = Number(style.getPropertyValue(`${key}-opacity`)) * (paint?.opacity ?? 1);
    looks[`${key}-opacity`] = String(Math.round(opacity * 1000) / 1000);
  }
  for (const key of Object.keys(INHERITED)) looks[key] = style.getPropertyValue(key).replace(/"/g, '');
  if (element.localName === 'text' || element.localName === 'tspan')
    for (const key of Object.keys(OF_TEXT)) looks[key] = style.getPropertyValue(key);
  return looks;
}
