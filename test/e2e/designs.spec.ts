import { expect, test } from './fixtures.ts';

test('story 18: two nodes behind NAT without hairpin; switched on, sharing is green', async ({ lab }) => {
  await lab.openDesign('Two Edges, DNS load balancing');
  await expect(lab.feature('works Desktop sharing')).toBeVisible();
  await lab.feature('Desktop sharing').click();
  await lab.press('End');
  await lab.recast('Bob', 'Carol');
  await expect(lab.variant).toContainText('Carol as the internal user');
  await lab.show('Rules');
  await expect(lab.rules.hairpin('External firewall')).toBeChecked();
  await lab.rules.hairpin('External firewall').click();
  await expect(lab.variant).toContainText('external without hairpin');

  // No name in the rail here: what it came to stands in the panel.
  await expect(lab.inspector.text('broken').first()).toBeVisible();
  await expect(lab.inspector.text(/has no hairpin/).first()).toBeVisible();
  await expect(lab.inspector.text('ms-client-diagnostics 24')).toBeVisible();
  await expect(lab.inspector.text('No TCP path through the A/V Edges.')).toBeVisible();
  await lab.screenshot('story-18-no-hairpin');
  await lab.show('Map');
  await lab.unfold();
  await expect(lab.feature('broken Desktop sharing')).toBeVisible();
  // Sound between the same two needs no Edge.
  await expect(lab.feature('works Remote ↔ internal')).toBeVisible();
  await lab.screenshot('story-18-map');

  await lab.show('Rules');
  await lab.rules.hairpin('External firewall').click();
  await expect(lab.inspector.text('works').first()).toBeVisible();
  await lab.screenshot('story-18-hairpin');
});

test('story 28, media: the partner goes back to OCS 2007, and the range is needed', async ({ lab }) => {
  await lab.feature('A/V: Lync 2010').click();
  await lab.press('End');
  await lab.show('Rules');
  await expect(lab.rules.needs).toContainText('2 TCP and 1 UDP');
  await expect(lab.rules.needs).not.toContainText('E10');
  await lab.show('Map');
  await lab.host('Edge, 192.0.2.10').click();
  await lab.chooseVersion('Fabrikam', '2007');
  await expect(lab.feature('not reached A/V: Lync 2010')).toBeVisible();
  await lab.feature('works A/V: OCS 2007').last().click();
  await lab.press('End');
  await lab.show('Rules');
  await expect(lab.rules.needs).toContainText('10,001 TCP and 10,000 UDP');
  await expect(lab.rules.needs).toContainText(/E8.*E9.*E10.* more than as designed/);
  await expect(lab.rules.needs).toContainText('Fabrikam runs OCS 2007');
  await lab.screenshot('story-28-range');

  await lab.undo.click();
  await lab.show('Map');
  await lab.feature('A/V: Lync 2010').click();
  await lab.show('Rules');
  await expect(lab.rules.needs).toContainText('2 TCP and 1 UDP');
});

test('story 29: a single Edge and two nodes give the same features', async ({ lab }) => {
  await expect(lab.features).toContainText('39 work');
  await lab.openDesign('Two Edges, DNS load balancing');
  await expect(lab.host('Edge 2')).toBeVisible();
  await expect(lab.features).toContainText('39 work');
  await lab.show('Rules');
  await expect(lab.stage).toContainText('10.45.16.10, 10.45.16.11');
  await expect(lab.stage).toContainText('one-to-one NAT for 7 addresses');
  await lab.screenshot('story-29-rules');
});
