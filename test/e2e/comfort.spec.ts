import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const html = (page: Page) => page.locator('html');

test('the palette does everything by keyboard', async ({ lab, page }) => {
  const { palette } = lab;
  await palette.do('close e12');
  await expect(lab.variant).toContainText('E12 closed');
  await palette.do('undo');
  await expect(lab.variant).toContainText('as designed');
  await expect(lab.announcements).toContainText('Undone: E12 closed');

  await palette.do('packet 6');
  await expect(lab.inspector.body).toContainText('Packet 6,');
  await palette.do('0.2 s');
  await expect(lab.transport.clock).toHaveText('0.200s');
  await palette.do('10.45.16.10');
  await expect(lab.inspector.body).toContainText('10.45.16.10');
  await palette.do('go to rule e3');
  await expect(lab.inspector.body).toContainText('E3');
  await palette.do('play client cert');
  await expect(lab.feature('Client certificate')).toHaveAttribute('aria-current', 'true');
  await expect(lab.transport.pause).toBeVisible();
  await palette.do('dark');
  await expect(html(page)).toHaveAttribute('data-theme', 'dark');
  await palette.do('ladder');
  await expect(
    lab.stage.getByRole('heading', { name: 'Ladder' }).or(lab.stage.getByRole('list')),
  ).toBeVisible();

  // What was used last comes first; a place that one went to is no command.
  await palette.ask('');
  await expect(palette.groups.first()).toHaveAccessibleName('Used last');
  await expect(palette.options.nth(0)).toContainText('Show: Ladder');
  await expect(palette.options.nth(1)).toContainText('Dark theme');
  await lab.press('ArrowDown');
  await expect(palette.chosen).toContainText('Dark theme');
  await lab.press('ArrowUp');
  await lab.press('ArrowUp');
  await expect(palette.chosen).toContainText('Licences of what');
  await lab.press('Escape');
  await expect(palette.field).toBeHidden();
});

test('what cannot be done says why, in the palette and with keys', async ({ lab }) => {
  await lab.palette.do('redo');
  await expect(lab.palette.chosen).toHaveAttribute('aria-disabled', 'true');
  await expect(lab.palette.chosen).toContainText('Nothing to redo');
  await expect(lab.announcement()).toHaveText('Nothing to redo');
  await lab.press('Escape');
  await lab.press('Shift+ArrowRight');
  await expect(lab.announcement()).toHaveText('No packet is lost in this run');
  await lab.palette.ask('there is no such thing');
  await expect(lab.palette.options).toHaveCount(0);
});

test('what becomes of a run is said aloud', async ({ lab }) => {
  await lab.transport.chooseSpeed('1');
  await lab.transport.play.click();
  await expect(lab.announcement()).toHaveText('Remote sign-in: works after 0.4 s', { timeout: 20_000 });
  await lab.palette.do('close e3');
  await expect(lab.announcement()).toContainText(/^E3 closed: \d+ works, .*broken/);
});

