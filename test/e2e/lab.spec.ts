import { builtinDesign } from '../../simulator/designs/registry.ts';
import { expect, test } from './fixtures.ts';

test('story 1: the first minute', async ({ lab }) => {
  await expect(lab.feature('Remote sign-in')).toHaveAttribute('aria-current', 'true');
  await expect(lab.transport.clock).toHaveText('0.000s');
  await expect(lab.inspector.title).toContainText('Remote user signs in');
  await lab.inspector.playFeature.click();
  await expect(lab.transport.pause).toBeVisible();
  await expect.poll(() => lab.transport.seconds()).toBeGreaterThan(0.02);
  await lab.transport.chooseSpeed('1');
  await expect(lab.transport.play).toBeVisible({ timeout: 20_000 });
  expect(await lab.transport.seconds()).toBeGreaterThan(0.3);
  await expect(lab.inspector.section('What people did and saw')).toContainText('Alice is signed in');

  await lab.show('Ladder');
  for (const label of ['SRV _sip._tls.contoso.com?', 'REGISTER', '401 Unauthorized'])
    await expect(lab.stage.getByText(label).first()).toBeAttached();
  const accepted = lab.stage.getByRole('button', { name: /: 200 OK, Edge to Alice$/ }).first();
  // Only rows in view are in the page: it lies further down.
  await expect(async () => {
    await lab.wheel(300);
    await expect(accepted).toBeVisible({ timeout: 200 });
  }).toPass();
  await lab.show('States');
  for (const state of ['resolving', 'connecting', 'registering', 'registered'])
    await expect(lab.stage.getByText(state, { exact: true }).first()).toBeVisible();
});

test('a packet can be followed from the query to the registration, with its bytes', async ({ lab }) => {
  await lab.show('Rules');
  await lab.stage.getByRole('button', { name: 'E3', exact: true }).click();
  await lab.inspector
    .button(/^REGISTER/)
    .first()
    .click();
  await expect(lab.inspector.title).toHaveText('REGISTER');
  await expect(lab.inspector.section('Way')).toContainText('delivered to 10.45.16.10:443');
  const packet = lab.inspector.section('Packet');
  await expect(packet).toContainText('Transport Layer Security');
  await expect(packet).toContainText('Session Initiation Protocol');
  await lab.inspector.packet.field('Destination port 443').click();
  expect(await lab.inspector.packet.chosen()).toBe('01 bb');
  await lab.inspector.section('Why it was sent').getByRole('button').click();
  await expect(lab.inspector.title).toContainText('Finished');
});

test('a gate is closed and opened where one looks, by keyboard too', async ({ lab }) => {
  await lab.gate('E3').focus();
  await lab.press('Enter');
  await expect(lab.variant).toContainText('E3 closed');
  await expect(lab.feature('broken Remote sign-in')).toBeVisible();
  await expect(lab.gate('E3')).toHaveAccessibleName(/closed/);
  await lab.gate('E3').focus();
  await lab.press('Space');
  await expect(lab.inspector.body.getByRole('switch', { name: 'E3 closed' })).toBeInViewport();
  await lab.inspector.body.getByRole('switch', { name: 'E3 closed' }).click();
  await expect(lab.variant).toContainText('as designed');
});

test('a change keeps the feature, the time and what is chosen', async ({ lab }) => {
  await lab.press('ArrowRight');
  await lab.press('ArrowRight');
  await lab.press('ArrowRight');
  const time = await lab.transport.clock.textContent();
  await lab.show('Rules');
  await lab.stage.getByRole('button', { name: 'E1', exact: true }).click();
  await lab.rules.switch('E12').click();
  await expect(lab.variant).toContainText('E12 closed');
  await expect(lab.inspector.title).toContainText('E1');
  await expect(lab.transport.clock).toHaveText(time ?? '');
});

test('story 2: 443 to the Access Edge closed', async ({ lab }) => {
  await lab.showPanel('Rules');
  await lab.rules.switch('E3').click();
  await expect(lab.variant).toContainText('E3 closed');
  await expect(lab.feature('broken Remote sign-in')).toContainText('21.');
  // What was never tried is grey, not red.
  await expect(lab.feature('not reached Presence, contacts')).toBeVisible();

  await lab.showPanel('Inspector');
  await lab.transport.chooseSpeed('1');
  await lab.transport.play.click();
  await expect(lab.announcement()).toHaveText('Dropped at the external firewall, no rule for TCP 443');
  await lab.stage.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(lab.transport.play).toBeVisible();
  await expect(lab.inspector.title).toHaveText('TCP SYN');
  await lab.press('Home');
  await expect(lab.transport.clock).toHaveText('0.000s');
  const drops: number[] = [];
  for (let i = 0; i < 3; i++) {
    await lab.transport.nextDrop.click();
    drops.push(await lab.transport.seconds());
  }
  expect(drops[1]! - drops[0]!).toBeCloseTo(3, 1);
  expect(drops[2]! - drops[0]!).toBeCloseTo(9, 1);
  await expect(lab.transport.nextDrop).toHaveAttribute('aria-disabled', 'true');
  await expect(lab.inspector.body).toContainText(
    'The external firewall dropped it: no rule for TCP 443 to 10.45.16.10.',
  );
  await expect(lab.inspector.section('Way')).toContainText('default, silent drop');

  await lab.inspector.button(/^Open E3$/).click();
  await expect(lab.feature('works Remote sign-in')).toBeVisible();
  await expect(lab.variant).toContainText('as designed');
});

