import { openDesign } from '../../simulator/designs/registry.ts';
import { crash } from './crash.ts';
import { expect, test as base } from './fixtures.ts';
import { DocumentPage, stubPickers } from './pages/document.ts';
import { LabPage } from './pages/lab.ts';

const test = base.extend<{ doc: DocumentPage }>({
  lab: async ({ page, appUrl }, use) => {
    await stubPickers(page.context());
    const lab = new LabPage(page);
    await lab.open(appUrl);
    await use(lab);
  },
  doc: async ({ page }, use) => use(new DocumentPage(page)),
});

/** Is a rule open in a file's text? */
function isOpen(text: string, rule: string): boolean {
  const loaded = openDesign(text, 'saved');
  if (!loaded.ok) throw new Error(loaded.problems[0]?.message);
  return loaded.design.firewalls.flatMap(({ rules }) => rules).find(({ id }) => id === rule)!.enabled;
}

test('a design is changed, saved, saved again, and opened from the list of recent ones', async ({
  lab,
  page,
  doc,
}) => {
  await expect(page).toHaveTitle(/^[^●]* - Edge Lab$/);
  await lab.gate('E12').press('Enter');
  await expect(page).toHaveTitle(/^● .* - Edge Lab$/);
  await expect(doc.button).toHaveAccessibleName(/, not saved$/);

  // Whoever changes their mind in the dialog has saved nothing.
  await doc.choose('');
  await lab.press('Control+s');
  await expect(page).toHaveTitle(/^●/);
  await doc.choose('mine.edgelab');
  await lab.press('Control+s');
  await expect(page).toHaveTitle('mine.edgelab - Edge Lab');
  await expect(doc.button).toHaveAccessibleName(/mine\.edgelab$/);
  expect(isOpen(await doc.read('mine.edgelab'), 'E12')).toBe(false);

  // From now on nobody is asked; taking the change back by undo is a change of the file.
  await doc.choose('');
  await lab.undo.click();
  await expect(page).toHaveTitle('● mine.edgelab - Edge Lab');
  await lab.press('Control+s');
  await expect(page).toHaveTitle('mine.edgelab - Edge Lab');
  expect(isOpen(await doc.read('mine.edgelab'), 'E12')).toBe(true);

  await doc.choose('other.edgelab');
  await lab.press('Control+Shift+S');
  await expect(page).toHaveTitle('other.edgelab - Edge Lab');
  expect(await doc.read('other.edgelab')).toBe(await doc.read('mine.edgelab'));

  const files = await doc.recent();
  await expect(files).toContainText(['other.edgelab', 'mine.edgelab', 'Clear this list']);
  await files.nth(1).press('Enter');
  await expect(page).toHaveTitle('mine.edgelab - Edge Lab');

  // What is gone is on the list no more.
  await doc.remove('other.edgelab');
  await page.reload();
  await lab.feature('Remote sign-in').waitFor();
  await expect(await doc.recent()).toContainText(['mine.edgelab', 'Clear this list']);
  await page.getByRole('menuitem', { name: 'Clear this list' }).press('Enter');
  await expect(await doc.recent()).toContainText(['No files yet']);
});

