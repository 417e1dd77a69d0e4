import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { BUILTIN_DESIGNS } from '../../simulator/designs/registry.ts';
import { seriousFindings } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { Lessons, type TextFile } from './pages/lessons.ts';
import type { LabPage } from './pages/lab.ts';

const TWO_EDGES = BUILTIN_DESIGNS.find(({ id }) => id === 'two-edge-pools')!;

/** Runs of a whole design come one after the other. */
const LONG = { timeout: 60_000 };

test.beforeEach(async ({ page }) => {
  await new Lessons(page).chooseByInput();
});

/** An instructor makes a lab: gives what is handed out, and what is kept. */
async function make(lessons: Lessons): Promise<{ handout: TextFile; kept: TextFile }> {
  await lessons.show();
  await lessons.button('Make a lab').click();
  await expect(lessons.button('Reveal')).toBeVisible(LONG);
  return {
    handout: await lessons.saved(lessons.button('Hand out')),
    kept: await lessons.saved(lessons.button('Keep the lesson')),
  };
}

/** Learner one: predicts, takes a hint, and repairs. */
async function repair(lab: LabPage, lessons: Lessons, page: Page): Promise<TextFile> {
  await expect(lessons.people).toContainText('Gina', LONG);
  await lessons.next();
  await lessons.answer('It is stopped at the internal firewall', 'No rule lets it pass');
  await expect(lessons.step).toContainText('Right.');
  await lessons.next();
  await lessons.showHint();
  await lab.show('Rules');
  await lab.rules.choose('I9');
  await page.getByRole('button', { name: 'Change I9' }).click();
  const form = page.getByRole('form', { name: /I9/ });
  await form.getByLabel('To', { exact: true }).fill('192.168.10.190');
  await form.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(lessons.step).toContainText('9 of 10 that failed work again.', LONG);
  await lab.show('Design');
  await lab.byHand.search.fill('edge-webconf');
  await lab.byHand.line('edge-webconf').click();
  await lab.byHand.field('Subject').fill('webcon.contoso.com');
  await page.keyboard.press('Enter');
  await expect(lessons.step).toContainText('10 of 10 that failed work again.', LONG);
  await expect(page.getByRole('log')).toContainText('Repair: done');
  const work = await lessons.finish('Ann');
  await expect(lessons.sheet).toContainText('97 of 100');
  await expect(lessons.sheet).toContainText('passed');
  await lessons.leave();
  return work;
}

/** Learner two: lets everything pass. */
async function openAll(lab: LabPage, lessons: Lessons): Promise<TextFile> {
  await expect(lessons.people).toContainText('Gina', LONG);
  await lessons.next();
  await lessons.answer('It arrives', 'Nothing stops it');
  await expect(lessons.step).toContainText('Not quite.');
  await lessons.next();
  await lab.show('Rules');
  for (const [first, wall] of [
    ['E3', 'external'],
    ['I1', 'internal'],
  ] as const) {
    await lab.rules.insertAbove(first, { action: 'Pass', protocol: 'TCP and UDP', port: 'any' });
    await expect(lab.rules.row(first), wall).toBeVisible();
  }
  await expect(lessons.step).toContainText('ports are open that nothing needs', LONG);
  const work = await lessons.finish('Bob');
  await expect(lessons.sheet).toContainText('not passed');
  await lessons.leave();
  return work;
}

test('what people say of a lab stands there, though one of them speaks twice of the same', async ({
  lab,
  page,
}) => {
  await page.workers()[0]!.evaluate(() => {
    const post = self.postMessage.bind(self);
    // Each complaint twice, wherever there are some in an answer.
    const twice = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
      for (const [name, part] of Object.entries(value))
        if (name === 'complaints') (part as unknown[]).push(...(part as unknown[]));
        else twice(part);
    };
    self.postMessage = (message: unknown) => {
      twice(message);
      post(message);
    };
  });
  await lab.show('Lessons');
  await new Lessons(page).button('Make a lab').click();
  const people = page.getByRole('region', { name: 'What it would give' }).getByRole('listitem');
  await expect(people.first()).toBeVisible();
  const said = await people.allInnerTexts();
  expect(new Set(said).size).toBe(said.length / 2);
});

