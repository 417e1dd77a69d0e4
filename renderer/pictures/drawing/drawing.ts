import { boxOf, type Area } from './boxes.ts';
import { controlOf } from './controls.ts';
import { drawnCanvas } from './painted.ts';
import { short, tag } from './paint.ts';
import { shapesOf, type Known } from './shapes.ts';
import { typedWords, wordsOf, type Placing } from './words.ts';

/** What is drawn, in pixels of the page. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Elements of SVG, with (0, 0) as their left upper corner. */
  readonly inside: string;
}

export interface DrawingOptions {
  /** What tells its parts from those of other drawings in one picture. */
  readonly name: string;
  /** Whether what the window painted on canvases is in it, as images. */
  readonly canvases?: boolean;
  /** How shapes were drawn that have not changed since. */
  readonly known?: Known;
}

/** What the picture has no use for: buttons of a view that only move it. */
export const UNPICTURED = 'data-unpictured';

/**
 * Part of the page as vectors: boxes, lines, words as text, and drawings as they are, with the looks that hold now. It
 * stands on the colour that is behind it. What is scrolled out of sight is not there.
 */
export function drawingOf(
  root: HTMLElement,
  { name, canvases = true, known = new Map() }: DrawingOptions,
): Drawing {
  const box = root.getBoundingClientRect();
  // The page may be zoomed: places come in screen pixels, all else in ours.
  const scale = box.width / root.offsetWidth || 1;
  const placing: Placing = { x: (at) => (at - box.left) / scale, y: (at) => (at - box.top) / scale };
  const painter = new Painter(placing, name, canvases, known);
  const all = { x: 0, y: 0, width: box.width / scale, height: box.height / scale };
  const layer = new Layer();
  layer.flow.push(tag('rect', { ...all, fill: groundOf(root) }));
  painter.element(root, all, layer);
  return { width: all.width, height: all.height, inside: painter.definitions() + layer.text() };
}

/** What is painted together: first what flows, then what was put over it (CSS 2.2, appendix E, in short). */
class Layer {
  readonly flow: string[] = [];
  readonly over: { readonly z: number; readonly text: string }[] = [];

  text(): string {
    const sorted = this.over.toSorted((one, other) => one.z - other.z);
    const below = sorted.filter(({ z }) => z < 0).map(({ text }) => text);
    const above = sorted.filter(({ z }) => z >= 0).map(({ text }) => text);
    return [...this.flow.slice(0, 1), ...below, ...this.flow.slice(1), ...above].join('');
  }
}

class Painter {
  readonly #placing: Placing;
  readonly #name: string;
  readonly #canvases: boolean;
  readonly #known: Known;
  readonly #defined = new Map<string, string>();

  constructor(placing: Placing, name: string, canvases: boolean, known: Known) {
    this.#placing = placing;
    this.#name = name;
    this.#canvases = canvases;
    this.#known = known;
  }

  /** What others are cut or painted by. */
  definitions(): string {
    const named = [...this.#defined].map(([element, id]) => element.replace(/^<\w+/, `$& id="${id}"`));
    return named.length === 0 ? '' : tag('defs', {}, named.join(''));
  }

  readonly #define = (element: string): string => {
    const known = this.#defined.get(element);
    if (known !== undefined) return known;
    const id = `${this.#name}-${this.#defined.size}`;
    this.#defined.set(element, id);
    return id;
  };

