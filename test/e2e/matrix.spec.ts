import { expect, test } from './fixtures.ts';

test.describe.configure({ timeout: 180_000 });

test('story 13: each rule closed in turn; a red cell plays from just before its first drop', async ({
  lab,
}) => {
  await lab.show('Matrix');
  await lab.matrix.whole();
  await expect(lab.matrix.cell('E3 closed, Remote sign-in: broken, given up after 21')).toBeVisible();
  await expect(lab.matrix.cell('E3 closed, Presence, contacts: not reached')).toBeVisible();
  await expect(lab.matrix.cell('E1 closed, A/V: Lync 2010: works, 1.* s later')).toBeVisible();
  const cell = lab.matrix.cell('E12 closed, Remote ↔ internal: degraded, .* s later, by the TCP relay');
  await cell.hover();
  await expect(lab.stage).toContainText('no rule for UDP 3478 to 10.45.16.30');
  await lab.screenshot('story-13-matrix');

  await cell.click();
  await expect(lab.variant).toContainText('E12 closed');
  await expect(lab.feature('degraded Remote ↔ internal')).toHaveAttribute('aria-current', 'true');
  await expect(lab.transport.play).toBeVisible();
  const before = await lab.transport.seconds();
  expect(before).toBeGreaterThan(0);
  await lab.transport.nextDrop.click();
  expect((await lab.transport.seconds()) - before).toBeLessThan(0.01);
  await expect(lab.inspector.body).toContainText(
    'The external firewall dropped it: no rule for UDP 3478 to 10.45.16.30. E12 would let it in, and is closed.',
  );
  await lab.screenshot('story-13-opened');

  // The matrix stays that of the design, and another row of it can be gone into.
  await lab.show('Matrix');
  await expect(lab.matrix.state).toContainText('The other views show E12 closed.');
  await lab.matrix.cell('E3 closed, Remote sign-in: broken').click();
  await expect(lab.variant).toContainText('E3 closed');
  await lab.undo.click();
  await expect(lab.variant).toContainText('E12 closed');
  await lab.show('Matrix');
  await lab.matrix.button('Take it back').click();
  await expect(lab.variant).toContainText('as designed');
});

test('story 13: pairs tell which rules only a fallback needs, and which nothing', async ({ lab }) => {
  await lab.show('Matrix');
  await lab.matrix.show('Pairs');
  await lab.matrix.whole();
  const [heading, first] = await lab.matrix.rows();
  expect(heading).toContain('Break what neither of the two breaks alone');
  expect(first).toMatch(/ closed and .* closed/);
  await expect(
    lab.matrix.cell('E12 closed and E13 closed, Remote ↔ internal: broken, .*neither of the two does alone'),
  ).toBeVisible();
  await lab.screenshot('story-13-pairs');

  await lab.matrix.show('One at a time');
  await lab.matrix.only(/needed by nothing$/);
  await expect(lab.matrix.grid.getByRole('rowheader', { name: 'E9 closed' })).toBeVisible();
  await expect(lab.matrix.grid.getByRole('rowheader', { name: 'E7 closed' })).toBeHidden();
  await lab.matrix.only(/needed by nothing$/);
  await lab.matrix.only(/only as a fallback$/);
  await expect(lab.matrix.grid.getByRole('rowheader', { name: 'E7 closed' })).toBeVisible();
  await lab.screenshot('story-13-fallback');
});

test('the keyboard moves a cell, sorts, folds and opens', async ({ lab }) => {
  await lab.show('Matrix');
  await lab.matrix.whole();
  await lab.matrix.grid.focus();
  await expect(lab.matrix.cursor).toHaveAccessibleName(/^E1 closed, Remote sign-in: works$/);
  await lab.press('ArrowDown');
  await lab.press('ArrowRight');
  await expect(lab.matrix.cursor).toHaveAccessibleName(/^E2 closed, Client certificate/);
  await lab.press('Control+End');
  await expect(lab.matrix.cursor).toHaveAccessibleName(/^I9 closed, Revocation lists/);
  await expect(lab.matrix.cursor).toBeInViewport();
  // The clock is not the matrix's to move, and the other way round.
  await expect(lab.transport.clock).toHaveText('0.000s');

  await lab.press('Control+Home');
  await lab.press('ArrowRight');
  await lab.press('ArrowUp');
  await lab.press('Enter');
  const [, first] = await lab.matrix.rows();
  expect(first).toBe('E3 closed');
  await expect(lab.matrix.order).toHaveValue('remote-sign-in');
  await lab.press('ArrowUp');
  await lab.press('Enter');
  await expect(lab.matrix.grid.getByRole('columnheader', { name: 'Remote sign-in' })).toBeHidden();
  await expect(lab.matrix.grid.getByRole('columnheader', { name: 'Sign-in' })).toHaveCount(2);
  await lab.press('Enter');
  await lab.press('ArrowDown');
  await lab.press('ArrowDown');
  await lab.press('Enter');
  await expect(lab.variant).toContainText('E3 closed');
  await expect(lab.inspector.title).toContainText('Remote user signs in');
});

