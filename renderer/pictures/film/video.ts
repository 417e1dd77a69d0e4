import {
  BufferTarget,
  CanvasSource,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Output,
  Quality,
  WebMOutputFormat,
  type VideoCodec,
} from 'mediabunny';
import type { FilmEncoder } from './encoder.ts';
import { RATE } from './frames.ts';

export type VideoKind = 'webm' | 'mp4';

/** What a browser may be able to write into each kind of file, what most players know first. */
const CODECS: Readonly<Record<VideoKind, VideoCodec[]>> = {
  webm: ['vp9', 'vp8', 'av1'],
  mp4: ['avc', 'hevc', 'vp9', 'av1'],
};

/** What this browser can write into a kind of file; null when that is nothing. */
export function codecFor(kind: VideoKind, width: number, height: number): Promise<VideoCodec | null> {
  if (typeof VideoEncoder === 'undefined') return Promise.resolve(null);
  return getFirstEncodableVideoCodec(CODECS[kind], { width, height });
}

/**
 * Writes a film as WebM or MP4, with the encoders that the browser has.
 * @param canvas on which each picture is drawn
 * @throws Error with a sentence, when the browser has none
 */
export async function videoEncoder(kind: VideoKind, canvas: HTMLCanvasElement): Promise<FilmEncoder> {
  const codec = await codecFor(kind, canvas.width, canvas.height);
  if (!codec) throw new Error(`this browser has no encoder for ${kind === 'webm' ? 'WebM' : 'MP4'}`);
  const target = new BufferTarget();
  const format = kind === 'webm' ? new WebMOutputFormat() : new Mp4OutputFormat();
  const output = new Output({ format, target });
  const source = new CanvasSource(canvas, { codec, quality: new Quality('high') });
  output.addVideoTrack(source, { frameRate: RATE });
  await output.start();
  return {
    add: (_, at, stays) => source.add(at, stays),
    async finish() {
      await output.finalize();
      return new Blob([target.buffer!], { type: format.mimeType });
    },
    cancel: () => void output.cancel(),
  };
}
