import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { serve } from '../../../../electron/shell/serve.ts';
import { LabPage } from '../../../../test/e2e/pages/lab.ts';
import { ensureBrowser } from '../../../../test/setup/tools.ts';
import type { Scene } from './scene.ts';
import { play } from './scene.ts';
import { SCENES } from './scenes.ts';

/*
 * `npm run manual:pictures [NAME...]`: takes the manual's pictures of the built window, all of them or those of the given
 * names, into docs/manual/pictures.
 */
const FOLDER = resolve('docs/manual/pictures');
/** Of WebP, from 0 to 1: letters stay clean, gradients small. */
const QUALITY = 0.72;

/** A picture as WebP, made by the browser itself. */
async function webp(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  const url = await page.evaluate(
    async ([source, quality]) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.getContext('2d')!.drawImage(image, 0, 0);
      return canvas.toDataURL('image/webp', quality);
    },
    [`data:image/png;base64,${png.toString('base64')}`, QUALITY] as const,
  );
  await page.close();
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

async function picture(page: Page, scene: Scene, url: string): Promise<Buffer> {
  const lab = new LabPage(page);
  await lab.open(url);
  await play(scene, lab, page);
  return (scene.region?.(page) ?? page).screenshot({ animations: 'disabled', caret: 'hide' });
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !SCENES.some((scene) => scene.name === name));
if (unknown.length > 0)
  throw new Error(
    `no picture "${unknown.join(', ')}": there are ${SCENES.map(({ name }) => name).join(', ')}`,
  );
mkdirSync(FOLDER, { recursive: true });
const { server, url } = await serve(resolve(process.env['MANUAL_WINDOW'] ?? 'out/renderer'));
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: ['--disable-gpu'] });
for (const scene of SCENES) {
  if (wanted.length > 0 && !wanted.includes(scene.name)) continue;
  const { width, height } = scene;
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  const file = join(FOLDER, `${scene.name}.webp`);
  writeFileSync(file, await webp(browser, await picture(page, scene, url)));
  console.log(`${scene.name}: ${Math.ceil(statSync(file).size / 1024)} kB`);
  await context.close();
}
await browser.close();
server.closeAllConnections();
server.close();
