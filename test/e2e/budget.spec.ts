import { gzipSync } from 'node:zlib';
import { BUDGET } from '../release/budget.ts';
import { expect, test } from './fixtures.ts';
import { LabPage } from './pages/lab.ts';

test('what is loaded before the lab is there is no larger than it may be', async ({ page, appUrl }) => {
  const loaded = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    if (response.ok()) loaded.set(response.url(), response.body());
  });
  await new LabPage(page).open(appUrl);
  const early = await page.evaluate(() => {
    const [started] = performance.getEntriesByName('edge-lab.started');
    const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    return started
      ? all.filter(({ startTime }) => startTime < started.startTime).map(({ name }) => name)
      : [];
  });
  const sizes = await Promise.all(early.map(async (url) => gzipSync(await loaded.get(url)!).length));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const names = early.map((url) => url.replace(/^.*\//, ''));
  test
    .info()
    .annotations.push({ type: 'first load', description: `${total} bytes in ${sizes.length} files` });
  // Among them the simulator, which is the largest part: else it would be measured short.
  expect(names.some((name) => name.startsWith('laboratory'))).toBe(true);
  expect(total).toBeLessThan(BUDGET.firstLoad);
  expect(total).toBeGreaterThan(BUDGET.firstLoad / 2);
});
