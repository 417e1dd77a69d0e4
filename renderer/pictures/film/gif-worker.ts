import * as comlink from 'comlink';
import { GifWriter } from './gif-writer.ts';

let writer: GifWriter | null = null;

/** Packs a GIF beside the window, which goes on meanwhile. */
const packer = {
  begin(width: number, height: number): void {
    writer = new GifWriter(width, height);
  },
  add(pixels: Uint8ClampedArray<ArrayBuffer>, end: number): void {
    writer!.add(pixels, end);
  },
  finish(): Uint8Array<ArrayBuffer> {
    const { file } = writer!.finish();
    return comlink.transfer(file, [file.buffer]);
  },
};
export type GifPacker = typeof packer;

comlink.expose(packer);
