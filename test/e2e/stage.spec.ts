import { readFile } from 'node:fs/promises';
import { seriousFindings } from './axe.ts';
import { crash } from './crash.ts';
import { expect, test } from './fixtures.ts';
import { DocumentPage } from './pages/document.ts';
import { LabPage } from './pages/lab.ts';
import { StagePage } from './pages/stage.ts';

test.use({ viewport: { width: 1280, height: 720 } });

const STOPS = ['Sign-in', 'Call', 'Close a port', 'Fallback', 'Total failure', 'Repair'];

test('story 25: five minutes on stage, by keys, offline, and nothing jumps', async ({ lab, page }) => {
  const show = new StagePage(page);
  await lab.show('Present');
  await show.openExample();
  await page.context().setOffline(true);
  await show.present();
  const places = await show.places();
  const said: string[] = [];
  for (const [index, title] of STOPS.entries()) {
    if (index > 0) await show.press(['ArrowRight', ' ', 'PageDown'][index % 3]!);
    await expect(show.now).toHaveText(`${index + 1}${title}`);
    expect(await show.places()).toEqual(places);
    // None of the tool's own controls.
    await expect(page.getByRole('button')).toHaveCount(0);
    await expect(page.getByRole('textbox')).toHaveCount(0);
    await expect(page.locator('.app')).not.toBeVisible();
    const mark = await show.sentence.getByRole('img').getAttribute('aria-label');
    said.push(`${mark}: ${(await show.sentence.textContent())?.trim() ?? ''}`);
    await lab.screenshot(`story-25-${index + 1}`);
  }
  expect(said).toEqual([
    expect.stringMatching(/^works: It works after \d+\.\d seconds\./),
    expect.stringMatching(/^works: Media take the UDP relay after \d+\.\d seconds\./),
    'broken: Dropped at the external firewall, no rule for UDP 3478.',
    expect.stringMatching(/^degraded: Media take the TCP relay, \d+\.\d seconds later than before\./),
    expect.stringMatching(/^broken: The call was disconnected because of a network problem/),
    expect.stringMatching(/^works: Media take the UDP relay after \d+\.\d seconds\./),
  ]);

  await show.press('PageUp', 'ArrowLeft', '2');
  await expect(show.now).toHaveText('2Call');
  await show.press('End');
  await expect(show.now).toHaveText('6Repair');
  await show.press('ArrowRight');
  await expect(show.now).toHaveText('6Repair');
  await show.press('Home');
  await expect(show.now).toHaveText('1Sign-in');
  await show.press('4');
  await show.press('b');
  await expect(show.stage.locator('.dark')).toBeVisible();
  await show.press('b');
  await expect(show.stage.locator('.dark')).toHaveCount(0);

  // The lab stands where the talk did.
  await show.press('Escape');
  await expect(show.stage).toHaveCount(0);
  await expect(lab.variant).toContainText('E12 closed');
  await expect.poll(() => lab.transport.seconds()).toBeGreaterThan(8);
  await lab.undo.click();
  await expect(lab.variant).toContainText('as designed');
});

test('the spot follows the mouse while it is held, or after L, and rests', async ({ lab, page }) => {
  await page.clock.install();
  const show = new StagePage(page);
  await lab.show('Present');
  await show.openExample();
  await show.present();
  await page.mouse.move(300, 300);
  await expect(show.spot).toHaveCount(0);
  await page.mouse.down();
  await page.mouse.move(400, 320);
  await expect(show.spot).toBeVisible();
  const box = (await show.spot.boundingBox())!;
  expect([box.x + box.width / 2, box.y + box.height / 2].map(Math.round)).toEqual([400, 320]);
  await page.mouse.up();
  await expect(show.spot).toHaveCount(0);
  await show.press('l');
  await page.mouse.move(500, 320);
  await expect(show.spot).toBeVisible();
  await page.clock.runFor(2100);
  await expect(show.spot).toHaveCount(0);
});

