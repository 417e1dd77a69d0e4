import { featureName, workloadTitle } from '../../../../simulator/model/feature-names.ts';
import type { FeatureRun } from '../../../../simulator/model/run.ts';
import { pathWords } from '../../../../simulator/reports/kinds/losses.ts';
import { code, escaped, joined, list, seconds, table } from '../page.ts';
import type { Page } from '../page.ts';
import { toSeconds } from '../../../../simulator/model/time.ts';
import { EventKind } from '../../../../simulator/model/trace.ts';
import { connectionTable } from './connections.ts';
import { failures } from './failures.ts';
import { needs } from './needs.ts';
import { sources } from './sources.ts';
import { picturePath } from './picture.ts';
import { stepTable } from './steps.ts';
import type { Study } from './study.ts';

/** Where a feature's page stands. */
export function featurePath(id: string): string {
  return `features/${id}.md`;
}

/**
 * All that runs tell about a feature, for who teaches it and for who writes the request to the firewall's people.
 * @param version of the engine that ran it
 */
export function featurePage(study: Study, version: string): Page {
  const { base, design } = study;
  const { title, id } = base.feature;
  return {
    path: featurePath(id),
    text: joined(
      `# ${escaped(title)}`,
      lead(base),
      madeOf(design.title, design.id, version),
      '## What people do and see',
      people(base),
      '## What it needs',
      needs(study),
      '## What it sends',
      `![Who opens a way to whom, and by which rules: ${escaped(featureName(base.feature))}](../${picturePath(id)})`,
      'Who opens a way to whom. Answers come back on the same way, and need no rule of their own.',
      connectionTable(base, design),
      '### Step by step',
      'Each conversation at the time of its first packet, as the ladder shows it. A message that servers pass on counts once for each hop.',
      stepTable(base, design),
      '## How it fails',
      failures(study),
      '## Try it',
      list([
        `In the window: choose “${escaped(featureName(base.feature))}” among the features and press Space. Then close a rule of the table above, and play it again.`,
        `Told step by step: ${code(`npm run -s lab -- explain ${id}${closing(study)}`)}`,
        `With all packets, for Wireshark: ${code(`npm run -s lab -- run --only ${id} --pcap ${id}.pcapng`)}`,
      ]),
      '## Where it is written',
      sources(study),
      '## See also',
      `[What breaks](../guide/what-breaks.md) shows this for all features at once, and for your own design. [How far the model goes](../reference/limits.md) says what not to conclude.`,
    ),
  };
}

function madeOf(title: string, id: string, version: string): string {
  return `> Found by running it: the built-in design “${escaped(title)}” (\`${id}\`), Edge Lab ${version}. Addresses and names are those of that design; times are simulated seconds.`;
}

function lead({ feature, finding }: FeatureRun): string {
  const { between, workload } = feature;
  const way = finding.path === null ? '' : `; media go ${pathWords(finding.path)}`;
  const ends = escaped(between.replaceAll('<->', 'and').replaceAll('->', 'to'));
  return `${workloadTitle(workload)}: ${ends}. In the window it is called “${escaped(featureName(feature))}”. With nothing wrong, people have it after ${seconds(finding.seconds)}${way}.`;
}

/** The rule whose loss says most. */
function closing({ cases }: Study): string {
  const rule = cases.find(({ fault }) => fault.kind === 'rule');
  return rule ? ` --close ${rule.fault.id}` : '';
}

/** What people do and see, without what a program does in their name. */
function people({ trace }: FeatureRun): string {
  const { kind, time, a } = trace.events;
  const rows: string[][] = [];
  for (const [event, what] of kind.entries()) {
    if (what !== EventKind.act && what !== EventKind.see) continue;
    const text = escaped((trace.strings[a[event]!] ?? '').replace(/\.$/, ''));
    const at = `${toSeconds(time[event]!).toFixed(1)} s`;
    rows.push(what === EventKind.act ? [at, text, ''] : [at, '', text]);
  }
  return rows.length === 0
    ? 'Nobody does anything: servers do this by themselves.'
    : table(['At', 'They do', 'They see'], rows);
}