test('what happens in the run is in the file, too', async ({ lab, page, doc }) => {
  await lab.host('Edge').press('Shift+F10');
  await page.getByRole('menuitem', { name: /Pull its cable out now/ }).click();
  await lab.settled();
  await expect(page).toHaveTitle(/^●/);
  await doc.choose('cut.edgelab');
  await lab.press('Control+s');
  await expect(page).toHaveTitle('cut.edgelab - Edge Lab');
  const text = await doc.read('cut.edgelab');
  expect(text).toMatch(
    /"interventions": \[\s*\{\s*"at": \d+,\s*"change": \{\s*"kind": "link",\s*"host": "edge"/,
  );
  const hash = await lab.status.textContent();

  await lab.openDesign('Two Edges');
  await lab.settled();
  await lab.press('Control+o');
  await expect(page).toHaveTitle('cut.edgelab - Edge Lab');
  await lab.settled();
  await lab.press('Home');
  const run = /Run [0-9a-f]+/;
  await expect(lab.status).toContainText(run.exec(hash ?? '')![0]);
});

test('what something else wrote is not lost by saving', async ({ lab, page, doc }) => {
  await doc.choose('shared.edgelab');
  await lab.press('Control+s');
  await expect(page).toHaveTitle('shared.edgelab - Edge Lab');
  const text = await doc.read('shared.edgelab');
  const others = text.replace('"id": "reference-1"', '"id": "by-others"');
  expect(others).not.toBe(text);
  await doc.write('shared.edgelab', others);

  await lab.gate('E12').press('Enter');
  await lab.press('Control+s');
  await expect(doc.strips).toContainText('was changed by something else');
  expect(await doc.read('shared.edgelab')).toBe(others);
  await lab.screenshot('document-changed');
  await page.getByRole('button', { name: 'Save over it' }).click();
  await expect(page).toHaveTitle('shared.edgelab - Edge Lab');
  expect(isOpen(await doc.read('shared.edgelab'), 'E12')).toBe(false);

  // Or what is there is taken; undo leads back to what was here.
  await doc.write('shared.edgelab', others);
  await lab.gate('E3').press('Enter');
  await lab.press('Control+s');
  await page.getByRole('button', { name: 'Take what is there' }).click();
  await expect(page).toHaveTitle('shared.edgelab - Edge Lab');
  await lab.undo.click();
  await expect(page).toHaveTitle('● shared.edgelab - Edge Lab');
});

test('a file that is open in another window is said to be, before anything is lost', async ({
  lab,
  page,
  doc,
  appUrl,
}) => {
  await doc.choose('both.edgelab');
  await lab.press('Control+s');
  await expect(page).toHaveTitle('both.edgelab - Edge Lab');
  const again = await page.context().newPage();
  const second = new LabPage(again);
  await second.open(appUrl);
  await second.press('Control+o');
  const strips = new DocumentPage(again).strips;
  await expect(strips).toContainText('both.edgelab is open in another window, too.');
  await second.screenshot('document-elsewhere');
  await again.getByRole('button', { name: 'Go on' }).click();
  await expect(strips).toHaveCount(0);
  await second.openDesign('Two Edges');
  await second.settled();
  await expect(strips).toHaveCount(0);
});

test('what was not saved when something else was opened can be gone back to', async ({ lab, page, doc }) => {
  await lab.gate('E12').press('Enter');
  await lab.settled();
  await lab.openDesign('Two Edges');
  await expect(doc.strips).toContainText('had changes that are not saved');
  await page.getByRole('button', { name: 'Go back to it' }).click();
  await expect(lab.variant).toContainText('E12 closed');
  await expect(page).toHaveTitle(/^● /);
  await lab.undo.click();
  await expect(lab.variant).toContainText('as designed');
});

test('windows that are killed open again, each with its file and what was not saved', async ({
  lab,
  page,
  doc,
  appUrl,
}) => {
  await doc.choose('first.edgelab');
  await lab.press('Control+s');
  await expect(page).toHaveTitle('first.edgelab - Edge Lab');
  await lab.gate('E12').press('Enter');
  await expect(page).toHaveTitle('● first.edgelab - Edge Lab');
  const context = page.context();
  const other = await context.newPage();
  const second = new LabPage(other);
  await second.open(appUrl);
  await second.gate('E3').press('Enter');
  await expect(other).toHaveTitle(/^● /);
  await doc.kept();
  await new DocumentPage(other).kept();

  const third = await context.newPage();
  for (const one of [page, other]) await crash(one);
  const lab3 = new LabPage(third);
  await lab3.open(appUrl);
  await expect(third).toHaveTitle('● first.edgelab - Edge Lab');
  await expect(lab3.variant).toContainText('E12 closed');
  // What it was made of is run, too, and stands beside it.
  await expect(third.locator('body')).toContainText('as designed');
  await lab3.screenshot('document-recovered');
  const coming = context.waitForEvent('page');
  await third.getByRole('button', { name: 'Open the other one, too' }).click();
  const fourth = await coming;
  await expect(new LabPage(fourth).variant).toContainText('E3 closed');

  // It still knows the file.
  await lab3.press('Control+s');
  await expect(third).toHaveTitle('first.edgelab - Edge Lab');
  expect(isOpen(await new DocumentPage(third).read('first.edgelab'), 'E12')).toBe(false);
});

test('what a later program has kept of its window is left for it', async ({ lab, page, doc }) => {
  const later = () =>
    page.evaluate(
      () =>
        new Promise((done) => {
          const opening = indexedDB.open('edge-lab');
          opening.onsuccess = () => {
            const labs = opening.result.transaction('labs', 'readwrite').objectStore('labs');
            labs.get('later').onsuccess = ({ target }) => {
              const { result } = target as IDBRequest<unknown>;
              if (result === undefined) labs.put({ version: 99, more: 'of it' }, 'later');
              labs.transaction.oncomplete = () => {
                opening.result.close();
                done(result ?? 'nothing');
              };
            };
          };
        }),
    );
  await lab.gate('E12').press('Enter');
  await doc.kept();
  expect(await later()).toBe('nothing');
  await page.reload();
  await expect(lab.gate('E12')).toBeVisible();
  expect(await later()).toEqual({ version: 99, more: 'of it' });
});
