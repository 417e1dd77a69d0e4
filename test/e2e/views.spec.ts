import { expect, test } from './fixtures.ts';
import { Timeline } from './pages/timeline.ts';

test('a moment is kept, named, gone back to and thrown away', async ({ lab, page }) => {
  const timeline = new Timeline(page);
  await lab.press('End');
  const end = await lab.transport.seconds();
  await lab.press('b');
  await expect(timeline.flag(`At ${end.toFixed(3)} s`)).toBeVisible();
  await lab.press('Home');
  await timeline.bookmark.click();
  const list = await timeline.bookmarks();
  await expect(list.getByRole('textbox')).toHaveCount(2);
  await list.getByRole('textbox').first().fill('Signed in');
  await list.getByRole('textbox').first().press('Enter');
  await expect(timeline.flag('Signed in')).toBeVisible();
  await list.getByRole('button', { name: /^Go to .* s: Signed in$/ }).click();
  expect(await lab.transport.seconds()).toBe(end);
  // Undo is for the design: what is kept stays.
  await lab.press('[');
  expect(await lab.transport.seconds()).toBe(0);
  await lab.press(']');
  expect(await lab.transport.seconds()).toBe(end);
  await (await timeline.bookmarks()).getByRole('button', { name: 'Delete Signed in' }).click();
  await expect(timeline.flag('Signed in')).toHaveCount(0);
});

test('the timeline is zoomed and walked by keyboard', async ({ lab, page }) => {
  const timeline = new Timeline(page);
  await lab.press('End');
  await timeline.axis.focus();
  await expect(timeline.body.getByText('ms', { exact: true })).toBeAttached();
  await expect(timeline.body.getByText('whole run')).toHaveCount(0);
  for (let i = 0; i < 24; i++) await lab.press('+');
  await expect(timeline.body).toContainText('µs');
  await expect(timeline.body.getByText('whole run')).toBeAttached();
  await lab.press('0');
  await expect(timeline.body.getByText('whole run')).toHaveCount(0);

  await timeline.lane('Alice, UDP 53').focus();
  await lab.press('Home');
  await lab.press('ArrowRight');
  await expect(lab.inspector.title).toHaveText(/SRV/);
  const first = await lab.transport.seconds();
  await lab.press('ArrowRight');
  expect(await lab.transport.seconds()).toBeGreaterThan(first);
  await lab.press('ArrowDown');
  await expect(timeline.lane('Alice, TCP 443')).toBeFocused();
});

test('the timeline shows only the packets that are asked for', async ({ lab, page }) => {
  const timeline = new Timeline(page);
  await lab.press('End');
  await timeline.body.getByRole('button', { name: 'Filter the packets' }).click();
  await timeline.body.getByRole('combobox', { name: 'Filter the timeline' }).fill('dns');
  await expect(timeline.lane('Alice, TCP 443')).toHaveCount(0);
  await expect(timeline.lane('Alice, UDP 53')).toBeVisible();
  await timeline.body.getByRole('button', { name: 'Show all packets' }).click();
  await expect(timeline.lane('Alice, TCP 443')).toBeVisible();
});

test('a host opens to the states of its machines; a state chooses its machine', async ({ lab, page }) => {
  const timeline = new Timeline(page);
  await lab.press('End');
  await timeline.show('Agents');
  await timeline.lane('Alice').press('Enter');
  await expect(timeline.lane('registration')).toBeVisible();
  await timeline.flag('Alice registered').click();
  await lab.show('States');
  await expect(lab.stage.getByRole('button', { name: 'Machine: Alice: registration' })).toBeVisible();
});

test('a transition of a statechart leads to its packet, by keyboard too', async ({ lab }) => {
  await lab.press('End');
  await lab.show('States');
  const way = lab.stage.getByRole('button', { name: /^registering to registered at .*: 200 OK$/ });
  await way.focus();
  await lab.press('Enter');
  await expect(lab.inspector.title).toHaveText('200 OK');
  await expect(lab.stage.locator('.edge.marked')).toHaveCount(1);
  const at = await lab.transport.seconds();
  await lab.stage.getByRole('button', { name: 'resolving Alice signs in' }).click();
  expect(await lab.transport.seconds()).toBeLessThan(at);
});

test('all machines of a host stand beside each other, and one is saved as a picture', async ({
  lab,
  page,
}) => {
  await lab.press('End');
  await lab.show('States');
  const picker = lab.stage.getByRole('button', { name: /^Machine: / });
  await picker.click();
  await page.getByRole('combobox', { name: 'Find a machine' }).fill('all of edge');
  await page.getByRole('option', { name: /^All of Edge/ }).click();
  await expect(picker).toHaveAccessibleName('Machine: All of Edge');
  await expect(lab.stage.getByRole('article')).toHaveCount(12);
  await lab.stage.getByRole('article').first().getByRole('button').first().click();
  const download = page.waitForEvent('download');
  await lab.stage.getByRole('button', { name: 'SVG' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.svg$/);
});

test('SIP dialogs: who spoke with whom, on which hops, as far as the time shown', async ({ lab }) => {
  await lab.feature('Remote IM').click();
  await lab.press('Space');
  await lab.press('End');
  await lab.show('Dialogs');
  const table = lab.stage.getByRole('region', { name: 'Talks' });
  await lab.stage.getByRole('radio', { name: 'Dialogs' }).click();
  await expect(table.getByRole('row')).toHaveCount(3);
  await table.getByRole('button', { name: 'INVITE from Alice to Bob' }).click();
  const details = lab.stage.getByRole('region', { name: 'INVITE from Alice to Bob' });
  await expect(details).toContainText('Alice → Edge → Front end 2 → Bob');
  await details.getByRole('button', { name: /^MESSAGE.*Alice to Edge$/ }).click();
  await expect(lab.inspector.title).toHaveText('MESSAGE');
  await lab.press('Home');
  await expect(table).toContainText('not begun');
  await lab.stage.getByRole('searchbox', { name: 'Find' }).fill('nobody');
  await expect(table).toContainText('Clear the field');
});

test('story 4, as people see it: the call waits for a relay that nobody gives, then goes over TCP', async ({
  lab,
}) => {
  await lab.gate('E12').focus();
  await lab.press('Enter');
  await expect(lab.variant).toContainText('E12 closed');
  await lab.unfold();
  await lab.feature('Remote ↔ internal').click();
  await lab.press('Space');
  await lab.show('Person');
  await lab.press('End');
  const alice = lab.stage.getByRole('article', { name: 'Alice’s program' });
  await alice.getByRole('button', { name: /Alice calls Bob/ }).click();
  await expect(alice).toContainText('Getting ready to call, waiting for 0.0 s');
  await lab.press('End');
  await expect(alice).toContainText('after 8.4 s');
  await alice.getByRole('button', { name: /Media go over TCP.*after 8.4 s/ }).click();
  const call = alice.getByRole('region', { name: 'Conversation: Bob' });
  await expect(call).toContainText('Connected');
  await expect(call).toContainText('by a relay, TCP');
  await expect(call).toContainText('quality suffers');
  await lab.stage.getByRole('group', { name: 'Whose program' }).getByRole('button', { name: 'Bob' }).click();
  await expect(lab.stage.getByRole('article')).toHaveCount(2);
  await lab.screenshot('person-story-4');
});
