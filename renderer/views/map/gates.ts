import type { DesignFirewall, DesignRule } from '../../../simulator/model/design.ts';
import { gatedRules, type ChosenGates } from './chosen-gates.ts';
import type { Box, Gate } from './layout.ts';

/** Where a wall's first gate may stand, and how much stays free below the last one. */
export const HEADER = 46;
export const MARGIN = 12;
export const LEAST_GATE = 19;
const MOST_GATE = 52;
/** A little more room where the owner of the rules changes, in gates. */
const ROLE_GAP = 0.32;

/** Height of a wall's gates, in gates. */
export function units(rules: readonly DesignRule[]): number {
  return rules.reduce(
    (sum, rule, index) => sum + (index > 0 && rules[index - 1]!.role !== rule.role ? 1 + ROLE_GAP : 1),
    0,
  );
}

/**
 * A gate for each rule, in order. Behind another wall, the gates for a role stand level with that wall's gates for
 * it, as far as there is room: so a flow through both is a straight line.
 * @param outer gates of the wall before
 */
export function placeGates(
  firewalls: readonly DesignFirewall[],
  wall: Box,
  outer: readonly Gate[],
  chosen: ChosenGates,
): readonly Gate[] {
  const all = firewalls.flatMap((firewall) =>
    gatedRules(firewall, chosen).map(({ rule, index }) => ({ firewall: firewall.id, index, rule })),
  );
  const rules = all.map((one) => one.rule);
  const room = wall.height - HEADER - MARGIN;
  const fits = room / Math.max(1, units(rules));
  const unit = Math.min(MOST_GATE, fits, pitch(outer) ?? MOST_GATE);
  const height = Math.max(16, Math.min(26, unit - 4));
  const wanted = levels(rules, outer, unit);
  const gap = (i: number) => unit * (i > 0 && rules[i - 1]!.role !== rules[i]!.role ? 1 + ROLE_GAP : 1);
  const middles: number[] = [];
  rules.forEach((_, i) => {
    const least = i === 0 ? HEADER + unit / 2 : middles[i - 1]! + gap(i);
    middles.push(Math.max(least, wanted[i] ?? least));
  });
  // What was pushed below the ground goes up again, and what stands in its way too.
  let most = wall.height - MARGIN - unit / 2;
  for (let i = middles.length - 1; i >= 0; i--) {
    middles[i] = Math.min(middles[i]!, most);
    most = middles[i]! - gap(i);
  }
  return all.map((one, i) => ({
    ...one,
    x: wall.x + 7,
    y: middles[i]! - height / 2,
    width: wall.width - 14,
    height,
  }));
}

/** The least distance from gate to gate. */
function pitch(gates: readonly Gate[]): number | null {
  let least = Infinity;
  for (let i = 1; i < gates.length; i++) least = Math.min(least, gates[i]!.y - gates[i - 1]!.y);
  return Number.isFinite(least) ? least : null;
}

/** The level that each rule's gate would like: the last one of a role level with the last one outside, and so on up. */
function levels(
  rules: readonly DesignRule[],
  outer: readonly Gate[],
  unit: number,
): readonly (number | undefined)[] {
  const out = new Array<number | undefined>(rules.length);
  for (let from = 0; from < rules.length;) {
    const { role } = rules[from]!;
    let to = from;
    while (to < rules.length && rules[to]!.role === role) to++;
    const same = role === undefined ? [] : outer.filter((gate) => gate.rule.role === role);
    const [first] = same;
    for (let i = from; i < to && first; i++) {
      const beside = same[same.length - (to - i)];
      const above = to - i - same.length;
      out[i] = beside ? beside.y + beside.height / 2 : first.y + first.height / 2 - above * unit;
    }
    from = to;
  }
  return out;
}
