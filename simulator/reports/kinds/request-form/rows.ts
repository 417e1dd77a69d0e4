import type { Matrix } from '../../../analysis/matrix.ts';
import { needsOf, singleRows } from '../../../analysis/matrix.ts';
import type { DesignFirewall } from '../../../model/design.ts';
import { hasPorts } from '../../../model/policy.ts';
import type { Cell, Column } from '../../report.ts';
import type { Swept } from '../kind.ts';
import { byWorkload, fallbacksOf, lossesOf } from '../losses.ts';
import { Places } from '../places.ts';
import { directionOf, interfaceOf, isOpen, protocolOf } from '../rule-words.ts';

export const COLUMNS: readonly Column[] = [
  { id: 'rule', title: 'Rule', width: 4 },
  { id: 'source', title: 'Source', width: 12 },
  { id: 'source-port', title: 'Source port', width: 8 },
  { id: 'destination', title: 'Destination', width: 13 },
  { id: 'port', title: 'Port', width: 8 },
  { id: 'protocol', title: 'Protocol', width: 9 },
  { id: 'direction', title: 'Direction', width: 7 },
  { id: 'interface', title: 'At the firewall', width: 11 },
  { id: 'purpose', title: 'Purpose', width: 13 },
  { id: 'without', title: 'What fails without it', width: 19 },
  { id: 'evidence', title: 'Evidence', width: 15 },
];

/** A rule to open, with a cell for each of the columns. */
export interface RequestRow {
  readonly firewall: DesignFirewall;
  readonly cells: readonly Cell[];
}

/** @param evidence by "firewall/rule" */
export function requestRows(
  { design, matrix }: Swept,
  evidence: ReadonlyMap<string, string>,
): readonly RequestRow[] {
  const places = new Places(design);
  const costs = costsOf(matrix);
  return design.firewalls.flatMap((firewall) =>
    firewall.rules.filter(isOpen).map((rule): RequestRow => {
      const ported = hasPorts(rule.transport);
      return {
        firewall,
        cells: [
          rule.id,
          places.source(rule, firewall),
          ported ? rule.sport : '',
          places.destination(rule, firewall),
          ported ? rule.dport : '',
          rule.application ? `${protocolOf(rule)} (${rule.application})` : protocolOf(rule),
          directionOf(rule),
          interfaceOf(rule, firewall, design),
          rule.optional ? `Optional: ${rule.purpose ?? ''}` : (rule.purpose ?? ''),
          costs.get(rule.id) ?? '',
          evidence.get(`${firewall.id}/${rule.id}`) ?? 'No conversation of these features began by it.',
        ],
      };
    }),
  );
}

/** What closing each rule costs, in words. */
function costsOf(matrix: Matrix): ReadonlyMap<string, string> {
  const fallbacks = fallbacksOf(matrix);
  const needs = needsOf(matrix);
  return new Map(
    singleRows(matrix).map((row) => {
      const { id } = row.faults[0]!;
      const fallback = fallbacks.get(id);
      if (fallback !== undefined) return [id, `Nothing alone; only as a fallback, ${fallback}`];
      if (needs.get(id)!.need === 'unneeded')
        return [
          id,
          matrix.depth === 2 ? 'Nothing, as far as pairs tell' : 'Nothing alone; pairs were not tried',
        ];
      const losses = lossesOf(row, matrix);
      const of = (degraded: boolean) =>
        byWorkload(
          losses.filter(({ mark }) => (mark === 'degraded') === degraded).flatMap(({ features }) => features),
          matrix.features,
        );
      const told = [
        ['Broken', of(false)],
        ['Degraded', of(true)],
      ].filter(([, names]) => names !== '');
      return [id, told.map(([how, names]) => `${how}: ${names}`).join('. ')];
    }),
  );
}
