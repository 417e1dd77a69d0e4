import { expect, test } from './fixtures.ts';

test('what lies behind the first obstacle is found, and one click makes the least repair', async ({
  lab,
}) => {
  for (const rule of ['E3', 'I1', 'E12']) {
    await lab.gate(rule).focus();
    await lab.press('Enter');
    await expect(lab.gate(rule)).toHaveAccessibleName(/closed/);
  }
  // What is asked of a run that is about to be replaced is gone with it.
  await lab.settled();
  await lab.unfold();
  await lab.feature('not reached Remote ↔ internal').click();
  await lab.inspector.button('Look behind it, and find the least repair').click();
  const found = lab.inspector.section('Behind the first obstacle, and what would repair it');
  await expect(found).toContainText('Behind it, with E3 open:');
  await expect(found).toContainText('Edge sends TCP SYN to Front end 1, port 5061.');
  await expect(found).toContainText('Behind it, with E3 and I1 open:');
  await expect(found).toContainText('Media go over TCP: what is lost comes late, and quality suffers.');
  await lab.screenshot('behind-the-first-obstacle');

  await lab.inspector.button('Open E3, E12 and I1').click();
  await expect(lab.feature('works Remote ↔ internal')).toBeVisible();
  await expect(lab.variant).toContainText('as designed');
  await lab.undo.click();
  await expect(lab.feature('not reached Remote ↔ internal')).toBeVisible();
});

test('an explanation begins with what one would read aloud', async ({ lab }) => {
  await lab.gate('E3').focus();
  await lab.press('Enter');
  await lab.feature('broken Remote sign-in').click();
  await lab.inspector.explain();
  await expect(lab.inspector.section('Why, step by step')).toContainText(
    'Alice signs in. Alice sends TCP SYN to Edge, port 443. Sent 3 times, again after 3 and 9 s. The external firewall dropped it',
  );
});