test('stops follow each other by themselves, and the run goes on at a key', async ({ lab, page }) => {
  await page.clock.install();
  const show = new StagePage(page);
  await lab.show('Present');
  await show.openExample();
  await show.field('Seconds, by itself').fill('5');
  await show.field('Seconds, by itself').press('Enter');
  await expect(lab.stage.getByRole('status').first()).toHaveText('6 stops, 105 s by themselves');
  await show.present();
  // From here on time passes only as far as it is told to, however busy the machine is.
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1000);
  await page.clock.runFor(30_000);
  await expect(show.now).toHaveText('1Sign-in');
  await show.press('a');
  await page.clock.runFor(2500);
  await expect(show.now.locator('.gone')).toHaveAttribute('style', /scaleX\(0\.5/);
  await page.clock.runFor(3000);
  await expect(show.now).toHaveText('2Call');
  await expect(show.bar.locator('.done .gone')).toHaveAttribute('style', /scaleX\(1\)/);
  await show.press('a');
  await page.clock.runFor(60_000);
  await expect(show.now).toHaveText('2Call');
  // Played before the next picture stands: it is that one which moves.
  await show.pressAtOnce('3', 'p');
  await expect(show.now).toHaveText('3Close a port');
  await page.clock.runFor(20_000);
  await expect(show.stage.locator('.stage-map')).toContainText('in a call');
});

test('with less motion each step shows its end at once', async ({ lab, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const show = new StagePage(page);
  await lab.show('Present');
  await show.openExample();
  await show.present();
  await page.keyboard.press('ArrowRight');
  const moving = await page.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
  await expect(show.now).toHaveText('2Call', { timeout: 1 });
});

test('a camera comes near on the map, and goes back', async ({ lab, page }) => {
  const show = new StagePage(page);
  await lab.show('Present');
  await show.openExample();
  await show.field('The map comes near to').selectOption('Alice');
  await show.present();
  const sheet = show.stage.locator('.stage-map > svg > g');
  const near = await sheet.getAttribute('transform');
  await lab.screenshot('stage-near');
  await show.press('ArrowRight');
  await expect(sheet).toHaveAttribute('transform', /^translate\(0,0\)/);
  expect(near).not.toMatch(/^translate\(0,0\)/);
});

test('notes stand on a second window, whose keys work on the stage', async ({ lab, page }) => {
  const show = new StagePage(page);
  await lab.show('Present');
  await show.openExample();
  await show.present();
  const opened = page.waitForEvent('popup');
  await page.keyboard.press('n');
  const notes = await opened;
  await expect(notes.getByRole('region', { name: 'Notes' })).toContainText('Alice sits behind the router');
  await expect(notes.getByText('Stop 1 of 6')).toBeVisible();
  await expect(notes.getByText('Next: Alice calls Bob. They hear each other.')).toBeVisible();
  await notes.getByRole('timer', { name: 'Time of the talk' }).waitFor();
  await notes.screenshot({ path: 'test-results/story-25-notes.png' });
  expect(await seriousFindings(notes)).toEqual([]);
  await notes.keyboard.press('PageDown');
  await expect(show.now).toHaveText('2Call');
  await expect(notes.getByRole('heading')).toHaveText('Alice calls Bob. They hear each other.');
  await page.keyboard.press('End');
  await expect(notes.getByText('Next: this is the last stop')).toBeVisible();
  const closed = notes.waitForEvent('close');
  // It closes under the key, which nobody lets go of then.
  await notes.keyboard.press('Escape').catch(() => undefined);
  await closed;
  await expect(show.stage).toHaveCount(0);
});

test('where no second window may open, notes stand below when they are wanted', async ({ lab, page }) => {
  await page.evaluate(() => (window.open = () => null));
  const show = new StagePage(page);
  await lab.show('Present');
  await show.openExample();
  await show.present();
  const places = await show.places();
  await show.press('n');
  await expect(show.notes).toContainText('The browser kept the window for notes from opening.');
  await expect(show.notes).toContainText('Alice sits behind the router');
  expect(await show.places()).toEqual(places);
  await show.press('n');
  await expect(show.notes).toHaveCount(0);
});

test('any view can stand on the stage', async ({ lab, page }) => {
  const show = new StagePage(page);
  await lab.show('Present');
  await show.openExample();
  for (const view of ['Ladder', 'States', 'Person', 'Dialogs', 'ICE', 'Tables']) {
    await show.rows
      .nth(3)
      .getByRole('button', { name: /Fallback/ })
      .last()
      .click();
    await show.field('On stage').selectOption(view);
    await page.keyboard.press('Shift+F5');
    await expect(show.now).toHaveText('4Fallback');
    await show.settled();
    await expect(page.getByRole('button')).toHaveCount(0);
    await lab.screenshot(`stage-${view.toLowerCase()}`);
    await show.press('Escape');
    // The lab is at the stop's view before one goes elsewhere.
    await expect(
      page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view, exact: true }),
    ).toHaveAttribute('aria-current', 'page');
    await lab.show('Present');
  }
});

