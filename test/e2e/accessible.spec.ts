import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { expect, test } from './fixtures.ts';

test.describe.configure({ timeout: 180_000 });

/** What axe finds that keeps somebody from using the window. */
async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ['violations'],
    });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 400)}`));
  });
}

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
    await lab.transport.back.click();
    await lab.press('Home');
    await lab.transport.nextDrop.click();
    await lab.press('e');
    found['packet'] = await seriousFindings(page);
    for (const [view, findings] of Object.entries(found)) expect.soft(findings, view).toEqual([]);
  });
