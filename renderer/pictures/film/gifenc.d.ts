/** What is used of gifenc, which comes without types. */
declare module 'gifenc' {
  /** Colours: red, green, blue, from 0 to 255. */
  export type Palette = number[][];
  export interface GifFrame {
    readonly palette: Palette;
    /** Milliseconds. */
    readonly delay: number;
    readonly transparent?: boolean;
    readonly transparentIndex?: number;
    /** What becomes of it when the next comes; 1: it stays. */
    readonly dispose?: number;
    /** How often it is played again; 0: without end. */
    readonly repeat?: number;
  }
  export interface GifStream {
    writeFrame(indexes: Uint8Array, width: number, height: number, frame: GifFrame): void;
    finish(): void;
    bytes(): Uint8Array<ArrayBuffer>;
  }
  export function GIFEncoder(): GifStream;
  export function quantize(pixels: Uint8ClampedArray, colours: number): Palette;
  /** @returns the place in the palette of what is most like a colour */
  export function nearestColorIndex(palette: Palette, colour: number[]): number;
}
