import type { Locator, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Branches } from '../../../../test/e2e/pages/branches.ts';
import { Lessons } from '../../../../test/e2e/pages/lessons.ts';
import type { LabPage } from '../../../../test/e2e/pages/lab.ts';
import { StagePage } from '../../../../test/e2e/pages/stage.ts';
import { signInCapture } from './capture.ts';
import type { Scene } from './scene.ts';

const WHOLE = { width: 1280, height: 760 } as const;

/** Shows a feature without playing it, at its start. */
async function look(lab: LabPage, feature: string): Promise<void> {
  await lab.feature(feature).click();
  await lab.transport.pause.click();
  await lab.press('Home');
}

async function close(lab: LabPage, rule: string): Promise<void> {
  await lab.showPanel('Rules');
  await lab.rules.switch(rule).click();
  await lab.showPanel('Inspector');
  await lab.settled();
}

/** Goes on event by event. */
async function step(lab: LabPage, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await lab.press('ArrowRight');
}

const stage = (page: Page): Locator => page.getByRole('main');

/** Every picture of the guide, in the order of its pages. */
export const SCENES: readonly Scene[] = [
  {
    name: 'window',
    ...WHOLE,
    async steps(lab) {
      await look(lab, 'Remote sign-in');
      await step(lab, 34);
    },
  },
  {
    name: 'map',
    ...WHOLE,
    region: stage,
    async steps(lab) {
      await look(lab, 'Remote sign-in');
      await step(lab, 34);
    },
  },
  {
    name: 'drop',
    ...WHOLE,
    async steps(lab) {
      await close(lab, 'E3');
      await look(lab, 'Remote sign-in');
      await lab.transport.nextDrop.click();
    },
  },
  {
    name: 'context-menu',
    ...WHOLE,
    region: stage,
    async steps(lab) {
      await look(lab, 'Remote sign-in');
      await lab.host('Edge').click({ button: 'right' });
    },
  },
  {
    name: 'ladder',
    ...WHOLE,
    region: stage,
    async steps(lab) {
      await look(lab, 'Remote sign-in');
      await lab.press('End');
      await lab.show('Ladder');
      await lab.stage.getByRole('list').hover();
      await lab.wheel(-100_000);
    },
  },
  {
    name: 'timeline',
    width: 1280,
    height: 900,
    region: (page) => page.locator('main > .timeline'),
    async steps(lab) {
      await close(lab, 'E3');
      await look(lab, 'Remote sign-in');
      await lab.press('End');
    },
  },
  {
    name: 'inspector',
    ...WHOLE,
    region: (page) => page.getByRole('complementary', { name: 'Panel' }),
    async steps(lab) {
      await close(lab, 'E3');
      await look(lab, 'Remote sign-in');
      await lab.transport.nextDrop.click();
    },
  },
  {
    name: 'states',
    width: 1280,
    height: 560,
    region: stage,
    async steps(lab) {
      await close(lab, 'E3');
      await look(lab, 'Remote sign-in');
      await lab.transport.nextDrop.click();
      await lab.press('End');
      await lab.show('States');
    },
  },
  {
    name: 'person',
    ...WHOLE,
    dark: true,
    region: stage,
    async steps(lab, page) {
      await look(lab, 'Remote ↔ internal');
      await lab.palette.do('8 s');
      await lab.show('Person');
      await page.getByRole('button', { name: 'Bob', exact: true }).click();
    },
  },
  {
    name: 'branch',
    width: 1280,
    height: 900,
    region: stage,
    async steps(lab, page) {
      await close(lab, 'E12');
      await look(lab, 'Remote ↔ internal');
      await lab.transport.nextDrop.click();
      await new Branches(page).at('open E12', /^Open E12/);
      await lab.settled();
    },
  },
  {
    name: 'matrix',
    ...WHOLE,
    region: stage,
    async steps(lab) {
      await lab.show('Matrix');
      await lab.matrix.whole();
    },
  },
  {
    name: 'design',
    ...WHOLE,
    region: stage,
    async steps(lab) {
      await lab.show('Design');
      await lab.byHand.line('Edge').click();
    },
  },
  {
    name: 'files',
    ...WHOLE,
    region: stage,
    async steps(lab) {
      await lab.show('Files');
      await lab.files.open('border.cfg', readFileSync(resolve('docs/manual/make/formats/asa.txt'), 'utf8'));
      await lab.files.change.getByText('Against the design as it is').waitFor();
    },
  },
  {
    name: 'captures',
    width: 1280,
    height: 420,
    region: stage,
    async steps(lab) {
      await close(lab, 'E3');
      await lab.show('Captures');
      await lab.captures.open('sign-in.pcapng', signInCapture());
      await lab.captures.row('10.45.16.10, TCP 443').waitFor();
    },
  },
  {
    name: 'lesson',
    ...WHOLE,
    async steps(lab, page) {
      const lessons = new Lessons(page);
      await lessons.show();
      await lessons.button(/^Begin.*What is a port/).click();
      await lab.settled();
    },
  },
  {
    name: 'stage',
    width: 1280,
    height: 720,
    async steps(lab, page) {
      const show = new StagePage(page);
      await lab.show('Present');
      await show.openExample();
      await show.present();
      await show.press('ArrowRight', 'ArrowRight');
      await show.settled();
    },
  },
];