test('story 10: a lab is made, handed out, repaired by one, opened wide by another, and graded', async ({
  lab,
  page,
}) => {
  test.setTimeout(300_000);
  const lessons = new Lessons(page);
  const { handout, kept } = await make(lessons);
  expect(handout.name).toBe('lab-4711.edgelesson');
  for (const secret of ['192.168.10.191', 'edge-webconf', 'misnamed', '"key"'])
    expect(handout.text).not.toContain(secret);
  expect(kept.text).toMatch(/key: [0-9a-f]{64}/);
  await lessons.button('To the course').click();

  await lessons.open(handout);
  const good = await repair(lab, lessons, page);
  await lessons.open(handout);
  const bad = await openAll(lab, lessons);
  const edited = { name: 'edited.edgework', text: good.text.replace('"Ann"', '"Eve"') };

  await lessons.button('Class').click();
  await lessons.choose(lessons.button('Choose the lesson…'), kept);
  await lessons.choose(lessons.button('Add work files…'), good, bad, edited);
  await expect(page.getByRole('row', { name: /Ann/ })).toContainText('97 of 100, passed', LONG);
  await expect(page.getByRole('row', { name: /Bob/ })).toContainText('not passed');
  await expect(page.getByRole('region', { name: 'Files without a score' })).toContainText(
    'edited.edgework: this work file was changed after the lesson wrote it',
  );
  await page.getByRole('button', { name: 'Learner' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['Ann', 'Bob']);
  await page.getByRole('button', { name: 'Needless ports' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['Bob', 'Ann']);

  const csv = (await lessons.saved(lessons.button('Save as CSV'))).text;
  const rows = csv.trim().split(/\r?\n/);
  const ann = rows.find((row) => row.startsWith('Ann'))!;
  const bob = rows.find((row) => row.startsWith('Bob'))!.split(',');
  expect(ann).toMatch(/^Ann,97,100,yes,/);
  expect(Number(bob[1])).toBeLessThan(40);
  expect(Number(bob[6])).toBeGreaterThan(60_000);
  const statements = JSON.parse((await lessons.saved(lessons.button('Save as xAPI'))).text) as {
    verb: { display: { en: string } };
  }[];
  expect(statements.map(({ verb }) => verb.display.en)).toEqual(['passed', 'failed']);
});

/** Goes on from one thing to the next with the tabulator until it is there. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let pressed = 0; pressed < 150; pressed++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('nothing by this name comes with the tabulator');
}

test('a lesson of the course by keys alone: read, find, predict, do, hand in, next', async ({
  lab,
  page,
}) => {
  const lessons = new Lessons(page);
  await lab.palette.do('show lessons');
  const begin = lessons.course.getByRole('button', { name: /^Begin ?: What is a port$/ });
  await begin.waitFor();
  await expect(lessons.course.getByRole('listitem').first()).toContainText('next');
  expect(await lessons.course.getByRole('article').count()).toBeGreaterThanOrEqual(12);
  await tabTo(page, begin);
  await page.keyboard.press('Enter');
  await expect(lessons.step).toContainText('An address and a port', LONG);
  await page.keyboard.press('Shift+PageDown');

  await expect(lessons.step).toContainText('No packet is chosen yet', LONG);
  await expect(lab.stage).toContainText('conversations');
  await lab.palette.do('10.45.16.40');
  await tabTo(page, lessons.step.getByRole('button', { name: 'This one' }));
  await page.keyboard.press('Enter');
  await expect(lessons.step).toContainText('This is the packet.');
  await expect(page.getByRole('log')).toContainText('This is the packet.');

  await page.keyboard.press('Shift+PageDown');
  await expect(lessons.step.getByRole('radio')).not.toHaveCount(0, LONG);
  // What is to come is not to be seen.
  await expect(page.getByRole('tab', { name: 'Inspector' })).toHaveCount(0);
  await expect(page.getByRole('slider', { name: 'Time' })).toHaveCount(0);
  await tabTo(page, lessons.step.getByRole('radio', { name: 'It arrives' }));
  await page.keyboard.press('Space');
  await tabTo(page, lessons.step.getByRole('radio', { name: 'Nothing stops it' }));
  await page.keyboard.press('Space');
  await tabTo(page, lessons.step.getByRole('button', { name: 'Check' }));
  await page.keyboard.press('Enter');
  await expect(lessons.step).toContainText('Right.');
  await expect(page.getByRole('tab', { name: 'Inspector' })).toBeVisible();

  await page.keyboard.press('Shift+PageDown');
  await expect(lessons.step).toContainText('Nothing was changed yet', LONG);
  await lab.palette.do('close e14');
  await expect(page.getByRole('log')).toContainText('Close one port: done', LONG);
  await page.getByRole('tab', { name: 'Score' }).focus();
  await page.keyboard.press('Enter');
  await expect(lessons.score).toContainText('100 of 100');
  await lab.palette.do('hand the lesson in');
  await expect(lessons.sheet.getByLabel('Your name')).toBeFocused();
  await page.keyboard.type('Ann');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toBe('a-port-ann.edgework');
  await expect(lessons.sheet).toContainText('100 of 100');
  await tabTo(page, lessons.sheet.getByRole('button', { name: 'Next lesson' }));
  await page.keyboard.press('Enter');
  await expect(lessons.step).toContainText('Step 1 of', LONG);
  await expect(page.getByRole('heading', { name: 'A firewall remembers who began' })).toBeVisible();
  await lab.palette.do('leave the lesson');
  await expect(lessons.course.getByRole('listitem').first()).toContainText('passed, 100 of 100', LONG);
  await expect(lessons.course.getByRole('article', { name: 'A firewall remembers who began' })).toContainText(
    'begun',
  );
  await expect(lab.variant).toHaveAccessibleName(/as designed/);
});

/** A lesson in which one only looks. */
const LOOK: TextFile = {
  name: 'look.yaml',
  text: `format: edge-lab-lesson
version: 1
id: look
title: Only look
about: Look, and answer.
minutes: 1
faults: [E12]
tools: { hide: [captures], lock: true, explain: false }
grade: { overtime: 5 }
steps:
  - id: look
    title: Look
    do: Look at the call.
    show: { feature: av-remote-internal, at: end, view: map }
  - id: ask
    title: Ask
    ask: { feature: av-remote-internal, outcome: true }
    points: 100
    hints:
      - text: Count the seconds.
        cost: 10
`,
};

/** A lesson in which a packet is looked for in a network that is only looked at. */
const SEARCH: TextFile = {
  name: 'search.yaml',
  text: `format: edge-lab-lesson
version: 1
id: search
title: Only search
about: Look for a packet.
minutes: 1
steps:
  - id: search
    title: Search
    do: Choose a packet to the partner.
    show: { feature: federation-im-lync2010, at: end, view: map }
    find: { feature: federation-im-lync2010, packet: ip.dst == 192.0.2.10 }
    points: 100
`,
};

test('what is changed by the card of something in a network that is only looked at, changes the own one', async ({
  lab,
  page,
}) => {
  const lessons = new Lessons(page);
  await lessons.show();
  await lessons.open(SEARCH);
  await expect(lessons.step).toContainText('Choose a packet to the partner.', LONG);
  await lab.host('Edge, 192.0.2.10').click();
  await page.getByRole('tab', { name: 'Inspector' }).click();
  await lab.chooseVersion('Fabrikam', '2007');
  await expect(lessons.step).toContainText('To the network that is searched', LONG);
  await expect(lab.inspector.body).toContainText('Fabrikam on OCS 2007');
});

test('a lesson that locks, hides and does not explain; its time; what it keeps when the window is loaded anew', async ({
  lab,
  page,
  appUrl,
}) => {
  const lessons = new Lessons(page);
  await page.clock.install();
  await page.goto(appUrl);
  await lab.feature('Remote sign-in').waitFor();
  await lessons.show();
  await lessons.open(LOOK);
  await expect(lessons.step).toContainText('Look at the call.', LONG);
  const views = await lab.views();
  for (const hidden of ['Captures', 'Matrix', 'Review', 'Design', 'Files', 'Present'])
    expect(views).not.toContain(hidden);
  await expect(page.getByRole('tab', { name: 'Inspector' })).toBeVisible();
  await page.getByRole('tab', { name: 'Inspector' }).click();
  await expect(lab.inspector.body).not.toContainText('Why, step by step');
  await expect(lab.inspector.body).not.toContainText('E12');

  await lab.gate('E3').press('Enter');
  await expect(page.getByRole('complementary', { name: 'Lesson' }).getByRole('alert')).toContainText(
    'rules and devices stay as they are',
  );
  await expect(lab.gate('E3')).toHaveAccessibleName(/open/);

  await page.clock.runFor(30_000);
  await expect(page.getByRole('timer', { name: 'Time left' })).toContainText(/0:[23]\d left/);
  await lessons.next();
  await expect(lessons.step.getByRole('radio')).toHaveCount(3, LONG);
  await lessons.showHint();
  await page.reload();
  await expect(lessons.step.getByRole('radio')).toHaveCount(3, LONG);
  await expect(page.getByRole('region', { name: 'Hints' })).toContainText('Count the seconds.');
  await page.clock.runFor(60_000);
  await expect(page.getByRole('timer', { name: 'Time left' })).toContainText('over');
  await expect(lessons.score).toContainText('-5'.replace('-', '−'));
  await lessons.answer('It works, but later or worse than it should');
  await expect(lessons.step).toContainText('Right.');
  await expect(lessons.score).toContainText('85 of 100');

  // Another design does not come by accident.
  await lab.palette.do('open design two');
  await expect(page.getByRole('main')).toContainText('leaves this lesson. What you did is kept.');
  await page.getByRole('button', { name: 'Stay' }).click();
  await expect(page.getByRole('main')).not.toContainText('leaves this lesson');
  await lab.palette.do('leave the lesson');
  await expect(lab.feature('Remote sign-in')).toHaveCount(0);
  await lab.show('Map');
  await lab.feature('Remote sign-in').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
});

test('files that are none: one sentence, and nothing is lost', async ({ page, lab }) => {
  const lessons = new Lessons(page);
  await lessons.show();
  for (const [text, says] of [
    [LOOK.text.replace('version: 1', 'version: 2'), 'newer version of Edge Lab'],
    ['{\n "format": "edge-lab-handout", "version": 1, "sea', 'cut off or damaged'],
    [LOOK.text.replace('points: 100', 'points: 90'), 'the steps give 90 points'],
  ] as const) {
    await lessons.open({ name: 'lesson.edgelesson', text });
    await expect(lessons.problem).toContainText(says);
    await lessons.button('Put away').click();
  }
  await lessons.button('Class').click();
  await lessons.choose(lessons.button('Choose the lesson…'), LOOK);
  await lessons.choose(lessons.button('Add work files…'), {
    name: 'a.edgework',
    text: '{"format": "edge-lab',
  });
  await expect(page.getByRole('region', { name: 'Files without a score' })).toContainText(
    'a.edgework: this is no whole work file',
  );
  await expect(lab.variant).toHaveAccessibleName(/as designed/);
});

test('a lesson is written: a bad step is found, and the film is shown', async ({ lab, page }) => {
  const lessons = new Lessons(page);
  await lessons.show();
  expect(await seriousFindings(page)).toEqual([]);
  await lessons.button('Write a lesson').click();
  await expect(page.getByRole('main')).toContainText('It can be done: its answer was run.', LONG);
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('My lesson');
  expect(await seriousFindings(page)).toEqual([]);
  const template = await lessons.saved(lessons.button('Save…'));

  await lessons.choose(lessons.button('Open…'), {
    name: 'bad.yaml',
    text: template.text.replace('packet: lab.dropped', 'packet: tcp.port == 4'),
  });
  const problems = page.getByRole('region', { name: 'Problems' });
  await expect(problems).toContainText('so it can never be found', LONG);
  await expect(problems).toContainText('Line 41, column');
  await problems.getByRole('button').click();
  await expect(page.getByRole('textbox', { name: 'Text of the lesson' })).toBeVisible();
  await expect(lessons.button('Try it')).toHaveAttribute('aria-disabled', 'true');

  await lessons.button('New from template').click();
  await expect(page.getByRole('main')).toContainText('It can be done: its answer was run.', LONG);
  await lessons.button('Try it').click();
  await expect(lessons.step).toContainText('Play the call', LONG);
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Lesson: My lesson' }).click();
  await page.getByRole('menuitem', { name: 'Watch the film' }).click();
  await expect(page.getByText('Watch the first packet that does not come through').first()).toBeVisible(LONG);
  await page.keyboard.press('Escape');
  await expect(lessons.step).toContainText('Play the call');
  await expect(lab.stage).toContainText('Internet');
});

test('a lesson is read again when its file is written anew, and the step stays', async ({
  lab,
  page,
  appUrl,
}) => {
  const lessons = new Lessons(page);
  await page.clock.install();
  await page.addInitScript((text) => {
    const written = { text, at: 1 };
    Object.assign(window, { written });
    const getFile = () =>
      Promise.resolve(new File([written.text], 'look.yaml', { lastModified: written.at }));
    Object.defineProperty(window, 'showOpenFilePicker', { value: () => Promise.resolve([{ getFile }]) });
  }, LOOK.text);
  await page.goto(appUrl);
  await lab.feature('Remote sign-in').waitFor();
  await lessons.show();
  await lessons.button('Open a lesson…').click();
  await expect(lessons.step).toContainText('Look at the call.', LONG);
  await lessons.next();
  await expect(lessons.step.getByRole('radio')).toHaveCount(3, LONG);
  await page.clock.runFor(2000);
  await page.evaluate(() => {
    const { written } = window as unknown as { written: { text: string; at: number } };
    written.text = written.text.replace('title: Ask', 'title: What then');
    written.at = 2;
  });
  await page.clock.runFor(2000);
  await expect(lessons.step).toContainText('What then', LONG);
  await expect(lessons.step).toContainText('Step 2 of 2');
});

test('whoever leaves a question for another design plays what is shown, until that was run', async ({
  lab,
  page,
}) => {
  const lessons = new Lessons(page);
  await lessons.show();
  await lessons.course.getByRole('button', { name: /^Begin ?: What is a port$/ }).click();
  await expect(lessons.step).toContainText('An address and a port', LONG);
  await lessons.next();
  await expect(lessons.step).toContainText('No packet is chosen yet', LONG);
  await lessons.next();
  await expect(lessons.step.getByRole('radio')).not.toHaveCount(0, LONG);
  // The question is asked at a moment early in the run: what comes then is not played.
  await lab.holdRuns();
  await lab.files.paste(TWO_EDGES.text);
  await page.getByRole('button', { name: 'Leave and open it' }).click();
  await expect(lab.status).toContainText(/Running, \d+ %/);
  await page.keyboard.press('End');
  await expect(lab.status).toContainText(/Event ([\d,]+) of \1/);
  await expect(lab.status).toContainText(/Running, \d+ %/);
});

test('of two lessons that come at once the first is begun, and the second asks', async ({ lab, page }) => {
  const lessons = new Lessons(page);
  const textOf = (id: string) => readFileSync(`simulator/lessons/course/${id}.yaml`, 'utf8');
  const release = await lab.holdRuns();
  await lab.files.drop('first.yaml', textOf('a-port'));
  await lab.files.drop('second.yaml', textOf('three-doors'));
  await release();
  await expect(page.getByRole('main')).toContainText('"Three services, one port" leaves this lesson', LONG);
  await expect(lessons.step).toContainText('An address and a port');
});
