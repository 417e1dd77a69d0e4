import { drawingOf, groundOf, type DrawingOptions } from './drawing/drawing.ts';
import { tag } from './drawing/paint.ts';
import { shapesOf } from './drawing/shapes.ts';

/** A picture of a part of the window: the text of an SVG file, and its size in pixels. */
export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/**
 * A picture of parts of the window as they look now, one below the other: a view, and what is said above and below it.
 * All of it are vectors and words, which any program that reads SVG can show; only what is painted on a canvas and nobody
 * tells as vectors is an image within.
 */
export function pictureOf(
  parts: readonly HTMLElement[],
  options: Omit<DrawingOptions, 'name'> = {},
): Picture {
  const drawings = parts.map((part, i) => drawingOf(part, { ...options, name: `cut-${i}` }));
  const width = Math.max(...drawings.map((one) => one.width));
  let height = 0;
  const inside = drawings.map((one) => {
    const y = height;
    height += one.height;
    return tag('svg', { y, width: one.width, height: one.height }, one.inside);
  });
  return framed(inside.join(''), width, height);
}

/** A picture of all of a drawing, in the size in which it was drawn: also of what is scrolled out of sight. */
export function pictureOfDrawing(drawing: SVGSVGElement): Picture {
  const { width, height } = drawing.viewBox.baseVal;
  const all = { x: 0, y: 0, width, height };
  const ground = tag('rect', { ...all, fill: groundOf(drawing) });
  return framed(ground + shapesOf(drawing, all), width, height);
}

function framed(inside: string, width: number, height: number): Picture {
  const svg = tag(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-variant': 'tabular-nums',
    },
    inside,
  );
  return { svg: `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`, width, height };
}

/**
 * A picture as pixels.
 * @param scale of them for one of the picture's
 * @param canvas what it is drawn on, when there is one already
 */
export async function rasterOf(
  { svg, width, height }: Picture,
  scale: number,
  canvas = document.createElement('canvas'),
): Promise<HTMLCanvasElement> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  // Whatever was on it is gone.
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  // Its pixels are read, and not shown.
  canvas.getContext('2d', { willReadFrequently: true })!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** A picture as a file of PNG. */
export async function pngOf(picture: Picture, scale: number): Promise<Blob> {
  const canvas = await rasterOf(picture, scale);
  return new Promise((done, fail) => {
    canvas.toBlob(
      (blob) => (blob ? done(blob) : fail(new Error('the browser could not pack it'))),
      'image/png',
    );
  });
}
