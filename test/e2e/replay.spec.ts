import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtinDesign } from '../../simulator/designs/registry.ts';
import { PART_TYPE } from '../../simulator/replay/page.ts';
import { launchFirefox } from '../setup/firefox.ts';
import { ensureFirefox } from '../setup/tools.ts';
import { callLab } from '../story/call-lab.ts';
import { seriousFindings } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { ReplayPage } from './pages/replay.ts';

const SENTENCE = 'The external firewall dropped it: no rule for UDP 3478 to 10.45.16.30.';
const CUT_OFF = /^\s*This replay cannot be shown: its file was cut off or changed on the way/;

let folder = '';
/** The call of which a rule is closed. */
let call = '';
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'edge-lab-replay-'));
  call = written('call.html', '--only', 'av-remote-internal', '--close', 'E12');
});
test.afterAll(() => rmSync(folder, { recursive: true }));

/** A page that the command line writes. */
function written(name: string, ...options: string[]): string {
  const file = join(folder, name);
  expect(callLab(['replay', ...options, '--out', file])).toEqual({ status: 0, stdout: '', stderr: '' });
  return file;
}

test('story 26: sent by the window, it plays, scrubs and says why a packet was lost, without a network', async ({
  lab,
  page,
  browser,
}) => {
  await lab.feature('Remote ↔ internal').click();
  await lab.transport.pause.click();
  await lab.gate('E12').press('Enter');
  await lab.feature('degraded Remote ↔ internal').waitFor();
  await lab.palette.do('page that replays');
  const sheet = page.getByRole('dialog', { name: 'Save a replay' });
  await sheet.getByRole('textbox', { name: 'Title' }).fill('Why calls from home take so long');
  await sheet.getByRole('checkbox', { name: 'A: as designed' }).check();
  const coming = page.waitForEvent('download');
  await sheet.getByRole('button', { name: 'Save' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('reference-1-av-remote-internal-E12-closed.html');
  const file = join(folder, 'sent.html');
  await download.saveAs(file);
  await expect(sheet.getByRole('status')).toHaveText(
    /^reference-1-av-remote-internal-E12-closed\.html: [\d.]+ MB$/,
  );
  expect(statSync(file).size).toBeLessThan(3e6);

  const replay = await ReplayPage.open(browser, file, { reducedMotion: 'no-preference' });
  await expect(replay.page).toHaveTitle('Why calls from home take so long');
  await replay.choose('Variant', 'E12 closed');
  await expect(replay.panel).toContainText('degraded');
  await replay.transport.chooseSpeed('5');
  await replay.transport.play.click();
  await expect(replay.transport.clock).not.toHaveText(/^0\.000/);
  await replay.transport.pause.click();

  // Scrubbing: to the end by its bar, where the lost packets lie before the wall.
  await replay.timeline.axis.press('Home');
  const bar = (await replay.timeline.axis.boundingBox())!;
  await replay.page.mouse.move(bar.x + bar.width / 2, bar.y + 8);
  await replay.page.mouse.down();
  await replay.page.mouse.move(bar.x + bar.width - 60, bar.y + 8, { steps: 4 });
  await replay.page.mouse.up();
  expect(await replay.transport.seconds()).toBeGreaterThan(15);
  await replay.stage
    .getByRole('button', { name: /dropped.*no rule for UDP 3478/i })
    .first()
    .locator('circle')
    .click();
  await expect(replay.panel).toContainText(SENTENCE);
  expect(replay.complaints).toEqual([]);
});

test('nothing of it can be changed, and nothing is offered that could', async ({ browser }) => {
  const { page, panel, stage, transport, complaints } = await ReplayPage.open(browser, call);
  await page.keyboard.press('Shift+ArrowRight');
  await expect(panel).toContainText(SENTENCE);
  await expect(panel.getByRole('button', { name: /^(Open|Close|Change|Remove|Add)/ })).toHaveCount(0);
  await stage.getByRole('button', { name: /^Rule E12/ }).press('Enter');
  await expect(panel.getByRole('heading', { name: 'E12, UDP 3478' })).toBeVisible();
  await expect(panel.getByRole('button', { name: /^(Open|Close|Change|Remove|Add)/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(panel).toContainText('The packet that it hangs on');
  for (const view of ['2', '3', '4', '1']) {
    await page.keyboard.press(view);
    for (const word of [/branch/i, /bookmark/i, /breakpoint/i, /undo/i, /save/i, /svg/i])
      await expect(page.getByRole('button', { name: word })).toHaveCount(0);
  }
  await expect(transport.clock).toHaveText(/^0\.553/);
  await page.keyboard.press('Shift+ArrowRight');
  await expect(transport.clock).not.toHaveText(/^0\.553/);
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(transport.clock).toHaveText(/^0\.553/);
  await expect(panel).toContainText(SENTENCE);
  expect(complaints).toEqual([]);
});

test('all features of the design on one page: each is chosen there, and none takes 3 MB', async ({
  browser,
}) => {
  const file = written('all.html');
  const text = readFileSync(file, 'utf8');
  const parts = Array.from(
    text.matchAll(new RegExp(`<script type="${PART_TYPE}">(.*?)</script>`, 'g')),
    ([part]) => part.length,
  );
  expect(parts).toHaveLength(1 + 39);
  const frame = text.length - parts.reduce((sum, length) => sum + length, 0);
  for (const length of parts) expect(frame + parts[0]! + length).toBeLessThan(3e6);

  const replay = await ReplayPage.open(browser, file);
  await expect(replay.panel).toContainText('Remote user signs in');
  await replay.choose('Feature', 'Remote ↔ internal');
  await expect(replay.panel).toContainText('Audio/video call between a remote and an internal user');
  await replay.show('Person');
  await replay.page.keyboard.press('End');
  await expect(replay.stage).toContainText('Bob');
  expect(replay.complaints).toEqual([]);
});

test('a replay that was cut off or changed says so in one sentence', async ({ browser }) => {
  const whole = readFileSync(call, 'utf8');
  const data = whole.indexOf(PART_TYPE);
  const program = whole.lastIndexOf('<script>');
  const flipped = (at: number) => whole.slice(0, at) + (whole[at] === 'A' ? 'B' : 'A') + whole.slice(at + 1);
  const harmed = [
    ...[data, data + 90_000, program, program + 400_000, whole.lastIndexOf('</script>')].map((at) =>
      whole.slice(0, at),
    ),
    // Another program than the one that was built does not run.
    whole.replace('<script>', '<script>console.log(1);'),
  ];
  const file = join(folder, 'harmed.html');
  for (const text of harmed) {
    writeFileSync(file, text);
    const { page, problem } = await ReplayPage.open(browser, file);
    await expect(problem).toHaveText(CUT_OFF);
    await expect(problem).toBeVisible();
    await page.context().close();
  }
  writeFileSync(file, flipped(data + 60_000));
  const { page, problem } = await ReplayPage.open(browser, file);
  await expect(problem).toHaveText(/^This replay is damaged: .*\.$/);
  await expect(page.locator('p')).toHaveCount(1);
});

test('texts of a hostile design are texts', async ({ browser }) => {
  const evil = '</script><img src=x onerror=alert(1)><!--';
  const design = builtinDesign();
  const named = { ...design, title: evil, people: design.people.map((one) => ({ ...one, name: evil })) };
  const source = join(folder, 'hostile.json');
  writeFileSync(source, JSON.stringify(named));
  const file = written('hostile.html', source, '--only', 'remote-sign-in', '--title', evil);
  const { page, stage, complaints } = await ReplayPage.open(browser, file);
  await expect(page).toHaveTitle(evil);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(evil);
  await page.keyboard.press('4');
  await expect(stage).toContainText(evil);
  await expect(page.locator('img')).toHaveCount(0);
  expect(complaints).toEqual([]);
});

for (const look of ['light', 'dark', 'more contrast'] as const)
  test(`axe has no serious finding in a replay: ${look}`, async ({ browser }) => {
    const { page, complaints } = await ReplayPage.open(browser, call, {
      ...(look === 'more contrast' ? { contrast: 'more' } : { colorScheme: look }),
      // axe is put into the page from outside.
      bypassCSP: true,
    });
    await page.keyboard.press('Shift+ArrowRight');
    for (const view of ['1', '2']) {
      await page.keyboard.press(view);
      expect.soft(await seriousFindings(page), view).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });

test('Firefox opens the same file without a network, and says the same', async () => {
  test.setTimeout(420_000);
  const program = ensureFirefox();
  test.skip(program === null, 'no Firefox here');
  const firefox = await launchFirefox(program!);
  try {
    const page = await firefox.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!/^(file|data|blob):/.test(request.url())) complaints.push(request.url());
    });
    await page.goto(pathToFileURL(call).href);
    await page.locator('aria/Next drop').click();
    await page.locator(`::-p-text(${SENTENCE})`).wait();
    await page.locator('aria/Play').click();
    await page.waitForFunction(
      () => !document.querySelector('[role=timer]')!.textContent.startsWith('0.553'),
    );
    expect(complaints).toEqual([]);
  } finally {
    await firefox.close();
  }
});
