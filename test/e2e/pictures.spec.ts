import { execFileSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { SaxesParser } from 'saxes';
import { haveFfmpeg } from '../setup/tools.ts';
import { expect, test } from './fixtures.ts';
import { Pictures, type Saved } from './pages/pictures.ts';

test.describe.configure({ timeout: 120_000 });

/** An element of SVG, and the words in it. */
interface Parsed {
  readonly elements: ReadonlySet<string>;
  readonly words: string;
}

/** Reads SVG as XML; throws where it is not well-formed. */
function parsed({ bytes }: Saved): Parsed {
  const elements = new Set<string>();
  const words: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', ({ local }) => elements.add(local));
  parser.on('text', (text) => words.push(text));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(bytes.toString('utf8')).close();
  return { elements, words: words.join('\n') };
}

/**
 * Share of the pixels that are seen to differ.
 * @param high rows from the top that are compared
 * @param coarse pixels that are seen as one: where one picture may lie between the pixels of the other
 */
function difference(page: Page, one: Buffer, other: Buffer, high: number, coarse = 1): Promise<number> {
  return page.evaluate(
    async ([first, second, rows, size]) => {
      const pixelsOf = async (base64: string) => {
        const image = new Image();
        image.src = `data:image/png;base64,${base64}`;
        await image.decode();
        const [width, height] = [image.width, image.height].map((side) => Math.round(side / size));
        const pen = new OffscreenCanvas(width!, height!).getContext('2d')!;
        pen.imageSmoothingQuality = 'high';
        pen.drawImage(image, 0, 0, width!, height!);
        return pen.getImageData(0, 0, width!, Math.round(rows / size)).data;
      };
      const [a, b] = [await pixelsOf(first), await pixelsOf(second)];
      if (a.length !== b.length) return 1;
      let off = 0;
      for (let i = 0; i < a.length; i += 4)
        if (Math.abs(a[i]! - b[i]!) + Math.abs(a[i + 1]! - b[i + 1]!) + Math.abs(a[i + 2]! - b[i + 2]!) > 96)
          off++;
      return off / (a.length / 4);
    },
    [one.toString('base64'), other.toString('base64'), high, coarse] as const,
  );
}

/** What a browser that did not write it finds in a film. */
function ffprobe({ path }: Saved): {
  width: number;
  height: number;
  codec: string;
  seconds: number;
  frames: number;
} {
  const args = [
    '-v',
    'error',
    '-count_frames',
    '-select_streams',
    'v',
    '-show_streams',
    '-show_format',
    '-of',
    'json',
  ];
  const { streams, format } = JSON.parse(execFileSync('ffprobe', [...args, path]).toString()) as {
    streams: { width: number; height: number; codec_name: string; nb_read_frames: string }[];
    format: { duration: string };
  };
  const [video] = streams;
  return {
    width: video!.width,
    height: video!.height,
    codec: video!.codec_name,
    seconds: Number(format.duration),
    frames: Number(video!.nb_read_frames),
  };
}

test('a PNG shows what the stage shows', async ({ lab, page }) => {
  const pictures = new Pictures(page);
  await lab.press('Home');
  await lab.transport.step.click();
  const stage = page.locator('main > .picture');
  for (const view of ['Map', 'Ladder', 'Rules', 'Sessions'] as const) {
    await lab.show(view);
    await lab.settled();
    await page.mouse.move(0, 0);
    const seen = await stage.screenshot();
    await pictures.open();
    await pictures.caption(false);
    await pictures.choose('1×');
    const { name, bytes } = await pictures.save();
    expect(name).toMatch(/^reference-1-remote-sign-in-\w+-0\.\d{3}s\.png$/);
    // The map's buttons below are not in it.
    const high = (await stage.boundingBox())!.height - 40;
    expect(await difference(page, seen, bytes, high), view).toBeLessThan(0.005);
    await pictures.close();
  }
});

test('an SVG of any view is vectors and words that every program reads', async ({ lab, page }) => {
  const pictures = new Pictures(page);
  await lab.press('End');
  for (const view of await lab.views()) {
    await lab.show(view);
    await lab.settled();
    await pictures.open();
    await pictures.choose('SVG');
    const { elements, words } = parsed(await pictures.save());
    expect([...elements], view).not.toContain('foreignObject');
    expect(words, view).toContain('Remote user signs in');
    expect(words, view).toContain('not reached');
    if (view === 'Map') for (const host of ['Alice', 'Edge', 'Front end 2']) expect(words).toContain(host);
    await pictures.close();
  }
});

test('packets under way are vectors, too', async ({ lab, page }) => {
  const pictures = new Pictures(page);
  const axis = (await page.getByRole('slider', { name: 'Time' }).boundingBox())!;
  await page.mouse.click(axis.x + axis.width * 0.4, axis.y + axis.height / 2);
  const packets = page.getByRole('button', { name: /^Packet under way/ });
  await expect(packets.first()).toBeAttached();
  const count = await packets.count();
  await pictures.open();
  await pictures.choose('SVG');
  const saved = await pictures.save();
  expect([...parsed(saved).elements]).not.toContain('image');
  expect(saved.bytes.toString().match(/<path [^>]*paint-order="stroke"\/>/g)).toHaveLength(count);
  await expect(lab.problem).not.toBeVisible();
});

test('a picture has the theme that one wants, and the window keeps its own', async ({ lab, page }) => {
  const pictures = new Pictures(page);
  await lab.chooseLook('Light');
  await pictures.open();
  await pictures.caption(false);
  await pictures.choose('1×');
  const light = await pictures.save();
  await pictures.choose('Dark');
  const dark = await pictures.save();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  expect(await difference(page, light.bytes, dark.bytes, 400)).toBeGreaterThan(0.9);
  await pictures.close();
  // As the window itself looks when it is dark.
  await lab.chooseLook('Dark');
  await lab.settled();
  const seen = await page.locator('main > .picture').screenshot();
  expect(await difference(page, seen, dark.bytes, 500)).toBeLessThan(0.005);
});

test('a picture is copied to where other programs paste it from', async ({ lab, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const pictures = new Pictures(page);
  await lab.press('End');
  await pictures.open();
  await pictures.sheet.getByRole('button', { name: 'Copy' }).click();
  await expect(pictures.said).toContainText('Copied');
  const types = await page.evaluate(async () =>
    (await navigator.clipboard.read()).flatMap(({ types }) => types),
  );
  expect(types).toContain('image/png');
});

test('a GIF tells the run from the beginning to the end, and can be given up', async ({ lab, page }) => {
  const pictures = new Pictures(page);
  await lab.showPanel('Rules');
  await lab.rules.switch('E3').click();
  await lab.settled();
  await pictures.open();
  await pictures.choose('GIF film');
  // Long enough for nobody to see its end.
  await pictures.speed(0.1);
  await pictures.make.click();
  await pictures.cancel.click();
  await expect(pictures.make).toBeVisible();
  await pictures.speed(10);
  const seconds = await pictures.seconds();
  await pictures.make.click();
  await expect(pictures.said).toHaveText(/^[\d.]+ [kM]B, [\d.]+ s$/, { timeout: 60_000 });
  const film = await pictures.save();
  const decoded = await page.evaluate(
    async (bytes) => {
      const decoder = new ImageDecoder({ data: new Uint8Array(bytes), type: 'image/gif' });
      await Promise.all([decoder.tracks.ready, decoder.completed]);
      const { frameCount, repetitionCount } = decoder.tracks.selectedTrack!;
      let length = 0;
      let last = '';
      for (let frameIndex = 0; frameIndex < frameCount; frameIndex++) {
        const { image } = await decoder.decode({ frameIndex });
        length += image.duration ?? 0;
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [image.displayWidth, image.displayHeight];
        canvas.getContext('2d')!.drawImage(image, 0, 0);
        last = canvas.toDataURL().split(',')[1]!;
        image.close();
      }
      return { frameCount, repetitionCount, seconds: length / 1e6, last };
    },
    [...film.bytes],
  );
  expect(decoded.seconds).toBeCloseTo(seconds, 1);
  expect(decoded.frameCount).toBeGreaterThan(5);
  expect(decoded.repetitionCount).toBe(Infinity);
  await pictures.close();
  // Its end is what a picture of the end shows.
  await lab.press('End');
  await lab.settled();
  await pictures.open();
  await pictures.choose('SVG');
  const svg = await pictures.save();
  const still = await page.evaluate(async (text) => {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 960;
    canvas.height = Math.round((image.height * 960) / image.width / 2) * 2;
    const pen = canvas.getContext('2d')!;
    pen.drawImage(image, 0, 0, 960, (image.height * 960) / image.width);
    return canvas.toDataURL().split(',')[1]!;
  }, svg.bytes.toString('utf8'));
  const [one, other] = [Buffer.from(decoded.last, 'base64'), Buffer.from(still, 'base64')];
  expect(await difference(page, one, other, 760, 4)).toBeLessThan(0.006);
});

test('WebM and MP4 are offered where the browser can write them, and play elsewhere', async ({
  lab,
  page,
}) => {
  test.skip(!haveFfmpeg(), 'ffmpeg is not here and could not be installed');
  const pictures = new Pictures(page);
  await lab.press('End');
  await pictures.open();
  await expect(pictures.sheet.getByRole('radio', { name: /film$/ })).not.toHaveCount(1);
  for (const [name, codecs] of [
    ['WebM film', /^(vp9|vp8|av1)$/],
    ['MP4 film', /^(h264|hevc|vp9|av1)$/],
  ] as const) {
    const offered = await pictures.sheet.getByRole('radio', { name }).isVisible();
    if (!offered) {
      await expect(pictures.sheet).toContainText(`This browser has no encoder for a ${name}.`);
      continue;
    }
    await pictures.choose(name);
    await pictures.speed(1);
    const seconds = await pictures.seconds();
    await pictures.make.click();
    await expect(pictures.said).toHaveText(/[kM]B/, { timeout: 60_000 });
    const found = ffprobe(await pictures.save());
    expect(found.codec).toMatch(codecs);
    expect(found.width).toBe(960);
    expect(found.height % 2).toBe(0);
    expect(found.seconds).toBeCloseTo(seconds, 0);
    expect(found.frames).toBeGreaterThan(5);
  }
});