  /** @param clip what of it can be seen */
  element(element: Element, clip: Area, layer: Layer): void {
    if (element.hasAttribute(UNPICTURED)) return;
    const style = getComputedStyle(element);
    if (style.display === 'none' || style.opacity === '0') return;
    const area = this.#area(element);
    const shown = style.visibility !== 'hidden' && !style.clipPath.startsWith('inset(50%');
    if (!shown && style.clipPath !== 'none') return;
    const cuts = style.overflowX !== 'visible' || style.overflowY !== 'visible';
    if (cuts && !meets(area, clip)) return;
    const apart = style.position !== 'static' || style.opacity !== '1';
    const into = apart ? new Layer() : layer;
    if (shown && meets(area, clip)) this.#own(element, style, area, clip, into);
    const within = cuts ? both(clip, area) : clip;
    if (!(element instanceof SVGSVGElement))
      for (const node of (element.shadowRoot ?? element).childNodes) {
        if (node instanceof Element) this.element(node, within, into);
        else if (node instanceof Text && shown)
          into.flow.push(this.#cut(wordsOf(node, style, this.#placing), area, within));
      }
    if (!apart) return;
    layer.over.push({ z: Number(style.zIndex) || 0, text: faded(into.text(), style) });
  }

  #own(element: Element, style: CSSStyleDeclaration, area: Area, clip: Area, layer: Layer): void {
    const put = (text: string, at = area) => layer.flow.push(this.#cut(text, at, clip));
    if (element instanceof SVGSVGElement) put(turned(shapesOf(element, area, this.#known), element, area));
    else if (element instanceof HTMLCanvasElement) {
      if (this.#canvases && element.width > 0 && element.height > 0) put(canvasOf(element, area));
    } else {
      put(boxOf(style, area, this.#define));
      for (const part of ['::before', '::after'] as const) {
        const own = getComputedStyle(element, part);
        if (own.content === 'none' || own.content === 'normal' || own.position !== 'absolute') continue;
        const at = within(own, style, area);
        put(faded(boxOf(own, at, this.#define), own), at);
      }
      put(controlOf(element, style, area));
      if (element.matches('input, select, textarea'))
        put(typedWords(element as HTMLInputElement, style, this.#placing));
    }
  }

  #area(element: Element): Area {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const [x, y] = [this.#placing.x(left), this.#placing.y(top)];
    return { x, y, width: this.#placing.x(right) - x, height: this.#placing.y(bottom) - y };
  }

  /** Cuts what stands out of its clip. */
  #cut(text: string, area: Area, clip: Area): string {
    if (text === '' || holds(clip, area)) return text;
    if (!meets(area, clip)) return '';
    const id = this.#define(tag('clipPath', {}, tag('rect', { ...clip })));
    return tag('g', { 'clip-path': `url(#${id})` }, text);
  }
}

/** What is painted on a canvas: as vectors where somebody tells them, else as an image. */
function canvasOf(canvas: HTMLCanvasElement, area: Area): string {
  const vectors = drawnCanvas(canvas);
  if (vectors === null) return tag('image', { ...area, href: canvas.toDataURL() });
  return vectors === '' ? '' : tag('svg', { ...area }, vectors);
}

function faded(text: string, { opacity }: CSSStyleDeclaration): string {
  return opacity === '1' || text === '' ? text : tag('g', { opacity }, text);
}

/** An icon that is turned about its middle, or stands in something that is. */
function turned(text: string, icon: Element, { x, y, width, height }: Area): string {
  const transform = [icon, icon.parentElement]
    .map((one) => (one ? getComputedStyle(one).transform : 'none'))
    .find((one) => one !== 'none');
  if (transform === undefined) return text;
  const { a, b } = new DOMMatrix(transform);
  const degrees = Math.round((Math.atan2(b, a) * 180) / Math.PI);
  if (degrees === 0) return text;
  return tag('g', { transform: `rotate(${degrees} ${short(x + width / 2)} ${short(y + height / 2)})` }, text);
}

/** Where a part that an element has from its style is: it is placed within the element's border. */
function within(part: CSSStyleDeclaration, style: CSSStyleDeclaration, area: Area): Area {
  const number = (text: string) => parseFloat(text) || 0;
  return {
    x: area.x + number(style.borderLeftWidth) + number(part.left),
    y: area.y + number(style.borderTopWidth) + number(part.top),
    width: number(part.width),
    height: number(part.height),
  };
}

function meets(one: Area, other: Area): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function holds(outer: Area, inner: Area): boolean {
  const SLACK = 0.75;
  return (
    inner.x >= outer.x - SLACK &&
    inner.y >= outer.y - SLACK &&
    inner.x + inner.width <= outer.x + outer.width + SLACK &&
    inner.y + inner.height <= outer.y + outer.height + SLACK
  );
}

function both(one: Area, other: Area): Area {
  const [x, y] = [Math.max(one.x, other.x), Math.max(one.y, other.y)];
  return {
    x,
    y,
    width: Math.max(0, Math.min(one.x + one.width, other.x + other.width) - x),
    height: Math.max(0, Math.min(one.y + one.height, other.y + other.height) - y),
  };
}

/** The colour that something is drawn on: that of the nearest box around it that has one. */
export function groundOf(element: Element): string {
  for (let box: Element | null = element; box; box = box.parentElement) {
    const colour = getComputedStyle(box).backgroundColor;
    if (!/^(transparent|rgba\(.*, 0\))$/.test(colour)) return colour;
  }
  return 'white';
}
