import { readFileSync } from 'node:fs';
import { CaptureReader } from '../../simulator/capture/reading/reader.ts';
import { captureOf, writeCapture } from '../../simulator/capture/writing/export.ts';
import { builtinDesign } from '../../simulator/designs/registry.ts';
import { run } from '../../simulator/run.ts';
import { haveTshark } from '../setup/tools.ts';
import { tsharkFile } from '../setup/tshark.ts';
import { expect, test } from './fixtures.ts';
import { Branches } from './pages/branches.ts';

/** What one who listens at the Edge captures while Alice signs in. */
function signIn(): Buffer {
  const design = builtinDesign();
  const parts: Uint8Array[] = [];
  writeCapture(
    captureOf(design, run(design, { only: ['remote-sign-in'] })),
    { points: ['edge'] },
    (bytes) => void parts.push(bytes.slice()),
  );
  return Buffer.concat(parts);
}

test('a capture opens, its flows are judged, and a closed row shows what it would stop', async ({ lab }) => {
  await lab.show('Captures');
  await lab.captures.open('sign-in.pcapng', signIn());
  const flow = lab.captures.row('10.45.16.10, TCP 443');
  await expect(flow).toContainText('E3, external');
  await expect(flow).toContainText('Client Hello');
  await lab.screenshot('captures-judged');

  // Its packets are looked at like those of a feature's run.
  await lab.captures.choose(flow);
  await expect(lab.inspector.body).toContainText('rule E3 lets it pass');
  await lab.show('Ladder');
  await expect(lab.captures.strip).toContainText('sign-in.pcapng');

  await lab.show('Rules');
  await lab.rules.switch('E3').click();
  await lab.show('Captures');
  await lab.captures.filter(/^Would be stopped 1$/);
  await expect(flow).toContainText('dropped');
  await expect(flow).toContainText('E3 is closed');
  await expect(lab.captures.table.getByRole('row')).toHaveCount(2);
  await lab.captures.choose(flow);
  await expect(lab.inspector.body).toContainText('no rule for TCP 443 to 10.45.16.10');
  await lab.screenshot('captures-stopped');
});

test('a run that is cancelled ends neither what else is asked nor the capture', async ({ lab, page }) => {
  await lab.show('Captures');
  await lab.captures.open('sign-in.pcapng', signIn());
  const flow = lab.captures.row('10.45.16.10, TCP 443');
  await expect(flow).toContainText('E3, external');

  // The thread never answers: neither the run nor what a new design is asked for.
  await page.workers()[0]!.evaluate(() => {
    self.postMessage = () => undefined;
  });
  await lab.show('Rules');
  await lab.rules.switch('E12').click();
  await expect(lab.status).toContainText(/Running, \d+ %/);
  await lab.openDesign('Two Edges, DNS load balancing');
  await lab.status.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: /^Design: Two Edges/ })).toBeVisible();

  // The thread that took its place reads the capture again.
  await lab.openDesign('Single Edge, partner on OCS');
  await expect(page.getByRole('button', { name: /^Design: Single Edge, partner/ })).toBeVisible();
  await lab.rules.switch('E3').click();
  await lab.show('Captures');
  await expect(flow).toContainText('dropped');
  await expect(lab.problem).toBeHidden();
});

test('what a run has lost is not told of the capture that takes its place', async ({ lab }) => {
  await lab.gate('E12').press('Enter');
  await expect(lab.variant).toContainText('E12 closed');
  await lab.feature('degraded Remote ↔ internal').click();
  await lab.transport.chooseSpeed('5');
  const drop = lab.stage.getByRole('button', { name: 'Show', exact: true });
  await expect(drop).toBeVisible();
  await expect(lab.transport.play).toBeVisible({ timeout: 30_000 });
  await lab.show('Captures');
  await lab.captures.open('sign-in.pcapng', signIn());
  await expect(lab.captures.row('10.45.16.10, TCP 443')).toBeVisible();
  await expect(drop).toBeHidden();
});

