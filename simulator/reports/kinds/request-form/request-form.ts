import { needsOf } from '../../../analysis/matrix.ts';
import { neededBy } from '../../../analysis/needs.ts';
import type { DesignFirewall } from '../../../model/design.ts';
import { run } from '../../../run.ts';
import type { Block, Cell, Column, Report, Section } from '../../report.ts';
import { enumeration } from '../../../analysis/words.ts';
import { counted, paragraph } from '../../report.ts';
import { exposedRules, exposureBlocks } from '../exposure.ts';
import type { SweepReport, Swept } from '../kind.ts';
import { directionOf, isOpen, protocolOf } from '../rule-words.ts';
import { evidenceOf } from './evidence.ts';
import { COLUMNS, requestRows } from './rows.ts';

/** What the people of the firewall are asked to open, and why: a row for each open rule. */
export const requestForm: SweepReport = {
  id: 'request-form',
  title: 'Firewall request',
  description: 'the rules to open, what fails without each, and the packets that show it',
  about: 'sweep',
  build(swept) {
    const { design, matrix, seed, interventions } = swept;
    const result = run(design, {
      seed,
      interventions,
      only: matrix.features.map(({ feature }) => feature.id),
    });
    const firewalls = design.firewalls.filter(({ rules }) => rules.some(isOpen));
    const rows = requestRows(swept, evidenceOf(result, design));
    return {
      kind: 'request-form',
      title: `Firewall request: ${design.title}`,
      subtitle: `${counted(rows.length, 'rule')} for ${counted(matrix.features.length, 'feature')}`,
      date: design.date,
      sections: [
        summary(swept, result.hash),
        ...firewalls.map((firewall): Section => ({
          title: `${firewall.title}: rules to open`,
          blocks: [
            {
              kind: 'table',
              caption: `What ${firewall.title} is to let pass; answers ${firewall.stateful ? 'come back by themselves' : 'need rules of their own'}`,
              columns: COLUMNS,
              rows: rows.filter((row) => row.firewall === firewall).map(({ cells }) => cells),
            },
          ],
        })),
        ...(firewalls.length > 0 ? [totals(firewalls)] : []),
        {
          title: 'What lies open',
          blocks: exposureBlocks(exposedRules({ design, used: neededBy(result, design) })),
        },
      ],
      main: {
        kind: 'table',
        caption: 'Rules to open',
        columns: [{ id: 'firewall', title: 'Firewall', width: 8 }, ...COLUMNS],
        rows: rows.map(({ firewall, cells }) => [firewall.title, ...cells]),
      },
    } satisfies Report;
  },
};

function summary({ design, matrix, seed }: Swept, hash: string): Section {
  const spare = [...needsOf(matrix)].filter(([, { need }]) => need === 'unneeded').map(([id]) => id);
  const stopping = design.firewalls.flatMap(({ rules }) => rules.filter((rule) => !isOpen(rule)));
  const blocks: Block[] = [
    paragraph(
      design.description,
      'Direction has two vocabularies here: "in" leads from the less trusted side of a firewall to the more trusted one, whoever answers; the interface is the one at which the packets that begin a conversation come in.',
    ),
    {
      kind: 'list',
      items: [
        matrix.faults.length === 0
          ? 'No rule is open.'
          : spare.length > 0
            ? `${enumeration(spare)} may stay closed as far as ${matrix.depth === 2 ? 'pairs of closures' : 'single closures'} of these features tell.`
            : 'Each of these rules is needed by a feature, alone or as a fallback.',
        ...(stopping.length > 0
          ? [
              `Not asked for, since they are switched off or stop packets: ${enumeration(stopping.map(({ id }) => id))}.`,
            ]
          : []),
        ...(matrix.missing.length > 0
          ? [`The sweep was stopped before its end: ${matrix.missing.join(', ')} are missing.`]
          : []),
        `The evidence is of run ${hash} (seed ${seed}): whoever runs this design with this seed finds the same packets.`,
      ],
    },
  ];
  return { title: 'What is asked for', blocks };
}

const TOTALS: readonly Column[] = [
  { id: 'firewall', title: 'Firewall', width: 40 },
  { id: 'direction', title: 'Direction', width: 20 },
  { id: 'protocol', title: 'Protocol', width: 20 },
  { id: 'rules', title: 'Rules', width: 20, align: 'end' },
];

/** How many rules each firewall is asked for, by direction and protocol. */
function totals(firewalls: readonly DesignFirewall[]): Section {
  const rows = firewalls.flatMap(({ title, rules }): Cell[][] => {
    const open = rules.filter(isOpen);
    const counts = new Map<string, number>();
    for (const rule of open) {
      const key = `${directionOf(rule)}/${protocolOf(rule)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return [
      ...[...counts]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, count]): Cell[] => [title, ...key.split('/'), String(count)]),
      [title, 'all', 'all', String(open.length)],
    ];
  });
  return {
    title: 'Totals',
    blocks: [{ kind: 'table', caption: 'Rules by firewall, direction and protocol', columns: TOTALS, rows }],
  };
}
