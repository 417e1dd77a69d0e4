import { expect, test } from './fixtures.ts';
import type { LabPage } from './pages/lab.ts';
import { Media } from './pages/media.ts';

const CALL = 'Remote ↔ internal';

/** Closes rules, and plays the call to its end. */
async function callWithout(lab: LabPage, rules: readonly string[], status: string): Promise<void> {
  await lab.showPanel('Rules');
  for (const rule of rules) await lab.rules.switch(rule).click();
  await lab.showPanel('Inspector');
  await lab.feature(`${status} ${CALL}`).click();
  await lab.transport.pause.click();
  await lab.press('End');
}

test('with UDP 3478 inbound closed a call takes the relays over TCP', async ({ lab, page }) => {
  const media = new Media(page);
  await callWithout(lab, ['E12'], 'degraded');
  await lab.show('ICE');
  await media.chooseCall(0);
  await expect(
    media.cell('Alice', 'RTP', /^relay TCP-PASS .* with relay TCP-PASS .*: nominated$/),
  ).toBeVisible();
  await expect(
    media.cell('Alice', 'RTP', /^host UDP .* with relay UDP .*: (no answer|failed)$/),
  ).toBeVisible();
  await expect(media.end('Alice').getByText('UDP, for RTP: failed')).toBeVisible();
  await expect(media.end('Alice').getByText('10.45.16.30 (UDP 3478) did not answer.').first()).toBeVisible();

  await media.bit('0x2').click();
  await expect(lab.inspector.title).toHaveText('Allocate request');
  await expect(lab.inspector.section('Way')).toContainText('default, silent drop');
  await expect(lab.inspector.button(/^Open E12$/)).toBeVisible();
});

test('without any way to the A/V Edge a call fails, and the board says so', async ({ lab, page }) => {
  const media = new Media(page);
  await callWithout(lab, ['E12', 'E13'], 'broken');
  await lab.show('ICE');
  await expect(media.end('Alice').getByText('The A/V Edge could not be reached.')).toBeVisible();
  await expect(media.end('Alice').getByText(/^TCP: failed/)).toBeVisible();
  for (const component of ['RTP', 'RTCP'] as const) {
    await expect(media.cell('Alice', component, /: failed$/)).toHaveCount(2);
    await expect(media.cell('Alice', component, /: nominated$/)).toHaveCount(0);
  }
});

test('a cell of the board is reached by keyboard, and leads to its packets', async ({ lab, page }) => {
  const media = new Media(page);
  await callWithout(lab, [], 'works');
  await lab.show('ICE');
  await media.chooseCall(0);
  const first = media.cell('Alice', 'RTP', /^host UDP .* with host UDP /);
  const relays = media.cell('Alice', 'RTP', /^relay UDP .* with relay UDP /);
  await first.focus();
  await lab.press('ArrowDown');
  await lab.press('ArrowRight');
  await expect(relays).toBeFocused();
  await lab.press('Enter');
  await expect(relays).toHaveAttribute('aria-selected', 'true');
  await media.packets
    .getByRole('button', { name: /Alice: check, in a Send request/ })
    .first()
    .click();
  await expect(lab.inspector.title).toContainText('Send request');
  expect(await lab.transport.seconds()).toBeLessThan(4);
  // What was chosen stays, though the playhead stands before the end of the search.
  await expect(relays).toHaveAttribute('aria-selected', 'true');
  await expect(relays).toHaveAccessibleName(/: in progress$/);
  await media.chooseEnd('Bob');
  await expect(media.cell('Bob', 'RTP', /^relay UDP .* with relay UDP /)).toHaveClass(/lit/);
});

test('the tables of the A/V Edge fill while a call is on, and empty after it', async ({ lab, page }) => {
  const media = new Media(page);
  await callWithout(lab, [], 'works');
  await lab.show('Tables');
  await expect(media.table('Allocations')).toContainText('No rows at this time.');
  await lab.inspector
    .button(/^Alice is in the call/)
    .first()
    .click();
  const rows = media.table('Allocations').getByRole('button');
  await expect(rows).toHaveCount(6);
  await expect(media.table('Allocations').getByText('changed')).toHaveCount(2);
  await rows.first().click();
  await expect(lab.inspector.title).toHaveText('Allocate request');
});

test('a feature without media says so in both views', async ({ lab, page }) => {
  const media = new Media(page);
  await lab.show('ICE');
  await expect(media.ice).toContainText('No media run in this feature');
  await lab.show('Tables');
  await expect(media.tables).toContainText('No server keeps a table in this feature');
});

test('pairs of candidates do not flood the list of machines', async ({ lab, page }) => {
  await callWithout(lab, [], 'works');
  await lab.show('States');
  await lab.stage.getByRole('button', { name: /^Machine: / }).click();
  const machines = page.getByRole('option');
  // What people do comes first; pairs are found by their names.
  await expect(machines.nth(1)).toContainText('Alice: audio with Bob');
  await page.getByRole('combobox', { name: 'Find a machine' }).fill('alice pair relay UDP');
  await expect(machines.first()).toContainText('Candidate pair');
  await page.getByRole('combobox', { name: 'Find a machine' }).fill('alice search path');
  await machines.first().click();
  await expect(lab.stage.getByText('nominating', { exact: true }).last()).toBeVisible();
});

for (const [width, height] of [
  [1280, 720],
  [1600, 1000],
] as const)
  for (const theme of ['Light', 'Dark'] as const)
    test(`nothing of a call is cut off at ${width} by ${height}, ${theme}`, async ({ lab, page }) => {
      const media = new Media(page);
      await page.setViewportSize({ width, height });
      await lab.chooseLook(theme);
      await callWithout(lab, ['E12'], 'degraded');
      await lab.show('ICE');
      const relays = media.cell('Bob', 'RTP', /^relay TCP-PASS .* with relay TCP-PASS /);
      await relays.click();
      const cut = async () =>
        page.evaluate(() =>
          [...document.querySelectorAll('main article, main div, main table, main header, main ul')]
            .filter((one) => one.scrollWidth > one.clientWidth + 1)
            .map((one) => one.textContent.slice(0, 40)),
        );
      expect(await cut()).toEqual([]);
      await expect(media.packets).toBeInViewport({ ratio: 1 });
      await lab.screenshot(`ice-${width}-${theme}`);
      await lab.show('Tables');
      await lab.inspector
        .button(/^Alice is in the call/)
        .first()
        .click();
      expect(await cut()).toEqual([]);
      await lab.screenshot(`tables-${width}-${theme}`);
    });
