import { badness, whyOf } from '../../analysis/matrix.ts';
import type { NeededBy } from '../../analysis/needs.ts';
import { neededBy } from '../../analysis/needs.ts';
import type { Design } from '../../model/design.ts';
import { featureName } from '../../model/feature-names.ts';
import type { Run } from '../../model/run.ts';
import { toSeconds } from '../../model/time.ts';
import type { ComparedRuns, Comparison, FlowChange } from '../../review/compare.ts';
import { compare, runBoth } from '../../review/compare.ts';
import type { Cell, Column, Section, Table } from '../report.ts';
import { counted, tableSection } from '../report.ts';
import { exposedWalls, exposureBlocks } from './exposure.ts';
import type { ProposalReport } from './kind.ts';
import { byWorkload, endingOf } from './losses.ts';
import { serviceOf } from './rule-words.ts';

interface Designs {
  readonly before: Design;
  readonly after: Design;
}

/** What a change of a design does: features, packets, use of rules, exposure. */
export const reviewReport: ProposalReport = {
  id: 'review',
  title: 'Change review',
  description:
    'what becomes of features and packets when one design, or file of rules, takes the place of another',
  about: 'proposal',
  build(proposal) {
    const runs = runBoth(proposal.before, proposal.after);
    const compared = compare(proposal.before, proposal.after, runs);
    const designs = { before: proposal.before.design, after: proposal.after.design };
    const { before, after } = designs;
    const features = changedFeatures(compared, runs);
    const blocked = flows('Blocked', 'Features it costs', compared.newlyBlocked, before, runs.before);
    const opened = flows('Opened', 'Features that need it', compared.newlyAllowed, after, runs.after);
    return {
      kind: 'review',
      title: 'Change review',
      subtitle: `From ${nameOf(before)} to ${nameOf(after, before)}`,
      date: after.date,
      sections: [
        summary(designs, compared, runs),
        tableSection('Features that change', features, 'No feature ends otherwise.'),
        tableSection('Newly blocked', blocked, 'Nothing that passed is blocked.'),
        tableSection('Newly open', opened, 'Nothing that was blocked passes.'),
        uses(designs, runs),
        exposed(designs, runs),
      ],
      main: everything(features, blocked, opened),
    };
  },
};

/** A design's title; with its id where another one has the same. */
function nameOf({ title, id }: Design, other?: Design): string {
  return other?.title === title ? (other.id === id ? `${title}, as proposed` : `${title} (${id})`) : title;
}

function summary({ before, after }: Designs, compared: Comparison, runs: ComparedRuns): Section {
  const ends = (of: Run, id: string) => badness(of.features.find((one) => one.feature.id === id)!.finding);
  const changes = compared.features.map(({ id }) => ends(runs.after, id) - ends(runs.before, id));
  const titleIn =
    ({ firewalls }: Design) =>
    (id: string) =>
      firewalls.find((one) => one.id === id)!.title;
  const alone = [...compared.onlyBefore.map(titleIn(before)), ...compared.onlyAfter.map(titleIn(after))];
  const unneeded = compared.newlyAllowed.filter(({ features }) => features.length === 0).length;
  return {
    title: 'In short',
    blocks: [
      {
        kind: 'list',
        items: [
          `${counted(changes.length, 'feature')} end otherwise: ${changes.filter((by) => by > 0).length} worse, ${changes.filter((by) => by < 0).length} better.`,
          `${counted(compared.newlyBlocked.length, 'kind')} of packets newly blocked, ${compared.newlyAllowed.length} newly open${unneeded > 0 ? `, ${unneeded} of them needed by no feature` : ''}.`,
          ...alone.map(
            (title) => `Only one of the two has ${title}, so its rules are compared with nothing.`,
          ),
          `Before: ${before.title} (${before.id}), run ${runs.before.hash}. After: ${after.title} (${after.id}), run ${runs.after.hash}.`,
        ],
      },
    ],
  };
}

function changedFeatures({ features }: Comparison, runs: ComparedRuns): Table {
  const find = (of: Run, id: string) => of.features.find((one) => one.feature.id === id);
  return {
    kind: 'table',
    caption: 'Features that end otherwise than before',
    columns: [
      { id: 'feature', title: 'Feature', width: 28 },
      { id: 'before', title: 'Before', width: 12 },
      { id: 'after', title: 'After', width: 12 },
      { id: 'why', title: 'Why', width: 48 },
    ],
    rows: features.map(({ id }): Cell[] => {
      const [old, fresh] = [find(runs.before, id)!, find(runs.after, id)!];
      const why = [
        ['', whyOf(fresh.finding)],
        ['Before: ', whyOf(old.finding)],
      ].find(([, text]) => text !== '');
      return [old.feature.title, endingOf(old.finding), endingOf(fresh.finding), why?.join('') ?? ''];
    }),
  };
}

