import { _electron, expect, test } from '@playwright/test';
import type {} from '../../renderer/host/host.ts';
import { electronBinary } from '../../electron/shell/electron-binary.ts';
import { sandboxFlags } from '../../electron/shell/sandbox.ts';
import { newHome, root, startFile } from './launcher.ts';

const binary = electronBinary(startFile);
const screen =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);
test.skip(binary === null, 'the Electron program is not installed here (npm start -- --download fetches it)');
test.skip(!screen, 'Electron needs a screen (xvfb-run gives one)');

test('Electron opens the lab on its own scheme, without Node in the window', async () => {
  const app = await _electron.launch({
    executablePath: binary!,
    args: [...sandboxFlags(), root, `--user-data-dir=${newHome()}`],
  });
  try {
    const page = await app.firstWindow();
    await expect(page).toHaveTitle('Edge Lab');
    await expect(page).toHaveURL('app://lab/');
    await expect(page.locator('[data-rule]').first()).toBeVisible();
    expect(await page.evaluate(() => [typeof globalThis.process, typeof window.edgeLab])).toEqual([
      'undefined',
      'object',
    ]);
    expect(await page.evaluate(() => window.edgeLab!.info())).toMatchObject({ lab: '0.1.0' });
    // A page elsewhere must not be reached from here, in this window or in another.
    await page.evaluate(() => {
      open('https://example.org/');
      location.href = 'https://example.org/';
    });
    await expect(page).toHaveURL('app://lab/');
    expect(app.windows()).toHaveLength(1);
  } finally {
    await app.close();
  }
});
