import { readFile } from 'node:fs/promises';
import { openDesign } from '../../simulator/designs/registry.ts';
import { crash } from './crash.ts';
import { expect, test } from './fixtures.ts';
import { DocumentPage } from './pages/document.ts';
import { LabPage } from './pages/lab.ts';

test.describe('story 30: with the keyboard, less motion and colours for the colour-blind', () => {
  test('story 5 from end to end', async ({ lab, page }) => {
    const { palette } = lab;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await palette.do('colours for the colour-blind');
    await expect(page.locator('html')).toHaveAttribute('data-palette', 'safe');
    await palette.do('close e12');
    await palette.do('close e13');
    await expect(lab.variant).toContainText('E12 and E13 closed');
    await expect(lab.announcements).toContainText('E12 and E13 closed: ');
    await palette.do('play: remote ↔ internal');
    await lab.press('Space');
    await lab.press('Home');
    await lab.screenshot('story-30-1-start');

    // Each step shows where it ends; what is dropped is said.
    await lab.press('Shift+ArrowRight');
    await expect(lab.announcements).toContainText('at the external firewall, no rule for UDP 3478');
    await expect(lab.inspector.body).toContainText('E12 would let it in, and is closed.');
    await lab.screenshot('story-30-2-drop');
    await lab.press('End');
    await lab.press('Escape');
    await expect(lab.inspector.body).toContainText('broken');
    await expect(lab.inspector.body).toContainText('23');
    await lab.screenshot('story-30-3-end');
    await palette.do('show: ice');
    await expect(lab.stage).toContainText('ICEWarn');
    await lab.screenshot('story-30-4-ice');

    // Instant messages go by another rule.
    await palette.do('show: map');
    await palette.do('play: remote im');
    await expect(lab.feature('works Remote IM')).toBeVisible();
  });
});

test('story 30: a lab that is killed opens again at the same event', async ({
  lab,
  page,
  appUrl,
  complaints,
}) => {
  await lab.gate('E12').press('Enter');
  await lab.feature('degraded Remote ↔ internal').click();
  await lab.transport.pause.click();
  await lab.press('Home');
  await lab.transport.nextDrop.click();
  const [event, clock] = [await lab.status.textContent(), await lab.transport.clock.textContent()];
  // The moment is written down twice a second.
  const doc = new DocumentPage(page);
  const time = await lab.transport.seconds();
  await expect.poll(async () => Math.round((await doc.keptTime()) / 1000)).toBe(Math.round(time * 1000));
  await doc.kept();
  const again = await page.context().newPage();
  await crash(page);

  const second = new LabPage(again);
  await again.goto(appUrl);
  await expect(second.variant).toContainText('E12 closed');
  await expect(second.stage).toContainText('This is where you were.');
  await expect(second.transport.clock).toHaveText(clock ?? '');
  await expect(second.status).toHaveText(event ?? '');
  await second.screenshot('story-30-5-again');

  // Undo leads back, as before; a window that is closed leaves nothing behind.
  await second.undo.click();
  await expect(second.variant).toContainText('as designed');
  expect(complaints).toEqual([]);
});

test('a design is saved as a file that opens again', async ({ lab, page }) => {
  await lab.gate('E12').press('Enter');
  await expect(lab.variant).toContainText('E12 closed');
  const download = page.waitForEvent('download');
  await lab.press('Control+s');
  const text = await readFile(await (await download).path(), 'utf8');
  const loaded = openDesign(text, 'saved.json');
  expect(loaded.ok && loaded.design.firewalls[0]!.rules.find(({ id }) => id === 'E12')!.enabled).toBe(false);
});
