import { play } from '../../docs/manual/make/pictures/scene.ts';
import { SCENES } from '../../docs/manual/make/pictures/scenes.ts';
import { seriousFindings } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { ManualPage, widthOf } from './pages/manual.ts';

test('F1 opens the manual: it is searched, its links and pictures lead on, and one finds back', async ({
  lab,
  page,
}) => {
  const manual = new ManualPage(page);
  await lab.press('F1');
  await expect(manual.heading).toHaveText('First minutes');
  expect(await widthOf(manual.pictures.first())).toBeGreaterThan(600);
  await lab.screenshot('manual-first');
  expect(await seriousFindings(page)).toEqual([]);

  await manual.link('Lesson 1').click();
  await expect(manual.heading).toHaveText('Lesson 1: What is a port');
  await manual.button('Back to the page before').click();
  await expect(manual.heading).toHaveText('First minutes');
  await manual.button('Forward again').click();
  await expect(manual.heading).toHaveText('Lesson 1: What is a port');

  await manual.search.fill('relay two remote');
  await manual.contents.getByRole('button', { name: /^Audio\/video call between two remote users/ }).click();
  await expect(manual.heading).toHaveText('Audio/video call between two remote users');
  expect(await widthOf(manual.pictures.first())).toBeGreaterThan(300);
  await expect(manual.article.getByRole('cell', { name: 'E12', exact: true }).first()).toBeVisible();
  await lab.screenshot('manual-feature');
  expect(await seriousFindings(page)).toEqual([]);
  await manual.search.fill('xylophone');
  await expect(manual.contents.getByRole('status')).toHaveText('No page holds these words.');

  await manual.button('Play it in the lab').click();
  await expect(lab.feature('Remote ↔ remote')).toHaveAttribute('aria-current', 'true');
});

test('the guide is read from page to page, and each picture is there', async ({ lab, page }) => {
  const manual = new ManualPage(page);
  const next = manual.article.getByRole('button', { name: /^Next/ });
  await lab.palette.do('Read: First minutes');
  const titles: (string | null)[] = [];
  while (!(await manual.heading.textContent())?.startsWith('Remote user signs in')) {
    titles.push(await manual.heading.textContent());
    for (const picture of await manual.pictures.all()) expect(await widthOf(picture)).toBeGreaterThan(300);
    await next.click();
  }
  expect(new Set(titles).size).toBe(17);
});

test('what has a page leads to it: a feature, a form of rules, a lesson', async ({ lab, page }) => {
  const manual = new ManualPage(page);
  await lab.feature('Web conferencing').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Read about it in the manual' }).click();
  await expect(manual.heading).toHaveText(/^Web conferencing content/);
  await manual.button('Back to Map').click();
  await page
    .getByRole('complementary', { name: 'Panel' })
    .getByRole('button', { name: /^Read about it/ })
    .click();
  await expect(manual.heading).toBeVisible();

  await lab.show('Files');
  await lab.files.writeAs('Juniper SRX');
  await manual.button('Read about it: Juniper SRX').click();
  await expect(manual.heading).toHaveText('Juniper SRX');
  await manual.button('Back to Files').click();

  await lab.show('Lessons');
  await manual.button('Read about it: Three services, one port').click();
  await expect(manual.heading).toHaveText('Lesson 3: Three services, one port');
});

for (const name of ['drop', 'files', 'stage'])
  test(`the manual's picture "${name}" can be taken`, async ({ lab, page }) => {
    const scene = SCENES.find((one) => one.name === name)!;
    await page.setViewportSize({ width: scene.width, height: scene.height });
    await play(scene, lab, page);
    await expect(scene.region?.(page) ?? page.locator('body')).toBeVisible();
  });
