import { expect, test } from './fixtures.ts';

test('the whole window is there in a second language, and nothing that it does hangs on words', async ({
  lab,
  page,
}) => {
  await page.getByRole('button', { name: 'Look' }).click();
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
  await page.getByRole('navigation', { name: 'Ansichten' }).getByRole('button', { name: 'Karte' }).waitFor();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('tab', { name: 'Regeln' })).toBeVisible();

  // Keys, gates, files that are dropped, the palette.
  await expect(lab.status).toContainText('von 479');
  await lab.press('End');
  await expect(lab.status).toContainText('479 von 479');
  await lab.press('Home');
  await page.getByRole('tab', { name: 'Regeln' }).click();
  await lab.rules.switch('E3').click();
  await expect(page.getByRole('button', { name: /^Variante/ })).toContainText('E3');
  await lab.files.drop('rules.csv', 'action,source,destination,protocol,port\npermit,any,any,tcp,443\n');
  await expect(page.getByRole('heading', { level: 1, name: 'Dateien' })).toBeVisible();
  await lab.press('Control+k');
  await page.keyboard.type('Leiter');
  await lab.press('Enter');
  await expect(page.getByRole('button', { name: 'Leiter' })).toHaveAttribute('aria-current', 'page');
  await lab.screenshot('deutsch');

  // Closing would lose the change: it is asked for, and the language stays.
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await page.getByRole('button', { name: 'Leiter' }).waitFor();
});