test('stops are made, put in order, deleted and brought back, kept in a file and opened again', async ({
  lab,
  page,
}) => {
  const show = new StagePage(page);
  await lab.press('End');
  await lab.press('b');
  await lab.gate('E12').press('Enter');
  await expect(lab.variant).toContainText('E12 closed');
  await lab.feature('degraded Remote ↔ internal').click();
  await lab.transport.pause.click();
  await lab.press('End');
  await lab.show('Present');
  await show.button(/^Add this moment/).click();
  await expect(show.rows).toHaveCount(2);
  await expect(show.rows.nth(1)).toContainText('E12 closed');
  await show.field('Title').fill('Slow call');
  await show.field('Title').press('Enter');
  await show.field('Notes, for you alone').fill('Breathe.');
  await show.field('Notes, for you alone').blur();
  await show.handle('Slow call').focus();
  await lab.press('ArrowUp');
  await expect(show.rows.nth(0)).toContainText('Slow call');
  await expect(show.handle('Slow call')).toBeFocused();
  await show.handle('Slow call').dragTo(show.rows.nth(1), { targetPosition: { x: 20, y: 40 } });
  await expect(show.rows.nth(1)).toContainText('Slow call');

  const deleted = page.getByText(/ is deleted; Undo above the list brings it back$/);
  for (const left of [1, 0]) {
    const title = await show.field('Title').inputValue();
    await show.button('Delete').click();
    await expect(deleted.filter({ hasText: title })).toBeVisible();
    await expect(show.rows).toHaveCount(left);
  }
  for (let times = 0; times < 2; times++) await show.button('Undo the last change of the list').click();
  await expect(show.rows.nth(1)).toContainText('Slow call');

  const download = page.waitForEvent('download');
  await show.button('Save as a show…').click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.edgeshow$/);
  const text = await readFile(await file.path(), 'utf8');

  // What is damaged leaves all as it is.
  await show.openFile('half.edgeshow', text.slice(0, text.length / 2));
  await expect(lab.problem).toContainText(
    'half.edgeshow is damaged: it ends too early, or is no show at all',
  );
  await expect(show.rows).toHaveCount(2);
  await show.openFile('next.edgeshow', text.replace('"version": 1', '"version": 9'));
  await expect(lab.problem).toContainText('next.edgeshow was made by a newer Edge Lab');

  await page.reload();
  await lab.show('Present');
  await expect(show.rows).toHaveCount(0);
  await show.openFile('talk.edgeshow', text);
  await expect(show.rows).toHaveCount(2);
  await show.rows
    .nth(1)
    .getByRole('button', { name: /Slow call/ })
    .last()
    .click();
  await expect(show.field('Notes, for you alone')).toHaveValue('Breathe.');
  await show.button('Go there in the lab').click();
  await expect(lab.variant).toContainText('E12 closed');
  await lab.settled();
  await expect(lab.feature('degraded Remote ↔ internal')).toBeVisible();
});

test('bookmarks outlive a window that is killed', async ({ lab, page, appUrl }) => {
  await lab.press('End');
  await lab.press('b');
  await new DocumentPage(page).kept();
  const again = await page.context().newPage();
  await crash(page);
  const second = new LabPage(again);
  await second.open(appUrl);
  await expect(second.stage).toContainText('This is where you were.');
  await second.show('Present');
  await expect(new StagePage(again).rows).toHaveCount(1);
});

test('axe has no serious finding on the stage, and where shows are made', async ({ lab, page }) => {
  const show = new StagePage(page);
  await lab.show('Present');
  await show.openExample();
  expect(await seriousFindings(page)).toEqual([]);
  await show.present();
  await show.press('4');
  expect(await seriousFindings(page)).toEqual([]);
});
