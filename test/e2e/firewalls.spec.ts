import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyOf } from '../../simulator/designs/policies.ts';
import { BUILTIN_DESIGNS, builtinDesign } from '../../simulator/designs/registry.ts';
import { DEFAULT_INTERFACES } from '../../simulator/firewall/formats/format.ts';
import { formatOf } from '../../simulator/firewall/formats/registry.ts';
import { expect, test } from './fixtures.ts';

const customer = readFileSync(join(import.meta.dirname, '../fixtures/firewalls/asa-customer.cfg'), 'utf8');

/** The external firewall's rules in a vendor's form. */
function written(format: string): string {
  const design = builtinDesign();
  const text = formatOf(format)!.write(policyOf(design, design.firewalls[0]!), DEFAULT_INTERFACES, 'current');
  if (typeof text !== 'string') throw new Error(text.problems.join('; '));
  return text;
}

test('story 15: a deny above the permit shadows it; dragged below, all is well again', async ({ lab }) => {
  await lab.show('Rules');
  await lab.rules.insertAbove('E12', { action: 'Drop', protocol: 'UDP', port: '1024-65535' });
  await expect(lab.rules.row('E12')).toContainText('never matches');
  // Which features fall stands on the row; what covers the rule, beside it.
  await expect(
    lab.rules.row('E12').getByRole('button', { name: 'degraded Remote ↔ internal' }),
  ).toBeVisible();
  await lab.rules.choose('E12');
  await expect(lab.inspector.section('What is odd about it')).toContainText(
    /never matches: all that it would permit is decided before by new-1, which does the opposite/,
  );
  await expect(lab.inspector.section('Worse off since the change')).toContainText('Remote ↔ internal');
  await lab.screenshot('story-15-shadowed');

  await lab.rules.dragBelow('new-1', 'E15');
  await expect(lab.rules.row('E12')).not.toContainText('never matches');
  expect((await lab.rules.order('External firewall')).at(-1)).toBe('new-1');
  await expect(lab.rules.row('E12').getByRole('button', { name: 'Remote ↔ internal' })).toBeVisible();
  await lab.screenshot('story-15-cleared');

  // The same without a mouse, and all of it can be taken back.
  await lab.rules.handle('new-1').focus();
  for (let step = 0; step < 4; step++) await lab.press('ArrowUp');
  await expect(lab.rules.handle('new-1')).toBeFocused();
  await expect(lab.rules.row('E12')).toContainText('never matches');
  for (let step = 0; step < 6; step++) await lab.undo.click();
  await expect(lab.variant).toContainText('as designed');
});

test('a rule goes where its form stood, whatever is chosen by the time that it is taken', async ({
  lab,
  page,
}) => {
  await lab.show('Rules');
  const worker = page.workers()[0]!;
  const told = await worker.evaluateHandle(() => {
    const [post, kept] = [self.postMessage.bind(self), [] as unknown[]];
    self.postMessage = (message: unknown) => void kept.push(message);
    return () => {
      self.postMessage = post;
      for (const message of kept) post(message);
    };
  });
  await lab.rules.insertAbove('E12', { action: 'Drop', protocol: 'UDP', port: '1024-65535' });
  await lab.rules.choose('I3');
  await told.evaluate((tell) => tell());
  await expect(lab.rules.row('new-1')).toBeVisible();
  expect(await lab.rules.order('External firewall')).toContain('new-1');
  expect(await lab.rules.order('Internal firewall')).not.toContain('new-1');
});

test('story 16: current and proposed rules reviewed, with the features a change costs, and played in step', async ({
  lab,
}) => {
  const current = written('asa');
  // Two mistakes that look harmless: UDP 3478 gone, and RDP opened to the reverse proxy.
  const proposed = current
    .split('\n')
    .filter((line) => !line.includes('eq 3478') || !line.includes('outside_access_in'))
    .map((line) =>
      line.startsWith('access-list outside_access_in remark E14')
        ? `access-list outside_access_in extended permit tcp any host 10.45.16.40 eq 3389\n${line}`
        : line,
    )
    .join('\n');
  await lab.show('Files');
  await lab.files.open('current.cfg', current);
  await expect(lab.files.change).toContainText('every packet fares the same');
  await lab.files.open('proposed.cfg', proposed);
  await expect(lab.files.change).toContainText('4 features fare worse');
  await expect(lab.stage.getByText('udp 203.0.113.9:50000 -> 10.45.16.30:3478, from outside')).toBeVisible();
  await expect(lab.stage.getByText('tcp 203.0.113.9:50000 -> 10.45.16.40:3389, from outside')).toBeAttached();
  await expect(lab.stage.getByText('nothing of this design needs it')).toBeAttached();
  await lab.screenshot('story-16-before');
  await lab.files.use.click();
  await expect(lab.variant).toContainText('external from proposed.cfg');

  await lab.show('Review');
  await expect(lab.stage.getByText(/4 features fare worse/)).toBeVisible();
  await lab.stage.getByRole('button', { name: /Remote ↔ internal/ }).click();
  // Both runs, one clock: the packet that passed there is dropped here.
  await expect(lab.inspector.title).toContainText('Allocate request');
  await expect(lab.stage.getByRole('region', { name: 'Variant A: as designed' })).toContainText('works');
  await expect(
    lab.stage.getByRole('region', { name: 'Variant B: external from proposed.cfg' }),
  ).toContainText('degraded');
  await lab.screenshot('story-16-review');
});

