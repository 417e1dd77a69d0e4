import { expect, test } from './fixtures.ts';
import { Time } from './pages/time.ts';

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
});

test('a filter of the ladder is written with help, and leaves what matches', async ({ lab, page }) => {
  const time = new Time(page);
  await lab.show('Ladder');
  await expect(lab.stage.getByText('87 packets', { exact: true })).toBeVisible();
  await time.filter.click();
  await page.keyboard.type('sip.Me');
  await time.option('sip.Method').click();
  await page.keyboard.type('==');
  await page.keyboard.type(' "REG');
  await page.keyboard.press('Enter');
  await expect(time.filter).toHaveValue('sip.Method == "REGISTER" ');
  await page.keyboard.press('Escape');
  await expect(lab.stage.getByText('6 of 87 packets')).toBeVisible();
  await expect(time.rows.getByRole('button', { name: /: REGISTER/ }).first()).toBeVisible();
  await expect(time.rows.getByRole('button', { name: /SRV/ })).toHaveCount(0);

  await time.filter.fill('sip.Methd');
  await expect(
    lab.stage.getByText('Column 1: there is no field "sip.Methd"; did you mean "sip.Method"?'),
  ).toBeVisible();
  await expect(time.filter).toHaveAttribute('aria-invalid', 'true');
  // The last good picture stays.
  await expect(time.rows.getByRole('button', { name: /: REGISTER/ }).first()).toBeVisible();

  await time.filter.fill('lab.dropped');
  await time.filter.press('Escape');
  await expect(lab.stage.getByText('No packet of this run matches the filter.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all packets' }).click();
  await expect(time.rows.getByRole('button', { name: /SRV/ }).first()).toBeVisible();
});

test('the filter outlasts a look elsewhere and a reload, and is offered again', async ({ lab, page }) => {
  const time = new Time(page);
  await lab.show('Ladder');
  await time.filter.fill('dns');
  await time.filter.press('Escape');
  await time.filter.press('Enter');
  await expect(lab.stage.getByText(/^\d+ of 87 packets$/)).toBeVisible();
  await page.reload();
  await lab.show('Map');
  await lab.show('Ladder');
  await expect(time.filter).toHaveValue('dns');
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await time.filter.press('ArrowDown');
  await expect(time.option('dns used before')).toBeVisible();
});

test('a breakpoint in words stops playing there, every time', async ({ lab, page }) => {
  const time = new Time(page);
  await lab.press('.');
  await expect(time.sheet).toContainText('No breakpoints yet.');
  await time.field.fill('alice is regis');
  await time.option('Alice is registered').click();
  await expect(time.means).toHaveText(/^This happens once in this run, at 0\.398 s\.$/);
  await time.add('Alice is registered');
  await expect(time.breakpoint('Alice is registered')).toBeChecked();
  await time.write('drop at the extrnal firewall');
  await expect(time.means).toHaveText(
    'There is no firewall "the extrnal firewall"; did you mean "the external firewall"?',
  );
  await page.keyboard.press('Escape');
  await expect(time.open).toHaveAccessibleName('1 breakpoint');

  await lab.transport.chooseSpeed('5');
  await lab.press('Home');
  await lab.transport.play.click();
  await expect(lab.transport.clock).toHaveText(/0\.398/);
  await expect(lab.transport.play).toBeVisible();
  await expect(lab.announcement()).toHaveText('Stopped at 0.398 s: Alice is registered');

  // And goes on from there when told to.
  await lab.transport.play.click();
  await expect(lab.transport.clock).not.toHaveText(/0\.398/);
  await lab.press('End');
  await lab.press('Shift+N');
  await expect(lab.transport.clock).toHaveText(/0\.398/);

  await time.open.click();
  await time.breakpoint('Alice is registered').click();
  await expect(time.open).toHaveAccessibleName('0 breakpoints');
});

test('run until ICE fails, with every way to the A/V Edge closed', async ({ lab, page }) => {
  const time = new Time(page);
  await lab.showPanel('Rules');
  for (const rule of ['E12', 'E13']) await lab.rules.switch(rule).click();
  await lab.showPanel('Inspector');
  await lab.feature('broken Remote ↔ internal').click();
  await lab.transport.pause.click();
  await lab.press('Home');
  await time.open.click();
  await time.runUntil('first drop at the external firewall');
  await expect(lab.inspector.title).toHaveText('Allocate request');
  const dropped = await lab.transport.seconds();

  await time.open.click();
  await time.runUntil('ICE fails');
  const announcements = lab.announcement();
  await expect(announcements).toHaveText(/^Stopped at \d+\.\d{3} s: ICE fails$/);
  expect(await lab.transport.seconds()).toBeGreaterThan(dropped);
  // What failed is chosen: the machine that searched.
  await expect(page.getByRole('tab', { name: 'States' })).toHaveAttribute('aria-selected', 'true');

  await time.open.click();
  await time.write('ICE is connected');
  await expect(time.means).toHaveText('This does not happen in this run');
});

test('what happens to one host is gone through event by event', async ({ lab, page }) => {
  await lab.press('Home');
  await lab.stage.getByRole('button', { name: 'Edge, 10.45.16.10' }).first().focus();
  await lab.press('Enter');
  await lab.press('Alt+ArrowRight');
  const first = await lab.transport.seconds();
  expect(first).toBeGreaterThan(0);
  await lab.press('Alt+ArrowRight');
  expect(await lab.transport.seconds()).toBeGreaterThan(first);
  await expect(page.getByRole('tab', { name: 'Inspector' })).toHaveAttribute('aria-selected', 'true');
});
