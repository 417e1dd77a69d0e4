import type { Scene } from '../studio.svelte.ts';
import { Camera } from './camera.ts';
import type { FilmEncoder } from './encoder.ts';
import { secondsOf, type FilmFrame } from './frames.ts';

/** Kinds of films, as their files end. */
export type FilmKind = 'gif' | 'webm' | 'mp4';

/** A film that was made. */
export interface Film {
  readonly file: Blob;
  /** How long it plays. */
  readonly seconds: number;
}

export interface FilmOptions {
  readonly kind: FilmKind;
  /** In pixels. */
  readonly width: number;
  readonly frames: readonly FilmFrame[];
  /** Told of the share that is done, from 0 to 1. */
  readonly onProgress: (share: number) => void;
  /** Ends it before it is done. */
  readonly signal: AbortSignal;
}

/**
 * Films a scene of the studio.
 * @returns null when it was ended before it was done
 * @throws Error with a sentence, when the browser cannot write such a film
 */
export async function filmOf(
  scene: Scene,
  { kind, width, frames, onProgress, signal }: FilmOptions,
): Promise<Film | null> {
  await scene.laidOut();
  const camera = new Camera(scene, width);
  let encoder: FilmEncoder | null = null;
  try {
    encoder = await encoderFor(kind, camera.canvas);
    for (const [i, { time, at, stays }] of frames.entries()) {
      if (signal.aborted) return null;
      scene.show(time);
      await camera.take();
      await encoder.add(camera.canvas, at, stays);
      onProgress((i + 1) / (frames.length + 1));
    }
    const file = await encoder.finish();
    encoder = null;
    return { file, seconds: secondsOf(frames) };
  } finally {
    encoder?.cancel();
    camera.close();
  }
}

/** Programs that write films are large: each comes when it is needed. */
async function encoderFor(kind: FilmKind, canvas: HTMLCanvasElement): Promise<FilmEncoder> {
  if (kind === 'gif') return (await import('./gif.ts')).gifEncoder(canvas.width, canvas.height);
  return (await import('./video.ts')).videoEncoder(kind, canvas);
}
