import { GIFEncoder, nearestColorIndex, quantize, type Palette } from 'gifenc';

/** A GIF has 256 colours for a picture; one of them stands for what stays as it was. */
const COLOURS = 255;
/** So many of them are as they are in the picture. */
const EXACT = 128;

/** Writes animated GIFs: of each picture only what is other than in the one before. */
export class GifWriter {
  readonly #gif = GIFEncoder();
  readonly #width: number;
  readonly #height: number;
  #before: Uint32Array | null = null;
  /** The picture that is to be written once it is known how long it stays. */
  #waiting: { readonly pixels: Uint32Array; readonly from: number } | null = null;
  #end = 0;
  #frames = 0;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
  }

  /**
   * @param pixels red, green, blue, opacity; all are opaque
   * @param end of it, seconds from the film's beginning
   */
  add(pixels: Uint8ClampedArray<ArrayBuffer>, end: number): void {
    const now = new Uint32Array(pixels.buffer);
    const same = this.#waiting?.pixels.every((pixel, i) => pixel === now[i]) ?? false;
    if (!same) {
      this.#write();
      this.#waiting = { pixels: now, from: this.#end };
    }
    this.#end = end;
  }

  /** @returns the file, and how many pictures are in it: those that are the same as the one before are none of their own */
  finish(): { readonly file: Uint8Array<ArrayBuffer>; readonly frames: number } {
    this.#write();
    this.#gif.finish();
    return { file: this.#gif.bytes(), frames: this.#frames };
  }

  #write(): void {
    if (!this.#waiting) return;
    const { pixels, from } = this.#waiting;
    const { indexes, palette } = paletted(pixels, this.#before);
    // Times are told in hundredths of a second (GIF89a, 23): what is rounded here is made good by the next.
    const delay = (Math.round(this.#end * 100) - Math.round(from * 100)) * 10;
    this.#gif.writeFrame(indexes, this.#width, this.#height, {
      palette: [...palette, [0, 0, 0]],
      transparent: true,
      transparentIndex: palette.length,
      dispose: 1,
      delay,
      repeat: 0,
    });
    this.#before = pixels;
    this.#frames++;
    this.#waiting = null;
  }
}

/** What is other than before, as places in a palette of its own; the rest has the place behind the palette. */
function paletted(
  pixels: Uint32Array,
  before: Uint32Array | null,
): { readonly indexes: Uint8Array; readonly palette: Palette } {
  const counts = new Map<number, number>();
  for (let i = 0; i < pixels.length; i++)
    if (!before || pixels[i] !== before[i]) counts.set(pixels[i]!, (counts.get(pixels[i]!) ?? 0) + 1);
  const palette = paletteOf(counts);
  const places = new Map<number, number>();
  palette.forEach(([red = 0, green = 0, blue = 0], place) =>
    places.set((255 << 24) | (blue << 16) | (green << 8) | red, place),
  );
  const indexes = new Uint8Array(pixels.length).fill(palette.length);
  for (let i = 0; i < pixels.length; i++) {
    if (before && pixels[i] === before[i]) continue;
    const pixel = pixels[i]! | 0;
    let place = places.get(pixel);
    if (place === undefined) {
      place = nearestColorIndex(palette, colourOf(pixel));
      places.set(pixel, place);
    }
    indexes[i] = place;
  }
  return { indexes, palette };
}

/** Colours that cover much are in it as they are: nobody is to see grounds change. The others share what is left. */
function paletteOf(counts: ReadonlyMap<number, number>): Palette {
  const sorted = [...counts].sort(([, one], [, other]) => other - one).map(([pixel]) => pixel);
  const exact = sorted.slice(0, sorted.length > COLOURS ? EXACT : COLOURS);
  const rest = Uint32Array.from(sorted.slice(exact.length));
  const shared =
    rest.length === 0 ? [] : quantize(new Uint8ClampedArray(rest.buffer), COLOURS - exact.length);
  return [...exact.map(colourOf), ...shared];
}

function colourOf(pixel: number): number[] {
  return [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
}
