import type { Page } from '@playwright/test';
import type { WindowMenu } from '../../electron/ipc/window-forms.ts';
import { expect, test } from './fixtures.ts';

/** Opens the window as in the desktop program: with a shell around it, whose words the test keeps and says. */
async function openInShell(page: Page, url: string) {
  await page.addInitScript(() => {
    const asked: [string, unknown][] = [];
    const told = new Map<string, (told: unknown) => void>();
    const ask = (name: string) => (value: unknown) => {
      asked.push([name, value]);
      return Promise.resolve();
    };
    const hear = (name: string) => (act: (told: unknown) => void) => told.set(name, act);
    const known: Record<string, unknown> = {
      onCommand: hear('onCommand'),
      onOpen: hear('onOpen'),
      onLesson: hear('onLesson'),
      asked,
      tell: (name: string, value: unknown) => told.get(name)?.(value),
    };
    const edgeLab = new Proxy(known, { get: (_, name: string): unknown => known[name] ?? ask(name) });
    Object.defineProperty(window, 'edgeLab', { value: edgeLab });
  });
  await page.goto(url);
  const asked = (name: string) =>
    page.evaluate((wanted) => {
      const { asked } = window.edgeLab as unknown as { asked: [string, unknown][] };
      return asked.filter(([one]) => one === wanted).map(([, value]) => value);
    }, name);
  const tell = (name: string, value: unknown) =>
    page.evaluate(
      ([wanted, told]) =>
        (window.edgeLab as unknown as { tell: (name: unknown, told: unknown) => void }).tell(wanted, told),
      [name, value] as const,
    );
  await expect.poll(() => asked('started'), { timeout: 20_000 }).toHaveLength(1);
  return { asked, tell };
}

test('the window says its menus, and does what is chosen in them', async ({ page, appUrl }) => {
  const { asked, tell } = await openInShell(page, appUrl);
  const [menus] = (await asked('started')) as [WindowMenu[]];
  expect(menus.map(({ title }) => title)).toEqual(['File', 'Edit', 'View', 'Run', 'Help']);
  const entries = menus.flatMap(({ sections }) => sections.flat());
  expect(entries).toContainEqual(expect.objectContaining({ id: 'open-file', keys: '$mod+O' }));
  expect(entries).toContainEqual({ id: 'show-map', title: 'Show: Map', keys: '1' });
  await tell('onCommand', 'keys');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await tell('onCommand', 'dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await asked('brightness')).toEqual(['system', 'dark']);
  await tell('onCommand', 'new-window');
  expect(await asked('newWindow')).toHaveLength(1);
  await tell('onCommand', 'no-such-command');
  await expect(page.getByText('This cannot be done now')).toBeAttached();
});

test('a link of the system begins its lesson', async ({ page, appUrl }) => {
  const { tell } = await openInShell(page, appUrl);
  await tell('onLesson', 'signing-in');
  await expect(page.getByRole('button', { name: /^Lesson: / })).toBeVisible();
});

test('a file that the system gave is opened, or it is said why not', async ({ page, appUrl }) => {
  const { tell } = await openInShell(page, appUrl);
  await tell('onOpen', { ok: false, problem: 'a.edgelab: cannot be read (EACCES)' });
  await expect(page.getByRole('alert')).toContainText('a.edgelab: cannot be read (EACCES)');
});

test('an address leads to a lesson of the course, once', async ({ page, appUrl }) => {
  await page.goto(`${appUrl}?lesson=signing-in`);
  const leave = page.getByRole('button', { name: /^Lesson: / });
  await expect(leave).toBeVisible({ timeout: 20_000 });
  await expect(page).toHaveURL(appUrl);
});

test('an address of no lesson says so', async ({ page, appUrl }) => {
  await page.goto(`${appUrl}#lesson=no-such-lesson`);
  await expect(page.getByRole('alert')).toContainText('There is no lesson "no-such-lesson" in the course', {
    timeout: 20_000,
  });
});

test('what breaks in the window is said with a report, and kept by the program', async ({
  page,
  appUrl,
  complaints,
}) => {
  const { asked } = await openInShell(page, appUrl);
  await page.evaluate(() => {
    setTimeout(() => {
      throw new TypeError('broken on purpose');
    });
    void Promise.reject(new Error('rejected on purpose'));
  });
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Something in the window broke');
  await expect(alert.getByRole('button', { name: 'Copy a report' })).toBeVisible();
  await expect.poll(() => asked('keepReport')).toHaveLength(2);
  expect((await asked('keepReport')).join('\n')).toContain('TypeError: broken on purpose');
  // The lab goes on.
  await page.keyboard.press('3');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeEnabled();
  expect(complaints.splice(0)).toHaveLength(2);
});
