import type { NeededBy } from '../../analysis/needs.ts';
import type { Design } from '../../model/design.ts';
import { exposureOf } from '../../review/exposure.ts';
import { barsDrawing } from '../figures/bars.ts';
import type { Block } from '../report.ts';
import { counted, paragraph } from '../report.ts';
import { serviceOf } from './rule-words.ts';

/** A design, and by which rules the conversations of its features begin. */
interface Subject {
  readonly name: string;
  readonly design: Design;
  readonly used: NeededBy;
}

/** Pairs of an address and a port that something lays open. */
interface Opening {
  readonly name: string;
  readonly pairs: number;
  /** Of them, those by rules that a feature uses. */
  readonly used: number;
}

/** What each outermost firewall of a design lays open. */
export function exposedWalls({ name, design, used }: Subject): readonly Opening[] {
  return exposureOf(design, used).map(({ firewall, tcp, udp, needed }) => ({
    name: `${name}, ${design.firewalls.find(({ id }) => id === firewall)!.title}`,
    pairs: tcp + udp,
    used: needed,
  }));
}

/** More bars than fit on a page are drawn as one. */
const BARS_MOST = 24;

/** What each rule of a design's outermost firewalls lays open, the most first; those that are left over together. */
export function exposedRules({ design, used }: Omit<Subject, 'name'>): readonly Opening[] {
  const all = exposureOf(design, used)
    .flatMap(({ firewall, byRule }) =>
      Object.entries(byRule).map(([id, pairs]): Opening => {
        const rule = design.firewalls.find((one) => one.id === firewall)!.rules.find((one) => one.id === id);
        return {
          name: rule ? `${id}, ${serviceOf(rule)} to ${rule.dst}` : `default of ${firewall}`,
          pairs,
          used: used[firewall]?.[id] === undefined ? 0 : pairs,
        };
      }),
    )
    .sort((a, b) => b.pairs - a.pairs);
  if (all.length <= BARS_MOST) return all;
  const rest = all.slice(BARS_MOST - 1);
  const sum = (of: 'pairs' | 'used') => rest.reduce((total, one) => total + one[of], 0);
  return [
    ...all.slice(0, BARS_MOST - 1),
    { name: `${rest.length} more rules`, pairs: sum('pairs'), used: sum('used') },
  ];
}

/** Openings, drawn and summed up. */
export function exposureBlocks(openings: readonly Opening[]): readonly Block[] {
  if (openings.length === 0) return [paragraph('Nothing lies open to the least trusted side.')];
  return [
    {
      kind: 'figure',
      caption:
        'Pairs of an address and a port behind the outermost firewalls to which somebody outside may begin a conversation.',
      drawing: barsDrawing(
        openings.map(({ name, pairs, used }) => ({
          name,
          text: `${counted(pairs, 'pair')}${used === pairs ? '' : `, ${used} by rules in use`}`,
          parts: [used, pairs - used],
        })),
        [
          { name: 'by rules that a feature uses', fill: 'ink-3' },
          { name: 'by rules that none uses', fill: 'degraded-solid' },
        ],
      ),
    },
  ];
}
