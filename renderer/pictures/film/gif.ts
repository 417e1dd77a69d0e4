import * as comlink from 'comlink';
import type { FilmEncoder } from './encoder.ts';
import type { GifPacker } from './gif-worker.ts';
import PackerThread from './gif-worker.ts?worker';

/** So many pictures wait to be packed; then the next one waits to be drawn. */
const MOST_WAITING = 4;

/** Writes an animated GIF in a thread of its own. @param width in pixels, and `height` */
export async function gifEncoder(width: number, height: number): Promise<FilmEncoder> {
  const thread = new PackerThread();
  const broken = new Promise<never>((_, fail) => {
    thread.addEventListener('error', (event) => fail(new Error(event.message || 'its thread broke')));
  });
  // Nobody may be waiting when it breaks.
  broken.catch(() => undefined);
  const packer = comlink.wrap<GifPacker>(thread);
  const waiting: Promise<void>[] = [];
  await Promise.race([packer.begin(width, height), broken]);
  return {
    async add(picture, at, stays) {
      const { data: pixels } = picture.getContext('2d')!.getImageData(0, 0, width, height);
      waiting.push(packer.add(comlink.transfer(pixels, [pixels.buffer]), at + stays));
      if (waiting.length > MOST_WAITING) await Promise.race([waiting.shift()!, broken]);
    },
    async finish() {
      const file = await Promise.race([packer.finish(), broken]);
      thread.terminate();
      return new Blob([file], { type: 'image/gif' });
    },
    cancel: () => thread.terminate(),
  };
}
