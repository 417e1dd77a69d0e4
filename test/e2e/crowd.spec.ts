import { expect, test } from './fixtures.ts';
import { Crowd } from './pages/crowd.ts';

test('500 more users: the map reads well, a search jumps, the busy hour plays', async ({
  lab,
  page,
}, info) => {
  test.setTimeout(180_000);
  const crowd = new Crowd(page);
  const picture = async (name: string) =>
    info.attach(name, { body: await page.screenshot(), contentType: 'image/png' });

  await expect(crowd.busyHour).toContainText('not played');
  await crowd.add(504);
  await crowd.play();
  await expect(crowd.card).toHaveAccessibleName(/^502 remote users/);
  await expect(page.getByText('39 work', { exact: true })).toBeVisible();

  await crowd.seek(0.55);
  await expect(crowd.card).toHaveAccessibleName(/\d+ registered/);
  await expect(crowd.card).toHaveAccessibleName(/\d+ in a call/);
  await picture('busy hour');

  // One of them, from the list: drawn alone, with a line of their own.
  await crowd.card.click();
  await crowd.list.getByRole('combobox').fill('alice 41');
  await expect(crowd.list.getByRole('option').first()).toContainText('Alice 41');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(crowd.list).toBeHidden();
  await expect(crowd.card).toHaveAccessibleName(/^501 remote users/);
  await expect(crowd.host(/^Alice 41,/)).toHaveAttribute('aria-pressed', 'true');
  await picture('one of them');

  // A search goes where it is, also when the map is zoomed in.
  await page.getByRole('button', { name: 'Zoom in' }).first().click();
  await page.keyboard.press('Control+f');
  await crowd.search.fill('E13');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(crowd.search).toBeHidden();
  await expect(crowd.gate('E13')).toHaveAttribute('aria-pressed', 'true');
  await expect(crowd.gate('E13')).toBeInViewport();
  await picture('found');
  await expect(lab.problem).toBeHidden();
});

test('a design of few people plays the busy hour too, and closing a rule changes how it ends', async ({
  lab,
  page,
}) => {
  const crowd = new Crowd(page);
  await crowd.play();
  await expect(crowd.busyHour).toHaveAccessibleName(/^works/);
  await expect(crowd.card).toHaveCount(0);
  await lab.gate('E3').focus();
  await page.keyboard.press('Enter');
  await expect(crowd.busyHour).toHaveAccessibleName(/^degraded/);
  await lab.feature('Remote sign-in').click();
  await expect(crowd.busyHour).not.toHaveAttribute('aria-current', 'true');
});

test('a host is carried to another zone, and back by undo', async ({ lab, page }) => {
  const crowd = new Crowd(page);
  const bob = crowd.host(/^(Internal DNS),/);
  const from = (await bob.boundingBox())!;
  const to = (await crowd.host(/^Reverse proxy,/).boundingBox())!;
  await page.mouse.move(from.x + 20, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x - 40, from.y + 30);
  await page.mouse.move(to.x + 20, to.y - 20);
  await page.mouse.up();
  await expect(bob).toHaveAccessibleName(/10\.45\.16\./);
  await lab.undo.click();
  await expect(bob).toHaveAccessibleName(/192\.168\.10\.5/);
});