test('story 19: behind an inspection of TLS every port is open, and sharing is broken all the same', async ({
  lab,
}) => {
  await lab.show('Rules');
  await lab.rules.choose('E13');
  await lab.rules.lookFor('E13', 'TLS');
  await expect(lab.variant).toContainText('external with inspection');
  await lab.show('Map');
  await lab.unfold();
  await expect(lab.feature('works Remote ↔ internal')).toBeVisible();
  await lab.feature('broken Desktop sharing').click();
  await lab.press('End');
  await expect(lab.inspector.text(/A test of the port passes, all ports are open/).first()).toBeVisible();
  await expect(lab.inspector.text('ms-client-diagnostics 23')).toBeVisible();
  await lab.screenshot('story-19-sharing');
  await lab.show('Sessions');
  await lab.sessions.ask({ from: '203.0.113.9', to: '10.45.16.30', toPort: 443 });
  await expect(lab.sessions.answer).toContainText('passes');
  await expect(lab.sessions.answer).toContainText('rule E13 permits it');
  await expect(lab.sessions.answer).toContainText('inspection is another question');
  await lab.screenshot('story-19-port-test');
});

test("a customer's file: pasted in the middle of a session, its ledger beside it, taken and taken back", async ({
  lab,
}) => {
  await lab.press('ArrowRight');
  await lab.files.paste(customer);
  await expect(lab.files.line(44)).toContainText('"fqdn" in old-proxy is not modelled');
  await expect(lab.files.line(44).getByTitle('undetermined')).toBeVisible();
  await lab.files.line(52).waitFor({ state: 'detached' });
  await lab.files.line(44).getByRole('button').click();
  await expect(lab.files.text).toBeVisible();
  await lab.screenshot('files-ledger');
  await expect(lab.files.change).toContainText('features fare worse');
  await lab.files.use.click();
  await expect(lab.variant).toContainText('external from pasted text');
  await lab.show('Rules');
  await expect(lab.rules.row('L44')).toContainText('not understood');
  await lab.undo.click();
  await expect(lab.variant).toContainText('as designed');
});

test('what is typed over several lines takes their place, and undo brings them back', async ({
  lab,
  page,
}) => {
  await lab.files.paste(customer);
  const line = 'hostname dmz-fw-01';
  await expect(lab.files.text).toContainText(line);
  await lab.files.markLines();
  await page.keyboard.type('#');
  await expect(lab.files.text).not.toContainText(line);
  await page.keyboard.press('Control+z');
  await expect(lab.files.text).toContainText(line);
});

test('what is written while something else has the focus goes nowhere, though lines are marked', async ({
  lab,
  page,
}) => {
  await lab.files.paste(customer);
  const line = 'hostname dmz-fw-01';
  await expect(lab.files.text).toContainText(line);
  await lab.files.markLines();
  await lab.files.line(44).getByRole('button').click({ button: 'right' });
  await page.keyboard.insertText('#');
  await expect(lab.files.text).toContainText(line);
  await lab.files.markLines();
  await page.getByRole('combobox', { name: 'Read as' }).focus();
  await page.keyboard.insertText('#');
  await expect(lab.files.text).toContainText(line);
  await lab.files.text.click();
  await page.keyboard.insertText('#typed');
  await expect(lab.files.text).toContainText('#typed');
});

test('rules are written in another form, saved, dropped again; what cannot be read says where', async ({
  lab,
}) => {
  await lab.show('Files');
  await lab.files.writeAs('iptables-save');
  await expect(lab.files.text).toContainText('-A FORWARD');
  const saved = await lab.files.save();
  expect(saved.name).toBe('external.rules');
  await lab.show('Map');
  await lab.files.drop('again.rules', saved.text);
  await expect(lab.files.change).toContainText('every packet fares the same');
  await lab.files.open('broken.nft', 'table ip a {\n chain forward {\n');
  await expect(lab.files.problem).toContainText('line 2');
  await lab.screenshot('files-broken');
});

test('sessions: what a firewall remembers at a time, forgotten by hand, and a packet tried against it', async ({
  lab,
}) => {
  await lab.feature('Remote ↔ internal').click();
  await lab.press('End');
  await lab.show('Sessions');
  await expect(lab.sessions.rows('External firewall').first()).toContainText('established');
  const [row] = await lab.sessions.rows('External firewall').allInnerTexts();
  const [from, port] = /198\.51\.100\.7:(\d+)/.exec(row!)!;
  expect(from).toBeTruthy();
  const packet = { from: '198.51.100.7', fromPort: Number(port), to: '10.45.16.10', toPort: 443, flags: 'A' };
  await lab.sessions.ask(packet);
  await expect(lab.sessions.answer).toContainText(/it belongs to connection 0 .*which E3 let begin/);
  await lab.screenshot('sessions');
  await lab.sessions
    .rows('External firewall')
    .first()
    .getByRole('button', { name: /^Forget/ })
    .click();
  await expect(lab.variant).toContainText('external forgets connection 0');
  await expect(lab.sessions.answer).toContainText('it belongs to no conversation that the firewall knows');
  await lab.undo.click();
  await expect(lab.sessions.answer).toContainText('it belongs to connection 0');
});

test('a packet is asked about while another design is being run, whose firewalls are called otherwise', async ({
  lab,
  page,
}) => {
  await lab.show('Sessions');
  await lab.sessions.ask({ from: '203.0.113.9', to: '10.45.16.30', toPort: 443 });
  await expect(lab.sessions.answer).toContainText('passes');
  await lab.holdRuns();
  await lab.files.drop(
    'outer.edgelab',
    BUILTIN_DESIGNS[0]!.text.replace('"id": "external"', '"id": "outer"'),
  );
  await expect(lab.status).toContainText(/Running, \d+ %/);
  await page.clock.install();
  await lab.sessions.ask({ toPort: 444 });
  await page.clock.runFor(1000);
  await lab.show('Rules');
  await expect(lab.problem).toBeHidden();
});
