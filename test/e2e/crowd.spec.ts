import { expect, test } from './fixtures.ts';
import { Crowd } from './pages/crowd.ts';

test('500 more users: the map reads well, a search jumps, the busy hour plays', async ({
  lab,
  page,
}, info) => {
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

  // What takes long says how far it is, and can be stopped: here on a slow machine, so that it does take long.
  const devtools = await page.context().newCDPSession(page);
  const slowly = { timeout: 30_000 };
  const slowed = (rate: number) => devtools.send('Emulation.setCPUThrottlingRate', { rate });
  const ladder = page.getByRole('region', { name: 'Ladder' });
  const sorting = ladder.getByText(/^Sorting the packets into conversations: \d+ %$/);
  const rows = ladder.getByRole('listitem');
  await slowed(8);
  await page.getByText('Ladder', { exact: true }).click();
  await ladder.getByRole('button', { name: 'Stop' }).click();
  await picture('sorting');
  await slowed(1);
  await expect(sorting).toBeVisible();
  await expect(rows).toHaveCount(0);
  await ladder.getByRole('button', { name: 'Go on' }).click();
  await expect(rows.first()).toBeVisible(slowly);
  await expect(sorting).toBeHidden();

  // A filter that takes all apart, for the ladder and as a breakpoint.
  await slowed(8);
  await ladder.getByRole('combobox').fill('tls.record.content_type == 23');
  await expect(ladder.getByText(/^Looking through the packets: \d+ %$/)).toBeVisible(slowly);
  await ladder.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(ladder.getByText(/^[\d,]+ packets$/)).toBeVisible(slowly);
  const breakpoints = page.getByRole('dialog', { name: 'Breakpoints' });
  await page.getByRole('button', { name: '0 breakpoints' }).click();
  await breakpoints.getByRole('combobox').fill('tls.record.content_type == 22');
  await expect(breakpoints.getByText(/^Looking through the packets: \d+ %\.$/)).toBeVisible(slowly);
  await slowed(1);
  await expect(breakpoints.getByText(/^This happens \d+ times in this run/)).toBeVisible(slowly);
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
