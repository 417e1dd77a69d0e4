import { whyOf } from '../../analysis/matrix.ts';
import { neededBy } from '../../analysis/needs.ts';
import { grouped } from '../../analysis/words.ts';
import type { Design } from '../../model/design.ts';
import { featureName, workloadTitle } from '../../model/feature-names.ts';
import type { FeatureRun, Run } from '../../model/run.ts';
import { exposureOf } from '../../review/exposure.ts';
import { run } from '../../run.ts';
import type { Cell, Mark, Section } from '../report.ts';
import { counted, paragraph } from '../report.ts';
import { MARK_WORDS } from '../figures/marks.ts';
import type { DesignReport } from './kind.ts';
import { markOf } from './losses.ts';
import { isOpen } from './rule-words.ts';

/** One page for those who decide: what people can do with a design, what it costs in openness, what stands in the way. */
export const summaryReport: DesignReport = {
  id: 'summary',
  title: 'Summary on a page',
  description: 'for those who decide: what people can do, what lies open for it, and what does not work',
  about: 'design',
  build({ design, interventions, seed }) {
    const result = run(design, { seed, interventions });
    const features = result.features.filter(({ finding }) => finding.lacks === null);
    const workloads = workloadTable(features);
    return {
      kind: 'summary',
      title: design.title,
      subtitle: 'Summary on a page',
      date: design.date,
      sections: [
        inShort(design, result, features),
        ...trouble(features),
        { title: 'What people can do', blocks: [workloads] },
      ],
      main: workloads,
    };
  },
};

function inShort(design: Design, result: Run, features: readonly FeatureRun[]): Section {
  const count = (mark: Mark) => features.filter(({ finding }) => markOf(finding) === mark).length;
  const [works, limps] = [count('works'), count('degraded')];
  const fails = features.length - works - limps;
  const open = exposureOf(design, neededBy(result, design));
  const pairs = open.reduce((sum, { tcp, udp }) => sum + tcp + udp, 0);
  const needed = open.reduce((sum, one) => sum + one.needed, 0);
  const rules = design.firewalls.flatMap((firewall) => firewall.rules.filter(isOpen));
  const walls = design.firewalls.filter((firewall) => firewall.rules.length > 0);
  return {
    title: 'In short',
    blocks: [
      paragraph(design.description),
      {
        kind: 'list',
        items: [
          `Of ${counted(features.length, 'thing')} that people do from outside or with partners, ${works} work, ${limps} work with limits, ${fails} do not.`,
          `${counted(rules.length, 'rule')} on ${counted(walls.length, 'firewall')} ${rules.length === 1 ? 'is' : 'are'} open for it.`,
          `To the Internet lie open ${grouped(pairs)} pairs of an address and a port, of which ${grouped(needed)} are in use.`,
          `Found by simulating every packet (run ${result.hash}, seed ${result.seed}); a real deployment must be checked before anyone relies on it.`,
        ],
      },
    ],
  };
}

/** A row for each workload: how many of its features end how. */
function workloadTable(features: readonly FeatureRun[]) {
  const workloads = [...new Set(features.map(({ feature }) => feature.workload))];
  return {
    kind: 'table' as const,
    caption: 'By what people want to do',
    columns: [
      { id: 'workload', title: 'What', width: 18 },
      { id: 'state', title: 'Works', width: 14 },
      { id: 'features', title: 'In detail', width: 68 },
    ],
    rows: workloads.map((workload): Cell[] => {
      const members = features.filter(({ feature }) => feature.workload === workload);
      const worst = WORST.find((mark) => members.some(({ finding }) => markOf(finding) === mark))!;
      const working = members.filter(({ finding }) => finding.status === 'works').length;
      const detail = WORST.flatMap((mark) => {
        const names = members
          .filter(({ finding }) => markOf(finding) === mark)
          .map(({ feature }) => featureName(feature));
        if (names.length === 0) return [];
        const all = names.length === members.length && mark !== 'works';
        return `${MARK_WORDS[mark]}: ${all ? 'all' : shortened(names)}`;
      });
      return [
        workloadTitle(workload),
        { mark: worst, text: working === members.length ? 'all' : `${working} of ${members.length}` },
        detail.join('; '),
      ];
    }),
  };
}

const WORST: readonly Mark[] = ['broken', 'unreached', 'degraded', 'works'];

/** More would not fit on the page. */
const CAUSES_MOST = 4;
const NAMES_MOST = 4;

/** Why something does not work, each cause once, the one that costs most first. */
function trouble(features: readonly FeatureRun[]): Section[] {
  const byCause = new Map<string, string[]>();
  for (const { feature, finding } of features) {
    const why = whyOf(finding);
    if (why !== '') byCause.set(why, [...(byCause.get(why) ?? []), featureName(feature)]);
  }
  const causes = [...byCause].sort(([, a], [, b]) => b.length - a.length);
  if (causes.length === 0) return [];
  const rest = causes.length - CAUSES_MOST;
  return [
    {
      title: 'What stands in the way',
      blocks: [
        {
          kind: 'list',
          items: [
            ...causes.slice(0, CAUSES_MOST).map(([why, names]) => `${shortened(names)}: ${why}`),
            ...(rest > 0 ? [`And ${counted(rest, 'more cause')}.`] : []),
          ],
        },
      ],
    },
  ];
}

function shortened(names: readonly string[]): string {
  const rest = names.length - NAMES_MOST;
  return rest > 1 ? `${names.slice(0, NAMES_MOST).join(', ')} and ${rest} more` : names.join(', ');
}
