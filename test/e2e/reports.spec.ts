import { readFileSync } from 'node:fs';
import { builtinDesign } from '../../simulator/designs/registry.ts';
import { expect, test } from './fixtures.ts';

test('story 27: the firewall request as PDF and CSV, and a summary on a page', async ({ lab, page }) => {
  await lab.palette.do('Save a report');
  const sheet = page.getByRole('dialog', { name: 'Save a report' });
  const save = async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      sheet.getByRole('button', { name: 'Save', exact: true }).click(),
    ]);
    return { name: download.suggestedFilename(), data: readFileSync(await download.path()) };
  };
  await sheet.getByRole('radio', { name: /^Firewall request/ }).check();
  await lab.screenshot('report-sheet');
  const pdf = await save();
  expect(pdf.name).toBe('reference-1-request-form.pdf');
  expect(pdf.data.subarray(0, 5).toString()).toBe('%PDF-');
  await expect(sheet.getByRole('status')).toContainText('Saved as reference-1-request-form.pdf');

  await sheet.getByRole('radio', { name: 'CSV' }).click();
  const csv = await save();
  const rows = csv.data.toString('utf8').trim().split('\r\n');
  const rules = builtinDesign().firewalls.flatMap((one) => one.rules.map(({ id }) => id));
  expect(rows).toHaveLength(rules.length + 1);
  for (const [at, id] of rules.entries()) expect(rows[at + 1]).toContain(`,${id},`);

  await sheet.getByRole('radio', { name: /^Summary on a page/ }).check();
  await sheet.getByRole('radio', { name: 'PDF' }).click();
  const summary = await save();
  expect(summary.data.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
});

test('a review is held against the design as it was opened', async ({ lab, page }) => {
  await lab.gate('E12').press('Enter');
  await lab.palette.do('Save a report');
  const sheet = page.getByRole('dialog', { name: 'Save a report' });
  await sheet.getByRole('radio', { name: /^Change review/ }).check();
  await sheet.getByRole('radio', { name: 'Markdown' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    sheet.getByRole('button', { name: 'Save', exact: true }).click(),
  ]);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text).toContain('Newly blocked');
  expect(text).toContain('E12');
});