test('the table twin has the same in words, and what is shown is what is saved', async ({ lab }) => {
  await lab.show('Matrix');
  await lab.matrix.whole();
  await lab.matrix.show('Table');
  await expect(lab.matrix.table.getByRole('columnheader', { name: 'Audio and video' })).toBeVisible();
  const words = lab.matrix
    .row('E12 closed')
    .getByRole('button', { name: /^degraded, .* s later, by the TCP relay$/ });
  await expect(words).toHaveCount(4);
  await expect(lab.matrix.row('E9 closed').getByRole('button')).toHaveCount(0);
  await lab.matrix.filter.fill('udp 3478');
  await lab.matrix.order.selectOption('Most broken first');
  const { name, text } = await lab.matrix.save('CSV');
  expect(name).toBe('reference-1-what-breaks.csv');
  const lines = text.trimEnd().split('\r\n');
  expect(lines.map((line) => line.split(',')[0]!.replace('\ufeff', ''))).toEqual([
    'What goes wrong',
    'E12 closed',
    'E11 closed',
    'I6 closed',
  ]);
  await words.first().click();
  await expect(lab.variant).toContainText('E12 closed');
});

test('the matrix follows the design; a sweep that is cancelled keeps what is there', async ({ lab }) => {
  await lab.show('Matrix');
  await lab.matrix.whole();
  await lab.showPanel('Rules');
  await lab.rules.switch('E4').click();
  await expect(lab.matrix.grid.getByRole('rowheader', { name: 'E4 closed' })).toBeHidden();
  await lab.matrix.whole();
  await expect(lab.matrix.cell('E5 closed, IM: Lync 2010: broken')).toBeVisible();

  await lab.matrix.toggleKinds('Hosts down');
  await expect(lab.matrix.state).toContainText(/^\s*[1-9]\d* of 39 features/);
  await lab.matrix.button('Cancel').click();
  await expect(lab.matrix.state).toContainText(/Stopped: [1-9]\d* of 39 features/);
  await lab.screenshot('matrix-partial');
  await lab.matrix.button('Go on').click();
  await lab.matrix.whole();
  await lab.matrix.toggleKinds('Hosts down');
  await lab.matrix.whole();
  await lab.matrix.toggleKinds('Symmetric NAT', 'Rules closed');
  await lab.matrix.whole();
  await expect(lab.matrix.grid.getByRole('rowheader', { name: "Alice's router is symmetric" })).toBeVisible();
});

test('the smallest set of rules for what one chooses, proven, and tried out', async ({ lab }) => {
  await lab.show('Matrix');
  await lab.matrix.button('Smallest set').click();
  await lab.matrix.smallest.getByRole('checkbox', { name: 'Remote sign-in' }).check();
  await lab.matrix.smallest.getByRole('checkbox', { name: 'HTTP redirect' }).check();
  await lab.matrix.smallest.getByRole('button', { name: 'Find' }).click();
  const result = lab.matrix.smallest.getByRole('region', { name: 'Result' });
  await expect(result).toContainText('3 rules are enough');
  await expect(result.getByRole('listitem')).toHaveText([
    /^E3.*Without it: Remote sign-in/,
    /^E14.*Without it: HTTP redirect/,
    /^I1.*Without it: Remote sign-in/,
  ]);
  await lab.screenshot('smallest-set');
  await result.getByRole('button', { name: 'Close all others' }).click();
  await expect(lab.variant).toContainText('21 changes');
  await lab.show('Map');
  await lab.unfold();
  await expect(lab.feature('works Remote sign-in')).toBeVisible();
  await expect(lab.feature('works HTTP redirect')).toBeVisible();
  await expect(lab.feature('broken CMS replication')).toBeVisible();
  await lab.undo.click();
  await expect(lab.variant).toContainText('as designed');
});
