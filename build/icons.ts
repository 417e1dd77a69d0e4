import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { sandboxFlags } from '../electron/shell/sandbox.ts';
import { ensureBrowser } from '../test/setup/tools.ts';

/**
 * Draws the pictures of the program's icon anew from icon.svg (`npx tsx build/icons.ts`): one from which
 * electron-builder makes those for Windows and macOS, a set for Linux, and those of the web edition.
 */

const PICTURES: readonly { file: string; size: number; maskable?: true }[] = [
  { file: 'build/icon.png', size: 1024 },
  ...[32, 64, 128, 256, 512].map((size) => ({ file: `build/icons/${size}x${size}.png`, size })),
  { file: 'build/web/icon-192.png', size: 192 },
  { file: 'build/web/icon-512.png', size: 512 },
  // Systems cut a shape of their own out of it: the ground goes to the edge, the drawing stays in the middle.
  { file: 'build/web/icon-maskable.png', size: 512, maskable: true },
];

const root = join(import.meta.dirname, '..');
const drawing = readFileSync(join(import.meta.dirname, 'icon.svg'), 'utf8');
const maskable = drawing.replace(/<rect [^>]*?fill/, '<rect width="1024" height="1024" fill');
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: sandboxFlags() });
try {
  const page = await browser.newPage();
  for (const { file, size, maskable: toTheEdge = false } of PICTURES) {
    await page.setViewportSize({ width: size, height: size });
    const picture = Buffer.from(toTheEdge ? maskable : drawing).toString('base64');
    await page.setContent(
      `<body style="margin:0"><img width="${size}" style="display:block" src="data:image/svg+xml;base64,${picture}">`,
    );
    writeFileSync(join(root, file), await page.screenshot({ omitBackground: true }));
    console.log(file);
  }
} finally {
  await browser.close();
}