/** Kinds of packets that only one of two designs lets pass, with one of each. */
function flows(how: string, by: string, changes: readonly FlowChange[], design: Design, shown: Run): Table {
  const columns: readonly Column[] = [
    { id: 'firewall', title: 'Firewall', width: 9 },
    { id: 'example', title: 'One of these packets', width: 22 },
    { id: 'ports', title: 'Ports', width: 7, align: 'end' },
    { id: 'before', title: 'Decided before by', width: 10 },
    { id: 'after', title: `${how} by`, width: 10 },
    { id: 'features', title: by, width: 24 },
    { id: 'evidence', title: 'Its first packet', width: 18 },
  ];
  const rows = changes.map(({ firewall, flow, ports, before, after, features }): Cell[] => {
    const ids = new Set(features.map(({ feature }) => feature));
    const [first] = features;
    const info = shown.features.find((one) => one.feature.id === first?.feature)?.feature;
    return [
      design.firewalls.find(({ id }) => id === firewall)!.title,
      flow,
      String(ports),
      before,
      after,
      ids.size === 0
        ? 'nothing needs it'
        : byWorkload(
            shown.features.filter(({ feature }) => ids.has(feature.id)),
            shown.features,
          ),
      first && info
        ? `${featureName(info)}: packet ${first.packet} at ${toSeconds(first.time).toFixed(3)} s`
        : '',
    ];
  });
  return { kind: 'table', caption: `${how}, with an example of each kind`, columns, rows };
}

/** Rules that features use only in one of the two. */
function uses({ before, after }: Designs, runs: ComparedRuns): Section {
  const [old, fresh] = [neededBy(runs.before, before), neededBy(runs.after, after)];
  const rows = [
    ...onlyIn(fresh, old).map((key) => useRow('after', key, after, fresh, runs.after)),
    ...onlyIn(old, fresh).map((key) => useRow('before', key, before, old, runs.before)),
  ];
  const table: Table = {
    kind: 'table',
    caption: 'Rules by which conversations of features begin, in one of the two only',
    columns: [
      { id: 'used', title: 'Used only', width: 10 },
      { id: 'firewall', title: 'Firewall', width: 15 },
      { id: 'rule', title: 'Rule', width: 8 },
      { id: 'opens', title: 'Opens', width: 22 },
      { id: 'features', title: 'By', width: 45 },
    ],
    rows,
  };
  return tableSection('What features use', table, 'The same rules are used before and after.');
}

const onlyIn = (some: NeededBy, others: NeededBy): [string, string][] =>
  Object.entries(some).flatMap(([firewall, rules]) =>
    Object.keys(rules)
      .filter((rule) => others[firewall]?.[rule] === undefined)
      .map((rule): [string, string] => [firewall, rule]),
  );

function useRow(
  when: string,
  [firewallId, ruleId]: readonly [string, string],
  { firewalls }: Design,
  needed: NeededBy,
  { features }: Run,
): Cell[] {
  const firewall = firewalls.find(({ id }) => id === firewallId)!;
  const ids = needed[firewallId]![ruleId]!;
  return [
    when,
    firewall.title,
    ruleId,
    serviceOf(firewall.rules.find(({ id }) => id === ruleId)!),
    byWorkload(
      features.filter(({ feature }) => ids.includes(feature.id)),
      features,
    ),
  ];
}

function exposed({ before, after }: Designs, runs: ComparedRuns): Section {
  const of = (name: string, design: Design, result: Run) => ({
    name,
    design,
    used: neededBy(result, design),
  });
  return {
    title: 'What lies open',
    blocks: exposureBlocks(
      [of('Before', before, runs.before), of('After', after, runs.after)].flatMap(exposedWalls),
    ),
  };
}

/** Every change in one table. */
function everything(features: Table, blocked: Table, opened: Table): Table {
  const of = (what: string, { columns, rows }: Table, picked: readonly string[]): Cell[][] =>
    rows.map((row) => [what, ...picked.map((id) => row[columns.findIndex((one) => one.id === id)] ?? '')]);
  const columns = ['what', 'firewall', 'subject', 'before', 'after', 'features', 'evidence'];
  const flow = ['firewall', 'example', 'before', 'after', 'features', 'evidence'];
  return {
    kind: 'table',
    caption: 'Changes',
    columns: columns.map((id) => ({ id, title: id, width: 1 })),
    rows: [
      ...of('feature', features, ['', 'feature', 'before', 'after', '', 'why']),
      ...of('newly blocked', blocked, flow),
      ...of('newly open', opened, flow),
    ],
  };
}
