import { escaped, paintOf, short, tag, type Paint } from './paint.ts';

/** A line of words: what it says, and where its box is on screen. */
interface Line {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
}

/** From pixels of the screen to those of the picture. */
export interface Placing {
  readonly x: (screen: number) => number;
  readonly y: (screen: number) => number;
}

/** The words of a text node, line by line as they are broken on screen. */
export function wordsOf(node: Text, style: CSSStyleDeclaration, placing: Placing): string {
  const paint = paintOf(style.color);
  if (!paint || node.data.trim() === '') return '';
  if (style.writingMode.startsWith('vertical')) return upright(node, style, placing, paint);
  return linesOf(node, style)
    .map(({ text, left, top }) =>
      wordsAt(text, placing.x(left), placing.y(top) + ascentOf(style), style, paint),
    )
    .join('');
}

/** Words that run from top to bottom or, where their box is turned about, from bottom to top. */
function upright(node: Text, style: CSSStyleDeclaration, placing: Placing, paint: Paint): string {
  const range = document.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()]
    .slice(0, 1)
    .map(({ left, top, right, bottom }) => {
      const turned = isTurned(node.parentElement);
      const [x, y] = [placing.x((left + right) / 2), placing.y(turned ? bottom : top)];
      const words = wordsAt(node.data.trim(), 0, ascentOf(style) * 0.38, style, paint);
      return tag(
        'g',
        { transform: `translate(${short(x)} ${short(y)}) rotate(${turned ? -90 : 90})` },
        words,
      );
    })
    .join('');
}

/** Words on a line of their own: what somebody typed or chose, which is no node of the page. */
export function typedWords(
  field: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement,
  style: CSSStyleDeclaration,
  placing: Placing,
): string {
  if (!(field instanceof HTMLSelectElement) && /^(checkbox|radio|range|file)$/.test(field.type)) return '';
  const typed = field instanceof HTMLSelectElement ? field.selectedOptions[0]?.text : field.value;
  const shown = typed || (field instanceof HTMLSelectElement ? '' : field.placeholder);
  const paint = paintOf(typed ? style.color : getComputedStyle(field, '::placeholder').color);
  if (!shown || !paint) return '';
  const box = field.getBoundingClientRect();
  const left = placing.x(box.left) + parseFloat(style.borderLeftWidth) + parseFloat(style.paddingLeft);
  const middle = placing.y((box.top + box.bottom) / 2);
  return wordsAt(shown, left, middle + ascentOf(style) * 0.38, style, paint);
}

/** Is an element, with the box that holds its column, turned upside down? */
function isTurned(element: Element | null): boolean {
  for (let box = element; box; box = box.parentElement) {
    const { transform, writingMode } = getComputedStyle(box);
    if (!writingMode.startsWith('vertical')) return false;
    if (transform !== 'none') return new DOMMatrix(transform).a < 0;
  }
  return false;
}

function wordsAt(text: string, x: number, y: number, style: CSSStyleDeclaration, paint: Paint): string {
  const said = style.textTransform === 'uppercase' ? text.toUpperCase() : text;
  return tag(
    'text',
    {
      x,
      y,
      fill: paint.colour,
      'fill-opacity': paint.opacity === 1 ? null : paint.opacity,
      'font-family': style.fontFamily,
      'font-size': style.fontSize,
      'font-weight': style.fontWeight === '400' ? null : style.fontWeight,
      'font-style': style.fontStyle === 'normal' ? null : style.fontStyle,
      'letter-spacing': style.letterSpacing === 'normal' ? null : style.letterSpacing,
      'text-decoration': style.textDecorationLine === 'none' ? null : style.textDecorationLine,
      'xml:space': /^\s|\s$|\s\s/.test(said) ? 'preserve' : null,
    },
    escaped(said),
  );
}

function linesOf(node: Text, style: CSSStyleDeclaration): readonly Line[] {
  const kept = style.whiteSpace.startsWith('pre') && style.whiteSpace !== 'pre-line';
  const range = document.createRange();
  range.setStart(node, kept ? 0 : node.data.length - node.data.trimStart().length);
  range.setEnd(node, node.length);
  const clean = (text: string) => (kept ? text.replace(/\n/g, '') : text.replace(/\s+/g, ' ').trim());
  const rects = [...range.getClientRects()].filter(({ width }) => width > 0);
  const [first] = rects;
  if (!first) return [];
  const oneLine = rects.every(({ top }) => Math.abs(top - first.top) < 2);
  const edge = cutAt(node);
  if (oneLine) {
    const { left, top, right } = first;
    const end = Math.max(right, ...rects.map((rect) => rect.right));
    if (edge === null || end <= edge + 0.5) return [{ text: clean(node.data), left, top, right: end }];
    const text = cut(node, range, edge, style);
    return text === '' ? [] : [{ text: `${clean(text)}…`, left, top, right: edge }];
  }
  return broken(node, range).map((line) => ({ ...line, text: clean(line.text) }));
}

/** Lines of a text that does not fit in one: its words by the height at which they stand. */
function broken(node: Text, range: Range): readonly Line[] {
  const lines: { text: string; left: number; top: number; right: number }[] = [];
  for (const { 0: word, index } of node.data.matchAll(/\s+|[^\s/.,\-–]+[/.,\-–]*|[/.,\-–]+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const rect = range.getBoundingClientRect();
    if (rect.width === 0) continue;
    const last = lines.at(-1);
    if (last && Math.abs(last.top - rect.top) < 2) {
      last.text += word;
      last.right = rect.right;
    } else if (word.trim() !== '')
      lines.push({ text: word, left: rect.left, top: rect.top, right: rect.right });
  }
  return lines;
}

/** Where a line that is too long ends in dots; null where it does not. */
function cutAt(node: Text): number | null {
  for (let box = node.parentElement; box; box = box.parentElement) {
    const { textOverflow, overflowX, display, paddingRight, borderRightWidth } = getComputedStyle(box);
    if (textOverflow === 'ellipsis' && overflowX !== 'visible')
      return box.getBoundingClientRect().right - parseFloat(paddingRight) - parseFloat(borderRightWidth);
    if (display !== 'inline') return null;
  }
  return null;
}

/** As much of a text as stands before an edge, with room for dots. */
function cut(node: Text, range: Range, edge: number, style: CSSStyleDeclaration): string {
  const room = edge - widthOf('…', style);
  let [fits, over] = [range.startOffset, node.length];
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    range.setEnd(node, middle);
    if (range.getBoundingClientRect().right <= room) fits = middle;
    else over = middle;
  }
  return node.data.slice(0, fits);
}

const pen = new OffscreenCanvas(1, 1).getContext('2d')!;
const ascents = new Map<string, number>();

function fontOf({ fontStyle, fontWeight, fontSize, fontFamily }: CSSStyleDeclaration): string {
  return `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
}

/** From the top of a line's words to what they stand on, pixels. */
function ascentOf(style: CSSStyleDeclaration): number {
  const font = fontOf(style);
  let ascent = ascents.get(font);
  if (ascent === undefined) {
    pen.font = font;
    ascent = Math.round(pen.measureText('x').fontBoundingBoxAscent);
    ascents.set(font, ascent);
  }
  return ascent;
}

function widthOf(text: string, style: CSSStyleDeclaration): number {
  pen.font = fontOf(style);
  return pen.measureText(text).width;
}
