import { capturePoints } from '../../../simulator/capture/writing/points.ts';
import { BUILTIN_DESIGNS, builtinDesign } from '../../../simulator/designs/registry.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { run } from '../../../simulator/run.ts';
import { haveTshark } from '../../setup/tools.ts';
import { closed } from '../../story/designs.ts';
import { Findings, judgePlace } from './judge.ts';

/*
 * `npm run referee:captures [-- NAME...]`: all features on all built-in designs, captured at every place, and on the
 * reference design with each rule closed, captured on both sides of both firewalls and at the Edge, where everything
 * passes; all read by tshark. Or only the designs and rules that are named. Exit status 1 when lab and Wireshark differ
 * anywhere.
 */
const MOST_SHOWN = 20;
const MIDDLE = ['external/outside', 'external/inside', 'internal/outside', 'internal/inside', 'edge'];

function judged(name: string, design: Design, places: readonly string[] | null): boolean {
  const result = run(design);
  const findings = new Findings();
  for (const { id } of capturePoints(result.features[0]!.trace.nodes))
    if (places?.includes(id) ?? true) judgePlace(design, result, id, findings);
  const { frames, values, differences, features, kinds, unknown, remarks } = findings;
  const messages = Array.from(kinds, ([kind, of]) => `${kind} ${of.messages} (${of.named} named)`);
  console.log(`${name}: ${frames} frames, ${values} values compared, ${differences.length} differences`);
  console.log(`  features: ${listed(features)}`);
  console.log(`  messages: ${messages.join(', ')}`);
  console.log(`  unknown to Wireshark: ${listed(unknown)}`);
  console.log(`  remarks: ${listed(remarks)}`);
  for (const one of differences.slice(0, MOST_SHOWN)) console.log(`  ${one}`);
  return differences.length === 0;
}

function listed(counts: ReadonlyMap<string, number>): string {
  return Array.from(counts, ([text, count]) => `${text}: ${count}`).join('; ');
}

const reference = builtinDesign();
const rules = reference.firewalls.flatMap((firewall) => firewall.rules.map(({ id }) => id));
const wanted = process.argv.slice(2);
const chosen = (names: readonly string[]) =>
  names.filter((name) => wanted.length === 0 || wanted.includes(name));

if (haveTshark()) {
  const designs = chosen(BUILTIN_DESIGNS.map(({ id }) => id)).map((id) =>
    judged(id, builtinDesign(id), null),
  );
  const closures = chosen(rules).map((id) => judged(`${id} closed`, closed(reference, id), MIDDLE));
  if ([...designs, ...closures].includes(false)) process.exitCode = 1;
}