test('the window comes back as it was left; damaged, as new', async ({ lab, page }) => {
  const edge = page.getByRole('separator', { name: 'Width of the panel' });
  const panel = page.getByRole('complementary', { name: 'Panel' });
  const width = async () => (await panel.boundingBox())!.width;
  const usual = await width();
  await edge.focus();
  for (let i = 0; i < 4; i++) await lab.press('ArrowLeft');
  expect(await width()).toBe(usual + 64);
  const box = (await edge.boundingBox())!;
  await page.mouse.move(box.x + 4, box.y + 300);
  await page.mouse.down();
  await page.mouse.move(box.x - 16, box.y + 300, { steps: 4 });
  await page.mouse.up();
  expect(await width()).toBeCloseTo(usual + 84, 0);
  await lab.press('Control+b');
  await lab.press('Control+j');
  await lab.transport.chooseSpeed('2');
  await page.reload();

  await expect(page.getByRole('button', { name: 'Bring the features back' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Bring the timeline back' })).toBeVisible();
  expect(await width()).toBeCloseTo(usual + 84, 0);
  await expect(page.getByRole('button', { name: 'Speed: 2 times real time' })).toBeVisible();
  await lab.show('Matrix');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Matrix', exact: true })).toHaveAttribute(
    'aria-current',
    'page',
  );

  await lab.palette.do('reset layout');
  await lab.show('Map');
  await expect(lab.features).toBeVisible();
  expect(await width()).toBe(usual);
  await edge.focus();
  await lab.press('Enter');
  await expect(panel).toBeHidden();
  await page.evaluate(() => localStorage.setItem('edge-lab.layout', '{"version":1,"sizes":'));
  await page.evaluate(() => addEventListener('pagehide', () => localStorage.setItem('edge-lab.layout', '{')));
  await page.reload();
  await expect(panel).toBeVisible();
});

test('the tour is offered once, and is taken by keyboard', async ({ lab, page }) => {
  const offer = page.getByRole('region', { name: 'Tour' });
  const card = page.getByRole('dialog', { name: /^Tour:/ });
  await offer.getByRole('button', { name: 'Take the tour' }).press('Enter');
  await expect(card).toHaveAccessibleName('Tour: Alice signs in from the internet');
  await expect(card.getByRole('button', { name: 'Play' })).toBeFocused();
  await lab.press('Enter');
  await expect(card).toHaveAccessibleName('Tour: Watch it happen');
  await lab.press('Enter');
  // The gate itself, and not the card's button.
  await lab.gate('E3').focus();
  await lab.press('Enter');
  await expect(card).toHaveAccessibleName('Tour: See what is lost');
  await expect(lab.variant).toContainText('E3 closed');
  await expect(lab.feature('broken Remote sign-in')).toBeVisible();
  await card.getByRole('button', { name: 'Next drop' }).press('Enter');
  await expect(card).toHaveAccessibleName('Tour: Why');
  await expect(lab.inspector.body).toContainText('The external firewall dropped it');
  await card.getByRole('button', { name: 'Next' }).press('Enter');
  await lab.press('Enter');
  await expect(lab.transport.clock).toHaveText('0.000s');
  await lab.press('Control+z');
  await expect(card).toHaveAccessibleName('Tour: The rest is under one key');
  await expect(lab.variant).toContainText('as designed');
  await card.getByRole('button', { name: 'Done' }).click();
  await expect(card).toBeHidden();
  await expect(offer).toBeHidden();
  await page.reload();
  await lab.feature('Remote sign-in').waitFor();
  await expect(offer).toBeHidden();
  await lab.palette.do('tour');
  await expect(card).toBeVisible();
  await lab.press('Escape');
  await expect(card).toBeHidden();
});

test('the help sheet lists the commands with their keys, and is searched', async ({ lab, page }) => {
  await lab.press('?');
  const sheet = page.getByRole('dialog', { name: 'Commands and keys' });
  await expect(sheet.getByRole('term')).not.toHaveCount(0);
  await sheet.getByRole('searchbox').fill('undo');
  await expect(sheet.getByRole('term')).toHaveText(['Undo the last change of the design']);
  await expect(sheet.getByRole('definition')).toHaveText('CtrlZ');
  await sheet.getByRole('searchbox').fill('nothing of the kind');
  await expect(sheet).toContainText('No command is called that.');
  await lab.press('Escape');
  await expect(sheet).toBeHidden();
});

test('themes, contrast, colours, motion and size are chosen and kept', async ({ lab, page }) => {
  await lab.chooseLook('Dark');
  await lab.chooseLook('High contrast');
  await lab.chooseLook('Colours for the colour-blind');
  await lab.chooseLook('Less motion');
  await lab.chooseLook('125 %');
  await page.reload();
  for (const [name, value] of [
    ['theme', 'dark'],
    ['contrast', 'more'],
    ['palette', 'safe'],
    ['motion', 'less'],
    ['size', '125'],
  ] as const)
    await expect(html(page)).toHaveAttribute(`data-${name}`, value);
  expect(await page.evaluate(() => getComputedStyle(document.querySelector('#app')!).zoom)).toBe('1.25');
  // Without motion the clock goes in steps: each thing that is shown is at rest.
  const fall = await page.evaluate(() =>
    getComputedStyle(document.documentElement).getPropertyValue('--t-fall'),
  );
  expect(Number.parseFloat(fall)).toBe(0);
});

test('a view is as one left it; an empty one says what fills it', async ({ lab, page }) => {
  await lab.show('Rules');
  const filter = page.getByPlaceholder('Filter rules');
  await filter.fill('3478');
  await lab.show('ICE');
  await expect(lab.stage.getByRole('heading', { name: 'No media run in this feature' })).toBeVisible();
  await lab.stage.getByRole('button', { name: 'Show Remote ↔ internal' }).click();
  await expect(lab.stage.getByRole('heading', { name: 'No media' })).toBeHidden();
  await lab.show('Rules');
  await expect(filter).toHaveValue('3478');
});

test('right button and Shift F10 say what can be done with a row, a gate, a host', async ({ lab, page }) => {
  const menu = page.getByRole('menu');
  await lab.feature('Client certificate').focus();
  await lab.press('Shift+F10');
  await expect(menu.getByRole('menuitem').first()).toHaveText('Play: Client certificate');
  await lab.press('Enter');
  await expect(lab.feature('Client certificate')).toHaveAttribute('aria-current', 'true');
  await lab.gate('E12').click({ button: 'right' });
  await menu.getByRole('menuitem', { name: 'Close E12' }).click();
  await expect(lab.variant).toContainText('E12 closed');
  await lab.show('Ladder');
  await lab.stage.getByRole('radio', { name: 'Packets' }).click();
  await lab.stage.locator('[data-packet]').first().click({ button: 'right' });
  await menu.getByRole('menuitem', { name: /^Look at packet \d+$/ }).click();
  await expect(lab.inspector.body).toContainText(/Packet \d+,/);
  await lab.show('Map');
  await lab.host('Public DNS').click({ button: 'right' });
  await menu.getByRole('menuitem', { name: 'Look at Public DNS' }).click();
  await expect(lab.inspector.title).toContainText('Public DNS');
});

test('leaving asks once, and only when there is something to lose', async ({ lab, page }) => {
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await lab.feature('Client certificate').click();
  await page.reload();
  await lab.feature('Remote sign-in').waitFor();
  expect(asked).toEqual([]);
  await lab.gate('E3').press('Enter');
  await expect(lab.variant).toContainText('E3 closed');
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
});