test('a capture has happened: no firewall is asked about it, and nothing branches from its middle', async ({
  lab,
  page,
}) => {
  // What is asked once nothing has changed for a moment: only when the test says so.
  await page.evaluate(() => {
    const held: (() => void)[] = [];
    const original = window.setTimeout.bind(window);
    window.setTimeout = ((done: () => void, ms?: number, ...more: unknown[]) =>
      ms === 150 ? held.push(done) : original(done, ms, ...more)) as typeof window.setTimeout;
    Object.assign(window, { held });
  });
  await lab.show('Sessions');
  await lab.press('ArrowRight');
  await lab.show('Captures');
  await lab.captures.open('sign-in.pcapng', signIn());
  await expect(lab.captures.row('10.45.16.10, TCP 443')).toBeVisible();
  const asked = await page.evaluate(() => {
    const { held } = window as unknown as { held: (() => void)[] };
    for (const ask of held) ask();
    return held.length;
  });
  expect(asked).toBeGreaterThan(0);

  await lab.show('Map');
  await new Branches(page).look();
  await expect(page.getByText('What was captured has happened')).toBeVisible();
  await lab.screenshot('capture-branch');
});

test('a capture that ends too soon is read up to there; what is none says so in a line', async ({ lab }) => {
  await lab.show('Captures');
  const whole = signIn();
  await lab.captures.open('cut.pcapng', whole.subarray(0, whole.length - 7));
  await expect(lab.captures.problem).toContainText(/Read up to frame \d+\. Byte [\d,]+:/);
  await expect(lab.captures.row('TCP 443')).toContainText('E3, external');
  await lab.captures.open('none.pcap', Buffer.from('this is no capture at all'));
  await expect(lab.captures.problem).toContainText('none.pcap cannot be read.');
});

test('story 23: a call without UDP 3478 is saved for Wireshark', async ({ lab }) => {
  await lab.gate('E12').press('Enter');
  await lab.feature('degraded Remote ↔ internal').click();
  await lab.show('Captures');
  const file = await lab.captures.save();
  await lab.screenshot('capture-saved');
  await lab.captures.closeSheet();

  const seen = new Map<string, number>();
  const dropped: string[] = [];
  const reader = new CaptureReader({
    packet: ({ interface: at, headers, comments }) => {
      const name = reader.summary().interfaces[at]!.name;
      if (headers.dport === 3478 && headers.src !== 0) seen.set(name, (seen.get(name) ?? 0) + 1);
      if (comments.some((text) => text.includes('E12 would let it in'))) dropped.push(name);
    },
    problem: ({ text }) => expect(text).toBe(''),
  });
  reader.push(readFileSync(file));
  reader.end();
  // Each Allocate came to the outside, and none of them went on; Alice's computer has them and is told of their end.
  expect(new Set(dropped)).toEqual(new Set(['external/outside', 'alice-pc']));
  const outside = dropped.filter((name) => name === 'external/outside').length;
  expect(seen.get('external/outside')! - (seen.get('external/inside') ?? 0)).toBe(outside);

  test.skip(!haveTshark(), 'tshark is not here: what Wireshark would say of the file is not looked at');
  expect(tsharkFile(file, ['frame.number', '_ws.col.Info'], '_ws.malformed')).toEqual([]);
  const allocates = tsharkFile(
    file,
    ['classicstun.type', 'frame.verdict.ebpf_xdp', 'frame.comment'],
    'frame.interface_name == "external/outside" && classicstun.type == 3 && frame.verdict.ebpf_xdp == 1',
  );
  expect(allocates).toHaveLength(outside);
  for (const [type, verdict, comment] of allocates) {
    expect([type, verdict]).toEqual(['0x0003', '1']);
    expect(comment).toContain('no rule for UDP 3478 to 10.45.16.30');
  }
});

test('one place, with TLS taken off: Wireshark names SIP on 443', async ({ lab }) => {
  test.skip(!haveTshark(), 'tshark is not here: what Wireshark would say of the file is not looked at');
  await lab.show('Captures');
  const file = await lab.captures.save('edge', true);
  const methods = tsharkFile(file, ['sip.Method'], 'sip.Request-Line && tcp.dstport == 443').flat();
  expect(methods).toEqual(expect.arrayContaining(['REGISTER', 'SUBSCRIBE', 'SERVICE']));
});
