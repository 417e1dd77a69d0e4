import { seriousFindings } from './axe.ts';
import { expect, test } from './fixtures.ts';

test.describe.configure({ timeout: 180_000 });

for (const theme of ['Light', 'Dark', 'High contrast'] as const)
  test(`axe has no serious finding in any view: ${theme}`, async ({ lab, page }) => {
    await lab.chooseLook(theme);
    await lab.showPanel('Rules');
    await lab.rules.switch('E12').click();
    await lab.showPanel('Inspector');
    await lab.feature('degraded Remote ↔ internal').click();
    await lab.transport.pause.click();
    await lab.press('End');
    const found: Record<string, string[]> = {};
    for (const view of await lab.views()) {
      await lab.show(view);
      found[view] = await seriousFindings(page);
    }
    await lab.show('Map');
    for (const tab of ['States', 'Rules'] as const) {
      await lab.showPanel(tab);
      found[`panel ${tab}`] = await seriousFindings(page);
    }
    await lab.showPanel('Inspector');
    await lab.transport.back.click();
    await lab.press('Home');
    await lab.transport.nextDrop.click();
    await lab.press('e');
    found['packet'] = await seriousFindings(page);
    for (const [view, findings] of Object.entries(found)) expect.soft(findings, view).toEqual([]);
  });

test('axe has no serious finding in what lies over the views', async ({ lab, page }) => {
  const sheets: Readonly<Record<string, () => Promise<void>>> = {
    palette: () => lab.palette.ask('e3'),
    help: () => lab.press('?'),
    'what is modelled': () => page.getByRole('button', { name: /^Modelled/ }).click(),
    look: () => page.getByRole('button', { name: 'Look', exact: true }).click(),
    design: () => page.getByRole('button', { name: /^Design:/ }).click(),
    variant: () => lab.variant.click(),
    breakpoints: () => page.getByRole('button', { name: /^\d+ breakpoints?$/ }).click(),
    'menu of a gate': () => lab.gate('E12').click({ button: 'right' }),
    tour: async () => {
      await lab.palette.do('tour');
      await page
        .getByRole('dialog', { name: /^Tour:/ })
        .getByRole('button', { name: 'Play' })
        .click();
      await page.getByRole('dialog', { name: 'Tour: Watch it happen' }).waitFor();
    },
    add: async () => {
      await lab.show('Design');
      await lab.byHand.button('Add to the design').click();
      await page.getByRole('menuitem', { name: 'Add a partner' }).click();
    },
  };
  const above = page.locator('[role=dialog], [role=menu]');
  for (const [name, open] of Object.entries(sheets)) {
    await open();
    await above.waitFor();
    expect.soft(await seriousFindings(page), name).toEqual([]);
    await lab.press('Escape');
    await above.waitFor({ state: 'detached' });
  }
});
