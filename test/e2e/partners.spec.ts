import { expect, test } from './fixtures.ts';

test('story 28, signalling: a partner goes from Lync 2010 to OCS 2007, and back', async ({ lab }) => {
  await expect(lab.feature('works IM: Lync 2010')).toBeVisible();
  await lab.feature('IM: Lync 2010').click();
  await lab.press('End');
  await lab.host('Edge, 192.0.2.10').click();
  await lab.chooseVersion('Fabrikam', '2007');

  await expect(lab.variant).toContainText('Fabrikam on OCS 2007');
  await expect(lab.feature('not reached IM: Lync 2010')).toBeVisible();
  await expect(lab.feature('not reached Join: federated')).toBeVisible();
  await expect(lab.feature('works IM: OCS 2007').first()).toBeVisible();
  await lab.feature('IM: Lync 2010').click();
  await expect(lab.inspector.text('This design has no partner that runs Lync Server 2010.')).toBeVisible();
  await lab.screenshot('story-28-lync-gone');

  await lab.undo.click();
  await expect(lab.feature('works IM: Lync 2010')).toBeVisible();
  await expect(lab.feature('works Join: federated')).toBeVisible();
  await expect(lab.variant).toContainText('as designed');
  await lab.screenshot('story-28-back');
});

test('a closed way to partners is told step by step, with sources', async ({ lab }) => {
  await lab.feature('IM: Lync 2010').click();
  await lab.gate('E5').focus();
  await lab.press('Enter');
  await expect(lab.feature('degraded IM: Lync 2010')).toBeVisible();
  await lab.feature('degraded IM: Lync 2010').click();
  await lab.inspector.explain();
  await expect(
    lab.inspector.text(/External firewall dropped it: no rule for TCP 5061/i).first(),
  ).toBeVisible();
  await expect(lab.inspector.text('Table 1, row 5').first()).toBeVisible();
  await expect(lab.inspector.text('Open E5 at the external firewall.').first()).toBeVisible();
  await lab.screenshot('explained');
});

test('all features are played one after the other, until stopped', async ({ lab }) => {
  await lab.transport.chooseSpeed('1');
  await lab.playAll();
  await expect(lab.feature('Client certificate')).toHaveAttribute('aria-current', 'true', {
    timeout: 30_000,
  });
  await lab.stopAll();
});
