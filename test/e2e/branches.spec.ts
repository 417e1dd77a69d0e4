import { readFile } from 'node:fs/promises';
import { expect, test } from './fixtures.ts';
import { Branches } from './pages/branches.ts';

const CALL = 'Remote ↔ internal';

test('story 12: rewind, open 3478 from the first Allocate on, and see the branch beside the original', async ({
  lab,
  page,
}) => {
  const branches = new Branches(page);
  await lab.showPanel('Rules');
  await lab.rules.switch('E12').click();
  await lab.showPanel('Inspector');
  await lab.feature(`degraded ${CALL}`).click();
  await lab.transport.pause.click();
  await lab.press('End');
  const original = await lab.status.textContent();
  await lab.screenshot('story-12-1-original');

  await lab.press('Home');
  await lab.transport.nextDrop.click();
  const drop = await lab.transport.seconds();
  await expect(lab.inspector.title).toContainText('Allocate');
  await lab.screenshot('story-12-2-first-drop');

  await lab.inspector.button('Open E12 from here').click();
  await expect(lab.variant).toContainText(/E12 open at .* s/);
  await expect(lab.feature(`works ${CALL}`)).toBeVisible();
  expect(await lab.transport.seconds()).toBeCloseTo(drop, 3);
  await expect(branches.lane('B E12 closed, degraded')).toBeVisible();
  await lab.screenshot('story-12-3-branch');

  // The first difference is the verdict on that very packet.
  await branches.firstDifference('B').click();
  expect(await lab.transport.seconds()).toBeCloseTo(drop, 3);
  await expect(lab.inspector.title).toContainText('Allocate');

  await lab.show('Review');
  await expect(branches.parting).toContainText(/B ?Dropped at the external firewall, no rule for UDP 3478/);
  await expect(branches.parting).toContainText(/C ?External( firewall)? lets Allocate.* pass/);
  await branches.compareAs('Map');
  await expect(lab.stage.getByRole('region', { name: /^Variant [BC]:/ })).toHaveCount(2);
  await lab.screenshot('story-12-4-side-by-side');

  // The original is untouched: its hash is the same, and both can be exported.
  await lab.show('Captures');
  const branched = await readFile(await lab.captures.save());
  await lab.captures.closeSheet();
  await lab.show('Map');
  await branches.lane('B E12 closed, degraded').click();
  await expect(lab.feature(`degraded ${CALL}`)).toBeVisible();
  await lab.press('End');
  expect(await lab.status.textContent()).toBe(original);
  await lab.show('Captures');
  const first = await readFile(await lab.captures.save());
  expect(first.equals(branched)).toBe(false);
});

test('anything can happen at any moment: a service stopped in the middle is a branch, with a name', async ({
  lab,
  page,
}) => {
  const branches = new Branches(page);
  await lab.feature(`works ${CALL}`).click();
  await lab.transport.pause.click();
  await lab.press('Home');
  await branches.at('edge switch off', /^Switch Edge off/);
  await expect(lab.variant).toContainText('edge switched off at');
  await expect(lab.feature(`not reached ${CALL}`)).toBeVisible();
  await branches.rename('Edge dies first');
  await expect(lab.variant).toContainText('Edge dies first');
  await lab.undo.click();
  await expect(lab.variant).toContainText('as designed');
  await expect(branches.lane('B Edge dies first')).toBeVisible();
});

test('a simulation that breaks is told, and the window goes on from the last good state', async ({
  lab,
  page,
}) => {
  const [laboratory] = page.workers();
  // Where it would answer, it breaks.
  await laboratory!.evaluate(() => {
    self.postMessage = () => {
      setTimeout(() => {
        throw new Error('out of memory');
      });
    };
  });
  await lab.gate('E3').press('Enter');
  await expect(lab.problem).toContainText('The simulation broke');
  await expect(lab.problem).toContainText('out of memory');
  await expect(lab.problem).toContainText('nothing is sent by itself');
  await expect(lab.variant).toContainText('as designed');
  await expect(lab.feature('works Remote sign-in')).toBeVisible();
  await lab.screenshot('crash');

  // Another thread has taken its place: the same change now works.
  await lab.redo.click();
  await expect(lab.variant).toContainText('E3 closed');
  await expect(lab.feature('broken Remote sign-in')).toBeVisible();
});

test('a run that takes long is told, and can be cancelled: the one before stays', async ({ lab, page }) => {
  // It never answers.
  await page.workers()[0]!.evaluate(() => {
    self.postMessage = () => undefined;
  });
  await lab.gate('E3').press('Enter');
  await expect(lab.status).toContainText(/Running, \d+ %/);
  await lab.status.getByRole('button', { name: 'Cancel' }).click();
  await expect(lab.variant).toContainText('as designed');
  await expect(lab.status).not.toContainText('Running');
  await expect(lab.problem).toBeHidden();

  await lab.redo.click();
  await expect(lab.feature('broken Remote sign-in')).toBeVisible();
});

test('a name for a variant is typed at once, and the name of the design stays whole beside it', async ({
  lab,
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await lab.variant.click();
  await page.getByRole('menuitem', { name: 'Name this variant' }).click();
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.insertText('Everything that the review of spring asked for, and more');
  await lab.press('Enter');
  await expect(lab.variant).toContainText('Everything that the review');
  const cut = (text: string) => page.getByText(text).evaluate((one) => one.scrollWidth > one.clientWidth);
  expect(await cut('Single Edge')).toBe(false);
  expect(await cut('Everything that the review')).toBe(true);
});
