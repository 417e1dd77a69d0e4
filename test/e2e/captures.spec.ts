import { writeCapture } from '../../simulator/capture/export.ts';
import { builtinDesign } from '../../simulator/designs/registry.ts';
import { run } from '../../simulator/run.ts';
import { expect, test } from './fixtures.ts';

/** What one who listens at the Edge captures while Alice signs in. */
function signIn(): Buffer {
  const design = builtinDesign();
  const { features } = run(design, { only: ['remote-sign-in'] });
  const parts: Uint8Array[] = [];
  const traces = features.map(({ feature, trace }) => ({ title: feature.title, trace }));
  writeCapture(
    { design, traces, comments: [] },
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

test('a capture that ends too soon is read up to there; what is none says so in a line', async ({ lab }) => {
  await lab.show('Captures');
  const whole = signIn();
  await lab.captures.open('cut.pcapng', whole.subarray(0, whole.length - 7));
  await expect(lab.captures.problem).toContainText(/Read up to frame \d+\. Byte [\d,]+:/);
  await expect(lab.captures.row('TCP 443')).toContainText('E3, external');
  await lab.captures.open('none.pcap', Buffer.from('this is no capture at all'));
  await expect(lab.captures.problem).toContainText('none.pcap cannot be read.');
});
