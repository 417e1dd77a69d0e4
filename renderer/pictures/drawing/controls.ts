import type { Area } from './boxes.ts';
import { paintOf, tag } from './paint.ts';

/** What the browser itself draws of a control: a tick, a bar, the arrow of a list. */
export function controlOf(element: Element, style: CSSStyleDeclaration, area: Area): string {
  if (element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type))
    return checkOf(element, style, area);
  if (element instanceof HTMLProgressElement) return barOf(element, style, area);
  if (element instanceof HTMLSelectElement && style.appearance !== 'none') return arrowOf(style, area);
  return '';
}

/** The colour in which what is on is shown. */
function accentOf({ accentColor, color }: CSSStyleDeclaration): string {
  return (paintOf(accentColor) ?? paintOf(color))?.colour ?? 'black';
}

function checkOf({ checked, type }: HTMLInputElement, style: CSSStyleDeclaration, area: Area): string {
  const { x, y, width, height } = area;
  const accent = accentOf(style);
  const shape = {
    x: x + 0.5,
    y: y + 0.5,
    width: width - 1,
    height: height - 1,
    rx: type === 'radio' ? width / 2 : 2,
  };
  const line = paintOf(style.color)?.colour;
  if (!checked) return tag('rect', { ...shape, fill: 'none', stroke: line });
  const tick = `M${x + width * 0.22},${y + height * 0.52}l${width * 0.2},${height * 0.2} ${width * 0.36},${-height * 0.42}`;
  const mark =
    type === 'radio'
      ? tag('circle', { cx: x + width / 2, cy: y + height / 2, r: width / 5, fill: 'white' })
      : tag('path', { d: tick, fill: 'none', stroke: 'white', 'stroke-width': 1.8 });
  return tag('rect', { ...shape, fill: accent, stroke: accent }) + mark;
}

function barOf({ value, max }: HTMLProgressElement, style: CSSStyleDeclaration, area: Area): string {
  const bar = { ...area, y: area.y + area.height / 2 - 2, height: 4, rx: 2 };
  const ground = tag('rect', { ...bar, fill: paintOf(style.color)?.colour, 'fill-opacity': 0.2 });
  return ground + tag('rect', { ...bar, width: (area.width * value) / max, fill: accentOf(style) });
}

function arrowOf(style: CSSStyleDeclaration, { x, y, width, height }: Area): string {
  const d = `M${x + width - 16},${y + height / 2 - 2}l4,4 4,-4`;
  return tag('path', { d, fill: 'none', stroke: paintOf(style.color)?.colour, 'stroke-width': 1.5 });
}
