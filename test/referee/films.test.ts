import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GifWriter } from '../../renderer/pictures/film/gif-writer.ts';
import { haveFfmpeg } from '../setup/tools.ts';

const here = haveFfmpeg();
const [WIDTH, HEIGHT] = [48, 32];

/** A picture: a ground with a square that moves over it. */
function picture(at: number, colourOf: (x: number, y: number) => number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint32Array(WIDTH * HEIGHT);
  pixels.forEach((_, i) => {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    const marked = x >= at && x < at + 4 && y >= 10 && y < 14;
    pixels[i] = (0xff000000 | (marked ? 0x2f43cf : colourOf(x, y))) >>> 0;
  });
  return new Uint8ClampedArray(pixels.buffer);
}

/** Writes pictures that stay a twelfth of a second each. */
function written(pictures: readonly Uint8ClampedArray<ArrayBuffer>[]) {
  const writer = new GifWriter(WIDTH, HEIGHT);
  pictures.forEach((one, i) => writer.add(new Uint8ClampedArray(one), (i + 1) / 12));
  const { file, frames } = writer.finish();
  const path = join(mkdtempSync(join(tmpdir(), 'edge-lab-film-')), 'film.gif');
  writeFileSync(path, file);
  return { path, frames, bytes: file.length };
}

/** What ffmpeg sees: 24 bits a pixel, one picture after the other as they are in the file. */
function decoded(path: string): readonly string[] {
  const args = [
    '-v',
    'error',
    '-i',
    path,
    '-vsync',
    'passthrough',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-',
  ];
  const bytes = execFileSync('ffmpeg', args, { maxBuffer: 1 << 28 });
  const size = WIDTH * HEIGHT * 3;
  return Array.from({ length: bytes.length / size }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size).toString('hex'),
  );
}

const opaque = (pixels: Uint8ClampedArray) =>
  Buffer.from(pixels.filter((_, i) => i % 4 !== 3)).toString('hex');

describe.skipIf(!here)('a GIF, as ffmpeg reads it', () => {
  const plain = Array.from({ length: 30 }, (_, i) => picture(i, (x) => (x < 24 ? 0xf7f2ee : 0xfcfbfb)));

  test('has each picture, pixel by pixel', () => {
    expect(decoded(written(plain).path)).toEqual(plain.map(opaque));
  });

  test('lasts as long as the film, whatever hundredths are lost in rounding', () => {
    const { path } = written(plain);
    const args = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path];
    expect(Number(execFileSync('ffprobe', args).toString())).toBeCloseTo(30 / 12, 2);
  });

  test('has a picture once that stays', () => {
    const { path, frames } = written([plain[0]!, plain[0]!, plain[0]!, plain[1]!]);
    expect(frames).toBe(2);
    expect(decoded(path)).toEqual([plain[0]!, plain[1]!].map(opaque));
  });

  test('keeps the grounds of a picture of too many colours, and the rest nearly', () => {
    const pale = (x: number, y: number) =>
      ((0xe0 + ((x * y) % 31)) << 16) | ((0xe8 + ((x + y) % 23)) << 8) | (0xd0 + x);
    const many = picture(5, (x, y) => (y < 12 ? 0xf7f2ee : pale(x, y)));
    const [seen = ''] = decoded(written([many]).path);
    const [is, wanted] = [Buffer.from(seen, 'hex'), Buffer.from(opaque(many), 'hex')];
    expect(is.subarray(0, WIDTH * 10 * 3)).toEqual(wanted.subarray(0, WIDTH * 10 * 3));
    const off = is.reduce((sum, value, i) => sum + Math.abs(value - wanted[i]!), 0) / is.length;
    expect(off).toBeLessThan(6);
  });
});

if (!here) test('ffmpeg', ({ skip }) => skip('ffmpeg is not here and could not be installed'));
