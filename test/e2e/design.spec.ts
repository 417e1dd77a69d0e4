import { expect, test } from './fixtures.ts';

test('a home is added: whoever lives there signs in and calls', async ({ lab }) => {
  const { byHand } = lab;
  await lab.show('Design');
  await byHand.add('Add a home', 'Henry');
  await expect(byHand.said).toContainText("Henry's router was added.");
  await expect(lab.variant).toContainText("Henry's home added");
  await byHand.line('People').click();
  await byHand.line('Henry').click();
  await lab.screenshot('design-person');
  await byHand.search.fill('henry remote');
  await byHand.line('Henry').click();
  await byHand.button('Let Henry play').click();
  await lab.show('Map');
  await lab.unfold();
  await expect(lab.feature('works Remote sign-in')).toBeVisible();
  await lab.feature('works Remote ↔ internal').click();
  await expect(lab.host('Henry, 192.168.3.5')).toBeVisible();
  await lab.screenshot('design-home-map');
});

test('an address in use is refused where it is written, and the nearest is one click away', async ({
  lab,
  page,
}) => {
  const { byHand } = lab;
  await lab.show('Design');
  await byHand.line('Ben').click();
  await byHand.field('Address').fill('192.168.10.51');
  await expect(byHand.problem).toContainText('192.168.10.51 is the address of "bob-pc.lan" already');
  await byHand.field('Address').press('Enter');
  await expect(lab.variant).toContainText('as designed');
  // It stays, marked, whatever one looks at meanwhile.
  await byHand.line('Bob').click();
  await byHand.line('Ben').click();
  await expect(byHand.field('Address')).toHaveValue('192.168.10.51');
  await lab.screenshot('design-refused');
  await byHand.field('Address').press('Escape');
  await expect(byHand.field('Address')).toHaveValue('192.168.10.52');
  await byHand.field('Address').fill('192.168.10.51');
  await byHand.button('Take 192.168.10.53').click();
  await expect(byHand.field('Address')).toHaveValue('192.168.10.53');
  await expect(lab.variant).toContainText('Ben: other interfaces');
  await page.keyboard.press('Tab');
});

test('an address that changed is changed wherever it stands, when that is wanted', async ({ lab }) => {
  const { byHand } = lab;
  await lab.show('Design');
  await byHand.line('Edge').click();
  await byHand.open('access 10.45.16.10');
  await byHand.field('Address').fill('10.45.16.99');
  await byHand.field('Address').press('Enter');
  await byHand.button('Change 10.45.16.10 to 10.45.16.99 in the 6 other places').click();
  await expect(byHand.said).toContainText('10.45.16.10 is 10.45.16.99 everywhere now.');
  await lab.show('Map');
  await lab.unfold();
  await expect(lab.feature('works Remote sign-in')).toBeVisible();
});

test('a host is deleted with its people, and undo brings all of it back', async ({ lab }) => {
  const { byHand } = lab;
  await lab.show('Design');
  await byHand.line('Bob').click();
  await byHand.button(/^Delete/).click();
  await expect(byHand.said).toContainText('Bob was deleted.');
  await expect(lab.variant).toContainText('Bob removed');
  await expect(byHand.line('Bob')).toHaveCount(0);
  await lab.undo.click();
  await expect(byHand.line('Bob')).toBeVisible();
  await expect(lab.variant).toContainText('as designed');
});

test('a partner is added, and can be taken back in two clicks', async ({ lab, page }) => {
  const { byHand } = lab;
  await lab.show('Design');
  await byHand.add('Add a partner', 'Northwind');
  await expect(lab.variant).toContainText('Northwind added');
  await lab.screenshot('design-partner');
  await lab.variant.click();
  await page.getByRole('menuitem', { name: /^Public DNS: as it was/ }).click();
  await lab.variant.click();
  await page.getByRole('menuitem', { name: /^Without Northwind/ }).click();
  await expect(lab.variant).toContainText('as designed');
});

test('a value of the model is changed and goes back to its default', async ({ lab, page }) => {
  await lab.show('Design');
  await page.getByRole('radio', { name: 'Values of the model' }).click();
  const t1 = page.getByRole('textbox', { name: 'SIP T1', exact: true });
  await t1.fill('-3');
  await t1.press('Enter');
  await expect(lab.byHand.problem).toContainText('-3 is wrong for knob "sip.t1_ms"');
  await t1.fill('250');
  await t1.press('Enter');
  await expect(lab.variant).toContainText('SIP T1: 250 ms');
  await lab.screenshot('design-values');
  await page.getByRole('button', { name: 'SIP T1: back to the default' }).click();
  await expect(lab.variant).toContainText('as designed');
});

test('by keyboard alone: a line is found, a field is changed, the change is undone', async ({
  lab,
  page,
}) => {
  await lab.show('Design');
  await lab.byHand.line('Zones and hosts').focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  await expect(page.getByRole('heading', { name: 'Public DNS' }).first()).toBeVisible();
  await lab.byHand.field('Title').focus();
  await page.keyboard.press('End');
  await page.keyboard.type(' two');
  await page.keyboard.press('Enter');
  await expect(lab.byHand.line('Public DNS two')).toBeVisible();
  await lab.undo.press('Enter');
  await expect(lab.byHand.line('Public DNS two')).toHaveCount(0);
});