test('story 2: reject in place of drop fails at once', async ({ lab }) => {
  await lab.showPanel('Rules');
  await lab.rules.switch('E3').click();
  await expect(lab.feature('broken Remote sign-in')).toContainText('21.');
  await lab.rules.setDefault('External', 'Reject');
  await expect(lab.variant).toContainText('external rejects');
  await expect(lab.feature('broken Remote sign-in')).toContainText(/[01]\.\d s/);
  await expect(lab.status).toContainText('Unmatched packets: external reject, internal silent drop');

  // Both waits side by side, and back to the other with one click.
  await lab.showPanel('Inspector');
  const both = lab.inspector.section('Side by side');
  await expect(both.getByRole('button', { name: /^broken E3 closed 21\.\d s$/ })).toBeVisible();
  await expect(both.getByRole('button', { name: /^broken .*external rejects 0\.\d s$/ })).toBeVisible();
  await both.getByRole('button', { name: /^broken E3 closed 21/ }).click();
  await expect(lab.variant).toHaveText(/E3 closed/);
  await expect(lab.status).toContainText('Unmatched packets: silent drop');
});

test('changes are undone and done again without end', async ({ lab }) => {
  await expect(lab.undo).toHaveAttribute('aria-disabled', 'true');
  await lab.showPanel('Rules');
  await lab.rules.switch('E3').click();
  await lab.rules.switch('E12').click();
  await lab.rules.switch('I1').click();
  await expect(lab.variant).toContainText('E3, E12 and I1 closed');
  await lab.press('Control+z');
  await expect(lab.variant).toContainText('E3 and E12 closed');
  await lab.press('Control+z');
  await lab.press('Control+z');
  await expect(lab.variant).toContainText('as designed');
  await expect(lab.feature('works Remote sign-in')).toBeVisible();
  await lab.press('Control+Shift+z');
  await expect(lab.variant).toContainText('E3 closed');
  await expect(lab.feature('broken Remote sign-in')).toBeVisible();
});

test('a wrong design file says what, where and what would be right, and the lab goes on', async ({ lab }) => {
  const text = JSON.stringify(builtinDesign(), null, 2).replace('"10.45.16.30"', '"10.45.16.300"');
  const line = text.split('\n').findIndex((one) => one.includes('10.45.16.300')) + 1;
  await lab.openFile({ name: 'fabrikam.json', text });
  await expect(lab.problem).toContainText(`fabrikam.json, line ${line}, column`);
  await expect(lab.problem).toContainText('must be an IPv4 address');
  await expect(lab.problem).toContainText('The design before it is still shown.');
  await lab.transport.step.click();
  expect(await lab.transport.seconds()).toBeGreaterThan(0);
});

test('the keyboard alone is enough', async ({ lab, page }) => {
  await lab.press('ArrowRight');
  await lab.press('ArrowRight');
  const second = await lab.transport.seconds();
  await lab.press('ArrowLeft');
  expect(await lab.transport.seconds()).toBeLessThan(second);
  await lab.press('End');
  await expect(lab.transport.step).toHaveAttribute('aria-disabled', 'true');
  await lab.press('Home');
  await expect(lab.transport.clock).toHaveText('0.000s');
  await lab.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await lab.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await lab.press('5');
  await expect(page.getByRole('heading', { name: 'Rules', level: 1 })).toBeVisible();
});

test('what is modelled, simplified and not modelled is one click away', async ({ lab, page }) => {
  await lab.status.getByRole('button', { name: 'Modelled, simplified, not modelled' }).click();
  const sheet = page.getByRole('dialog');
  for (const title of ['Modelled', 'Simplified', 'Not modelled'])
    await expect(sheet.getByRole('heading', { name: title, exact: true })).toBeVisible();
});

for (const [width, height] of [
  [1280, 720],
  [2560, 1440],
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${width} x ${height}, ${colorScheme}`, () => {
      test.use({ viewport: { width, height }, colorScheme });

      test('nothing is cut off, in every view', async ({ lab, page }) => {
        await lab.showPanel('Rules');
        await lab.rules.switch('E3').click();
        await expect(lab.feature('broken Remote sign-in')).toBeVisible();
        await lab.showPanel('Inspector');
        await lab.press('Shift+ArrowRight');
        await expect(lab.inspector.body).toContainText('The external firewall dropped it');
        for (const view of ['Map', 'Ladder', 'States', 'Rules'] as const) {
          await lab.show(view);
          await lab.screenshot(`${view.toLowerCase()}-${width}-${colorScheme}`);
          const page_overflow = await page.evaluate(() => {
            const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
            return [scrollWidth - clientWidth, scrollHeight - clientHeight];
          });
          expect(page_overflow).toEqual([0, 0]);
        }
      });
    });
  }
}
