import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { Branches } from './pages/branches.ts';

test.describe.configure({ timeout: 240_000 });

/** Keeps what a person sees, one picture after the other: test-results/first-minutes/ is looked through by eye. */
function camera(page: Page, folder: string) {
  let number = 0;
  return async (what: string): Promise<void> => {
    number++;
    const name = `${String(number).padStart(2, '0')}-${what}.png`;
    await page.screenshot({ path: `test-results/first-minutes/${folder}/${name}` });
  };
}

for (const [width, height, colorScheme] of [
  [1440, 900, 'light'],
  [1280, 720, 'dark'],
] as const)
  test.describe(`${width} x ${height}, ${colorScheme}`, () => {
    test.use({ viewport: { width, height }, colorScheme });

    test('the first five minutes of somebody who reads nothing', async ({ lab, page }) => {
      const shoot = camera(page, `${width}-${colorScheme}`);
      const branches = new Branches(page);
      await shoot('start');

      // The big button plays the first feature.
      await lab.inspector.playFeature.click();
      for (const second of ['0.1', '0.2', '0.3', '0.4']) {
        await expect.poll(() => lab.transport.seconds(), { intervals: [20] }).toBeGreaterThan(Number(second));
        await shoot(`playing-${second}`);
      }
      await expect(lab.host('Alice')).toHaveAccessibleName(/registered/);
      await expect(lab.transport.play).toBeVisible();
      await shoot('registered');

      // A gate is closed where one looks, and the sign-in is played again.
      await lab.gate('E3').press('Enter');
      await expect(lab.feature('broken Remote sign-in')).toBeVisible();
      await shoot('gate-closed');
      await lab.press('Home');
      await lab.transport.nextDrop.click();
      await shoot('first-drop');
      await lab.transport.nextDrop.click();
      await shoot('second-drop');
      await lab.press('End');
      await shoot('given-up');
      await lab.press('Escape');
      await shoot('why');
      await lab.undo.click();

      // A call without UDP 3478, and each view of it.
      await lab.gate('E12').press('Enter');
      await lab.feature('degraded Remote ↔ internal').click();
      await expect.poll(() => lab.transport.seconds(), { intervals: [20] }).toBeGreaterThan(0.3);
      await lab.transport.pause.click();
      await shoot('call');
      await lab.press('End');
      await shoot('call-by-tcp');
      for (const view of await lab.views()) {
        await lab.show(view);
        await lab.settled();
        await shoot(`view-${view.toLowerCase()}`);
      }

      // Back to the first Allocate, and on from there with the gate open.
      await lab.show('Map');
      await lab.press('Home');
      await lab.transport.nextDrop.click();
      await shoot('rewound');
      await lab.inspector.button('Open E12 from here').click();
      await expect(
        branches.lane('B E12 closed, degraded').or(branches.lane('C E12 closed, degraded')),
      ).toBeVisible();
      await shoot('branch');
      await lab.press('Control+k');
      await shoot('palette');
      await page.keyboard.type('stop');
      await shoot('palette-found');
      await lab.press('Escape');
      await lab.press('?');
      await shoot('keys');
    });
  });
